"""Header fields that a server made up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model import Validators
from tui.net import headers

NOW = "Tue, 24 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("99999999999999999999", 86_400),
        ("Tue, 24 Nov 2026 10:05:00 GMT", 300),
        ("Tuesday, 24-Nov-26 10:05:00 GMT", 300),
        ("Tue Nov 24 10:05:00 2026", 300),
        ("Tue, 24 Nov 2026 09:00:00 GMT", 0),
        ("Tue, 24 Nov 9999 10:05:00 GMT", 86_400),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("٣", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert headers.retry_after({"retry-after": value, "date": NOW}) == seconds


def test_retry_after_without_the_servers_clock() -> None:
    assert headers.retry_after({"retry-after": "Tue, 24 Nov 2020 10:05:00 GMT"}) == 0
    assert headers.retry_after({}) is None


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ({"cache-control": "max-age=60"}, 60),
        ({"cache-control": "public,max-age=60, s-maxage=9"}, 60),
        ({"cache-control": "Max-Age=60", "age": "70"}, 0),
        ({"cache-control": 'max-age="60"', "age": "x"}, 60),
        ({"cache-control": "s-maxage=9"}, None),
        ({"expires": "Tue, 24 Nov 2026 11:00:00 GMT", "date": NOW}, 3_600),
        ({"expires": "Tue, 24 Nov 2026 11:00:00 GMT", "date": NOW, "age": "600"}, 3_000),
        ({"expires": "Tue, 24 Nov 2026 09:00:00 GMT", "date": NOW}, 0),
        ({"expires": "Tue, 24 Nov 2026 11:00:00 GMT", "date": NOW, "cache-control": "max-age=60"}, 60),
        ({"expires": "Tue, 24 Nov 2026 11:00:00 GMT", "date": NOW, "cache-control": "no-cache"}, None),
        ({"expires": "0"}, None),
        ({"cache-control": "no-store"}, None),
        ({}, None),
    ],
)
def test_max_age(fields: dict[str, str], seconds: int | None) -> None:
    assert headers.max_age(fields) == seconds


def test_charset_and_type() -> None:
    assert headers.charset("text/xml; charset='Windows-1251'") == "windows-1251"
    assert headers.charset("text/xml; charset=\x1b[2J") == ""
    assert headers.media_type("Text/XML ; charset=x") == "text/xml"


def test_what_changed_as_it_was_sent_is_asked_for_whole_again() -> None:
    fields = {"etag": '"x"', "last-modified": "Tue, 24 Nov 2026 10:00:00 GMT"}
    assert headers.validators({**fields, "date": "Tue, 24 Nov 2026 10:00:00 GMT"}) == Validators()
    assert headers.validators({**fields, "date": "Tue, 24 Nov 2026 10:00:01 GMT"}).etag == '"x"'


def test_validators_that_are_absurd_are_left_out() -> None:
    assert headers.validators({"etag": '"x"', "last-modified": NOW}) == Validators('"x"', NOW)
    assert headers.validators({"etag": "x" * 2_000, "last-modified": "a\x1b[2Jb"}) == Validators()


def test_an_http_date_is_aware() -> None:
    assert headers.http_date(NOW) == datetime(2026, 11, 24, 10, tzinfo=UTC)


@given(st.text(max_size=100))
def test_no_field_value_breaks_the_reading(value: str) -> None:
    fields = {
        "retry-after": value,
        "date": value,
        "expires": value,
        "cache-control": value,
        "age": value,
        "etag": value,
    }
    wait = headers.retry_after(fields)
    assert wait is None or 0 <= wait <= headers.DAY
    assert headers.max_age(fields) is None or isinstance(headers.max_age(fields), int)
    headers.validators(fields)
    headers.charset(value)
