"""Chats: the public rooms of a homeserver, and the reader's accounts there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future
from functools import cached_property
from typing import TYPE_CHECKING

from tui.desk.with_secrets import run_with_secrets
from tui.engine import Engine
from tui.failure import Failure
from tui.store import Store

if TYPE_CHECKING:
    from tui.model import Article, Identity, Room, Story
    from tui.net.client import Client
    from tui.talk.accounts import Accounts
    from tui.talk.matrix.homeserver import Homeserver
    from tui.talk.matrix.peek import Guests
    from tui.talk.matrix.token import Token
    from tui.talk.participant import Form, Login

MATRIX = "matrix"  # what accounts are listed under
_MANY = 100  # rooms after which a homeserver may have more than it lists at once


class Chatting:
    """Lists chats, logs in and out. A homeserver is named as people do: "example.org", or an address.

    Every future raises ``Failure``.
    """

    def __init__(self, store: Store, engine: Engine, accounts: Callable[[], Accounts]) -> None:
        self._store = store
        self._engine = engine
        self._opened = accounts
        self._tokens: dict[str, Token] = {}  # by user
        self._once: dict[str, asyncio.Task[list[Room]]] = {}  # by homeserver
        self.logged_in: Callable[[Client, Login], Awaitable[None]] = _nobody_waits
        self.logged_out: Callable[[Identity, str], Awaitable[None]] = _nobody_waits

    @cached_property
    def guests(self) -> Guests:
        from tui.talk.matrix.peek import Guests

        return Guests()

    @property
    def _accounts(self) -> Accounts:
        return self._opened()

    # --- rooms ----------------------------------------------------------------------

    def chats(
        self, story: Story | None, article: Article | None = None, otherwise: str = "", *, again: bool = False
    ) -> Future[list[Room]]:
        """The public chats at the homeserver of the story's source, those about the story first.

        What the story's page or feed links to is among them wherever it is, but only the
        source's own homeserver is asked; ``otherwise`` is listed for a source without one. It is
        asked once and then no more, so that it is told neither what is read nor when; ``again``:
        once more if it did not answer.
        """
        if story is None:
            return run_with_secrets(self._engine, lambda client: self._listed_once(client, otherwise, again))
        source = self._store.source(story.source_id)
        own = source.homeserver if source else ""
        html = self._store.html(story.id) if story.id else ""

        async def work(client: Client) -> list[Room]:
            from tui.talk.matrix.story_rooms import announced_rooms, rooms_of_story, search_term

            links = announced_rooms(article, html)
            try:
                if own:
                    listed = await self._listed(client, own)
                else:
                    listed = await self._listed_once(client, otherwise, again)
            except Failure:
                if not links:
                    raise
                listed = []
            about = rooms_of_story(links, listed, story.url)
            if own and not about and len(listed) >= _MANY:
                found = await self._listed(client, own, search_term(story.url))
                about = rooms_of_story((), found, story.url)
            first = {room.id for room in about}
            return [*about, *(room for room in listed if room.id not in first)]

        return run_with_secrets(self._engine, work)

    def public_rooms(self, homeserver: str, search: str = "") -> Future[list[Room]]:
        """The public chats of a homeserver, most people first; [] for "".

        They are asked for without an account where that is enough, else with the reader's.
        """
        return run_with_secrets(self._engine, lambda client: self._listed(client, homeserver, search))

    async def _listed_once(self, client: Client, homeserver: str, again: bool) -> list[Room]:
        """What a homeserver lists, or why it does not, as it answered first; ``again`` after a failure."""
        known = self._once.get(homeserver)
        if known is None or (again and known.done() and (known.cancelled() or known.exception())):
            known = self._once[homeserver] = asyncio.create_task(self._listed(client, homeserver))
        return await asyncio.shield(known)  # who asked may leave before it is answered

    async def _listed(self, client: Client, homeserver: str, search: str = "") -> list[Room]:
        from tui.talk.matrix.discovery import discover
        from tui.talk.matrix.looking_in import list_rooms

        if not homeserver:
            return []
        home = await discover(client, homeserver)
        login = await asyncio.to_thread(self._login, home.base)
        own = self._as_whom(client, login) if login else None
        return list((await list_rooms(home, self.guests, own, search=search)).rooms)

    def _as_whom(self, client: Client, login: Login) -> Homeserver:
        from tui.talk.matrix.homeserver import Homeserver

        token = login.secrets.get("access_token", "")
        return Homeserver(client, login.origin, token, self.token(client, login))

    def token(self, client: Client, login: Login) -> Token | None:
        """What renews an account's token, one for each account: so it is renewed once. None: it lasts."""
        from tui.talk.matrix.token import Token

        if not login.secrets.get("refresh_token"):
            return None
        user, access = login.identity.user, login.secrets["access_token"]
        known = self._tokens.get(user)
        if known is None or known.access != access:
            origin = login.origin
            known = Token(client, login, lambda: self._login(origin), lambda new: self._accounts.keep(new))
            self._tokens[user] = known
        return known

    # --- accounts -------------------------------------------------------------------

    def log_in_forms(self, homeserver: str) -> Future[tuple[Form, ...]]:
        """The ways to log in there, the best first."""

        async def work(client: Client) -> tuple[Form, ...]:
            from tui.talk.matrix.discovery import discover
            from tui.talk.matrix.login import log_in_forms

            return await log_in_forms(await discover(client, homeserver))

        return run_with_secrets(self._engine, work)

    def log_in(self, homeserver: str, answers: Mapping[str, str]) -> Future[Identity]:
        """Logs in with the answers to one of the forms, and keeps the account."""

        async def work(client: Client) -> Identity:
            from tui.talk.matrix.discovery import discover
            from tui.talk.matrix.login import log_in

            return await self._kept(client, await log_in(await discover(client, homeserver), answers))

        return run_with_secrets(self._engine, work)

    def register_form(self, homeserver: str) -> Future[Form]:
        """What the homeserver asks of a new reader."""

        async def work(client: Client) -> Form:
            from tui.talk.matrix.discovery import discover
            from tui.talk.matrix.register import register_form

            return await register_form(await discover(client, homeserver))

        return run_with_secrets(self._engine, work)

    def register(self, homeserver: str, answers: Mapping[str, str]) -> Future[Identity | str]:
        """Makes an account and keeps it; or gives a sentence on what is left to do."""

        async def work(client: Client) -> Identity | str:
            from tui.talk.matrix.discovery import discover
            from tui.talk.matrix.register import register

            made = await register(await discover(client, homeserver), answers)
            return made if isinstance(made, str) else await self._kept(client, made)

        return run_with_secrets(self._engine, work)

    def log_out(self, identity: Identity) -> Future[None]:
        """Forgets an account here, and makes its token worthless where the homeserver can be told.

        Raises what went wrong with that after it has forgotten the account.
        """

        async def work(client: Client) -> None:
            from tui.talk.matrix.homeserver import Homeserver
            from tui.talk.matrix.login import log_out
            from tui.talk.matrix.oauth import revoke

            for account in await asyncio.to_thread(self._accounts.all):
                if account.identity == identity:
                    login = await asyncio.to_thread(self._accounts.take_out, account)
                    await self.logged_out(identity, account.origin)
                    if login and login.secrets.get("refresh_token"):
                        await revoke(Homeserver(client, login.origin), login)
                    elif login:
                        token = login.secrets.get("access_token", "")
                        await log_out(Homeserver(client, login.origin, token))

        return run_with_secrets(self._engine, work)

    async def _kept(self, client: Client, login: Login) -> Identity:
        identity = (await asyncio.to_thread(self._accounts.keep, login)).identity
        await self.logged_in(client, login)
        return identity

    def _login(self, origin: str) -> Login | None:
        """The reader's account at a homeserver; None where there is none, or its keyring is locked."""
        account = self._accounts.at(MATRIX, origin)
        return self._accounts.login(account) if account else None


async def _nobody_waits(*_told: object) -> None:
    """What is done about a log-in or log-out where no chat is live."""
