"""A comment as lines of the room: who and when, the text, the guides of its depth. No Textual here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b

from tui.articles.lines import BLANK, Line, Segment
from tui.locale import _, ngettext
from tui.model import Comment, Thread
from tui.text import cells, clean, fit
from tui.ui.ages import age

DEEPEST = 8  # levels that are indented; deeper ones stand there too
NAMES = 4  # colours of names
GUIDE = "│ "


class Tree:
    """A thread's comments with their depths, and which of them are folded away. Iterative throughout."""

    def __init__(self, comments: Sequence[Comment]) -> None:
        self.comments = comments
        self.depths: list[int] = []
        self.folded: set[str] = set()
        self._ends: list[int] = [len(comments)] * len(comments)
        by_id: dict[str, int] = {}
        open_: list[int] = []
        for place, comment in enumerate(comments):
            depth = by_id.get(comment.parent, -1) + 1 if comment.parent else 0
            by_id.setdefault(comment.id, depth)
            self.depths.append(depth)
            while open_ and self.depths[open_[-1]] >= depth:
                self._ends[open_.pop()] = place
            open_.append(place)

    def replies(self, place: int) -> int:
        """How many comments stand below this one."""
        return self._ends[place] - place - 1

    def toggle(self, place: int) -> bool:
        """Folds or unfolds a comment's replies; False where it has none."""
        if not self.replies(place):
            return False
        self.folded ^= {self.comments[place].id}
        return True

    def visible(self) -> list[int]:
        """The places of the comments that are not folded away, in order."""
        found: list[int] = []
        place = 0
        while place < len(self.comments):
            found.append(place)
            place = self._ends[place] if self.comments[place].id in self.folded else place + 1
        return found


def name_role(author: str) -> str:
    """A colour for a name: the same one every time."""
    return f"name name-{blake2b(author.encode(), digest_size=1).digest()[0] % NAMES + 1}"


def comment_lines(
    tree: Tree, place: int, width: int, starter: str, now: datetime | None = None
) -> list[Line]:
    """One comment in ``width`` cells, with a blank line after it. ``starter`` wrote the story."""
    from tui.articles.layout import lay_out_blocks

    comment = tree.comments[place]
    guides = GUIDE * min(tree.depths[place], DEEPEST)
    room = max(12, width - len(guides))
    folded = comment.id in tree.folded
    lines = [Line(tuple(_head(comment, room, starter, now or datetime.now(UTC))))]
    lines += lay_out_blocks(comment.blocks, room)
    if folded:
        n = tree.replies(place)
        words = ngettext("▸ {n} reply", "▸ {n} replies", n).format(n=n)
        lines.append(Line((Segment(words, "meta"),)))
    guided = Segment(guides, "guide")
    return [Line((guided, *line.segments), line.align, line.kind) if guides else line for line in lines] + [
        BLANK
    ]


def _head(comment: Comment, room: int, starter: str, now: datetime) -> list[Segment]:
    told = []
    if comment.author and comment.author == starter:
        told.append(_("author"))
    if comment.published:
        told.append(age(comment.published, now))
    if comment.score is not None:
        told.append(f"▲{comment.score}")
    if comment.edited:
        told.append(_("edited"))
    if comment.pending:
        told.append(_("awaiting approval"))
    rest = " · ".join(told)
    name = fit(clean(comment.author, 80) or _("(no name)"), max(room - cells(rest) - 1, 6))
    return [Segment(name, name_role(comment.author)), Segment(f" {rest}" if rest else "", "meta")]


def heading_lines(thread: Thread | None, title: str, host: str, width: int) -> list[Line]:
    """The room's head: the story's title, where the discussion is, how much of it there is."""
    told = [host]
    if thread:
        n = max(thread.count, len(thread.comments))
        told.append(ngettext("{n} comment", "{n} comments", n).format(n=n))
    return [
        Line((Segment(fit(title, width), "title"),)),
        Line((Segment(fit(" · ".join(filter(None, told)), width), "meta"),)),
        BLANK,
    ]
