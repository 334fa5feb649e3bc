"""A page of headlines and a news sitemap refreshed like any feed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.feeds.headlines import TITLES, page, section
from tests.feeds.test_refresh import NOW, Scene, play
from tests.net.rough_server import answer
from tui.model import Change


def html(body: bytes, etag: str = '"1"') -> bytes:
    return answer(body, content_type="text/html; charset=utf-8", etag=etag)


def test_stories_arrive_once_and_are_edited_in_place(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes["/world/"] = html(section(*TITLES[1:]))
        scene.add("/world/")
        assert (await scene.refresh()).arrived == 4
        assert scene.titles() == set(TITLES[1:])
        source = scene.source("/world/")
        assert (source.title, source.validators.etag) == ("World | Harbour Wire", '"1"')
        # The same headlines on a page that is never the same twice.
        scene.server.routes["/world/"] = html(section(*TITLES[1:]).replace(b"days ago", b"weeks ago"))
        (outcome,) = (await scene.refresh()).outcomes
        assert (outcome.change, outcome.arrived, outcome.edited) == (Change.UNCHANGED, 0, 0)
        changed = section(*TITLES).replace(
            b">What the pact changes for commuters<", b">What changes for commuters<"
        )
        scene.server.routes["/world/"] = html(changed.replace(b"2026-11-0", b"2026-11-0"))
        (outcome,) = (await scene.refresh()).outcomes
        assert outcome.arrived == 1
        assert "What changes for commuters" in scene.titles()
        assert len(scene.titles()) == 5

    play(tmp_path, act)


def test_validators_and_the_body_hash_spare_the_reading(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes["/world/"] = html(section())
        scene.add("/world/")
        await scene.refresh()
        (same,) = (await scene.refresh()).outcomes
        assert (same.change, same.not_modified) == (Change.UNCHANGED, False)
        scene.server.routes["/world/"] = answer(b"", 304)
        (spared,) = (await scene.refresh(NOW + timedelta(hours=2))).outcomes
        assert scene.server.requests[-1].headers["if-none-match"] == '"1"'
        assert spared.not_modified

    play(tmp_path, act)


def test_a_page_that_loses_its_headlines_says_so_and_keeps_what_it_brought(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes["/world/"] = html(section())
        scene.add("/world/")
        await scene.refresh()
        scene.server.routes["/world/"] = html(
            page('<div id="app"></div><script src="/app.js"></script>'), '"2"'
        )
        (outcome,) = (await scene.refresh()).failed
        assert "without clear headlines" in outcome.failure
        assert outcome.failure_code == "not-a-feed"
        source = scene.source("/world/")
        assert (source.failures, source.validators.etag) == (1, '"1"')
        assert scene.titles() == set(TITLES)
        scene.server.routes["/world/"] = html(section(), '"3"')
        (outcome,) = (await scene.refresh()).outcomes
        assert (outcome.failure, outcome.arrived, outcome.edited) == ("", 0, 0)

    play(tmp_path, act)


def test_a_news_sitemap_grows_and_runs_dry(tmp_path: Path) -> None:
    def sitemap(*titles: str) -> bytes:
        urls = "".join(
            f"<url><loc>/{n}</loc><n:news><n:publication_date>2026-11-24</n:publication_date><n:title>{title}</n:title>"
            "</n:news></url>"
            for n, title in enumerate(titles)
        )
        return answer(f"<urlset xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>{urls}</urlset>")

    async def act(scene: Scene) -> None:
        scene.server.routes["/news.xml"] = sitemap(*TITLES[:2])
        scene.add("/news.xml")
        assert (await scene.refresh()).arrived == 2
        scene.server.routes["/news.xml"] = sitemap(*TITLES)
        assert (await scene.refresh()).arrived == 3
        scene.server.routes["/news.xml"] = sitemap("Ferry pact torn up", *TITLES[1:])
        (outcome,) = (await scene.refresh()).outcomes
        assert (outcome.arrived, outcome.edited) == (0, 1)
        scene.server.routes["/news.xml"] = sitemap()
        (outcome,) = (await scene.refresh()).outcomes
        assert (outcome.failure, outcome.arrived) == ("", 0)
        assert len(scene.titles()) == 5

    play(tmp_path, act)
