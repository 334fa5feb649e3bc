"""Who wrote an article: stated to machines, else read off the page near its heading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.articles.structured import Stated, texts
from tui.articles.tree import classes, text_of
from tui.text import clean, plain_from_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST = 200  # characters
_BY = re.compile(
    r"^\s*(?:(?:written|posted|reported|text|story|published)?\s*\bby\b[:\s]+|author:\s*|автор(?:ы)?:\s*|текст:\s*|"
    r"von\s+|por\s+|par\s+|di\s+(?=[A-Z])|بقلم[:\s]+|文[:：\s]\s*|文責[:：]\s*)",
    re.I,
)
_NOT_A_NAME = re.compile(r"^https?://|^@|\bupdated\b|\bpublished\b|^\d|^follow\b|\bcomments?\b", re.I)
_STATED = (
    "dc:creator",
    "dcterm:creator",
    "dc.creator",
    "author",
    "parsely-author",
    "article:author",
    "og:article:author",
)
_NAMED = (
    "//*[self::p or self::span or self::div or self::a or self::address or self::li or self::h3 or self::em]"
    "[contains(@class,'byline') or contains(@class,'author') or contains(@id,'byline')"
    " or contains(@class,'Byline') or contains(@class,'Author') or contains(@class,' fn') or @class='fn']"
)
_LINKED = (
    "//*[@rel='author'] | "
    "//a[contains(@href,'/author/') or contains(@href,'/authors/') or contains(@href,'/writer/')]"
)
_NAME = ".//*[contains(@itemprop,'name')] | .//*[@rel='author'] | .//*[contains(@class,'author-name')]"
_ACCOUNT = re.compile(r"(?=\D*\d)[\w.-]+")  # what somebody logs in by: the page may show a name for it
MOST = 1_000  # elements of each kind that are sorted
NEAREST = 60  # of them, that are looked at


def byline(root: HtmlElement, said: Stated) -> str:
    """The authors' names, comma-separated, without "By"."""
    authors = said.article.get("author") or said.article.get("creator")
    resolved = list(map(said.resolved, authors)) if isinstance(authors, list) else said.resolved(authors)
    stated = (_names(said.all_of(name)) for name in _STATED)
    named = _names(texts(resolved)) or next((name for name in stated if name), "")
    if named and not _ACCOUNT.fullmatch(named):
        return named
    return _visible(root, said) or named or _names([said.of("twitter:creator")])


def _names(found: list[str]) -> str:
    names = [_without_by(plain_from_html(name, LONGEST)) for name in found]
    kept = [name for name in dict.fromkeys(names) if name and not _NOT_A_NAME.search(name)]
    inverted = any("," in name for name in kept)  # "Kooman, F."
    return clean(("; " if inverted else ", ").join(kept), LONGEST)


def _without_by(text: str) -> str:
    return _BY.sub("", text).strip(" ,·|—-")


def _visible(root: HtmlElement, said: Stated) -> str:
    stated = [*said.microdata.get("author", [])[:MOST], *said.microdata.get("creator", [])[:MOST]]
    named = [*stated, *root.xpath(_LINKED)[:MOST], *root.xpath(_NAMED)[:MOST]]
    for element in _nearest(named, root)[:NEAREST]:
        if any(_is_of_others(up, element in stated) for up in element.iterancestors()):
            continue
        inner = element.xpath(_NAME)
        name = _without_by(text_of(inner[0] if inner else element, limit=400))
        if 2 < len(name) < 100 and not _NOT_A_NAME.search(name):
            return name
    return ""


def _is_of_others(above: HtmlElement, stated: bool) -> bool:
    """Whether what stands in an element is about other articles; what is stated there is not."""
    if above.tag in ("body", "html"):
        return False
    return "comment" in classes(above) or (not stated and above.tag in ("nav", "aside", "footer"))


def _nearest(found: list[HtmlElement], root: HtmlElement) -> list[HtmlElement]:
    """The elements in the page's order, those behind its heading first."""
    wanted = set(found) | set(list(root.iter("h1"))[:1])
    tags = {"h1", *(str(element.tag) for element in found)}
    ordered = [element for element in root.iter(*tags) if element in wanted]
    at = next((place for place, element in enumerate(ordered) if element.tag == "h1"), 0)
    return [element for element in ordered[at:] + ordered[:at] if element.tag != "h1"]
