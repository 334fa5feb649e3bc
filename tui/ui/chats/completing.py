"""Names as they are typed: completed, found in a text, and what a line that begins with "/" means.

No Textual here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.failure import Failure
from tui.locale import _
from tui.text import clean

if TYPE_CHECKING:
    from tui.model import Message
    from tui.talk.matrix.members import Member

MOST_OFFERED = 20
LONGEST_NAME = 60  # characters of a name that may be completed


@dataclass(frozen=True, slots=True)
class Completion:
    """A member whose name takes the place of ``text[start:end]``."""

    user: str
    name: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be sent: a text, or what the reader does (an ``emote``)."""

    text: str
    emote: bool = False


def completions(
    text: str, cursor: int, members: Iterable[Member], recent: Sequence[str] = ()
) -> tuple[Completion, ...]:
    """Who may be meant at ``cursor``: after "@", or by the beginning of a name. ``recent`` users come first.

    At the beginning of a message a name is followed by a colon, as people call each other.
    """
    start, begun = _begun(text[:cursor])
    wanted = _folded(begun.removeprefix("@"))
    if not begun:
        return ()
    found = [one for one in members if any(name.startswith(wanted) for name in _names(one))]
    order = {user: place for place, user in enumerate(recent)}
    found.sort(key=lambda one: (order.get(one.user, len(order)), _folded(one.name), one.user))
    return tuple(_completion(one, begun, start, cursor) for one in found[:MOST_OFFERED])


def _begun(before: str) -> tuple[int, str]:
    """Where the name that is being typed begins, and what of it stands there."""
    word = re.search(r"\S*$", before)
    start = word.start() if word else len(before)
    return start, before[start:][: LONGEST_NAME + 1]


def _completion(member: Member, begun: str, start: int, end: int) -> Completion:
    name = clean(member.name, 2 * LONGEST_NAME)
    if begun.startswith("@"):
        words = f"{name if name.startswith('@') else f'@{name}'} "
    else:
        words = f"{name}: " if start == 0 else f"{name} "
    return Completion(member.user, name, start, end, words)


def _names(member: Member) -> tuple[str, str]:
    return _folded(member.name.removeprefix("@")), _folded(member.user[1:].partition(":")[0])


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def mentioned(text: str, members: Iterable[Member], chosen: Iterable[Completion] = ()) -> tuple[str, ...]:
    """The ids of those whom a text calls: by their id, by "@" and their name, or by a completed name.

    A name that two members go by means nobody, unless one of them was chosen.
    """
    folded = _folded(text)
    called = {one.user for one in chosen if _stands(_folded(one.name), folded)}
    bearers: dict[str, set[str]] = {}
    for one in members if "@" in text else ():
        if _stands(_folded(one.user), folded):
            called.add(one.user)
        for name in set(_names(one)):
            if name:
                bearers.setdefault(name, set()).add(one.user)
    for name, users in bearers.items():
        if len(users) == 1 and f"@{name}" in folded and _stands(f"@{name}", folded):
            called |= users
    return tuple(sorted(called))


def _stands(name: str, text: str) -> bool:
    """Whether a name is a word of a text: "@mira" is neither in "@miranda" nor in "@mira:host"."""
    return bool(name) and re.search(rf"(?<!\w){re.escape(name)}(?!\w|:\w)", text) is not None


def read_line(text: str) -> Said:
    """What a text that was typed says: "/me waves" is an emote, "//x" the text "/x". Raises ``Failure``."""
    if text.startswith("//"):
        return Said(text[1:])
    word = re.match(r"/(\w[^\s/]*)(?:\s+|$)", text)
    if word is None:
        return Said(text)
    rest = text[word.end() :]
    if word[1] != "me":
        raise Failure(
            _("“/{word}” is no command here: “/me …” says what you do.").format(word=clean(word[1], 40)),
            _("A message that begins with a slash is typed with two."),
        )
    if not rest.strip():
        raise Failure(_("“/me” needs to be told what you do."), _("For example: /me waves."))
    return Said(rest, emote=True)


def typed_form(message: Message) -> str:
    """A message as it would be typed: what ``read_line`` makes it of."""
    if message.kind == "emote":
        return f"/me {message.text}"
    return f"/{message.text}" if message.text.startswith("/") else message.text
