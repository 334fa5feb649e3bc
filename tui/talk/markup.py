"""How services read what is typed for them: Markdown, a little HTML, or plain lines."""

from __future__ import annotations

import re
from html import escape
from typing import Literal

from tui.articles.blocks import blocks_from_html
from tui.articles.markdown import blocks_markdown
from tui.articles.render import blocks_text
from tui.model import Block, Comment
from tui.talk.markdown_body import html_of_markdown
from tui.talk.quoting import quoted
from tui.text import clean

Markup = Literal["markdown", "html", "plain"]
_MARKUP: dict[str, Markup] = {"wordpress": "html", "mastodon": "plain"}


def markup_of(provider: str) -> Markup:
    """What the service with this name reads; Markdown where nothing else is known."""
    return _MARKUP.get(provider, "markdown")


def blocks_of_writing(text: str, provider: str) -> tuple[Block, ...]:
    """What the service will make of a text, as near as can be told before it does."""
    markup = markup_of(provider)
    if markup == "markdown":
        return blocks_from_html(html_of_markdown(text), "")
    shown = text if markup == "html" else escape(text, quote=False)
    parts = (part.strip().replace("\n", "<br>") for part in re.split(r"\n[ \t]*\n", text and shown))
    return blocks_from_html("".join(f"<p>{part}</p>" for part in parts if part), "")


def source_of(comment: Comment, provider: str) -> str:
    """A text that the service would make this comment of, for editing it."""
    plain = markup_of(provider) != "markdown"
    return blocks_text(comment.blocks) if plain else blocks_markdown(comment.blocks)


def quotation(comment: Comment, provider: str) -> str:
    """What a comment says as a quotation to answer."""
    if markup_of(provider) == "html":
        return f"<blockquote>{blocks_text(comment.blocks)}</blockquote>"
    return quoted(comment).rstrip()


def words_of(blocks: tuple[Block, ...]) -> str:
    """The words alone, in one line: what two renderings of one text have in common."""
    return clean(blocks_text(blocks), 100_000)
