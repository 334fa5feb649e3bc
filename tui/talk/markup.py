"""How services read what is typed for them: Markdown, a little HTML, or plain lines."""

from __future__ import annotations

import re
from html import escape
from typing import Literal

from tui.articles.blocks import blocks_from_html
from tui.articles.markdown import blocks_markdown
from tui.articles.render import blocks_text
from tui.model import Block, Code, Comment, Heading, ListItem, Paragraph, Quote, Span
from tui.talk.markdown_body import html_of_markdown
from tui.talk.quoting import quoted
from tui.text import clean

Markup = Literal["markdown", "html", "plain"]
_LINK = re.compile(r"\[([^\[\]\n]*)\]\(<([^<>\s()]*)>\)")
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
    markup = markup_of(provider)
    if markup == "markdown":
        return _LINK.sub(_as_typed, blocks_markdown(comment.blocks)).replace("\\<", "<")
    written = _html if markup == "html" else _plain
    return "\n\n".join(filter(None, (written(block) for block in comment.blocks)))


def quotation(comment: Comment, provider: str) -> str:
    """What a comment says as a quotation to answer."""
    if markup_of(provider) == "html":
        return f"<blockquote>{source_of(comment, provider)}</blockquote>"
    return quoted(comment).rstrip()


def _as_typed(link: re.Match[str]) -> str:
    """A link in Markdown as people write it: an address alone where it says nothing else."""
    return link[2] if re.sub(r"\\(.)", r"\1", link[1]) == link[2] else f"[{link[1]}]({link[2]})"


def _html(block: Block) -> str:
    """A block in the few elements that comments may have."""
    if isinstance(block, Quote):
        inside = "\n\n".join(map(_html, block.blocks))
        return f"<blockquote>{inside}</blockquote>"
    if isinstance(block, Code):
        return f"<code>{escape(block.text, quote=False)}</code>"
    if isinstance(block, Paragraph | Heading | ListItem):
        mark = f"{block.marker} " if isinstance(block, ListItem) else ""
        return mark + "".join(map(_html_span, block.spans))
    return escape(blocks_text([block]), quote=False)


def _html_span(span: Span) -> str:
    html = escape(span.text, quote=False)
    for letter, tag in (("c", "code"), ("i", "em"), ("b", "strong"), ("s", "del")):
        html = f"<{tag}>{html}</{tag}>" if letter in span.style else html
    return f'<a href="{escape(span.href)}">{html}</a>' if span.href else html


def _plain(block: Block) -> str:
    """A block as it was typed where lines are all there is; a link that was shortened is whole again."""
    if not isinstance(block, Paragraph):
        return blocks_text([block])
    return "".join(
        span.href if span.href and span.text.rstrip("…") in span.href else span.text for span in block.spans
    )


def words_of(blocks: tuple[Block, ...]) -> str:
    """The words alone, in one line: what two renderings of one text have in common."""
    return clean(blocks_text(blocks), 100_000)
