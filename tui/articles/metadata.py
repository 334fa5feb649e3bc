"""What a page's article is called, who wrote it, when, for which section, in which language.

Machine-readable statements first, the visible page after them; each checked
against what the other says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from tui.articles.bylines import byline
from tui.articles.dates import moment
from tui.articles.structured import Stated, first_text, types
from tui.articles.titles import page_title, site_in_title
from tui.articles.tree import absolute, classes, text_of
from tui.text import clean, direction, plain_from_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_RTL_LANGUAGES = frozenset("ar arc ckb dv fa ha-arab he iw ku-arab ps sd ug ur yi".split())
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_NOT_SECTIONS = frozenset("home main homepage главная start index front page".split())


@dataclass(frozen=True)
class Metadata:
    """A page's facts, cleaned."""

    title: str
    url: str
    site: str
    section: str
    byline: str
    published: datetime | None
    updated: datetime | None
    language: str
    summary: str


def metadata(root: HtmlElement, said: Stated, url: str) -> Metadata:
    """The facts of a page; call it while its header is still there."""
    site = site_of(root, said, url)
    published, updated = dates(root, said)
    title = page_title(root, said, site)
    return Metadata(
        title=title,
        url=canonical(root, said, url),
        site=site,
        section=section(root, said, title),
        byline=byline(root, said),
        published=published,
        updated=updated,
        language=language(root, said),
        summary=_words(
            first_text(said.article.get("description")) or said.of("og:description", "description"), 1_000
        ),
    )


def _words(text: str, limit: int = 500) -> str:
    return plain_from_html(text, limit)


def site_of(root: HtmlElement, said: Stated, url: str) -> str:
    """What the site calls itself; its host if it does not say."""
    publisher = said.resolved(said.article.get("publisher"))
    name = (
        said.of("og:site_name")
        or first_text(publisher)
        or said.of("application-name", "twitter:app:name:iphone")
        or site_in_title(root)
    )
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    return _words(name, 200) or clean(host, 200)


def canonical(root: HtmlElement, said: Stated, url: str) -> str:
    """The page's own address (RFC 6596) if it is on the same site, else the one it was fetched from."""
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            found = absolute(url, link.get("href"))
            return found if found and _same_site(found, url) else url
    found = absolute(url, said.of("og:url"))
    return found if found and _same_site(found, url) else url


def _same_site(one: str, other: str) -> bool:
    try:
        ours, theirs = urlsplit(one), urlsplit(other)
    except ValueError:
        return False
    if not theirs.hostname:
        return True
    at_the_root = ours.path in ("", "/") and theirs.path not in ("", "/")
    return not at_the_root and ".".join((ours.hostname or "").split(".")[-2:]) == ".".join(
        theirs.hostname.split(".")[-2:]
    )


# --- when -------------------------------------------------------------------------


def dates(root: HtmlElement, said: Stated) -> tuple[datetime | None, datetime | None]:
    """When it was published and last changed, in UTC."""
    node = said.article
    published = (
        moment(first_text(node.get("datePublished"), node.get("dateCreated")))
        or moment(
            said.of(
                "article:published_time", "og:published_time", "parsely-pub-date", "sailthru.date", "pubdate"
            )
        )
        or moment(
            said.of("date", "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date", "publish-date")
        )
        or _microdata_moment(said, "datePublished")
        or _visible_moment(root)
    )
    updated = (
        moment(first_text(node.get("dateModified")))
        or moment(said.of("article:modified_time", "og:updated_time", "dcterms.modified", "last-modified"))
        or _microdata_moment(said, "dateModified")
    )
    return published, updated if updated != published else None


def _microdata_moment(said: Stated, name: str) -> datetime | None:
    for element in said.microdata.get(name, [])[:10]:
        found = moment(element.get("datetime") or element.get("content") or text_of(element))
        if found:
            return found
    return None


def _visible_moment(root: HtmlElement) -> datetime | None:
    """The page's ``<time>`` if it marks itself as the publication's, or is the first of the article."""
    times = list(root.iter("time"))[:200]
    for time in times:
        if time.get("pubdate") is not None or "publish" in classes(time) or "entry-date" in classes(time):
            found = moment(time.get("datetime") or text_of(time))
            if found:
                return found
    for time in times:
        if any(
            ancestor.tag in ("article", "main", "header") for ancestor in time.iterancestors()
        ) and not any(
            ancestor.tag in ("aside", "nav", "footer", "figure") or "comment" in classes(ancestor)
            for ancestor in time.iterancestors()
        ):
            return moment(time.get("datetime"))
    return None


# --- where it stands, and in which tongue -----------------------------------------


def section(root: HtmlElement, said: Stated, title: str) -> str:
    """The section of the site: as stated, else the last step of the breadcrumb."""
    stated_ = said.of("article:section", "section", "parsely-section") or first_text(
        said.article.get("articleSection")
    )
    named = _words(stated_, 80)
    if named:
        return named
    steps = _listed_steps(said) or _visible_steps(root)
    kept = [step for step in steps if step and step != title and step.lower() not in _NOT_SECTIONS]
    return kept[-1] if kept and len(kept[-1]) <= 40 else ""


def _listed_steps(said: Stated) -> list[str]:
    for node in said.nodes:
        if "BreadcrumbList" in types(node):
            items = node.get("itemListElement")
            return [
                _words(name, 80) for name in map(_step_name, items[:12] if isinstance(items, list) else [])
            ][:-1]
    return []


def _step_name(item: Any) -> str:
    return first_text(item.get("name"), item.get("item")) if isinstance(item, dict) else ""


def _visible_steps(root: HtmlElement) -> list[str]:
    found = root.xpath("//*[contains(@class,'breadcrumb') or contains(@aria-label,'readcrumb')]")[:3]
    for element in found:
        steps = [text_of(link, limit=80) for link in list(element.iter("a"))[:12]]
        if steps:
            return steps
    return []


def language(root: HtmlElement, said: Stated) -> str:
    """The text's language (RFC 5646), as the page declares it, or ""."""
    declared = [
        root.get("lang"),
        root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        root.get("xml:lang"),
        *(element.get("lang") for element in list(root.iter("body", "article"))[:3]),
        first_text(said.article.get("inLanguage")),
        said.of("og:locale", "content-language", "dc.language", "language"),
    ]
    for tag in declared:
        found = _LANGUAGE.match((tag or "").strip())
        if found:
            return found[0].replace("_", "-")[:35]
    return ""


def text_direction(place: HtmlElement, tag: str, words: str) -> Literal["ltr", "rtl"]:
    """The direction of the text at a place: the nearest ``dir``, else its language's, else its own."""
    for element in (place, *place.iterancestors()):
        declared = (element.get("dir") or "").strip().lower()
        if declared == "rtl":
            return "rtl"
        if declared == "ltr":
            return "ltr"
    if tag.partition("-")[0].lower() in _RTL_LANGUAGES:
        return "rtl"
    return direction(words[:400])
