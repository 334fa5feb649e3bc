"""A site on loopback for the panes' tests: pages and comment feeds that a test writes and holds back."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType


class Site:
    """Serves ``pages`` (path → content type and body). A path in ``held`` waits for ``release``."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, bytes]] = {}
        self.held: dict[str, threading.Event] = {}
        self.asked: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                if self.path in site.held:
                    site.held[self.path].wait(20)
                kind, body = site.pages.get(self.path, ("text/plain", b""))
                self.send_response(200 if self.path in site.pages else 404)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                with suppress(ConnectionError):  # who asked may have left meanwhile
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Site:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for event in self.held.values():
            event.set()
        self._server.shutdown()
        self._server.server_close()

    def article(self, path: str, title: str, *paragraphs: str) -> None:
        text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        page = (
            f"<html lang='en'><head><title>{title}</title></head>"
            f"<body><article><h1>{title}</h1>{text}</article></body></html>"
        )
        self.pages[path] = ("text/html; charset=utf-8", page.encode())

    def feed(self, path: str, titles: Sequence[str]) -> None:
        """A feed of stories with these titles, the last the newest."""
        now = datetime.now(UTC)
        items = "".join(
            f"<item><title>{escape(title)}</title><guid isPermaLink='false'>{escape(title)}</guid>"
            f"<pubDate>{format_datetime(now - timedelta(seconds=len(titles) - n))}</pubDate></item>"
            for n, title in enumerate(titles)
        )
        feed = f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>"
        self.pages[path] = ("application/rss+xml", feed.encode())

    def comments(self, path: str, items: list[tuple[str, str, str]]) -> None:
        """A comment feed of (id, parent, text)."""
        body = "".join(
            f"<item><title>c</title><guid isPermaLink='false'>{id_}</guid><dc:creator>mira</dc:creator>"
            + (f"<thr:in-reply-to ref='{parent}'/>" if parent else "")
            + f"<description>{text}</description></item>"
            for id_, parent, text in items
        )
        feed = (
            "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' "
            "xmlns:thr='http://purl.org/syndication/thread/1.0'><channel><title>Comments</title>"
            f"{body}</channel></rss>"
        )
        self.pages[path] = ("application/rss+xml", feed.encode())
