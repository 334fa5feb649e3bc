"""The HTTP library, without what it looks for in vain and what it brings along unasked.

Every module of ``tui.net`` takes ``httpx`` from here.
"""

from __future__ import annotations

import importlib.util
import sys

# Importing httpx imports its own command line, and with that Rich and click where they are
# installed: half of the time and 6 MiB for nothing. It does without if they can't be had.
_first = "httpx" not in sys.modules
if _first:
    sys.modules["httpx._main"] = None  # type: ignore[assignment]

# It looks for sniffio four times a request. Where that is not installed, each look searches the
# whole path: a fifth of a request's time. What is known to be missing is found missing at once.
if importlib.util.find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]

import httpx  # noqa: E402

if _first:
    del sys.modules["httpx._main"]

__all__ = ["httpx"]
