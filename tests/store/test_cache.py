"""The articles that are kept: marked, measured, bounded; and the places in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tui.model import Article, Entry, Paragraph, Span, Story
from tui.store import Fetched, Store, View, cache

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def article(url: str) -> Article:
    text = "The fare stays at its present level. " * 25
    return Article("Title", url, (Paragraph((Span(text),)),), text)


@pytest.fixture
def stories(store: Store) -> list[Story]:
    """Six stories, the first the newest, all but the last with their article."""
    source = store.add_source("https://a.example/feed", "Desk", store.add_section("World").id)
    entries = tuple(
        Entry(f"Headline {n}", f"https://a.example/{n}", str(n), NOW - timedelta(minutes=n)) for n in range(6)
    )
    store.merge([Fetched(source.id, entries, NOW)])
    for n in range(5):
        store.save_article(f"https://a.example/{n}", article(f"https://a.example/{n}"))
    return store.stories(View())


def cached(store: Store) -> list[int]:
    return [n for n, story in enumerate(store.stories(View())) if story.cached]


def read_at(store: Store, times: dict[int, int]) -> None:
    store.submit(
        lambda c: c.executemany(
            "UPDATE article SET opened = ? WHERE url = ?",
            [(when, f"https://a.example/{n}") for n, when in times.items()],
        )
    ).result()


def test_a_story_says_whether_its_article_is_stored(store: Store, stories: list[Story]) -> None:
    assert [story.cached for story in stories] == [True] * 5 + [False]
    found = store.story(stories[5].id)
    assert found is not None
    assert not found.cached


def test_the_cache_knows_its_size(store: Store, stories: list[Story]) -> None:
    size = store.article_cache()
    assert size.articles == 5
    assert 5 * 900 < size.bytes < 5 * 4_000
    store.save_article("https://a.example/0", article("https://a.example/0"))
    assert store.article_cache() == size


def test_what_was_read_longest_ago_gives_way_first_and_the_unread_last(
    store: Store, stories: list[Story]
) -> None:
    one = store.article_cache().bytes // 5
    read_at(store, {1: 300, 3: 100, 2: 200})
    assert store.evict_articles(one * 5) == 0
    assert store.evict_articles(one * 4) == 1
    assert cached(store) == [0, 1, 2, 4]
    store.evict_articles(one * 3)
    assert cached(store) == [0, 1, 4]
    store.evict_articles(one * 2)
    assert cached(store) == [0, 4]


def test_articles_of_starred_stories_never_give_way(store: Store, stories: list[Story]) -> None:
    read_at(store, {1: 100, 2: 200})
    store.set_starred([stories[1].id, stories[4].id], True)
    store.evict_articles(1)
    assert cached(store) == [1, 4]
    store.sweep(NOW + timedelta(days=4_000), keep_days=90, keep_per_source=100)
    assert cached(store) == [1, 4]


def test_leaving_an_article_notes_that_it_was_read(store: Store, stories: list[Story]) -> None:
    one = store.article_cache().bytes // 5
    read_at(store, {0: 100, 1: 200})
    store.leave_article(stories[0].id, stories[0].url, 0.25)
    store.evict_articles(one * 4)
    assert cached(store) == [0, 2, 3, 4]
    assert store.reading_place(stories[0].id) == 0.25
    assert store.reading_place(stories[1].id) == 0.0


def test_an_article_fetched_anew_stays_as_read(store: Store, stories: list[Story]) -> None:
    one = store.article_cache().bytes // 5
    read_at(store, {n: 100 + n for n in range(5)})
    store.save_article(stories[0].url, article(stories[0].url))
    store.evict_articles(one * 4)
    assert cached(store) == [1, 2, 3, 4]


def test_the_places_are_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "PLACES", 3)
    for n in range(5):
        store.leave_article(f"story {n}", "", n / 10)
    store.set_starred([], True)  # waits for what was submitted
    kept = store.submit(lambda c: c.execute("SELECT count(*) FROM reading_place").fetchone()[0]).result()
    assert kept == 3
    assert store.reading_place("story 4") == 0.4


def test_the_feeds_own_text_is_wanted_until_it_is_not(store: Store, stories: list[Story]) -> None:
    source = stories[0].source_id
    for wanted in (True, True, False):
        store.set_feed_text(source, wanted)
        store.set_starred([], True)
        assert store.feed_text(source) is wanted
    assert not store.feed_text("none")
