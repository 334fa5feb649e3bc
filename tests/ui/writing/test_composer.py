"""Writing in the room: from the key to the comment at the service, and what happens when that fails."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from textual.events import Key, Paste
from textual.pilot import Pilot

from tests.ui.test_article import until
from tests.ui.test_room import shown
from tests.ui.writing.scene import Lemmy, discussed, in_the_room, logged_in, room, screen, typed
from tui.desk import Desk
from tui.ui.app import WireroomApp


@pytest.fixture
def desk(tmp_path: Path, lemmy: Lemmy) -> Iterator[Desk]:
    opened = logged_in(discussed(tmp_path, lemmy), lemmy)
    yield opened
    opened.close()


def test_a_reply_from_the_key_to_the_service(desk: Desk, lemmy: Lemmy) -> None:
    lemmy.hesitates = threading.Event()

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = room(app)
        assert "i reply  I comment  L you are Ada L." in shown(pane)
        await pilot.press("i", *typed("All of *it*?"))
        assert "Reply to mira" in screen(app)
        assert screen(app).count("Who pays?") == 2
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "sending …" in shown(pane))
        assert "All of it?" in shown(pane)
        assert pane.has_focus
        await pilot.press("j")  # the service takes its time, the keys do not
        assert pane.comment is not None
        assert pane.comment.author == "oleg"
        lemmy.hesitates.set()
        await until(pilot, lambda: app.newsroom.status.sentence == "It stands there now.")
        assert "sending" not in shown(pane)
        assert "All of it?" in shown(pane)
        assert desk.taking_part.draft(pane.thread.id, "1") == ""  # type: ignore[union-attr]

    in_the_room(desk, use)
    assert lemmy.sent == ["All of *it*?"]
    assert lemmy.remarks[-1].parent == 1


def test_a_comment_on_the_story_is_written_from_the_article(desk: Desk, lemmy: Lemmy) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        app.newsroom.go_to_pane("article")
        await pilot.press("i", *typed("Not me.\nNor you."), "ctrl+s")
        await until(pilot, lambda: bool(lemmy.sent))

    in_the_room(desk, use)
    assert lemmy.sent == ["Not me.\nNor you."]
    assert lemmy.remarks[-1].parent == 0


def test_no_key_steals_from_the_text(desk: Desk, lemmy: Lemmy) -> None:
    text = "jkqhlcdzsuLN?:. /1=+-!"

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("i")
        area = app.focused
        for sign in text:
            app.post_message(Key({" ": "space", "?": "question_mark"}.get(sign, sign), sign))
        await until(pilot, lambda: area.text == text)  # type: ignore[union-attr]
        await pilot.press("home", "left", "tab", "delete", "backspace", "end", "ctrl+z")
        assert app.focused is area
        assert app.newsroom.pane == "room"

    in_the_room(desk, use)


def test_keys_typed_while_it_opens_go_into_the_text(desk: Desk, lemmy: Lemmy) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        for sign in "iquick":
            app.post_message(Key(sign, sign))
        await until(pilot, lambda: getattr(app.focused, "text", "") == "quick")

    in_the_room(desk, use)


def test_what_is_pasted_is_cleaned_and_stays_one_undo_away(desk: Desk, lemmy: Lemmy) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("i", *typed("So. "))
        area = app.focused
        app.post_message(Paste("one\x1b[31m [bold]two[/]\r\nthr\u202eee\x07"))
        await until(pilot, lambda: area.text == "So. one [bold]two[/]\nthree")  # type: ignore[union-attr]
        await pilot.press("ctrl+z")
        assert area.text == "So. "  # type: ignore[union-attr]
        assert "[bold]two[/]" not in screen(app)

    in_the_room(desk, use)


def test_preview_shows_what_the_service_will(desk: Desk, lemmy: Lemmy) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("i", *typed("**North** <b>pays</b>"), "ctrl+r")
        await until(pilot, lambda: "North <b>pays</b>" in screen(app))
        assert "**North**" not in screen(app)
        await pilot.press("escape", *typed("."))
        assert "**North** <b>pays</b>." in screen(app)

    in_the_room(desk, use)


def test_a_quotation_stands_above_what_is_written(desk: Desk, lemmy: Lemmy) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press('"', *typed("Both."), "ctrl+s")
        await until(pilot, lambda: bool(lemmy.sent))

    in_the_room(desk, use)
    assert lemmy.sent == ["> Who pays?\n\nBoth."]


def test_a_draft_is_kept_marked_and_comes_back_after_a_restart(tmp_path: Path, lemmy: Lemmy) -> None:
    desk = logged_in(discussed(tmp_path, lemmy), lemmy)

    async def begin(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("j", "i", *typed("The whole north?"), "escape")
        assert "oleg your draft" in shown(room(app))
        await pilot.press("i", *typed(" All"))
        await pilot.press("ctrl+q")  # in the middle of it

    in_the_room(desk, begin)
    desk.close()
    desk = Desk.open(desk.home, desk.settings)

    async def go_on(app: WireroomApp, pilot: Pilot[None]) -> None:
        assert "oleg your draft" in shown(room(app))
        await pilot.press("j", "i", *typed("."), "ctrl+s")
        await until(pilot, lambda: bool(lemmy.sent))
        await until(pilot, lambda: "sending" not in shown(room(app)))
        assert "your draft" not in shown(room(app))

    in_the_room(desk, go_on)
    desk.close()
    assert lemmy.sent == ["The whole north? All."]


def test_a_draft_is_kept_as_it_grows(desk: Desk, lemmy: Lemmy) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("i", *typed("Half"))
        thread = room(app).thread
        assert thread is not None
        await until(pilot, lambda: desk.store.draft(thread.id, "1") == "Half")

    in_the_room(desk, use)


def test_a_refusal_brings_the_text_back_and_says_why(desk: Desk, lemmy: Lemmy) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        lemmy.ruling = "closed"
        await pilot.press("i", *typed("All of it?"), "ctrl+s")
        await until(pilot, lambda: getattr(app.focused, "text", "") == "All of it?")
        await until(pilot, lambda: "127.0.0.1" in screen(app).partition("Reply to mira")[2])
        assert "sending" not in shown(room(app))
        lemmy.ruling = ""
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(lemmy.remarks) == 3)

    in_the_room(desk, use)


def test_an_answer_that_never_came_is_looked_for_before_it_is_sent_again(desk: Desk, lemmy: Lemmy) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        lemmy.deaf = True
        await pilot.press("i", *typed("All of it?"), "ctrl+s")
        await until(pilot, lambda: getattr(app.focused, "text", "") == "All of it?")
        assert len(lemmy.remarks) == 3
        lemmy.deaf = False
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "All of it?" in shown(room(app)) and "sending" not in shown(room(app)))

    in_the_room(desk, use)
    assert lemmy.sent == ["All of it?"]


def test_the_same_words_again_are_sent_only_if_they_are_meant(desk: Desk, lemmy: Lemmy) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        for _ in range(2):
            await pilot.press("i", *typed("Aye"), "ctrl+s")
            await until(pilot, lambda: "sending" not in shown(room(app)) and len(lemmy.remarks) == 3)
        await until(pilot, lambda: "written this here already" in screen(app))
        assert len(lemmy.sent) == 1
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(lemmy.remarks) == 4)

    in_the_room(desk, use)


def test_while_it_is_on_its_way_it_is_neither_sent_nor_begun_again(desk: Desk, lemmy: Lemmy) -> None:
    lemmy.hesitates = threading.Event()

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("i", *typed("Aye"), "ctrl+s", "i")
        assert "still on its way" in app.newsroom.status.sentence
        await pilot.press("q")
        assert "kept as a draft" in app.newsroom.status.sentence
        assert app.is_running
        lemmy.hesitates.set()
        await until(pilot, lambda: len(lemmy.remarks) == 3)

    in_the_room(desk, use)
    assert lemmy.sent == ["Aye"]


def test_leaving_with_a_post_under_way_keeps_its_draft(tmp_path: Path, lemmy: Lemmy) -> None:
    desk = logged_in(discussed(tmp_path, lemmy), lemmy)
    lemmy.hesitates = threading.Event()
    threads = []

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        threads.append(room(app).thread)
        await pilot.press("i", *typed("Aye"), "ctrl+s")
        await until(pilot, lambda: "sending" in shown(room(app)))
        await pilot.press("q", "q")

    in_the_room(desk, use)
    desk.close()
    lemmy.hesitates.set()
    desk = Desk.open(desk.home, desk.settings)
    assert [desk.taking_part.draft(thread.id, "1") for thread in threads if thread] == ["Aye"]
    desk.close()


def test_a_lapsed_login_asks_anew_and_returns_to_the_text(desk: Desk, lemmy: Lemmy) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        lemmy.tokens.clear()
        await pilot.press("i", *typed("Aye"), "ctrl+s")
        await until(pilot, lambda: "Log in to 127.0.0.1" in screen(app))
        await pilot.press(*typed("ada"), "tab", *typed("correct horse battery"), "ctrl+s")
        await until(pilot, lambda: getattr(app.focused, "text", "") == "Aye")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(lemmy.remarks) == 3)

    in_the_room(desk, use)


def test_there_is_room_to_write_in_any_terminal(desk: Desk, lemmy: Lemmy) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("i")
        area = app.focused
        assert area is not None

        def fits(columns: int, rows: int, least: int) -> bool:
            there = area.region.right <= columns and area.region.bottom <= rows - 1
            return there and area.size.height >= least

        for columns, rows, least in ((80, 24, 5), (60, 20, 5), (40, 12, 4), (120, 40, 5)):
            await pilot.resize_terminal(columns, rows)
            await until(pilot, partial(fits, columns, rows, least))
            assert app.focused is area

    in_the_room(desk, use)


def test_an_answer_to_a_folded_comment_is_there_to_be_seen(desk: Desk, lemmy: Lemmy) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        assert "1 reply" in shown(room(app))
        await pilot.press("i", *typed("Aye"), "ctrl+s")
        await until(pilot, lambda: "Aye" in shown(room(app)))

    in_the_room(desk, use)


def test_hints_and_palette_tell_what_can_be_done_where(desk: Desk, lemmy: Lemmy) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        told = {command.name: command.describe(app.newsroom) for command in app.keymap.commands}
        assert told["reply"]
        assert told["vote-up"]
        assert told["report"]
        assert not told["edit-comment"]
        assert not told["send"]
        await pilot.press("e")
        assert "Only your own comments" in app.newsroom.status.sentence
        await pilot.press("i")
        assert "ctrl+s send" in screen(app)
        assert "f1 help" in screen(app)
        told = {command.name: command.describe(app.newsroom) for command in app.keymap.commands}
        assert told["send"]
        assert told["preview"]
        assert not told["form-page"]

    in_the_room(desk, use)


def test_text_areas_and_forms_are_loaded_with_the_first_that_opens() -> None:
    looked = "import sys, tui.ui.app; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", looked], check=True, capture_output=True, text=True)
    heavy = {"textual.widgets._text_area", "tui.ui.writing.composer"}
    heavy |= {"tui.ui.writing.form", "tui.talk.accounts", "tui.talk.markup"}
    assert not heavy & set(ran.stdout.split())
