"""The pictures of the open article: asked for as they come into sight, drawn where their rows are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rich.segment import Segment as Painted

from tui import text
from tui.articles.lines import Line, Placed, Segment
from tui.locale import _
from tui.model import Failure, Picture
from tui.ui.pictures.decode import RGB
from tui.ui.pictures.drawing import NARROWEST, Box, Drawing, Painter

if TYPE_CHECKING:
    from tui.desk import Desk

MOST_ROWS = 20
SHARE = 0.6  # of the pane's height, at most
AHEAD = 1.0  # pages below the one in sight whose pictures are fetched
LOST = 200  # signs of a sentence that says why a picture is not drawn


@dataclass(slots=True)
class _Shown:
    """One picture's state. ``box`` is what was asked for, ``ratio`` what is known of its shape."""

    ratio: float = 0.0
    box: Box | None = None
    drawing: Drawing | None = None
    failure: str = ""
    work: asyncio.Task[None] | None = None


class ArticlePictures:
    """The pictures of one article at a time.

    ``painter()`` says how to draw now (None: not at all), ``ground`` what is behind
    them, ``send`` tells the terminal something, ``changed`` is called when a picture has
    come, or will not: its rows may be other than those asked before.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        painter: Callable[[], Painter | None],
        ground: Callable[[], RGB],
        send: Callable[[str], None],
        changed: Callable[[], None],
    ) -> None:
        self._desk = desk
        self._painter = painter
        self._ground = ground
        self._send = send
        self._changed = changed
        self._page = ""
        self._shown: dict[str, _Shown] = {}

    @cached_property
    def _thread(self) -> ThreadPoolExecutor:
        """One thread: of many large pictures, one at a time is in memory."""
        return ThreadPoolExecutor(1, "wireroom-pictures")

    def open(self, page: str) -> None:
        """Leaves the article before and its pictures; those of ``page`` come next."""
        self.forget()
        self._page = page
        self._shown.clear()

    def forget(self) -> None:
        """Drops every drawing, here and in the terminal. What is known of their shapes stays."""
        for shown in self._shown.values():
            if shown.work:
                shown.work.cancel()
            if shown.drawing and shown.drawing.forget:
                self._send(shown.drawing.forget)
            shown.work = shown.box = shown.drawing = None

    def close(self) -> None:
        """As ``forget``, for good."""
        self.forget()
        if "_thread" in self.__dict__:
            self._thread.shutdown(wait=False, cancel_futures=True)

    # --- rows ---------------------------------------------------------------------

    def rows(self, picture: Picture, columns: int, height: int) -> int:
        """How many rows it takes in a pane of ``height`` lines; 0 where its description stands alone."""
        if columns < NARROWEST or self._painter() is None:
            return 0
        shown = self._shown.get(picture.url)
        if shown and shown.failure:
            return len(_said(picture, shown.failure, columns))
        ratio = shown.ratio if shown else 0.0
        if not ratio and picture.width:
            ratio = picture.height / picture.width
        return _box(columns, height).fit(ratio).rows if ratio else 0

    def row(self, placed: Placed, number: int) -> Line | Sequence[Painted]:
        """One row of a picture: its cells, or words of its description until it is there."""
        shown = self._shown.get(placed.picture.url)
        if shown and shown.drawing:
            return shown.drawing.rows[number] if number < len(shown.drawing.rows) else ()
        lines = _said(placed.picture, shown.failure if shown else "", placed.width)
        if number >= len(lines):
            return Line(kind="picture")
        indented = (Segment(" " * placed.indent, "picture-alt"), *lines[number])
        align = text.direction(placed.picture.alt)
        return Line(indented, "right" if align == "rtl" else "left", "picture")

    # --- fetching -----------------------------------------------------------------

    def look(self, pictures: Iterable[Placed], top: int, height: int) -> None:
        """Fetches and draws those in sight and a page below."""
        if self._painter() is None:
            return
        for placed in pictures:
            if placed.width >= NARROWEST and top - height < placed.line < top + height * (1 + AHEAD):
                self._want(placed, _box(placed.width, height))

    def _want(self, placed: Placed, box: Box) -> None:
        shown = self._shown.setdefault(placed.picture.url, _Shown())
        if shown.box == box or shown.failure:
            return
        if shown.drawing and shown.drawing.box == box.fit(shown.ratio):
            return
        if shown.work:
            shown.work.cancel()
        shown.box = box
        shown.work = asyncio.create_task(self._bring(placed.picture, shown, box))

    async def _bring(self, picture: Picture, shown: _Shown, box: Box) -> None:
        painter = self._painter()
        if painter is None:
            return
        try:
            data = await asyncio.wrap_future(self._desk.picture(picture.url, self._page))
            loop = asyncio.get_running_loop()
            drawing = await loop.run_in_executor(self._thread, painter.draw, data, box, self._ground())
        except Failure as failure:
            shown.failure = text.clean(failure.sentence, LOST)
        else:
            if shown.drawing and shown.drawing.forget:
                self._send(shown.drawing.forget)
            if drawing.send:
                self._send(drawing.send)
            shown.drawing, shown.ratio = drawing, drawing.ratio
        shown.work = None
        self._changed()


def _box(columns: int, height: int) -> Box:
    return Box(columns, max(min(MOST_ROWS, round(height * SHARE)), 1))


def _said(picture: Picture, failure: str, columns: int) -> list[tuple[Segment, ...]]:
    """The description, and why the picture is not there."""
    from tui.articles.flow import flow

    lines = flow([(f"▣ {picture.alt or _('Picture')}", "picture-alt", "")], columns)
    if failure:
        lines += flow([(f"  {failure}", "meta", "")], columns)
    return lines


def same_place(before: Sequence[Line], after: Sequence[Line], top: int) -> int:
    """Where line ``top`` of ``before`` stands in ``after``, which differs by rows of pictures alone."""
    words = sum(1 for line in before[:top] if line.kind != "picture")
    on_picture = top < len(before) and before[top].kind == "picture"
    at = 0
    while at < len(after) and (words or (not on_picture and after[at].kind == "picture")):
        words -= after[at].kind != "picture"
        at += 1
    while on_picture and top and before[top - 1].kind == "picture" and _is_picture(after, at + 1):
        top, at = top - 1, at + 1
    return at


def _is_picture(lines: Sequence[Line], at: int) -> bool:
    return at < len(lines) and lines[at].kind == "picture"
