"""Which chats belong to a story: links to rooms, and Cactus Comments' convention."""

from __future__ import annotations

import asyncio

import pytest

from tests.talk.services import story
from tui.articles.extract import extract_article
from tui.model import Room
from tui.talk.matrix.story_rooms import RoomLink, announced_rooms, room_link, rooms_of_story, start_room

BODY = (
    "<h1>The pact</h1>" + "<p>The two cities signed it after a long night of talks, at the harbour.</p>" * 8
)


@pytest.mark.parametrize(
    ("address", "room", "via"),
    [
        ("matrix:r/pact:news.example", "#pact:news.example", ()),
        (
            "matrix:roomid/abc:news.example?via=one.example&via=two.example",
            "!abc:news.example",
            ("one.example", "two.example"),
        ),
        ("MATRIX:roomid/P4Vt-rE?via=one.example", "!P4Vt-rE", ("one.example",)),
        ("matrix:r/pact:news.example/e/event", "#pact:news.example", ()),
        ("https://matrix.to/#/#pact:news.example", "#pact:news.example", ()),
        (
            "https://matrix.to/#/%23pact%3Anews.example?via=one.example",
            "#pact:news.example",
            ("one.example",),
        ),
        (
            "https://matrix.to/#/!abc:news.example/$event?via=one.example",
            "!abc:news.example",
            ("one.example",),
        ),
    ],
)
def test_a_link_leads_to_a_room(address: str, room: str, via: tuple[str, ...]) -> None:
    assert room_link(address) == RoomLink(room, via)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "matrix:u/mira:news.example",
        "matrix:r/",
        "matrix:r/a b:news.example",
        "matrix:r/a\u202eb:news.example",
        "https://matrix.to/#/@mira:news.example",
        "https://matrix.to/",
        "https://evil.example/#/#pact:news.example",
        "https://matrix.to.evil.example/#/#pact:news.example",
        "matrix:r/" + "x" * 300,
    ],
)
def test_a_link_to_anything_else_leads_to_none(address: str) -> None:
    assert room_link(address) is None


def on_page(html: str) -> list[RoomLink]:
    page = f"<html lang=en><title>The pact</title><body><article>{BODY}{html}</article></body></html>"
    return announced_rooms(extract_article(page.encode(), "https://news.example/pact"))


def test_a_page_links_to_its_chat() -> None:
    links = (
        "<a href='https://matrix.to/#/#pact:news.example'>Talk</a>"
        "<a href='matrix:r/desk:news.example'>Us</a>"
        "<a href='https://matrix.to/#/@mira:news.example'>Mira</a>"
        "<a href='matrix:r/desk:news.example'>Us</a>"
    )
    assert on_page(links) == [RoomLink("#pact:news.example"), RoomLink("#desk:news.example")]
    assert on_page("") == []


@pytest.mark.parametrize(
    "embedded",
    [
        """<script>initComments({
            node: document.getElementById("comment-section"),
            defaultHomeserverUrl: "https://matrix.cactus.example:8448/",
            serverName: "cactus.example", siteName: 'quay', "commentSectionId": "the-pact"
        })</script>""",
        """<script src="cactus.js" data-node="#c" data-default-homeserver-url="https://matrix.cactus.example:8448"
            data-server-name="cactus.example" data-site-name="quay"
            data-comment-section-id="the-pact"></script>""",
    ],
    ids=["call", "attributes"],
)
def test_cactus_comments_have_a_room(embedded: str) -> None:
    home = "https://matrix.cactus.example:8448"
    links = "<a href='matrix:r/desk:news.example'>Us</a>"
    assert on_page(links + embedded) == [
        RoomLink("#comments_quay_the-pact:cactus.example", (), home),
        RoomLink("#desk:news.example"),
    ]


@pytest.mark.parametrize(
    "embedded",
    [
        "<script>initComments({siteName: 'quay', serverName: 'cactus.example'})</script>",
        "<script>initComments({siteName: name, serverName: 'x', commentSectionId: id})</script>",
        "<script>// initComments</script>",
    ],
)
def test_cactus_comments_that_only_a_browser_can_tell_have_none(embedded: str) -> None:
    assert on_page(embedded) == []


def test_a_feed_links_to_a_chat() -> None:
    html = "<p>Talk at <a href='https://matrix.to/#/%23pact:news.example?via=a.example&amp;via=b.example'>us</a></p>"
    assert announced_rooms(None, html) == [RoomLink("#pact:news.example", ("a.example", "b.example"))]
    assert announced_rooms(None, "matrix:r/" + "x" * 100_000) == []
    assert RoomLink("!abc", ("a.example",)).server == "a.example"


def test_rooms_about_a_story_are_those_linked_then_those_that_link_it() -> None:
    def room(name: str, url: str = "") -> Room:
        return Room(f"!{name}:x", "https://x", name, story_url=url, alias=f"#{name}:x")

    url = "https://news.example/pact"
    listed = [
        room("desk"),
        room("pact", f"{url}?utm_source=mail"),
        room("other", "https://news.example/boat"),
    ]
    links = [RoomLink("#away:y"), RoomLink("#desk:x")]
    found = rooms_of_story(links, listed, url)
    assert [(one.id, one.name) for one in found] == [
        ("#away:y", "#away:y"),
        ("!desk:x", "desk"),
        ("!pact:x", "pact"),
    ]
    assert rooms_of_story([RoomLink("#pact:x")], listed, url) == [listed[1]]
    assert rooms_of_story([], [room("none")], "") == []


def test_a_chat_is_named_after_its_story_and_links_it() -> None:
    made: list[tuple[str, str]] = []

    async def create(name: str, topic: str) -> str:
        made.append((name, topic))
        return "!new:news.example"

    assert asyncio.run(start_room(create, story())) == "!new:news.example"
    assert made == [(story().title, story().url)]
