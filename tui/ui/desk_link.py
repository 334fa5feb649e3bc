"""From the desk's threads to the screen: a burst of events becomes one message."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.message import Message

from tui.events import (
    AheadEnded,
    AheadProgress,
    ChatsMoved,
    Event,
    MentionedInChat,
    RefreshEnded,
    RefreshProgress,
    RuleCalled,
    RulesBroken,
    SearchesCounted,
    SourcesChanged,
    StoriesArrived,
    StoriesChanged,
)
from tui.model import AheadSummary, RefreshSummary

if TYPE_CHECKING:
    from textual.message_pump import MessagePump

    from tui.desk import Desk


@dataclass(slots=True)
class News:
    """Events added up. ``changed`` is None when any story may have changed."""

    arrived: list[StoriesArrived] = field(default_factory=list)
    changed: set[str] | None = field(default_factory=set)
    progress: RefreshProgress | None = None
    ended: RefreshSummary | None = None
    sources_changed: bool = False
    counted: bool = False
    ahead: AheadProgress | None = None
    ahead_ended: AheadSummary | None = None
    chats: set[str] = field(default_factory=set)  # ids of rooms
    chat_link: bool = False
    mentions: list[MentionedInChat] = field(default_factory=list)
    called: list[RuleCalled] = field(default_factory=list)
    rules_broken: str = ""

    def add(self, event: Event) -> None:
        match event:
            case StoriesArrived():
                self.arrived.append(event)
            case StoriesChanged(ids=None):
                self.changed = None
            case StoriesChanged(ids=ids):
                if self.changed is not None and ids is not None:
                    self.changed.update(ids)
            case RefreshProgress():
                self.progress, self.ended = event, None
            case RefreshEnded(summary=summary):
                self.ended = summary
            case AheadProgress():
                self.ahead, self.ahead_ended = event, None
            case AheadEnded(summary=fetched):
                self.ahead_ended = fetched
            case ChatsMoved(rooms=rooms, link=link):
                self.chats |= rooms
                self.chat_link |= link
            case MentionedInChat():
                self.mentions.append(event)
            case RuleCalled():
                self.called.append(event)
            case RulesBroken(sentence=sentence):
                self.rules_broken = sentence
            case SearchesCounted():
                self.counted = True
            case SourcesChanged():
                self.sources_changed = True


class DeskSpoke(Message):
    """There is news to take from the link."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, DeskSpoke)


class SourcesMoved(Message):
    """For a sheet over the newsroom: sources were added, dropped, or asked."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, SourcesMoved)


class DeskLink:
    """Hears the desk and wakes ``listener`` once, however much is said before it ``take``s the news."""

    def __init__(self, desk: Desk, listener: MessagePump) -> None:
        self._listener = listener
        self._news = News()
        self._woken = False
        self._lock = threading.Lock()
        self.close: Callable[[], None] = desk.subscribe(self._hear)

    def _hear(self, event: Event) -> None:
        with self._lock:
            self._news.add(event)
            woken, self._woken = self._woken, True
        if not woken:
            self._listener.post_message(DeskSpoke())

    def take(self) -> News:
        """All that was said since the last time."""
        with self._lock:
            news, self._news = self._news, News()
            self._woken = False
        return news
