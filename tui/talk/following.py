"""A thread that is followed while it is read: as it is now, as far as it was known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.talk.provider import Capability, Provider, ThreadRef
from tui.talk.thread_order import joined, refreshed

if TYPE_CHECKING:
    from tui.model import Thread
    from tui.net.client import Client

MOST_PARTS = 400  # of one answer


async def as_it_is_now(client: Client, provider: Provider, ref: ThreadRef, known: Thread) -> Thread:
    """The thread anew, as far as ``known`` reaches. Raises ``Failure``.

    Where each page is an answer of its own, two are asked for: the first, and the
    last one that was read, for that is where new comments come.
    """
    fresh = await provider.load(client, ref)
    if not known.last or known.id != fresh.id:
        return refreshed(known, fresh)
    if Capability.ONE_ANSWER in provider.capabilities:
        for _part in range(MOST_PARTS):
            if not fresh.more or len(fresh.comments) >= len(known.comments):
                break
            fresh = joined(fresh, await provider.load(client, ref, fresh.more))
        return fresh
    so_far = replace(refreshed(known, fresh), more=known.last)
    return joined(so_far, await provider.load(client, ref, known.last))
