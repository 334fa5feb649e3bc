"""The Protocol of discussion backends: find a story's threads, load one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tui.model import Article, Story, Thread
    from tui.net.client import Client


class Capability(StrEnum):
    """What a provider can do; the screen offers only what is declared."""

    READ = "read"
    REPLIES = "replies"  # its threads are trees, not lists


@dataclass(frozen=True, slots=True)
class ThreadRef:
    """Where a thread is: a provider's name, and the address it is loaded from."""

    provider: str
    url: str
    page: str = ""  # the discussion's own web page, for the browser
    title: str = ""


class Provider(Protocol):
    """One kind of discussion service.

    ``find`` looks only at what the story and its page announce: it sends no
    request of its own. ``load`` raises ``tui.model.Failure``.
    """

    name: str
    capabilities: frozenset[Capability]

    def find(self, story: Story, article: Article | None) -> list[ThreadRef]: ...

    async def load(self, client: Client, ref: ThreadRef) -> Thread: ...
