"""Which element of an RSS item or Atom entry means what, and which makes feedparser the better reader."""

from __future__ import annotations

from collections.abc import Callable

from tui.feeds import fast_item as read
from tui.feeds.fast_item import Item
from tui.feeds.fast_names import Doubt, Element, attributes, descendants
from tui.feeds.parse_entry import Draft, Media

Reader = Callable[[Item, Element], None]


def draft_of(element: Element, item: Item, language: str) -> Draft:
    """The draft of one ``item`` or ``entry`` element; ``language`` is the one around it."""
    draft = item.draft
    item.language = language
    if element.attrib:
        found = attributes(element)
        if "href" in found or "lastmod" in found:
            raise Doubt("CDF")
        draft.id = found.get("rdf:about", "")
        item.language = read.language_at(item, found)
    readers: dict[str, Reader] = item.names.readers
    for child in element:
        reader = readers.get(child.tag)
        if reader is None:
            reader = readers[child.tag] = READERS.get(item.names.of(child), other)
        reader(item, child)
    if item.has_media_title and (item.titles != 1 or item.has_source):
        raise Doubt("which title")
    if item.summary_is_copy:
        draft.summary = None
    draft.language = draft.language or item.title_language or item.summary_language or item.content_language
    draft.comment_count = item.slash or item.total or item.counted
    return draft


def media_content(item: Item, element: Element) -> None:
    found = attributes(element)
    media = Media(found.get("url", ""), found.get("type", ""), found.get("medium", ""))
    item.draft.media.append(media)
    media_group(item, element)


def media_group(item: Item, element: Element) -> None:
    for child in element:
        reader = MEDIA_READERS.get(item.names.of(child))
        if reader is None:
            other(item, child)
        else:
            reader(item, child)


# --- the rest -------------------------------------------------------------------------


def ignore(item: Item, element: Element) -> None:
    """An element without meaning here, as long as nothing meaningful is inside it."""
    for child in descendants(element):
        name = item.names.of(child)
        if ":" not in name or name in READERS or name in DOUBTS:
            raise Doubt(f"{name} inside {element.tag}")


def other(item: Item, element: Element) -> None:
    """An element nobody names; in the core vocabulary feedparser may know it all the same."""
    name = item.names.of(element)
    prefix, colon, _ = name.partition(":")
    if name in DOUBTS or (not colon and "_" in name) or prefix == "xhtml":
        raise Doubt(name)
    if element.attrib:
        attributes(element)
    if len(element):
        ignore(item, element)


# Names that feedparser handles and this does not, or that collide with what it keeps of an entry.
DOUBTS = frozenset(
    "item entry rss channel feed image textinput managingeditor name width height url homepage uri email "
    "language webmaster keywords cloud abstract info body fullitem newlocation tags guidislink links authors "
    "publisher enclosures items date href div expired license "
    "dc:title dc:description itunes:name itunes:email itunes:owner itunes:category xhtml:body rdf:rdf".split()
)
READERS: dict[str, Reader] = {
    "title": read.title,
    "link": read.link,
    "guid": read.guid,
    "id": read.guid,
    "description": read.description,
    "summary": read.summary,
    "content": read.content,
    "content:encoded": read.encoded,
    "itunes:summary": read.summary,
    "pubdate": read.published,
    "published": read.published,
    "issued": read.published,
    "dcterms:issued": read.published,
    "updated": read.updated,
    "modified": read.updated,
    "lastbuilddate": read.updated,
    "dc:date": read.updated,
    "dcterms:modified": read.updated,
    "created": read.created,
    "dcterms:created": read.created,
    "author": read.author,
    "dc:creator": read.author,
    "dc:author": read.author,
    "itunes:author": read.author,
    "category": read.category,
    "dc:subject": read.category,
    "media:category": read.category,
    "media:keywords": read.keywords,
    "itunes:keywords": read.keywords,
    "comments": read.comments,
    "wfw:commentrss": read.comment_feed,
    "slash:comments": read.slash_comments,
    "thr:total": read.thr_total,
    "thr:in-reply-to": read.in_reply_to,
    "enclosure": read.enclosure,
    "media:thumbnail": read.thumbnail,
    "media:content": media_content,
    "media:group": media_group,
    "media:title": read.media_title,
    "media:description": read.media_description,
    "itunes:image": read.itunes_image,
    "itunes:link": read.itunes_image,
    "dc:language": read.dc_language,
    "source": read.source,
    "rights": ignore,
    "copyright": ignore,
    "subtitle": ignore,
    "generator": ignore,
    "contributor": read.contributor,
    "dc:contributor": ignore,
}
MEDIA_READERS = {name: reader for name, reader in READERS.items() if name.startswith("media:")}
