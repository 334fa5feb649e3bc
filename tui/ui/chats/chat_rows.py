"""A chat's messages as lines: what each says, and what stands before it. No Textual here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tui.articles.lines import Line, Segment
from tui.locale import _, ngettext
from tui.model import Message
from tui.text import cells, clean, direction, fit, safe_url, wrap
from tui.ui.ages import day_name
from tui.ui.panes.room_rows import name_role

SHORT, LONG = 30, 6_000  # lines of a message that are shown at once, and when the reader asks for all
NAMED, NAME = 330, 60  # characters of a name with an id after it, and of an id
BEFORE, HEAD = "before", "head"  # kinds of lines that belong to a message's surroundings, not to itself
_URL = re.compile(r"https?://[^\s<>\"“”]+")
_TRAILING = ".,;:!?)]}'’*_"
_FILES = {"image": "▣", "video": "▶", "audio": "♪", "file": "▤"}


@dataclass(frozen=True, slots=True)
class Around:
    """What stands before a message and is no part of it.

    ``begins`` is a sentence at the top of all that is known; ``day`` begins with this message;
    something is missing before it, told by ``gap``; it is the first ``new`` one; it ``goes_on``
    under the name of the message before. ``answered`` is the message it answers,
    None where that is not known.
    """

    begins: str = ""
    day: date | None = None
    gap: str = ""
    new: bool = False
    goes_on: bool = False
    answered: Message | None = None
    first: bool = False
    after: str = ""  # what is missing after it, as the last one


def goes_on(message: Message, before: Message) -> bool:
    """Whether a message stands under the name and minute of the one before it."""
    return (
        message.sender == before.sender
        and message.author == before.author
        and "emote" not in (message.kind, before.kind)
        and not message.mentions_me
        and message.sent.replace(second=0, microsecond=0) == before.sent.replace(second=0, microsecond=0)
    )


def message_lines(
    message: Message, around: Around, width: int, today: date, *, unfolded: bool = False
) -> list[Line]:
    """One message in ``width`` cells, with what stands before it. At most ``LONG`` lines and a few."""
    lines = _before(around, width, today)
    if not around.goes_on and message.kind != "emote":
        if not around.first and not lines:
            lines.append(Line(kind=BEFORE))
        lines += _head(message, width)
    if message.reply_to or message.thread:
        lines.append(_answered(message, around.answered, width))
    lines += _body(message, width, LONG if unfolded else SHORT)
    lines += _reactions(message, width)
    if message.state == "failed":
        lines += _told(_("✗ Not sent: {reason}").format(reason=message.failure), width, "alert")
    if around.after:
        lines.append(ruled(around.after, width, "meta"))
    return lines


def lead(lines: Sequence[Line]) -> int:
    """How many lines come before what the message itself says."""
    return next((n for n, line in enumerate(lines) if line.kind not in (BEFORE, HEAD)), 0)


# --- before it --------------------------------------------------------------------


def _before(around: Around, width: int, today: date) -> list[Line]:
    lines: list[Line] = []
    if around.begins:
        lines += [Line((Segment(line, "meta"),), kind=BEFORE) for line in wrap(around.begins, width, 3)]
    if around.gap:
        lines.append(ruled(around.gap, width, "meta"))
    if around.day:
        lines.append(ruled(day_name(around.day, today) or _("today"), width, "meta"))
    if around.new:
        lines.append(ruled(_("new"), width, "new"))
    return lines if around.first or not lines else [Line(kind=BEFORE), *lines]


def ruled(words: str, width: int, role: str, kind: str = BEFORE) -> Line:
    """Words, and a rule after them to the end of the line."""
    said = f"── {fit(words, max(width - 6, 1))} "
    return Line((Segment(said, role), Segment("─" * max(width - cells(said), 0), "rule")), kind=kind)


def _head(message: Message, width: int) -> list[Line]:
    """Name and minute. The id that tells two of one name apart is told below where it would be cut."""
    told = f"  {clock(message)}"
    if message.own:
        told += f" · {_('you')}"
    mark = f" · {_('mentions you')}" if message.mentions_me else ""
    told = fit(told, max(width - 6, 0))
    mark = fit(mark, max(width - 6 - cells(told), 0))
    room = max(width - cells(told) - cells(mark), 6)
    name, id_ = author(message), ""
    if cells(name) > room and " (@" in name:
        name, _paren, id_ = name.rpartition(" (@")
    said = Segment(fit(name, room), name_role(message.sender)), Segment(told, "meta"), Segment(mark, "new")
    lines = [Line(tuple(one for one in said if one.text), kind=HEAD)]
    if id_:
        whole = clean(message.sender, 255)
        lines += [Line((Segment(line, "meta"),), kind=HEAD) for line in wrap(whole, width, 3)]
    return lines


def author(message: Message) -> str:
    """The name that a message stands under."""
    return clean(message.author, NAMED) or clean(message.sender, NAME) or _("(no name)")


def clock(message: Message) -> str:
    """The hour of a message on the reader's own clock."""
    return message.sent.astimezone().strftime("%H:%M")


def _answered(message: Message, answered: Message | None, width: int) -> Line:
    said = f"{author(answered)}: {gist(answered)}" if answered else _("an earlier message")
    return Line((Segment(fit(f"↳ {said}", width), "meta"),), kind="quote")


def gist(message: Message) -> str:
    """What a message says, in one short line."""
    if message.redacted:
        return _("(taken back)")
    if message.kind == "encrypted":
        return _("(encrypted)")
    return clean(message.text[:400], 200) or _("(nothing)")


# --- what it says -----------------------------------------------------------------


def _body(message: Message, width: int, most: int) -> list[Line]:
    if message.redacted:
        return [Line((Segment(fit(_("(taken back)"), width), "meta"),))]
    if message.kind == "encrypted":
        return _told(_("(encrypted: this program has no keys)"), width, "meta")
    if message.kind in _FILES:
        return _file(message, width, most)
    role = {"emote": "body italic", "notice": "caption"}.get(message.kind, "body")
    lead_in = f"* {author(message)} " if message.kind == "emote" else ""
    lines, left = _text(lead_in + message.text, width, most, role)
    if lead_in and lines:
        lines[0] = _named(lines[0], lead_in.rstrip(), name_role(message.sender))
    marked = _marked(lines, _marks(message), width)
    if left:
        more = ngettext("… {n} more character: ⏎", "… {n} more characters: ⏎", left).format(n=f"{left:,}")
        marked.append(Line((Segment(fit(more, width), "notice"),)))
    return marked


def _text(text: str, width: int, most: int, role: str) -> tuple[list[Line], int]:
    """At most ``most`` lines of a text, and how many characters are left. No more is laid out than shown."""
    longest = 2 * most * max(width, 1)
    lines: list[Line] = []
    used = 0
    for part in text[:longest].split("\n"):
        right = direction(part) == "rtl"
        room = most - len(lines)
        wrapped = wrap(part, width) if len(part) <= width else wrap(part[: 2 * room * width], width)
        for line in wrapped[:room]:
            segments = tuple(_linked(line, role))
            lines.append(Line(segments, "right" if right else "left"))
        if len(wrapped) > room:
            used += sum(len(line) + 1 for line in wrapped[:room])
            break
        used += len(part) + 1
        if len(lines) >= most:
            break
    return lines, max(len(text) - used, 0)


def _linked(line: str, role: str) -> Iterator[Segment]:
    """The line in parts: web addresses, and what is between them."""
    at = 0
    for found in _URL.finditer(line):
        address = found[0].rstrip(_TRAILING)
        if found.start() > at:
            yield Segment(line[at : found.start()], role)
        yield Segment(address, f"{role} link", safe_url(address))
        at = found.start() + len(address)
    if at < len(line) or not line:
        yield Segment(line[at:], role)


def _named(line: Line, name: str, role: str) -> Line:
    """The line of an emote, its author's name in the author's colour."""
    said = line.text
    if not said.startswith(name):
        return line
    rest = tuple(_linked(said[len(name) :], "body italic"))
    return Line((Segment(name, role), *rest), line.align)


def _marks(message: Message) -> list[tuple[str, str]]:
    told = []
    if message.kind == "emote":
        told.append((clock(message), "meta"))
        if message.mentions_me:
            told.append((_("mentions you"), "new"))
    if message.edited:
        told.append((_("edited"), "meta"))
    if message.state == "pending":
        told.append((_("sending …"), "meta"))
    return told


def _marked(lines: list[Line], marks: Sequence[tuple[str, str]], width: int) -> list[Line]:
    """The lines with marks after the last of them, below it where there is no room."""
    for words, role in marks:
        said = f" ({words})"
        last = lines[-1] if lines else None
        if last and last.align == "left" and cells(last.text) + cells(said) <= width:
            lines[-1] = Line((*last.segments, Segment(said, role)), last.align, last.kind)
        else:
            lines.append(Line((Segment(fit(said.lstrip(), width), role),)))
    return lines


def _file(message: Message, width: int, most: int) -> list[Line]:
    name, _nothing, caption = message.text.partition("\n")
    kinds = {"image": _("picture"), "video": _("video"), "audio": _("recording"), "file": _("file")}
    said = f"{_FILES[message.kind]} {kinds[message.kind]}: {name}"
    lines = [Line((Segment(line, "body link", message.link),)) for line in wrap(said, width, 2)]
    if caption:
        lines += _text(caption, width, most, "body")[0]
    return _marked(lines, _marks(message), width)


def _reactions(message: Message, width: int) -> list[Line]:
    lines: list[Line] = []
    row: list[Segment] = []
    used = 0
    for one in message.reactions:
        own = f" {_('you')}" if one.own else ""
        said = fit(f"{clean(one.key, 20)} {one.count}{own}", width)
        if row and used + 2 + cells(said) > width:
            lines.append(Line(tuple(row), kind="reactions"))
            row, used = [], 0
        if row:
            row.append(Segment("  ", "meta"))
            used += 2
        row.append(Segment(said, "new" if one.own else "meta"))
        used += cells(said)
    return [*lines, Line(tuple(row), kind="reactions")] if row else lines


def _told(sentence: str, width: int, role: str, most: int = 4) -> list[Line]:
    return [Line((Segment(line, role),)) for line in wrap(sentence, width, most)]


def links(message: Message) -> list[str]:
    """The web addresses in a message: those it says, else where its file can be seen."""
    said = (safe_url(found.rstrip(_TRAILING)) for found in _URL.findall(message.text[:20_000]))
    return [*filter(None, said)] or [*filter(None, [safe_url(message.link)])]
