"""What stands above and below the room's items: title, place, notices; what can be done. No Textual here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from tui.articles.lines import BLANK, Line, Segment
from tui.locale import _, ngettext
from tui.model import Thread
from tui.talk.orders import Order
from tui.talk.provider import Capability
from tui.text import cells, clean, fit, wrap
from tui.ui.panes.room_rows import when_told
from tui.ui.panes.room_talk import Talk, asked_in_words
from tui.ui.panes.room_tree import Tree
from tui.ui.writing.piece import Standing

ORDERS = {Order.THREAD: "", Order.NEWEST: _("newest first"), Order.BEST: _("best first")}


def head_lines(talk: Talk | None, width: int, more: Sequence[str] = (), *, empty: bool) -> list[Line]:
    """The story's title, where the discussion is and how much of it there is, and what is to be said.

    ``more`` is told of the discussion too; ``empty``: there is nothing below it.
    """
    if talk is None:
        return _said(_("The discussion of the open story stands here."), width, "meta")
    lines = [
        Line((Segment(fit(talk.story.title, width), "title"),)),
        *(Line((Segment(line, "meta"),)) for line in wrap(_about(talk, more), width, 2)),
        BLANK,
    ]
    said = [talk.notice] if talk.notice else []
    if talk.lists_found and talk.elsewhere:
        said += asked_in_words(talk.elsewhere)
    elif not said and empty and not talk.looking:
        said = [_("No comments yet.")]
    for sentence in said:
        lines += _said(sentence, width)
    return [*lines, BLANK] if said else lines


def _said(sentence: str, width: int, role: str = "notice") -> list[Line]:
    return [Line((Segment(line, role),)) for line in wrap(sentence, width, 4)]


def _about(talk: Talk, more: Sequence[str]) -> str:
    """Where the discussion is, and how much of it there is."""
    measures = _measures(talk.shown) if talk.shown else []
    return " · ".join(filter(None, (_where(talk), *measures, *more)))


def _measures(thread: Thread) -> list[str]:
    told = [f"▲{thread.score}"] if thread.score is not None else []
    n = max(thread.count, len(thread.comments))
    told.append(ngettext("{n} comment", "{n} comments", n).format(n=n))
    if thread.started:
        told.append(when_told(thread.started, datetime.now(UTC)))
    if thread.closed:
        told.append(_("closed"))
    return told


def visit_told(thread: Thread | None, tree: Tree, followed: str) -> list[str]:
    """What is told of a thread beside its own measures: what is new in it, its order, and ``followed``."""
    if thread is None:
        return []
    n = tree.new_count
    new = ngettext("{n} new", "{n} new", n).format(n=n) if n else ""
    part = thread.more and tree.order is not Order.THREAD
    here = _("of the {n} that are here").format(n=len(thread.comments)) if part else ""
    return [new, f"{ORDERS[tree.order]} {here}".rstrip(), followed]


def _where(talk: Talk) -> str:
    """What the tab shows is there: a service's name, or a host."""
    if talk.tab == "elsewhere":
        return talk.service(talk.chosen.provider) if talk.chosen else _("Discussion elsewhere")
    return clean(urlsplit(talk.page_url).hostname or "", 60)


def foot_lines(talk: Talk | None, standing: Standing, key: Callable[[str], str], width: int) -> list[Line]:
    """What can be done here, below a rule; nothing where there is no discussion.

    ``key`` gives a command's key by its name.
    """
    if talk is None or not talk.page_url:
        return []
    lines = [Line((Segment("─" * width, "rule"),))]
    row: list[Segment] = []
    for pressed, words in _offers(talk, standing, key):
        parts = [Segment(f"{pressed} ", "title"), Segment(words, "meta")]
        used = sum(cells(part.text) for part in row)
        if row and used + 2 + sum(cells(part.text) for part in parts) <= width:
            row += [Segment("  ", "meta"), *parts]
            continue
        lines += [Line(tuple(row))] if row else []
        row = parts
    indent = cells(row[0].text)
    first, *more = wrap(row[1].text, width - indent, 2)
    lines.append(Line((row[0], Segment(first, "meta"), *row[2:])))
    return lines + [Line((Segment(" " * indent + line, "meta"),)) for line in more]


def _offers(talk: Talk, standing: Standing, key: Callable[[str], str]) -> list[tuple[str, str]]:
    """Keys and what they do, whatever fits into two rows."""
    if talk.lists_found:
        return [(key("open"), _("read a discussion"))]
    if talk.shown and talk.shown.closed:
        return [(key("browser"), _("closed to new comments; read it in the browser"))]
    if standing.writes and standing.known:
        return _writing(standing, key)
    if standing.makes_accounts:
        return [(key("log-in"), _("log in or register to join") if _both(standing) else _joining(standing))]
    return [(key("browser"), _("log in or register to join, in the browser"))]


def _writing(standing: Standing, key: Callable[[str], str]) -> list[tuple[str, str]]:
    offers = []
    if Capability.REPLY in standing.can:
        offers.append((key("reply"), _("reply")))
    if Capability.POST in standing.can:
        offers.append((key("comment"), _("comment (draft)") if standing.draft else _("comment")))
    if standing.account:
        name = clean(standing.account.name or standing.account.user, 30)
        offers.append((key("log-in"), _("you are {name}").format(name=name)))
    elif standing.makes_accounts:
        offers.append((key("log-in"), _("log in or register") if _both(standing) else _joining(standing)))
    return offers


def _both(standing: Standing) -> bool:
    return {Capability.LOG_IN, Capability.REGISTER} <= standing.can


def _joining(standing: Standing) -> str:
    return _("log in to join") if Capability.LOG_IN in standing.can else _("register to join")
