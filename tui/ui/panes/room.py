"""The room: a story's comments as a tree that folds, at its site and elsewhere."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.articles.lines import BLANK, Line
from tui.locale import _
from tui.model import Article, Comment, Identity, Story, Thread
from tui.talk.orders import Order
from tui.ui.panes.items_view import ItemsView
from tui.ui.panes.room_discussion import Discussion
from tui.ui.panes.room_head import ORDERS, foot_lines, head_lines, visit_told
from tui.ui.panes.room_items import Items
from tui.ui.panes.room_people import People, people_of
from tui.ui.panes.room_rows import comment_lines, found_lines
from tui.ui.panes.room_talk import Talk, Titled, titled_tabs
from tui.ui.panes.room_tree import Tree
from tui.ui.panes.room_visits import Visits
from tui.ui.writing.participation import Participation

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.store import Followed


class RoomPane(ItemsView):
    """Tabs under the story's title: its comments; elsewhere, once that was asked."""

    class Stands(Message):
        """What the reader may do here may have changed, or what the tabs are called."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, RoomPane.Stands)

    def __init__(self, desk: Desk, key: Callable[[str], str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._key = key
        self._drawn: Thread | None = None  # the thread with what is the reader's own in it
        self._discussion = Discussion(desk, self._changed, self._is_in_sight)
        self._visits = Visits(desk.visiting)
        self._identities: tuple[Identity, ...] = ()
        self._people = People()
        self._order = Order.THREAD
        self._followed = False
        self._seeking = False  # a new comment, in pages that are still to come
        self._tree = Tree(())
        self._visible: list[int] = []
        self._sight: list[tuple[int, Line]] = []
        self.participation = Participation(desk, self)

    # --- what is shown ------------------------------------------------------------

    @property
    def _talk(self) -> Talk | None:
        return self._discussion.talk

    def show_story(self, story: Story, article: Article | None) -> None:
        """Shows a story's discussion: the stored one at once, then as it is now."""
        self._discussion.open(story, article)

    def ask_elsewhere(self) -> bool:
        """Asks third parties for the story's discussion, or goes back to what they have; False: no story."""
        return self._discussion.ask_elsewhere()

    def show_followed(self, thread: Followed) -> None:
        """Shows a followed thread from elsewhere, of the story that is shown."""
        self._discussion.choose_followed(thread)

    def toggle_followed(self) -> bool:
        """Follows the thread that is shown, or follows it no more; gives which."""
        self._followed = self._discussion.follow(not self._followed)
        self._lay_out(self._items.cursor)
        return self._followed

    @property
    def tabs(self) -> list[Titled]:
        """The tabs' titles, and which is shown."""
        return titled_tabs(self._talk)

    def next_tab(self) -> None:
        """Turns to the next tab, where there is more than one."""
        self._discussion.next_tab()

    def identify(self, identities: Iterable[Identity]) -> None:
        """Marks what the reader wrote, who is known by these identities."""
        self._identities = tuple(identities)
        if self._talk:
            self._show(self._drawn, self._drawn)

    @property
    def comment(self) -> Comment | None:
        """The comment under the cursor."""
        return self._tree.comments[self._here] if self.thread and self._visible else None

    @property
    def thread(self) -> Thread | None:
        """The thread that is shown."""
        return self._talk.shown if self._talk else None

    @property
    def story(self) -> Story | None:
        """The story whose discussion this is."""
        return self._talk.story if self._talk else None

    @property
    def link(self) -> str:
        """The address of the comment under the cursor, else the discussion's page; "" where there is none."""
        if self._talk is None:
            return ""
        return (self.comment.url if self.comment else "") or self._talk.link(self._items.cursor)

    @property
    def landing(self) -> Widget:
        """What takes the keys in the room."""
        return self.participation.open.landing if self.participation.open else self

    def show_own(self) -> None:
        """Shows what the reader did here, and what he may do."""
        if self._talk:
            self._changed(self._talk)

    def unfold(self, comment: str) -> None:
        """Shows the answers to a comment, which is there to be seen."""
        self._tree.folded.discard(comment)

    def expect_answers(self) -> None:
        """Asks soon what the thread is like: the reader has written something."""
        self._discussion.hurry()

    def _is_in_sight(self) -> bool:
        """Whether somebody may be looking: the pane is there, and its terminal is not left."""
        return self.is_attached and self.size.height > 0 and self.app.app_focus

    def _changed(self, before: Talk | None) -> None:
        """Shows what is known now. The reader stays where he is, but for another story, tab or thread."""
        talk = self._talk
        assert talk is not None
        if before and before.story.id != talk.story.id:
            self._visits.leave()
        self.participation.show(talk.shown)
        drawn, self._drawn = self._drawn, self.participation.laid_over(talk.shown)
        here = before if before and (before.story.id, before.tab) == (talk.story.id, talk.tab) else None
        shown = here.shown if here else None
        if here and drawn is self._drawn and here.lists_found == talk.lists_found:
            self._lay_out(self._items.cursor)
        else:
            self._show(self._drawn, drawn if here else None)
        self.post_message(self.Stands())
        if self._seeking:
            self._seek(longer=shown is not talk.shown)

    # --- laying out ---------------------------------------------------------------

    def _show(self, thread: Thread | None, before: Thread | None) -> None:
        """Takes the tab's items anew. What the reader is at stays, where ``before`` was shown and has it."""
        row = self._items.cursor_row  # asked while the tree is the one that is drawn
        shown = [self._tree.comments[place].id for place in self._visible] if before else []
        name = shown[self._items.cursor] if self._items.cursor < len(shown) else ""
        name = self.participation.known_as(name)
        comments = thread.comments if thread else ()
        self._people = people_of(thread, self._talk.story.author if self._talk else "", self._identities)
        self._followed = self._discussion.is_followed(self.thread)
        new = self._visits.take(self.thread, self._people) if self.thread else ()
        self._tree = Tree(comments, self._tree.folded if before else (), self._order, new)
        self._visible = self._tree.visible()
        names = [self._tree.comments[place].id for place in self._visible]
        if shown and names[: len(shown)] == shown:
            self._items.forget()
            self._items.grow(len(names))
            self._items.height = self._body_height
            self.refresh()
        elif name in names:
            self._put(names.index(name), row)
        else:
            self._put(0, 0)

    def _lay_out(self, cursor: int) -> None:
        """Lays the tab's items out, with the cursor on one, in the row where it was."""
        row = self._items.cursor_row
        self._visible = self._tree.visible()
        self._put(cursor, row)

    def _put(self, cursor: int, row: int) -> None:
        """Lays the tab's visible items out, with the cursor on one, in this row of the view."""
        self._items = Items(self._count(), self._item)
        self._items.height = self._body_height
        if self._items.count:
            self._items.put(cursor, row)
        self.refresh()

    def _count(self) -> int:
        talk = self._talk
        if talk is None:
            return 0
        if talk.lists_found:
            return len(talk.elsewhere.found) if talk.elsewhere else 0
        return len(self._visible)

    def _item(self, item: int) -> Sequence[Line]:
        talk = self._talk
        assert talk is not None
        if talk.lists_found and talk.elsewhere:
            ref = talk.elsewhere.found[item]
            return found_lines(ref, talk.service(ref.provider), self._width)
        place = self._visible[item]
        note = self.participation.note(self._tree.comments[place])
        return comment_lines(self._tree, place, self._width, self._people, note=note)

    def _head(self) -> list[Line]:
        told = visit_told(self.thread, self._tree, _("followed") if self._followed else "")
        return head_lines(self._talk, self._width, told, empty=not self._items.count)

    def _foot(self) -> list[Line]:
        if self.participation.open:
            return []
        return foot_lines(self._talk, self.participation.standing, self._key, self._width)

    @property
    def _body_height(self) -> int:
        return max(1, self.size.height - len(self._head()) - len(self._foot()))

    # --- moving -------------------------------------------------------------------

    @property
    def _here(self) -> int:
        """The place in the tree of the comment under the cursor."""
        return self._visible[min(self._items.cursor, len(self._visible) - 1)]

    def step_new(self, step: int) -> str:
        """Goes to the next new comment, or the one before; gives what there is to say if there is none."""
        self._seeking = False
        if self.comment is None:
            return _("There are no comments here.")
        if self._go(self._tree.new(self._here, step)):
            return ""
        if step > 0 and self.thread and self.thread.more:
            self._seeking = self._discussion.ask_page()
        if self._seeking:
            return _("Looking for new comments in what is still to be fetched …")
        return _("No new comment below.") if step > 0 else _("No new comment above.")

    def _seek(self, *, longer: bool) -> None:
        """Goes on to a new comment if the page that was waited for came; a failure ends the looking."""
        if not longer:
            self._seeking = False
        elif words := self.step_new(1):
            self.notify(words)

    def step_sibling(self, step: int) -> bool:
        """Goes to the next answer to the same comment, or the one before; False where there is none."""
        return self.comment is not None and self._go(self._tree.sibling(self._here, step))

    def to_parent(self) -> bool:
        """Goes to the comment that this one answers; False for a top-level one."""
        return self.comment is not None and self._go(self._tree.parent(self._here))

    def _go(self, place: int | None) -> bool:
        """Goes to a comment, unfolding what hides it; False for none."""
        if place is None:
            return False
        if self._tree.unfold_to(place):
            self._lay_out(bisect_left(self._tree.visible(), self._here))
        item = bisect_left(self._visible, place)
        self._moved(lambda: self._items.go(item))
        return True

    def next_order(self) -> str:
        """Shows the comments in the next order, from the top; gives its name, "" without a thread."""
        if self.thread is None:
            return ""
        self._order = self._order.next
        self._show(self._drawn, self._drawn)
        self._items = Items(0, self._item)
        self._lay_out(0)
        return ORDERS[self._order] or _("in the order of the thread")

    def _moved(self, move: Callable[[], bool]) -> bool:
        """Moves, and draws what that changed: two marks in the gutter, or the body where it scrolled."""
        self._seeking = False
        rows, left = self._items.rows(), self._items.cursor
        if move():
            top = len(self._head())
            if self._items.rows() == rows:
                marked = [
                    top + y for y, (item, _line) in enumerate(rows) if item in (left, self._items.cursor)
                ]
                self.refresh(*(Region(0, y, 1, 1) for y in marked))
            else:
                self.refresh(Region(0, top, self.size.width, self._items.height))
        if self._items.at_end:
            self._discussion.ask_page()
        return self._items.cursor != left or self._items.rows() != rows

    def choose(self) -> bool:
        """Folds or unfolds the comment under the cursor, or opens a thread; False for nothing to do."""
        item = self._items.cursor
        if item >= self._items.count or self._talk is None:
            return False
        if self._talk.lists_found:
            self._discussion.choose_found(item)
            return True
        if not self._tree.toggle(self._visible[item]):
            return False
        self._lay_out(item)
        return True

    # --- drawing ------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        self._sight = self._in_sight()
        if self.thread:
            drawn = {item for item, _line in self._sight if item >= 0}
            self._visits.saw(self.thread, (self._tree.comments[self._visible[item]].id for item in drawn))
        return super().render_lines(crop)

    def _in_sight(self) -> list[tuple[int, Line]]:
        """The pane's rows from the top, each with its item, -1 for head and foot."""
        head, foot = self._head(), self._foot()
        body = [(item, self._items.lines(item)[number]) for item, number in self._items.rows()]
        body += [(-1, BLANK)] * (self._items.height - len(body))
        return [*((-1, line) for line in head), *body, *((-1, line) for line in foot)]

    def render_line(self, y: int) -> Strip:
        item, line = self._sight[y] if y < len(self._sight) else (-1, BLANK)
        strip = self.paint(line.segments, right=line.align == "right")
        if item != self._items.cursor or line is BLANK:
            return strip
        return self.marked(strip)

    # --- events -------------------------------------------------------------------

    def on_unmount(self) -> None:
        self._visits.leave()
