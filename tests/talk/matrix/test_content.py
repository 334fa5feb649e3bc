"""What a message says, whom it mentions, and what people are called."""

from __future__ import annotations

from typing import Any

import pytest

from tests.talk.matrix.events import ME, MIRA, OLEG, member, said
from tui.talk.matrix.content import (
    edit_content,
    kind_of,
    may_call_all,
    mentions,
    message_content,
    permalink,
    reaction_content,
    replied_to,
    text_of,
)
from tui.talk.matrix.event import event, from_kept, kept_form
from tui.talk.matrix.members import Members

ANSWER = {"m.relates_to": {"m.in_reply_to": {"event_id": "$a"}}}


@pytest.mark.parametrize(
    ("content", "kind", "text"),
    [
        ({"msgtype": "m.text", "body": "One.\nTwo."}, "text", "One.\nTwo."),
        ({"msgtype": "m.emote", "body": "waves"}, "emote", "waves"),
        ({"msgtype": "m.notice", "body": "beep"}, "notice", "beep"),
        ({"msgtype": "m.image", "body": "pier.jpg", "url": "mxc://x/y"}, "image", "pier.jpg"),
        ({"msgtype": "m.image", "body": "At dawn.", "filename": "pier.jpg"}, "image", "pier.jpg\nAt dawn."),
        ({"msgtype": "m.odd", "body": "Odd."}, "unknown", "Odd."),
        ({"body": ["no", "text"]}, "unknown", ""),
        ({}, "unknown", ""),
        (
            {"msgtype": "m.text", "body": "> <@mira:x> Who?\n> pays\n\nThe north.", **ANSWER},
            "text",
            "The north.",
        ),
        (
            {"msgtype": "m.text", "body": "> quoted by hand\n\nYes.", **ANSWER},
            "text",
            "> quoted by hand\n\nYes.",
        ),
        ({"msgtype": "m.text", "body": "> <@mira:x> all quote"}, "text", "> <@mira:x> all quote"),
        ({"msgtype": "m.text", "body": "\x1b]0;x\x07a\u202eb\tc"}, "text", "ab    c"),
        ({"msgtype": "m.text", "body": "x" * 65_536}, "text", "x" * 65_536),
    ],
)
def test_what_a_message_says(content: dict[str, Any], kind: str, text: str) -> None:
    found = kind_of("m.room.message", content)
    assert (found, text_of(found, content)) == (kind, text)


def test_a_reply_in_a_thread_for_old_clients_is_none() -> None:
    relation = {"rel_type": "m.thread", "event_id": "$a", "m.in_reply_to": {"event_id": "$b"}}
    assert replied_to({"m.relates_to": relation}) == "$b"
    assert replied_to({"m.relates_to": {**relation, "is_falling_back": True}}) == ""
    assert replied_to(ANSWER) == "$a"


@pytest.mark.parametrize(
    ("content", "mentioned"),
    [
        ({"m.mentions": {"user_ids": [ME]}}, True),
        ({"m.mentions": {"user_ids": [OLEG]}, "body": "Ana, look"}, False),
        ({"m.mentions": {}, "body": "Ana"}, False),
        ({"m.mentions": {"room": True}}, True),
        ({"body": "hey ANA: look"}, True),
        ({"body": "Anatol"}, False),
        ({"body": "ask @ana:news.example"}, True),
        ({"body": 5}, False),
        ({"m.mentions": {"user_ids": 5}}, False),
    ],
)
def test_who_is_mentioned(content: dict[str, Any], mentioned: bool) -> None:
    assert mentions(content, ME, ("Ana", "ana"), may_call_all=True) == mentioned


def test_not_everyone_may_call_all() -> None:
    assert not mentions({"m.mentions": {"room": True}}, ME, (), may_call_all=False)
    assert not may_call_all({}, MIRA)
    assert may_call_all({"users": {MIRA: 50}}, MIRA)
    assert may_call_all({"users_default": 10, "notifications": {"room": 10}}, MIRA)
    assert not may_call_all({"users": {MIRA: "lots"}}, MIRA)


def test_what_is_written() -> None:
    assert message_content("Hear.") == {"msgtype": "m.text", "body": "Hear.", "m.mentions": {}}
    assert message_content("Hear.", mentioned=[OLEG, MIRA, MIRA])["m.mentions"] == {"user_ids": [MIRA, OLEG]}
    assert replied_to(message_content("Hear.", reply_to="$a")) == "$a"
    assert replied_to(message_content("Hear.", thread="$a")) == ""
    assert replied_to(message_content("Hear.", thread="$a", reply_to="$b")) == "$b"
    assert edit_content("$a", "New.")["m.new_content"]["body"] == "New."
    assert permalink("!a:b.example", "$c/d") == "https://matrix.to/#/!a:b.example/$c%2Fd"


# --- names --------------------------------------------------------------------------


def named(*people: tuple[str, str | None]) -> Members:
    members = Members()
    for user, name in people:
        members.see(member(user, name))
    return members


@pytest.mark.parametrize("name", ["Mira", "mira", "Ｍｉｒａ", "Mi ra", "\u202eMira", "Mira\x1b[0m", " Mira "])
def test_another_ones_name_is_told_apart(name: str) -> None:
    members = named((MIRA, "Mira"), (OLEG, name))
    assert members.name(MIRA) == f"Mira ({MIRA})"
    assert members.name(OLEG).endswith(f" ({OLEG})")


def test_a_name_alone_is_enough_where_nobody_else_has_it() -> None:
    members = named((MIRA, "Mira"), (OLEG, None), (ME, "Ana"))
    assert (members.name(MIRA), members.name(OLEG), members.name(ME)) == ("Mira", OLEG, "Ana")
    members.renamed()
    members.see(member(OLEG, "Mira"))
    assert members.renamed() == {MIRA, OLEG}
    members.see(member(OLEG, "Mira", "leave"))
    assert members.renamed() >= {MIRA}
    assert members.name(MIRA) == "Mira"
    assert [one.user for one in members.here()] == [ME, MIRA]


def test_a_name_like_an_id_proves_nothing() -> None:
    assert named((OLEG, MIRA)).name(OLEG) == f"{MIRA} ({OLEG})"
    assert named((OLEG, f"Mira ({MIRA})")).name(OLEG).endswith(f" ({OLEG})")


def test_names_are_kept_between_runs() -> None:
    members = Members()
    members.restore(named((MIRA, "Mira"), (OLEG, "Mira")).kept_form([MIRA, OLEG, ME]))
    assert members.name(MIRA) == f"Mira ({MIRA})"
    members.restore({"a": "b", "c": ["d"], "e": [1, 2]})


# --- events -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        None,
        5,
        [],
        {},
        {"event_id": "$a", "type": "m.room.message"},
        {"event_id": "a", "type": "m.room.message", "sender": MIRA},
        {"event_id": ["$a"], "type": "m.room.message", "sender": MIRA},
        {"event_id": "$a", "type": {}, "sender": MIRA},
    ],
)
def test_what_is_no_event(raw: object) -> None:
    assert event(raw) is None


@pytest.mark.parametrize("stamp", [None, "soon", -1, 0, 10**30, 1e400, True, [1]])
def test_an_event_of_no_time_is_of_now(stamp: object) -> None:
    found = event({"event_id": "$a", "type": "x", "sender": MIRA, "origin_server_ts": stamp, "content": 5})
    assert found is not None
    assert found.sent.year >= 2024
    assert found.content == {}


def test_of_a_message_only_what_is_understood_is_held() -> None:
    new = {"body": "New.", "m.new_content": {"body": "Newer."}, "bulk": "§"}
    relation = {"rel_type": "m.thread", "event_id": "$b", "m.in_reply_to": {"event_id": "$c", "bulk": "§"}}
    one = said("a", "Hear.", formatted_body="§" * 60_000, **{"m.new_content": new, "m.relates_to": relation})
    assert "§" not in str(one.content)
    assert one.content["m.new_content"] == {"body": "New."}
    assert one.relation == ("m.thread", "$b")
    assert one.size < 1_000


def test_an_event_is_kept_as_it_is() -> None:
    one = said("a", "half \ud800 pair", odd={"deep": [1, None]})
    assert from_kept(kept_form(one)) == one
    assert from_kept("[") is None
    assert kept_form(said("b", "x" * 300_000)) == ""


def test_a_sign_is_sent_as_the_emoji_that_others_send() -> None:
    keys = [reaction_content("$a", key)["m.relates_to"]["key"] for key in ("❤", "👍", "ok", "☀!")]
    assert keys == ["❤\ufe0f", "👍", "ok", "☀\ufe0f!"]
