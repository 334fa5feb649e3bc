"""Lists of stories that a page states in JSON-LD 1.1: schema.org ItemList, CollectionPage, articles.

A list counts if most of its items are stories by type or by how they read;
breadcrumbs, menus, products and "most read" lists do not. What is stated of the
page's own article is how an article is told from a list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tui.feeds.headline_text import is_box_title, is_headline, may_be_story, moment
from tui.feeds.page_tree import address
from tui.feeds.parse_entry import Body, Draft

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FEWEST = 3  # stories that make a list
MOST_SCRIPTS = 60
LARGEST_SCRIPT = 2 * 2**20  # characters
MOST_NODES = 20_000
MOST_STORIES = 500
_STORY = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting)$")
_COLLECTIONS = frozenset({"CollectionPage", "ItemList", "Blog"})
# What a node says of other things than the stories it lists.
_ASIDE = frozenset(
    "breadcrumb isPartOf author publisher creator mentions citation about comment image video logo "
    "sourceOrganization mainEntityOfPage associatedMedia review offers potentialAction "
    "copyrightHolder".split()
)
_WRAPPING = re.compile(
    r"^\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?)|(?:-->|(?://|/\*)?\s*\]\]>(?:\s*\*/)?)\s*;?\s*$"
)

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Statements:
    """The nodes that a page states, in their order, and those that have an identity by it."""

    nodes: tuple[Node, ...]
    by_id: Mapping[str, Node]

    def resolved(self, value: Any) -> Any:
        """A node for a reference to it (JSON-LD 1.1 §3.3); anything else as it is."""
        if isinstance(value, dict) and set(value) == {"@id"} and isinstance(value["@id"], str):
            return self.by_id.get(value["@id"], value)
        return value

    @property
    def is_collection(self) -> bool:
        """Whether the page says that it lists things."""
        return any(_COLLECTIONS & set(_types(node)) for node in self.nodes)


def statements_of(root: HtmlElement) -> Statements:
    """What the page states; scripts that are no JSON say nothing."""
    nodes: list[Node] = []
    scripts = 0
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        scripts += 1
        text = script.text or ""
        if scripts > MOST_SCRIPTS or len(text) > LARGEST_SCRIPT:
            continue
        nodes.extend(_nodes(_json(text), MOST_NODES - len(nodes)))
    by_id: dict[str, Node] = {}
    for node in nodes:
        if isinstance(node.get("@id"), str) and len(node) > 1:
            by_id.setdefault(node["@id"], node)
    return Statements(tuple(nodes), by_id)


def _json(text: str) -> Any:
    try:
        return json.loads(_WRAPPING.sub("", text), strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(data: Any, most: int) -> Iterator[Node]:
    """Every node in its order, those that lie aside left out."""
    rest = [data]
    while rest and most > 0:
        value = rest.pop()
        if isinstance(value, list):
            rest.extend(reversed(value))
        elif isinstance(value, dict):
            most -= 1
            yield value
            inner = [one for key, one in value.items() if key not in _ASIDE and isinstance(one, dict | list)]
            rest.extend(reversed(inner))


def _types(node: Node) -> list[str]:
    value = node.get("@type")
    values = value if isinstance(value, list) else [value]
    return [one.rpartition("/")[2] for one in values if isinstance(one, str)]


def _is_story(node: Node) -> bool:
    return any(_STORY.search(kind) for kind in _types(node))


# --- the page's own article -----------------------------------------------------------


def states_article(said: Statements, page: str, canonical: str) -> bool:
    """Whether the page states that it is a story: by the story's address, or as the only thing there is."""
    stories = [node for node in said.nodes if _is_story(node)]
    own = {_key(page), _key(canonical)} - {""}
    if any(_key(address(page, one)) in own for node in stories for one in _addresses(node)):
        return True
    return len(stories) == 1 and not said.is_collection


def _key(url: str) -> str:
    return url.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/")


def _addresses(node: Node) -> Iterator[str]:
    for key in ("url", "mainEntityOfPage", "@id"):
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and value:
            yield value


# --- lists of stories -----------------------------------------------------------------


def stated_stories(said: Statements, base: str, page: str, titles: Mapping[str, str]) -> list[Draft]:
    """The stories of the page's lists, else those that it states one by one; [] if there is no list.

    ``titles`` are the headlines of the page's links by address: a list may give addresses alone.
    """
    found: dict[str, Draft] = {}
    for node in said.nodes:
        if "ItemList" in _types(node) and not is_box_title(_text(node.get("name"))):
            _keep(found, _listed(node, said, base, page, titles))
    if not found:
        listed = _in_lists(said.nodes)
        nodes = (node for node in said.nodes if _is_story(node) and id(node) not in listed)
        _keep(found, [draft for node in nodes if (draft := _draft(node, {}, said, base, page, {}))])
    return list(found.values())[:MOST_STORIES]


def _in_lists(nodes: Iterable[Node]) -> set[int]:
    """The identities of nodes that stand in some list: a list that is no list of stories takes them along."""
    found: set[int] = set()
    for node in nodes:
        for inner in _nodes(node.get("itemListElement"), MOST_NODES):
            if id(inner) in found:
                break
            found.add(id(inner))
    return found


def _keep(found: dict[str, Draft], drafts: Iterable[Draft]) -> None:
    distinct = {draft.link: draft for draft in reversed(list(drafts))}
    if len(distinct) < FEWEST:
        return
    for link in reversed(distinct):
        found.setdefault(link, distinct[link])


def _listed(node: Node, said: Statements, base: str, page: str, titles: Mapping[str, str]) -> list[Draft]:
    """A list's stories; [] unless at least three in four of its items are some."""
    items = node.get("itemListElement")
    items = items if isinstance(items, list) else [items]
    drafts = []
    for position in items[: 2 * MOST_STORIES]:
        position = said.resolved(position)
        if not isinstance(position, dict):
            continue
        inner = said.resolved(position.get("item"))
        story = inner if isinstance(inner, dict) else position
        place = {"url": inner} if isinstance(inner, str) else position
        if draft := _draft(story, place, said, base, page, titles):
            drafts.append(draft)
    return drafts if 4 * len(drafts) >= 3 * len(items) else []


def _draft(
    node: Node, place: Node, said: Statements, base: str, page: str, titles: Mapping[str, str]
) -> Draft | None:
    """The story that a node states, or None. ``place`` is its position in a list, which may name it too."""
    types = set(_types(node)) - {"ListItem", "Thing"}
    # A page is what some sites call a story; a product, a person or a menu is none.
    if not _is_story(node) and not types <= {"WebPage", "CreativeWork"}:
        return None
    url = next(
        (there for one in (*_addresses(node), *_addresses(place)) if (there := address(base, one))), ""
    )
    title = _text(node.get("headline")) or _text(node.get("name")) or _text(place.get("name"))
    title = title or titles.get(url, "")
    if not url or not title or not may_be_story(url, page):
        return None
    if not _is_story(node) and not is_headline(title):
        return None
    return Draft(
        title=Body(title, "&" in title or "<" in title),
        link=url,
        published=moment(_text(node.get("datePublished"))),
        updated=moment(_text(node.get("dateModified"))),
        summary=Body(summary) if (summary := _text(node.get("description"))) else None,
        authors=[name for one in _several(node.get("author")) if (name := _text(said.resolved(one)))],
        categories=[one for key in ("articleSection", "keywords") for one in _words(node.get(key))],
        picture=_picture(said.resolved(node.get("image")) or node.get("thumbnailUrl")),
        comment_count=str(node.get("commentCount", "")),
        language=_text(node.get("inLanguage")),
    )


def _several(value: Any) -> list[Any]:
    return value[:20] if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    """The first string that a value stands for: itself, its name or its value."""
    for one in _several(value):
        if isinstance(one, dict):
            one = one.get("name") or one.get("@value")
        if isinstance(one, str) and one.strip():
            return one.strip()[:8_000]
    return ""


def _words(value: Any) -> list[str]:
    return [
        word.strip() for one in _several(value) if isinstance(one, str) for word in one[:2_000].split(",")
    ]


def _picture(value: Any) -> str:
    one = _several(value)[0] if value else ""
    if isinstance(one, dict):
        one = one.get("url") or one.get("contentUrl") or one.get("@id")
    return one if isinstance(one, str) else ""
