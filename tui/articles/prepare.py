"""A parsed page made ready to be read: lazy pictures shown, scripts and what is hidden gone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.articles.tree import absolute

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_GONE = ("script", "style", "template", "noscript", "link", "canvas", "object", "applet")
_HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\s*(?:!important\s*)?(?:;|$)", re.I
)
MOST_NOSCRIPTS = 500


def base_of(root: HtmlElement, url: str) -> str:
    """What relative addresses are relative to (HTML Living Standard §4.2.3)."""
    base = root.find(".//base")
    return (absolute(url, base.get("href")) if base is not None else "") or url


def prepare(root: HtmlElement) -> None:
    """Changes the tree: call it after scripts and ``<base>`` have been read."""
    from lxml import etree

    _show_lazy_pictures(root)
    etree.strip_elements(root, *_GONE, with_tail=False)
    for element in root.xpath("//*[@hidden] | //*[@style]"):
        hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
        if hidden and element.getparent() is not None and element.tag not in ("body", "html"):
            element.drop_tree()


def _show_lazy_pictures(root: HtmlElement) -> None:
    """Gives the picture in a ``<noscript>`` to the placeholder before it, or puts it in its place."""
    for noscript in list(root.iter("noscript"))[:MOST_NOSCRIPTS]:
        img = noscript.find(".//img")
        if img is None or "".join(noscript.itertext()).strip():
            continue
        before = noscript.getprevious()
        placeholder = _placeholder(before) if before is not None else None
        if placeholder is not None:
            for name, value in img.attrib.items():
                placeholder.set(name, value)
        elif noscript.getparent() is not None:
            noscript.addprevious(img)


def _placeholder(before: HtmlElement) -> HtmlElement | None:
    """The picture that an element is, or that it holds and nothing else."""
    if before.tag == "img":
        return before
    return None if "".join(before.itertext()).strip() else before.find(".//img")
