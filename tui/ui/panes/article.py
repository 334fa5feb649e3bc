"""The article pane: the stored text at once, the whole article when it comes, the feed's text if it can't."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rich.cells import cell_len
from textual.content import Content
from textual.events import Resize
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tui.articles.lines import BLANK, Layout, Line, Link, Segment
from tui.locale import _
from tui.model import Article, Story
from tui.text import cells, clean, wrap
from tui.ui.panes.article_find import Found
from tui.ui.panes.article_links import LINK_LINES, Links
from tui.ui.panes.article_loader import LONG_TICK, TICK, Loader
from tui.ui.panes.article_places import Places
from tui.ui.panes.article_text import paragraph_at
from tui.ui.widgets.lines_view import LinesView

if TYPE_CHECKING:
    from datetime import datetime

    from tui.desk import Desk

WIDEST = 88
_KEPT_BACK = ("paywall", "consent")  # an article is partial for a reason that a browser may overcome


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
    """One article, with the links and cards in it. ``keys`` gives the key of a command."""

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

    def __init__(self, desk: Desk, keys: Callable[[str], str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._keys = keys
        self._reading: Reading | None = None
        self._article: Article | None = None
        self._layout: Layout | None = None
        self._back: list[Reading] = []
        self._places = Places(desk.store)
        self._opened_at = 0  # the line that was on top when it was opened
        self._loader = Loader(self._show_notice)
        self._links = Links()
        self._found: Found | None = None
        self._find_from = 0  # the line from which words that are typed are looked for
        self._footnotes = desk.settings.footnotes

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
        """Ends a long wait, or returns to what led here; False when there is neither."""
        if self._loader.stop():
            return True
        if not self._back:
            return False
        self._open(self._back.pop())
        return True

    def retry(self) -> None:
        """Fetches the open article anew, unless the reader wants the feed's text."""
        if self._reading and not self._wants_feed_text(self._reading):
            self._fetch(self._reading, fresh=True)

    def leave(self) -> None:
        """Notes the reader's place."""
        if self._reading and self._layout:
            self._places.leave(self._reading.key, self._reading.url, self._share)

    @property
    def current_url(self) -> str:
        """The address of what is open, "" for nothing."""
        return self._reading.url if self._reading else ""

    @property
    def chosen_url(self) -> str:
        """The address of the chosen link or card, "" for none."""
        return self._links.chosen.url if self._links.chosen else ""

    @property
    def paragraph(self) -> str:
        """The text of the paragraph at the top of the view."""
        return paragraph_at(self.lines[: self._length], self.top)

    def toggle_text(self) -> bool | None:
        """Changes between the full text and the feed's: True for the feed's, None if there is one only."""
        reading = self._reading
        if reading is None or reading.story is None or not reading.url:
            return None
        feed_text = not self._wants_feed_text(reading)
        self._places.want_feed_text(reading.story.source_id, feed_text)
        self._open(reading)
        return feed_text

    def toggle_footnotes(self) -> bool:
        """Lists the links' addresses below the text, or no more; True if it does."""
        self._footnotes = not self._footnotes
        if self._article:
            self._show(self._article, self._share)
        return self._footnotes

    def _open(self, reading: Reading) -> None:
        self.leave()
        self._reading = reading
        self._loader.clear()
        self._links.show((), keep=False)
        feed_text = self._wants_feed_text(reading)
        cached = None if feed_text or not reading.url else self._desk.store.article(reading.url)
        self._show(cached[0] if cached else self._own(reading), self._places.place(reading.key))
        self._opened_at = self.top
        if cached:
            self._settle(reading, cached[0])
            if not self._desk.online:
                self._say_offline(cached[1])
        elif not feed_text:
            self._fetch(reading)

    def _wants_feed_text(self, reading: Reading) -> bool:
        return reading.story is not None and self._places.wants_feed_text(reading.story.source_id)

    def _own(self, reading: Reading) -> Article:
        if reading.story:
            return self._desk.feed_article(reading.story)
        return Article(title=reading.host, url=reading.url, blocks=())

    def _say_offline(self, fetched: datetime) -> None:
        from tui.articles.dates import in_words

        self.app.notify(_("Offline copy of {when}").format(when=in_words(fetched)))

    # --- fetching -----------------------------------------------------------------

    def _fetch(self, reading: Reading, *, fresh: bool = False) -> None:
        asked: Future[Article]
        if reading.story:
            asked = self._desk.open_article(reading.story, fresh=fresh)
        else:
            asked = self._desk.open_url(reading.url, fresh=fresh)
        tick = LONG_TICK if getattr(self.app, "slow", False) else TICK
        self._loader.load(reading.host, asked, lambda article: self._arrive(reading, article), tick=tick)

    def _arrive(self, reading: Reading, article: Article) -> None:
        if reading != self._reading:
            return
        unmoved = self.top == self._opened_at
        self._show(article, self._places.place(reading.key) if unmoved else self._share)
        self._settle(reading, article)

    def _settle(self, reading: Reading, article: Article) -> None:
        if reading.story:
            self.post_message(self.Opened(reading.story, article))

    # --- laying out ---------------------------------------------------------------

    def _show_notice(self) -> None:
        """Says at the text's end what is waited for, or why the article is not whole."""
        body = self._layout.lines if self._layout else ()
        before, self.lines = self.lines, (*body, *self._notice_lines())
        self.top = self._within(self.top)
        if len(before) == len(self.lines):
            self.refresh(Region(0, len(body) - self.top, self.size.width, len(self.lines) - len(body)))
        else:
            self.refresh()
        self.moved()

    def _notice(self) -> tuple[str, ...]:
        told = self._loader.told(self._keys)
        if not told and self._article and self._article.partial in _KEPT_BACK:
            return (_("{key}: open it in the browser").format(key=self._keys("browser")),)
        return told

    def _notice_lines(self) -> Iterator[Line]:
        width = self._text_width() - 3
        said = [clean(sentence, 300) for sentence in self._notice() if sentence]
        for number, sentence in enumerate(said):
            if number == 0:
                yield BLANK
            for row, words in enumerate(wrap(sentence, width)):
                mark = "── " if number == row == 0 else "   "
                yield Line((Segment(mark, "rule"), Segment(words, "meta" if number else "notice")))

    def _show(self, article: Article, place: float) -> None:
        """Lays an article out and goes to ``place``, a share of its length."""
        keep = article == self._article
        self._article = article
        self._layout = self._laid(article)
        self._links.show(self._layout.links, keep=keep)
        if self._found:
            self._found = Found(self._layout.lines, self._found.words)
        self.show_lines((*self._layout.lines, *self._notice_lines()), round(place * self._length))

    def _laid(self, article: Article) -> Layout:
        from tui.articles.layout import lay_out

        return lay_out(article, self._text_width(), cells=widest, footnotes=self._footnotes)

    def _text_width(self) -> int:
        return max(20, min(WIDEST, self.size.width - 2 * self.MARGIN))

    @property
    def measure(self) -> int:
        return self._text_width()

    @property
    def margin(self) -> int:
        return max(self.MARGIN, (self.size.width - self._text_width()) // 2)

    def on_resize(self, event: Resize) -> None:
        if self._article and self._layout and self._layout.width != event.size.width - 2 * self.MARGIN:
            self._show(self._article, self._share)
        elif self._reading is None:
            self.show_lines([Line((Segment(_("Enter opens the story at the mark."), "meta"),))])

    # --- the place ----------------------------------------------------------------

    @property
    def _length(self) -> int:
        """The article's lines, without what is said below it."""
        return len(self._layout.lines) if self._layout else len(self.lines)

    @property
    def _share(self) -> float:
        return min(self.top / max(self._length, 1), 1.0)

    def page_down(self) -> bool:
        """A page down; False at the end."""
        return self.step_page(1)

    def moved(self) -> None:
        frame = self.parent
        if frame is None or not hasattr(frame, "border_subtitle"):
            return
        done, seconds = self.progress, self._loader.seconds
        told = [f"⟳ {seconds} s"] if seconds else []
        if done is not None:
            told.append(f"{done} %")
        frame.border_subtitle = Content(" · ".join(told)) if told else None

    def _bring(self, line: int, lines: int = 2) -> bool:
        """Scrolls so that ``lines`` lines from ``line`` on are in sight; False when they were already."""
        if self.top <= line <= self.top + self.size.height - lines:
            return False
        self.top = self._within(line - self.size.height // 3)
        self.moved()
        return True

    # --- links --------------------------------------------------------------------

    @property
    def link_count(self) -> int:
        return len(self._links)

    def next_link(self, step: int = 1) -> bool:
        """Goes to the next link or card, beginning with those in sight; False when there is none."""
        return self._choose(lambda: self._links.step(step, self.top)) is not None

    def choose_link(self, number: int) -> Link | None:
        """Chooses the link with this number, and brings it into sight."""
        return self._choose(lambda: self._links.choose(number))

    def _choose(self, choosing: Callable[[], Link | None]) -> Link | None:
        left = self._links.chosen
        link = choosing()
        if link is not None and self._bring(link.line, 3):
            self.refresh()
        else:
            self.refresh(*(self._region(one) for one in (left, link) if one))
        return link

    def _region(self, link: Link) -> Region:
        """Where a link's lines stand in the pane."""
        return Region(0, link.line - self.top, self.size.width, LINK_LINES)

    def open_link(self) -> bool:
        """Follows the chosen link or card; False when none is chosen."""
        if self._links.chosen is None:
            return False
        self.post_message(self.CardChosen(self._links.chosen.url))
        return True

    # --- finding words ------------------------------------------------------------

    @property
    def found(self) -> Found | None:
        """Where the words that are looked for stand."""
        return self._found

    def find(self, words: str) -> None:
        """Marks the words wherever they stand and goes to the first place from here on."""
        if self._found is None:
            self._find_from = self.top
        self._found = Found(self.lines[: self._length], words)
        self._found.from_line(self._find_from)
        self._show_found()

    def find_next(self, step: int) -> None:
        """Goes to the next place where the words stand."""
        if self._found:
            self._found.step(step)
            self._find_from = self._found.line or 0
            self._show_found()

    def leave_find(self) -> None:
        """Takes the marks away; the place stays."""
        self._found = None
        self.refresh()

    def _show_found(self) -> None:
        if self._found and self._found.line is not None:
            self._bring(self._found.line)
        self.refresh()

    # --- drawing ------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        place = self.top + y
        if place >= len(self.lines):
            return super().render_line(y)
        line = self.lines[place]
        segments = self._links.marked(place, line)
        if self._found:
            segments = self._found.marked(place, segments)
        return self.paint(segments, right=line.align == "right")


def widest(text: str) -> int:
    """The cells that a text takes at most, whichever table of widths the terminal goes by."""
    return len(text) if text.isascii() else max(cell_len(text), cells(text))
