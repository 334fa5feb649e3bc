"""Lists that pages state in JSON-LD: which are stories, and how an article is told from a list."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.feeds.headlines import TITLES, URL, linked_data, page, section, slug, teaser
from tui.feeds.failures import NotAFeed
from tui.feeds.parse import parse_feed
from tui.model import ParsedFeed


def article(title: str, **more: Any) -> dict[str, Any]:
    return {"@type": "NewsArticle", "headline": title, "url": f"/world/{slug(title)}", **more}


def item_list(*items: Any, **more: Any) -> dict[str, Any]:
    places = [{"@type": "ListItem", "position": n, **one} for n, one in enumerate(items, 1)]
    return {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": places, **more}


def stated(*nodes: Any, body: str = "") -> ParsedFeed:
    return parse_feed(page(body, head=linked_data(*nodes)), URL, "text/html")


ARTICLES = [article(one) for one in TITLES]


@pytest.mark.parametrize(
    "nodes",
    [
        [item_list(*({"item": one} for one in ARTICLES))],
        [item_list(*({"name": one["headline"], "url": one["url"]} for one in ARTICLES))],
        [item_list(*({"name": one["headline"], "item": one["url"]} for one in ARTICLES))],
        [
            {
                "@type": ["CollectionPage", "WebPage"],
                "mainEntity": item_list(*({"item": one} for one in ARTICLES)),
            }
        ],
        [{"@type": "CollectionPage", "hasPart": ARTICLES}],
        [{"@type": "Blog", "blogPost": [{**one, "@type": "BlogPosting"} for one in ARTICLES]}],
        [{"@graph": [{"@type": "Organization", "name": "Harbour Wire", "url": "/"}, *ARTICLES]}],
        [ARTICLES],
        [{"@type": "https://schema.org/ItemList", "itemListElement": ARTICLES}],
        [
            item_list(*({"item": {"@id": f"#{n}"}} for n in range(len(ARTICLES)))),
            *({**one, "@id": f"#{n}"} for n, one in enumerate(ARTICLES)),
        ],
    ],
)
def test_the_ways_a_list_is_stated(nodes: list[Any]) -> None:
    feed = stated(*nodes)
    assert feed.format == "page-jsonld"
    assert [one.title for one in feed.entries] == list(TITLES)
    assert [one.url for one in feed.entries] == [f"https://news.example/world/{slug(one)}" for one in TITLES]


def test_what_is_stated_of_a_story() -> None:
    first = article(
        "Ferry pact &amp; what it changes",
        datePublished="2026-11-24T10:00:00+01:00",
        dateModified="2026-11-24T12:00:00Z",
        description="One line from March.",
        author=[{"@type": "Person", "name": "Ana Ruiz"}, "J. Okafor"],
        image={"@type": "ImageObject", "url": "/ferry.jpg"},
        articleSection="World",
        keywords="ferry, ports",
        inLanguage="en-GB",
        commentCount=14,
    )
    (entry, *_rest) = stated(item_list(*({"item": one} for one in (first, *ARTICLES[1:])))).entries
    assert entry.title == "Ferry pact & what it changes"
    assert entry.published == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert entry.updated == datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert (entry.summary, entry.author) == ("One line from March.", "Ana Ruiz, J. Okafor")
    assert (entry.image, entry.language) == ("https://news.example/ferry.jpg", "en-GB")
    assert (entry.categories, entry.comment_count) == (("World", "ferry", "ports"), 14)


def test_a_list_of_addresses_takes_its_titles_from_the_links() -> None:
    body = "".join(teaser(one) for one in TITLES)
    feed = stated(item_list(*({"url": one["url"]} for one in ARTICLES[:3])), body=body)
    assert (feed.format, [one.title for one in feed.entries]) == ("page-jsonld", list(TITLES[:3]))


@pytest.mark.parametrize(
    "node",
    [
        {"@type": "BreadcrumbList", "itemListElement": ARTICLES},
        item_list(*({"item": one} for one in ARTICLES), name="Most read"),
        item_list(*({"item": {**one, "@type": "Product"}} for one in ARTICLES)),
        item_list(*({"item": {**one, "@type": "SiteNavigationElement"}} for one in ARTICLES)),
        item_list(*({"name": "World", "url": f"/{n}"} for n in range(9))),
        item_list(*({"name": one, "url": f"/tag/{slug(one)}"} for one in TITLES)),
        item_list(*({"item": one} for one in ARTICLES[:2])),
        item_list(
            *({"item": one} for one in ARTICLES[:3]), *({"name": "Sport", "url": "/x"} for _ in range(9))
        ),
        item_list(*({"item": article(one, url="javascript:alert(1)")} for one in TITLES)),
        {"@type": "WebPage", "mentions": ARTICLES},
        {"itemListElement": 5, "@type": ["ItemList", 7]},
    ],
)
def test_what_is_no_list_of_stories(node: dict[str, Any]) -> None:
    with pytest.raises(NotAFeed):
        stated(node)


@pytest.mark.parametrize(
    "node",
    [
        article(TITLES[0], url=URL),
        article(TITLES[0], url="", mainEntityOfPage={"@id": f"{URL}#main"}),
        {"@graph": [{"@type": "WebPage"}, article(TITLES[0], url="")]},
    ],
)
def test_an_article_is_no_list(node: dict[str, Any]) -> None:
    related = item_list(*({"item": one} for one in ARTICLES[1:]))
    with pytest.raises(NotAFeed):
        parse_feed(section(head=linked_data(node)), URL)
    with pytest.raises(NotAFeed):
        stated({**article(TITLES[0], url=URL)}, related)


def test_broken_and_bottomless_statements_are_passed_over() -> None:
    broken = '<script type="application/ld+json">{"@type": </script>'
    deep = f'<script type="application/ld+json">{"[" * 100_000}</script>'
    wide = f'<script type="application/ld+json">[{"{}," * 200_000}{{}}]</script>'
    wrapped = f'<script type="application/ld+json">/*<![CDATA[*/{json.dumps(ARTICLES)}/*]]>*/</script>'
    feed = parse_feed(page(head=broken + deep + wrapped), URL)
    assert (feed.format, len(feed.entries)) == ("page-jsonld", len(TITLES))
    assert parse_feed(section(head=wide), URL).format == "page-links"


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([*TITLES, "ItemList", "NewsArticle", "/a", "//[", URL]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                "@type @id @graph url name headline item itemListElement author image datePublished".split()
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


@settings(max_examples=50, deadline=None)
@given(VALUES)
def test_any_statement_is_survived(value: Any) -> None:
    assert parse_feed(section(head=linked_data([value])), URL).entries
