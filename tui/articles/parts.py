"""Articles that a site splits over several pages: the way to the next one, and all of them as one.

A page is a part of the same article only if its address says so: the same host,
path and query but for a number, and that number the next. ``rel="next"`` alone
is not enough, for blogs say it of the next article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from tui.articles.leads import same
from tui.articles.render import blocks_text
from tui.articles.tree import absolute, classes
from tui.model import Article, Block, Card, Paragraph, Picture, Span

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_LINKS = 5_000  # of a page that are looked at
LARGEST_NUMBER = 200
MOST_PIECES = 6  # of text in a link
LONGEST_LABEL = 60  # characters
_QUERY = frozenset("page p pg pagina pagenumber seite part pn currpage".split())
_PATH = re.compile(
    r"(?P<stem>.+?)(?:/(?:(?:page|seite|part|p)[-/]?)?|[-_,](?:page[-_]?|p)?)(?P<number>\d{1,3})(?P<end>\.\w{2,5})?/?"
)
_PAGER = re.compile(
    r"(?:^|[\s_-])(?:pag(?:e|ing|er|ination|inat\w*)|pages|page-?links|post-?page-?numbers|next)(?:$|[\s_-])"
)
_COMMENTS = re.compile(r"comment|discussion|replies|respon", re.I)
_FORWARD = re.compile(
    r"\s*(?:\d{1,3}|[›»→>]+|next(?:\s+page)?\s*[›»→>]*|continue.*|weiter.*|suivant.*|siguiente.*|дал(?:ее|ьше).*|次.*|下一.*|التالي.*)\s*",
    re.I,
)

_Place = tuple[str, str, tuple[tuple[str, str], ...]]  # host, path, query


def next_part(root: HtmlElement, url: str) -> str:
    """The address of the next page of the article at ``url``, or "". Call it before the page is prepared."""
    places = _places(url)
    for element in _forward(root):
        href = absolute(url, element.get("href"))
        if (
            href
            and _COMMENTS.search(href.partition("://")[2].partition("/")[2]) is None
            and _follows(href, places)
        ):
            return href
    return ""


def _forward(root: HtmlElement) -> list[HtmlElement]:
    """The links that say they lead on: by their ``rel``, or their words in a pager."""
    links = [link for link in root.iter("link", "a") if link.get("href")][:MOST_LINKS]
    named = [link for link in links if "next" in (link.get("rel") or "").lower().split()]
    paged = [
        link for link in links if link.tag == "a" and _FORWARD.fullmatch(_label(link)) and _in_pager(link)
    ]
    return named + paged


def _label(link: HtmlElement) -> str:
    return "".join(islice(link.itertext(), MOST_PIECES))[:LONGEST_LABEL].strip()


def _in_pager(link: HtmlElement) -> bool:
    around = [link, *list(link.iterancestors())[:4]]
    names = [f"{classes(up)} {(up.get('aria-label') or '').lower()}" for up in around]
    return any(map(_PAGER.search, names)) and not any(map(_COMMENTS.search, names))


def _places(url: str) -> dict[_Place, int]:
    """What an address may be a part of, with its number there; 1 where it names none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return {}
    host = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    query = tuple(sorted(parse_qsl(parts.query)[:40]))
    found: dict[_Place, int] = {}
    for key, value in query:
        if key.lower() in _QUERY and value.isdecimal() and len(value) < 4:
            found[host, parts.path.rstrip("/"), tuple(pair for pair in query if pair != (key, value))] = int(
                value
            )
    path = _PATH.fullmatch(parts.path)
    if path:
        found[host, path["stem"] + (path["end"] or ""), query] = int(path["number"])
    found[host, parts.path.rstrip("/"), query] = 1
    return found


def _follows(href: str, places: dict[_Place, int]) -> bool:
    """Whether an address is that of a place's next number."""
    return any(
        1 < number <= LARGEST_NUMBER and places.get(place) == number - 1
        for place, number in _places(href).items()
    )


def joined(first: Article, others: Sequence[Article]) -> Article:
    """One article of all its parts, in order; what each part says again is said once."""
    blocks = list(first.blocks)
    for part in others:
        seen = set(blocks)
        blocks += [block for block in _whole(part) if _is_new(block, seen, first.lead)]
    if len(blocks) == len(first.blocks):
        return first
    more = blocks_text(blocks[len(first.blocks) :])
    cards = {card.url: card for part in (first, *others) for card in part.related}
    return replace(
        first,
        blocks=tuple(blocks),
        text=f"{first.text}\n\n{more}",
        related=tuple(card for card in cards.values()),
    )


def _whole(part: Article) -> tuple[Block, ...]:
    """A part's blocks with what was taken from their head: its picture, and what looked like a dateline."""
    blocks = list(part.blocks)
    at = next((at for at, block in enumerate(blocks) if isinstance(block, Paragraph)), None)
    if part.dateline and at is not None:
        opening = blocks[at]
        assert isinstance(opening, Paragraph)
        blocks[at] = Paragraph((Span(f"{part.dateline} — "), *opening.spans), opening.direction)
    return (part.lead, *blocks) if part.lead else tuple(blocks)


def _is_new(block: Block, seen: set[Block], lead: Picture | None) -> bool:
    if isinstance(block, Picture):
        pictures = [other for other in seen if isinstance(other, Picture)]
        return not any(same(block, other) for other in [*pictures, *([lead] if lead else [])])
    return block not in seen or not isinstance(block, (Paragraph, Card))
