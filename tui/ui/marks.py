"""Marks made on the screen: shown at once, written one after the other off the event loop."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from tui.locale import _, ngettext
from tui.model import Failure, Story
from tui.store import View

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.ui.screens.newsroom import NewsroomScreen

T = TypeVar("T")


class Marks:
    """Read marks, stars, and their undoing, in the order the keys were pressed."""

    def __init__(self, desk: Desk, room: NewsroomScreen) -> None:
        self._desk = desk
        self._room = room
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="wireroom-marks")

    def read(self, story: Story, read: bool) -> None:
        """Marks a story read or unread."""
        if story.read != read:
            self._room.show_mark(story.id, read=read)
            label = _("read mark") if read else _("unread mark")
            self._write(lambda: self._desk.set_read([story.id], read, label))

    def star(self, story: Story, starred: bool) -> None:
        """Stars a story or takes its star."""
        self._room.show_mark(story.id, starred=starred)
        self._write(lambda: self._desk.set_starred([story.id], starred, _("star")))

    def read_all(self, view: View) -> None:
        """Marks all of a view read, and says how many that were."""

        def done(count: int) -> None:
            words = ngettext("{n} story marked read", "{n} stories marked read", count)
            key = self._room.keymap.first("undo")
            told = f"{words.format(n=count)} · {_('{key} takes it back').format(key=key)}"
            self._room.say(told if count else _("All read already."))

        self._write(lambda: self._desk.set_read(view, True, _("all read")), done)

    def undo(self) -> None:
        """Takes the last change back, and says which."""

        def done(label: str | None) -> None:
            self._room.say(_("Undone: {what}.").format(what=label) if label else _("Nothing to undo."))

        self._write(self._desk.undo, done)

    def drop_source(self, source_id: str) -> None:
        """Removes a source; undo brings it back."""
        self._write(lambda: self._desk.remove([source_id]))

    def _write(self, change: Callable[[], T], done: Callable[[T], None] | None = None) -> None:
        def told(future: Future[T]) -> None:
            error = future.exception()
            if isinstance(error, Failure):
                self._room.app.call_from_thread(self._room.say, error.sentence)
            elif error is not None:
                raise error
            elif done is not None:
                self._room.app.call_from_thread(done, future.result())

        self._writer.submit(change).add_done_callback(told)

    def close(self) -> None:
        """Waits for what is still to be written."""
        self._writer.shutdown(wait=True)
