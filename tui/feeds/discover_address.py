"""What a person may have meant by an address: the addresses to try, the likeliest first."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from tui.net.address import is_loopback

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d)", re.IGNORECASE)
_WRAPPING = " \t\r\n<>\"'“”‘’«»"


def meant_by(typed: str) -> list[str]:
    """The addresses to try for what was typed: https first, on this machine http first.

    ``feed:`` in front of an address is what browsers once handed to feed readers.
    """
    text = typed.strip(_WRAPPING)
    if text.lower().startswith("feed:"):
        text = text[5:]
        if text.startswith("//"):
            text = f"http:{text}"
    if _SCHEME.match(text):
        return [text]
    text = text.removeprefix("//")
    schemes = ("http", "https") if is_loopback(_host(text)) else ("https", "http")
    return [f"{scheme}://{text}" for scheme in schemes]


def _host(text: str) -> str:
    try:
        return urlsplit(f"http://{text}").hostname or ""
    except ValueError:
        return ""
