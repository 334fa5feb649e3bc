"""The room's items as lines: a comment with its depth, a thread elsewhere. No Textual here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from tui.articles.lines import BLANK, Line, Segment
from tui.locale import _, ngettext
from tui.model import Comment
from tui.talk.orders import Order
from tui.text import cells, clean, fit, wrap
from tui.ui.ages import age
from tui.ui.panes.room_people import People
from tui.ui.panes.room_tree import Tree

if TYPE_CHECKING:
    from tui.talk.provider import ThreadRef

DEEPEST = 8  # levels that are indented; deeper ones stand there too
NAMES = 4  # colours of names
GUIDE = "│ "
NOBODY = People()


def name_role(author: str) -> str:
    """A colour for a name: the same one every time."""
    return f"name name-{blake2b(author.encode(), digest_size=1).digest()[0] % NAMES + 1}"


def comment_lines(
    tree: Tree, place: int, width: int, people: People = NOBODY, now: datetime | None = None, note: str = ""
) -> list[Line]:
    """One comment in ``width`` cells, with a blank line after it. ``note``: what else to say of it."""
    from tui.articles.layout import lay_out_blocks

    comment = tree.comments[place]
    # A quarter of the width at most: what is deep in a narrow room is read too.
    guides = GUIDE * min(tree.depths[place], DEEPEST, max(width // (4 * len(GUIDE)), 2))
    room = max(12, width - len(guides))
    folded = comment.id in tree.folded
    told = [*filter(None, (note,)), *people.roles(comment)]
    answered = tree.parent(place) if tree.order is Order.NEWEST else None
    if answered is not None:
        told.append(_("to {name}").format(name=clean(tree.comments[answered].author, 24) or _("(no name)")))
    told += _told(comment, now or datetime.now(UTC))
    lines = [Line(tuple(_head(comment, room, told, new=tree.is_new(place))))]
    lines += lay_out_blocks(comment.blocks, room)
    if folded:
        lines.append(Line(tuple(_fold(tree.replies(place), tree.new_replies(place)))))
    guided = Segment(guides, "guide")
    return [Line((guided, *line.segments), line.align, line.kind) if guides else line for line in lines] + [
        BLANK
    ]


def _told(comment: Comment, now: datetime) -> list[str]:
    """What is said of a comment beside its author."""
    told = [when_told(comment.published, now)] if comment.published else []
    if comment.score is not None:
        told.append(f"▲{comment.score}")
    if comment.edited:
        told.append(_("edited"))
    if comment.pending:
        told.append(_("awaiting approval"))
    return told


def _head(comment: Comment, room: int, told: Sequence[str], *, new: bool) -> list[Segment]:
    rest = f" {' · '.join(told)}" if told else ""
    mark = f" ● {_('new')}" if new else ""
    left = max(room - cells(mark) - 6, 0)
    rest = fit(rest, left)
    name = fit(clean(comment.author, 80) or _("(no name)"), max(room - cells(mark) - cells(rest), 6))
    return [Segment(name, name_role(comment.author)), Segment(mark, "new"), Segment(rest, "meta")]


def _fold(replies: int, new: int) -> list[Segment]:
    """What stands for replies that are folded away."""
    segments = [Segment(ngettext("▸ {n} reply", "▸ {n} replies", replies).format(n=replies), "meta")]
    if new:
        segments.append(Segment(f" ● {ngettext('{n} new', '{n} new', new).format(n=new)}", "new"))
    return segments


def when_told(published: datetime, now: datetime) -> str:
    """A comment's age within a day, its date before."""
    if now - published < timedelta(hours=20):
        return age(published, now)
    from tui.articles.dates import day_in_words

    return day_in_words(published)


def found_lines(ref: ThreadRef, service: str, width: int, now: datetime | None = None) -> list[Line]:
    """A thread that was found elsewhere: its service, points and age, and what it is called there."""
    told = [service]
    if ref.score is not None:
        told.append(f"▲{ref.score}")
    told.append(ngettext("{n} comment", "{n} comments", ref.count).format(n=ref.count))
    if ref.started:
        told.append(when_told(ref.started, now or datetime.now(UTC)))
    return [
        *(Line((Segment(line, "title"),)) for line in wrap(ref.title or service, width, 2)),
        *(Line((Segment(line, "meta"),)) for line in wrap(" · ".join(told), width, 2)),
        BLANK,
    ]
