"""A page's headlines as the entries of a feed, for sites that have none.

Asked in this order: what the page states in JSON-LD (format "page-jsonld"), what
it marks up as h-entry ("page-hentry"), repeated links whose texts are headlines
("page-links"). Precision goes first: where it is doubtful, there is no feed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.feeds import failures
from tui.feeds.discover_page import looks_like_feed
from tui.feeds.headline_links import linked_stories, story_links
from tui.feeds.headline_microformats import marked_stories
from tui.feeds.headline_statements import stated_stories, statements_of, states_article
from tui.feeds.page_tree import address, base_of, meta_of, page_tree, text_of
from tui.feeds.parse_entry import Body, Draft, entry_from, language_tag
from tui.feeds.parse_feed_facts import FeedFacts, feed_from
from tui.model import ParsedFeed

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from tui.feeds.headline_statements import Statements

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.+-]{2,40})", re.IGNORECASE)


def parse_headline_page(data: bytes, url: str, content_type: str | None = None) -> ParsedFeed:
    """The stories that a page lists, in its order.

    Raises ``NotAFeed`` for a page without clear headlines, for an article, and for
    a page where a feed is to be expected from the address.
    """
    if looks_like_feed(url):
        raise failures.web_page(url)
    charset = _CHARSET.search(content_type or "")
    root = page_tree(data, charset[1] if charset else "")
    if root is None:
        raise failures.no_headlines(url)
    base, meta, said = base_of(root, url), meta_of(root), statements_of(root)
    if _is_article(root, said, meta, url):
        raise failures.article_page(url)
    kind, name, drafts = _headlines(root, said, base, url)
    if any(draft.link == url for draft in drafts):
        raise failures.article_page(url)
    if not drafts:
        raise failures.no_headlines(url)
    facts = FeedFacts(
        title=Body(name or meta.get("og:title") or _title(root), False),
        site=url,
        description=Body(meta.get("description") or meta.get("og:description") or "", False),
        language=root.get("lang") or "",
        version=kind,
    )
    language = language_tag(facts.language)
    return feed_from(facts, tuple(entry_from(draft, base, language) for draft in drafts), url)


def _headlines(root: HtmlElement, said: Statements, base: str, url: str) -> tuple[str, str, list[Draft]]:
    """The format of what is found, the feed's own name if it has one, and the stories."""
    links = story_links(root, base, url)
    if drafts := stated_stories(said, base, url, {link.url: link.title for link in reversed(links)}):
        return "page-jsonld", "", drafts
    name, drafts = marked_stories(root, base)
    if drafts:
        return "page-hentry", name, drafts
    return "page-links", "", linked_stories(links, root, base)


def _title(root: HtmlElement) -> str:
    title = next(root.iter("title"), None)
    return "" if title is None else text_of(title, 300)


def _is_article(root: HtmlElement, said: Statements, meta: dict[str, str], url: str) -> bool:
    """Whether the page says of itself that it is one story (JSON-LD, Open Graph's article, microdata)."""
    if states_article(said, url, _canonical(root, url)):
        return True
    if said.is_collection:
        return False
    if meta.get("og:type", "").lower() == "article" and "article:published_time" in meta:
        return True
    bodies = root.xpath("//*[@itemprop and contains(concat(' ', @itemprop, ' '), ' articleBody ')]")
    return isinstance(bodies, list) and len(bodies) == 1


def _canonical(root: HtmlElement, url: str) -> str:
    links = (one for one in root.iter("link") if "canonical" in (one.get("rel") or "").lower().split())
    return next((address(url, one.get("href")) for one in links), "")
