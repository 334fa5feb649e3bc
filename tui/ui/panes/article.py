"""The article pane: the stored text at once, the whole article when it comes, the feed's text if it can't."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from rich.cells import cell_len
from rich.segment import Segment as Painted
from textual.content import Content
from textual.events import Resize
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tui.articles.lines import BLANK, Layout, Line, Link, Placed, Segment
from tui.locale import _
from tui.model import Article, Card, Failure, Picture, Story
from tui.text import clean, wrap
from tui.ui.ages import age
from tui.ui.pictures.article_pictures import ArticlePictures, same_place
from tui.ui.widgets.lines_view import LinesView

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.ui.app import WireroomApp

WIDEST = 88
LINK_LINES = 6  # that a link or card takes at most
REMEMBERED = 500  # stories whose place is kept


@dataclass(frozen=True, slots=True)
class Reading:
    """What is open: a story of the wire, or a page that a card or link led to."""

    url: str
    story: Story | None = None

    @property
    def key(self) -> str:
        return self.story.id if self.story else self.url

    @property
    def host(self) -> str:
        return clean(urlsplit(self.url).hostname or _("the feed"), 60)


class ArticlePane(LinesView):
    """One article, with the links and cards in it."""

    class Opened(Message):
        """The whole article is on screen."""

        def __init__(self, story: Story, article: Article) -> None:
            super().__init__()
            self.story = story
            self.article = article

    class CardChosen(Message):
        """The reader follows a link or card: the newsroom knows whether it is a stored story."""

        def __init__(self, url: str) -> None:
            super().__init__()
            self.url = url

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._reading: Reading | None = None
        self._article: Article | None = None
        self._layout: Layout | None = None
        self._notice: tuple[str, ...] = ()
        self._waiting: asyncio.Task[None] | None = None
        self._chosen = -1
        self._back: list[Reading] = []
        self._places: dict[str, float] = {}
        self._pictures = ArticlePictures(
            desk,
            painter=lambda: cast("WireroomApp", self.app).pictures.painter(),
            ground=lambda: cast("WireroomApp", self.app).pictures.ground(self.rich_style),
            send=lambda data: cast("WireroomApp", self.app).pictures.send(data),
            changed=self._picture_changed,
        )

    # --- what is open -------------------------------------------------------------

    def show_story(self, story: Story) -> None:
        """Opens a story: what is stored at once, then the whole article."""
        self._back.clear()
        self._open(Reading(story.url, story))

    def show_page(self, url: str, story: Story | None = None) -> None:
        """Opens what a card or link leads to; ``go_back`` returns."""
        if self._reading:
            self._back.append(self._reading)
        self._open(Reading(url, story))

    def go_back(self) -> bool:
        """Returns to what led here; False when nothing did."""
        if not self._back:
            return False
        self._open(self._back.pop())
        return True

    def retry(self) -> None:
        """Fetches the open article anew."""
        if self._reading:
            self._pictures.open(self._reading.url)
            self._fetch(self._reading, fresh=True)

    @property
    def current_url(self) -> str:
        """The address of what is open, "" for nothing."""
        return self._reading.url if self._reading else ""

    def _open(self, reading: Reading) -> None:
        self._remember_place()
        self._reading = reading
        self._notice = ()
        self._chosen = -1
        self._pictures.open(reading.url)
        cached = self._stored(reading)
        self._show(cached or self._own(reading), self._places.get(reading.key, 0.0))
        if cached is None:
            self._fetch(reading)
        else:
            self._settle(reading, cached)

    def _stored(self, reading: Reading) -> Article | None:
        found = self._desk.store.article(reading.url) if reading.url else None
        return found[0] if found else None

    def _own(self, reading: Reading) -> Article:
        if reading.story:
            return self._desk.feed_article(reading.story)
        return Article(title=reading.host, url=reading.url, blocks=())

    # --- fetching -----------------------------------------------------------------

    def _fetch(self, reading: Reading, *, fresh: bool = False) -> None:
        if self._waiting:
            self._waiting.cancel()
        future: Future[Article]
        if reading.story:
            future = self._desk.open_article(reading.story, fresh=fresh)
        else:
            future = self._desk.open_url(reading.url, fresh=fresh)
        self._say(_("Fetching the article from {host} …").format(host=reading.host))
        self._waiting = asyncio.create_task(self._await(reading, future))

    async def _await(self, reading: Reading, future: Future[Article]) -> None:
        try:
            article = await asyncio.wrap_future(future)
        except Failure as failure:
            if reading == self._reading:
                steps = _("r: try again · o: open it in the browser")
                self._say(failure.sentence, failure.next_step, steps)
            return
        if reading != self._reading:
            return
        self._notice = ()
        self._show(article, self.top / max(len(self.lines), 1))
        self._settle(reading, article)

    def _settle(self, reading: Reading, article: Article) -> None:
        if reading.story:
            self.post_message(self.Opened(reading.story, article))

    # --- laying out ---------------------------------------------------------------

    def _say(self, *sentences: str) -> None:
        """Says at the text's end what is waited for, or why the article is not whole."""
        self._notice = tuple(clean(sentence, 300) for sentence in sentences if sentence)
        self._show_layout(self.top)

    def _notice_lines(self) -> Iterator[Line]:
        width = self._text_width() - 3
        for number, sentence in enumerate(self._notice):
            if number == 0:
                yield BLANK
            for row, words in enumerate(wrap(sentence, width)):
                mark = "── " if number == row == 0 else "   "
                yield Line((Segment(mark, "rule"), Segment(words, "meta" if number else "notice")))

    def _show(self, article: Article | None, place: float) -> None:
        """Lays an article out and goes to ``place``, a share of its length."""
        self._article = article
        self._layout = self._laid(article) if article else None
        self._show_layout(round(place * len(self._layout.lines)) if self._layout else 0)

    def _laid(self, article: Article) -> Layout:
        from tui.articles.layout import lay_out

        return lay_out(
            article,
            self._text_width(),
            cells=cell_len,
            picture_rows=self._picture_rows,
            covered=self._covered(article),
        )

    def _covered(self, article: Article) -> list[Card]:
        """Other sources' stories of the event, but those that the article offers itself."""
        if self._reading is None or self._reading.story is None:
            return []
        now, offered = datetime.now(UTC), {card.url for card in article.related}
        return [
            Card(clean(one.title, 600), one.url, clean(one.source_title, 60), age(one.sorted_at, now))
            for one in self._desk.store.coverage(self._reading.story.id)
            if one.url and one.url not in offered
        ]

    def _text_width(self) -> int:
        return max(20, min(WIDEST, self.size.width - 2 * self.MARGIN))

    def _show_layout(self, top: int) -> None:
        body = self._layout.lines if self._layout else ()
        self.show_lines((*body, *self._notice_lines()), top)

    def on_resize(self, event: Resize) -> None:
        place = self.top / max(len(self.lines), 1)
        if self._article and self._layout and self._layout.width != event.size.width - 2 * self.MARGIN:
            self._show(self._article, place)
        elif self._reading is None:
            self.show_lines([Line((Segment(_("Enter opens the story at the mark."), "meta"),))])

    # --- pictures -----------------------------------------------------------------

    def show_pictures(self, *, afresh: bool = False) -> None:
        """Shows or hides pictures as they are to be now, where the reader is; ``afresh``: all drawn again."""
        if afresh:
            self._pictures.forget()
        if self._article:
            before = self.lines
            self._layout = self._laid(self._article)
            self._show_layout(same_place(before, (*self._layout.lines, *self._notice_lines()), self.top))

    def _picture_rows(self, picture: Picture, columns: int) -> int:
        return self._pictures.rows(picture, columns, self.size.height)

    @property
    def _placed(self) -> Sequence[Placed]:
        """The pictures that may be drawn: those in quotations are described alone."""
        layout = self._layout
        return [one for one in layout.pictures if one.indent + one.width == layout.width] if layout else ()

    def _picture_changed(self) -> None:
        if any(one.rows != self._picture_rows(one.picture, one.width) for one in self._placed):
            self.show_pictures()
        else:
            self.refresh()

    def _picture_at(self, line: int) -> Placed | None:
        return next((one for one in self._placed if one.line <= line < one.line + one.rows), None)

    def _paint_picture(self, placed: Placed, number: int) -> Strip:
        row = self._pictures.row(placed, number)
        if isinstance(row, Line):
            return self.paint(row.segments, right=row.align == "right")
        ground = self.ink("")
        indent = Painted(" " * (self.MARGIN + placed.indent), ground)
        return Strip([indent, *row]).adjust_cell_length(self.size.width, ground)

    def on_unmount(self) -> None:
        self._pictures.close()

    # --- the place ----------------------------------------------------------------

    def page_down(self) -> bool:
        """A page down; False at the end."""
        return self.step_page(1)

    def moved(self) -> None:
        done = self.progress
        frame = self.parent
        if frame is not None and hasattr(frame, "border_subtitle"):
            frame.border_subtitle = Content(f"{done} %") if done is not None else None
        self._pictures.look(self._placed, self.top, self.size.height)

    def _remember_place(self) -> None:
        if self._reading and self.lines:
            self._places.pop(self._reading.key, None)
            self._places[self._reading.key] = self.top / len(self.lines)
            if len(self._places) > REMEMBERED:
                del self._places[next(iter(self._places))]

    # --- links --------------------------------------------------------------------

    @property
    def _links(self) -> Sequence[Link]:
        return self._layout.links if self._layout else ()

    def next_link(self, step: int = 1) -> bool:
        """Goes to the next link or card, beginning with those in sight; False when there is none."""
        if not self._links:
            return False
        left, top = self._chosen, self.top
        if self._chosen < 0:
            below = (n for n, link in enumerate(self._links) if link.line >= self.top)
            self._chosen = next(below, 0)
        else:
            self._chosen = (self._chosen + step) % len(self._links)
        line = self._links[self._chosen].line
        if not self.top <= line < self.top + self.size.height - 2:
            self.top = self._within(line - self.size.height // 3)
        if self.top == top:
            self.refresh(*(self._region(link) for link in (left, self._chosen) if link >= 0))
        else:
            self.refresh()
            self.moved()
        return True

    def _region(self, link: int) -> Region:
        """Where a link's lines stand in the pane."""
        return Region(0, self._links[link].line - self.top, self.size.width, LINK_LINES)

    def open_link(self) -> bool:
        """Follows the chosen link or card; False when none is chosen."""
        if not 0 <= self._chosen < len(self._links):
            return False
        self.post_message(self.CardChosen(self._links[self._chosen].url))
        return True

    def render_line(self, y: int) -> Strip:
        chosen = self._links[self._chosen] if 0 <= self._chosen < len(self._links) else None
        place = self.top + y
        picture = self._picture_at(place)
        if picture:
            return self._paint_picture(picture, place - picture.line)
        if chosen is None or place >= len(self.lines) or not self._belongs(place, chosen):
            return super().render_line(y)
        line = self.lines[place]
        segments = [
            replace(segment, role=f"{segment.role} chosen") if segment.href == chosen.url else segment
            for segment in line.segments
        ]
        return self.paint(segments, right=line.align == "right")

    def _belongs(self, place: int, link: Link) -> bool:
        """Whether a line is part of a link that begins on an earlier one: they follow each other."""
        return link.line <= place < link.line + LINK_LINES
