"""Stories that a page marks up as microformats: h-feed and h-entry, and the older hfeed and hentry.

microformats2 parsing (microformats.org/wiki/microformats2-parsing) as far as a list of
stories needs it. A property is of the nearest h-* element around it. The implied
name of an h-entry, which is its whole text, is never taken for a headline.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from tui.feeds.headline_regions import content_walk
from tui.feeds.headline_text import moment
from tui.feeds.page_tree import address, text_of
from tui.feeds.parse_entry import Body, Draft

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FEWEST = 2  # entries that make a list where no h-feed says so
MOST_ENTRIES = 500
_LARGEST_ENTRY = 3_000  # elements
_LARGEST_CONTENT = 200_000  # characters of markup
# By name, for "h-auto" and its like are what a style sheet calls a height.
_ROOTS = frozenset("h-card h-cite h-entry h-event h-feed h-item h-product h-review h-adr h-geo h-app".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())


def marked_stories(root: HtmlElement, base: str) -> tuple[str, list[Draft]]:
    """The name of the page's feed ("" if it has none) and the stories that are marked up, in page order."""
    name, in_feed = "", False
    drafts: dict[str, Draft] = {}
    for feed, entry in _entries(root):
        draft = _draft(entry, base)
        if draft is not None:
            drafts.setdefault(draft.link, draft)
            in_feed = in_feed or feed is not None
            if feed is not None and not name:
                name = next((text_of(one, 300) for one in _own(feed) if "p-name" in _classes(one)), "")
        if len(drafts) >= MOST_ENTRIES:
            break
    enough = len(drafts) >= (1 if in_feed else FEWEST)
    return (name, list(drafts.values())) if enough else ("", [])


def _classes(element: HtmlElement) -> frozenset[str]:
    return frozenset((element.get("class") or "").split())


def _is_root(element: HtmlElement) -> bool:
    return not _ROOTS.isdisjoint(_classes(element))


def _entries(root: HtmlElement) -> Iterator[tuple[HtmlElement | None, HtmlElement]]:
    """The entries that lie in no other entry nor aside, each with its h-feed."""
    feeds: list[HtmlElement] = []
    around: HtmlElement | None = None
    for event, element in content_walk(root):
        if event == "end":
            if element is around:
                around = None
            elif feeds and feeds[-1] is element:
                feeds.pop()
        elif around is None:
            classes = _classes(element)
            if "h-feed" in classes:
                feeds.append(element)
            elif "h-entry" in classes or ("hentry" in classes and element.tag != "body"):
                around = element
                yield (feeds[-1] if feeds else None), element


def _own(entry: HtmlElement) -> Iterator[HtmlElement]:
    """The elements whose classes are properties of this entry: those of an h-card in it are that card's."""
    from lxml import etree

    walker = etree.iterwalk(entry, events=("start",))
    for count, (_event, element) in enumerate(walker):
        if count >= _LARGEST_ENTRY:
            return
        if element is entry:
            continue
        yield element
        if _is_root(element) or "vcard" in _classes(element):
            walker.skip_subtree()


def _draft(entry: HtmlElement, base: str) -> Draft | None:
    """The entry as a draft; None if it has no address, or neither headline nor text."""
    draft = Draft()
    heading: HtmlElement | None = None
    times: list[HtmlElement] = []
    for element in _own(entry):
        _take(draft, element, base)
        if element.tag == "time" and len(times) < 2:
            times.append(element)
        if heading is None and element.tag in _HEADINGS:
            heading = element
    if heading is not None:
        _take_heading(draft, heading, base)
    if draft.published is None and len(times) == 1:
        draft.published = moment(times[0].get("datetime"))
    if not draft.link or not (draft.title.value or draft.contents or draft.summary):
        return None
    return draft


def _take(draft: Draft, element: HtmlElement, base: str) -> None:
    classes = _classes(element)
    rel = (element.get("rel") or "").lower().split()
    if not draft.title.value and classes & {"p-name", "entry-title"}:
        draft.title = Body(_value(element), False)
    if not draft.link and ("u-url" in classes or "bookmark" in rel):
        draft.link = address(base, element.get("href"))
    if not draft.id and "u-uid" in classes:
        draft.id = address(base, element.get("href")) or _value(element)
    if draft.published is None and classes & {"dt-published", "published"}:
        draft.published = _when(element)
    if draft.updated is None and classes & {"dt-updated", "updated"}:
        draft.updated = _when(element)
    if classes & {"p-author"} or ("author" in classes and "vcard" in classes):
        draft.authors.append(_value(element))
    if "p-category" in classes or "tag" in rel:
        draft.categories.append(_value(element))
    if draft.summary is None and classes & {"p-summary", "entry-summary"}:
        draft.summary = Body(text_of(element, 2_000), False)
    if not draft.contents and classes & {"e-content", "entry-content"}:
        draft.contents.append(Body(_markup(element)))
    if not draft.picture and classes & {"u-photo", "u-featured"}:
        draft.picture = element.get("src") or element.get("href") or ""


def _take_heading(draft: Draft, heading: HtmlElement, base: str) -> None:
    """What an entry without those properties has in its first heading: how most blogs write them."""
    if not draft.title.value:
        draft.title = Body(text_of(heading, 1_000), False)
    if not draft.link:
        links = [heading.getparent(), *heading.iter("a")]
        draft.link = next(
            (there for one in links if one is not None and (there := address(base, one.get("href")))), ""
        )


def _value(element: HtmlElement) -> str:
    """A p-* property's value: what an attribute says, else its text."""
    if element.tag in ("data", "input") and (value := element.get("value")):
        return value[:2_000]
    if element.tag == "abbr" and (value := element.get("title")):
        return value[:2_000]
    if element.tag in ("img", "area") and (value := element.get("alt")):
        return value[:2_000]
    return text_of(element, 1_000)


def _when(element: HtmlElement) -> datetime | None:
    inner = element if element.get("datetime") else next(element.iter("time"), element)
    return moment(inner.get("datetime") or element.get("title") or element.get("value") or text_of(inner, 60))


def _markup(element: HtmlElement) -> str:
    from lxml import html

    inner = [element.text or "", *(html.tostring(child, encoding="unicode") for child in element)]
    return "".join(inner)[:_LARGEST_CONTENT]
