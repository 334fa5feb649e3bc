"""What a request may cost, and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tui.stories import Validators


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a request may take: bytes (on the wire and unpacked), seconds.

    ``total`` counts from the first byte sent to the last read, redirects
    included; waiting for a turn at a busy host does not count.
    """

    max_bytes: int = 16 * 2**20
    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of 2xx, or 304 with ``not_modified``.

    ``url`` is where it came from after redirects, without login. ``permanent_url``
    is the address to use from now on ("" if it stays): set only if every hop
    from the start was a 301 or 308. ``headers`` have lower-case names; their
    values are foreign text. ``retry_after``, ``max_age`` and ``elapsed`` are seconds.
    """

    status: int
    url: str
    permanent_url: str = ""
    body: bytes = b""
    content_type: str = ""
    charset: str = ""
    validators: Validators = field(default_factory=Validators)
    not_modified: bool = False
    retry_after: float | None = None
    max_age: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    elapsed: float = 0.0
