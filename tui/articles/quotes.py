"""Who said a quotation: found in its mark-up, and named without the dash before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.articles.tree import classes

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST_NAME = 160  # characters
_DASH = re.compile(r"^\s*(?:[—–―‒]|--?)\s*")
_NAMED = re.compile(r"attribution|author|cite|source|byline|quote-?(?:by|name)|credit", re.I)


def attribution_element(blockquote: HtmlElement) -> HtmlElement | None:
    """The part of a quotation that says whose it is (HTML Living Standard §4.4.4), or None."""
    for tag in ("footer", "figcaption"):
        found: HtmlElement | None = blockquote.find(f".//{tag}")
        if found is not None:
            return found
    parent = blockquote.getparent()
    if parent is not None and parent.tag == "figure":
        caption: HtmlElement | None = parent.find("figcaption")
        if caption is not None:
            return caption
    last = _last_words(blockquote)
    while last is not None and last is not blockquote:
        if last.tag == "cite" or (last.tag in ("p", "div", "span", "small") and _names_someone(last)):
            return _whole_line(last, blockquote)
        last = last.getparent()
    return None


def _last_words(root: HtmlElement) -> HtmlElement | None:
    """The deepest element that the last text stands in, if no text follows it outside."""
    element = root
    for _ in range(200):
        children = [child for child in element if isinstance(child.tag, str)]
        while children and not (children[-1].tail or "").strip() and not _has_text(children[-1]):
            children.pop()
        if not children or (children[-1].tail or "").strip():
            return element
        element = children[-1]
    return element


def _has_text(element: HtmlElement) -> bool:
    return any(text.strip() for text in element.itertext())


def _names_someone(element: HtmlElement) -> bool:
    text = "".join(element.itertext()).strip()
    if len(text) > LONGEST_NAME:
        return False
    return bool(_NAMED.search(classes(element)) or (element.tag == "p" and _DASH.match(text)))


def _whole_line(element: HtmlElement, root: HtmlElement) -> HtmlElement:
    """The paragraph around a ``cite`` if nothing else is in it but the dash."""
    parent = element.getparent()
    if parent is None or parent is root or parent.tag not in ("p", "div", "span"):
        return element
    around = "".join(parent.itertext()).replace("".join(element.itertext()), "", 1)
    return parent if not around.strip(" \n\t—–―-,") else element


def said_by(text: str) -> str:
    """The attribution without the dash that sets it off."""
    return _DASH.sub("", text).strip()
