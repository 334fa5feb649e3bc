"""One RSS item or Atom entry, from its elements to a Draft, with feedparser's rules of precedence.

The first title that is not empty counts, the last of everything else; a second
description is content; ``content:encoded`` lends itself as description.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tui.feeds import dates
from tui.feeds.fast_names import Doubt, Element, Names, attributes, language_of
from tui.feeds.fast_text import (
    HTML,
    PLAIN,
    XHTML,
    kind_of,
    person,
    rss_body,
    text_of,
    without_cut_ampersands,
    xhtml_of,
)
from tui.feeds.parse_entry import Body, Draft, join


@dataclass(slots=True)
class Item:
    """A draft in the making."""

    names: Names
    base: str
    is_atom: bool
    draft: Draft = field(default_factory=Draft)
    language: str = ""  # of the elements around
    title_language: str = ""
    summary_language: str = ""
    content_language: str = ""
    titles: int = 0
    has_link: bool = False
    has_source: bool = False
    has_media_title: bool = False
    has_content: bool = False
    summary_is_copy: bool = False
    slash: str = ""
    total: str = ""
    counted: str = ""


# --- texts --------------------------------------------------------------------------


def language_at(item: Item, found: dict[str, str]) -> str:
    own = language_of(found)
    return item.language if own is None else own


def _body(item: Item, element: Element, default: str) -> tuple[Body, str]:
    """A text of the entry, and its language."""
    kind, language = default, item.language
    if element.attrib:
        found = attributes(element)
        language = language_at(item, found)
        kind = kind_of(found, default)
        if kind == XHTML:
            if not item.is_atom:
                raise Doubt("XHTML in RSS")
            return Body(xhtml_of(element)), language
    text = text_of(element)
    return Body(text, kind == HTML) if item.is_atom else rss_body(text, kind), language


def title(item: Item, element: Element) -> None:
    if element.attrib:
        found = attributes(element)
        if found.get("type") == "xhtml":
            raise Doubt("a title in XHTML")
    item.titles += 1
    body, item.title_language = _body(item, element, PLAIN)
    if item.titles > 1 or not body.value:
        raise Doubt("which title")
    item.draft.title = body


def media_title(item: Item, element: Element) -> None:
    item.has_media_title = True
    text_of(element)


def describe(item: Item, element: Element, default: str, *, nested: bool = False) -> None:
    """A description or summary: the summary, or content where there is a summary already."""
    draft = item.draft
    if draft.summary is not None and not item.has_content:
        item.has_content = True
        body, item.content_language = _body(item, element, PLAIN)
        draft.contents.append(body)
        return
    body, item.summary_language = _body(item, element, default)
    if draft.summary is None or item.summary_is_copy or not nested:
        draft.summary = body
        item.summary_is_copy = False


def description(item: Item, element: Element) -> None:
    describe(item, element, HTML)


def summary(item: Item, element: Element) -> None:
    describe(item, element, PLAIN)


def media_description(item: Item, element: Element) -> None:
    describe(item, element, HTML, nested=True)


def encoded(item: Item, element: Element) -> None:
    add_content(item, element, HTML)


def content(item: Item, element: Element) -> None:
    if not item.is_atom:
        raise Doubt("content in RSS")
    add_content(item, element, PLAIN)


def add_content(item: Item, element: Element, default: str) -> None:
    body, item.content_language = _body(item, element, default)
    item.has_content = True
    item.draft.contents.append(body)
    if item.draft.summary is None:
        item.draft.summary = body
        item.summary_is_copy = True


# --- addresses ----------------------------------------------------------------------


def link(item: Item, element: Element) -> None:
    draft = item.draft
    if not element.attrib:
        draft.link = without_cut_ampersands(resolved(item.base, text_of(element)))
        item.has_link = True
        return
    found = attributes(element)
    href = found.get("url", found.get("uri", found.get("href")))
    rel, kind = found.get("rel", "alternate"), found.get("type")
    if not href:
        if rel != "alternate" or "href" in found:
            raise Doubt("a link to nowhere")
        draft.link = without_cut_ampersands(resolved(item.base, text_of(element)))
        item.has_link = True
        return
    href = join(item.base, href)
    if rel == "alternate" and kind in (None, "html", "xhtml", HTML, XHTML):
        draft.link, item.has_link = href, True
    elif rel == "enclosure":
        draft.enclosures.append((href, kind or HTML, found.get("length", "")))
    elif rel == "replies":
        _replies(item, found, href, kind or HTML)


def resolved(base: str, address: str) -> str:
    return join(base, address) if address else ""


def _replies(item: Item, found: dict[str, str], href: str, kind: str) -> None:
    draft = item.draft
    if kind in ("application/atom+xml", "application/rss+xml"):
        draft.comments_feed = draft.comments_feed or href
    elif kind == HTML:
        draft.comments_url = draft.comments_url or href
    item.counted = item.counted or found.get("thr:count", "")


def guid(item: Item, element: Element) -> None:
    found = attributes(element) if element.attrib else {}
    text = text_of(element)
    is_link = found.get("ispermalink", "true") == "true"
    item.draft.id = resolved(item.base, text) if is_link else text
    if is_link and not item.has_link:
        item.draft.link, item.has_link = item.draft.id, True


def comments(item: Item, element: Element) -> None:
    item.draft.comments_url = resolved(item.base, text_of(element))


def comment_feed(item: Item, element: Element) -> None:
    item.draft.comments_feed = resolved(item.base, text_of(element))


def enclosure(item: Item, element: Element) -> None:
    found = attributes(element)
    href = found.get("url", found.get("uri", found.get("href", "")))
    item.draft.enclosures.append((href, found.get("type", ""), found.get("length", "")))
    text_of(element)


def thumbnail(item: Item, element: Element) -> None:
    found = attributes(element)
    text = text_of(element)
    item.draft.thumbnails.append(found.get("url", text))


def itunes_image(item: Item, element: Element) -> None:
    found = attributes(element)
    item.draft.picture = found.get("href") or found.get("url") or item.draft.picture


# --- dates --------------------------------------------------------------------------


def _date(element: Element) -> datetime | None:
    text = text_of(element)
    try:
        return dates.plain_date(text)
    except dates.OddDate:
        return dates.odd_date(text) if text else None


def published(item: Item, element: Element) -> None:
    item.draft.published = _date(element)


def updated(item: Item, element: Element) -> None:
    item.draft.updated = _date(element)


def created(item: Item, element: Element) -> None:
    item.draft.created = _date(element)


# --- people, subjects, discussion -----------------------------------------------------


def author(item: Item, element: Element) -> None:
    if len(element):
        item.draft.authors.append(_name_in(item, element))
    else:
        item.draft.authors.append(person(text_of(element)))


def contributor(item: Item, element: Element) -> None:
    _name_in(item, element)


def _name_in(item: Item, element: Element) -> str:
    """The name in a person construct (RFC 4287 §3.2), else the address."""
    parts = {"name": "", "email": ""}
    for child in element:
        name = item.names.of(child)
        if name in parts:
            text_of(child)
            parts[name] = (child.text or "").strip()
        elif name not in ("uri", "url") and not name.startswith("?"):
            raise Doubt(f"{name} in an author")
    if (element.text or "").strip():
        raise Doubt("an author in two manners")
    return parts["name"] or parts["email"]


def category(item: Item, element: Element) -> None:
    found = attributes(element) if element.attrib else {}
    text = text_of(element)
    if text and "term" in found:
        raise Doubt("a category in two manners")
    item.draft.categories.append(found.get("label") or found.get("term") or text)


def keywords(item: Item, element: Element) -> None:
    item.draft.categories += [term.strip() for term in text_of(element).split(",") if term.strip()]


def slash_comments(item: Item, element: Element) -> None:
    item.slash = text_of(element)


def thr_total(item: Item, element: Element) -> None:
    item.total = text_of(element)


def in_reply_to(item: Item, element: Element) -> None:
    item.draft.in_reply_to = attributes(element).get("ref", "")


def dc_language(item: Item, element: Element) -> None:
    item.draft.language = text_of(element)


def source(item: Item, element: Element) -> None:
    """Where an entry was copied from (RFC 4287 §4.2.11, RSS 2.0 ``source``): nothing of it is the entry's."""
    item.has_source = True
