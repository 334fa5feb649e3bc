"""Header fields read with suspicion: dates, ages and types that a server may have made up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from tui.stories import Validators

DAY = 86_400.0
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,10})", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:+-]{1,40})", re.IGNORECASE)
_SENDABLE = re.compile("[\x20-\x7e\x80-\xff]*")
_LONGEST_VALIDATOR = 1_024


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait by ``Retry-After`` (RFC 9110 §10.2.3), 0 to a day; None if it says nothing.

    A date is counted from the server's own ``Date``, so that a wrong clock here does no harm.
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), DAY)
    until = http_date(value)
    if until is None:
        return None
    now = http_date(headers.get("date", "")) or datetime.now(UTC)
    return min(max((until - now).total_seconds(), 0.0), DAY)


def http_date(value: str) -> datetime | None:
    """The moment an HTTP-date names (RFC 9110 §5.6.7, all three forms), aware; None if it is none."""
    if not value or len(value) > 64:
        return None
    from email.utils import parsedate_to_datetime  # takes a while to import, and many answers need none

    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def max_age(headers: Mapping[str, str]) -> int | None:
    """Seconds that the answer stays fresh (RFC 9111 §4.2); None if it does not say.

    ``Cache-Control: max-age``, else ``Expires`` counted from the server's own
    ``Date``; less the ``Age`` it has already.
    """
    control = headers.get("cache-control", "")[:1_000]
    if found := _MAX_AGE.search(control):
        lifetime = int(found[1])
    elif (expires := http_date(headers.get("expires", ""))) and "no-cache" not in control.lower():
        sent = http_date(headers.get("date", "")) or datetime.now(UTC)
        lifetime = int((expires - sent).total_seconds())
    else:
        return None
    age = headers.get("age", "").strip()
    return max(0, lifetime - (int(age[:10]) if age.isascii() and age.isdigit() else 0))


def charset(content_type: str) -> str:
    """The charset that ``Content-Type`` names, lower case, or ""."""
    found = _CHARSET.search(content_type[:1_000])
    return found[1].lower() if found else ""


def media_type(content_type: str) -> str:
    """The type that ``Content-Type`` names without its parameters, lower case."""
    return content_type.partition(";")[0].strip().lower()


def validators(headers: Mapping[str, str]) -> Validators:
    """What to show the server the next time (RFC 9110 §8.8); absurdly long ones are left out.

    Nothing, where the document changed in the very second it was sent in: its
    date can't tell it from what it may become within that second (§8.8.2.2), nor
    can a tag that is made of the date.
    """
    changed = http_date(headers.get("last-modified", ""))
    sent = http_date(headers.get("date", "")) if changed else None
    if changed and sent and changed >= sent:
        return Validators()
    return Validators(_kept(headers.get("etag", "")), _kept(headers.get("last-modified", "")))


def _kept(value: str) -> str:
    return value if len(value) <= _LONGEST_VALIDATOR and sendable(value) else ""


def sendable(value: str) -> bool:
    """Whether a field value may be sent as it is (RFC 9110 §5.5)."""
    return _SENDABLE.fullmatch(value) is not None
