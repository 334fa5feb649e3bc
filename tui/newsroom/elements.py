"""HTML and XML elements as text that is escaped once, where it is made."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

# What XML 1.0 §2.2 does not allow in a document, escaped or not.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Written <img/>: every other empty element gets an end tag, which XML and HTML both read.
_VOID = frozenset("meta link img br hr input source".split())


class Markup(str):
    """Text that is markup already and is not escaped again."""

    __slots__ = ()


def escape(text: str) -> Markup:
    """``text`` as character data or a quoted attribute value; markup is left alone."""
    if isinstance(text, Markup):
        return text
    text = _NOT_XML.sub("", text)
    for plain, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(plain, entity)
    return Markup(text)


def element(name: str, attributes: Mapping[str, str | None] | None = None, *children: str) -> Markup:
    """One element. Children that are plain text are escaped; an attribute that is None is left out."""
    written = "".join(
        f' {key}="{escape(value)}"' for key, value in (attributes or {}).items() if value is not None
    )
    if not children and name in _VOID:
        return Markup(f"<{name}{written}/>")
    return Markup(f"<{name}{written}>{join(children)}</{name}>")


def join(parts: Sequence[str], between: str = "") -> Markup:
    """The parts one after another, plain text among them escaped."""
    return Markup(between.join(escape(part) for part in parts))


def json_script(data: Mapping[str, Any]) -> Markup:
    """A JSON-LD block; "<" is written as an escape so that no text can end the script."""
    text = json.dumps(data, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return Markup(f'<script type="application/ld+json">\n{text}\n</script>')


def xml_document(root: Markup) -> bytes:
    """A whole XML document in UTF-8."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n{root}\n'.encode()
