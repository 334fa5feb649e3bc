"""The chats there are: those about the open story, the reader's own, the others of its homeserver."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tui.articles.lines import BLANK, Line
from tui.locale import _
from tui.model import Room
from tui.ui.chats.chat_list_rows import Listing, head_lines, in_parts, room_lines
from tui.ui.panes.items_view import ItemsView
from tui.ui.panes.room_items import Items

if TYPE_CHECKING:
    from tui.model import Story


class ChatList(ItemsView):
    """Draws the chats in sight. ``room`` is the one under the cursor; ``title`` names what one is about."""

    class Taken(Message):
        """A chat was chosen."""

        def __init__(self, room: Room) -> None:
            super().__init__()
            self.room = room

    def __init__(
        self, key: Callable[[str], str], title: Callable[[Room], str], *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._key = key
        self._title = title
        self._listing = Listing()
        self._story: Story | None = None
        self._rooms: list[tuple[str, Room]] = []
        self._sight: list[tuple[int, Line]] = []

    @property
    def room(self) -> Room | None:
        """The chat under the cursor."""
        return self._rooms[self._items.cursor][1] if self._rooms else None

    def show(self, listing: Listing, story: Story | None, *, sort: bool = False) -> None:
        """Shows these chats. The cursor stays on its chat, and with ``sort`` goes to the first.

        What is listed keeps its order but for ``sort``, and while more is awaited: nothing moves under
        the reader.
        """
        here, row = self.room, self._items.cursor_row
        parted = in_parts(listing.rooms, story)
        another = bool(self._story) != bool(story) or (self._story and story and self._story.id != story.id)
        if not (sort or another or self._listing.looking):
            places = {room.id: place for place, (_part, room) in enumerate(self._rooms)}
            parts = [part for part, _room in parted]
            parted.sort(key=lambda one: (parts.index(one[0]), places.get(one[1].id, len(places))))
        self._listing, self._story, self._rooms = listing, story, parted
        self._items = Items(len(parted), self._item)
        self._items.height = self._body_height
        ids = [room.id for _part, room in parted]
        if here and here.id in ids and not (sort or another):
            self._items.put(ids.index(here.id), row)
        self._draw()

    def _item(self, item: int) -> Sequence[Line]:
        part, room = self._rooms[item]
        begins = item == 0 or self._rooms[item - 1][0] != part
        return room_lines(part, room, self._title(room), self._width, begins=begins)

    def _head(self) -> list[Line]:
        return head_lines(self._listing, self._key, self._width)

    @property
    def _body_height(self) -> int:
        return max(1, self.size.height - len(self._head()))

    # --- moving -------------------------------------------------------------------

    def step_unread(self, step: int) -> str:
        """Goes to the next chat with something unread, or the one before; else gives what there is to say."""
        here = self._items.cursor
        places = range(here + 1, len(self._rooms)) if step > 0 else range(here - 1, -1, -1)
        found = next((place for place in places if self._rooms[place][1].unread), None)
        if found is None:
            return _("No chat with unread messages below.") if step > 0 else _("None above.")
        self._moved(lambda: self._items.go(found))
        return ""

    def _moved(self, move: Callable[[], bool]) -> bool:
        if not self._items.count:
            return False
        moved = move()
        self._draw()
        return moved

    def choose(self) -> str:
        """Opens the chat under the cursor; gives what there is to say if there is none."""
        if self.room is None:
            return _("There is no chat to open.")
        self.post_message(self.Taken(self.room))
        return ""

    # --- drawing ------------------------------------------------------------------

    def _draw(self) -> None:
        """Draws the rows that differ from what is drawn."""
        before, self._sight = self._sight, self._in_sight()
        if len(before) != len(self._sight):
            self.refresh()
            return
        rows = zip(before, self._sight, strict=True)
        changed = [Region(0, y, self.size.width, 1) for y, (was, now) in enumerate(rows) if was != now]
        if changed:
            self.refresh(*changed)

    def _draw_anew(self) -> None:
        self._sight = self._in_sight()
        super()._draw_anew()

    def _in_sight(self) -> list[tuple[int, Line]]:
        """The pane's rows from the top; 1 marks those of the chat under the cursor."""
        rows = self._items.rows()
        body = [(int(item == self._items.cursor), self._items.lines(item)[number]) for item, number in rows]
        return [*((0, line) for line in self._head()), *body]

    def render_line(self, y: int) -> Strip:
        marked, line = self._sight[y] if y < len(self._sight) else (0, BLANK)
        strip = self.paint(line.segments)
        if not marked or line is BLANK or line.kind == "part":
            return strip
        return self.marked(strip)
