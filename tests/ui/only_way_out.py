"""A proxy that is the only way out: it notes every host that is asked, and answers for one of them."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import urlsplit


class OnlyWayOut:
    """Serves ``pages`` (address → content type and body); everything else, and every tunnel, is refused."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, bytes]] = {}
        self.asked: list[str] = []
        way = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                way.asked.append(urlsplit(self.path).hostname or "")
                kind, body = way.pages.get(self.path, ("text/plain", b""))
                self.send_response(200 if self.path in way.pages else 404)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_CONNECT(self) -> None:
                way.asked.append(self.path.partition(":")[0])
                self.send_error(502)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> OnlyWayOut:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
