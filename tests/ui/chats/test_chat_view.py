"""A chat that is open: it stays where the reader is, and tells what was read."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from tests.ui.chats.scene import body, drawn, hear, open_first, shown, with_chats
from tests.ui.chats.stand_in import ROOM, StandInChat, in_order, said
from tests.ui.pages import Site
from tests.ui.test_article import until
from tui.desk import Desk
from tui.ui.app import WireroomApp
from tui.ui.chats.conversation import READ_PAUSE

MANY = [said(n) for n in range(200)]


def test_it_opens_at_the_newest_and_stays_there(desk: Desk, site: Site) -> None:
    chat = StandInChat(MANY)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        assert body(app)[-1] == "Remark 199."
        chat.add(said(200))
        hear(app, chat)
        assert body(app)[-1] == "Remark 200."
        message = app.newsroom.chats.message
        assert message is not None
        assert message.id == "$200"

    with_chats(desk, site, chat, use=use)


def test_the_cursors_mark_is_drawn_where_it_is(desk: Desk, site: Site) -> None:
    chat = StandInChat(MANY)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        def marked() -> list[str]:
            return [line[1:].rstrip() for line in drawn(app) if line.startswith("▌")]

        await open_first(app, pilot)
        assert marked()[-1] == "Remark 199."
        await pilot.press("k")
        assert marked()[-1] == "Remark 198."
        await pilot.press("g", "k")
        assert "Ferry pact signed" in marked()
        await pilot.press("j")
        assert marked()[-1] == "Remark 0."

    with_chats(desk, site, chat, use=use)


def test_who_reads_above_is_not_moved_and_told_how_much_is_new(desk: Desk, site: Site) -> None:
    chat = StandInChat(MANY)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        await pilot.press("k")
        before = body(app)
        chat.add(*(said(n) for n in range(200, 212)), said(212, own=True))
        hear(app, chat)
        assert body(app) == before
        assert "↓ 12 new below" in shown(app)
        await pilot.press("G")
        assert body(app)[-1] == "Remark 212."
        await pilot.pause()
        assert "new below" not in shown(app)

    with_chats(desk, site, chat, use=use)


def test_new_messages_are_below_a_line_and_jumped_to(desk: Desk, site: Site) -> None:
    chat = StandInChat(MANY, read_up_to="$99")

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        pane = app.newsroom.chats

        def at() -> str:
            return pane.message.id if pane.message else ""

        assert at() == "$100"
        lines = body(app)
        place = next(n for n, line in enumerate(lines) if line.strip("─ ") == "new")
        assert lines[place + 2] == "Remark 100."
        assert "Remark 99." in lines
        await pilot.press("n")
        assert at() == "$199"
        await pilot.press("n")
        assert "Nothing new below." in app.newsroom.status.sentence
        await pilot.press("p")
        assert at() == "$100"
        await pilot.press("p")
        assert "Nothing new above." in app.newsroom.status.sentence

    with_chats(desk, site, chat, use=use)


def test_what_was_seen_is_told_once_and_not_more_often_than_needed(desk: Desk, site: Site) -> None:
    chat = StandInChat(MANY[:3])

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        opened = time.monotonic()
        await open_first(app, pilot)
        for n in range(3, 30):
            chat.add(said(n))
            hear(app, chat)
            await pilot.pause()
        await until(pilot, lambda: chat.marks[-1:] == ["$29"])
        assert len(chat.marks) <= (time.monotonic() - opened) / READ_PAUSE + 1
        chat.add(said(30))
        hear(app, chat)
        await pilot.pause()
        await pilot.press("escape")
        assert chat.marks[-1] == "$30"  # who leaves does not wait
        assert chat.asked[-1] == "close"

    with_chats(desk, site, chat, use=use)


def test_what_comes_while_the_terminal_is_left_is_new_and_not_read(desk: Desk, site: Site) -> None:
    chat = StandInChat(MANY[:5])

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        await until(pilot, lambda: chat.marks == ["$4"])
        app.app_focus = False
        chat.add(said(5), said(6))
        hear(app, chat)
        chat.add(said(7))
        hear(app, chat)
        await pilot.pause(READ_PAUSE + 0.2)
        assert chat.marks == ["$4"]
        lines = body(app)
        place = next(n for n, line in enumerate(lines) if line.strip("─ ") == "new")
        assert lines[place + 2] == "Remark 5."
        app.app_focus = True
        app.newsroom.chats.look_again()
        app.newsroom.chats.view.refresh()
        await until(pilot, lambda: chat.marks == ["$4", "$7"])

    with_chats(desk, site, chat, use=use)


def test_what_comes_while_the_room_is_hidden_is_not_read(desk: Desk, site: Site) -> None:
    chat = StandInChat(MANY[:5])

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        await until(pilot, lambda: chat.marks == ["$4"])
        await pilot.press("c")  # back to the article, which lies over the whole of it
        assert app.newsroom.pane == "article"
        chat.add(said(5))
        hear(app, chat)
        await pilot.pause(READ_PAUSE + 0.2)
        assert chat.marks == ["$4"]
        await pilot.press("c")
        await until(pilot, lambda: chat.marks == ["$4", "$5"])
        assert "── new" in shown(app)

    with_chats(desk, site, chat, use=use, size=(80, 24))


def test_who_types_is_told_and_moves_nothing(desk: Desk, site: Site) -> None:
    chat = StandInChat(MANY)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        before = body(app)
        chat.add(typing=("mira", "oleg"))
        hear(app, chat)
        assert "mira, oleg are typing …" in shown(app)
        assert body(app) == before
        chat.add(typing=())
        hear(app, chat)
        assert "typing" not in shown(app)

    with_chats(desk, site, chat, use=use)


def test_a_message_that_is_sent_keeps_the_cursor(desk: Desk, site: Site) -> None:
    chat = StandInChat([*MANY, said(200, "Me.", own=True, state="pending", id="txn1")])

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        assert "Me. (sending …)" in shown(app)
        chat.view = replace(chat.view, messages=in_order((*MANY, said(200, "Me.", own=True))))
        hear(app, chat)
        assert body(app)[-1] == "Me."
        message = app.newsroom.chats.message
        assert message is not None
        assert message.own

    with_chats(desk, site, chat, use=use)


def test_keys_open_the_story_what_is_answered_and_links(desk: Desk, site: Site) -> None:
    answer = said(200, "See https://desk.example/a", reply_to="$10")
    chat = StandInChat([*MANY, answer], room=replace(ROOM, story_url=f"{site.url}/1"))

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        pane = app.newsroom.chats
        assert "↳ mira: Remark 10." in shown(app)
        assert app.newsroom.link == "https://desk.example/a"
        await pilot.press("y")
        assert app.clipboard == "https://desk.example/a"
        await pilot.press("Y")
        assert app.clipboard == "See https://desk.example/a"
        await pilot.press("enter")
        assert pane.message is not None
        assert pane.message.id == "$10"
        await pilot.press("enter")
        assert "answers no other" in app.newsroom.status.sentence
        await pilot.press("g", "k")
        assert pane.message is None
        await pilot.press("enter")
        await until(pilot, lambda: app.newsroom.pane == "article")
        assert app.newsroom.reading is not None
        assert app.newsroom.reading.title == "Headline 1"

    with_chats(desk, site, chat, use=use)


def test_a_long_message_opens_and_is_read_through(desk: Desk, site: Site) -> None:
    long = said(200, " ".join(f"word{n}" for n in range(7_000)))
    chat = StandInChat([*MANY, long])

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        assert "more characters" in shown(app)
        await pilot.press("enter")
        assert "word6999" in shown(app)
        await pilot.press("k")
        assert "word6999" not in shown(app)
        assert app.newsroom.chats.message == long
        await pilot.press("enter")
        assert "more characters" in shown(app)

    with_chats(desk, site, chat, use=use)


def test_twenty_thousand_messages_are_laid_out_only_where_they_are_seen(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.ui.chats import chat_view_messages

    laid: list[str] = []
    lay_out = chat_view_messages.message_lines

    def counted(message, *rest, **more):  # type: ignore[no-untyped-def]
        laid.append(message.id)
        return lay_out(message, *rest, **more)

    monkeypatch.setattr(chat_view_messages, "message_lines", counted)
    chat = StandInChat([said(n) for n in range(20_000)])

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        assert body(app)[-1] == "Remark 19999."
        assert len(laid) < 80
        for n in range(20_000, 20_040):
            chat.add(said(n))
            hear(app, chat)
        assert len(laid) < 200

    with_chats(desk, site, chat, use=use)


def test_a_flood_is_drawn_in_a_few_frames(desk: Desk, site: Site) -> None:
    """What is said between two looks comes with one: as many frames as breaths, however much is said."""
    from tui.events import ChatsMoved

    chat = StandInChat(MANY)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        tell: Callable[[object], None] = app._link._hear  # type: ignore[assignment]
        for n in range(200, 2_200):
            chat.add(said(n))
            tell(ChatsMoved(frozenset({chat.room.id}), link=False))
        looks = app.newsroom.chats.view.looks
        await until(pilot, lambda: body(app)[-1] == "Remark 2199.")
        assert app.newsroom.chats.view.looks - looks <= 2

    with_chats(desk, site, chat, use=use)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (40, 12)])
def test_it_is_usable_in_any_size(desk: Desk, site: Site, size: tuple[int, int]) -> None:
    chat = StandInChat(MANY, read_up_to="$150")

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        assert "Remark 151." in body(app)
        await pilot.press("G")
        assert body(app)[-1] == "Remark 199."
        await pilot.press("pageup", "k")
        assert app.newsroom.chats.message is not None
        await pilot.resize_terminal(size[0] + 7, size[1] + 3)
        await pilot.pause()
        assert any(
            item == app.newsroom.chats.view._window.cursor for item, _ in app.newsroom.chats.view._sight
        )

    with_chats(desk, site, chat, use=use, size=size)
