"""The site on loopback: Starlette answers, uvicorn serves, a thread of its own runs them."""

from __future__ import annotations

import asyncio
import gzip
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b
from types import TracebackType
from typing import TYPE_CHECKING, Any

from tui.model import Failure
from tui.newsroom import rest
from tui.newsroom.content import read_content
from tui.newsroom.living_rooms import LivingRooms
from tui.newsroom.matrix import endpoint
from tui.newsroom.matrix.homeserver import Homeserver
from tui.newsroom.pages import Page, page_at
from tui.newsroom.press import Dispatch, Posted, Press
from tui.newsroom.readers import Accounts, answer_to
from tui.newsroom.site import Site

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

HOST = "127.0.0.1"
SERVER_NAME = "newsroom.example"  # what follows the colon of every id in the chats
MAX_AGE = 30  # seconds a feed may be held
WORTH_PACKING = 1024  # bytes
LOGGED = 10_000  # requests that are remembered
LARGEST_BODY = 200_000  # bytes that are taken
ANSWERED_AFTER = 6.0  # seconds
PATIENCE = 20.0  # seconds until it must have started or ended


class PortTaken(Failure):
    """The port asked for is not free."""

    code = "port-taken"


class Newsroom:
    """The news site, served while the context lasts.

    ``rate`` publishes a story every so many seconds, in an order that ``seed``
    decides; ``now`` stands in for the clock. ``requests`` lists method, path and
    status of what was asked. Whoever writes is answered after ``answered_after``
    seconds, by one of the site's readers; with ``chatter`` these talk in the chats
    while somebody is there.
    """

    def __init__(
        self,
        port: int = 0,
        rate: float | None = None,
        seed: int = 1,
        now: Callable[[], datetime] | None = None,
        answered_after: float = ANSWERED_AFTER,
        *,
        chatter: bool = False,
    ) -> None:
        self._socket = _listen(port)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://{HOST}:{self.port}"
        self.requests: list[tuple[str, str, int]] = []
        self._clock = now or (lambda: datetime.now(UTC))
        self._press = Press(read_content(), self._clock, seed)
        self._accounts = Accounts()
        self._answered_after = answered_after
        self._homeserver = Homeserver(SERVER_NAME, self._accounts, self._clock)
        self._chats = LivingRooms(
            self._homeserver, self._accounts, self._site, answered_after, chatter=chatter, seed=seed
        )
        self._rate = rate
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._server: Any = None
        self._loop: Any = None

    def __enter__(self) -> Newsroom:
        started = threading.Event()
        self._start(lambda: asyncio.run(self._serve(started)), "newsroom")
        if not started.wait(PATIENCE):
            raise Failure("The newsroom did not start.", "Try again.")
        if self._rate:
            self._start(self._publish_on, "newsroom-press")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends it; nothing happens where it has ended."""
        if self._stop.is_set():
            return
        self._stop.set()
        self._server.should_exit = True
        self._loop.call_soon_threadsafe(self._homeserver.stream.close)
        for thread in self._threads:
            thread.join(PATIENCE)
        self._socket.close()

    def _start(self, work: Callable[[], None], name: str) -> None:
        thread = threading.Thread(target=work, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _publish_on(self) -> None:
        while not self._stop.wait(self._rate):
            self.publish()

    async def _serve(self, started: threading.Event) -> None:
        import uvicorn

        self._loop = asyncio.get_running_loop()
        self._chats.open()
        config = uvicorn.Config(
            self._application(),
            log_config=None,
            access_log=False,
            lifespan="off",
            http="h11",
            ws="none",
            timeout_keep_alive=30,
            timeout_graceful_shutdown=1,
        )

        class Server(uvicorn.Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                started.set()

        self._server = Server(config)
        await self._server.serve(sockets=[self._socket])

    # --- the news -----------------------------------------------------------------

    def publish(self, n: int = 1) -> list[Dispatch]:
        """The next ``n`` stories, out at once; oldest first."""
        return self._press.publish(n)

    def edit(self, slug: str, **changes: Any) -> Dispatch:
        """Changes a published story (``title``, ``summary``, ``body`` …)."""
        return self._press.edit(slug, **changes)

    def comment(self, slug: str, author: str, text: str, parent: str = "") -> str:
        """Adds a comment and gives its id."""
        return self._press.comment(slug, author, text, parent).id

    def say(self, slug: str, author: str, text: str) -> str:
        """One of the site's readers says something in a story's chat; gives the event's id."""

        async def said() -> str:
            return self._chats.say(slug, author, text)

        return asyncio.run_coroutine_threadsafe(said(), self._loop).result(PATIENCE)

    def looked_into(self, slug: str) -> int:
        """How many wait in a story's chat for what is said next, without being in it."""
        return self._chats.room_of(slug).watched

    @property
    def stories(self) -> tuple[Dispatch, ...]:
        """What is out, newest first."""
        return self._press.issue.dispatches

    # --- answering ----------------------------------------------------------------

    def _application(self) -> Starlette:
        from starlette.applications import Starlette
        from starlette.routing import Route

        return Starlette(
            routes=[
                Route(f"{endpoint.ROOT}{{path:path}}", self._chat, methods=[*endpoint.METHODS]),
                Route("/{path:path}", self._answer, methods=["GET", "POST"]),
            ]
        )

    def _site(self) -> Site:
        return Site(self.url, self._press.issue)

    async def _answer(self, request: Request) -> Response:
        path = request.url.path
        if path.startswith(rest.ROOT):
            response = await self._discuss(request)
        else:
            response = _response(page_at(self._site(), path, dict(request.query_params)), request)
        return self._logged(request, response)

    async def _chat(self, request: Request) -> Response:
        return self._logged(request, await endpoint.answer(self._homeserver, request))

    def _logged(self, request: Request, response: Response) -> Response:
        self.requests.append((request.method, request.url.path, response.status_code))
        del self.requests[:-LOGGED]
        return response

    async def _discuss(self, request: Request) -> Response:
        """The discussion's interface: it is done in a thread, for hashing a password takes its time."""
        asked = rest.Asked(
            request.method,
            request.url.path.removeprefix(rest.ROOT),
            dict(request.query_params),
            rest.values_of(await _bounded_body(request)),
            request.headers.get("authorization", ""),
        )
        told = await asyncio.to_thread(rest.answer, self._site(), self._press, self._accounts, asked)
        if told.posted:
            asyncio.get_running_loop().call_later(self._answered_after, self._answer_reader, *told.posted)
        from starlette.responses import JSONResponse

        return JSONResponse(told.value, told.status, {**told.headers, "Cache-Control": "no-store"})

    def _answer_reader(self, one: Dispatch, posted: Posted) -> None:
        author, text = answer_to(one, posted)
        with suppress(KeyError):  # the story has gone since
            self._press.comment(one.slug, author, text, posted.id)


async def _bounded_body(request: Request) -> bytes:
    """A request's body; nothing of one that is too large."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return b""
    return body


def _response(page: Page, request: Request) -> Response:
    """The page with its validators, or 304 where the reader has it (RFC 9110 §13.2.2)."""
    from starlette.responses import Response

    tag = blake2b(page.body, digest_size=12).hexdigest()
    packed = len(page.body) > WORTH_PACKING and "gzip" in request.headers.get("accept-encoding", "")
    packed = packed and not page.kind.startswith("image/")
    headers = {"ETag": f'"{tag}{"-gzip" if packed else ""}"', "Cache-Control": f"max-age={MAX_AGE}"}
    if not page.kind.startswith("image/"):
        headers["Vary"] = "Accept-Encoding"
    if page.changed:
        headers["Last-Modified"] = format_datetime(page.changed.astimezone(UTC), usegmt=True)
    if page.status == 200 and _has_it(request, tag, page.changed):
        return Response(status_code=304, headers=headers)
    body = page.body
    if packed:
        headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, 5, mtime=0)
    return Response(body, page.status, {**headers, "Content-Type": page.kind})


def _has_it(request: Request, tag: str, changed: datetime | None) -> bool:
    asked = request.headers.get("if-none-match")
    if asked is not None:
        tags = {one.strip().removeprefix("W/").strip('"').removesuffix("-gzip") for one in asked.split(",")}
        return tag in tags or "*" in tags
    since = request.headers.get("if-modified-since")
    if since is None or changed is None:
        return False
    try:
        return changed.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False


def _listen(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        raise PortTaken(
            f"Port {port} on {HOST} can't be had: {error.strerror}.", "Try another one."
        ) from error
    listening.listen(256)
    return listening


def serve(port: int = 0, rate: float | None = None, seed: int = 1) -> None:
    """Serves until SIGINT or SIGTERM; the first line printed is ``ready URL``."""
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    with Newsroom(port, rate, seed, chatter=True) as site:
        print(f"ready {site.url}", flush=True, file=sys.stdout)
        over.wait()
