"""A session: one account at its homeserver, kept live (Client-Server API, "Syncing")."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.failure import Failure
from tui.locale import _
from tui.model import Room
from tui.talk.matrix import history, membership
from tui.talk.matrix.content import edit_content, message_content, reaction_content
from tui.talk.matrix.errors import Encrypted
from tui.talk.matrix.homeserver import Homeserver, path
from tui.talk.matrix.joined import Changes, JoinedRooms
from tui.talk.matrix.link import Link, LinkStatus
from tui.talk.matrix.members import Member
from tui.talk.matrix.outbox import REDACTION, Outbox, Outgoing, from_kept, not_sent_yet
from tui.talk.matrix.room_state import RoomState
from tui.talk.matrix.signals import ChatSignal, LinkChanged, Mentioned, PutOut, RoomsChanged, TimelineChanged
from tui.talk.matrix.sync import POLL, Synced, sync
from tui.talk.matrix.timeline import Timeline, TimelineView
from tui.talk.participant import Refused, WrongLogin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.net.client import Client
    from tui.talk.matrix.store import ChatStore
    from tui.talk.matrix.token import Token
    from tui.talk.participant import Login

_BETWEEN = 0.1  # seconds between two syncs of a room where much is said: what comes meanwhile comes together
_TYPING = 20.0  # seconds that the others are shown that somebody types


class Session:
    """One account's chats. Made and used on one loop; ``rooms``, ``timeline`` and ``status`` on any thread.

    ``tell`` is called on that loop with every ``ChatSignal``. Coroutines raise ``Failure``;
    what is written does not: it is kept, and its message says what became of it.
    """

    def __init__(
        self,
        client: Client,
        login: Login,
        store: ChatStore,
        tell: Callable[[ChatSignal], None],
        token: Token | None = None,
    ) -> None:
        self.account = login.identity.user
        self.home = Homeserver(client, login.origin, login.secrets.get("access_token", ""), token)
        self._store = store
        self._tell = tell
        self._next_batch = ""
        self._joined = JoinedRooms(login.origin, self.account)
        self._link = Link(lambda status: tell(LinkChanged(self.account, status)))
        self._outbox = Outbox(self.home, self.account, store, self._link, self._moved)
        self._turn = asyncio.Lock()  # a room is not opened in the middle of a sync
        self._synced = asyncio.Event()  # the next sync has come
        self._seen: tuple[Room, ...] = ()
        self._views: dict[str, TimelineView] = {}

    # --- looking --------------------------------------------------------------------

    @property
    def status(self) -> LinkStatus:
        """How the link is."""
        return self._link.status

    def rooms(self) -> tuple[Room, ...]:
        """The account's rooms, the one where something was said last first."""
        return self._seen

    def timeline(self, room: str) -> TimelineView:
        """An open room's timeline; an empty one for a room that is not open."""
        return self._views.get(room, TimelineView())

    # --- staying live -----------------------------------------------------------------

    async def run(self) -> None:
        """Keeps the session live until it is cancelled, or the account is logged out.

        Raises ``Failure`` at once where chats can't be kept; afterwards the link says what is wrong.
        """
        await self._restore()
        seconds = 0.0
        try:
            while True:
                try:
                    await self._once(seconds)
                    seconds = POLL
                except WrongLogin as failure:
                    return self._link.lost(failure)
                except Refused as failure:
                    if self._next_batch:  # a token that the homeserver does not take: all anew
                        self._next_batch = ""
                    else:
                        await self._link.down(failure)
                    seconds = 0.0
                except Failure as failure:
                    await self._link.down(failure)
                    seconds = 0.0
        finally:
            await self._outbox.aclose()

    def wake(self) -> None:
        """Asks again at once: the network is back, or the machine has slept."""
        self._link.wake()

    def broken(self, failure: Failure) -> None:
        """Says that it is kept live no more, and why."""
        self._link.broken(failure)

    async def _restore(self) -> None:
        kept = await asyncio.to_thread(self._store.load, self.account)
        self._next_batch = kept.next_batch
        self._joined.restore(kept.rooms)
        self._seen = self._joined.rooms()
        self._outbox.restore([one for one in map(from_kept, kept.outgoing) if one is not None])
        self._tell(RoomsChanged(self.account, frozenset(room.id for room in self._seen)))

    async def _once(self, seconds: float) -> None:
        """One sync, given up when somebody wakes the session."""
        loop = asyncio.get_running_loop()
        started = loop.time()
        polling = loop.create_task(sync(self.home, self._next_batch, seconds=seconds))
        waking = loop.create_task(self._link.woken())
        try:
            await asyncio.wait({polling, waking}, return_when=asyncio.FIRST_COMPLETED)
            synced = polling.result() if polling.done() else None
        finally:
            for task in (polling, waking):
                task.cancel()
            await asyncio.gather(polling, waking, return_exceptions=True)
        if synced is None:
            synced = await sync(self.home, self._next_batch, seconds=0.0)
        await self._take(synced)
        self._link.up()
        if synced.joined:
            await asyncio.sleep(max(_BETWEEN - (loop.time() - started), 0.0))

    async def _take(self, synced: Synced) -> None:
        async with self._turn:
            changes = self._joined.take(synced, first=not self._next_batch)
            events = [event for update in synced.joined for event in update.timeline]
            sent = [*filter(None, (self._outbox.arrived(one.transaction, one.id) for one in events))]
            rooms, rows = self._joined.kept_form(changes.rooms), changes.rows
            await asyncio.to_thread(
                self._store.save,
                self.account,
                synced.next_batch,
                rooms,
                rows,
                changes.left,
                [*filter(None, sent)],
            )
            self._next_batch = synced.next_batch
        self._announce(changes)
        self._synced.set()
        self._synced = asyncio.Event()

    def _announce(self, changes: Changes) -> None:
        rooms = frozenset(changes.rooms) | frozenset(changes.left)
        if rooms:
            self._seen = self._joined.rooms()
            self._tell(RoomsChanged(self.account, rooms))
        for room in changes.timelines:
            self._moved(room)
        for removed in changes.removed:
            self._tell(PutOut(self.account, removed))
        for message in changes.mentions:
            self._tell(Mentioned(self.account, message))

    def _moved(self, room: str) -> None:
        """Looks at an open room's timeline anew, and tells of it."""
        timeline, state = self._joined.timeline(room), self._joined.state(room)
        if timeline is None or state is None:
            self._views.pop(room, None)
            return
        author = state.members.name(self.account)
        typing = tuple(state.members.name(user) for user in state.typing)
        self._views[room] = timeline.view(state.fully_read, self._outbox.messages(room, author), typing)
        self._tell(TimelineChanged(self.account, room))

    # --- reading --------------------------------------------------------------------

    async def open(self, room: str) -> TimelineView:
        """Opens a room of this account: from now on its timeline is kept in memory, and told of.

        Raises ``Encrypted``, and ``Refused`` for a room that the account is not in.
        """
        self._unencrypted(room)
        async with self._turn:
            if self._joined.timeline(room) is None:
                rows = await asyncio.to_thread(self._store.rows, self.account, room)
                for gone in self._joined.open(room, rows):
                    self._views.pop(gone, None)
        self._moved(room)
        return self.timeline(room)

    async def more(self, room: str) -> bool:
        """Loads what was said before the first message; False at the room's beginning."""
        timeline = self._opened(room)
        if timeline.complete:
            return False
        page = await history.older(self.home, room, timeline.head)
        self._meet(room, page)
        timeline.prepend(page.events, page.end)
        self._moved(room)
        return not timeline.complete

    async def fill(self, room: str, message: str) -> None:
        """Loads into the gap before a message ("": after the last), the newest of what is missing first."""
        timeline = self._opened(room)
        token = timeline.gap_before(message)
        if token is None:
            return
        page = await history.older(self.home, room, token)
        self._meet(room, page)
        timeline.fill(message, page.events, page.end)
        await asyncio.to_thread(self._store.replace_rows, self.account, room, tuple(timeline.rows))
        self._moved(room)

    async def members(self, room: str) -> tuple[Member, ...]:
        """Everybody who is in a room, by name."""
        state = self._state(room)
        for event in await membership.members(self.home, room):
            state.members.see(event)
        self._moved(room)
        return state.members.here()

    async def read(self, room: str, message: str) -> None:
        """Tells the homeserver that the reader has read up to a message; other sessions see it too."""
        state = self._state(room)
        state.read(message)
        self._seen = self._joined.rooms()
        self._tell(RoomsChanged(self.account, frozenset({room})))
        self._moved(room)
        markers = {"m.fully_read": message, "m.read": message}
        await self.home.post(path("rooms", room, "read_markers"), markers)

    async def typing(self, room: str, typing: bool) -> None:
        """Tells the others that the reader types, for a while, or does no more."""
        said = {"typing": True, "timeout": int(1000 * _TYPING)} if typing else {"typing": False}
        await self.home.put(path("rooms", room, "typing", self.account), said)

    def _state(self, room: str) -> RoomState:
        state = self._joined.state(room)
        if state is None:
            raise Refused(_("You are not in this chat."), _("Join it first."))
        return state

    def _unencrypted(self, room: str) -> None:
        state = self._state(room)
        if state.encrypted:
            raise Encrypted(
                _("“{room}” is end-to-end encrypted, and wireroom has no keys.").format(
                    room=state.room().name
                ),
                _("Open it with a Matrix client that has."),
            )

    def _opened(self, room: str) -> Timeline:
        timeline = self._joined.timeline(room)
        if timeline is None:
            raise Refused(_("This chat is not open."), _("Open it first."))
        return timeline

    def _meet(self, room: str, page: history.HistoryPage) -> None:
        state = self._state(room)
        for event in page.members:
            state.members.meet(event)

    # --- writing --------------------------------------------------------------------

    async def send(
        self,
        room: str,
        text: str,
        *,
        emote: bool = False,
        mentioned: Sequence[str] = (),
        reply_to: str = "",
        thread: str = "",
    ) -> None:
        """Sends a message, now or when the link is back: it is kept before this returns.

        ``mentioned`` are user ids; ``reply_to`` and ``thread`` are messages' ids.
        """
        await self._write(
            room,
            "m.room.message",
            message_content(text, emote=emote, mentioned=mentioned, reply_to=reply_to, thread=thread),
        )

    async def edit(self, room: str, message: str, text: str) -> None:
        """Gives one of the reader's own messages another text."""
        emote = any(one.id == message and one.kind == "emote" for one in self.timeline(room).messages)
        await self._write(room, "m.room.message", edit_content(self._sent(message), text, emote=emote))

    async def redact(self, room: str, message: str) -> None:
        """Takes a message back."""
        await self._put(Outgoing(room, REDACTION, {}, redacts=self._sent(message)))

    async def react(self, room: str, message: str, key: str) -> None:
        """Adds a reaction to a message, or takes back the reader's own of the same ``key``."""
        folded = self._joined.folded(room)
        own = folded.own_reaction(self._sent(message), key) if folded else ""
        if own:
            await self._put(Outgoing(room, REDACTION, {}, redacts=own))
        else:
            await self._write(room, "m.reaction", reaction_content(self._sent(message), key))

    async def retry(self, message: str) -> None:
        """Sends a message that failed once more."""
        await self._outbox.retry(message)

    async def discard(self, message: str) -> None:
        """Gives up a message that failed, or that still waits."""
        await self._outbox.discard(message)

    async def _write(self, room: str, type_: str, content: dict[str, object]) -> None:
        await self._put(Outgoing(room, type_, content))

    async def _put(self, item: Outgoing) -> None:
        self._unencrypted(item.room)
        await self._outbox.put(item)

    def _sent(self, message: str) -> str:
        if not message.startswith("$"):
            raise not_sent_yet()
        return message

    # --- being in rooms ---------------------------------------------------------------

    async def join(self, room: str, via: Sequence[str] = ()) -> str:
        """Joins a room by id or alias; gives its id when the session knows it."""
        return await self._known(await membership.join(self.home, room, via))

    async def create(self, name: str, topic: str = "") -> str:
        """Makes a public room; gives its id when the session knows it, and what it is about."""
        # A homeserver tells of a new room event by event: its topic is what it comes to last.
        made = await membership.create(self.home, name, topic)
        return await self._known(made, lambda state: not topic or bool(state.room().topic))

    async def leave(self, room: str) -> None:
        """Leaves a room, or declines an invitation; waits until a sync says so, for a while."""
        await membership.leave(self.home, room)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(POLL):
                while self._joined.state(room) is not None:
                    await self._synced.wait()

    async def _known(self, room: str, enough: Callable[[RoomState], bool] = lambda _state: True) -> str:
        """Waits until a sync has brought a room, and enough of it, for a while."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(POLL):
                while (
                    (state := self._joined.state(room)) is None
                    or state.membership != "join"
                    or not enough(state)
                ):
                    await self._synced.wait()
        return room
