"""Discussion services on loopback, each answering in the shape that its documentation gives.

These are stand-ins: Hacker News, Lobsters, Lemmy and Mastodon can't be had here.
What they answer follows hn.algolia.com/api, the ``as_json`` of Lobsters' models,
Lemmy's API version 3 (lemmy-js-client 0.19) and the Mastodon API's pages on
timelines and statuses. WordPress, Isso and comment feeds have stand-ins too, for
what no real server says; the real ones are in ``test_real_servers``.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tui.model import Announcement, Article, Story
from tui.talk.comment_feed import CommentFeed
from tui.talk.hacker_news import HackerNews
from tui.talk.isso import Isso
from tui.talk.lemmy import Lemmy
from tui.talk.lobsters import Lobsters
from tui.talk.mastodon import Mastodon
from tui.talk.provider import Provider
from tui.talk.wordpress import WordPress

STORY_URL = "https://harbour.example/2026/pact"
START = datetime(2026, 11, 12, tzinfo=UTC)
Query = dict[str, str]
Answer = tuple[Any, dict[str, str]]


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


def story(**more: Any) -> Story:
    return Story("1", "", "Harbour Desk", "", "Ferry pact signed", STORY_URL, sorted_at=START, **more)


class Service:
    """One service with one thread about ``STORY_URL``: ``remarks``. ``broken`` is answered instead."""

    def __init__(self) -> None:
        self.remarks: Sequence[Remark] = ()
        self.closed = False
        self.broken: bytes | None = None
        self.asked: list[str] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                service.asked.append(self.path)
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                body, headers = service.broken, {"Content-Type": "text/html"}
                if body is None:
                    answer, headers = service.answer(parts.path, query)
                    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(404 if body == b"null" else 200)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

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
        self._server.shutdown()
        self._server.server_close()

    def provider(self) -> Provider:
        raise NotImplementedError

    def announced(self) -> tuple[Story, Article | None]:
        """A story, and the article of its page, that say where this discussion is."""
        return story(), Article("Ferry pact signed", STORY_URL, ())

    def answer(self, path: str, query: Query) -> Answer:
        """What is answered, and with which header fields. None: nothing is there."""
        raise NotImplementedError

    def below(self, parent: int) -> list[Remark]:
        return [remark for remark in self.remarks if remark.parent == parent]


class CommentFeedService(Service):
    def provider(self) -> Provider:
        return CommentFeed()

    def announced(self) -> tuple[Story, Article | None]:
        return story(comments_feed=f"{self.url}/comments"), None

    def answer(self, path: str, query: Query) -> Answer:
        items = "".join(
            f"<item><title>c</title><guid isPermaLink='false'>{one.id}</guid>"
            f"<dc:creator>{escape(one.author.replace(chr(27), ''))}</dc:creator><pubDate>{one.date}</pubDate>"
            + (f"<thr:in-reply-to ref='{one.parent}'/>" if one.parent else "")
            + f"<description>{escape(one.html.replace(chr(27), ''))}</description></item>"
            for one in self.remarks
        )
        feed = (
            "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' "
            "xmlns:thr='http://purl.org/syndication/thread/1.0'><channel><title>Comments</title>"
            f"{items}</channel></rss>"
        )
        return feed.encode(), {"Content-Type": "application/rss+xml"}


class WordPressService(Service):
    def provider(self) -> Provider:
        return WordPress()

    def announced(self) -> tuple[Story, Article | None]:
        said = (
            Announcement("https://api.w.org/", f"{self.url}/index.php?rest_route=/"),
            Announcement("shortlink", f"{self.url}/?p=7"),
        )
        return story(), Article("Ferry pact signed", STORY_URL, (), announced=said)

    def answer(self, path: str, query: Query) -> Answer:
        if query["rest_route"] == "/wp/v2/posts/7":
            return {"comment_status": "closed" if self.closed else "open"}, {}
        assert query["rest_route"] == "/wp/v2/comments"
        page, size = int(query["page"]), int(query["per_page"])
        pages = max(-(-len(self.remarks) // size), 1)
        shown = self.remarks[(page - 1) * size : page * size]
        return [self._comment(one) for one in shown], {
            "X-WP-Total": str(len(self.remarks)),
            "X-WP-TotalPages": str(pages),
        }

    @staticmethod
    def _comment(one: Remark) -> dict[str, Any]:
        return {
            "id": one.id,
            "parent": one.parent,
            "author_name": one.author,
            "date_gmt": one.date,
            "content": {"rendered": one.html},
            "link": f"{STORY_URL}#comment-{one.id}",
            "status": "approved",
        }


class IssoService(Service):
    """Replies nest one level, whoever they answer."""

    def provider(self) -> Provider:
        return Isso()

    def announced(self) -> tuple[Story, Article | None]:
        said = (Announcement("data-isso", f"{self.url}/"),)
        return story(), Article("Ferry pact signed", STORY_URL, (), announced=said)

    def answer(self, path: str, query: Query) -> Answer:
        assert query["uri"] == "/2026/pact"
        after = float(query.get("after", 0))
        parent = int(query.get("parent", 0))
        here = [one for one in self.below(parent) if self._time(one) > after]
        shown = here[: int(query["limit"])]
        replies = [self._comment(one, after, int(query["nested_limit"]), nested=not parent) for one in shown]
        return {
            "id": parent or None,
            "total_replies": len(self.remarks),
            "hidden_replies": len(here) - len(shown),
            "replies": replies,
        }, {}

    def _comment(self, one: Remark, after: float, limit: int, *, nested: bool) -> dict[str, Any]:
        answers = self.below(one.id) if nested else []
        return {
            "id": one.id,
            "parent": one.parent or None,
            "author": one.author,
            "text": one.html,
            "created": one.seconds,
            "modified": None,
            "mode": 1,
            "likes": one.score,
            "dislikes": 0,
            "total_replies": len(answers),
            "hidden_replies": max(len(answers) - limit, 0),
            "replies": [self._comment(answer, after, 0, nested=False) for answer in answers[:limit]],
        }

    @staticmethod
    def _time(one: Remark) -> float:
        return one.seconds if isinstance(one.seconds, float) else float(one.id)


class HackerNewsService(Service):
    def provider(self) -> Provider:
        return HackerNews(self.url)

    def answer(self, path: str, query: Query) -> Answer:
        if path == "/api/v1/search":
            assert query["restrictSearchableAttributes"] == "url"
            hits = [self._hit("900", STORY_URL), self._hit("901", "https://other.example/")]
            return {"hits": hits, "nbHits": 2, "page": 0}, {}
        return {**self._hit("900", STORY_URL), "id": 900, "children": self._tree()}, {}

    def _hit(self, name: str, url: str) -> dict[str, Any]:
        return {
            "objectID": name,
            "title": "Ferry pact signed",
            "url": url,
            "author": "oleg",
            "points": 42,
            "num_comments": len(self.remarks),
            "created_at_i": int(START.timestamp()),
        }

    def _tree(self) -> list[dict[str, Any]]:
        nodes = {
            one.id: {
                "id": one.id,
                "author": one.author,
                "text": one.html,
                "created_at_i": int(one.seconds) if isinstance(one.seconds, float) else one.seconds,
                "points": one.score,
                "children": [],
            }
            for one in self.remarks
        }
        for one in self.remarks:
            if one.parent in nodes:
                nodes[one.parent]["children"].append(nodes[one.id])
        return [nodes[one.id] for one in self.remarks if one.parent not in nodes]


class LobstersService(Service):
    def provider(self) -> Provider:
        return Lobsters(self.url)

    def answer(self, path: str, query: Query) -> Answer:
        if path == "/stories/url/all.json":
            return [self._story()], {}
        assert path == "/s/abc123.json"
        return {**self._story(), "comments": [self._comment(one) for one in self.remarks]}, {}

    def _story(self) -> dict[str, Any]:
        return {
            "short_id": "abc123",
            "title": "Ferry pact signed",
            "url": STORY_URL,
            "score": 42,
            "comment_count": len(self.remarks),
            "created_at": START.isoformat(),
            "comments_url": f"{self.url}/s/abc123/ferry_pact_signed",
        }

    def _comment(self, one: Remark) -> dict[str, Any]:
        return {
            "short_id": str(one.id),
            "parent_comment": str(one.parent) if one.parent else None,
            "commenting_user": one.author,
            "comment": one.html,
            "created_at": one.date,
            "last_edited_at": one.date,
            "score": one.score,
            "depth": 0,
            "short_id_url": f"{self.url}/c/{one.id}",
        }


class LemmyService(Service):
    """Bodies are Markdown here: what is HTML in them is shown as it is written."""

    def provider(self) -> Provider:
        return Lemmy(self.url)

    def answer(self, path: str, query: Query) -> Answer:
        if path == "/api/v3/search":
            assert query["type_"] == "Url"
            return {"type_": "Url", "comments": [], "posts": [self._post()], "communities": []}, {}
        if path == "/api/v3/post":
            return {"post_view": self._post()}, {}
        assert path == "/api/v3/comment/list"
        page, size = int(query["page"]), int(query["limit"])
        shown = self.remarks[(page - 1) * size : page * size]
        return {"comments": [self._comment(one) for one in shown]}, {}

    def _post(self) -> dict[str, Any]:
        return {
            "post": {
                "id": 5,
                "name": "Ferry pact signed",
                "url": STORY_URL,
                "published": START.isoformat(),
                "locked": self.closed,
            },
            "counts": {"score": 42, "comments": len(self.remarks)},
        }

    def _comment(self, one: Remark) -> dict[str, Any]:
        above = f"0.{one.parent}" if one.parent else "0"
        return {
            "comment": {
                "id": one.id,
                "content": one.html.removeprefix("<p>").removesuffix("</p>"),
                "published": one.date,
                "path": f"{above}.{one.id}",
                "ap_id": f"{self.url}/comment/{one.id}",
                "deleted": False,
                "removed": False,
            },
            "creator": {"name": one.author},
            "counts": {"score": one.score},
        }


class MastodonService(Service):
    """The first remark is the post that links to the story; the link is not widely shared."""

    trending = False

    def provider(self) -> Provider:
        return Mastodon(self.url)

    def answer(self, path: str, query: Query) -> Answer:
        post = self._post(self.remarks[0]) if self.remarks else self._post(Remark(1))
        if path == "/api/v1/timelines/link":
            return ([post] if self.trending else None), {}
        if path == "/api/v2/search":
            return {"accounts": [], "hashtags": [], "statuses": [post]}, {}
        if path.endswith("/context"):
            return {"ancestors": [], "descendants": [self._post(one) for one in self.remarks[1:]]}, {}
        return post, {}

    def _post(self, one: Remark) -> dict[str, Any]:
        return {
            "id": str(one.id),
            "in_reply_to_id": str(one.parent) if one.parent else None,
            "created_at": one.date,
            "edited_at": None,
            "content": one.html,
            "url": f"{self.url}/@{one.id}",
            "account": {"acct": one.author, "display_name": one.author},
            "replies_count": max(len(self.remarks) - 1, 0),
            "favourites_count": one.score,
            "spoiler_text": "",
            "card": {"url": STORY_URL} if not one.parent else None,
        }


SERVICES: tuple[type[Service], ...] = (
    CommentFeedService,
    WordPressService,
    IssoService,
    HackerNewsService,
    LobstersService,
    LemmyService,
    MastodonService,
)
