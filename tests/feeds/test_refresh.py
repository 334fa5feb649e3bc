"""A refresh against a real server and a real store."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.net.rough_server import Request, RoughServer, Writer, answer, moved, never, then_never
from tests.store.scratch import new_store
from tui.feeds import refresh_basket
from tui.feeds.refresh import refresh
from tui.feeds.refresh_basket import Answered, Basket
from tui.model import Change, RefreshSummary, Source, SourceOutcome, Validators
from tui.net.client import Client, Limits
from tui.store import Fetched, Store, View

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
QUICK = Limits(connect=5, read=0.3, total=5)


def feed(*titles: str, extra: str = "") -> bytes:
    items = "".join(
        f"<item><title>{title}</title><link>http://x.example/{title}</link><guid>{title}</guid></item>"
        for title in titles
    )
    document = f"<rss version='2.0'><channel><title>Harbour</title>{extra}{items}</channel></rss>"
    return answer(document, content_type="application/rss+xml", etag=f'"{len(titles)}"')


class Scene:
    """A server, a client and a store with one section, for one test."""

    def __init__(self, server: RoughServer, client: Client, store: Store) -> None:
        self.server = server
        self.client = client
        self.store = store
        self.told: list[SourceOutcome] = []
        self._section = store.add_section("World").id

    def add(self, path: str) -> Source:
        return self.store.add_source(self.server.url(path), "", self._section)

    async def refresh(self, now: datetime = NOW) -> RefreshSummary:
        self.told.clear()
        sources = [source for source in self.store.sources() if not source.retired]
        return await refresh(
            self.store, self.client, sources, on_outcome=self.told.append, now=lambda: now, minutes=15
        )

    def source(self, path: str) -> Source:
        found = self.store.find_source(self.server.url(path))
        assert found
        return found[0]

    def titles(self) -> set[str]:
        return {story.title for story in self.store.stories(View(), limit=10_000)}


def play(tmp_path: Path, act: Callable[[Scene], Awaitable[None]]) -> None:
    async def run() -> None:
        store = Store.open(new_store(tmp_path / "wireroom.db"))
        try:
            async with RoughServer() as server, Client(limits=QUICK) as client:
                await act(Scene(server, client, store))
        finally:
            store.close()

    asyncio.run(run())


def test_new_stories_arrive_and_are_told_of(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes["/a"] = feed("one", "two", extra="<link>http://x.example/</link><ttl>60</ttl>")
        source = scene.add("/a")
        summary = await scene.refresh()
        assert summary.arrived == 2
        assert not summary.cancelled
        assert [(o.source_id, o.change, o.arrived) for o in scene.told] == [(source.id, Change.NEW, 2)]
        assert {scene.store.story(i).title for i in scene.told[0].arrived_ids} == {"one", "two"}  # type: ignore[union-attr]
        after = scene.source("/a")
        assert (after.title, after.site_url) == ("Harbour", "http://x.example/")
        assert after.validators.etag == '"2"'
        assert after.body_hash
        assert (after.checked, after.due) == (NOW, NOW + timedelta(hours=1))

    play(tmp_path, act)


def test_a_304_changes_nothing_and_keeps_what_is_known(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes["/a"] = feed("one", extra="<ttl>60</ttl>")
        scene.add("/a")
        await scene.refresh()
        known = scene.source("/a")
        scene.server.routes["/a"] = answer(b"", 304)
        later = NOW + timedelta(hours=2)
        summary = await scene.refresh(later)
        assert scene.server.requests[-1].headers["if-none-match"] == '"1"'
        assert [(o.change, o.not_modified) for o in summary.outcomes] == [(Change.UNCHANGED, True)]
        after = scene.source("/a")
        assert (after.validators, after.body_hash) == (known.validators, known.body_hash)
        assert (after.checked, after.due) == (later, later + timedelta(hours=1))

    play(tmp_path, act)


def test_the_same_bytes_are_not_parsed_again(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes["/a"] = feed("one")
        source = scene.add("/a")
        await scene.refresh()
        scene.store.remove_source(source.id)  # its stories go, and come back without having been parsed
        scene.store.undo()
        summary = await scene.refresh()
        assert [(o.change, o.not_modified) for o in summary.outcomes] == [(Change.UNCHANGED, False)]
        scene.server.routes["/a"] = feed("one", "two")
        assert (await scene.refresh()).arrived == 1

    play(tmp_path, act)


def test_what_is_no_feed_is_not_remembered_as_read(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes["/a"] = answer("<!doctype html><p>Back soon</p>", etag='"page"')
        scene.add("/a")
        for failures in (1, 2):
            await scene.refresh()
            source = scene.source("/a")
            assert (source.failures, source.failure_code, source.body_hash) == (failures, "not-a-feed", "")
            assert source.validators == Validators()
        scene.server.routes["/a"] = feed("one")
        assert (await scene.refresh()).arrived == 1
        assert scene.source("/a").failure == ""

    play(tmp_path, act)


def test_failures_are_each_sources_own(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes |= {
            "/well": feed("one"),
            "/gone": answer(b"", 410),
            "/login": answer(b"", 401),
            "/broken": answer(b"", 500),
            "/silent": then_never(b""),
            "/garbage": answer(b"\x00\xff" * 500),
            "/empty": answer(b""),
            "/cut": answer(b"<rss version='2.0'><channel><item><title>cut"),
        }
        for path in scene.server.routes:
            scene.add(path)
        summary = await scene.refresh()
        codes = {o.url.rpartition("/")[2]: o.failure_code for o in summary.outcomes}
        assert codes.pop("cut") in ("", "not-a-feed")
        assert codes == {
            "well": "",
            "gone": "gone",
            "login": "needs-login",
            "broken": "server-failed",
            "silent": "timeout",
            "garbage": "not-a-feed",
            "empty": "empty-answer",
        }
        assert "one" in scene.titles()
        assert scene.source("/gone").retired
        assert not scene.source("/login").retired
        silent = scene.source("/silent")
        assert "silent" in silent.failure
        assert silent.due is not None
        assert NOW + timedelta(minutes=12) <= silent.due <= NOW + timedelta(minutes=18)

    play(tmp_path, act)


def test_try_later_is_obeyed(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes["/a"] = answer(b"", 503, retry_after="7200")
        scene.add("/a")
        scene.add("/b")
        summary = await scene.refresh()
        codes = {o.failure_code for o in summary.outcomes}
        assert codes <= {"try-later", "not-found"}
        due = scene.source("/a").due
        assert due is not None
        assert due >= NOW + timedelta(hours=2)

    play(tmp_path, act)


def test_a_permanent_move_is_recorded_once_there_is_a_feed(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes |= {
            "/old": moved("/new", 301),
            "/new": feed("one"),
            "/parked": moved("/ads", 301),
            "/ads": answer("<html>Buy this domain</html>"),
            "/away": moved("/new", 302),
        }
        for path in ("/old", "/parked", "/away"):
            scene.add(path)
        await scene.refresh()
        urls = {source.url.rpartition("/")[2] for source in scene.store.sources()}
        assert urls == {"new", "parked", "away"}

    play(tmp_path, act)


def test_sources_of_one_address_are_asked_once(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes["/a"] = feed("one")
        source = scene.add("/a")
        twin = replace(source, id="999")
        summary = await refresh(scene.store, scene.client, [source, twin], now=lambda: NOW)
        assert scene.server.paths == ["/a"]
        assert {o.source_id: o.arrived for o in summary.outcomes} == {source.id: 1, "999": 0}

    play(tmp_path, act)


def test_twins_that_know_different_things_ask_without_conditions(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes["/a"] = feed("one")
        source = scene.add("/a")
        twin = replace(source, id="999", validators=Validators('"x"'))
        await refresh(scene.store, scene.client, [twin, source], now=lambda: NOW)
        assert "if-none-match" not in scene.server.requests[0].headers

    play(tmp_path, act)


def test_nothing_to_do(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        summary = await scene.refresh()
        assert (summary.outcomes, summary.cancelled) == ((), False)

    play(tmp_path, act)


def test_cancelled_it_keeps_what_is_merged(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        merged = asyncio.Event()

        def listener(outcome: SourceOutcome) -> None:
            scene.told.append(outcome)
            if len(scene.told) == 10:
                merged.set()

        for number in range(10):
            scene.server.routes[f"/{number}"] = feed(f"story-{number}")
            scene.add(f"/{number}")
        scene.server.routes["/hold"] = never
        scene.add("/hold")
        async with Client() as client:
            work = refresh(scene.store, client, scene.store.sources(), on_outcome=listener)
            running = asyncio.create_task(work)
            await merged.wait()
            running.cancel()
            summary = await running
        assert summary.cancelled
        assert summary.arrived == len(scene.told) == 10
        assert scene.source("/hold").failures == 0

    play(tmp_path, act)


def test_cancelled_before_a_batch_is_taken_it_merges_it(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        answered = asyncio.Event()

        async def hold(_request: Request, _writer: Writer) -> None:
            answered.set()
            await asyncio.Event().wait()

        scene.server.routes |= {"/a": feed("one"), "/hold": hold}
        sources = [scene.add("/a"), scene.add("/hold")]
        # One worker: when the second is asked for, the first is parsed and its batch not full.
        async with Client() as client:
            running = asyncio.create_task(refresh(scene.store, client, sources, workers=1))
            await answered.wait()
            running.cancel()
            summary = await running
        assert (summary.cancelled, summary.arrived) == (True, 1)
        assert scene.titles() == {"one"}

    play(tmp_path, act)


def test_a_listener_that_breaks_ends_the_refresh_and_not_the_loop(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes["/a"] = feed("one")
        source = scene.add("/a")

        def listener(_outcome: SourceOutcome) -> None:
            raise LookupError("mine")

        with pytest.raises(LookupError, match="mine"):
            await refresh(scene.store, scene.client, [source], on_outcome=listener)
        assert asyncio.all_tasks() - {asyncio.current_task()} <= scene.server.tasks

    play(tmp_path, act)


def test_many_sources_in_many_batches(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        for number in range(200):
            scene.server.routes[f"/{number}"] = feed(*(f"{number}-{n}" for n in range(5)))
            scene.add(f"/{number}")
        summary = await scene.refresh()
        assert summary.arrived == 1_000
        assert len({o.source_id for o in scene.told}) == 200
        assert scene.store.counts(View()).total == 1_000
        assert scene.store.check() == []

    play(tmp_path, act)


def test_a_large_document_is_parsed_aside_and_dropped(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes["/a"] = feed(*(f"title-{n:06}" * 20 for n in range(3_000)))
        scene.add("/a")
        summary = await scene.refresh()
        assert summary.arrived == 3_000

    play(tmp_path, act)


# --- the basket -------------------------------------------------------------------


def one(weight: int = 0) -> Answered:
    return Answered(Fetched("1", None, NOW), "http://x.example/", weight=weight)


def test_a_basket_is_full_by_number_or_by_weight() -> None:
    async def scene() -> None:
        basket = Basket()
        for _ in range(refresh_basket.FULL):
            basket.put(one())
        assert len(await basket.batch()) == refresh_basket.FULL
        basket.put(one(refresh_basket.HEAVY))
        await basket.room()  # the next may be parsed while this one is merged
        basket.put(one(refresh_basket.HEAVY))
        waiting = asyncio.create_task(basket.room())
        await asyncio.sleep(0)
        assert not waiting.done()
        assert len(await basket.batch()) == 2
        await waiting

    asyncio.run(scene())


def test_a_basket_that_is_not_full_is_taken_after_a_while_and_at_the_end() -> None:
    async def scene() -> None:
        basket = Basket()
        basket.put(one())
        assert len(await basket.batch()) == 1
        basket.put(one())
        basket.close()
        assert len(await basket.batch()) == 1
        assert await basket.batch() == []

    asyncio.run(scene())
