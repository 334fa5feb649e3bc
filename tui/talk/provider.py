"""The Protocol of discussion backends: find a story's threads, load one.

A provider is one file: a frozen dataclass whose fields are where its service is
and what it is called, with the methods below. It is listed in ``providers.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from tui.model import Article, Story, Thread
    from tui.net.client import Client


class Capability(StrEnum):
    """What a provider can do; the screen offers only what is declared."""

    READ = "read"
    REPLIES = "replies"  # its threads are trees, not lists
    PAGES = "pages"  # a thread may come in several answers (``Thread.more``)
    ONE_ANSWER = "one answer"  # all pages are parts of one: the first is asked for, the rest is there
    SCORES = "scores"  # readers vote, and the votes are told
    LOG_IN = "log in"
    REGISTER = "register"
    GUESTS = "guests"  # whoever has no account may write under a name
    POST = "post"  # a comment at the top of a thread
    REPLY = "reply"  # one below another
    EDIT = "edit"  # one's own
    VOTE = "vote"
    REPORT = "report"
    SEARCH = "search"  # a third party: it finds threads by a story's address, asked only when the reader asks


@dataclass(frozen=True, slots=True)
class ThreadRef:
    """Where a thread is: a provider's name, and the address it is loaded from."""

    provider: str
    url: str
    page: str = ""  # the discussion's own web page, for the browser
    title: str = ""
    score: int | None = None
    count: int = 0
    started: datetime | None = None

    @classmethod
    def of(cls, thread: Thread) -> ThreadRef:
        """Where a thread that was loaded is loaded from again."""
        return cls(thread.provider, thread.id, thread.url, thread.title)


class Provider(Protocol):
    """One kind of discussion service.

    ``name`` is what settings and the store call it, ``title`` what people do.
    ``find`` looks only at what the story and its page announce, and sends no
    request. ``load`` gives a thread's first comments, or with ``cursor`` (a
    ``Thread.more``) the next ones, in thread order; the ref's ``url`` becomes the
    thread's id. It raises ``tui.model.Failure``.
    """

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def capabilities(self) -> frozenset[Capability]: ...

    def find(self, story: Story, article: Article | None) -> list[ThreadRef]: ...

    async def load(self, client: Client, ref: ThreadRef, cursor: str = "") -> Thread: ...


@runtime_checkable
class ThirdParty(Provider, Protocol):
    """A provider that can be asked where a story is discussed; ``site`` is the address it asks.

    Each ``search`` tells that site what the reader reads: nobody calls it unasked.
    It gives threads about exactly this address, and raises ``Failure``.
    """

    @property
    def site(self) -> str: ...

    async def search(self, client: Client, url: str) -> list[ThreadRef]: ...
