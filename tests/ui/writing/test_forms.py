"""Forms in the room: logging in and out, registering, reporting; votes; where nothing can be written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.widgets import Input

from tests.talk.mastodon_service import MastodonService
from tests.talk.participant_service import PASSWORD
from tests.talk.services import HackerNewsService, Remark
from tests.ui.test_article import until
from tests.ui.test_room import shown
from tests.ui.test_room_elsewhere import reader
from tests.ui.writing.scene import Lemmy, discussed, in_the_room, logged_in, room, screen, typed
from tui.desk import Desk
from tui.ui.app import WireroomApp


@pytest.fixture
def desk(tmp_path: Path, lemmy: Lemmy) -> Iterator[Desk]:
    opened = discussed(tmp_path, lemmy)
    yield opened
    opened.close()


def test_logging_in_from_the_foot_and_out_again(desk: Desk, lemmy: Lemmy) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = room(app)
        assert "L log in or register to join" in shown(pane)
        await pilot.press("L", *typed("ada"), "tab")
        app.post_message(Paste(f"{PASSWORD} wrong\n"))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "knows no such name" in screen(app))
        assert PASSWORD not in screen(app)
        await pilot.press("shift+tab", *["backspace"] * len(" wrong"), "ctrl+s")  # the rest is still there
        await until(pilot, lambda: "L you are Ada L." in shown(pane))
        assert pane.has_focus
        assert pane.comment is not None
        await pilot.press("L")
        assert "You are Ada L. here" in screen(app)
        await pilot.press("enter")
        await until(pilot, lambda: "L log in or register to join" in shown(pane))

    in_the_room(desk, use)
    assert desk.taking_part.accounts() == []


def test_keys_that_come_in_one_handful_go_where_each_was_meant(desk: Desk, lemmy: Lemmy) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("L")
        await until(pilot, lambda: "Log in to 127.0.0.1" in screen(app))
        for key in ("a", "tab", "tab", "1", "shift+tab", "shift+tab", "b"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: [one.value for one in app.query(Input)] == ["ab", "", "1"])

    in_the_room(desk, use)


def test_writing_asks_to_log_in_first_and_goes_on_to_the_text(desk: Desk, lemmy: Lemmy) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("i", *typed("ada"), "enter", *typed(PASSWORD), "enter", "enter")
        await until(pilot, lambda: "Reply to mira" in screen(app))
        await pilot.press(*typed("Aye"), "ctrl+s")
        await until(pilot, lambda: len(lemmy.remarks) == 3)

    in_the_room(desk, use)


def test_what_must_be_answered_is_asked_for_and_escape_leaves(desk: Desk, lemmy: Lemmy) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("L", "ctrl+s")
        await until(pilot, lambda: "is needed" in screen(app))
        assert lemmy.requests == [one for one in lemmy.requests if one.method == "GET"]
        await pilot.press("ctrl+n")
        await until(pilot, lambda: "⏎ register" in screen(app))
        await pilot.press("ctrl+n")
        await until(pilot, lambda: "⏎ log in" in screen(app))
        await pilot.press("escape")
        await until(pilot, lambda: room(app).has_focus)
        assert room(app).participation.open is None

    in_the_room(desk, use)


def test_a_log_in_that_goes_on_asks_its_next_question_in_the_same_place(tmp_path: Path) -> None:
    with MastodonService() as service:
        service.remarks = [Remark(1), Remark(2, 1)]
        desk = reader(tmp_path, service)

        async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
            await pilot.press("L", "enter")
            await until(pilot, lambda: "in the browser first" in screen(app))
            code = next(iter(service.proof(desk.taking_part.log_in_form(room(app).thread)).values()))  # type: ignore[arg-type]
            await pilot.press(*typed(code), "enter")
            await until(pilot, lambda: "you are" in shown(room(app)))

        in_the_room(desk, use)
        desk.close()


def test_a_service_that_is_down_is_one_sentence_in_the_form(desk: Desk, lemmy: Lemmy) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        lemmy.close()
        await pilot.press("L", *typed("ada"), "tab", *typed("x"), "ctrl+s")
        await until(pilot, lambda: "127.0.0.1" in screen(app).partition("second factor")[2])
        await pilot.press("escape")
        assert room(app).has_focus

    in_the_room(desk, use)


def test_votes_are_shown_at_once_and_taken_back_by_voting_again(desk: Desk, lemmy: Lemmy) -> None:
    logged_in(desk, lemmy)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = room(app)
        await pilot.press("+")
        await until(pilot, lambda: "▲4" in shown(pane) and lemmy.votes == {1: 1})
        await pilot.press("-")
        await until(pilot, lambda: "▲2" in shown(pane) and lemmy.votes == {1: -1})
        await pilot.press("-")
        await until(pilot, lambda: "▲3" in shown(pane) and not lemmy.votes.get(1))
        lemmy.forced = (500, b"", {})
        await pilot.press("+")
        await until(pilot, lambda: "127.0.0.1" in app.newsroom.status.sentence)
        assert "▲3" in shown(pane)

    in_the_room(desk, use)


def test_a_report_needs_a_reason_and_a_second_enter(desk: Desk, lemmy: Lemmy) -> None:
    logged_in(desk, lemmy)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("j", "!", "enter")
        assert "is needed" in screen(app)
        await pilot.press(*typed("spam"), "enter")
        assert "once more does it" in screen(app)
        assert lemmy.reports == []
        await pilot.press("enter")
        await until(pilot, lambda: app.newsroom.status.sentence == "Reported.")

    in_the_room(desk, use)
    assert lemmy.reports == [("2", "spam")]


def test_ones_own_comment_is_written_anew(desk: Desk, lemmy: Lemmy) -> None:
    logged_in(desk, lemmy)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("i", *typed("Nay"), "ctrl+s")
        await until(pilot, lambda: len(lemmy.remarks) == 3 and "sending" not in shown(room(app)))
        await pilot.press("G", "e")
        assert "Edit your comment" in screen(app)
        await pilot.press("backspace", *typed("me"), "ctrl+s")
        await until(pilot, lambda: "Name" in shown(room(app)) and "sending" not in shown(room(app)))

    in_the_room(desk, use)
    assert "Name" in lemmy.remarks[-1].html


def test_where_nothing_can_be_written_the_browser_is_offered(tmp_path: Path) -> None:
    with HackerNewsService() as service:
        service.remarks = [Remark(1)]
        desk = reader(tmp_path, service)

        async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
            assert "o log in or register to join, in the" in shown(room(app))
            for key in ("i", "I", "L"):
                await pilot.press(key)
                assert "takes no comments from here" in app.newsroom.status.sentence
            assert room(app).participation.open is None
            told = {command.name: command.describe(app.newsroom) for command in app.keymap.commands}
            assert not any(
                told[name] for name in ("reply", "comment", "quote", "vote-up", "report", "log-in")
            )

        in_the_room(desk, use)
        desk.close()
