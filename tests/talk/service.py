"""What every stand-in is made of: one service on loopback, with one thread about one story."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from tui.model import Article, Story
from tui.talk.provider import Provider

STORY_URL = "https://harbour.example/2026/pact"
START = datetime(2026, 11, 12, tzinfo=UTC)
Query = dict[str, str]
Answer = tuple[Any, dict[str, str]]


class Request(NamedTuple):
    """What a service is sent. ``values`` is the JSON of its body; the names of ``headers`` are lower case."""

    method: str
    path: str
    query: Query
    values: dict[str, Any]
    headers: dict[str, str]


@dataclass(frozen=True)
class Remark:
    """A comment as a service has it. ``at`` replaces the date that it would have."""

    id: int
    parent: int = 0
    author: str = "mira"
    html: str = "<p>Who pays?</p>"
    score: int = 1
    at: Any = None

    @property
    def seconds(self) -> Any:
        return self.at if self.at is not None else (START + timedelta(seconds=self.id)).timestamp()

    @property
    def date(self) -> Any:
        if self.at is not None:
            return self.at
        return (START + timedelta(seconds=self.id)).isoformat().replace("+00:00", "Z")


def story(url: str = STORY_URL, **more: Any) -> Story:
    return Story("1", "", "Harbour Desk", "", "Ferry pact signed", url, sorted_at=START, **more)


class Service:
    """One service with one thread about ``STORY_URL``: ``remarks``. ``broken`` is answered instead."""

    def __init__(self) -> None:
        self.remarks: Sequence[Remark] = ()
        self.closed = False
        self.broken: bytes | None = None
        self.asked: list[str] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def answered(self) -> None:
                status, body, headers = service.respond(self.request_read())
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_DELETE = answered

            def request_read(self) -> Request:
                service.asked.append(self.path)
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                return Request(self.command, parts.path, query, json.loads(sent or b"{}"), headers)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Service:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Serves nothing any more, not even a refusal."""
        self._server.shutdown()
        self._server.server_close()

    def provider(self) -> Provider:
        raise NotImplementedError

    def announced(self) -> tuple[Story, Article | None]:
        """A story, and the article of its page, that say where this discussion is."""
        return story(), Article("Ferry pact signed", STORY_URL, ())

    def respond(self, request: Request) -> tuple[int, bytes, dict[str, str]]:
        """The status, the body and the header fields that a request is answered with."""
        if self.broken is not None:
            return 200, self.broken, {"Content-Type": "text/html"}
        answer, headers = self.answer(request.path, request.query)
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        return 404 if body == b"null" else 200, body, headers

    def answer(self, path: str, query: Query) -> Answer:
        """What is answered, and with which header fields. None: nothing is there."""
        raise NotImplementedError

    def below(self, parent: int) -> list[Remark]:
        return [remark for remark in self.remarks if remark.parent == parent]
