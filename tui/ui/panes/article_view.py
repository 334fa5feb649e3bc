"""An article as lines with a place in them: its links, the words found in it, what is said below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from rich.cells import cell_len
from textual.events import Resize
from textual.geometry import Region
from textual.strip import Strip

from tui.articles.lines import BLANK, Layout, Line, Link, Segment
from tui.locale import _
from tui.model import Article, Card, Picture
from tui.text import cells, clean, wrap
from tui.ui.panes.article_find import Found
from tui.ui.panes.article_links import LINK_LINES, Links
from tui.ui.panes.article_text import paragraph_at
from tui.ui.widgets.lines_view import LinesView

WIDEST = 88


class ArticleView(LinesView):
    """Shows an ``Article``. Subclasses say what stands below it (``covered``, ``notice``)."""

    def __init__(self, *, footnotes: bool, id: str | None = None) -> None:
        super().__init__(id=id)
        self._article: Article | None = None
        self._layout: Layout | None = None
        self._links = Links()
        self._found: Found | None = None
        self._sought: Found | None = None  # what a search was for, marked more quietly
        self._seeking: re.Pattern[str] | None = None
        self._find_from = 0  # the line from which words that are typed are looked for
        self._footnotes = footnotes

    # --- laying out ---------------------------------------------------------------

    def show_article(self, article: Article, place: float) -> None:
        """Lays an article out and goes to ``place``, a share of its length."""
        self.lay_out(article)
        self.show_lines(self.all_lines(), round(place * self.length))

    def lay_out(self, article: Article) -> None:
        """Makes an article's lines, with the links and the found words in them; shows nothing yet."""
        from tui.articles.layout import lay_out

        keep = article == self._article
        self._article = article
        self._layout = lay_out(
            article,
            self.measure,
            cells=widest,
            picture_rows=self.picture_rows,
            footnotes=self._footnotes,
            covered=self.covered(article),
        )
        self._links.show(self._layout.links, keep=keep)
        if self._found:
            self._found = Found(self._layout.lines, self._found.words)
        self._sought = Found(self._layout.lines, self._seeking) if self._seeking else None

    def all_lines(self) -> tuple[Line, ...]:
        """The article's lines, and what is said below it."""
        return (*(self._layout.lines if self._layout else ()), *self._notice_lines())

    def picture_rows(self, picture: Picture, columns: int) -> int:
        """How many rows are kept free to draw a picture in that many columns."""
        return 0

    def covered(self, article: Article) -> Sequence[Card]:
        """Other sources' stories of the event, to be offered below the article."""
        return ()

    @property
    def measure(self) -> int:
        return max(20, min(WIDEST, self.size.width - 2 * self.MARGIN))

    @property
    def margin(self) -> int:
        return max(self.MARGIN, (self.size.width - self.measure) // 2)

    def on_resize(self, _event: Resize) -> None:
        if self._article and self._layout and self._layout.width != self.measure:
            self.show_article(self._article, self.share)
        elif self._article is None:
            self.show_lines([Line((Segment(_("Enter opens the story at the mark."), "meta"),))])

    def toggle_footnotes(self) -> bool:
        """Lists the links' addresses below the text, or no more; True if it does."""
        self._footnotes = not self._footnotes
        if self._article:
            self.show_article(self._article, self.share)
        return self._footnotes

    # --- what is said below -------------------------------------------------------

    def notice(self) -> Sequence[str]:
        """What is to be said below the article, sentence by sentence."""
        return ()

    def show_notice(self) -> None:
        """Says below the article what is to be said now; the reader stays where he is."""
        body = self._layout.lines if self._layout else ()
        before, self.lines = self.lines, self.all_lines()
        self.top = self._within(self.top)
        if len(before) == len(self.lines):
            self.refresh(Region(0, len(body) - self.top, self.size.width, len(self.lines) - len(body)))
        else:
            self.refresh()
        self.moved()

    def _notice_lines(self) -> Iterator[Line]:
        width = self.measure - 3
        said = [clean(sentence, 300) for sentence in self.notice() if sentence]
        for number, sentence in enumerate(said):
            if number == 0:
                yield BLANK
            for row, words in enumerate(wrap(sentence, width)):
                mark = "── " if number == row == 0 else "   "
                yield Line((Segment(mark, "rule"), Segment(words, "meta" if number else "notice")))

    # --- the place ----------------------------------------------------------------

    @property
    def length(self) -> int:
        """The article's lines, without what is said below it."""
        return len(self._layout.lines) if self._layout else len(self.lines)

    @property
    def share(self) -> float:
        return min(self.top / max(self.length, 1), 1.0)

    def page_down(self) -> bool:
        """A page down; False at the end."""
        return self.step_page(1)

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

    @property
    def chosen_url(self) -> str:
        """The address of the chosen link or card, "" for none."""
        return self._links.chosen.url if self._links.chosen else ""

    @property
    def paragraph(self) -> str:
        """The text of the paragraph at the top of the view."""
        return paragraph_at(self.lines[: self.length], self.top)

    # --- finding words ------------------------------------------------------------

    @property
    def found(self) -> Found | None:
        """Where the words that are looked for stand."""
        return self._found

    def find(self, words: str) -> None:
        """Marks the words wherever they stand and goes to the first place from here on."""
        if self._found is None:
            self._find_from = self.top
        self._found = Found(self.lines[: self.length], words)
        self._found.from_line(self._find_from)
        self._show_found()

    def seek(self, pattern: re.Pattern[str] | None) -> None:
        """Marks what matches in the articles that are shown from now on; None: nothing."""
        self._seeking = pattern

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
        found = self._found or self._sought
        if found:
            segments = found.marked(place, segments)
        return self.paint(segments, right=line.align == "right")


def widest(text: str) -> int:
    """The cells that a text takes at most, whichever table of widths the terminal goes by."""
    return len(text) if text.isascii() else max(cell_len(text), cells(text))
