"""The newsroom's chats as a client of the Client-Server API meets them: what was said, and who answers."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count, pairwise
from time import sleep
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tui.newsroom import Newsroom
from tui.newsroom.press import Dispatch

PASSWORD = "quay-lamp-7"
_transactions = count()


@pytest.fixture(scope="module")
def site() -> Iterator[Newsroom]:
    with Newsroom(answered_after=0.1) as newsroom:
        yield newsroom


class Caller:
    """Somebody who asks the homeserver of a site, with a token or without."""

    def __init__(self, site: Newsroom, token: str = "") -> None:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self.http = httpx.Client(base_url=f"{site.url}/_matrix/client/v3", headers=headers, timeout=60)

    def ask(self, method: str, place: str, content: Any = None, status: int = 200, **query: Any) -> Any:
        answer = self.http.request(method, place, json=content, params=query or None)
        assert answer.status_code == status, answer.text
        return answer.json()

    def refused(self, method: str, place: str, content: Any = None, **query: Any) -> tuple[int, str]:
        answer = self.http.request(method, place, json=content, params=query or None)
        return answer.status_code, answer.json().get("errcode", "")

    def say(self, room: str, text: str, **more: Any) -> str:
        place = f"/rooms/{quote(room)}/send/m.room.message/{next(_transactions)}"
        said = self.ask("PUT", place, {"msgtype": "m.text", "body": text, **more})
        return str(said["event_id"])

    def sync(self, since: str = "", timeout: int = 0) -> Any:
        return self.ask("GET", "/sync", timeout=timeout, **({"since": since} if since else {}))


def reader(site: Newsroom, name: str) -> Caller:
    """A new account."""
    auth = {"type": "m.login.dummy"}
    made = Caller(site).ask("POST", "/register", {"username": name, "password": PASSWORD, "auth": auth})
    return Caller(site, made["access_token"])


def guest(site: Newsroom) -> Caller:
    return Caller(site, Caller(site).ask("POST", "/register", {}, kind="guest")["access_token"])


def chatted(site: Newsroom, language: str = "en") -> Dispatch:
    """A story with a chat."""
    return next(one for one in site.stories if one.draft.chat and one.desk.language == language)


def room_of(one: Dispatch) -> str:
    return f"!{one.slug}:newsroom.example"


def messages(events: list[Any]) -> list[Any]:
    return [one for one in events if one["type"] == "m.room.message"]


def test_each_chat_is_listed_under_its_storys_title_and_stands_as_it_was_written(site: Newsroom) -> None:
    stories = {room_of(one): one for one in site.stories if one.draft.chat}
    listed = {one["room_id"]: one for one in Caller(site).ask("GET", "/publicRooms")["chunk"]}
    assert stories.keys() <= listed.keys()
    looking = guest(site)
    for room, one in stories.items():
        chat = one.draft.chat
        assert chat
        assert (listed[room]["name"], listed[room]["world_readable"]) == (one.draft.title, True)
        assert listed[room]["topic"].endswith(f"{site.url}{one.path}")
        page = looking.ask("GET", f"/rooms/{quote(room)}/messages", dir="f", limit=100)
        said = messages(page["chunk"])[: len(chat.said)]
        assert [one["content"]["body"] for one in said] == [line.text for line in chat.said]
        names = {one["state_key"]: one["content"]["displayname"] for one in page["state"]}
        assert [names[one["sender"]] for one in said] == [line.author for line in chat.said]
        answered = [one["content"].get("m.relates_to", {}).get("m.in_reply_to") for one in said]
        assert [bool(one) for one in answered] == [bool(line.answers) for line in chat.said]
        liked = [one for one in page["chunk"] if one["type"] == "m.reaction"]
        assert len(liked) == sum(len(line.liked) for line in chat.said)
        assert all(a["origin_server_ts"] <= b["origin_server_ts"] for a, b in pairwise(said))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_who_writes_is_answered_by_a_reader_of_ours_who_types_first(site: Newsroom, language: str) -> None:
    one = chatted(site, language)
    mine = reader(site, f"ana-{language}")
    mine.ask("POST", f"/join/{quote(room_of(one))}")
    since = mine.sync()["next_batch"]
    asked = mine.say(room_of(one), "Who pays for the pier?")
    typed, heard = False, []
    while not heard:
        told = mine.sync(since, 20_000)
        since, room = told["next_batch"], told["rooms"]["join"][room_of(one)]
        typed |= any(said["type"] == "m.typing" for said in room["ephemeral"]["events"])
        heard = [said for said in messages(room["timeline"]["events"]) if said["event_id"] != asked]
    assert typed
    assert heard[0]["content"]["m.relates_to"] == {"m.in_reply_to": {"event_id": asked}}
    assert heard[0]["content"]["m.mentions"]["user_ids"] == [f"@ana-{language}:newsroom.example"]
    assert heard[0]["content"]["body"].isascii() == (language == "en")
    assert room["unread_notifications"] == {"notification_count": 1, "highlight_count": 1}


def test_in_a_chat_that_a_reader_starts_one_of_ours_comes_in_to_answer(site: Newsroom) -> None:
    one = next(one for one in site.stories if not one.draft.chat and one.desk.language == "ru")
    mine = reader(site, "starter")
    topic = f"{site.url}{one.path}"
    made = mine.ask("POST", "/createRoom", {"name": "Mine", "topic": topic, "preset": "public_chat",
                                            "visibility": "public"})["room_id"]  # fmt: skip
    since = mine.sync()["next_batch"]
    mine.say(made, "Есть кто-нибудь?")
    heard: list[Any] = []
    while len(heard) < 2:
        told = mine.sync(since, 20_000)
        since = told["next_batch"]
        heard += messages(told["rooms"]["join"][made]["timeline"]["events"])
    assert not heard[1]["content"]["body"].isascii()
    people = mine.ask("GET", f"/rooms/{quote(made)}/members")["chunk"]
    assert [one["content"]["displayname"] for one in people] == ["starter", "Ана"]


def test_a_reader_of_ours_says_something_when_told_to(site: Newsroom) -> None:
    one = chatted(site)
    looking = guest(site)
    start = looking.ask("GET", "/events", room_id=room_of(one))["end"]
    said = site.say(one.slug, "mira", "The first boat!")
    heard = looking.ask("GET", "/events", room_id=room_of(one), timeout=20_000, **{"from": start})["chunk"]
    assert [event["content"]["body"] for event in heard if event["event_id"] == said] == ["The first boat!"]
    assert Caller(site).refused(
        "POST", "/register", {"username": "mira", "password": PASSWORD, "auth": {"type": "m.login.dummy"}}
    ) == (400, "M_USER_IN_USE")


def test_who_is_there_hears_them_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.newsroom.living_rooms._PAUSE", (0.0, 0.01))
    monkeypatch.setattr("tui.newsroom.living_rooms._TYPES", 0.0)
    with Newsroom(chatter=True) as site:
        one = chatted(site)
        assert one.draft.chat
        looking = guest(site)
        token = looking.ask("GET", "/events", room_id=room_of(one))["end"]
        heard: list[Any] = []
        while len(heard) < len(one.draft.chat.later):
            query = {"room_id": room_of(one), "from": token, "timeout": 20_000}
            told = looking.ask("GET", "/events", **query)
            token = told["end"]
            heard += messages(told["chunk"])
        assert [said["content"]["body"] for said in heard] == [line.text for line in one.draft.chat.later]


def test_a_newsroom_that_ends_lets_nobody_wait() -> None:
    with ThreadPoolExecutor(1) as pool:
        with Newsroom() as site:
            looking, room = guest(site), room_of(chatted(site))
            start = looking.ask("GET", "/events", room_id=room)["end"]
            query = {"room_id": room, "from": start, "timeout": 30_000}
            waiting = pool.submit(lambda: looking.ask("GET", "/events", **query))
            while not site.looked_into(chatted(site).slug):
                sleep(0.01)
        assert waiting.done()
        assert waiting.result()["chunk"] == []


def test_an_account_of_the_discussions_is_one_of_the_chats_too(site: Newsroom) -> None:
    told = httpx.get(f"{site.url}/wp-json/wp/v2/users/me", auth=("Ada", PASSWORD))
    assert told.json()["name"] == "Ada"
    who = {"type": "m.id.user", "user": "ada"}
    login = {"type": "m.login.password", "identifier": who, "password": PASSWORD}
    assert Caller(site).ask("POST", "/login", login)["user_id"] == "@ada:newsroom.example"
    assert Caller(site).refused("POST", "/login", {**login, "password": "quay-lamp-8"}) == (
        403,
        "M_FORBIDDEN",
    )
