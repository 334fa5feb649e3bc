"""The HTTP library, without what it looks for in vain and what it brings along unasked.

Every module of ``tui.net`` takes it from here: ``httpcore``, httpx's own core, which
does the requests, and ``httpx`` itself, which is loaded when it is asked for.
"""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

# It looks for sniffio four times a request. Where that is not installed, each look searches the
# whole path: a fifth of a request's time. What is known to be missing is found missing at once.
if importlib.util.find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]

import httpcore
from httpcore._async import http11


class _Nothing:
    """Stands for a lock that nobody else wants, and for a shield against what is never thrown."""

    def __enter__(self) -> None: ...

    def __exit__(self, *_exc: object) -> None: ...

    async def __aenter__(self) -> None: ...

    async def __aexit__(self, *_exc: object) -> None: ...


# A connection locks its state, and shields its closing from anyio's cancellation, through anyio,
# which takes as long to import as the rest of the library. A lane is one task's, and that is
# asyncio's: it needs neither.
http11.AsyncLock = http11.AsyncShieldCancellation = _Nothing  # type: ignore[assignment,attr-defined]

__all__ = ["HTTP_ERRORS", "httpcore", "load_httpx"]

# All that goes wrong in it: it has no class for them.
HTTP_ERRORS = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
    httpcore.ConnectionNotAvailable,
)


def load_httpx() -> ModuleType:
    """httpx, for addresses in any script, authorities and proxies: what plain requests do without."""
    # Importing httpx imports its own command line, and with that Rich and click where they are
    # installed: half of the time and 6 MiB for nothing. It does without if they can't be had.
    first = "httpx" not in sys.modules
    if first:
        sys.modules["httpx._main"] = None  # type: ignore[assignment]
    import httpx

    if first:
        del sys.modules["httpx._main"]
    return httpx
