"""What the homeserver refuses: strangers, guests, other people's rooms, and bytes that are no call."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.newsroom.test_chats import PASSWORD, Caller, chatted, guest, reader, room_of
from tui.newsroom import Newsroom
from tui.newsroom.matrix import accounts


@pytest.fixture(scope="module")
def site() -> Iterator[Newsroom]:
    with Newsroom(answered_after=3600) as newsroom:
        yield newsroom


@pytest.fixture(scope="module")
def mine(site: Newsroom) -> Caller:
    return reader(site, "mine")


@pytest.fixture(scope="module")
def room(mine: Caller) -> str:
    """A room of one's own."""
    made = mine.ask("POST", "/createRoom", {"name": "Mine", "preset": "public_chat", "visibility": "public"})
    return str(made["room_id"])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "M_NOT_JSON"),
        (b"[1]", "M_BAD_JSON"),
        (b'{"body": NaN}', "M_NOT_JSON"),
        (b'{"body": "\\ud800"}', "M_NOT_JSON"),
        (b'{"body": "\xff"}', "M_NOT_JSON"),
        (b'{"a":' * 200 + b"1" + b"}" * 200, "M_BAD_JSON"),
        (b"[" * 50_000, "M_NOT_JSON"),
        (b'{"body": "' + b"x" * 70_000 + b'"}', "M_TOO_LARGE"),
        (b'{"body": "' + b"x" * 200_000 + b'"}', "M_TOO_LARGE"),
    ],
)
def test_a_body_that_is_no_event_says_nothing(mine: Caller, room: str, body: bytes, code: str) -> None:
    before = mine.sync()["next_batch"]
    answer = mine.http.put(f"/rooms/{quote(room)}/send/m.room.message/{len(body)}{code}", content=body)
    assert answer.json()["errcode"] == code
    assert 400 <= answer.status_code < 500
    assert mine.sync(before)["next_batch"] == before


def test_who_may_not_is_told_so(site: Newsroom, mine: Caller, room: str) -> None:
    nobody, looking, other = Caller(site), guest(site), reader(site, "other")
    place = f"/rooms/{quote(room)}"
    message = {"msgtype": "m.text", "body": "Hello"}
    assert nobody.refused("GET", "/sync") == (401, "M_MISSING_TOKEN")
    assert Caller(site, "guessed").refused("GET", "/sync") == (401, "M_UNKNOWN_TOKEN")
    assert nobody.refused("POST", "/publicRooms", {}) == (401, "M_MISSING_TOKEN")
    assert looking.refused("POST", "/createRoom", {}) == (403, "M_GUEST_ACCESS_FORBIDDEN")
    assert looking.refused("POST", f"/join/{quote(room)}") == (403, "M_GUEST_ACCESS_FORBIDDEN")
    for call in (
        ("GET", f"{place}/messages?dir=b"),
        ("GET", f"{place}/members"),
        ("GET", f"{place}/state/m.room.name"),
        ("GET", f"/events?room_id={quote(room)}"),
        ("PUT", f"{place}/send/m.room.message/1", message),
        ("POST", f"{place}/leave"),
        ("POST", f"{place}/read_markers", {"m.fully_read": "$x"}),
    ):
        assert other.refused(*call) == (403, "M_FORBIDDEN")
    other.ask("POST", f"/join/{quote(room)}")
    said = mine.say(room, "Mine.")
    for call in (
        ("PUT", f"{place}/redact/{quote(said)}/1", {}),
        ("PUT", f"{place}/state/m.room.name", {"name": "Theirs"}),
        ("PUT", f"{place}/state/m.room.power_levels", {"users": {"@other:newsroom.example": 100}}),
    ):
        assert other.refused(*call) == (403, "M_FORBIDDEN")
    assert mine.refused("PUT", f"{place}/state/m.room.member/@other:newsroom.example", {}) == (
        403,
        "M_FORBIDDEN",
    )
    assert other.refused("PUT", f"{place}/typing/@mine:newsroom.example", {"typing": True})[0] == 400
    assert mine.ask("GET", f"{place}/state/m.room.name") == {"name": "Mine"}


def test_what_is_not_there_or_not_done_is_said(site: Newsroom, mine: Caller, room: str) -> None:
    assert mine.refused("GET", "/rooms/!no:where/messages", dir="b") == (404, "M_NOT_FOUND")
    assert mine.refused("GET", f"/rooms/{quote(room)}/state/m.room.topic") == (404, "M_NOT_FOUND")
    assert mine.refused("PUT", f"/rooms/{quote(room)}/redact/$no/1", {}) == (404, "M_NOT_FOUND")
    assert mine.refused("GET", "/keys/query") == (404, "M_UNRECOGNIZED")
    assert mine.refused("DELETE", "/sync")[0] == 405
    assert mine.refused("GET", "/createRoom") == (405, "M_UNRECOGNIZED")
    assert mine.refused("GET", f"/rooms/{quote(room)}/messages", dir="up") == (400, "M_INVALID_PARAM")
    assert mine.refused("GET", f"/rooms/{'x' * 300}/messages", dir="b") == (400, "M_INVALID_PARAM")


def test_a_token_of_another_run_is_refused(site: Newsroom, mine: Caller) -> None:
    now = mine.sync()["next_batch"]
    run, _, position = now.partition("_")
    assert mine.sync(now)["next_batch"] == now
    for token in ("s00000000_1", f"{run}_{int(position) + 1}", f"{run}_-1", "1", f"{run}_" + "9" * 5000):
        assert mine.refused("GET", "/sync", since=token) == (400, "M_INVALID_PARAM")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"username": "mira"}, "M_USER_IN_USE"),
        ({"username": "newsroom"}, "M_USER_IN_USE"),
        ({"username": "Two Words"}, "M_INVALID_USERNAME"),
        ({"username": "x" * 101}, "M_INVALID_USERNAME"),
        ({"username": "short", "password": "seven77"}, "M_WEAK_PASSWORD"),
        ({"username": "long", "password": "x" * 600}, "M_INVALID_PARAM"),
        ({"username": 7, "password": ["x"]}, "M_INVALID_USERNAME"),
    ],
)
def test_an_account_that_can_not_be_is_refused(site: Newsroom, asked: dict[str, Any], code: str) -> None:
    whole = {"password": PASSWORD, **asked, "auth": {"type": "m.login.dummy"}}
    assert Caller(site).refused("POST", "/register", whole) == (400, code)


def test_the_same_transaction_says_a_thing_once(mine: Caller, room: str) -> None:
    place, said = f"/rooms/{quote(room)}/send/m.room.message/again", {"msgtype": "m.text", "body": "Once."}
    first = mine.ask("PUT", place, said)
    assert mine.ask("PUT", place, said) == first
    page = mine.ask("GET", f"/rooms/{quote(room)}/messages", dir="b", limit=100)["chunk"]
    assert [one["event_id"] for one in page if one["content"].get("body") == "Once."] == [first["event_id"]]
    assert page[0]["unsigned"]["transaction_id"] == "again"


def test_of_many_logins_the_oldest_ends(site: Newsroom, mine: Caller) -> None:
    reader(site, "everywhere")
    who = {"type": "m.id.user", "user": "@everywhere:newsroom.example"}
    login = {"type": "m.login.password", "identifier": who, "password": PASSWORD}
    tokens = [Caller(site).ask("POST", "/login", login)["access_token"] for _ in range(accounts.MOST_DEVICES)]
    assert Caller(site, tokens[0]).ask("GET", "/account/whoami")["user_id"] == "@everywhere:newsroom.example"
    newest = Caller(site).ask("POST", "/login", login)["access_token"]
    assert Caller(site, tokens[1]).refused("GET", "/account/whoami") == (401, "M_UNKNOWN_TOKEN")
    Caller(site, newest).ask("POST", "/logout/all")
    for token in (tokens[0], newest):
        assert Caller(site, token).refused("GET", "/account/whoami") == (401, "M_UNKNOWN_TOKEN")


def test_of_what_was_missed_the_newest_is_told_with_what_changed_before(site: Newsroom) -> None:
    one, other = reader(site, "teller"), reader(site, "away")
    room = one.ask("POST", "/createRoom", {"name": "Before", "preset": "public_chat"})["room_id"]
    other.ask("POST", f"/join/{quote(room)}")
    since = other.sync()["next_batch"]
    one.ask("PUT", f"/rooms/{quote(room)}/state/m.room.name", {"name": "After"})
    for n in range(12):
        one.say(room, str(n))
    filter_ = json.dumps({"room": {"timeline": {"limit": 5}, "state": {"lazy_load_members": True}}})
    told = other.ask("GET", "/sync", since=since, filter=filter_)["rooms"]["join"][room]
    assert [said["content"]["body"] for said in told["timeline"]["events"]] == ["7", "8", "9", "10", "11"]
    assert told["timeline"]["limited"]
    state = {said["type"]: said for said in told["state"]["events"]}
    assert state["m.room.name"]["content"] == {"name": "After"}
    assert "m.room.create" not in state
    older = other.ask(
        "GET", f"/rooms/{quote(room)}/messages", dir="b", limit=7, **{"from": told["timeline"]["prev_batch"]}
    )
    assert [said["content"].get("body") for said in older["chunk"]] == [str(n) for n in range(6, -1, -1)]
    on = other.ask("GET", f"/rooms/{quote(room)}/messages", dir="f", limit=3, **{"from": older["end"]})
    assert [said["content"].get("body") for said in on["chunk"]] == ["0", "1", "2"]


def test_what_was_said_before_one_came_is_hidden_where_the_room_says_so(site: Newsroom) -> None:
    one, other = reader(site, "keeper"), reader(site, "comer")
    hidden = {"type": "m.room.history_visibility", "content": {"history_visibility": "joined"}}
    made = {"preset": "public_chat", "initial_state": [hidden, {"type": 7}, "x"]}
    room = one.ask("POST", "/createRoom", made)["room_id"]
    one.say(room, "Between us.")
    other.ask("POST", f"/join/{quote(room)}")
    one.say(room, "Welcome.")
    told = other.sync()["rooms"]["join"][room]["timeline"]
    page = other.ask("GET", f"/rooms/{quote(room)}/messages", dir="b", limit=100)
    for events in (told["events"], page["chunk"]):
        assert "Between us." not in json.dumps(events)
        assert "Welcome." in json.dumps(events)


def test_an_alias_with_everything_in_it_is_one_part_of_the_path(site: Newsroom) -> None:
    one = chatted(site)
    alias = quote(f"#{one.slug}:newsroom.example", safe="")
    assert Caller(site).ask("GET", f"/directory/room/{alias}")["room_id"] == room_of(one)
    assert Caller(site).refused("GET", "/directory/room/%23no%2Fwhere%3Ax") == (404, "M_NOT_FOUND")
