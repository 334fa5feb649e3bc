"""What is missing of an open chat, each told and asked for: history, gaps, the link, the chat itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from textual.pilot import Pilot

from tests.ui.chats.scene import body, hear, open_first, shown, with_chats
from tests.ui.chats.stand_in import ROOM, StandInChat, done, in_order, said
from tests.ui.pages import Site
from tests.ui.test_article import until
from tui.desk import Desk
from tui.model import Failure
from tui.talk.matrix.link import LinkState, LinkStatus
from tui.ui.app import WireroomApp

MANY = [said(n) for n in range(200)]


def test_history_comes_above_and_moves_nothing(desk: Desk, site: Site) -> None:
    chat = StandInChat(MANY[100:], complete=False)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        assert "more" not in chat.asked
        await pilot.press("g")
        assert chat.asked == ["more"]
        assert body(app)[0] == "Fetching earlier messages …"
        row = body(app).index("Remark 100.")
        chat.precede(*MANY[50:100])
        await until(pilot, lambda: "Fetching" not in shown(app))
        assert body(app)[row] == "Remark 100."
        assert "Remark 99." in body(app)
        await pilot.press("g")
        chat.precede(*MANY[:50], complete=True)
        await until(pilot, lambda: "Fetching" not in shown(app))
        await pilot.press("g")
        assert body(app)[0] == "The chat begins here."
        assert chat.asked == ["more", "more"]

    with_chats(desk, site, chat, use=use)


def test_history_that_fails_says_why(desk: Desk, site: Site) -> None:
    chat = StandInChat(MANY[:3], complete=False)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        await until(pilot, lambda: chat.asked == ["more"])
        chat.history.set_exception(Failure("news.example does not answer.", "Try later."))
        await until(pilot, lambda: "does not answer" in " ".join(shown(app).split()))
        assert chat.asked == ["more"]
        hear(app, chat, link=True)
        assert chat.asked == ["more", "more"]

    with_chats(desk, site, chat, use=use)


def test_a_gap_is_shown_and_filled_where_it_is_seen(desk: Desk, site: Site) -> None:
    chat = StandInChat(MANY[:50] + MANY[150:], gaps=frozenset({"$150"}))

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        assert "fill $150" not in chat.asked
        app.newsroom.chats.go_to("$151")
        assert "fill $150" in chat.asked
        assert "missing" in shown(app)
        row = body(app).index("Remark 151.")
        chat.view = replace(chat.view, messages=in_order(MANY), gaps=frozenset())
        chat.filling.set_result(None)
        await until(pilot, lambda: "missing" not in shown(app))
        assert body(app)[row] == "Remark 151."
        assert "Remark 149." in body(app)

    with_chats(desk, site, chat, use=use)


def test_a_chat_that_its_reader_was_put_out_of_says_so_above_what_was_said(desk: Desk, site: Site) -> None:
    chat = StandInChat(MANY)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        assert "mira removed you" not in shown(app)
        chat.notice = "mira removed you from this chat."
        hear(app, chat)
        assert "mira removed you" in shown(app)
        assert body(app)[-1] == "Remark 199."

    with_chats(desk, site, chat, use=use)


def test_a_chat_that_is_replaced_leads_to_where_it_goes_on_and_is_left(desk: Desk, site: Site) -> None:
    new = StandInChat((said(1, "Second day."),), replace(ROOM, id="!new:news.example", name="Day two"))
    old = StandInChat(MANY)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.chats
        await open_first(app, pilot)
        assert pane.chat is old
        await pilot.press("greater_than_sign")
        assert "goes on in no other room" in app.newsroom.status.sentence
        old.notice, old.successor = "This chat goes on in another room.", new.room
        hear(app, old)
        assert "goes on in another room. > goes there." in " ".join(shown(app).split())
        await pilot.press("X", "greater_than_sign")
        await until(pilot, lambda: pane.chat is new)
        assert "Second day." in shown(app)
        await pilot.press("X")
        assert "X once more leaves “Day two”." in app.newsroom.status.sentence
        assert new.wrote == old.wrote == []
        await pilot.press("X")
        await until(pilot, lambda: pane.chat is None)
        assert new.wrote == [("leave",)]
        assert "You left “Day two”." in app.newsroom.status.sentence
        await until(pilot, lambda: not pane._listing.looking)
        assert "Day two" in shown(app)  # a public one, to look into
        await pilot.press("k", "X", "X")  # the other, from the list
        await until(pilot, lambda: old.wrote == [("leave",)])

    with_chats(desk, site, old, new, use=use)


def test_the_link_is_told_while_it_is_broken(desk: Desk, site: Site) -> None:
    chat = StandInChat(MANY)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        assert "reconnecting" not in shown(app)
        again = datetime.now(UTC) + timedelta(seconds=8.4)
        chat.status = LinkStatus(LinkState.RECONNECTING, again, "It went away.")
        hear(app, chat, link=True)
        assert "reconnecting in 8 s" in shown(app)
        assert body(app)[-1] == "Remark 199."
        await until(pilot, lambda: "reconnecting in 7 s" in shown(app))
        chat.status = LinkStatus(LinkState.OFFLINE, again, "news.example does not answer.")
        hear(app, chat, link=True)
        assert "offline · again in" in shown(app)
        chat.status = LinkStatus(LinkState.LIVE)
        hear(app, chat, link=True)
        assert "offline" not in shown(app)
        assert body(app)[-1] == "Remark 199."
        assert app.newsroom.chats.view._ticking is None

    with_chats(desk, site, chat, use=use)


@pytest.mark.parametrize(
    ("opening", "sentence"),
    [
        (done(Failure("“Secrets” is end-to-end encrypted.", "Open it elsewhere.")), "Open it elsewhere."),
        (done(), "Nothing has been said here yet."),
    ],
)
def test_what_is_said_where_nothing_is_shown(desk: Desk, site: Site, opening: object, sentence: str) -> None:
    chat = StandInChat()
    chat.opening = opening  # type: ignore[assignment]

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        await until(pilot, lambda: sentence in " ".join(shown(app).split()))
        await pilot.press("j", "k", "enter", "space", "G", "g", "n", "p")
        assert app.newsroom.chats.message is None

    with_chats(desk, site, chat, use=use)


def test_a_chat_that_did_not_open_is_opened_by_the_same_key_or_the_link(desk: Desk, site: Site) -> None:
    chat = StandInChat()
    chat.opening = done(Failure("news.example does not answer.", "Try later."))

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        await until(pilot, lambda: "Try later." in " ".join(shown(app).split()))
        await pilot.press("enter")
        await until(pilot, lambda: "Try later." in " ".join(shown(app).split()))
        chat.opening = done()
        chat.add(said(1))
        hear(app, chat, link=True)
        await until(pilot, lambda: "Try later." not in shown(app))
        assert body(app)[-1] == "Remark 1."

    with_chats(desk, site, chat, use=use)
