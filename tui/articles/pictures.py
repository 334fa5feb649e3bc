"""Pictures with all that their editors say of them: alt, caption, credit, archive, date.

Lazy ones too: the address is where the page's script would take it from
(``data-src``, ``srcset``, a ``<source>``, HTML Living Standard §4.8.4).
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from tui.articles.dates import moment
from tui.articles.tree import absolute, classes, text_of
from tui.model import Picture
from tui.text import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_IN_A_FIGURE = 40
MOST_SOURCES = 20
ENOUGH_PIXELS = 800  # a terminal needs no more
TINY = 48  # pixels: icons and counters, not pictures
_LAZY = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-url",
    "data-hi-res-src",
    "data-orig-file",
    "data-image",
)
_LAZY_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_PLACEHOLDER = re.compile(
    r"^data:|/(?:blank|spacer|pixel|placeholder|loading|transparent|1x1|grey|gray|lazy)[^/]*$", re.I
)
_CANDIDATE = re.compile(r"(\S*[^\s,])(?:\s+([\d.]+)([wx]))?\s*(?:,|$)")
_CREDIT_CLASS = re.compile(
    r"credit|copyright|photographer|photo-?by|attribution|rights|source\b|byline", re.I
)
_ARCHIVE_CLASS = re.compile(
    r"archive|picture-?link|photo-?link|image-?link|license|licence|gallery-?link", re.I
)
_CAPTION_CLASS = re.compile(r"caption|legend|cutline", re.I)
_CREDIT_TEXT = re.compile(
    r"\s*(?:[(\[]\s*)?((?:©|\(c\)\s|Copyright\s|(?:Photo(?:graph)?s?|Image|Picture|Credit|Foto|Bild|Crédit|Фото|Изображение"
    r"|写真|撮影|提供|صورة|تصوير)\s*(?::|：|\bby\b|/)\s*|(?:Photo|Image) courtesy).{1,150}?)[)\]]?\s*$",
    re.I | re.S,
)
_EDGES = " \t\n·|•—–-/,;"


def picture_of(img: HtmlElement, base: str) -> Picture | None:
    """What one ``<img>`` shows, or None if it is an icon, a counter or nothing."""
    width, height = _pixels(img.get("width")), _pixels(img.get("height"))
    if 0 < width < TINY or 0 < height < TINY:
        return None
    url = address(img, base)
    if not url:
        return None
    alt = clean(img.get("alt") or "", 1_000)
    return Picture(url=url, alt=alt, width=width, height=height)


def address(img: HtmlElement, base: str) -> str:
    """The absolute address of the picture that the page would show, or ""."""
    src = img.get("src") or ""
    if src and not _PLACEHOLDER.search(src):
        lazy = next((img.get(name) for name in _LAZY if img.get(name)), None)
        url = absolute(base, lazy or src)
        if url:
            return url
    for name in _LAZY:
        url = absolute(base, img.get(name))
        if url:
            return url
    for name in _LAZY_SETS:
        url = absolute(base, _best(img.get(name)))
        if url:
            return url
    return _from_sources(img, base)


def _from_sources(img: HtmlElement, base: str) -> str:
    # The parser knows no empty <source>: what follows one stands in it.
    frame = next((up for up in islice(img.iterancestors(), MOST_SOURCES) if up.tag != "source"), None)
    if frame is None or frame.tag != "picture":
        return ""
    for source in islice(frame.iter("source"), MOST_SOURCES):
        for name in _LAZY_SETS:
            url = absolute(base, _best(source.get(name)))
            if url:
                return url
    return ""


def _best(srcset: str | None) -> str:
    """The smallest candidate of a srcset that has enough pixels, else the largest."""
    best, best_width = "", 0.0
    for url, number, unit in _CANDIDATE.findall((srcset or "")[:8_000]):
        if _PLACEHOLDER.search(url):
            continue
        try:
            width = float(number or 1) * (400 if unit != "w" else 1)
        except ValueError:
            continue
        better = width > best_width if best_width < ENOUGH_PIXELS else ENOUGH_PIXELS <= width < best_width
        if better or not best:
            best, best_width = url, width
    return best


def _pixels(text: str | None) -> int:
    found = re.match(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$", text or "")
    return int(found[1]) if found else 0


def pictures_in(figure: HtmlElement, base: str) -> tuple[Picture, ...]:
    """The pictures of a figure; the caption goes to the one that has it, or to the last."""
    found: list[Picture] = []
    for img in figure.iter("img"):
        picture = picture_of(img, base)
        if picture and all(picture.url != other.url for other in found):
            found.append(picture)
        if len(found) == MOST_IN_A_FIGURE:
            break
    caption = caption_element(figure)
    if found and caption is not None:
        found[-1] = captioned(found[-1], caption, base)
    return tuple(found)


def caption_element(figure: HtmlElement) -> HtmlElement | None:
    """The element that holds a figure's caption, or None."""
    own = figure.find(".//figcaption")
    if own is not None:
        return own
    following = figure.getnext()
    if following is not None and is_stray_caption(following):
        return following
    for element in figure.iterdescendants("p", "div", "span"):
        if _CAPTION_CLASS.search(classes(element)) and (element.text_content() or "").strip():
            return element
    return None


def is_stray_caption(element: HtmlElement) -> bool:
    """Whether a caption stands behind the figure it belongs to, instead of in it."""
    figure = element.getprevious() if element.tag == "figcaption" else None
    return figure is not None and figure.tag == "figure" and figure.find(".//figcaption") is None


def captioned(picture: Picture, caption: HtmlElement, base: str) -> Picture:
    """The picture with what its caption says, taken apart."""
    credit = _credit_element(caption)
    archive = _archive_link(caption, credit)
    time = caption.find(".//time")
    skip = frozenset(element for element in (credit, archive, time) if element is not None)
    words = text_of(caption, skip).strip(_EDGES)
    credit_text = text_of(credit, skip - {credit}).strip(_EDGES) if credit is not None else ""
    if credit is None:
        words, credit_text = split_credit(words)
    return Picture(
        url=picture.url,
        alt=picture.alt,
        caption="" if words == credit_text else words,
        credit=credit_text,
        credit_url=absolute(base, archive.get("href")) if archive is not None else "",
        credit_label=text_of(archive) if archive is not None else "",
        date=moment(time.get("datetime") or text_of(time)) if time is not None else None,
        width=picture.width,
        height=picture.height,
    )


def split_credit(words: str) -> tuple[str, str]:
    """A caption, and the credit that it ends in ("© …", "Photo: …"), or ""."""
    found = _CREDIT_TEXT.search(words)
    if not found:
        return words, ""
    return words[: found.start()].rstrip(_EDGES), found[1].strip()


def _credit_element(caption: HtmlElement) -> HtmlElement | None:
    for element in caption.iterdescendants("span", "small", "cite", "p", "div", "em", "i", "b", "strong"):
        names = f"{classes(element)} {element.get('itemprop') or ''}"
        if _CREDIT_CLASS.search(names) and (element.text_content() or "").strip():
            return element
    return None


def _archive_link(caption: HtmlElement, credit: HtmlElement | None) -> HtmlElement | None:
    """The link to where the picture is kept: named so by its class, or standing alone after the words."""
    links = [link for link in caption.iterdescendants("a") if link.get("href")][:20]
    for link in links:
        names = f"{classes(link)} {link.get('rel') or ''} {link.get('itemprop') or ''}"
        if _ARCHIVE_CLASS.search(names):
            return link
    if credit is None or not links:
        return None
    last = links[-1]
    inside_credit = any(ancestor is credit for ancestor in last.iterancestors())
    stands_alone = not (last.tail or "").strip(_EDGES + "()")
    return last if not inside_credit and stands_alone and _follows(last, credit) else None


def _follows(element: HtmlElement, other: HtmlElement) -> bool:
    return any(earlier is other for earlier in element.itersiblings(preceding=True))
