"""A comment's words as a reply quotes them."""

from __future__ import annotations

from tui.articles.render import blocks_text
from tui.model import Comment, Quote

MOST_LINES = 20
MOST_CHARACTERS = 2_000


def quoted(comment: Comment) -> str:
    """A comment's text with "> " before each line, and a line end after the last; "" where it has no words.

    At most ``MOST_LINES`` lines and ``MOST_CHARACTERS`` of the comment's own; "> […]" stands for
    the rest. What the comment itself quotes is left out: it stands above.
    """
    own = tuple(block for block in comment.blocks if not isinstance(block, Quote))
    text = blocks_text(own or comment.blocks).strip()
    if not text:
        return ""
    lines = text[:MOST_CHARACTERS].rstrip().split("\n")
    cut = len(text) > MOST_CHARACTERS or len(lines) > MOST_LINES
    kept = [*lines[:MOST_LINES], *(["[…]"] if cut else [])]
    return "\n".join(f"> {line}".rstrip() for line in kept) + "\n"
