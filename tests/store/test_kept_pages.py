"""Articles and threads come back as they went."""

from __future__ import annotations

from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.test_merge import NOW
from tui import model
from tui.model import Article, Card, Comment, Heading, Paragraph, Picture, Quote, Span, Table, Thread
from tui.store import Store
from tui.store.codec import decode, encode


def test_articles_and_threads_come_back_as_they_went(store: Store) -> None:
    spans = (Span("Bold ", "b"), Span("link", "", "https://a.example/"))
    article = Article(
        "Title",
        "https://a.example/x",
        (
            Paragraph(spans, "rtl"),
            Quote((Paragraph(spans),), "Ida"),
            Heading(spans, 3),
            Table((((spans[0],), (spans[1],)),), True),
            Picture("https://a.example/p.png", date=NOW),
            Card("Card", "https://a.example/c"),
        ),
        published=NOW,
        lead=Picture("https://a.example/l.png", credit="© Wire"),
        related=(Card("Card", "https://a.example/c"),),
    )
    store.save_article(article.url, article)
    found = store.article(article.url)
    assert found is not None
    assert found[0] == article
    thread = Thread(
        "t", "feed", "Title", article.url, (Comment("1", "mira", article.blocks),), 1, fetched=NOW
    )
    store.save_thread(article.url, thread)
    assert store.thread(article.url) == thread


texts = st.text(st.characters(), max_size=8)  # half surrogate pairs too
moments = st.datetimes(timezones=st.just(UTC))
spans = st.lists(st.builds(Span, texts, texts, texts), max_size=3).map(tuple)
leaves = st.one_of(
    st.builds(Paragraph, spans, st.sampled_from(["", "ltr", "rtl"])),
    st.builds(Heading, spans, st.integers(1, 6)),
    st.builds(model.ListItem, spans, st.integers(0, 3), texts),
    st.builds(model.Code, texts, texts),
    st.builds(
        Table, st.lists(st.lists(spans, max_size=2).map(tuple), max_size=2).map(tuple), st.booleans(), texts
    ),
    st.builds(Picture, texts, date=st.none() | moments, width=st.integers(0, 9)),
    st.builds(model.Embed, texts, texts, texts),
    st.builds(Card, texts, texts),
    st.just(model.Rule()),
)
blocks = st.recursive(
    leaves, lambda inner: st.builds(Quote, st.lists(inner, max_size=3).map(tuple), texts), max_leaves=6
)
articles = st.builds(
    Article,
    texts,
    texts,
    st.lists(blocks, max_size=4).map(tuple),
    published=st.none() | moments,
    lead=st.none() | st.builds(Picture, texts, date=st.none() | moments),
    related=st.lists(st.builds(Card, texts, texts), max_size=2).map(tuple),
)
comments = st.builds(
    Comment,
    texts,
    texts,
    st.lists(blocks, max_size=2).map(tuple),
    score=st.none() | st.integers(),
    edited=st.booleans(),
)
threads = st.builds(
    Thread,
    texts,
    texts,
    texts,
    texts,
    st.lists(comments, max_size=3).map(tuple),
    closed=st.booleans(),
    fetched=st.none() | moments,
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(articles, threads))
def test_json_loses_nothing(value: Article | Thread) -> None:
    text = encode(value)
    text.encode()  # SQLite takes no half surrogate pair
    assert decode(type(value), text) == value


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"":"Story"}', '{"":"Nobody"}', '{"":"Article","x":1}', "{}"]
)
def test_what_is_no_article_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no Article|Expecting|delimiter"):
        decode(Article, text)


def test_an_article_of_another_version_is_as_if_not_kept(store: Store) -> None:
    store.submit(
        lambda c: c.execute(
            "INSERT INTO article (url, fetched, size, json) VALUES ('u', 0, 13, '{\"\":\"Former\"}')"
        )
    ).result()
    store.submit(lambda c: c.execute("INSERT INTO thread VALUES ('u', 0, '{\"\":\"Former\"}')")).result()
    assert store.article("u") is None
    assert store.thread("u") is None
