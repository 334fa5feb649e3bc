"""Finding and reading a thread as the desk does it, for the tests of every provider."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from tui.articles.render import blocks_text
from tui.model import Article, Comment, Story, Thread
from tui.net.client import Client
from tui.talk.provider import Provider, ThirdParty, ThreadRef
from tui.talk.thread_order import joined

T = TypeVar("T")
MOST_PAGES = 400


def with_client(work: Callable[[Client], Awaitable[T]]) -> T:
    async def run() -> T:
        async with Client() as client:
            return await work(client)

    return asyncio.run(run())


async def found(client: Client, provider: Provider, story: Story, article: Article | None) -> ThreadRef:
    """The thread of a story: announced, or searched for."""
    refs = provider.find(story, article)
    if not refs and isinstance(provider, ThirdParty):
        refs = await provider.search(client, story.url)
    assert len(refs) == 1
    return refs[0]


async def pages(client: Client, provider: Provider, ref: ThreadRef) -> list[Thread]:
    """Every page of a thread, as they are answered."""
    loaded = [await provider.load(client, ref)]
    while loaded[-1].more:
        assert len(loaded) < MOST_PAGES
        loaded.append(await provider.load(client, ref, loaded[-1].more))
    return loaded


async def whole(client: Client, provider: Provider, ref: ThreadRef) -> Thread:
    """A thread with all its pages."""
    thread = await provider.load(client, ref)
    for _page in range(MOST_PAGES):
        if not thread.more:
            return thread
        thread = joined(thread, await provider.load(client, ref, thread.more))
    raise AssertionError("the thread has no end")


def text(comment: Comment) -> str:
    return " ".join(blocks_text(comment.blocks).split())
