"""An article with its pictures drawn where their rows are kept free."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from rich.segment import Segment as Painted
from textual.strip import Strip

from tui.articles.lines import Line, Placed
from tui.model import Picture
from tui.ui.panes.article_view import ArticleView
from tui.ui.pictures.article_pictures import ArticlePictures, same_place

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.ui.app import WireroomApp


class IllustratedView(ArticleView):
    """Draws the pictures in sight as the terminal can; their descriptions stand where they do not."""

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(footnotes=desk.settings.footnotes, id=id)
        self._pictures = ArticlePictures(
            desk,
            painter=lambda: cast("WireroomApp", self.app).pictures.painter(),
            ground=lambda: cast("WireroomApp", self.app).pictures.ground(self.rich_style),
            send=lambda data: cast("WireroomApp", self.app).pictures.send(data),
            changed=self._picture_changed,
        )

    def show_pictures(self, *, afresh: bool = False) -> None:
        """Shows or hides pictures as they are to be now, where the reader is; ``afresh``: all drawn again."""
        if afresh:
            self._pictures.forget()
        if self._article:
            before = self.lines
            self.lay_out(self._article)
            lines = self.all_lines()
            self.show_lines(lines, same_place(before, lines, self.top))

    def picture_rows(self, picture: Picture, columns: int) -> int:
        return self._pictures.rows(picture, columns, self.size.height)

    @property
    def _placed(self) -> Sequence[Placed]:
        """The pictures that may be drawn: those in quotations are described alone."""
        layout = self._layout
        return [one for one in layout.pictures if one.indent + one.width == layout.width] if layout else ()

    def _picture_changed(self) -> None:
        if any(one.rows != self.picture_rows(one.picture, one.width) for one in self._placed):
            self.show_pictures()
        else:
            self.refresh()

    def moved(self) -> None:
        super().moved()
        self._pictures.look(self._placed, self.top, self.size.height)

    def render_line(self, y: int) -> Strip:
        line = self.top + y
        picture = next((one for one in self._placed if one.line <= line < one.line + one.rows), None)
        return self._paint_picture(picture, line - picture.line) if picture else super().render_line(y)

    def _paint_picture(self, placed: Placed, number: int) -> Strip:
        row = self._pictures.row(placed, number)
        if isinstance(row, Line):
            return self.paint(row.segments, right=row.align == "right")
        ground = self.ink("")
        indent = Painted(" " * (self.margin + placed.indent), ground)
        return Strip([indent, *row]).adjust_cell_length(self.size.width, ground)

    def on_unmount(self) -> None:
        self._pictures.close()
