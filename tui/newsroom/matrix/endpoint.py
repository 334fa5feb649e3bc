"""The homeserver over HTTP: an ASGI endpoint below ``/_matrix/client``."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from inspect import isawaitable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from tui.newsroom.matrix.call import LONGEST, Call
from tui.newsroom.matrix.homeserver import Homeserver
from tui.newsroom.matrix.refusal import Refusal, unrecognized
from tui.newsroom.matrix.routes import route

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

ROOT = "/_matrix/client/"
METHODS = ("GET", "POST", "PUT", "DELETE")
_LARGEST_BODY = 100_000  # bytes
_DEEPEST = 50  # levels of JSON
_HEADERS = {"Cache-Control": "no-store"}


async def answer(server: Homeserver, request: Request) -> Response:
    """The answer to a request, for which it is waited no longer than whoever asks does."""
    from starlette.responses import JSONResponse

    try:
        call, handler = await _read(server, request)
        found = handler(call)
        told = await _while_heard(request, found) if isawaitable(found) else found
    except Refusal as refusal:
        return JSONResponse(refusal.body, refusal.status, _HEADERS)
    return JSONResponse(told, 200, _HEADERS)


async def _read(server: Homeserver, request: Request) -> tuple[Call, Any]:
    handler, parts = route(request.method, _parts(request))
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    device = server.accounts.who(token.strip()) if scheme.lower() == "bearer" else None
    content = await _content(request) if request.method != "GET" else {}
    return Call(server, device, parts, dict(request.query_params), content), handler


def _parts(request: Request) -> list[str]:
    """The path's parts as they were sent, each decoded by itself: an alias may have a slash in it."""
    raw = request.scope.get("raw_path", b"").decode("ascii", "replace").partition("?")[0]
    if not raw.startswith(ROOT):
        raise unrecognized()
    parts = [unquote(part, errors="replace") for part in raw.removeprefix(ROOT).split("/")]
    if any(len(part) > LONGEST for part in parts):
        raise Refusal(400, "M_INVALID_PARAM", "A part of the path is too long.")
    return parts


async def _content(request: Request) -> Mapping[str, Any]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_BODY:
            raise Refusal(413, "M_TOO_LARGE", "This is too large.")
    try:
        found = json.loads(body or b"{}", parse_constant=_no_number)
        json.dumps(found, ensure_ascii=False).encode("utf-8")  # half a surrogate pair can't be told again
    except (ValueError, RecursionError):
        raise Refusal(400, "M_NOT_JSON", "The body is not JSON.") from None
    if not isinstance(found, dict) or _deeper(found, _DEEPEST):
        raise Refusal(400, "M_BAD_JSON", "The body is no JSON object, or too deep.")
    return found


def _no_number(constant: str) -> None:
    raise ValueError(constant)


def _deeper(value: Any, levels: int) -> bool:
    """Whether a value goes deeper than so many levels: what is taken has to be told again."""
    within = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels < 0 or any(_deeper(one, levels - 1) for one in within)


async def _while_heard(request: Request, found: Any) -> dict[str, Any]:
    """What is waited for; given up when whoever asked has gone."""
    answering, leaving = asyncio.ensure_future(found), asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if answering.done():
            return dict(answering.result())
        raise Refusal(499, "M_UNKNOWN", "Whoever asked has gone.")
    finally:
        for task in (answering, leaving):
            task.cancel()
        await asyncio.gather(answering, leaving, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
