"""Discussion services on loopback, each answering in the shape that its documentation gives.

These are stand-ins: Hacker News, Lobsters, Lemmy and Mastodon can't be had here.
What they answer follows hn.algolia.com/api, the ``as_json`` of Lobsters' models,
Lemmy's API version 3 (lemmy-js-client 0.19) and the Mastodon API's pages on
timelines and statuses. WordPress, Isso and comment feeds have stand-ins too, for
what no real server says; the real ones are in ``test_real_servers``.
"""

from __future__ import annotations

from html import escape
from typing import Any

from tests.talk.isso_service import IssoService
from tests.talk.lemmy_service import LemmyService
from tests.talk.mastodon_service import MastodonService
from tests.talk.participant_service import ParticipantService
from tests.talk.service import START, STORY_URL, Answer, Query, Remark, Service, story
from tests.talk.wordpress_service import WordPressService
from tui.model import Article, Story
from tui.talk.comment_feed import CommentFeed
from tui.talk.hacker_news import HackerNews
from tui.talk.lobsters import Lobsters
from tui.talk.provider import Provider

__all__ = ["PARTICIPANTS", "SERVICES", "START", "STORY_URL", "Remark", "Service", "story"]


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
            "submitter_user": "oleg",
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


SERVICES: tuple[type[Service], ...] = (
    CommentFeedService,
    WordPressService,
    IssoService,
    HackerNewsService,
    LobstersService,
    LemmyService,
    MastodonService,
)

PARTICIPANTS: tuple[type[ParticipantService], ...] = (
    WordPressService,
    IssoService,
    LemmyService,
    MastodonService,
)
"""Those that readers can write to."""
