"""What stands above and below the room's items: title, place, notices; what can be done. No Textual here."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from tui.articles.lines import BLANK, Line, Segment
from tui.locale import _, ngettext
from tui.model import Thread
from tui.text import clean, fit, wrap
from tui.ui.panes.room_rows import when_told
from tui.ui.panes.room_talk import Talk, asked_in_words


def head_lines(talk: Talk | None, width: int, *, empty: bool) -> list[Line]:
    """The story's title, where the discussion is and how much of it there is, and what is to be said.

    ``empty``: there is nothing below it.
    """
    if talk is None:
        return _said(_("The discussion of the open story stands here."), width, "meta")
    lines = [
        Line((Segment(fit(talk.story.title, width), "title"),)),
        *(Line((Segment(line, "meta"),)) for line in wrap(_about(talk), width, 2)),
        BLANK,
    ]
    said = [talk.notice] if talk.notice else []
    if talk.lists_found and talk.elsewhere:
        said += asked_in_words(talk.elsewhere)
    elif not said and empty:
        said = [_("No comments yet.")]
    for sentence in said:
        lines += _said(sentence, width)
    return [*lines, BLANK] if said else lines


def _said(sentence: str, width: int, role: str = "notice") -> list[Line]:
    return [Line((Segment(line, role),)) for line in wrap(sentence, width, 4)]


def _about(talk: Talk) -> str:
    """Where the discussion is, and how much of it there is."""
    return " · ".join(filter(None, (_where(talk), *(_measures(talk.shown) if talk.shown else ()))))


def _measures(thread: Thread) -> list[str]:
    told = [f"▲{thread.score}"] if thread.score is not None else []
    n = max(thread.count, len(thread.comments))
    told.append(ngettext("{n} comment", "{n} comments", n).format(n=n))
    if thread.started:
        told.append(when_told(thread.started, datetime.now(UTC)))
    if thread.closed:
        told.append(_("closed"))
    return told


def _where(talk: Talk) -> str:
    """What the tab shows is there: a service's name, or a host."""
    if talk.tab == "elsewhere":
        return talk.service(talk.chosen.provider) if talk.chosen else _("Discussion elsewhere")
    where = talk.page_url if talk.tab == "comments" else (talk.rooms[0].homeserver if talk.rooms else "")
    return clean(urlsplit(where).hostname or "", 60)


def foot_lines(talk: Talk | None, width: int) -> list[Line]:
    """What can be done here, below a rule; nothing where there is no discussion."""
    if talk is None or not talk.page_url:
        return []
    key, sentence = _offer(talk)
    first, *more = wrap(sentence, width - 2, 2)
    return [
        Line((Segment("─" * width, "rule"),)),
        Line((Segment(f"{key} ", "title"), Segment(first, "meta"))),
        *(Line((Segment(f"  {line}", "meta"),)) for line in more),
    ]


def _offer(talk: Talk) -> tuple[str, str]:
    """A key and what it does."""
    if talk.tab == "chats":
        return _("⏎"), _("open the story a chat is about")
    if talk.lists_found:
        return _("⏎"), _("read a discussion")
    if talk.shown and talk.shown.closed:
        return "o", _("closed to new comments; read it in the browser")
    return "o", _("log in or register to join, in the browser")
