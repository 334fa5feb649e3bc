"""What feedparser does to the characters of an element, for the fast path to do the same."""

from __future__ import annotations

import contextlib
import re
from html import escape
from typing import TYPE_CHECKING

from tui.feeds.fast_names import Doubt, Element, attributes
from tui.feeds.parse_entry import Body

if TYPE_CHECKING:
    from collections.abc import Iterator

_C1 = re.compile("[\x80-\x9f]")
_CLOSING_OR_ENTITY = re.compile(r"</(\w+)>|&#?\w+;")
_TAGS = re.compile(r"</?(\w+)")
_ENTITIES = re.compile(r"&(\w+);")
_AMPERSAND_CUT = re.compile(r"&([A-Za-z0-9_]+);")
# Part of the HTML that feedparser accepts in a title; other tags are left to it.
_COMMON_TAGS = frozenset(
    "a abbr b big blockquote br cite code del div em font h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s "
    "small span strike strong sub sup table tbody td th tr tt u ul".split()
)
_EMAIL = re.compile(
    r"(([a-zA-Z0-9_.+-]+)@((\[[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.)|(([a-zA-Z0-9-]+\.)+))"
    r"([a-zA-Z]{2,4}|[0-9]{1,3})(\]?))(\?subject=\S+)?"
)
MOST_NESTED = 100
HTML, XHTML, PLAIN = "text/html", "application/xhtml+xml", "text/plain"
_KINDS = {"text": PLAIN, "plain": PLAIN, "html": HTML, "xhtml": XHTML, HTML: HTML, XHTML: XHTML, PLAIN: PLAIN}


def text_of(element: Element) -> str:
    """An element's characters, stripped and repaired. One with elements inside is a ``Doubt``."""
    if len(element):
        raise Doubt(f"elements in {element.tag}")
    text: str | None = element.text
    if not text:
        return ""
    text = text.strip()
    return text if text.isascii() else repaired(text)


def repaired(text: str) -> str:
    """The text with UTF-8 that was taken for Latin-1 undone, and windows-1252 in place of C1."""
    with contextlib.suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_windows_1252()) if _C1.search(text) else text


def _windows_1252() -> dict[int, str]:
    table = {}
    for code in range(0x80, 0xA0):
        character = bytes([code]).decode("windows-1252", "ignore")
        if character:
            table[code] = character
    return table


def without_cut_ampersands(address: str) -> str:
    """An address in RSS with "&amp;" and "&name;" made "&", as feedparser mends them."""
    if "&" not in address:
        return address
    return _AMPERSAND_CUT.sub(r"&\1", address.replace("&amp;", "&"))


def kind_of(found: dict[str, str], default: str) -> str:
    """The media type of a text construct (RFC 4287 §3.1.1). Encoded or foreign ones are a ``Doubt``."""
    if "mode" in found or "src" in found:
        raise Doubt("encoded or elsewhere")
    kind = _KINDS.get(found.get("type", default))
    if kind is None:
        raise Doubt("an unusual type")
    return kind


def rss_body(text: str, kind: str) -> Body:
    """A text of RSS, where what is plain in name is often markup in truth."""
    return Body(text, kind != PLAIN or looks_like_html(text))


def looks_like_html(text: str) -> bool:
    """Whether feedparser takes a nominally plain text for HTML."""
    if ("&" not in text and "</" not in text) or not _CLOSING_OR_ENTITY.search(text):
        return False
    if any(tag.lower() not in _COMMON_TAGS for tag in _TAGS.findall(text)):
        raise Doubt("unusual markup in a plain text")
    from html.entities import entitydefs

    return all(name in entitydefs for name in _ENTITIES.findall(text))


def person(text: str) -> str:
    """The name in "mail@host (Name)" or "Name <mail@host>", else the address, else the text."""
    match = _EMAIL.search(text) if "@" in text else None
    if not match:
        return text
    email = match[0]
    name = text.replace(email, "").replace("()", "").replace("<>", "").replace("&lt;&gt;", "").strip()
    return name.removeprefix("(").removesuffix(")").strip() or email


def xhtml_of(element: Element) -> str:
    """The markup in an Atom ``type="xhtml"`` construct, without its ``div`` (RFC 4287 §3.1.1.3)."""
    children = list(element)
    outside = (element.text or "") + "".join(child.tail or "" for child in children)
    if len(children) != 1 or outside.strip() or _local(children[0]) != "div":
        raise Doubt("not one div")
    attributes(children[0])
    return repaired("".join(_inside(children[0], 0)).strip())


def _inside(element: Element, depth: int) -> Iterator[str]:
    if depth > MOST_NESTED:
        raise Doubt("nests deep")
    if element.text:
        yield escape(element.text, quote=False)
    for child in element:
        name = _local(child)
        if name in ("svg", "math"):
            raise Doubt(name)
        yield f"<{name}{_written(child)}>"
        yield from _inside(child, depth + 1)
        yield f"</{name}>"
        if child.tail:
            yield escape(child.tail, quote=False)


def _written(element: Element) -> str:
    found = attributes(element)
    if any(":" in name for name in found):
        raise Doubt("attributes of a namespace in markup")
    return "".join(
        f' {name}="{escape(value, quote=False).replace(chr(34), "&quot;")}"' for name, value in found.items()
    )


def _local(element: Element) -> str:
    tag: str = element.tag
    return tag.rpartition("}")[2].lower()
