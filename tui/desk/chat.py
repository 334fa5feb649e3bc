"""One chat as this reader may use it: joined through a session, else looked into."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from tui.desk.looked_into import LookedInto
from tui.failure import Failure
from tui.locale import _
from tui.net.failures import NeedsLogin

if TYPE_CHECKING:
    from tui.desk.live_chats import LiveChats
    from tui.model import Identity, Room
    from tui.net.client import Client
    from tui.talk.matrix.link import LinkStatus
    from tui.talk.matrix.members import Member
    from tui.talk.matrix.session import Session
    from tui.talk.matrix.timeline import TimelineView

T = TypeVar("T")
_MOST_FILLED = 5  # pages that are loaded into gaps unasked


class Chat:
    """A room. ``room``, ``view``, ``status``, ``account`` and what may be done are free, on any thread.

    Every future raises ``Failure``. What is written does not fail: it is kept, and its
    message in the view says what became of it.
    """

    def __init__(self, live: LiveChats, room: Room) -> None:
        from tui.talk.matrix.timeline import TimelineView

        self._live = live
        self._known = room
        self._empty: TimelineView = TimelineView()
        self._open = False
        self._turn: asyncio.Lock | None = None  # opening and joining, one after the other
        self._opened_by: Session | None = None  # the session that keeps its timeline
        self._looked_into: LookedInto | None = None
        self._filling: asyncio.Task[None] | None = None
        self._left: frozenset[str] = frozenset()  # gaps that are filled only when they are asked for

    # --- looking --------------------------------------------------------------------

    @property
    def room(self) -> Room:
        """The room as it is now."""
        joined = self._live.joined_room(self._known.id)
        return joined or (self._looked_into.room if self._looked_into else self._known)

    @property
    def notice(self) -> str:
        """One sentence on why nothing more comes or goes here: removed, banned, closed; else ""."""
        removed, room = self._live.removed(self._known.id), self.room
        if removed is not None:
            words = (
                _("{name} banned you from this chat")
                if removed.banned
                else _("{name} removed you from this chat")
            )
            said = words.format(name=removed.by)
            return f"{said}: {removed.reason}" if removed.reason else f"{said}."
        if room.successor:
            return _("This chat goes on in another room.")
        return _("This chat is closed.") if room.closed else ""

    @property
    def successor(self) -> Room | None:
        """The room that a closed chat goes on in, to be given to ``LiveChats.chat``."""
        from tui.model import Room

        room = self.room
        if not room.successor:
            return None
        known = self._live.joined_room(room.successor)
        return known or Room(room.successor, room.homeserver, room.name, room.topic, room.story_url)

    @property
    def homeserver(self) -> str:
        """Where it is, and where a reader without an account would log in."""
        return self._known.homeserver or self._known.id.partition(":")[2]

    @property
    def view(self) -> TimelineView:
        """The messages, as far as they are known; none before ``open``."""
        keeper, looked = self._opened_by, self._looked_into
        if keeper is None or self._live.sessions.identity_of(keeper) is None:
            return looked.view if looked else self._empty
        if looked is not None and self._session is not keeper:
            return looked.view
        return keeper.timeline(self._known.id)  # also of a room that the reader is in no more

    @property
    def status(self) -> LinkStatus:
        """How the link is, of the session or of what follows the room."""
        from tui.talk.matrix.link import LinkState, LinkStatus

        session = self._session
        if session is not None:
            return session.status
        return self._looked_into.status if self._looked_into else LinkStatus(LinkState.CONNECTING)

    @property
    def account(self) -> Identity | None:
        """Who the reader is here: in the room, or who could join it."""
        session = self._session
        return self._live.sessions.identity_of(session) if session else self._live.account_at(self.homeserver)

    @property
    def may_write(self) -> bool:
        """Whether the reader is in the room."""
        return self._session is not None

    @property
    def may_join(self) -> bool:
        """Whether the reader has an account that can join; else a log-in at ``homeserver`` is needed."""
        return not self.may_write and self.account is not None

    @property
    def _session(self) -> Session | None:
        return self._live.session_in(self._known.id)

    # --- being there ----------------------------------------------------------------

    def open(self) -> Future[None]:
        """Loads the newest messages, and follows what is said from now on."""

        async def work(client: Client) -> None:
            await self._live.sessions.ready()
            self._open = True
            await self._settle(client)

        return self._run(work)

    def close(self) -> None:
        """Follows a room that is only looked into no more; that of an account stays live."""
        self._open = False
        looked, self._looked_into = self._looked_into, None
        if looked is not None:
            self._live.on_loop(looked.close)

    async def _settle(self, client: Client) -> None:
        """Has the timeline kept by the session that is in the room, else by looking in."""
        self._turn = self._turn or asyncio.Lock()
        async with self._turn:
            await self._resolve(client)
            session = self._session
            if session is not None:
                await session.open(self._known.id)
                self._opened_by = session
                self._look_away()
            elif self._looked_into is None:
                self._looked_into = await self._look_in(client)
        self._fill_soon()
        self._live.moved(self._known.id)

    async def _resolve(self, client: Client) -> None:
        """Comes to know the room's id where a link named its alias alone."""
        from tui.talk.matrix.directory import room_of_alias

        alias = self._known.id
        if alias.startswith("#"):
            home = await self._live.homeserver(client, self.homeserver)
            own = self._live.sessions.at(home.base)
            room, _servers = await room_of_alias(own.home if own else home, alias)
            self._known = replace(self._known, id=room, homeserver=home.base)
            self._live.known_as(self, room)

    async def _look_in(self, client: Client) -> LookedInto:
        from tui.talk.matrix.errors import GuestsForbidden
        from tui.talk.matrix.peek import peek

        home = await self._live.homeserver(client, self.homeserver)
        try:
            asked = await self._live.guests.at(home)
        except GuestsForbidden:
            own = self._live.sessions.at(home.base)
            if own is None:
                raise
            asked = own.home
        found = await peek(asked, self._known)
        return LookedInto(found, lambda link: self._live.moved(self._known.id, link=link))

    def _look_away(self) -> None:
        if self._looked_into is not None:
            self._looked_into.close()
            self._looked_into = None

    def session_moved(self, client: Client) -> None:
        """A session came to know something of the room; on the engine's loop."""
        session = self._session
        if self._open and session is not None and session is not self._opened_by:
            self._live.beside(self._settle(client))
        self._fill_soon()

    def wake(self) -> None:
        """Asks again at once; on the engine's loop."""
        if self._looked_into is not None:
            self._looked_into.wake()

    # --- reading --------------------------------------------------------------------

    def more(self) -> Future[bool]:
        """Loads what was said before the first message; False at the room's beginning."""

        async def work(_client: Client) -> bool:
            session = self._session
            if session is not None:
                return await session.more(self._known.id)
            return await self._looked_into.more() if self._looked_into else False

        return self._run(work)

    def fill(self, message: str) -> Future[None]:
        """Loads into the gap before a message ("": after the last), one page."""
        return self._within(lambda session: session.fill(self._known.id, message))

    def _fill_soon(self) -> None:
        """Fills what gaps there are, the newest first, as far as a few pages go."""
        if self._open and self.view.gaps - self._left and self._filling is None:
            self._filling = self._live.beside(self._fill())

    async def _fill(self) -> None:
        try:
            for _page in range(_MOST_FILLED):
                session, gap = self._session, self._newest_gap()
                if session is None or gap is None:
                    return
                await session.fill(self._known.id, gap)
            self._left = self.view.gaps
        finally:
            self._filling = None

    def _newest_gap(self) -> str | None:
        view = self.view
        gaps = view.gaps - self._left
        if "" in gaps:
            return ""
        return next((one.id for one in reversed(view.messages) if one.id in gaps), None)

    def read(self, message: str) -> Future[None]:
        """The reader has read up to a message; nobody is told of a room that is only looked into."""

        async def work(_client: Client) -> None:
            session = self._session
            if session is not None:
                await session.read(self._known.id, message)

        return self._run(work)

    def members(self) -> Future[tuple[Member, ...]]:
        """Everybody who is in the room, by name."""
        return self._within(lambda session: session.members(self._known.id))

    # --- writing --------------------------------------------------------------------

    def send(
        self, text: str, *, emote: bool = False, mentioned: Sequence[str] = (), reply_to: str = ""
    ) -> Future[None]:
        """Sends a message, now or when the link is back: it is kept when this is done.

        ``mentioned`` are user ids, ``reply_to`` is a message's id.
        """
        return self._within(
            lambda session: session.send(
                self._known.id, text, emote=emote, mentioned=mentioned, reply_to=reply_to
            )
        )

    def edit(self, message: str, text: str) -> Future[None]:
        """Gives one of the reader's own messages another text."""
        return self._within(lambda session: session.edit(self._known.id, message, text))

    def redact(self, message: str) -> Future[None]:
        """Takes a message back."""
        return self._within(lambda session: session.redact(self._known.id, message))

    def react(self, message: str, key: str) -> Future[None]:
        """Adds a reaction, or takes back the reader's own of the same ``key``."""
        return self._within(lambda session: session.react(self._known.id, message, key))

    def retry(self, message: str) -> Future[None]:
        """Sends a message that failed once more."""
        return self._within(lambda session: session.retry(message))

    def discard(self, message: str) -> Future[None]:
        """Gives up a message that failed, or that still waits."""
        return self._within(lambda session: session.discard(message))

    def typing(self, typing: bool) -> None:
        """Tells the others that the reader types; nobody hears of it if that fails."""

        async def work(_client: Client) -> None:
            session = self._session
            if session is not None:
                with suppress(Failure):
                    await session.typing(self._known.id, typing)

        self._run(work)

    def draft(self) -> str:
        """What the reader was writing here, "" where nothing."""
        return self._live.drafts.draft(self._draft_name)

    def keep_draft(self, text: str) -> None:
        """Keeps what is being written; "" forgets it. Waits for nothing."""
        self._live.drafts.keep_draft(self._draft_name, "", text)

    @property
    def _draft_name(self) -> str:
        return f"matrix {self._known.id}"

    # --- coming and going -------------------------------------------------------------

    def join(self) -> Future[None]:
        """Joins the room with the account at its homeserver."""

        async def work(client: Client) -> None:
            home = await self._live.homeserver(client, self.homeserver)
            session = self._live.sessions.at(home.base)
            if session is None:
                raise NeedsLogin(_("You are not logged in at {host}.").format(host=home.host), _("Log in."))
            await self._resolve(client)
            server = self._known.id.partition(":")[2]
            await session.join(self._known.id, (server,) if server else ())
            await self._settle(client)

        return self._run(work)

    def leave(self) -> Future[None]:
        """Leaves the room, or declines an invitation."""

        async def work(_client: Client) -> None:
            session = self._live.session_of(self._known.id)
            if session is not None:
                await session.leave(self._known.id)

        return self._run(work)

    def _within(self, act: Callable[[Session], Awaitable[T]]) -> Future[T]:
        async def work(_client: Client) -> T:
            session = self._session
            if session is None:
                raise NeedsLogin(_("You are not in this chat."), _("Join it first."))
            return await act(session)

        return self._run(work)

    def _run(self, work: Callable[[Client], Awaitable[T]]) -> Future[T]:
        return self._live.run(work)
