"""A page's title without the name of its site."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from tui.articles.structured import Stated, first_text
from tui.articles.tree import text_of
from tui.text import clean, plain_from_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST_TITLE = 500
LEAST_WORDS = 4
LONGEST_NAME = 5  # words of a site's name
_PARTED = re.compile(r"\s+[|\-–—/»:·•>]\s+|\s*[|»]\s+|\s+::\s+")
_WORD = re.compile(r"\w+")


def page_title(root: HtmlElement, said: Stated, site: str) -> str:
    """What the article is called: as stated to machines, else by its heading, else by the window's title."""
    heading = _heading(root)
    window = _window_title(root)
    stated = _plain(
        _linked_title(said, window, site)
        or said.of("dc:title", "dc.title", "dcterm:title", "dcterms.title", "og:title", "weibo:article:title")
        or said.of("title", "twitter:title", "parsely-title")
    )
    if stated:
        return without_site(stated, site, heading)
    if heading and (not window or _is_part(heading, window)):
        return heading
    return _without_last(without_site(window, site, heading), heading) or heading


def _linked_title(said: Stated, window: str, site: str) -> str:
    """JSON-LD's headline, or its name where that is what the window is called by and not the site."""
    headline, name = (_plain(first_text(said.article.get(key))) for key in ("headline", "name"))
    if _names(name, site):
        return headline
    by_name = name and name.casefold() in window.casefold() and headline.casefold() not in window.casefold()
    return name if by_name or not headline else headline


def _without_last(title: str, heading: str) -> str:
    """A window's title without its last part, which is a site's name as a rule."""
    parted = list(_PARTED.finditer(title))
    if not parted or (heading and _is_part(title[parted[-1].end() :], heading)):
        return title
    rest = title[: parted[-1].start()]
    return rest if len(_WORD.findall(rest)) >= LEAST_WORDS else title


def _plain(text: str) -> str:
    return plain_from_html(text, LONGEST_TITLE)


def _window_title(root: HtmlElement) -> str:
    title = root.find(".//title")
    return clean(title.text or "", LONGEST_TITLE) if title is not None else ""


def _heading(root: HtmlElement) -> str:
    """The page's one heading of the first rank, or the first that is in an article."""
    headings = list(root.iter("h1"))[:20]
    inside = [one for one in headings if any(up.tag in ("article", "main") for up in one.iterancestors())]
    for heading in inside or headings:
        words = text_of(heading, limit=LONGEST_TITLE)
        if words:
            return words
    return ""


def site_in_title(root: HtmlElement) -> str:
    """The site's name as the window's title gives it behind the page's own heading, or ""."""
    window, heading = _window_title(root), _heading(root)
    if not heading or not window.casefold().startswith(heading.casefold()):
        return ""
    parted = _PARTED.match(window, len(heading))
    rest = window[parted.end() :] if parted else ""
    return "" if _PARTED.search(rest) or len(_WORD.findall(rest)) > LONGEST_NAME else rest


def without_site(title: str, site: str, heading: str = "") -> str:
    """The title without the site's name before or behind it."""
    if heading and heading != title and _is_part(heading, title) and len(heading) > len(title) * 0.4:
        rest = title.replace(heading, "", 1)
        if _PARTED.search(f" {rest.strip()} ") or not rest.strip(" |-–—/»:·•"):
            return heading
    parted = list(_PARTED.finditer(title))
    if not parted:
        return title
    before, behind = title[: parted[-1].start()], title[parted[-1].end() :]
    if _names(behind, site) and before:
        return without_site(before, site) if len(parted) > 1 else before
    first, rest = title[: parted[0].start()], title[parted[0].end() :]
    if _names(first, site) and rest:
        return rest
    return title


def _is_part(heading: str, title: str) -> bool:
    return heading.casefold() in title.casefold()


def _names(words: str, site: str) -> bool:
    """Whether the words are the site's name, near enough."""
    ours = "".join(_WORD.findall(words.casefold()))
    theirs = "".join(_WORD.findall(site.casefold()))
    if not ours or not theirs:
        return False
    if ours == theirs or (len(ours) > 3 and (theirs.startswith(ours) or ours.startswith(theirs))):
        return True
    return SequenceMatcher(None, ours, theirs).ratio() > 0.8
