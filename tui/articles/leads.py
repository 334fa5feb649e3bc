"""The picture at an article's head, found on the page or stated for it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tui.articles.body import Body, number_of
from tui.articles.clutter import is_clutter
from tui.articles.dates import moment
from tui.articles.pictures import picture_of, pictures_in
from tui.articles.structured import Stated, first_text
from tui.articles.tree import absolute, classes
from tui.model import Block, Card, Picture, Rule
from tui.text import clean, plain_from_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SIZE = re.compile(r"[-_@]?\d{2,4}x\d{2,4}|[-_](?:scaled|large|medium|small|\d{2,4}w?)(?=\.|$)|@\dx", re.I)
_GENERIC = re.compile(r"logo|default|placeholder|favicon|share-?image|social-?image|og-?image|avatar", re.I)
FARTHEST = 40  # elements with pictures looked at


def lead_and_blocks(
    root: HtmlElement, body: Body | None, blocks: tuple[Block, ...], said: Stated, base: str
) -> tuple[Picture | None, tuple[Block, ...]]:
    """The lead picture, and the blocks without it."""
    stated = stated_pictures(said, base)
    blocks = tuple(_enriched(block, stated) if isinstance(block, Picture) else block for block in blocks)
    first = next((block for block in blocks if not isinstance(block, (Rule, Card))), None)
    lead = first if isinstance(first, Picture) else _above(root, body, base)
    if lead is not None:
        lead = _enriched(lead, stated)
    elif stated and not _GENERIC.search(stated[0].url.rpartition("/")[2]):
        lead = stated[0]
        inside = next((block for block in blocks if isinstance(block, Picture) and same(block, lead)), None)
        if inside is not None:
            return None, blocks  # it stands further down, where the page has it
    if lead is None:
        return None, blocks
    return lead, tuple(block for block in blocks if not (isinstance(block, Picture) and same(block, lead)))


def same(one: Picture, other: Picture) -> bool:
    """Whether two pictures are the same one, perhaps in two sizes."""
    return one.url == other.url or (_name(one.url) == _name(other.url) != "")


def _name(url: str) -> str:
    return _SIZE.sub("", url.partition("?")[0].rpartition("/")[2]).lower()


def _above(root: HtmlElement, body: Body | None, base: str) -> Picture | None:
    """The picture between the article's heading (or its own beginning) and its text."""
    if body is None or not body.kept:
        return None
    heading, end = _first_heading(root), min(body.kept)
    frame = next((up for up in body.root.iterancestors("article", "main")), None)
    start = number_of(heading) if heading is not None and number_of(heading) < end else -1
    if frame is not None and (start < 0 or number_of(frame) > start):
        start = number_of(frame)
    if start < 0:
        return None
    for element in list(root.iter("figure", "img"))[:FARTHEST]:
        if not start < number_of(element) < end or _is_beside(element):
            continue
        pictures = pictures_in(element, base) if element.tag == "figure" else (picture_of(element, base),)
        if pictures and pictures[0]:
            return pictures[0]
    return None


def _first_heading(root: HtmlElement) -> HtmlElement | None:
    headings = list(root.iter("h1"))[:5]
    return headings[0] if headings else None


def _is_beside(element: HtmlElement) -> bool:
    return any(
        up.tag in ("aside", "nav", "footer")
        or is_clutter(up)
        or re.search(r"author|avatar|byline|logo", classes(up))
        for up in (element, *element.iterancestors())
        if up.tag not in ("body", "html", "article", "main")
    )


# --- what is stated of pictures ----------------------------------------------------


def stated_pictures(said: Stated, base: str) -> list[Picture]:
    """The pictures that JSON-LD and OpenGraph name, the article's first."""
    images = said.resolved(said.article.get("image"))
    nodes = images if isinstance(images, list) else [images]
    found = [picture for picture in (_stated(said.resolved(node), base) for node in nodes[:20]) if picture]
    url = absolute(
        base, said.of("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
    )
    alt = clean(said.of("og:image:alt", "twitter:image:alt"), 1_000)
    if not url:
        return found
    own = Picture(url, alt)
    twin = next((picture for picture in found if same(picture, own)), None)
    return [replace(twin or own, url=url, alt=alt), *(picture for picture in found if picture is not twin)]


def _stated(node: Any, base: str) -> Picture | None:
    if isinstance(node, str):
        url = absolute(base, node)
        return Picture(url) if url else None
    if not isinstance(node, dict):
        return None
    url = absolute(base, first_text(node.get("url"), node.get("contentUrl")))
    if not url:
        return None
    notice = first_text(node.get("copyrightNotice"), node.get("copyrightHolder"))
    credit = first_text(node.get("creditText")) or (f"© {notice.removeprefix('©').strip()}" if notice else "")
    return Picture(
        url=url,
        caption=plain_from_html(first_text(node.get("caption"), node.get("description")), 1_000),
        credit=plain_from_html(credit or first_text(node.get("creator"), node.get("author")), 300),
        credit_url=absolute(base, first_text(node.get("acquireLicensePage"))),
        date=moment(first_text(node.get("dateCreated"))),
    )


def _enriched(picture: Picture, stated: list[Picture]) -> Picture:
    """The picture with what only the statements say of it."""
    twin = next((other for other in stated if same(other, picture)), None)
    if twin is None:
        return picture
    return replace(
        picture,
        alt=picture.alt or twin.alt,
        caption=picture.caption or twin.caption,
        credit=picture.credit or twin.credit,
        credit_url=picture.credit_url or twin.credit_url,
        date=picture.date or twin.date,
    )
