"""Moments as pages write them (ISO 8601 with its zone, RFC 5322, plain days), in UTC; and as we tell them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from tui.locale import _

_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[T\s]+(\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?)?",
    re.I,
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})|([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}))"
    r"(?:\D{1,6}(\d{1,2}):(\d\d)\s*([ap]m)?)?",
    re.I,
)


def moment(text: str | None) -> datetime | None:
    """The moment in UTC, or None. What names no zone is taken as UTC."""
    text = (text or "").strip()[:80]
    if not text:
        return None
    for read in (_epoch, _iso, _rfc5322, _named):
        try:
            found = read(text)
        except (ValueError, OverflowError, TypeError, IndexError, OSError):
            continue
        if found:
            return found
    return None


def _iso(text: str) -> datetime | None:
    found = _ISO.match(text)
    if not found:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    at = datetime(
        int(year), int(month), int(day), int(hour or 0), int(minute or 0), min(int(second or 0), 59)
    )
    return at.replace(tzinfo=_zone(zone or "")).astimezone(UTC)


def _zone(text: str) -> timezone:
    if not text or text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4] or 0))
    return timezone(-offset if text[0] == "-" else offset)


def _epoch(text: str) -> datetime | None:
    if not _EPOCH.fullmatch(text):
        return None
    seconds = int(text) / (1000 if len(text) == 13 else 1)
    return datetime.fromtimestamp(seconds, UTC)


def _rfc5322(text: str) -> datetime | None:
    if ":" not in text:
        return None
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _named(text: str) -> datetime | None:
    """English days with month names: what bylines say when no attribute does."""
    found = _NAMED.search(text)
    if not found:
        return None
    day, month, year, month2, day2, year2, hour, minute, half = found.groups()
    number = _MONTHS.get((month or month2)[:3].lower())
    if not number:
        return None
    hours = int(hour or 0) % (12 if half else 24) + (12 if (half or "").lower() == "pm" else 0)
    return datetime(int(year or year2), number, int(day or day2), hours, int(minute or 0), tzinfo=UTC)


def in_words(when: datetime, zone: tzinfo | None = None) -> str:
    """A moment as it is told in a zone (None: the machine's own): "12 Nov 2026, 09:41"."""
    return f"{day_in_words(when, zone)}, {when.astimezone(zone):%H:%M}"


def day_in_words(when: datetime, zone: tzinfo | None = None) -> str:
    """The day alone: "12 Nov 2026". Midnight UTC is a date that knew no time: it stays that day."""
    local = when if when.timetz() == time(tzinfo=UTC) else when.astimezone(zone)
    months = _("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()
    return f"{local.day} {months[local.month - 1]} {local.year}"
