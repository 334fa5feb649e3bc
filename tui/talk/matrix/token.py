"""An account's access token, renewed when it has run out (RFC 6749 §6), and kept before it is used."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.locale import _
from tui.net.failures import ServerFailed
from tui.talk.answers import text
from tui.talk.matrix.device_login import LONGEST_TOKEN
from tui.talk.matrix.homeserver import Homeserver
from tui.talk.matrix.oauth import authorization, post_form

if TYPE_CHECKING:
    from tui.net.client import Client
    from tui.talk.participant import Login

_LOOKS, _BETWEEN = 6, 0.5  # how often, and after how many seconds, another process's new token is looked for


class Token:
    """The token that ``Homeserver`` sends. ``kept`` gives the account as it is kept, ``keep`` keeps it.

    Both may block, and are called in threads. Another process may have renewed it: then
    what that kept is taken, and nothing is asked.
    """

    def __init__(
        self, client: Client, login: Login, kept: Callable[[], Login | None], keep: Callable[[Login], object]
    ) -> None:
        self._client = client
        self._login = login
        self._kept = kept
        self._keep = keep
        self._turn = asyncio.Lock()

    @property
    def access(self) -> str:
        return self._login.secrets.get("access_token", "")

    async def renew(self, stale: str) -> bool:
        """Has another token than this one, which the homeserver knows no more; False where there is none.

        Raises ``Failure`` where that can't be told now.
        """
        async with self._turn:
            if self.access != stale or await self._renewed_elsewhere(stale):
                return True
            if not self._login.secrets.get("refresh_token"):
                return False
            if await self._refresh():
                return True
            for _look in range(_LOOKS):
                await asyncio.sleep(_BETWEEN)
                if await self._renewed_elsewhere(stale):
                    return True
            return False

    async def _renewed_elsewhere(self, stale: str) -> bool:
        kept = await asyncio.to_thread(self._kept)
        if kept is None or kept.identity != self._login.identity:
            return False
        if kept.secrets.get("access_token") == stale:
            return False
        self._login = kept
        return True

    async def _refresh(self) -> bool:
        """Gives the refresh token for new ones; False where it is worth nothing."""
        home = Homeserver(self._client, self._login.origin)
        there = await authorization(home)
        if there is None or not there.tokens:
            raise ServerFailed(_("{host} does not say where its tokens are renewed.").format(host=home.host))
        asked = {
            "grant_type": "refresh_token",
            "refresh_token": self._login.secrets["refresh_token"],
            "client_id": self._login.secrets.get("client_id", ""),
        }
        status, said = await post_form(self._client, there.tokens, asked)
        access = text(said.get("access_token"), LONGEST_TOKEN)
        if status >= 500 or status == 429 or (200 <= status < 300 and not access):
            raise ServerFailed(_("{host} does not renew the login just now.").format(host=home.host))
        if not 200 <= status < 300:
            return False
        renewed = {"access_token": access}
        if refresh := text(said.get("refresh_token"), LONGEST_TOKEN):
            renewed["refresh_token"] = refresh
        login = replace(self._login, secrets={**self._login.secrets, **renewed})
        await asyncio.to_thread(self._keep, login)
        self._login = login
        return True
