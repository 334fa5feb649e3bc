"""What a document says of the moments to ask its feed at."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.feeds.parse import parse_feed

ITEM = "<item><title>one</title><link>http://x.example/1</link></item>"
SY = "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"


def parsed(extra: str, *, broken: str = "", after: str = "") -> tuple[int, int, datetime | None]:
    channel = f"<title>Harbour</title>{extra}{ITEM}{after}{broken}"
    feed = parse_feed(
        f"<rss version='2.0' {SY}><channel>{channel}</channel></rss>".encode(), "http://x.example/f"
    )
    assert [entry.title for entry in feed.entries] == ["one"]
    return feed.skip_hours, feed.skip_days, feed.update_base


HOURS = "<skipHours><hour>0</hour> <hour> 7 </hour><hour>23</hour><hour>99</hour></skipHours>"
DAYS = "<skipDays><day>Saturday</day><day>sunday</day><day>Someday</day></skipDays>"


@pytest.mark.parametrize("broken", ["", "&nbsp;<br>"])
def test_hours_and_days_are_sets_of_bits_on_either_path(broken: str) -> None:
    assert parsed(HOURS + DAYS, broken=broken) == (1 | 1 << 7 | 1 << 23, 1 << 5 | 1 << 6, None)


def test_they_may_stand_after_the_items_and_hour_24_is_midnight() -> None:
    assert parsed("", after="<skipHours><hour>24</hour></skipHours>") == (1, 0, None)


def test_an_items_own_text_says_nothing_of_the_feed() -> None:
    text = f"<item><title>one</title><description><![CDATA[{HOURS}]]></description></item>"
    feed = parse_feed(f"<rss version='2.0'><channel><title>H</title>{text}</channel></rss>".encode(), "")
    assert (feed.skip_hours, feed.skip_days) == (0, 0)


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("2000-01-01T12:00+00:00", datetime(2000, 1, 1, 12, tzinfo=UTC)),
        ("1999-12-31T23:30:00-05:00", datetime(2000, 1, 1, 4, 30, tzinfo=UTC)),
        ("0001-01-01T00:00:00+23:00", None),
        ("soon", None),
    ],
)
def test_the_base_is_a_moment_or_nothing(text: str, base: datetime | None) -> None:
    assert parsed(f"<sy:updateBase>{text}</sy:updateBase>")[2] == base


@given(st.text(max_size=200))
def test_nothing_breaks_it(text: str) -> None:
    from tui.feeds.parse_rhythm import with_rhythm
    from tui.model import ParsedFeed

    document = f"<skipHours>{text}<hour>3</hour></skipHours><skipDays>{text}</skipDays><a:updateBase>{text}"
    feed = with_rhythm(ParsedFeed("t", ()), document)
    assert 0 <= feed.skip_hours < 1 << 24
    assert 0 <= feed.skip_days < 1 << 7
