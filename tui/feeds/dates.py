"""Dates of feeds as aware UTC datetimes: the two usual forms quickly, feedparser for the rest.

RFC 822 as RSS writes it and RFC 3339 as Atom does. A text these patterns do not
match exactly is not guessed at: ``plain_date`` says so and the caller asks
feedparser, which knows a dozen sloppier forms.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_RFC3339 = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII
)
_RFC822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d\d?) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4})"
    r" (\d\d):(\d\d):(\d\d) (?:GMT|UTC|UT|Z|([+-])(\d\d)(\d\d))",
    re.ASCII,
)
_MONTHS = {
    name: number
    for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)
}


class OddDate(ValueError):
    """A date in none of the usual forms."""


def plain_date(text: str) -> datetime:
    """The moment that an RFC 3339 or RFC 822 date names. Raises ``OddDate`` for any other."""
    if match := _RFC822.fullmatch(text):
        day, name, year, hour, minute, second, sign, hours, minutes = match.groups()
        number = _MONTHS[name]
    elif match := _RFC3339.fullmatch(text):
        year, month, day, hour, minute, second, sign, hours, minutes = match.groups()
        number = int(month)
    else:
        raise OddDate(text)
    try:
        moment = datetime(int(year), number, int(day), int(hour), int(minute), int(second), 0, UTC)
        if sign and (hours != "00" or minutes != "00"):
            offset = timedelta(hours=int(hours), minutes=int(minutes))
            moment = moment - offset if sign == "+" else moment + offset
    except (ValueError, OverflowError) as error:
        raise OddDate(text) from error
    return moment


def from_parts(parts: object) -> datetime | None:
    """The moment of feedparser's nine numbers (UTC), None where there is no such day."""
    if not isinstance(parts, tuple) or len(parts) < 6:
        return None
    year, month, day, hour, minute, second = parts[:6]
    try:
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def odd_date(text: str) -> datetime | None:
    """The moment that a date in any form feedparser knows names, or None."""
    from feedparser.datetimes import _parse_date

    try:
        return from_parts(_parse_date(text[:100]))
    except Exception:  # its eight parsers raise whatever they meet
        return None
