"""The list of chats: the open story's first, what is in each, and why there are none."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from textual.pilot import Pilot

from tests.ui.chats.scene import shown, tabs, with_chats
from tests.ui.chats.stand_in import ROOM, StandInChat, done
from tests.ui.pages import Site
from tests.ui.test_article import until
from tui.desk import Desk
from tui.model import Failure, Room
from tui.talk.matrix.errors import GuestsForbidden
from tui.ui.app import WireroomApp
from tui.ui.chats.chat_list_rows import Listing, in_parts, room_lines

NOW = datetime(2026, 11, 12, 10, tzinfo=UTC)


def room(name: str, **more: object) -> Room:
    return replace(ROOM, id=f"!{name}:news.example", name=name, **more)  # type: ignore[arg-type]


def test_a_row_tells_people_age_and_what_is_unread() -> None:
    one = room("Ferry pact", unread=5, mentions=1, last=NOW - timedelta(minutes=3))
    lines = [line.text for line in room_lines("own", one, one.name, 60, NOW)]
    assert lines == ["● Ferry pact", "  5 unread · 1 mention · 42 people · 3 min", ""]
    narrow = [line.text for line in room_lines("own", one, one.name, 24, NOW)]
    assert narrow[1:3] == ["  5 unread · 1 mention", "  42 people · 3 min"]
    closed = room("Secrets", encrypted=True, people=0, last=None)
    assert "  end-to-end encrypted" in [line.text for line in room_lines("own", closed, "S", 60, NOW)]


def test_the_open_storys_chat_is_first_then_the_active_ones(desk: Desk, site: Site) -> None:
    quiet = StandInChat(room=room("Quiet", last=NOW - timedelta(days=2)))
    busy = StandInChat(room=room("Busy", last=NOW, unread=3))
    public = StandInChat(room=room("Public", membership=""))
    about = StandInChat(room=room("A name", story_url=f"{site.url}/0", membership="", people=7))

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter", "C")
        await until(pilot, lambda: "Public" in shown(app))
        lines = [line.strip("─▌● ") for line in shown(app).split("\n")]
        told = [line for line in lines if line and "people" not in line and "2026" not in line]
        assert told == [
            "about this story",
            "Headline 0",
            "your chats",
            "Busy",
            "Quiet",
            "news.example",
            "Public",
        ]
        assert app.newsroom.chats.room == about.room
        assert "Chats 4 ●" in tabs(app)
        await pilot.press("n")
        assert app.newsroom.chats.room == busy.room
        await pilot.press("p")
        assert app.newsroom.chats.room == busy.room
        assert "None above." in app.newsroom.status.sentence

    with_chats(desk, site, quiet, busy, public, about, use=use)


def test_two_keys_from_the_article_to_its_chat(desk: Desk, site: Site) -> None:
    chat = StandInChat(room=room("Any", story_url=f"{site.url}/0"))

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        await until(pilot, lambda: "Chats 1" in tabs(app))
        await pilot.press("C", "enter")
        await until(pilot, lambda: app.newsroom.chats.chat is not None)
        assert "Headline 0" in shown(app)
        assert app.newsroom.place == "chats"
        await pilot.press("escape")
        assert app.newsroom.chats.chat is None
        assert app.newsroom.chats.list.has_focus
        await pilot.press("C")
        assert app.newsroom.place == "room"
        await pilot.press("C", "escape")
        assert app.newsroom.place == "article"

    with_chats(desk, site, chat, use=use)


def test_another_storys_chat_is_as_near(desk: Desk, site: Site) -> None:
    chats = [StandInChat(room=room(f"Chat {n}", story_url=f"{site.url}/{n}")) for n in range(2)]

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter", "C")
        await until(pilot, lambda: app.newsroom.chats.room == chats[0].room)
        await pilot.press("enter")
        await until(pilot, lambda: app.newsroom.chats.chat is not None)
        await pilot.press("J")
        assert app.newsroom.chats.chat is not None  # it stays beside the next story
        await pilot.press("C")
        await until(pilot, lambda: app.newsroom.chats.room == chats[1].room)
        await pilot.press("enter")
        await until(pilot, lambda: app.newsroom.chats.chat is not None)
        assert app.newsroom.chats.room == chats[1].room

    with_chats(desk, site, *chats, use=use)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (done(()), "No chats here"),
        (done(Failure("news.example does not answer.", "Try later.")), "does not answer. Try later."),
        (done(GuestsForbidden("news.example has guests switched off.", "Log in.")), "Log in. (L)"),
        (Future(), "Looking for chats …"),
    ],
)
def test_what_is_said_where_there_are_none(
    desk: Desk, site: Site, answer: Future[object], sentence: str
) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        app.desk.live.answer = answer  # type: ignore[attr-defined]
        await pilot.press("enter", "C")
        await until(pilot, lambda: sentence in " ".join(shown(app).split()))
        await pilot.press("enter")
        assert "There is no chat to open." in app.newsroom.status.sentence

    with_chats(desk, site, use=use)


def test_news_counts_up_and_moves_nothing(desk: Desk, site: Site) -> None:
    first, second = (StandInChat(room=room(name, last=NOW)) for name in ("First", "Second"))

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter", "C")
        await until(pilot, lambda: "Second" in shown(app))
        await pilot.press("j")
        second.room = replace(second.room, unread=2, last=NOW + timedelta(minutes=1))
        app.newsroom.chats.hear({second.room.id}, link=False)
        assert "2 unread" in shown(app)
        assert shown(app).index("First") < shown(app).index("Second")
        assert app.newsroom.chats.room == second.room

    with_chats(desk, site, first, second, use=use)


def test_parts_and_what_left() -> None:
    own, other = room("Own"), room("Other", membership="")
    listing = Listing((own, other))
    now = replace(own, unread=4)
    assert listing.with_own([now]).rooms == (now, other)
    assert listing.with_own([]).rooms == (other,)
    assert [part for part, _room in in_parts((other, own), None)] == ["own", "other"]


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (40, 12)])
def test_it_is_usable_in_any_size(desk: Desk, site: Site, size: tuple[int, int]) -> None:
    chats = [StandInChat(room=room(f"Chat {n}", last=NOW)) for n in range(30)]

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter", "C")
        await until(pilot, lambda: app.newsroom.chats.list.room is not None)
        await pilot.pause()
        assert app.newsroom.chats.list.size.height > 6
        for _ in range(12):
            await pilot.press("j")
        assert app.newsroom.chats.room == chats[12].room
        assert "Chat 12" in shown(app)

    with_chats(desk, site, *chats, use=use, size=size)
