"""Pictures in the article pane: they come without moving the reader, or say why they do not."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.pages import Site
from tests.ui.pictures.files import SVG, halves, png_bomb, saved
from tests.ui.test_article import LONG, run, until, with_stories, words
from tui.articles.lines import Line, Segment
from tui.config import Settings, home
from tui.desk import Desk
from tui.ui.app import WireroomApp
from tui.ui.panes.article import ArticlePane
from tui.ui.pictures.article_pictures import same_place


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


def figure(name: str, size: str = "") -> str:
    return f"</p><figure><img src='/{name}' alt='The pier seen from {name}' {size}></figure><p>"


def with_picture(desk: Desk, site: Site, size: str = "", data: bytes | None = None) -> None:
    """A story whose picture stands after the third paragraph."""
    with_stories(desk, site)
    site.article("/0", "Headline 0", *LONG[:3], figure("pier.png", size), *LONG[3:])
    site.pages["/pier.png"] = ("image/png", saved(halves(400, 200)) if data is None else data)


def shown(pane: ArticlePane) -> list[str]:
    """The pane's rows as drawn."""
    return [pane.render_line(row).text for row in range(pane.size.height)]


def drawn(pane: ArticlePane) -> int:
    """How many rows in sight are pixels: nothing but ground colours, two of them."""
    return sum(
        len({segment.style.bgcolor for segment in pane.render_line(row) if segment.style}) > 2
        for row in range(pane.size.height)
    )


def top_words(pane: ArticlePane) -> str:
    return pane.lines[pane.top].text


async def opened(pilot: Pilot[None], pane: ArticlePane) -> None:
    await pilot.press("enter")
    await until(pilot, lambda: "Paragraph 39." in words(pane))


def test_a_picture_stands_where_its_rows_were_kept(desk: Desk, site: Site) -> None:
    with_picture(desk, site, "width='400' height='200'")
    site.held["/pier.png"] = threading.Event()

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.article
        await opened(pilot, pane)
        before = len(pane.lines)
        await until(pilot, lambda: any("▣ The pier seen from pier.png" in row for row in shown(pane)))
        assert drawn(pane) == 0
        site.held["/pier.png"].set()
        await until(pilot, lambda: drawn(pane) > 5)
        assert len(pane.lines) == before
        assert not any("▣" in row for row in shown(pane))

    run(desk, use)


def test_a_picture_of_unknown_size_comes_without_moving_the_reader(desk: Desk, site: Site) -> None:
    with_picture(desk, site)
    site.held["/pier.png"] = threading.Event()

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.article
        await opened(pilot, pane)
        await until(pilot, lambda: "/pier.png" in site.asked)
        for _ in range(3):
            await pilot.press("space")
        place, before = top_words(pane), len(pane.lines)
        assert place
        site.held["/pier.png"].set()
        await until(pilot, lambda: len(pane.lines) > before)
        assert top_words(pane) == place

    run(desk, use)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (png_bomb(), "too large to be drawn"),
        (saved(halves())[:70], "cut short"),
        (SVG, "SVG drawing"),
        (b"<html>", "page instead"),
    ],
)
def test_what_can_not_be_drawn_keeps_its_description_and_says_why(
    desk: Desk, site: Site, data: bytes, why: str
) -> None:
    with_picture(desk, site, "width='400' height='200'", data)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.article
        await opened(pilot, pane)
        await until(pilot, lambda: why in " ".join(" ".join(shown(pane)).split()))
        assert "▣ The pier seen from pier.png" in " ".join(shown(pane))
        assert drawn(pane) == 0

    run(desk, use)


def test_a_picture_that_is_not_there_says_so_and_is_asked_for_again(desk: Desk, site: Site) -> None:
    with_picture(desk, site)
    picture = site.pages.pop("/pier.png")

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.article
        await opened(pilot, pane)
        await until(
            pilot, lambda: "pier.png" in " ".join(shown(pane)).partition("▣")[2].partition("pier.png")[2]
        )
        site.pages["/pier.png"] = picture
        await pilot.press("r")
        await until(pilot, lambda: drawn(pane) > 5)

    run(desk, use)


def test_one_key_hides_and_shows_them_where_the_reader_is(desk: Desk, site: Site) -> None:
    with_picture(desk, site)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.article
        await opened(pilot, pane)
        await until(pilot, lambda: drawn(pane) > 5)
        with_pixels = len(pane.lines)
        for _ in range(3):
            await pilot.press("space")
        place = top_words(pane)
        await pilot.press("v")
        assert "hidden" in app.newsroom.status.sentence
        assert len(pane.lines) < with_pixels
        assert top_words(pane) == place
        assert "▣ The pier seen from pier.png" in words(pane)
        await pilot.press("v")
        assert len(pane.lines) == with_pixels
        assert top_words(pane) == place

    run(desk, use)


@pytest.mark.parametrize("settings", [Settings(slow="on"), Settings(pictures="off")])
def test_they_are_off_on_a_slow_line_and_by_the_setting_until_asked_for(
    tmp_path: Path, site: Site, settings: Settings
) -> None:
    desk = Desk.open(home(str(tmp_path)), settings)
    with_picture(desk, site, "width='400' height='200'")

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.article
        await opened(pilot, pane)
        assert "▣ The pier seen from pier.png" in words(pane)
        assert "/pier.png" not in site.asked
        await pilot.press("v")
        await until(pilot, lambda: drawn(pane) > 5)

    try:
        run(desk, use)
    finally:
        desk.close()


def test_saving_bytes_hides_them_and_ending_it_brings_them_back(desk: Desk, site: Site) -> None:
    with_picture(desk, site)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.article
        await opened(pilot, pane)
        await until(pilot, lambda: drawn(pane) > 5)
        await pilot.press("B")
        assert drawn(pane) == 0
        await pilot.press("B")
        await until(pilot, lambda: drawn(pane) > 5)

    run(desk, use)


def test_without_colours_descriptions_stand_alone(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with_picture(desk, site, "width='400' height='200'")

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.article
        await opened(pilot, pane)
        await pilot.press("v")
        assert "no colours" in app.newsroom.status.sentence
        assert "▣ The pier seen from pier.png" in words(pane)
        assert "/pier.png" not in site.asked

    run(desk, use)


def test_pictures_far_below_are_not_fetched_before_the_reader_is_near(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    site.article("/0", "Headline 0", *LONG, figure("far.png"), *LONG)
    site.pages["/far.png"] = ("image/png", saved(halves()))

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.article
        await opened(pilot, pane)
        await pilot.press("space")
        assert "/far.png" not in site.asked
        while "▣" not in " ".join(shown(pane)) and not drawn(pane):
            await pilot.press("space")
        await until(pilot, lambda: "/far.png" in site.asked)

    run(desk, use)


def test_another_width_draws_them_anew(desk: Desk, site: Site) -> None:
    with_picture(desk, site)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.article
        await opened(pilot, pane)
        await until(pilot, lambda: drawn(pane) > 5)
        rows = drawn(pane)
        await pilot.press("z")
        await until(pilot, lambda: drawn(pane) > rows)
        assert site.asked.count("/pier.png") == 1

    run(desk, use)


def test_one_picture_twice_is_fetched_once_and_one_in_a_quotation_not_at_all(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    quoted = f"</p><blockquote><p>So she said, and pointed.</p>{figure('quoted.png')}</blockquote><p>"
    twice = figure("pier.png")
    site.article("/0", "Headline 0", LONG[0], twice, LONG[1], quoted, LONG[2], twice, *LONG[3:])
    site.pages["/pier.png"] = site.pages["/quoted.png"] = ("image/png", saved(halves(400, 200)))

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.article
        await opened(pilot, pane)
        await until(pilot, lambda: drawn(pane) > 5)
        await pilot.pause(0.2)
        assert site.asked.count("/pier.png") == 1
        assert "/quoted.png" not in site.asked

    run(desk, use)


PICTURE = Line(kind="picture")
WORD, OTHER = (Line((Segment(word, "body"),)) for word in ("word", "other"))


@pytest.mark.parametrize(
    ("before", "after", "top", "there"),
    [
        ([WORD, PICTURE, OTHER], [WORD, *[PICTURE] * 5, OTHER], 2, 6),
        ([WORD, *[PICTURE] * 5, OTHER], [WORD, PICTURE, OTHER], 6, 2),
        ([WORD, PICTURE, OTHER], [WORD, *[PICTURE] * 5, OTHER], 0, 0),
        ([WORD, PICTURE, OTHER], [WORD, *[PICTURE] * 5, OTHER], 1, 1),
        ([WORD, *[PICTURE] * 5, OTHER], [WORD, *[PICTURE] * 3, OTHER], 5, 3),
        ([PICTURE, WORD], [*[PICTURE] * 3, WORD], 1, 3),
        ([], [WORD], 0, 0),
    ],
)
def test_the_line_at_the_top_stays_there(before: list[Line], after: list[Line], top: int, there: int) -> None:
    assert same_place(before, after, top) == there
