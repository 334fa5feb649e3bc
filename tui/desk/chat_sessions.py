"""A live session for each of the reader's Matrix accounts, from the start of the app to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from tui.desk.chatting import MATRIX, Chatting
from tui.failure import Failure
from tui.locale import _

if TYPE_CHECKING:
    from tui.model import Identity
    from tui.net.client import Client
    from tui.talk.accounts import Account, Accounts
    from tui.talk.matrix.session import Session
    from tui.talk.matrix.signals import ChatSignal
    from tui.talk.matrix.store import ChatStore
    from tui.talk.participant import Login


class _Running(NamedTuple):
    """A session, whose it is, and the task that keeps it live; ``restored``: what was kept is known."""

    identity: Identity
    session: Session
    task: asyncio.Task[None]
    restored: asyncio.Event


class ChatSessions:
    """The sessions by their homeserver's base address. Coroutines belong on the engine's loop.

    ``hear`` is told what they tell, ``left`` the rooms of one that ended. Secrets are read in
    a thread of their own: a keyring may take its time.
    """

    def __init__(
        self,
        accounts: Callable[[], Accounts],
        chatting: Chatting,
        path: Path,
        hear: Callable[[ChatSignal], None],
        left: Callable[[frozenset[str]], None],
    ) -> None:
        self._opened = accounts
        self._chatting = chatting
        self._path = path
        self._hear = hear
        self._left = left
        self._kept: ChatStore | None = None
        self._running: dict[str, _Running] = {}
        self._started: asyncio.Event | None = None

    # --- starting and ending ----------------------------------------------------------

    async def start(self, client: Client) -> None:
        """Starts one for each account, once; it is done when what was kept of them is known."""
        if self._started is None:
            self._started = asyncio.Event()
            try:
                for login in await asyncio.to_thread(self._logins):
                    await self._begin(client, login)
            finally:
                self._started.set()
        await self.ready()

    async def ready(self) -> None:
        """Waits until what was kept of the accounts is known, where they were started."""
        if self._started is not None:
            await self._started.wait()
            for running in tuple(self._running.values()):
                await running.restored.wait()

    def wake(self) -> None:
        """Each asks again at once; on the engine's loop."""
        for running in self._running.values():
            running.session.wake()

    def close(self) -> None:
        """Closes what is kept, once the engine has ended the sessions."""
        if self._kept is not None:
            self._kept.close()

    async def logged_in(self, client: Client, login: Login) -> None:
        """Starts the account's session, in place of the one at its homeserver."""
        if self._started is None:
            return
        before = self._running.get(login.origin)
        await self._end(login.origin)
        if before is not None and before.identity.user != login.identity.user:
            await self._forget(before.identity.user)
        await self._begin(client, login)

    async def logged_out(self, identity: Identity, origin: str) -> None:
        """Ends the account's session, and forgets what was kept of it."""
        await self._end(origin)
        await self._forget(identity.user)

    async def _begin(self, client: Client, login: Login) -> None:
        from tui.talk.matrix.session import Session

        restored = asyncio.Event()

        def tell(signal: ChatSignal) -> None:
            restored.set()
            self._hear(signal)

        token = self._chatting.token(client, login)
        session = Session(client, login, await self._store(), tell, token)
        running = asyncio.create_task(_kept_live(session, restored))
        self._running[login.origin] = _Running(login.identity, session, running, restored)

    async def _end(self, origin: str) -> None:
        running = self._running.pop(origin, None)
        if running is not None:
            running.task.cancel()
            await asyncio.gather(running.task, return_exceptions=True)
            self._left(frozenset(room.id for room in running.session.rooms()))

    async def _forget(self, user: str) -> None:
        if self._kept is not None or self._path.exists():
            await asyncio.to_thread((await self._store()).forget, user)

    async def _store(self) -> ChatStore:
        from tui.talk.matrix.store import ChatStore

        if self._kept is None:
            self._kept = await asyncio.to_thread(ChatStore, self._path)
        return self._kept

    # --- whose they are; on any thread --------------------------------------------------

    def all(self) -> tuple[Session, ...]:
        return tuple(running.session for running in self._running.values())

    def at(self, origin: str) -> Session | None:
        """The session at a homeserver's base address."""
        running = self._running.get(origin)
        return running.session if running else None

    def identity_of(self, session: Session) -> Identity | None:
        """Whose session it is."""
        return next((one.identity for one in self._running.values() if one.session is session), None)

    def account_at(self, homeserver: str) -> Identity | None:
        """Who the reader is at a homeserver ("": at the first), by its address or name; None: nobody."""
        found = (one.identity for one in self._accounts() if not homeserver or _is_at(one, homeserver))
        return next(found, None)

    def origin_of(self, homeserver: str) -> str:
        """The base address of a homeserver where the reader has an account, "" where none."""
        return next((one.origin for one in self._accounts() if _is_at(one, homeserver)), "")

    def first_origin(self) -> str:
        """Where the reader's first account is, "" where there is none."""
        return next((one.origin for one in self._accounts()), "")

    def _accounts(self) -> list[Account]:
        try:
            return [one for one in self._opened().all() if one.identity.provider == MATRIX]
        except Failure:  # whoever logs in is told
            return []

    def _logins(self) -> list[Login]:
        """Every account with its secrets, but where the keyring keeps them back. May block."""
        return [login for login in map(self._opened().login, self._accounts()) if login is not None]


async def _kept_live(session: Session, restored: asyncio.Event) -> None:
    """Keeps a session live; what ends it is said by its link, without a secret."""
    try:
        await session.run()
    except Failure as failure:
        session.broken(failure)
    except Exception as error:
        kind = type(error).__name__
        session.broken(Failure(_("wireroom itself failed at this ({kind}).").format(kind=kind)))
    finally:
        restored.set()


def _is_at(account: Account, homeserver: str) -> bool:
    """Whether an account is at a homeserver, named by its address, its host or as its users are."""
    wanted = homeserver.rstrip("/")
    host = urlsplit(wanted).netloc if "://" in wanted else wanted
    return wanted == account.origin or host in (
        account.identity.host,
        account.identity.user.partition(":")[2],
    )
