"""A homeserver that is none, breaks off, floods, or tells nonsense; and where a token never gets."""

from __future__ import annotations

import asyncio
import json
import stat
import traceback
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.net.rough_server import Request, RoughServer, Route, Writer, answer, moved
from tests.talk.matrix.events import ME, MIRA
from tests.talk.matrix.readers import live
from tui.model import Failure, Identity
from tui.net.client import Client
from tui.net.failures import BadAnswer
from tui.talk.matrix.discovery import discover
from tui.talk.matrix.errors import LONGEST_WAIT, LimitExceeded, NotAHomeserver, failure_of
from tui.talk.matrix.homeserver import Homeserver
from tui.talk.matrix.joined import JoinedRooms
from tui.talk.matrix.link import LinkState
from tui.talk.matrix.sync import synced_of
from tui.talk.matrix.timeline import TimelineView
from tui.talk.participant import Login

TOKEN = "syt_a_secret_that_nobody_sees"
SYNC = "/_matrix/client/v3/sync"
ROOM = "!pact:news.example"


def login(url: str) -> Login:
    return Login(Identity("matrix", "news.example", ME), url, {"access_token": TOKEN})


def a_sync(*events: Any, batch: str = "s1", **more: Any) -> bytes:
    room = {"timeline": {"events": list(events), "prev_batch": "t0"}, **more}
    return answer(json.dumps({"next_batch": batch, "rooms": {"join": {ROOM: room}}}))


def said(n: int, text: str) -> dict[str, Any]:
    content = {"msgtype": "m.text", "body": text}
    return {"event_id": f"${n}", "type": "m.room.message", "sender": MIRA, "content": content}


class Script:
    """What a homeserver answers to one sync after the other; to the last, nothing for a while."""

    def __init__(self, *answers: Route) -> None:
        self.answers = list(answers)

    def __call__(self, request: Request) -> Route:
        if not request.path.startswith(SYNC):
            return answer('{"errcode": "M_UNRECOGNIZED"}', 404)
        return self.answers.pop(0) if self.answers else self._wait

    async def _wait(self, request: Request, writer: Writer) -> None:
        await asyncio.sleep(3600)


async def half(request: Request, writer: Writer) -> None:
    writer.write(a_sync(said(1, "Hear."))[:-40])


BROKEN: dict[str, Route] = {
    "a web page": answer("<!doctype html><title>Wi-Fi</title>", content_type="text/html"),
    "a proxy's error": answer("<h1>Bad gateway</h1>", 502),
    "nothing": answer(""),
    "half of it": half,
    "no object": answer("17"),
    "no end": answer("[" * 100_000),
    "no token": answer('{"next_batch": 5, "rooms": 7}'),
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
}


@pytest.mark.parametrize("broken", BROKEN, ids=str)
def test_a_sync_that_is_none_is_one_sentence_and_tried_again(broken: str, tmp_path: Path) -> None:
    async def scene() -> None:
        # On a connection that served before, what breaks off is asked for once more.
        twice = [BROKEN[broken]] * (2 if broken in ("half of it", "no HTTP") else 1)
        script = Script(a_sync(said(1, "Before.")), *twice, a_sync(said(2, "After."), batch="s2"))
        async with (
            RoughServer(otherwise=script) as server,
            Client() as client,
            live(client, login(server.url().rstrip("/")), tmp_path / "ana") as ana,
        ):
            await ana.session.open(ROOM)
            await ana.until(lambda: ana.session.status.state == LinkState.RECONNECTING)
            status = ana.session.status
            assert f"127.0.0.1:{server.port}" in status.reason
            assert status.reason.count(".") - "127.0.0.1".count(".") <= 4
            assert "\n" not in status.reason
            ana.session.wake()
            await ana.until(lambda: ana.texts(ROOM) == ["Before.", "After."])
            assert ana.session.status.state == LinkState.LIVE

    asyncio.run(scene())


def test_a_session_that_the_homeserver_does_not_know_ends_and_says_so(tmp_path: Path) -> None:
    async def scene() -> None:
        script = Script(a_sync(), answer('{"errcode": "M_UNKNOWN_TOKEN", "error": "no"}', 401))
        async with (
            RoughServer(otherwise=script) as server,
            Client() as client,
            live(client, login(server.url().rstrip("/")), tmp_path / "ana") as ana,
        ):
            await ana.until(lambda: ana.session.status.state == LinkState.LOGGED_OUT)
            assert "asks for a login" in ana.session.status.reason

    asyncio.run(scene())


def test_a_token_that_the_homeserver_forgot_leads_to_a_sync_of_everything(tmp_path: Path) -> None:
    async def scene() -> None:
        refused = answer('{"errcode": "M_UNKNOWN", "error": "Invalid stream token"}', 400)
        script = Script(a_sync(said(1, "Before.")), refused, a_sync(said(1, "Before."), said(2, "After.")))
        async with (
            RoughServer(otherwise=script) as server,
            Client() as client,
            live(client, login(server.url().rstrip("/")), tmp_path / "ana") as ana,
        ):
            await ana.session.open(ROOM)
            await ana.until(lambda: ana.texts(ROOM) == ["Before.", "After."])
            syncs = [path for path in server.paths if path.startswith(SYNC)]
            assert ["since" in path for path in syncs[:3]] == [False, True, False]
            assert ana.session.status.state == LinkState.LIVE

    asyncio.run(scene())


def test_a_flood_is_bounded_and_large_messages_are_whole(tmp_path: Path) -> None:
    async def scene() -> None:
        flood = [said(n, f"{n}") for n in range(2_000)]
        large = said(9_999, "Ж" * 30_000)
        async with (
            RoughServer(otherwise=Script(a_sync(*flood, large))) as server,
            Client() as client,
            live(client, login(server.url().rstrip("/")), tmp_path / "ana") as ana,
        ):
            await ana.session.open(ROOM)
            kept = ana.messages(ROOM)
            assert 300 <= len(kept) <= 2_001
            assert kept[-1].text == "Ж" * 30_000

    asyncio.run(scene())


@pytest.mark.parametrize(
    "room",
    [
        {
            "timeline": 5,
            "state": "x",
            "summary": [],
            "unread_notifications": None,
            "ephemeral": {"events": 5},
        },
        {"timeline": {"events": [None, 5, {}, {"event_id": "$a"}], "limited": "yes", "prev_batch": []}},
        {"state": {"events": [{"event_id": "$s", "type": "m.room.name", "sender": MIRA, "state_key": ""}]}},
        {
            "account_data": {"events": [{"type": "m.fully_read"}, 5]},
            "ephemeral": {"events": [{"type": "m.typing"}]},
        },
        {"summary": {"m.heroes": [1, {}, MIRA], "m.joined_member_count": -5}},
        {"unread_notifications": {"notification_count": "many", "highlight_count": 1e400}},
    ],
)
def test_parts_that_are_missing_or_of_another_kind_are_left_out(room: Any) -> None:
    taken(
        {"next_batch": "s1", "rooms": {"join": {ROOM: room}, "invite": {ROOM: room}, "leave": {"!x:y": room}}}
    )


_KEYS = st.sampled_from(
    "rooms join invite leave timeline state events event_id type sender state_key content msgtype body"
    " prev_batch limited m.relates_to rel_type key m.in_reply_to m.new_content unsigned m.relations m.replace"
    " membership displayname m.mentions user_ids room name topic users origin_server_ts redacts ephemeral"
    " account_data redacted_because transaction_id summary m.heroes unread_notifications"
    " notification_count".split()
)
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(
        ["$a", "$b", ROOM, MIRA, "m.room.message", "m.reaction", "m.room.redaction", "m.room.member"]
    ),
    st.sampled_from(["m.text", "m.replace", "m.annotation", "m.thread", "join", "m.room.power_levels"]),
)
_JSON = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_KEYS, inner, max_size=6)),
    max_leaves=8,
)
_EVENT = st.fixed_dictionaries(
    {
        "event_id": st.sampled_from(["$a", "$b", "$c"]),
        "type": st.sampled_from(
            [
                "m.room.message",
                "m.reaction",
                "m.room.redaction",
                "m.room.member",
                "m.room.power_levels",
                "m.sticker",
            ]
        ),
        "sender": st.sampled_from([ME, MIRA]),
        "content": st.dictionaries(_KEYS, _JSON, max_size=6),
    },
    optional={"state_key": st.sampled_from(["", ME]), "unsigned": _JSON, "redacts": _JSON},
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_EVENT, max_size=4), _JSON, st.booleans())
def test_nonsense_is_harmless(events: list[Any], more: Any, limited: bool) -> None:
    timeline = {"events": events, "limited": limited, "prev_batch": "t1"}
    room = {
        "timeline": timeline,
        "state": more,
        "summary": more,
        "unread_notifications": more,
        "ephemeral": more,
    }
    taken(
        {"next_batch": "s1", "rooms": {"join": {ROOM: room, "!other:x": more}, "invite": more, "leave": more}}
    )


def taken(synced: Any) -> TimelineView:
    """The view of the room after a sync of this JSON, whose names and texts can be drawn."""

    rooms = JoinedRooms("https://news.example", ME)
    changes = rooms.take(synced_of(json.loads(json.dumps(synced))), first=False)
    rooms.open(ROOM, changes.rows.get(ROOM, []))
    again = JoinedRooms("https://news.example", ME)
    again.restore(json.loads(json.dumps(rooms.kept_form(changes.rooms))))
    assert len(again.rooms()) == len(rooms.kept_form(changes.rooms))
    timeline = rooms.timeline(ROOM)
    assert timeline is not None
    view = timeline.view()
    for message in view.messages:
        assert message.author.isprintable()
        assert message.text.replace("\n", "").isprintable()
    for room in rooms.rooms():
        assert (room.name + room.topic).isprintable()
    return view


# --- what a refusal is called -----------------------------------------------------------


@pytest.mark.parametrize("wait", [None, "soon", -5, 10**14, True])
def test_a_limit_is_a_wait_that_ends(wait: object) -> None:
    failure = failure_of(429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": wait}, "news.example")
    assert isinstance(failure, LimitExceeded)
    assert failure.retry_after
    assert 0 < failure.retry_after <= LONGEST_WAIT


def test_a_server_s_own_words_are_one_harmless_line() -> None:
    said = {"errcode": "M_FORBIDDEN", "error": "no\x1b[2J\n\u202eway " + "x" * 9_000}
    sentence = failure_of(403, said, "news.example").sentence
    assert sentence.startswith("news.example says: no way xxx")
    assert len(sentence) < 300


# --- addresses --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "@", "ftp://news.example", "http://", "mailto:ana@news.example"])
def test_what_can_be_no_homeserver(name: str) -> None:
    async def scene() -> None:
        async with Client() as client:
            with pytest.raises(NotAHomeserver):
                await discover(client, name)

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("well_known", "found"),
    [
        ('{"m.homeserver": {"base_url": "%s/matrix/"}}', "/matrix"),
        ('{"m.homeserver": {"base_url": "%s/nothing"}}', ""),
        ('{"m.homeserver": {"base_url": "file:///etc/passwd"}}', ""),
        ('{"m.homeserver": []}', ""),
        ("<html>", ""),
    ],
)
def test_the_homeserver_that_a_name_leads_to(well_known: str, found: str) -> None:
    async def scene() -> None:
        versions = answer('{"versions": ["v1.11"]}')
        routes = {"/_matrix/client/versions": versions, "/matrix/_matrix/client/versions": versions}
        async with RoughServer(routes) as server, Client() as client:
            here = server.url().rstrip("/")
            server.routes["/.well-known/matrix/client"] = answer(well_known.replace("%s", here))
            assert (await discover(client, here)).base == here + found

    asyncio.run(scene())


# --- the token --------------------------------------------------------------------------


async def refused(home: Homeserver) -> Failure:
    with pytest.raises(Failure) as failed:
        await home.get("/x")
    return failed.value


@pytest.mark.parametrize(
    "route",
    [
        answer('{"errcode": "M_UNKNOWN_TOKEN", "error": "x"}', 401),
        answer("<h1>x</h1>", 502),
        answer("<h1>x</h1>"),
        b"no HTTP\r\n\r\n",
        moved("https://elsewhere.example/"),
    ],
    ids=["refused", "proxy", "page", "no HTTP", "moved"],
)
def test_a_token_is_in_no_failure(route: bytes) -> None:
    async def scene() -> None:
        async with RoughServer({"/x": route}) as server, Client() as client:
            home = Homeserver(client, server.url().rstrip("/"), TOKEN)
            failure = await refused(home)
            assert server.requests[0].headers["authorization"] == f"Bearer {TOKEN}"
            told = traceback.TracebackException.from_exception(failure, capture_locals=True)
            for shown in (repr(home), str(failure), repr(failure), failure.next_step, "".join(told.format())):
                assert TOKEN not in shown
            assert TOKEN not in repr(login(home.base))

    asyncio.run(scene())


def test_a_token_follows_no_redirect() -> None:
    async def scene() -> None:
        async with (
            RoughServer({"/": answer("{}")}) as elsewhere,
            RoughServer(otherwise=lambda _request: moved(elsewhere.url(), 307)) as server,
            Client() as client,
        ):
            home = Homeserver(client, server.url().rstrip("/"), TOKEN)
            for asked in (home.get("/x"), home.put("/x", {}), home.post("/x")):
                with pytest.raises(BadAnswer):
                    await asked
            assert elsewhere.requests == []

    asyncio.run(scene())


def test_what_is_kept_is_for_its_owner_alone_and_holds_no_token(tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            RoughServer(otherwise=Script(a_sync(said(1, "Hear.")))) as server,
            Client() as client,
            live(client, login(server.url().rstrip("/")), tmp_path / "ana"),
        ):
            files = list((tmp_path / "ana").iterdir())
            assert len(files) == 3  # with the log and its index
            for file in files:
                assert stat.S_IMODE(file.stat().st_mode) == 0o600
                assert TOKEN.encode() not in file.read_bytes()

    asyncio.run(scene())


def test_an_account_that_is_logged_out_is_forgotten(tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            RoughServer(otherwise=Script(a_sync(said(1, "Hear.")))) as server,
            Client() as client,
            live(client, login(server.url().rstrip("/")), tmp_path / "ana") as ana,
        ):
            assert ana.store.rows(ME, ROOM)
            ana.store.forget(ME)
            assert ana.store.rows(ME, ROOM) == []
            assert ana.store.load(ME).next_batch == ""

    asyncio.run(scene())
