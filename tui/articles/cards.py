"""Related stories offered on a page: in the text, or in a list below it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from tui.articles.pictures import address
from tui.articles.tree import absolute, classes, text_of
from tui.model import Card
from tui.text import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_CARDS = 12  # of one place
LONGEST_TEXT = 1_500  # characters an offer of one story has at most
_RELATED = re.compile(
    r"(?:^|[\s_-])(?:related\w*|see-?also|read-?(?:more|also|next|on)|also-?read|more-?on|recirc\w*|story-?card|"
    r"article-?card|inline-?(?:card|promo|story|link)|interlink|teaser-?inline|rich-?link|in-?article-?link)(?:$|[\s_-])",
    re.I,
)
_LIST = re.compile(r"more-?(?:stories|news|from|articles)|related|recommended|read-?next|see-?also", re.I)
_TITLE = re.compile(r"title|headline|heading", re.I)
_SECTION = re.compile(r"section|category|kicker|rubric|eyebrow|topic|flag", re.I)
_SUMMARY = re.compile(r"summary|description|excerpt|dek\b|standfirst|teaser-?text|intro|abstract", re.I)
_LABEL = re.compile(r"label|heading|header|kicker-?label", re.I)
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")


def is_related(element: HtmlElement) -> bool:
    """Whether an element offers other stories: by its class, or ``data-related``."""
    if element.get("data-related") is not None:
        return True
    if element.tag not in (
        "aside",
        "div",
        "section",
        "figure",
        "a",
        "p",
        "ul",
        "article",
        "li",
        "blockquote",
    ):
        return False
    return bool(_RELATED.search(classes(element)))


def cards_in(element: HtmlElement, base: str, own: str = "") -> tuple[Card, ...]:
    """The stories that a related element offers; ``own`` is the page's address and is none of them."""
    found: dict[str, Card] = {}
    for item in _items(element):
        card = card_of(item, base)
        if card and card.url.partition("#")[0] != own.partition("#")[0]:
            found.setdefault(card.url, card)
        if len(found) == MOST_CARDS:
            break
    return tuple(found.values())


def _items(element: HtmlElement) -> list[HtmlElement]:
    """The parts of an element that offer one story each; itself if it is one."""
    for path in (".//article", ".//li", "./div", "./a"):
        parts = [part for part in element.findall(path) if part.tag == "a" or part.find(".//a") is not None]
        if len(parts) > 1 and len({_href(part) for part in parts}) > 1:
            return parts
    return [element]


def _href(element: HtmlElement) -> str:
    link = element if element.tag == "a" else element.find(".//a")
    return (link.get("href") or "") if link is not None else ""


def card_of(element: HtmlElement, base: str) -> Card | None:
    """One story's card: where it leads, its title, and what else is said of it."""
    link, title_element = _link_and_title(element)
    if link is None:
        return None
    url = absolute(base, link.get("href"))
    title = text_of(title_element if title_element is not None else link, limit=300)
    if not url or not title:
        return None
    section = _named(element, _SECTION, title_element)
    if section is None:
        section = _kicker(element, title_element)
    summary = _named(element, _SUMMARY, title_element)
    if summary is None:
        summary = _paragraph(element, title_element)
    img = element.find(".//img")
    return Card(
        title=title,
        url=url,
        section=text_of(section, limit=80)
        if section is not None
        else clean(element.get("data-section") or "", 80),
        summary=text_of(summary, limit=600) if summary is not None else "",
        picture=address(img, base) if img is not None else "",
    )


def _link_and_title(element: HtmlElement) -> tuple[HtmlElement | None, HtmlElement | None]:
    links = [element] if element.tag == "a" else [one for one in element.iter("a") if one.get("href")][:40]
    # A kicker may be a heading too, of a lower rank than the title's.
    for heading in sorted(islice(element.iter(*_HEADINGS), 40), key=lambda heading: str(heading.tag)):
        inner = heading.find(".//a")
        if inner is not None and inner.get("href"):
            return inner, heading
        outer = next((up for up in heading.iterancestors("a") if up.get("href")), None)
        if outer is not None:
            return outer, heading
    for link in links:
        for part in link.iterdescendants():
            if _TITLE.search(part.get("class") or "") and (part.text_content() or "").strip():
                return link, part
    for part in element.iterdescendants("span", "strong", "p", "div", "b"):
        if links and _TITLE.search(part.get("class") or "") and not _LABEL.search(part.get("class") or ""):
            return links[0], part
    worded = [link for link in links if (link.text_content() or "").strip()]
    return (worded[0], None) if worded else (None, None)


def _named(element: HtmlElement, names: re.Pattern[str], title: HtmlElement | None) -> HtmlElement | None:
    for part in element.iterdescendants("span", "p", "div", "a", "em", "small", "b", "strong"):
        if (
            part is not title
            and names.search(part.get("class") or "")
            and (part.text_content() or "").strip()
        ):
            return part
    return None


def _kicker(element: HtmlElement, title: HtmlElement | None) -> HtmlElement | None:
    """The heading without a link that stands before the title's."""
    for heading in element.iter(*_HEADINGS):
        if heading is title:
            return None
        if title is not None and title.tag in _HEADINGS and not _LABEL.search(heading.get("class") or ""):
            return heading
    return None


def _paragraph(element: HtmlElement, title: HtmlElement | None) -> HtmlElement | None:
    for part in element.iterdescendants("p"):
        names = part.get("class") or ""
        inside_title = title is not None and any(up is title for up in part.iterancestors())
        if part is title or inside_title or _LABEL.search(names) or _SECTION.search(names):
            continue
        if "meta" in names or part.find(".//time") is not None or part.find(".//a") is not None:
            continue
        if (part.text_content() or "").strip():
            return part
    return None


def lists_below(root: HtmlElement, base: str, own: str) -> tuple[Card, ...]:
    """The stories of the related lists that stand outside the text."""
    found: dict[str, Card] = {}
    places: list[HtmlElement] = root.xpath(
        "//*[self::section or self::aside or self::div or self::ul][contains(@class,'elated') or"
        " contains(@class,'more-') or contains(@class,'recommended') or contains(@class,'read-next')"
        " or contains(@id,'related') or @data-related]"
    )
    for place in places[:20]:
        if not _LIST.search(classes(place)) and place.get("data-related") is None:
            continue
        if any(up.tag in ("nav", "footer", "header") for up in place.iterancestors()):
            continue
        for card in cards_in(place, base, own):
            found.setdefault(card.url, card)
        if len(found) >= MOST_CARDS:
            break
    return tuple(found.values())[:MOST_CARDS]
