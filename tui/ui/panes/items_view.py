"""A pane of items, each some lines high, with a cursor on one: comments, threads, chats."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.events import Blur, Click, Focus, Resize

from tui.articles.lines import Line
from tui.ui.panes.room_items import Items
from tui.ui.widgets.lines_view import LinesView


class ItemsView(LinesView):
    """Lays out the items in sight below a head. Subclasses say what there is, and draw what moved."""

    WHEEL: ClassVar[int] = 1  # a step is an item, of several lines

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._items = Items(0, self._item)

    @abstractmethod
    def _item(self, item: int) -> Sequence[Line]:
        """An item's lines, in ``_width`` cells."""

    @abstractmethod
    def _head(self) -> list[Line]:
        """What stands above the items."""

    @property
    def _body_height(self) -> int:
        """The rows that there are for items."""
        return max(1, self.size.height - len(self._head()))

    @property
    def _width(self) -> int:
        return max(16, self.size.width - 2 * self.MARGIN)

    @abstractmethod
    def _moved(self, move: Callable[[], bool]) -> bool:
        """Moves, and draws what that changed; False where nothing did."""

    @abstractmethod
    def choose(self) -> object:
        """Does what the item under the cursor is for."""

    # --- moving -------------------------------------------------------------------

    def step(self, lines: int) -> bool:
        return self._moved(lambda: self._items.move(lines))

    def step_page(self, pages: int) -> bool:
        return self._moved(lambda: self._items.page(pages))

    def to_end(self, *, top: bool) -> None:
        self._moved(lambda: self._items.to_end(top=top))

    # --- events -------------------------------------------------------------------

    def on_resize(self, _event: Resize) -> None:
        self._items.forget()
        self._items.height = self._body_height
        if self._items.count:
            self._items.go(self._items.cursor)
        self._draw_anew()

    def _draw_anew(self) -> None:
        """Draws all of it."""
        self.refresh()

    def on_focus(self, _event: Focus) -> None:
        self.refresh()

    def on_blur(self, _event: Blur) -> None:
        self.refresh()

    def on_click(self, event: Click) -> None:
        rows = self._items.rows()
        place = event.y - len(self._head())
        if 0 <= place < len(rows):
            if rows[place][0] == self._items.cursor:
                self.choose()
            else:
                self._moved(lambda: self._items.go(rows[place][0]))
