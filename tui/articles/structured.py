"""What a page says of itself to machines: JSON-LD (schema.org), ``<meta>``, microdata.

Nothing of it is believed blindly: numbers of nodes and sizes are bounded, and
every string is cleaned by whoever uses it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tui.articles.tree import LARGEST_SCRIPT

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_SCRIPTS = 40
LONGEST_VALUE = 20_000  # characters of a meta element's content
MOST_VALUES = 50  # of one name
MOST_NODES = 3_000
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Posting|Report|Review|Analysis|Recipe|NewsArticle)$")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$"
)

Node = dict[str, Any]


@dataclass
class Stated:
    """All the machine-readable statements of a page."""

    meta: dict[str, str] = field(default_factory=dict)  # by lower-case name or property, the first of each
    repeated: dict[str, list[str]] = field(default_factory=dict)  # all values of those stated again
    article: Node = field(default_factory=dict)  # the JSON-LD node of the article
    nodes: list[Node] = field(default_factory=list)
    by_id: dict[str, Node] = field(default_factory=dict)
    microdata: dict[str, list[HtmlElement]] = field(default_factory=dict)  # elements by itemprop

    def of(self, *names: str) -> str:
        """The first of these meta values that is there."""
        return next((self.meta[name] for name in names if self.meta.get(name)), "")

    def all_of(self, name: str) -> list[str]:
        """All the values of one meta name."""
        return self.repeated.get(name) or [self.of(name)]

    def resolved(self, value: Any) -> Any:
        """A node for a reference to it (JSON-LD 1.1 §3.3); anything else as it is."""
        if isinstance(value, dict) and set(value) == {"@id"}:
            return self.by_id.get(str(value["@id"]), value)
        return value


def stated(root: HtmlElement, url: str) -> Stated:
    """The statements of a page; call it before scripts are dropped."""
    said = Stated()
    _read_meta(root, said)
    said.nodes = list(_nodes(root))
    for node in said.nodes:
        if isinstance(node.get("@id"), str) and len(node) > 1:
            said.by_id.setdefault(node["@id"], node)
    said.article = _article(said.nodes, url)
    for element in root.xpath("//*[@itemprop]")[:2_000]:
        for name in (element.get("itemprop") or "").split():
            said.microdata.setdefault(name, []).append(element)
    return said


def _read_meta(root: HtmlElement, said: Stated) -> None:
    for element in root.iter("meta"):
        content = (element.get("content") or "").strip()
        if not content:
            continue
        for attribute in ("property", "name", "http-equiv"):
            for name in (element.get(attribute) or "").lower().split():
                first = said.meta.setdefault(name, content[:LONGEST_VALUE])
                if content != first and len(values := said.repeated.setdefault(name, [first])) < MOST_VALUES:
                    values.append(content[:LONGEST_VALUE])


def _nodes(root: HtmlElement) -> Iterator[Node]:
    waiting: list[Any] = []
    for number, script in enumerate(root.iter("script")):
        if number > 500 or len(waiting) >= MOST_SCRIPTS:
            break
        if (script.get("type") or "").split(";")[0].strip().lower() == "application/ld+json":
            data = _parsed(script.text or "")
            if data is not None:
                waiting.append(data)
    waiting.reverse()
    count = 0
    while waiting and count < MOST_NODES:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value[:MOST_NODES]))
        elif isinstance(value, dict):
            count += 1
            yield value
            inner = [value[key] for key in value if isinstance(value[key], (dict, list))]
            waiting.extend(reversed(inner))


def _parsed(text: str) -> Any:
    text = text[:LARGEST_SCRIPT].strip()
    if text[:1] not in "{[":
        text = _WRAPPING.sub("", _WRAPPING.sub("", text)).strip()
    if text.count("[") + text.count("{") > 20_000:
        return None
    for attempt in (text, text.rstrip(";"), re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def types(node: Node) -> list[str]:
    """A node's types without their vocabulary's address."""
    value = node.get("@type")
    values = value if isinstance(value, list) else [value]
    return [one.rpartition("/")[2] for one in values if isinstance(one, str)]


def _article(nodes: list[Node], url: str) -> Node:
    found = [
        node for node in nodes if any(_ARTICLE.search(kind) for kind in types(node)) and _says_much(node)
    ]
    here = url.partition("#")[0].rstrip("/")
    for node in found:
        if here and here in {address.partition("#")[0].rstrip("/") for address in _addresses(node)}:
            return node
    return found[0] if found else {}


def _says_much(node: Node) -> bool:
    return bool(
        node.get("headline") or node.get("name") or node.get("datePublished") or node.get("articleBody")
    )


def _addresses(node: Node) -> Iterator[str]:
    for key in ("url", "@id", "mainEntityOfPage"):
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str):
            yield value


def texts(value: Any, depth: int = 4) -> list[str]:
    """The strings a JSON-LD value stands for: itself, its ``name``, or those of its items."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if depth == 0:
        return []
    if isinstance(value, dict):
        return texts(value.get("name") or value.get("@value") or "", depth - 1)
    if isinstance(value, list):
        return [text for item in value[:50] for text in texts(item, depth - 1)]
    return []


def first_text(*values: Any) -> str:
    """The first string that any of the values gives, or ""."""
    return next((found[0] for found in map(texts, values) if found), "")
