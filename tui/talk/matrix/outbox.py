"""What is on its way to the homeserver: kept until it is there, sent in order, and there once.

Each has a transaction id of its own that it keeps through every try, after a restart
too; the homeserver takes each id once (Client-Server API, "Transaction identifiers").
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from tui.failure import Failure
from tui.locale import _
from tui.model import Message
from tui.net.failures import BadAddress, NotFound, NotPrivate, TryLater
from tui.talk.answers import Fields, fields, text, when
from tui.talk.matrix.content import kind_of, replied_to, text_of
from tui.talk.matrix.homeserver import Homeserver, path
from tui.talk.matrix.link import Link
from tui.talk.matrix.store import ChatStore
from tui.talk.participant import Refused, WrongLogin

REDACTION = "m.room.redaction"
_FOR_GOOD = (Refused, NotFound, BadAddress, NotPrivate)  # trying again does not help
_PAUSE = 1.0  # seconds before something is tried again that failed while the link was live
_MOST_SENT = 50


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An event to be sent; ``redacts`` is what a redaction takes away. ``event``: it is there, as that."""

    room: str
    type: str
    content: Fields
    redacts: str = ""
    id: str = field(default_factory=lambda: f"wireroom-{secrets.token_hex(12)}")
    made: datetime = field(default_factory=lambda: datetime.now(UTC))
    failure: str = ""
    event: str = ""

    def kept_form(self) -> dict[str, Any]:
        return {
            "room": self.room,
            "type": self.type,
            "content": self.content,
            "redacts": self.redacts,
            "id": self.id,
            "made": self.made.timestamp(),
            "failure": self.failure,
        }


def from_kept(kept: Fields) -> Outgoing | None:
    """What ``kept_form`` gave; None for what can't be sent."""
    room, kind, id_ = (text(kept.get(name), 255) for name in ("room", "type", "id"))
    if not (room and kind and id_):
        return None
    made, failure = when(kept.get("made")) or datetime.now(UTC), text(kept.get("failure"))
    content, redacts = fields(kept.get("content")), text(kept.get("redacts"), 255)
    return Outgoing(room, kind, content, redacts, id_, made, failure)


class Outbox:
    """One account's. Lives on one loop; ``changed`` is called with a room whose outgoing changed."""

    def __init__(
        self, home: Homeserver, user: str, store: ChatStore, link: Link, changed: Callable[[str], None]
    ) -> None:
        self._home = home
        self._user = user
        self._store = store
        self._link = link
        self._changed = changed
        self._items: dict[str, Outgoing] = {}
        self._senders: dict[str, asyncio.Task[None]] = {}

    def restore(self, kept: list[Outgoing]) -> None:
        """Takes in what an earlier run had not sent."""
        for item in kept:
            self._items.setdefault(item.id, item)
        for item in kept:
            self._send_soon(item.room)

    async def put(self, item: Outgoing) -> None:
        """Keeps it, and sends it as soon as that can be. Raises ``Failure`` if it can't be kept."""
        await asyncio.to_thread(self._store.keep_outgoing, self._user, item.id, item.kept_form())
        self._items[item.id] = item
        self._changed(item.room)
        self._send_soon(item.room)

    async def retry(self, id_: str) -> None:
        """Sends one that failed again, as the newest."""
        item = self._items.pop(id_, None)
        if item is not None:
            await self.put(replace(item, failure=""))

    async def discard(self, id_: str) -> None:
        """Gives up one that failed, or waits."""
        item = self._items.pop(id_, None)
        if item is not None:
            self._changed(item.room)
            await asyncio.to_thread(self._store.drop_outgoing, self._user, id_)

    def arrived(self, transaction: str, event: str) -> str:
        """A sync brought an event: if it was ours, its transaction, which is done with; else ""."""
        if transaction not in self._items:
            transaction = next((id_ for id_, one in self._items.items() if one.event == event), "")
        return transaction if self._items.pop(transaction, None) else ""

    def messages(self, room: str, author: str) -> list[Message]:
        """What is on its way to a room, as messages; of anything but messages, what failed."""
        shown = (one for one in self._items.values() if one.room == room)
        return [self._message(one, author) for one in shown if one.failure or _is_message(one)]

    def _message(self, item: Outgoing, author: str) -> Message:
        new = fields(item.content.get("m.new_content")) or item.content
        return Message(
            id=item.event or item.id,
            room=item.room,
            author=author,
            text=text_of("text", new),
            sent=item.made,
            reply_to=replied_to(item.content),
            sender=self._user,
            kind=kind_of("m.room.message", new) if _is_message(item) else "notice",
            own=True,
            state="failed" if item.failure else "sent" if item.event else "pending",
            failure=item.failure,
        )

    async def aclose(self) -> None:
        """Stops sending; what is not sent stays kept."""
        senders = list(self._senders.values())
        for sender in senders:
            sender.cancel()
        await asyncio.gather(*senders, return_exceptions=True)

    # --- sending ------------------------------------------------------------------

    def _send_soon(self, room: str) -> None:
        if room not in self._senders:
            self._senders[room] = asyncio.get_running_loop().create_task(self._send_all(room))

    async def _send_all(self, room: str) -> None:
        """Sends what is for a room, one after the other."""
        try:
            while (item := self._next(room)) is not None:
                await self._link.live()
                await self._send(item)
        except WrongLogin as failure:
            self._link.lost(failure)
        finally:
            self._senders.pop(room, None)

    def _next(self, room: str) -> Outgoing | None:
        waiting = (one for one in self._items.values() if one.room == room)
        return next((one for one in waiting if not one.failure and not one.event), None)

    async def _send(self, item: Outgoing) -> None:
        try:
            event = await self._put(item)
        except WrongLogin:
            raise
        except _FOR_GOOD as failure:
            await self._settle(item, replace(item, failure=failure.sentence))
        except Failure as failure:
            pause = failure.retry_after if isinstance(failure, TryLater) else None
            if pause is None:
                self._link.wake()  # it may be gone: the sync looks
            await asyncio.sleep(pause or _PAUSE)
        else:
            await self._settle(item, replace(item, event=event))

    async def _put(self, item: Outgoing) -> str:
        if item.type == REDACTION:
            place = path("rooms", item.room, "redact", item.redacts, item.id)
        else:
            place = path("rooms", item.room, "send", item.type, item.id)
        return text((await self._home.put(place, item.content)).get("event_id"), 255) or item.id

    async def _settle(self, old: Outgoing, new: Outgoing) -> None:
        """Notes what became of it, unless a sync has brought it or it was given up meanwhile."""
        if new.failure:
            await asyncio.to_thread(self._store.keep_outgoing, self._user, new.id, new.kept_form())
        else:
            await asyncio.to_thread(self._store.drop_outgoing, self._user, new.id)
        if old.id in self._items:
            self._items[old.id] = new
            self._forget_sent()
            self._changed(old.room)

    def _forget_sent(self) -> None:
        """Anything but a message is done when it is sent; of messages that no sync brings, a few are kept."""
        sent = [one for one in self._items.values() if one.event]
        for one in sent:
            if not _is_message(one):
                del self._items[one.id]
        for one in [one for one in sent if _is_message(one)][:-_MOST_SENT]:
            del self._items[one.id]


def _is_message(item: Outgoing) -> bool:
    return item.type == "m.room.message" and "m.new_content" not in item.content


def not_sent_yet() -> Refused:
    """The failure of doing something with a message that is still on its way."""
    return Refused(_("This message has not been sent yet."), _("Try again when it is."))
