"""A story's body, as its writers mark it up, turned into HTML.

Blocks are parted by blank lines: paragraphs, ``> quote | attribution``,
``## subheading``, ``- item``, ``| table | row |``, ``{card: slug}``, ``{rule}``.
Inside a line: ``*italic*``, ``**bold**``, ```code```, ``[text](address)``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tui.newsroom.elements import Markup, element, escape, join

# Gives the address of a link's target, or "" where it leads nowhere (a story not out yet).
Address = Callable[[str], str]
# Gives the card of a related story, or "" where that story is not out yet.
Card = Callable[[str], str]

_INLINE = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|\[(?P<label>[^\]]+)\]\((?P<target>[^)\s]+)\)"
    r"|\*\*(?P<bold>.+?)\*\*"
    r"|\*(?P<italic>[^*\s](?:[^*]*[^*\s])?)\*"
)
_CARD = re.compile(r"\{card:\s*([a-z0-9-]+)\s*\}")
_NO_SPACE_BETWEEN = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])")


def blocks(body: str, address: Address, card: Card) -> list[Markup]:
    """The body's blocks as HTML, in order; cards that lead nowhere are left out."""
    made = (_block(block.strip(), address, card) for block in re.split(r"\n[ \t]*\n", body))
    return [block for block in made if block]


def paragraphs(body: str, count: int, address: Address) -> list[Markup]:
    """The first paragraphs alone, for a feed."""
    return [block for block in blocks(body, address, lambda slug: "") if block.startswith("<p>")][:count]


def plain(body: str) -> str:
    """The body's words without their marks, blocks parted by blank lines."""
    html = blocks(body, lambda target: "", lambda slug: "")
    return _unescape("\n\n".join(re.sub(r"<[^>]+>", "", block.replace("</td><td>", " ")) for block in html))


def _block(block: str, address: Address, card: Card) -> Markup:
    if not block:
        return Markup("")
    if found := _CARD.fullmatch(block):
        return escape(card(found[1]))
    if block == "{rule}":
        return element("hr")
    if block.startswith("## "):
        return element("h2", None, inline(block[3:].strip(), address))
    lines = [line.strip() for line in block.split("\n")]
    for mark, make in ((">", _quote), ("- ", _list), ("|", _table)):
        if all(line.startswith(mark) for line in lines):
            return make([line.removeprefix(mark).strip() for line in lines], address)
    return element("p", None, inline("\n".join(lines), address))


def _quote(lines: Sequence[str], address: Address) -> Markup:
    text, bar, attribution = " ".join(lines).rpartition(" | ")
    said = element("p", None, inline(text if bar else attribution, address))
    if not bar:
        return element("blockquote", None, said)
    by = element("footer", None, "— ", element("cite", None, inline(attribution, address)))
    return element("blockquote", None, said, by)


def _list(lines: Sequence[str], address: Address) -> Markup:
    return element("ul", None, *(element("li", None, inline(line, address)) for line in lines))


def _table(lines: Sequence[str], address: Address) -> Markup:
    rows = [[cell.strip() for cell in line.strip().removesuffix("|").split("|")] for line in lines]
    rows = [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
    head = element("thead", None, _row("th", rows[0], address))
    return element("table", None, head, element("tbody", None, *(_row("td", r, address) for r in rows[1:])))


def _row(cell: str, cells: Sequence[str], address: Address) -> Markup:
    return element("tr", None, *(element(cell, None, inline(text, address)) for text in cells))


def inline(text: str, address: Address) -> Markup:
    """A line's marks as HTML, everything else escaped."""
    text = _NO_SPACE_BETWEEN.sub("", text)
    parts: list[str] = []
    at = 0
    for found in _INLINE.finditer(text):
        parts += [text[at : found.start()], _marked(found, address)]
        at = found.end()
    return join([*parts, text[at:]])


def _marked(found: re.Match[str], address: Address) -> Markup:
    if found["code"]:
        return element("code", None, found["code"])
    if found["bold"]:
        return element("strong", None, inline(found["bold"], address))
    if found["italic"]:
        return element("em", None, inline(found["italic"], address))
    label, href = inline(found["label"], address), address(found["target"])
    return element("a", {"href": href}, label) if href else label


def _unescape(text: str) -> str:
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text
