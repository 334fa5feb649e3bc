"""When a feed says that it may be asked: RSS 2.0 ``skipHours`` and ``skipDays``, mod_syndication's base.

They are read from the channel's own text, before its first item and after its
last: feedparser keeps only the last of several hours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from tui.entries import ParsedFeed
from tui.feeds import dates

_LONGEST = 50_000  # characters of the channel's head, and of its tail
_HOURS = re.compile(r"<skipHours\s*>(.{0,2000}?)</skipHours", re.IGNORECASE | re.DOTALL)
_HOUR = re.compile(r"<hour\s*>\s*(\d{1,2})\s*<", re.IGNORECASE)
_DAYS = re.compile(r"<skipDays\s*>(.{0,1000}?)</skipDays", re.IGNORECASE | re.DOTALL)
_DAY = re.compile(r"<day\s*>\s*([a-z]{6,9})\s*<", re.IGNORECASE)
_BASE = re.compile(r"<\w{1,20}:updateBase\s*>\s*([^<\s]{1,60})\s*<", re.IGNORECASE)
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def with_rhythm(feed: ParsedFeed, text: str) -> ParsedFeed:
    """The feed, with what its document says of the moments to ask it at."""
    first, last = text.find("<item"), text.rfind("</item>")
    own = text[: min(first, _LONGEST) if first >= 0 else _LONGEST]
    own += text[last:][:_LONGEST] if last >= 0 else ""
    if "<skip" not in own and ":updateBase" not in own:
        return feed
    base = _BASE.search(own)
    return replace(
        feed,
        skip_hours=_bits(int(hour) % 24 for hour in _within(_HOURS, _HOUR, own) if int(hour) <= 24),
        skip_days=_bits(_WEEK.index(day) for day in _within(_DAYS, _DAY, own) if day in _WEEK),
        update_base=_date(base[1]) if base else None,
    )


def _within(container: re.Pattern[str], element: re.Pattern[str], text: str) -> list[str]:
    found = container.search(text)
    return [value.lower() for value in element.findall(found[1])] if found else []


def _bits(numbers: Iterable[int]) -> int:
    bits = 0
    for number in numbers:
        bits |= 1 << number
    return bits


def _date(text: str) -> datetime | None:
    """A W3C date and time; the module's own examples leave the seconds out."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return dates.odd_date(text)
