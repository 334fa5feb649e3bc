"""Asking third parties where a story is discussed. Called when the reader asks, and never else."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tui.failure import Failure

if TYPE_CHECKING:
    from tui.net.client import Client
    from tui.talk.provider import ThirdParty, ThreadRef

MOST_FOUND = 40


@dataclass(frozen=True, slots=True)
class Party:
    """A service that was asked: its name, what people call it, its host, and why it gave no answer ("")."""

    name: str
    title: str
    host: str
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Whom was asked, and the threads they have: those with most comments first."""

    asked: tuple[Party, ...] = ()
    found: tuple[ThreadRef, ...] = ()


async def ask_elsewhere(client: Client, parties: Sequence[ThirdParty], url: str) -> Elsewhere:
    """Where a story's address is discussed. A service that fails is told with its reason."""
    answers = await asyncio.gather(*(_ask(client, party, url) for party in parties))
    found = [ref for _party, refs in answers for ref in refs]
    found.sort(key=lambda ref: -ref.count)
    return Elsewhere(tuple(party for party, _refs in answers), tuple(found[:MOST_FOUND]))


async def _ask(client: Client, party: ThirdParty, url: str) -> tuple[Party, list[ThreadRef]]:
    host = urlsplit(party.site).netloc.rpartition("@")[2]
    try:
        found = await party.search(client, url)
    except Failure as failure:
        return Party(party.name, party.title, host, failure.sentence), []
    return Party(party.name, party.title, host), found
