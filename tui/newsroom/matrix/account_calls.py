"""Accounts: what is asked before anything else (Client-Server API, "Login", "Account registration")."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from typing import Any

from tui.newsroom.matrix.accounts import Device
from tui.newsroom.matrix.call import Call
from tui.newsroom.matrix.refusal import Refusal, forbidden

SHORTEST_PASSWORD = 8
_LONGEST_PASSWORD = 512
_DUMMY = "m.login.dummy"


def versions(call: Call) -> dict[str, Any]:
    """The versions of the specification that are spoken."""
    return {"versions": ["v1.1", "v1.11"]}


def log_in_flows(call: Call) -> dict[str, Any]:
    """How one logs in."""
    return {"flows": [{"type": "m.login.password"}]}


async def log_in(call: Call) -> dict[str, Any]:
    """A new device of an account. Raises ``Refusal``."""
    if call.text("type") != "m.login.password":
        raise Refusal(400, "M_UNKNOWN", "Log in by name and password.")
    identifier = call.content.get("identifier")
    named = identifier.get("user") if isinstance(identifier, Mapping) else call.content.get("user")
    accounts = call.server.accounts
    name = accounts.local_part(named if isinstance(named, str) else "")
    password = call.text("password", _LONGEST_PASSWORD)
    if not await asyncio.to_thread(call.server.passwords.proves, name, password):
        raise forbidden("Name or password is wrong.")
    return _login(call, accounts.log_in(accounts.user_id(name), call.text("device_id")))


async def register(call: Call) -> dict[str, Any]:
    """A new account, or a guest's. Raises ``Refusal``, which at first says what is asked."""
    if call.query.get("kind") == "guest":
        return _login(call, call.server.accounts.guest())
    auth = call.content.get("auth")
    if not isinstance(auth, Mapping) or auth.get("type") != _DUMMY:
        raise _asked()
    accounts = call.server.accounts
    name, password = accounts.local_part(call.text("username")), call.text("password", _LONGEST_PASSWORD)
    if len(password) < SHORTEST_PASSWORD:
        raise Refusal(400, "M_WEAK_PASSWORD", f"A password has {SHORTEST_PASSWORD} characters or more.")
    if not await asyncio.to_thread(call.server.passwords.register, name, password):
        raise Refusal(400, "M_USER_IN_USE", "This name is taken.")
    return _login(call, accounts.log_in(accounts.user_id(name), call.text("device_id")))


def _asked() -> Refusal:
    """What an account needs: nothing ("User-Interactive Authentication API", the dummy stage)."""
    asked = {"flows": [{"stages": [_DUMMY]}], "params": {}, "session": secrets.token_hex(8)}
    refusal = Refusal(401, "", "")
    refusal.body = asked
    return refusal


def _login(call: Call, device: Device) -> dict[str, Any]:
    return {
        "user_id": device.user,
        "access_token": device.token,
        "device_id": device.id,
        "home_server": call.server.name,
    }


def who_am_i(call: Call) -> dict[str, Any]:
    """Whose access token this is."""
    return {"user_id": call.who.user, "device_id": call.who.id, "is_guest": call.who.guest}


def log_out(call: Call) -> dict[str, Any]:
    """Ends this login."""
    call.server.accounts.log_out(call.who)
    return {}


def log_out_all(call: Call) -> dict[str, Any]:
    """Ends every login of the account."""
    call.server.accounts.log_out_all(call.account.user)
    return {}
