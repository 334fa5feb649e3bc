"""What an archive's objects have: their fields, the columns these are of, and what a field may say.

An archive may be anybody's. What it says passes ``tui.text`` as a feed's bytes do; what this store
wrote passes unchanged, so that an archive of what an archive brought is the same to the byte.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from tui.text import clean, clean_lines, safe_url

LARGEST = 2**63 - 1
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_NO_BLANK = re.compile(r"[^ \n\xa0]")
_ADDRESSES = frozenset("url href picture comments_url comments_feed credit_url site_url".split())


class NotAnArchive(ValueError):
    """An archive's object says what it can't mean; the message is the sentence's end."""


class Field(NamedTuple):
    """A field of an object: its name, which is its column's, how it is read, and what it is by default."""

    name: str
    read: Callable[[Any], Any]
    default: Any = ""


def line(limit: int) -> Callable[[Any], str]:
    """One line of text."""
    return lambda value: clean(_text(value), limit)


def address(value: Any) -> str:
    """An http(s) address, or ""."""
    return safe_url(_text(value))


def own_address(value: Any) -> str:
    """An http(s) address that must be there."""
    url = safe_url(_text(value))
    if not url:
        raise NotAnArchive(f"{_text(value)[:60]!r} is no address")
    return url


def markup(value: Any) -> str:
    """A feed's own text: nobody is shown it as it is."""
    return _HALF_PAIR.sub("", _text(value)[:1_000_000])


def lines(limit: int) -> Callable[[Any], str]:
    """Text with line breaks."""
    return lambda value: clean_lines(_text(value), limit)


def draft(value: Any) -> str:
    """What the reader typed: line breaks and blanks stay as they are."""
    return _kept_blanks(_text(value)[:200_000])


def whole(value: Any) -> int:
    """A whole number."""
    if type(value) is not int or not -LARGEST <= value <= LARGEST:
        raise NotAnArchive(f"{str(value)[:40]} is no whole number")
    return value


def whole_or_none(value: Any) -> int | None:
    return None if value is None else whole(value)


def flag(value: Any) -> int:
    """True or false."""
    if type(value) is not bool:
        raise NotAnArchive(f"{str(value)[:40]} is neither true nor false")
    return int(value)


def share(value: Any) -> float:
    """A part of 1."""
    if type(value) not in (int, float) or not 0 <= value <= 1:
        raise NotAnArchive(f"{str(value)[:40]} is no part of 1")
    return float(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise NotAnArchive(f"{str(value)[:40]} is no text")
    return value


SOURCE = (
    Field("url", own_address),
    Field("title", line(1000)),
    Field("section", line(1000)),
    Field("site_url", address),
    Field("description", line(10_000)),
    Field("language", line(100)),
    Field("homeserver", address),
    Field("etag", line(4000)),
    Field("last_modified", line(1000)),
    Field("body_hash", line(200)),
    Field("checked", whole_or_none, None),
    Field("due", whole_or_none, None),
    Field("failures", whole, 0),
    Field("failure", line(10_000)),
    Field("failure_code", line(100)),
    Field("retired", flag, 0),
    Field("listed", whole, 0),
    Field("closed", whole_or_none, None),
    Field("ttl", whole, 0),
    Field("base", whole_or_none, None),
    Field("skip_hours", whole, 0),
    Field("skip_days", whole, 0),
    Field("pause", whole, 0),
    Field("newest", whole_or_none, None),
)
ENTRY = (
    Field("guid_key", whole, 0),
    Field("title", line(1000)),
    Field("url", address),
    Field("published", whole_or_none, None),
    Field("updated", whole_or_none, None),
    Field("author", line(10_000)),
    Field("summary", line(10_000)),
    Field("image", address),
    Field("comments_url", address),
    Field("comments_feed", address),
    Field("language", line(100)),
    Field("html", markup),
)
STORY = (
    Field("comment_count", whole_or_none, None),
    Field("read", flag, 0),
    Field("starred", flag, 0),
    Field("edited", flag, 0),
    Field("seen_comments", whole_or_none, None),
    Field("muted", flag, 0),
)
DRAFT = (Field("thread", line(4096)), Field("parent", line(4096)), Field("text", draft), Field("kept", whole))
PLACE = (Field("key", line(4096)), Field("share", share), Field("noted", whole))
FOLLOWED = (
    Field("thread", line(4096)),
    Field("provider", line(200)),
    Field("page", line(4096)),
    Field("title", line(1000)),
    Field("story_id", whole),
    Field("story_url", address),
    Field("own", flag, 0),
    Field("since", whole),
    Field("news", whole, 0),
    Field("failure", line(10_000)),
)


def said(fields: tuple[Field, ...], row: tuple[Any, ...]) -> dict[str, Any]:
    """The object of a row with these columns, without what is as by default."""
    told: dict[str, Any] = {}
    for field, value in zip(fields, row, strict=True):
        if value != field.default:
            told[field.name] = bool(value) if field.read is flag else value
    return told


def read(fields: tuple[Field, ...], told: Mapping[str, Any]) -> list[Any]:
    """The row that an object says. Raises ``NotAnArchive``."""
    row = []
    for field in fields:
        try:
            row.append(field.read(told[field.name]) if field.name in told else field.default)
        except NotAnArchive as error:
            raise NotAnArchive(f"{field.name}: {error}") from error
    return row


def harmless(value: Any, name: str = "") -> Any:
    """A page's or a discussion's JSON with every text and address in it made harmless."""
    if isinstance(value, str):
        return safe_url(value) if name in _ADDRESSES else _kept_blanks(value)
    if isinstance(value, list):
        return [harmless(one, name) for one in value]
    if isinstance(value, dict):
        return {key: harmless(one, key) for key, one in value.items()}
    return value


def _kept_blanks(text: str) -> str:
    """The text, harmless, with the tabs between cells and the blanks around what may be half a sentence."""
    return "\t".join(map(_kept_edges, text.split("\t")))


def _kept_edges(text: str) -> str:
    within = text.strip()
    start = len(text) - len(text.lstrip())
    before, after = text[:start], text[start + len(within) :]
    return _NO_BLANK.sub("", before) + clean_lines(within) + _NO_BLANK.sub("", after)


def to_json(told: Mapping[str, Any]) -> str:
    """An object on one line."""
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return _HALF_PAIR.sub(lambda half: f"\\u{ord(half[0]):04x}", text)
