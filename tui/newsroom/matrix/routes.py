"""Which call is answered by what (Client-Server API, below ``/_matrix/client``)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from tui.newsroom.matrix import account_calls, reading_calls, room_calls
from tui.newsroom.matrix.call import Call
from tui.newsroom.matrix.refusal import unrecognized

Handler = Callable[[Call], dict[str, Any] | Awaitable[dict[str, Any]]]

# A path below /_matrix/client, * for a part that varies; the methods it has.
_ROUTES: tuple[tuple[str, dict[str, Handler]], ...] = (
    ("versions", {"GET": account_calls.versions}),
    ("v3/login", {"GET": account_calls.log_in_flows, "POST": account_calls.log_in}),
    ("v3/register", {"POST": account_calls.register}),
    ("v3/account/whoami", {"GET": account_calls.who_am_i}),
    ("v3/logout", {"POST": account_calls.log_out}),
    ("v3/logout/all", {"POST": account_calls.log_out_all}),
    ("v3/publicRooms", {"GET": room_calls.list_rooms, "POST": room_calls.search_rooms}),
    ("v3/directory/room/*", {"GET": room_calls.alias}),
    ("v3/createRoom", {"POST": room_calls.create}),
    ("v3/join/*", {"POST": room_calls.join}),
    ("v3/rooms/*/join", {"POST": room_calls.join}),
    ("v3/rooms/*/leave", {"POST": room_calls.leave}),
    ("v3/rooms/*/send/*/*", {"PUT": room_calls.send}),
    ("v3/rooms/*/redact/*/*", {"PUT": room_calls.redact}),
    ("v3/rooms/*/state/*", {"GET": reading_calls.state, "PUT": room_calls.set_state}),
    ("v3/rooms/*/state/*/*", {"GET": reading_calls.state, "PUT": room_calls.set_state}),
    ("v3/rooms/*/typing/*", {"PUT": room_calls.typing}),
    ("v3/rooms/*/read_markers", {"POST": room_calls.read_markers}),
    ("v3/rooms/*/receipt/*/*", {"POST": room_calls.receipt}),
    ("v3/rooms/*/messages", {"GET": reading_calls.messages}),
    ("v3/rooms/*/members", {"GET": reading_calls.members}),
    ("v3/sync", {"GET": reading_calls.sync_}),
    ("v3/events", {"GET": reading_calls.events}),
)
_BY_PARTS = [(tuple(path.split("/")), methods) for path, methods in _ROUTES]


def route(method: str, path: Sequence[str]) -> tuple[Handler, tuple[str, ...]]:
    """What answers a path's parts, and those of them that vary. Raises ``Refusal``."""
    for pattern, methods in _BY_PARTS:
        if len(pattern) == len(path) and all(
            one in ("*", part) for one, part in zip(pattern, path, strict=True)
        ):
            if method not in methods:
                raise unrecognized(405)
            return methods[method], tuple(part for one, part in zip(pattern, path, strict=True) if one == "*")
    raise unrecognized()
