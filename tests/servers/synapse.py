"""A real Matrix homeserver, installed by ``tests.servers.synapse_install``: ``with Synapse(folder)``.

SQLite, no federation, and whoever comes may register. ``python -m tests.servers.synapse``
serves one with a room and a reader until it is interrupted.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

import httpx

from tests.servers.processes import Server, free_port
from tests.servers.synapse_install import program

NAME = "localhost"  # what follows the colon of every id
_SECRET = "of a server that lives for one test run"
_FREELY = {"per_second": 100_000, "burst_count": 100_000}

# Event n of a room of version 1 is said by the id that stands in it, not by a hash: copies of one
# message need another id, another place and another text, and nothing else.
_COPY = """
import json, sqlite3, sys
path, sample, texts = sys.argv[1], sys.argv[2], json.load(sys.stdin)
store = sqlite3.connect(path)
def columns(table):
    return [row[1] for row in store.execute(f"PRAGMA table_info({table})")]
def row(table):
    found = store.execute(f"SELECT * FROM {table} WHERE event_id = ?", (sample,)).fetchone()
    return dict(zip(columns(table), found))
event, written, state = row("events"), row("event_json"), row("event_to_state_groups")
last = store.execute("SELECT max(stream_ordering) FROM events").fetchone()[0]
def insert(table, values):
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    store.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", [*values.values()])
for n, text in enumerate(texts, 1):
    id_ = f"$copy{n}:localhost"
    said = json.loads(written["json"])
    said.update(event_id=id_, depth=event["depth"] + n, content={"msgtype": "m.text", "body": text})
    insert("events", {**event, "event_id": id_, "stream_ordering": last + n, "depth": event["depth"] + n,
                      "topological_ordering": event["topological_ordering"] + n})
    insert("event_json", {**written, "event_id": id_, "json": json.dumps(said)})
    insert("event_to_state_groups", {**state, "event_id": id_})
store.execute("UPDATE event_forward_extremities SET event_id = ? WHERE room_id = ?", (id_, event["room_id"]))
store.commit()
"""


class Synapse:
    """A homeserver at ``url`` with nothing in it; ``settings`` are laid over its configuration."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self._folder = folder
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._settings = settings
        self._server: Server | None = None
        self._http = httpx.Client(base_url=self.url, timeout=30)

    def __enter__(self) -> Synapse:
        key = base64.b64encode(os.urandom(32)).decode().rstrip("=")
        (self._folder / "signing.key").write_text(f"ed25519 a_test {key}\n")
        (self._folder / "homeserver.yaml").write_text(json.dumps({**self._configuration(), **self._settings}))
        logged = {"version": 1, "root": {"level": "WARNING", "handlers": ["out"]}}
        out = {"handlers": {"out": {"class": "logging.StreamHandler"}}}
        (self._folder / "log.yaml").write_text(json.dumps({**logged, **out}))
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self._http.close()

    def start(self) -> None:
        """Starts it, on the port and with the store that it had."""
        command = [
            str(program()),
            "-m",
            "synapse.app.homeserver",
            "-c",
            str(self._folder / "homeserver.yaml"),
        ]
        self._server = Server(command, self._folder / "synapse.log")
        self._server.wait(self._answers)

    def kill(self) -> None:
        """Ends it where it stands."""
        if self._server:
            self._server.kill()
            self._server = None

    def _answers(self) -> bool:
        try:
            return self._http.get("/_matrix/client/versions").status_code == 200
        except httpx.TransportError:
            return False

    def _configuration(self) -> dict[str, Any]:
        folder = self._folder
        listener = {"port": self._port, "type": "http", "bind_addresses": ["127.0.0.1"]}
        limits = ("message", "registration", "joins_per_room", "admin_redaction", "room_creation")
        return {
            "server_name": NAME,
            "public_baseurl": f"{self.url}/",
            "listeners": [{**listener, "resources": [{"names": ["client"]}]}],
            "database": {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}},
            "media_store_path": str(folder / "media"),
            "signing_key_path": str(folder / "signing.key"),
            "pid_file": str(folder / "pid"),
            "log_config": str(folder / "log.yaml"),
            "trusted_key_servers": [],
            "suppress_key_server_warning": True,
            "report_stats": False,
            "macaroon_secret_key": _SECRET,
            "form_secret": _SECRET,
            "registration_shared_secret": _SECRET,
            "bcrypt_rounds": 4,
            "enable_registration": True,
            "enable_registration_without_verification": True,
            "allow_guest_access": True,
            "allow_public_rooms_without_auth": True,
            "room_list_publication_rules": [{"action": "allow"}],
            "presence": {"enabled": False},
            **{f"rc_{name}": _FREELY for name in limits},
            "rc_login": {"address": _FREELY, "account": _FREELY, "failed_attempts": _FREELY},
            "rc_joins": {"local": _FREELY, "remote": _FREELY},
            "rc_invites": {"per_room": _FREELY, "per_user": _FREELY},
        }

    # --- what a test wants there ----------------------------------------------------

    def user(self, name: str, password: str = "Harbour-Lights-41", *, admin: bool = False) -> str:
        """A new account's access token."""
        place = "/_synapse/admin/v1/register"
        nonce = self._ask("GET", place)["nonce"]
        said = "\0".join((nonce, name, password, "admin" if admin else "notadmin"))
        mac = hmac.new(_SECRET.encode(), said.encode(), hashlib.sha1).hexdigest()
        account = {"nonce": nonce, "username": name, "password": password, "admin": admin, "mac": mac}
        return str(self._ask("POST", place, account)["access_token"])

    def registration_token(self, token: str) -> None:
        """From now on, whoever brings this token may register."""
        admin = self.user("keeper", admin=True)
        self._ask("POST", "/_synapse/admin/v1/registration_tokens/new", {"token": token}, admin)

    def room(self, token: str, **settings: Any) -> str:
        """A public room that anyone can read; gives its id. ``settings`` as /createRoom has them."""
        state = [
            {"type": "m.room.history_visibility", "content": {"history_visibility": "world_readable"}},
            {"type": "m.room.guest_access", "content": {"guest_access": "can_join"}},
        ]
        room = {"visibility": "public", "preset": "public_chat", "initial_state": state, **settings}
        return str(self._ask("POST", "/_matrix/client/v3/createRoom", room, token)["room_id"])

    def say(self, token: str, room: str, text: str, **more: Any) -> str:
        """A message in a room; gives the event's id."""
        return self.event(token, room, "m.room.message", {"msgtype": "m.text", "body": text, **more})

    def event(self, token: str, room: str, kind: str, content: Mapping[str, Any]) -> str:
        place = f"/_matrix/client/v3/rooms/{quote(room)}/send/{kind}/{os.urandom(8).hex()}"
        return str(self._ask("PUT", place, content, token)["event_id"])

    def state(self, token: str, room: str, kind: str, content: Mapping[str, Any], key: str = "") -> None:
        self._ask("PUT", f"/_matrix/client/v3/rooms/{quote(room)}/state/{kind}/{quote(key)}", content, token)

    def post(self, token: str, path: str, content: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Whatever else the client-server API does."""
        return self._ask("POST", f"/_matrix/client/v3{path}", content or {}, token)

    def said(self, token: str, room: str) -> list[dict[str, Any]]:
        """The contents of a room's messages, the newest first."""
        place = f"/_matrix/client/v3/rooms/{quote(room)}/messages?dir=b&limit=50"
        events = self._ask("GET", place, token=token)["chunk"]
        return [one["content"] for one in events if one["type"] == "m.room.message"]

    def copies(self, token: str, texts: list[str]) -> str:
        """A room with as many messages as there are texts, written where the server keeps them."""
        room = self.room(token, room_version="1")
        sample = self.say(token, room, "The first.")
        self.kill()
        command = [str(program()), "-c", _COPY, str(self._folder / "homeserver.db"), sample]
        subprocess.run(command, input=json.dumps(texts), text=True, check=True)
        self.start()
        return room

    def _ask(
        self, method: str, place: str, body: Mapping[str, Any] | None = None, token: str = ""
    ) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        answer = self._http.request(method, place, json=body, headers=headers)
        if answer.is_error:
            raise AssertionError(f"{method} {place}: {answer.status_code} {answer.text}")
        found: dict[str, Any] = answer.json()
        return found


def main() -> None:
    """Serves a homeserver with one room until it is interrupted."""
    import signal
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="wireroom-synapse-") as folder, Synapse(Path(folder)) as server:
        mira = server.user("mira", "Harbour-Lights-41")
        server.room(mira, name="The first boat", topic="https://news.example/boat", room_alias_name="boat")
        print(f"ready {server.url} (log in as mira with Harbour-Lights-41)", flush=True)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    main()
