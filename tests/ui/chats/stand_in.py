"""Chats that are made of views: for how they are drawn, where no homeserver is needed."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tui.model import Failure, Identity, Message, Room
from tui.talk.matrix.link import LinkState, LinkStatus
from tui.talk.matrix.members import Member
from tui.talk.matrix.shown import Messages, Shown
from tui.talk.matrix.timeline import TimelineView

ROOM = Room(
    "!pact:news.example",
    "https://news.example",
    "Ferry pact signed",
    people=42,
    membership="join",
    last=datetime(2026, 11, 12, 9, tzinfo=UTC),
)
LIVE = LinkStatus(LinkState.LIVE)


def said(number: int, text: str = "", sender: str = "@mira:news.example", **more: Any) -> Message:
    """A message, ``number`` minutes after nine."""
    name = sender[1:].partition(":")[0]
    sent = datetime(2026, 11, 12, 9, tzinfo=UTC) + timedelta(minutes=number)
    words = text or f"Remark {number}."
    return replace(Message(f"${number}", ROOM.id, name, words, sent, sender=sender), **more)


def done(result: Any = None) -> Future[Any]:
    """A future that is over."""
    future: Future[Any] = Future()
    if isinstance(result, Failure):
        future.set_exception(result)
    else:
        future.set_result(result)
    return future


def in_order(messages: Iterable[Message]) -> Messages:
    """These messages, as a timeline shows them."""
    shown = Shown()
    for message in messages:
        shown.add(message.id, message)
    return shown.messages()


class StandInChat:
    """A chat whose view the test sets, and that notes what is asked of it."""

    def __init__(self, messages: Iterable[Message] = (), room: Room = ROOM, **view: Any) -> None:
        self.room = room
        self.view = TimelineView(in_order(messages), **{"complete": True, **view})
        self.status = LIVE
        self.notice = ""
        self.successor: Room | None = None
        self.homeserver = room.homeserver
        self.account = Identity("matrix", "news.example", "@ada:news.example", "ada")
        self.may_write = room.membership == "join"
        self.kept = ""
        self.wrote: list[tuple[Any, ...]] = []  # what was sent, edited, taken back …
        self.typed: list[bool] = []
        self.sending: Future[Any] = done()
        self.people = (Member("@mira:news.example", "mira"), Member("@oleg:news.example", "oleg"))
        self.may_join = True
        self.opening: Future[Any] = done()
        self.history: Future[bool] = Future()
        self.filling: Future[Any] = Future()
        self.asked: list[str] = []
        self.marks: list[str] = []

    def open(self) -> Future[Any]:
        return self.opening

    def more(self) -> Future[bool]:
        self.asked.append("more")
        self.history = Future()
        return self.history

    def fill(self, message: str) -> Future[Any]:
        self.asked.append(f"fill {message}")
        self.filling = Future()
        return self.filling

    def read(self, message: str) -> Future[Any]:
        self.marks.append(message)
        return done()

    def close(self) -> None:
        self.asked.append("close")

    def members(self) -> Future[Any]:
        return done(self.people)

    def send(self, text: str, **more: Any) -> Future[Any]:
        self.wrote.append(("send", text, more))
        return self.sending

    def edit(self, message: str, text: str) -> Future[Any]:
        self.wrote.append(("edit", message, text))
        return self.sending

    def redact(self, message: str) -> Future[Any]:
        self.wrote.append(("redact", message))
        return done()

    def react(self, message: str, key: str) -> Future[Any]:
        self.wrote.append(("react", message, key))
        return done()

    def retry(self, message: str) -> Future[Any]:
        self.wrote.append(("retry", message))
        return done()

    def discard(self, message: str) -> Future[Any]:
        self.wrote.append(("discard", message))
        return done()

    def join(self) -> Future[Any]:
        self.wrote.append(("join",))
        self.may_write = True
        return done()

    def leave(self) -> Future[Any]:
        self.wrote.append(("leave",))
        self.room = replace(self.room, membership="")
        return done()

    def typing(self, typing: bool) -> None:
        self.typed.append(typing)

    def draft(self) -> str:
        return self.kept

    def keep_draft(self, text: str) -> None:
        self.kept = text

    # --- what the test does -----------------------------------------------------------

    def add(self, *messages: Message, **view: Any) -> None:
        """Says more at the end."""
        self.view = replace(self.view, messages=in_order((*self.view.messages, *messages)), **view)

    def precede(self, *messages: Message, complete: bool = False) -> None:
        """Answers what was asked for history."""
        whole = in_order((*messages, *self.view.messages))
        self.view = replace(self.view, messages=whole, complete=complete)
        self.history.set_result(not complete)


class StandInLive:
    """The chats of a desk."""

    def __init__(self, *chats: StandInChat) -> None:
        self.chats = {chat.room.id: chat for chat in chats}
        self.answer: Future[Any] | None = None  # to who asks for the list; None: the chats there are

    def start(self) -> Future[Any]:
        return done()

    def rooms(self) -> tuple[Room, ...]:
        return tuple(chat.room for chat in self.chats.values() if chat.room.membership)

    def listed(self, _story: object, _article: object, *, again: bool = False) -> Future[Any]:
        return self.answer or done(tuple(chat.room for chat in self.chats.values()))

    def account_at(self, _homeserver: str) -> Identity | None:
        return next((chat.account for chat in self.chats.values()), None)

    def chat(self, room: Room) -> StandInChat:
        return self.chats[room.id]
