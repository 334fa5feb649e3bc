"""The model's frozen dataclasses as JSON, and back: lossless, checked on the way in.

An object is ``{"": ClassName, field: value, …}`` without the fields that have
their default; times are RFC 3339.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any, TypeVar

from tui import model

T = TypeVar("T")
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_CLASSES: dict[str, type[Any]] = {
    name: value for name, value in vars(model).items() if isinstance(value, type) and is_dataclass(value)
}


def encode(value: object) -> str:
    """JSON of a model object, as SQLite can keep it: half a surrogate pair is escaped (RFC 8259 §8.2)."""
    text = json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))
    return _HALF_PAIR.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def decode(kind: type[T], text: str) -> T:
    """The ``kind`` in ``text``. Raises ``ValueError`` when it is none."""
    try:
        value = _object(json.loads(text))
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"no {kind.__name__}: {error}") from error
    if not isinstance(value, kind):
        raise ValueError(f"no {kind.__name__} but a {type(value).__name__}")
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return {"@": value.isoformat()}
    if is_dataclass(value) and not isinstance(value, type):
        plain: dict[str, Any] = {"": type(value).__name__}
        for field in fields(value):
            one = getattr(value, field.name)
            if one != field.default:
                plain[field.name] = _plain(one)
        return plain
    return value


def _object(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_object(one) for one in value)
    if isinstance(value, dict):
        if "@" in value:
            return datetime.fromisoformat(value["@"])
        kind = _CLASSES[value.pop("")]
        return kind(**{name: _object(one) for name, one in value.items()})
    return value
