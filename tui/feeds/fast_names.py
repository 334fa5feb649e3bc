"""The names that feedparser gives to elements and attributes, from a namespace and a local name.

feedparser folds case, maps the namespaces it knows to prefixes of its own, folds
those of RSS and Atom into one nameless vocabulary, and takes the document's own
prefix for the rest. Whatever of that would be surprising is a ``Doubt`` here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Element = Any  # ElementTree's, whose texts may be None
Spaces = set[tuple[str, str]]  # prefixes and namespaces, as they are declared


class Doubt(Exception):
    """Something that the fast path leaves to feedparser."""


XML = "http://www.w3.org/XML/1998/namespace}"
ATOM = "http://www.w3.org/2005/Atom"
RSS10 = "http://purl.org/rss/1.0/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
CORE = ""
UNKNOWN = "?"

# Lower case, as feedparser compares them. "" is the vocabulary of RSS and Atom.
_PREFIXES = {
    ATOM.lower(): CORE,
    RSS10: CORE,
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://purl.org/rss/1.0/modules/threading/": "thr",
    "http://purl.org/syndication/thread/1.0": "thr",
    "http://wellformedweb.org/commentapi/": "wfw",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.georss.org/georss": "georss",
    "http://www.opengis.net/gml": "gml",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://webns.net/mvcb/": "admin",
    "http://madskills.com/public/xml/rss/module/trackback/": "trackback",
    "http://madskills.com/public/xml/rss/module/pingback/": "pingback",
    "http://backend.userland.com/creativecommonsrssmodule": "creativecommons",
    RDF: "rdf",
    "http://www.w3.org/1999/xhtml": "xhtml",
}
# Prefixes that mean something to feedparser even when bound to another namespace.
_MEANINGFUL = {prefix for prefix in _PREFIXES.values() if prefix} | {"cc", "psc", "xml", "xlink"}
# Namespaces feedparser knows and nobody should meet here: leave them to it.
_UNUSUAL = (
    "backend.userland.com/rss",
    "blogs.law.harvard.edu/tech/rss",
    "my.netscape.com/rdf",
    "example.com/",
    "purl.org/echo",
    "purl.org/pie",
    "purl.org/atom/ns#",
    "of/echo/namespace",
    "modules/rss091",
    "creativecommons.org/ns",
    "web.resource.org/cc",
    "podlove.org/",
)
# Attributes whose meaning a strange namespace would give away: feedparser drops the prefix.
_SENSITIVE = frozenset(
    "href url uri rel type term scheme domain label length ispermalink src mode version lang base lastmod "
    "medium text ref count".split()
)


class Names:
    """The canonical names of one document's elements. ``home`` is the namespace of its core elements.

    ``spaces`` are all that the document declares: which prefix an element was written
    with is not known, so that one prefix that would matter is a ``Doubt`` for the whole.
    """

    def __init__(self, spaces: Spaces, home: str) -> None:
        self._home = home
        self._spaces = spaces
        self._known: dict[str, str] = {}
        self.readers: dict[str, Any] = {}  # what reads an entry's element, by tags met so far
        for prefix, namespace in spaces:
            _check_binding(prefix, namespace)
            if namespace.lower() in (RSS10, ATOM.lower()) and namespace != home and home == RSS10:
                raise Doubt("two vocabularies decide the version")

    def declares(self, namespace: str) -> bool:
        return any(declared == namespace for _prefix, declared in self._spaces)

    def of(self, element: Element) -> str:
        """The name in lower case: "pubdate", "dc:creator", "?:…" for what nobody reads."""
        tag: str = element.tag
        name = self._known.get(tag)
        if name is None:
            name = self._known[tag] = self._name(tag)
        return name

    def _name(self, tag: str) -> str:
        namespace, local = _split(tag)
        local = local.lower()
        if namespace == self._home:
            return local
        prefix = self._prefix(namespace)
        if prefix != CORE:
            return f"{prefix}:{local}"
        if local != "link":  # <atom:link> in RSS is everywhere, other mixtures are not
            raise Doubt(f"{local} of another vocabulary")
        return local

    def _prefix(self, namespace: str) -> str:
        """feedparser's prefix for a namespace. Raises ``Doubt`` where the document's own would matter."""
        prefix = _PREFIXES.get(namespace.lower())
        if prefix is not None:
            return prefix
        if not namespace or ("", namespace) in self._spaces:
            raise Doubt(f"no prefix for {namespace}")
        return UNKNOWN


def _check_binding(prefix: str, namespace: str) -> None:
    lower = namespace.lower()
    if prefix and prefix.lower() in _MEANINGFUL and _PREFIXES.get(lower) != prefix.lower():
        raise Doubt(f"{prefix} is bound to {namespace}")
    if any(part in lower for part in _UNUSUAL) and lower not in _PREFIXES:
        raise Doubt(f"unusual namespace {namespace}")


def _split(tag: str) -> tuple[str, str]:
    namespace, _, local = tag.rpartition("}")
    return namespace, local


def attributes(element: Element) -> dict[str, str]:
    """An element's attributes by feedparser's names. A base of its own, or a disguise, is a ``Doubt``."""
    found: dict[str, str] = {}
    for key, value in element.attrib.items():
        name = key.lower()
        if "}" in key:
            name = _attribute_name(key)
        if name in ("base", "xml:base"):
            raise Doubt("a base of its own")
        found[name] = value.lower() if name in ("rel", "type") else value
    return found


def _attribute_name(key: str) -> str:
    namespace, local = _split(key)
    local = local.lower()
    if key.startswith(XML):
        return f"xml:{local}"
    prefix = _PREFIXES.get(namespace.lower())
    if prefix:
        return f"{prefix}:{local}"
    if local in _SENSITIVE:
        raise Doubt(f"{local} under another namespace")
    return f"?:{local}"


def language_of(found: dict[str, str]) -> str | None:
    """``xml:lang`` (or ``lang``, as feedparser reads it); None where there is none."""
    return found.get("xml:lang", found.get("lang"))


def descendants(element: Element) -> Iterator[Element]:
    """Every element below ``element``."""
    below: Iterator[Element] = element.iter()
    next(below)  # itself
    return below
