"""The query language: what is typed, what it means, and what is said of a mistake in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.store.test_merge import entry, merge, source
from tui.model import Entry, Story
from tui.store import Fetched, Store, View
from tui.store.query import (
    EVERYTHING,
    After,
    Age,
    All,
    Any,
    Before,
    Has,
    Is,
    Named,
    Not,
    Query,
    QueryError,
    Words,
    printed,
    words,
)
from tui.store.query_found import found
from tui.store.query_parser import FIELDS, LONGEST, parse
from tui.store.query_sql import plan

FERRY, PACT = Words("ferry"), Words("pact")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", EVERYTHING),
        ("  — & ", EVERYTHING),
        ("ferry", FERRY),
        ("ferry pact", All((FERRY, PACT))),
        ("ferry AND pact", All((FERRY, PACT))),
        ("ferry or pact", Any((FERRY, PACT))),
        ("ferry OR pact port", Any((FERRY, All((PACT, Words("port")))))),
        ("(ferry or pact) port", All((Any((FERRY, PACT)), Words("port")))),
        ('"ferry pact"', Words("ferry pact", whole=True)),
        ('"ferry pact', Words("ferry pact", whole=True)),
        ("-ferry", Not(FERRY)),
        ("--ferry", FERRY),
        ("- ferry", FERRY),
        ("-(ferry pact)", Not(All((FERRY, PACT)))),
        ("follow-up", Words("follow-up")),
        ("title:ferry", Words("ferry", "title")),
        ('by:"j okafor"', Words("j okafor", "author", whole=True)),
        ("SOURCE:harbour", Named("source", "harbour")),
        ('section:"The World"', Named("section", "The World", whole=True)),
        ('tag:Later tag:"to check"', All((Named("tag", "Later"), Named("tag", "to check", whole=True)))),
        ("is:Unread -is:starred", All((Is("unread"), Not(Is("starred"))))),
        ("has:comments", Has("comments")),
        ("after:2026-11-01 before:2026", All((After(date(2026, 11, 1)), Before(date(2026, 1, 1))))),
        ("age:7d", Age(7, "d")),
        ("10:30 https://a.example/x Ukraine: news", None),
    ],
)
def test_what_is_typed_is_understood(text: str, query: Query | None) -> None:
    parsed = parse(text)
    if query is None:
        query = All(tuple(Words(word) for word in text.split()))
    assert parsed == query
    assert parse(printed(parsed)) == parsed


@pytest.mark.parametrize(
    ("text", "wrong", "said"),
    [
        ("ferry titel:pact", "titel:", "title:"),
        ("ferry foo:pact", "foo:", "quotation marks"),
        ("tag:& ferry", "tag:&", "tag:later"),
        ("ferry or", "or", "stands between"),
        ("or ferry", "or", "stands between"),
        ("ferry or or pact", "or", "stands between"),
        ("ferry or & ", "or", "stands between"),
        ("-or", "or", "quotation marks"),
        ("(ferry pact", "(", "not closed"),
        ("ferry) pact", ")", "closes none"),
        (")", ")", "closes none"),
        ("ferry ()", "(", "Nothing stands"),
        ("is:new ferry", "new", "is:unread"),
        ("has:x", "x", "has:comments"),
        ("after:2026-13-01", "2026-13-01", "2026-11-01"),
        ("before:yesterday", "yesterday", "2026-11-01"),
        ("age:7", "7", "7d"),
        ("age:0000007d", "0000007d", "7d"),
        ("title: ferry", "title:", "title:ferry"),
        ("by:(a or b)", "by:", "by:okafor"),
        ("(" * 17 + "a" + ")" * 17, "(", "within each other"),
        ("a " * 33, "a", "32 things"),
        ("a" * 1001, "a", "1000 characters"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, wrong: str, said: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse(text)
    error = raised.value
    assert text[error.start : error.end] == wrong
    assert said in f"{error.sentence} {error.next_step}"
    assert error.sentence.endswith(".")
    assert error.next_step.endswith(".")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path: Path = tmp_path_factory.mktemp("query") / "wireroom.db"
    store = Store.open(path)
    merge(store, source(store), entry("x", title="Ferry pact"))
    store.index_pending()
    store.close()
    connection = sqlite3.connect(path)
    yield connection
    connection.close()


PIECES = st.sampled_from(
    [f"{field}:" for field in FIELDS]
    + ["unread", "2026-11-01", "9999-12-31", "0001", "7d", "99999y", "or", "and", "comments"]
    + list(' "():*-–^+{}\x00\n\ud800aébя文ｱ') + ["NEAR", "NOT", "x" * 300, "a-" * 40, "文" * 60]
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.one_of(st.text(st.characters()), st.lists(PIECES, max_size=60).map("".join)))
@example('"' * LONGEST)
@example("文" * LONGEST)
@example("-" * LONGEST)
@example("a-" * (LONGEST // 2))
@example("(" * LONGEST)
@example("a\x00b -\ud800 \u0345 \u0301 ᪽")
def test_any_text_is_a_query_that_is_printed_as_it_is_read_or_a_mistake_in_its_place(
    filled: sqlite3.Connection, text: str
) -> None:
    query, wrong = EVERYTHING, (0, 1)
    try:
        query = parse(text)
    except QueryError as error:
        wrong = error.start, error.end
    assert 0 <= wrong[0] < wrong[1] <= max(len(text), 1)
    assert parse(printed(query)) == query
    found(filled, plan(filled, query), limit=5)


# --- what queries mean --------------------------------------------------------------

NOW = datetime.now(UTC).replace(microsecond=0)
VOCABULARY = ("ferry", "ferrymen", "pact", "port", "паром", "港湾", "c", "市場港湾駅")


def stories() -> Iterator[Entry]:
    for number in range(40):
        said = [word for at, word in enumerate(VOCABULARY) if number >> at % 6 & 1]
        yield Entry(
            title=" ".join(said[::2]) or "nothing",
            html=f"<p>{' '.join(said[1::2])}</p>",
            author="ann" if number % 3 else "port",
            id=str(number),
            published=NOW - timedelta(hours=9 * number + 1),
            comment_count=number % 4 or None,
        )


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(tmp_path_factory.mktemp("library") / "wireroom.db")
    for part, (name, section) in enumerate((("Harbour Desk", "World"), ("Café", "Культура"))):
        made = store.add_source(f"https://{part}.example/feed", name, store.add_section(section).id)
        store.merge([Fetched(made.id, tuple(list(stories())[part::2]), NOW)])
    every = store.stories(View(), limit=100)
    store.set_read([story.id for story in every[::3]], True)
    store.set_starred([story.id for story in every[::5]], True)
    store.index_pending()
    yield store
    store.close()


def meant(query: Query, story: Story, text: str, section: str) -> bool:
    """What the store's index and tables say, said by the story itself."""

    def of(part: Query) -> bool:
        return meant(part, story, text, section)

    def has(told: str, wanted: Words) -> bool:
        if "港" in wanted.text or "市" in wanted.text:
            return wanted.text in told.replace("湾 市", "湾市")
        if wanted.whole or len(wanted.text) == 1:
            return f" {wanted.text} " in f" {told} "
        return any(word.startswith(wanted.text) for word in told.split())

    match query:
        case Words(column=""):
            return any(has(told, query) for told in (story.title, story.author, text))
        case Words():
            return has(story.title if query.column == "title" else story.author, query)
        case Named("source", name):
            return name.lower() in story.source_title.lower().replace("é", "e")
        case Named(_, name):
            return name.lower() in section.lower()
        case Is("starred"):
            return story.starred
        case Is(state):
            return story.read == (state == "read")
        case Has():
            return bool(story.comment_count)
        case After(day):
            return story.sorted_at.astimezone().date() >= day
        case Before(day):
            return story.sorted_at.astimezone().date() < day
        case Age(count):
            return story.sorted_at >= NOW - timedelta(days=count)
        case Not(part):
            return not of(part)
        case All(parts):
            return all(map(of, parts))
        case Any(parts):
            return any(map(of, parts))


DAYS = st.integers(0, 16).map(lambda ago: (NOW - timedelta(days=ago)).astimezone().date())
LEAVES = st.one_of(
    st.builds(
        Words,
        st.sampled_from([*VOCABULARY, "fer", "po", "па", "場港湾", "港湾市"]),
        st.sampled_from(["", "", "title", "author"]),
        st.booleans(),
    ),
    st.builds(
        Words, st.sampled_from(["ferry pact", "pact паром"]), st.sampled_from(["", "title"]), st.just(True)
    ),
    st.sampled_from([Named("source", "harbour"), Named("source", "cafe"), Named("section", "КУЛЬТ")]),
    st.sampled_from([Named("source", "nobody"), Has("comments"), Is("read"), Is("unread"), Is("starred")]),
    st.one_of(
        st.builds(After, DAYS), st.builds(Before, DAYS), st.builds(Age, st.integers(1, 15), st.just("d"))
    ),
)
QUERIES = st.recursive(
    LEAVES,
    lambda part: st.one_of(
        part.map(Not),
        st.lists(part, min_size=2, max_size=4).map(lambda parts: All(tuple(parts))),
        st.lists(part, min_size=2, max_size=4).map(lambda parts: Any(tuple(parts))),
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(QUERIES)
def test_a_query_means_what_it_says(library: Store, query: Query) -> None:
    texts = {entry.id: entry.html[3:-4] for entry in stories()}
    named = {section.id: section.name for section in library.sections()}
    every = library.stories(View(), limit=100)
    by_time = sorted(stories(), key=lambda one: one.published or NOW, reverse=True)
    wanted = [
        story.title
        for story, of in zip(every, by_time, strict=True)
        if meant(query, story, texts[of.id], named[story.section_id])
    ]
    view = View(query=parse(printed(query)))
    seen = library.stories(view, limit=100)
    assert [story.title for story in seen] == wanted
    assert {story.id for story in library.stories(replace(view, ranked=True), limit=100)} == {
        story.id for story in seen
    }
    if len(seen) > 2:
        middle = seen[len(seen) // 2].id
        assert library.stories(view, before=middle, limit=3) == seen[len(seen) // 2 + 1 :][:3]
        assert library.stories(view, after=middle, limit=2) == seen[: len(seen) // 2][-2:]


def test_pages_are_found_beyond_the_newest_thousands(store: Store) -> None:
    desk = source(store)
    rare = {0, 990, 1010, 2500, 11500, 11900}
    merge(
        store,
        desk,
        *(entry(str(n), n, title="Rare one" if n in rare else "Common", html="") for n in range(12000)),
    )
    store.index_pending()
    view = View(query=parse("rare"))
    seen = store.stories(view)
    assert len(seen) == len(rare)
    for at in range(6):
        assert store.stories(view, before=seen[at].id) == seen[at + 1 :]
        assert store.stories(view, after=seen[at].id) == seen[:at]
        assert store.stories(view, after=seen[at].id, limit=1) == seen[:at][-1:]
    assert len(store.stories(View(query=parse("-rare")), limit=13000)) == 12000 - 6


@pytest.mark.parametrize("beside", ["", "ferry", "-winter", "title:ferry", "(ferry or is:starred) -winter"])
def test_what_else_is_asked_for_changes_nothing_about_a_phrase(store: Store, beside: str) -> None:
    titles = ("Ferry 港湾市場", "Ferry कम्प्यूटर", "Ferry: the pact, signed", "Ferry 港湾、市場 場港、湾市")
    merge(store, source(store), *(entry(str(n), title=title) for n, title in enumerate(titles)))
    store.index_pending()
    for phrase, title in zip(("港湾市場", "कम्प्यूट", '"pact signed"'), titles, strict=False):
        found = store.stories(View(query=parse(f"{phrase} {beside}")))
        assert [story.title for story in found] == [title]


def test_all_of_a_search_are_marked_and_nothing_else(store: Store) -> None:
    merge(store, source(store), *(entry(str(n), n, title="Ferry" if n % 2 else "Port") for n in range(10)))
    store.index_pending()
    view = View(query=parse("title:ferry"))
    besides = replace(view, besides=(store.stories(view)[0].id,))
    assert store.set_read(besides, True) == 4
    assert {story.title for story in store.stories(View()) if story.read} == {"Ferry"}
    assert store.set_read(view, True) == 1
    store.undo()
    assert store.set_read(replace(view, ranked=True), True) == 1
    store.undo()
    store.undo()
    assert not any(story.read for story in store.stories(View()))


def test_the_words_to_mark_are_those_that_are_wanted() -> None:
    wanted: Callable[[str], list[str]] = lambda text: [one.text for one in words(parse(text))]  # noqa: E731
    assert wanted('ferry -(pact or port) or "a b" title:x is:read') == ["ferry", "a b", "x"]
