"""Reading a service's JSON: bounded, each value of the type it should be, each text clean.

Every reader gives an empty value for what is not there or is of another type: a
service that changes a field loses that field here, and nothing else.
"""

from __future__ import annotations

import asyncio
import gc
import json
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tui.articles.dates import moment
from tui.failure import Failure
from tui.locale import _
from tui.text import clean, safe_url

if TYPE_CHECKING:
    from tui.net.client import Client, Reply

Fields = dict[str, Any]
LARGEST_NUMBER = 10**15
LONGEST_BODY = 200_000  # characters of one comment
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
_FIRST, _AHEAD = _OLDEST.timestamp(), 2 * 86_400.0  # seconds: a server's clock may be ahead


class NotUnderstood(Failure):
    """A service answers with something other than its own data."""

    code = "not-understood"


async def ask(client: Client, url: str) -> tuple[Any, Reply]:
    """What ``url`` answers as JSON, and the answer itself.

    Raises ``NotUnderstood``, and what ``Client.get`` raises.
    """
    reply = await client.get(url, accept="application/json")
    return await asyncio.to_thread(parsed, reply.body, url), reply


def parsed(body: bytes, url: str) -> Any:
    """The JSON in a body (RFC 8259). Raises ``NotUnderstood``."""
    # Nothing of it can be garbage yet: looking for some takes longer than reading ten thousand comments.
    collects = gc.isenabled()
    gc.disable()
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise not_understood(url) from error
    finally:
        if collects:
            gc.enable()


def not_understood(url: str) -> NotUnderstood:
    host = clean(urlsplit(url).netloc.rpartition("@")[2], 120)
    return NotUnderstood(
        _("{host} answers with something other than a discussion.").format(host=host),
        _("Open the discussion in the browser."),
    )


def fields(value: Any) -> Fields:
    """An object's members; none where it is no object."""
    return value if isinstance(value, dict) else {}


def objects(value: Any) -> list[Fields]:
    """The objects in an array; none where it is no array."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text(value: Any, limit: int = 300) -> str:
    """A string as one clean line."""
    return clean(value, limit) if isinstance(value, str) else ""


def body(value: Any) -> str:
    """A string as it came, for ``tui.articles.blocks`` alone."""
    return value[:LONGEST_BODY] if isinstance(value, str) else ""


def link(value: Any) -> str:
    """A web address, or ""."""
    return safe_url(value) if isinstance(value, str) else ""


def number(value: Any) -> int | None:
    """A whole number of a believable size."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if -LARGEST_NUMBER < value < LARGEST_NUMBER else None


def count(value: Any) -> int:
    """A number of things: never below none."""
    return max(number(value) or 0, 0)


def name_of(value: Any) -> str:
    """An id as text: services number things, or name them."""
    found = number(value)
    return str(found) if found is not None else text(value, 200)


def when(value: Any) -> datetime | None:
    """A moment in UTC, from seconds since 1970 or a date as text (RFC 3339 and its kin).

    None for what can be no comment's.
    """
    if isinstance(value, str):
        try:
            return believable(moment(value))
        except (ValueError, OverflowError, OSError):
            return None
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    # The bounds first: ten thousand comments are dated before the first is shown.
    return datetime.fromtimestamp(value, UTC) if _FIRST < value < time.time() + _AHEAD else None


def believable(found: datetime | None) -> datetime | None:
    """The moment, if it can be a comment's: not before the web, and not to come."""
    return found if found and _OLDEST < found < datetime.now(UTC) + timedelta(seconds=_AHEAD) else None
