"""What is written in a chat: its keys, its drafts, what is sent, and what went wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual.events import Key, Paste
from textual.pilot import Pilot

from tests.ui.chats.scene import open_first, tabs, with_chats
from tests.ui.chats.stand_in import ROOM, StandInChat, done, said
from tests.ui.pages import Site
from tests.ui.test_article import until
from tests.ui.writing.scene import screen, typed
from tui.desk import Desk
from tui.events import MentionedInChat
from tui.model import Failure
from tui.ui.app import WireroomApp
from tui.ui.chats import chat_composer
from tui.ui.chats.chat_writing import REACTIONS, reaction

OWN = "@ada:news.example"
TALK = (said(1, "Who pays?"), said(2, "I do.", OWN, own=True), said(3, "The north.", "@oleg:news.example"))
NOBODY: dict[str, Any] = {"emote": False, "mentioned": (), "reply_to": ""}


async def compose(app: WireroomApp, pilot: Pilot[None], key: str = "i") -> None:
    await pilot.press(key)
    await until(pilot, lambda: app.newsroom.chats.writing.types)


def test_what_is_typed_is_sent_and_one_writes_on(desk: Desk, site: Site) -> None:
    chat = StandInChat(TALK)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        await compose(app, pilot)
        assert "⏎ send ctrl+j new line tab name" in screen(app)
        for key in (*typed("One"), "ctrl+j", *typed("two"), "enter", *typed("jkq")):
            app.post_message(Key(key, key if len(key) == 1 else None))  # all at once, in this order
        await until(pilot, lambda: chat.wrote == [("send", "One\ntwo", NOBODY)])
        area: Any = app.focused
        await until(pilot, lambda: area.text == "jkq")
        assert chat.typed[0] is True
        await pilot.press("escape")
        assert (chat.kept, chat.typed[-1]) == ("jkq", False)
        assert app.focused is app.newsroom.chats.view

    with_chats(desk, site, chat, use=use)


def test_nothing_is_sent_of_nothing(desk: Desk, site: Site) -> None:
    chat = StandInChat(TALK)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        await compose(app, pilot)
        await pilot.press("space", "enter")
        assert "nothing to send" in screen(app)
        assert chat.wrote == []

    with_chats(desk, site, chat, use=use)


def test_names_are_completed_in_turn_and_sent_as_ids(desk: Desk, site: Site) -> None:
    chat = StandInChat(TALK)
    chat.people = (*chat.people, replace(chat.people[0], user="@o2:news.example", name="olga [red]"))

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        await compose(app, pilot)
        area: Any = app.focused
        await pilot.press(*typed("@ol"), "tab")
        assert area.text == "@oleg "  # who spoke last comes first
        assert "oleg · olga [red]" in screen(app)
        await pilot.press("tab")
        assert area.text == "@olga [red] "
        await pilot.press("tab")
        assert area.text == "@oleg "
        await pilot.press(*typed("see"), "tab")
        assert "Nobody here is called so." in screen(app)
        await pilot.press("enter")
        assert chat.wrote == [("send", "@oleg see", {**NOBODY, "mentioned": ("@oleg:news.example",)})]

    with_chats(desk, site, chat, use=use)


def test_an_answer_shows_what_it_answers_and_names_it(desk: Desk, site: Site) -> None:
    chat = StandInChat(TALK)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        await compose(app, pilot, '"')
        assert "Reply to oleg" in screen(app)
        assert screen(app).count("The north.") == 2
        await pilot.press(*typed("Both"), "enter")
        assert chat.wrote == [("send", "Both", {**NOBODY, "reply_to": "$3"})]
        assert "Reply to oleg" not in screen(app)

    with_chats(desk, site, chat, use=use)


def test_ones_last_message_is_written_anew_and_the_draft_stays(desk: Desk, site: Site) -> None:
    chat = StandInChat(TALK)
    chat.kept = "a draft"

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        await compose(app, pilot, "e")  # the cursor is on another's
        area: Any = app.focused
        assert area.text == "I do."
        await pilot.press(*typed(" Not"), "escape")
        await compose(app, pilot, "e")
        area = app.focused
        assert area.text == "I do. Not"  # an edit that was begun
        await pilot.press("enter")
        assert chat.wrote == [("edit", "$2", "I do. Not")]
        assert area.text == chat.kept == "a draft"
        await pilot.press("ctrl+u", "up")
        await until(pilot, lambda: app.newsroom.chats.writing.types and app.focused is not area)
        assert app.focused.text == "I do."  # type: ignore[union-attr]

    with_chats(desk, site, chat, use=use)


def test_what_can_not_be_kept_comes_back_with_the_reason(desk: Desk, site: Site) -> None:
    chat = StandInChat(TALK)
    chat.sending = done(Failure("The disk is full.", "Make room."))

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        await compose(app, pilot)
        await pilot.press(*typed("Hello"), "enter")
        await until(pilot, lambda: "The disk is full." in screen(app))
        assert app.focused.text == "Hello"  # type: ignore[union-attr]

    with_chats(desk, site, chat, use=use)


def test_a_message_is_taken_back_after_a_second_key_and_what_was_not_sent_is_a_draft(
    desk: Desk, site: Site
) -> None:
    lost = said(4, "Lost.", OWN, own=True, id="wireroom-1", state="failed", failure="Too long.")
    chat = StandInChat((*TALK[:2], lost))

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        pane = app.newsroom.chats
        await pilot.press("G")
        assert pane.message == lost
        await pilot.press("r")
        assert chat.wrote.pop() == ("retry", "wireroom-1")
        await pilot.press("x")
        assert chat.wrote.pop() == ("discard", "wireroom-1")
        assert chat.kept == "Lost."
        pane.go_to("$2")
        await pilot.press("x")
        assert chat.wrote == []
        assert "can't be undone" in app.newsroom.status.sentence
        await pilot.press("x")
        assert chat.wrote == [("redact", "$2")]
        pane.go_to("$1")
        await pilot.press("x", "x", "r")
        assert chat.wrote == [("redact", "$2")]

    with_chats(desk, site, chat, use=use)


def test_a_reaction_is_a_number_or_any_emoji(desk: Desk, site: Site) -> None:
    chat = StandInChat(TALK)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        await compose(app, pilot, "+")
        assert "React to oleg" in screen(app)
        await pilot.press("2", "enter")
        await until(pilot, lambda: chat.wrote == [("react", "$3", REACTIONS[1])])
        await until(pilot, lambda: app.newsroom.chats.writing.open is None)

    with_chats(desk, site, chat, use=use)
    assert reaction("🚢") == "🚢"
    assert reaction("\x1b[31m7") == "7"
    with pytest.raises(Failure):
        reaction("\x1b[0m")


def test_whoever_is_not_in_the_chat_joins_on_the_way(desk: Desk, site: Site) -> None:
    chat = StandInChat(TALK, replace(ROOM, membership=""))
    chat.kept = "typed before"

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        await compose(app, pilot)
        assert chat.wrote == [("join",)]
        assert app.focused.text == "typed before"  # type: ignore[union-attr]

    with_chats(desk, site, chat, use=use)


def test_an_encrypted_chat_is_not_written_in(desk: Desk, site: Site) -> None:
    chat = StandInChat(TALK, replace(ROOM, encrypted=True))

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        await pilot.press("i")
        assert "end-to-end encrypted" in app.newsroom.status.sentence
        assert app.newsroom.chats.writing.open is None

    with_chats(desk, site, chat, use=use)


def test_another_chat_closes_the_composer_and_keeps_its_draft(desk: Desk, site: Site) -> None:
    chat = StandInChat(TALK)
    other = StandInChat((), replace(ROOM, id="!other:news.example", name="Other"))

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        pane = app.newsroom.chats
        pane.open_room(chat.room)
        await compose(app, pilot)
        await pilot.press(*typed("for one"))
        pane.open_room(other.room)
        await pilot.pause()
        assert (chat.kept, other.kept, pane.writing.open) == ("for one", "", None)

    with_chats(desk, site, chat, other, use=use)


def test_others_are_told_of_typing_that_stops(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_composer, "STILL", 0.1)
    chat = StandInChat(TALK)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        await compose(app, pilot)
        await pilot.press(*typed("abc"))
        # On a slow machine there may be a pause between two keys, and so more turns than one.
        await until(pilot, lambda: chat.typed[:1] == [True] and chat.typed[-1] is False)

    with_chats(desk, site, chat, use=use)


def test_what_is_pasted_is_cleaned_and_long_text_leaves_the_messages_their_rows(
    desk: Desk, site: Site
) -> None:
    chat = StandInChat(TALK)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await open_first(app, pilot)
        await compose(app, pilot)
        area: Any = app.focused
        assert area.size.height == 1
        area.post_message(Paste("\x1b[31mred\x07\n" * 30))
        await until(pilot, lambda: area.size.height == chat_composer.MOST_ROWS)
        assert "\x1b" not in area.text
        assert app.newsroom.chats.view.size.height > area.size.height

    with_chats(desk, site, chat, use=use)


def test_a_mention_is_told_anywhere_and_a_key_goes_there(desk: Desk, site: Site) -> None:
    chat = StandInChat(TALK, replace(ROOM, mentions=1, unread=3))

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        newsroom = app.newsroom
        await pilot.press("enter")
        await pilot.press("C", "escape")  # the list is there, the reader elsewhere
        assert "@1" in tabs(app)
        hostile = replace(TALK[0], author="mira[/]", text="ada, \x1b[31mlook")
        newsroom.mentions.hear([MentionedInChat(chat.room, hostile)])
        assert (
            newsroom.status.sentence == "@ goes there · mira[/] calls you in “Ferry pact signed”: ada, look"
        )
        await pilot.press("@")
        await until(pilot, lambda: newsroom.chats.message == TALK[0])
        assert newsroom.place == "chats"
        newsroom.status.hush()
        newsroom.mentions.hear([MentionedInChat(chat.room, TALK[2])])
        assert newsroom.status.sentence == ""  # it is seen as it comes

    with_chats(desk, site, chat, use=use)


def test_several_mentions_are_one_sentence(desk: Desk, site: Site) -> None:
    chat = StandInChat(TALK)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        app.newsroom.mentions.hear([MentionedInChat(chat.room, one) for one in TALK])
        assert app.newsroom.status.sentence == "@ goes there · 3 new mentions"

    with_chats(desk, site, chat, use=use)
