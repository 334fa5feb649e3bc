"""newsboat's query feeds in our language: what can be said, how near, and what can't."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.moving.newsboat_filter import NotTranslatable, Tags, translate
from tui.store.query_parser import parse


def tags() -> Tags:
    made = Tags()
    made.add("https://a.example/feed", ["fun", "both"])
    made.add("https://b.example/feed", ["both", "fun"])
    return made


@pytest.mark.parametrize(
    ("expression", "query"),
    [
        ('unread = "yes"', "is:unread"),
        ('unread != "yes"', "-is:unread"),
        ('unread == "no"', "is:read"),
        ('title =~ "Linux"', "title:Linux"),
        ('title !~ "Linux"', "-title:Linux"),
        ('title =~ "(Linux|FreeBSD)"', "title:Linux or title:FreeBSD"),
        ('title =~ "node\\\\.js"', 'title:"node.js"'),
        ('author = "Ana Ruiz"', 'by:"Ana Ruiz"'),
        ('content =~ "ferry pact"', '"ferry pact"'),
        ('flags != ""', "is:starred"),
        ('flags # "s"', "is:starred"),
        ("age < 7", "age:7d"),
        ("age <= 7", "age:8d"),
        ("age > 30", "-age:31d"),
        ("age between 0:10", "age:11d"),
        ("age between 2:3", "age:4d -age:2d"),
        ('tags # "both"', 'section:"both" or source:https://a.example/feed'),
        ('feedtitle = "Harbour Desk"', 'source:"Harbour Desk"'),
        ('rssurl =~ "https://b.example"', "source:https://b.example"),
        ('unread = "yes" and ( age < 2 or flags != "" )', "is:unread (age:2d or is:starred)"),
        # From the right, without precedence.
        ('unread = "yes" and age < 2 or flags != ""', "is:unread (age:2d or is:starred)"),
        ('unread = "yes" or age < 2 and flags != ""', "is:unread or age:2d is:starred"),
    ],
)
def test_what_can_be_said(expression: str, query: str) -> None:
    assert translate(expression, tags())[0] == query


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "unread",
        'unread = "yes" and',
        '( unread = "yes"',
        'unread = "perhaps"',
        'title =~ "^[A-Z]+"',
        'title =~ "a.*b"',
        'title < "b"',
        "unread_count > 0",
        'link =~ "example"',
        'tags # "nobody"',
        'age = "yesterday"',
        'title =~ "\\"quoted\\""',
        'unread = "yes" ; rm',
        "(" * 40 + 'unread = "yes"' + ")" * 40,
    ],
)
def test_what_can_not_is_told_with_its_reason(expression: str) -> None:
    with pytest.raises(NotTranslatable) as told:
        translate(expression, tags())
    assert told.value.sentence


def test_what_it_only_comes_near_is_told() -> None:
    assert translate('unread = "yes"', tags())[1] == ()
    assert len(translate('title =~ "a" and flags # "b" and title =~ "c"', tags())[1]) == 2


_NAMES = ("title", "author", "content", "feedtitle", "tags", "flags")
_OPERATORS = ("=", "==", "!=", "=~", "!~", "#", "!#")
_VALUES = st.text(st.characters(exclude_characters='"\\'), max_size=20)
_TEXTS = st.builds('{} {} "{}"'.format, st.sampled_from(_NAMES), st.sampled_from(_OPERATORS), _VALUES)
_AGES = st.builds("age {} {}".format, st.sampled_from(("<", ">", "<=", ">=", "=")), st.integers(-5, 10_000))
_JOINS = st.sampled_from(("and", "or"))
_EXPRESSIONS = st.recursive(
    _TEXTS | _AGES, lambda inner: st.builds("( {} {} {} )".format, inner, _JOINS, inner), max_leaves=12
)


@settings(deadline=None)
@given(_EXPRESSIONS)
def test_whatever_is_translated_is_a_query(expression: str) -> None:
    with suppress(NotTranslatable):
        parse(translate(expression, tags())[0])
