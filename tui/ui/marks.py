"""Marks made on the screen: shown at once, written one after the other off the event loop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from tui.locale import _
from tui.model import Failure, Story
from tui.store import View
from tui.ui.told_steps import told

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.store.journal import Step
    from tui.ui.screens.newsroom import NewsroomScreen

T = TypeVar("T")


class Marks:
    """Read marks, stars, tags and their undoing, in the order the keys were pressed."""

    def __init__(self, desk: Desk, room: NewsroomScreen) -> None:
        self._desk = desk
        self._room = room
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="wireroom-marks")

    @property
    def selected(self) -> tuple[str, ...]:
        """The ids of the selected stories, while the reader is on the wire."""
        return self._room.wire.selection.ids if self._room.pane == "wire" else ()

    @property
    def meant(self) -> tuple[str, ...]:
        """The ids of the stories that commands mean: the selected ones, else the one."""
        story = self._room.story
        return self.selected or ((story.id,) if story else ())

    def read(self, story: Story, read: bool) -> None:
        """Marks a story read or unread."""
        if story.read != read:
            self._room.wire.mark(story.id, read=read)
            self._write(lambda: self._desk.set_read([story.id], read))

    def star(self, story: Story, starred: bool) -> None:
        """Stars a story or takes its star."""
        self._room.wire.mark(story.id, starred=starred)
        self._write(lambda: self._desk.set_starred([story.id], starred))

    def turn_read(self, ids: Sequence[str]) -> None:
        """Marks stories read; unread again if all of them are read."""

        def change() -> Step:
            read = not all(story.read for story in self._desk.store.some_stories(ids).values())
            return self._step("read" if read else "unread", self._desk.set_read(ids, read))

        self._write(change, self._tell)

    def turn_star(self, ids: Sequence[str]) -> None:
        """Stars stories; takes the stars away if all of them have one."""

        def change() -> Step:
            starred = not all(story.starred for story in self._desk.store.some_stories(ids).values())
            return self._step("star" if starred else "unstar", self._desk.set_starred(ids, starred))

        self._write(change, self._tell)

    def turn_tag(self, ids: Sequence[str], name: str) -> None:
        """Puts a tag on stories; takes it off if all of them have it."""

        def change() -> Step:
            if changed := self._desk.tag(ids, name):
                return self._step("tag", changed, name)
            return self._step("untag", self._desk.untag(ids, name), name)

        self._write(change, self._tell)

    def read_all(self, view: View) -> None:
        """Marks all of a view read, and says how many that were."""
        self._write(lambda: self._step("read", self._desk.set_read(view, True)), self._tell)

    def undo(self) -> None:
        """Takes the last change back, and says which."""
        self._write(
            self._desk.undo,
            lambda step: self._room.say(
                _("Undid: {what}.").format(what=told(step)) if step else _("Nothing to undo.")
            ),
        )

    def redo(self) -> None:
        """Does again what was undone last, and says what."""
        self._write(
            self._desk.redo,
            lambda step: self._room.say(
                _("Done again: {what}.").format(what=told(step)) if step else _("Nothing to do again.")
            ),
        )

    def do(self, change: Callable[[], Step]) -> None:
        """Makes a change that undo takes back, and says what it was."""
        self._write(change, self._tell)

    def drop_source(self, source_id: str) -> None:
        """Removes a source; undo brings it back."""
        self._write(lambda: self._desk.remove([source_id]))

    def _step(self, kind: str, changed: int, name: str = "") -> Step:
        from tui.store.journal import Step

        return Step(kind, name, changed)

    def _tell(self, step: Step) -> None:
        if not step.changed:
            self._room.say(_("All read already.") if step.kind == "read" else _("Nothing to mark."))
            return
        key = self._room.keymap.first("undo")
        back = f" · {_('{key} takes it back').format(key=key)}" if key else ""
        self._room.say(told(step) + back)

    def _write(self, change: Callable[[], T], done: Callable[[T], object] | None = None) -> None:
        # Told by a message, which is not waited for: while the app closes, the loop waits for the writer.
        def write() -> None:
            try:
                result = change()
            except Failure as failure:
                self._room.call_later(self._room.say, failure.sentence)
            else:
                if done is not None:
                    self._room.call_later(done, result)

        self._writer.submit(write).add_done_callback(_raise)

    def close(self) -> None:
        """Waits for what is still to be written."""
        self._writer.shutdown(wait=True)


def _raise(written: Future[None]) -> None:
    written.result()
