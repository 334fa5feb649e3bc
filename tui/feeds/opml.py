"""Subscription lists in OPML 2.0, with folders; what OPML has no word for stands in a namespace of ours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from tui.model import Failure, Section, Source
from tui.stories import SavedSearch
from tui.text import clean, safe_url

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST = 20_000  # subscriptions taken from one file
DEEPEST = 32  # folders within folders
LONGEST_NAME = 120
LONGEST_DESCRIPTION = 2_000
NAMESPACE = "urn:wireroom:opml"


class NotASubscriptionList(Failure):
    """The file is no OPML."""

    code = "not-a-list"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed to subscribe to; ``section`` is "" where the file gives none."""

    url: str
    title: str = ""
    section: str = ""
    site_url: str = ""
    homeserver: str = ""
    description: str = ""
    language: str = ""
    section_description: str = ""


@dataclass(frozen=True, slots=True)
class SearchOutline:
    """A saved search, as wireroom writes one: an outline of no feed, with a query."""

    line: int
    name: str
    query: str


def read_subscriptions(data: bytes, name: str) -> list[Subscription]:
    """The subscriptions in an OPML document, each address once; ``name`` is the file's, for failures.

    Folders in folders become "A / B".
    """
    return once(_subscriptions(_body(data, name)))


def read_searches(data: bytes, name: str) -> list[SearchOutline]:
    """The saved searches in an OPML document."""
    found: list[SearchOutline] = []
    for outline in _body(data, name).iter("outline"):
        query = str(outline.get(f"{{{NAMESPACE}}}query", ""))
        title = clean(str(outline.get("text", "")), LONGEST_NAME)
        if query and title and len(found) < MOST:
            found.append(SearchOutline(outline.sourceline or 0, title, query))
    return found


def once(subscriptions: Iterable[Subscription]) -> list[Subscription]:
    """The subscriptions, of several to one address the first."""
    first: dict[str, Subscription] = {}
    for one in subscriptions:
        first.setdefault(one.url, one)
    return list(first.values())


def _body(data: bytes, name: str) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        why = clean(error.msg or "", 200)
        raise NotASubscriptionList(
            f"{name} is broken as OPML in line {error.lineno}: {why}.", "Export it anew; nothing was taken."
        ) from error
    body = root.find("body")
    if root.tag != "opml" or body is None:
        raise NotASubscriptionList(
            f"{name} is XML, but no OPML.", "An OPML file has an <opml> with a <body> in it."
        )
    return body


def _subscriptions(body: _Element) -> Iterable[Subscription]:
    stack: list[tuple[_Element, tuple[str, ...], str]] = [(one, (), "") for one in reversed(body)]
    taken = 0
    while stack and taken < MOST:
        outline, folders, about = stack.pop()
        if outline.tag != "outline":
            continue
        values = {str(key).lower(): str(value) for key, value in outline.attrib.items()}
        title = clean(values.get("title") or values.get("text") or "", LONGEST_NAME)
        url = safe_url(values.get("xmlurl", ""))
        if url:
            taken += 1
            yield _subscription(url, title, " / ".join(folders), about, values)
        if len(outline) and len(folders) < DEEPEST:
            inner, told = (folders, about) if url or not title else ((*folders, title), _description(values))
            stack.extend((one, inner, told) for one in reversed(outline))


def _subscription(url: str, title: str, section: str, about: str, values: dict[str, str]) -> Subscription:
    return Subscription(
        url,
        title,
        section,
        site_url=safe_url(values.get("htmlurl", "")),
        homeserver=safe_url(values.get(f"{{{NAMESPACE}}}homeserver", "")),
        description=_description(values),
        language=clean(values.get("language", ""), LONGEST_NAME),
        section_description=about,
    )


def _description(values: dict[str, str]) -> str:
    return clean(values.get("description", ""), LONGEST_DESCRIPTION)


def write_opml(
    sections: Sequence[Section], sources: Sequence[Source], searches: Sequence[SavedSearch] = ()
) -> bytes:
    """The subscriptions as an OPML 2.0 document, a folder a section; and the saved searches behind them."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:wireroom="{NAMESPACE}">',
        "  <head><title>wireroom</title></head>",
        "  <body>",
    ]
    for section in sections:
        attributes = _attributes(text=section.name, description=section.description)
        lines.append(f"    <outline{attributes}>")
        for source in sources:
            if source.section_id == section.id:
                lines.append(f"      <outline{_feed(source)}/>")
        lines.append("    </outline>")
    for search in searches:
        told = _attributes(text=search.name, **{"wireroom:query": search.query})
        lines.append(f"    <outline{told}/>")
    lines += ["  </body>", "</opml>", ""]
    return "\n".join(lines).encode("utf-8")


def _feed(source: Source) -> str:
    return _attributes(
        type="rss",
        text=source.title,
        title=source.title,
        xmlUrl=source.url,
        htmlUrl=source.site_url,
        description=source.description,
        language=source.language,
        **{"wireroom:homeserver": source.homeserver},
    )


def _attributes(**values: Any) -> str:
    return "".join(f' {name}="{escape(str(value))}"' for name, value in values.items() if value)
