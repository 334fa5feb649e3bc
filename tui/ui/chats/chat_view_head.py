"""What stands above and below a chat's messages: title, people, the link, who types. No Textual here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tui.articles.lines import BLANK, Line, Segment
from tui.locale import _, ngettext
from tui.model import Room
from tui.text import clean, fit, wrap

if TYPE_CHECKING:
    from tui.talk.matrix.link import LinkStatus

MOST_TYPING = 3  # names; more are "and others"


def head_lines(room: Room, title: str, notice: str, link: str, width: int, height: int) -> list[Line]:
    """The story's title and the chat's measures; ``link`` and ``notice`` where there is something to say."""
    titles = wrap(title or _("(no name)"), width, 2 if height > 14 else 1)
    lines = [Line((Segment(line, "title"),)) for line in titles]
    lines.append(Line((Segment(fit(" · ".join(_about(room)), width), "meta"),)))
    if link:
        lines += [Line((Segment(line, "notice"),)) for line in wrap(link, width, 2)]
    lines.append(Line((Segment("─" * width, "rule"),), kind="rule"))
    if notice:
        lines += [*(Line((Segment(line, "notice"),)) for line in wrap(notice, width, 5)), BLANK]
    return lines


def _about(room: Room) -> list[str]:
    told = []
    if room.people:
        told.append(ngettext("{n} person", "{n} people", room.people).format(n=room.people))
    told.append(host(room.homeserver))
    if room.membership == "":
        told.append(_("you look in"))
    return [one for one in told if one]


def host(homeserver: str) -> str:
    """The name of a homeserver, of its address."""
    try:
        return clean(urlsplit(homeserver).netloc or homeserver, 60)
    except ValueError:
        return clean(homeserver, 60)


def link_told(status: LinkStatus, now: datetime | None = None) -> str:
    """How the link is, "" while it is live or was not tried yet: "offline · again in 12 s"."""
    state = str(status.state)
    if state in ("live", "connecting"):
        return ""
    seconds = round((status.again - (now or datetime.now(UTC))).total_seconds()) if status.again else 0
    if state == "reconnecting":
        return _("reconnecting in {n} s").format(n=seconds) if seconds > 0 else _("reconnecting …")
    if state == "offline":
        told = _("offline · again in {n} s").format(n=seconds) if seconds > 0 else _("offline · trying …")
        return f"{told} · {clean(status.reason, 160)}" if status.reason else told
    return _("logged out · {reason}").format(reason=clean(status.reason, 160))


def foot_line(new: int, typing: Sequence[str], key: str, width: int) -> Line:
    """How much is new below, else who types."""
    if new:
        words = ngettext("{n} new below", "{n} new below", new).format(n=f"{new:,}")
        return Line((Segment(fit(f"↓ {words} · {key}" if key else f"↓ {words}", width), "new"),))
    if typing:
        return Line((Segment(fit(_typing(typing), width), "meta italic"),))
    return BLANK


def _typing(people: Sequence[str]) -> str:
    names = [clean(name, 40) for name in people[:MOST_TYPING]]
    if len(people) > MOST_TYPING:
        return _("{names} and others are typing …").format(names=", ".join(names))
    if len(names) == 1:
        return _("{name} is typing …").format(name=names[0])
    return _("{names} are typing …").format(names=", ".join(names))
