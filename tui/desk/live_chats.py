"""Chats as they are under way: a session for each account, the rooms the reader is in, and each chat."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tui.desk.chat import Chat
from tui.desk.chat_sessions import ChatSessions
from tui.desk.chatting import Chatting
from tui.desk.listeners import Listeners
from tui.desk.taking_part import TakingPart
from tui.desk.with_secrets import run_with_secrets
from tui.engine import Engine
from tui.events import ChatsMoved, MentionedInChat
from tui.failure import Failure
from tui.locale import _
from tui.net.failures import NeedsLogin
from tui.store import Store

if TYPE_CHECKING:
    from tui.model import Article, Identity, Room, Story
    from tui.net.client import Client
    from tui.talk.accounts import Accounts
    from tui.talk.matrix.homeserver import Homeserver
    from tui.talk.matrix.joined import Removed
    from tui.talk.matrix.peek import Guests
    from tui.talk.matrix.session import Session
    from tui.talk.matrix.signals import ChatSignal

T = TypeVar("T")


class LiveChats:
    """Keeps the reader's accounts live from ``start`` on; gives the rooms, and a ``Chat`` for each.

    ``path`` is where the chats are kept between runs. What moves is told as ``ChatsMoved``
    and ``MentionedInChat``, on the engine's thread. Every future raises ``Failure``.
    """

    def __init__(
        self,
        store: Store,
        engine: Engine,
        listeners: Listeners,
        accounts: Callable[[], Accounts],
        chatting: Chatting,
        drafts: TakingPart,
        path: Path,
    ) -> None:
        self.drafts = drafts
        self._store = store
        self._engine = engine
        self._listeners = listeners
        self._chatting = chatting
        self._chats: dict[str, Chat] = {}
        self._listed: dict[str, tuple[Room, ...]] = {}  # what was answered last, by source
        self.sessions = ChatSessions(accounts, chatting, path, self._hear, self._look)
        self._rooms: tuple[Room, ...] = ()
        self._inside: dict[str, tuple[Room, Session]] = {}  # by room: it as it is, and who is in it
        self._loop: asyncio.AbstractEventLoop | None = None
        self._client: Client | None = None
        self._removed: dict[str, Removed] = {}  # by room
        self._beside: set[asyncio.Task[None]] = set()
        chatting.logged_in, chatting.logged_out = self.sessions.logged_in, self.sessions.logged_out

    # --- staying live -----------------------------------------------------------------

    def start(self) -> Future[None]:
        """Starts a session for each account that is kept; without one nothing is asked. Idempotent.

        It is done when what was kept of them is known, before any answer.
        """

        return self.run(self.sessions.start)

    def wake(self) -> None:
        """The network is back, or the machine has slept: every session asks again at once."""
        self.on_loop(self._wake)

    def _wake(self) -> None:
        self.sessions.wake()
        for chat in self._chats.values():
            chat.wake()

    def close(self) -> None:
        """Closes what is kept, once the engine has ended the sessions."""
        self.sessions.close()

    # --- what the sessions tell ---------------------------------------------------------

    def _hear(self, signal: ChatSignal) -> None:
        from tui.talk.matrix.signals import LinkChanged, Mentioned, PutOut, RoomsChanged

        match signal:
            case LinkChanged():
                self._listeners.emit(ChatsMoved(frozenset(), link=True))
            case RoomsChanged(rooms=rooms):
                self._look(rooms)
            case PutOut(removed=removed):
                self._removed[removed.room] = removed
                self.moved(removed.room)
            case Mentioned(message=message):
                inside = self._inside.get(message.room)
                if inside is not None:
                    self._listeners.emit(MentionedInChat(inside[0], message))
            case _:
                self._moved_inside(signal.room)
                self.moved(signal.room)

    def _look(self, rooms: frozenset[str]) -> None:
        """Looks at the sessions' rooms anew, and tells of those that changed."""
        inside: dict[str, tuple[Room, Session]] = {}
        for session in self.sessions.all():
            for room in session.rooms():
                if room.id not in inside or inside[room.id][0].membership != "join":
                    inside[room.id] = (room, session)
        self._inside = inside
        self._removed = {id_: told for id_, told in self._removed.items() if id_ not in inside}
        found = [room for room, _session in inside.values()]
        self._rooms = tuple(sorted(found, key=lambda one: -(one.last.timestamp() if one.last else 0.0)))
        for room_id in rooms:
            self._moved_inside(room_id)
        self._listeners.emit(ChatsMoved(rooms))

    def _moved_inside(self, room: str) -> None:
        chat = self._chats.get(room)
        if chat is not None and self._client is not None:
            chat.session_moved(self._client)

    def moved(self, room: str, *, link: bool = False) -> None:
        """Tells that there is something new to look at in a chat."""
        self._listeners.emit(ChatsMoved(frozenset({room}), link=link))

    # --- rooms ----------------------------------------------------------------------

    def rooms(self) -> tuple[Room, ...]:
        """What the reader is in, with all accounts, the one where something was said last first."""
        return self._rooms

    def account_at(self, homeserver: str) -> Identity | None:
        """Who the reader is at a homeserver ("" : at the first), by its address or name; None: nobody."""
        return self.sessions.account_at(homeserver)

    def listed(
        self, story: Story | None, article: Article | None = None, *, again: bool = False
    ) -> Future[tuple[Room, ...]]:
        """The chats about a story, then the reader's own, then the others of the source's homeserver.

        Where that does not answer, what is known. A source without a homeserver has what the
        reader's own listed when it was asked first; ``again``: it is asked once more if that failed.
        """
        from tui.talk.matrix.story_rooms import announced_rooms, rooms_of_story

        elsewhere = self.sessions.first_origin()
        asked = self._chatting.chats(story, article, elsewhere, again=again)
        html = self._store.html(story.id) if story and story.id else ""
        links = announced_rooms(article, html)
        name = story.source_id if story else ""

        async def work(_client: Client) -> tuple[Room, ...]:
            await self.sessions.ready()
            try:
                answered = await asyncio.wrap_future(asked)
                public = self._listed[name] = tuple(answered)
            except Failure:
                public = self._listed.get(name, ())
                if not (public or self._rooms):
                    raise
            own = {room.id for room in self._rooms}
            whole = [*self._rooms, *(room for room in public if room.id not in own)]
            about = {room.id for room in rooms_of_story(links, whole, story.url if story else "")}
            return tuple(sorted(whole, key=lambda room: room.id not in about))

        return self.run(work)

    def chat(self, room: Room) -> Chat:
        """The chat of a room: the same object for the same room."""
        known = self._chats.get(room.id)
        return known if known is not None else self._chats.setdefault(room.id, Chat(self, room))

    def start_chat(self, story: Story, homeserver: str = "") -> Future[Chat]:
        """Makes a public chat named after a story, and opens it.

        At ``homeserver``, else the source's, else where the reader's first account is.
        """
        source = self._store.source(story.source_id) if story.source_id else None
        wanted = homeserver or (source.homeserver if source else "") or self.sessions.first_origin()

        async def work(client: Client) -> Chat:
            from tui.talk.matrix.story_rooms import start_room

            if not wanted:
                raise NeedsLogin(_("A chat is started with an account, and you have none."), _("Log in."))
            await self.sessions.ready()
            home = await self.homeserver(client, wanted)
            session = self.sessions.at(home.base)
            if session is None:
                raise NeedsLogin(
                    _("The story's chats are at {host}, where you are not logged in.").format(host=home.host),
                    _("Log in."),
                )
            room = await start_room(session.create, story)
            known = self.joined_room(room)
            if known is None:
                raise Failure(
                    _("The chat was started, but {host} does not tell of it.").format(host=home.host)
                )
            return self.chat(known)

        return self.run(work)

    # --- for the chats ----------------------------------------------------------------

    @property
    def guests(self) -> Guests:
        """The guest accounts of this run."""
        return self._chatting.guests

    def joined_room(self, room: str) -> Room | None:
        """A room that the reader is in or invited to, as it is now."""
        inside = self._inside.get(room)
        return inside[0] if inside else None

    def session_in(self, room: str) -> Session | None:
        """The session of the account that has joined a room."""
        inside = self._inside.get(room)
        return inside[1] if inside and inside[0].membership == "join" else None

    def session_of(self, room: str) -> Session | None:
        """The session that knows a room, joined or invited."""
        inside = self._inside.get(room)
        return inside[1] if inside else None

    async def homeserver(self, client: Client, name: str) -> Homeserver:
        """A homeserver by its name or address; what the reader has an account at is known already."""
        from tui.talk.matrix.discovery import discover
        from tui.talk.matrix.homeserver import Homeserver

        known = self.sessions.origin_of(name)
        return Homeserver(client, known) if known else await discover(client, name)

    def known_as(self, chat: Chat, room: str) -> None:
        """A chat that was known by an alias has this id."""
        self._chats.setdefault(room, chat)

    def removed(self, room: str) -> Removed | None:
        """Who put the reader out of a room in this run."""
        return self._removed.get(room)

    def beside(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Does something that nobody waits for; on the engine's loop."""

        async def alone() -> None:
            with suppress(Failure):  # it is done again when the chat is opened, or moves
                await work

        task = asyncio.create_task(alone())
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)
        return task

    def on_loop(self, act: Callable[[], None]) -> None:
        """Has something done on the engine's loop, if that runs."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(act)

    def run(self, work: Callable[[Client], Awaitable[T]]) -> Future[T]:
        """Runs work on the engine; what it fails with has no secret in its traceback."""

        async def known(client: Client) -> T:
            self._loop, self._client = asyncio.get_running_loop(), client
            return await work(client)

        return run_with_secrets(self._engine, known)
