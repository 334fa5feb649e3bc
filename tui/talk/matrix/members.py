"""A room's members and what to call them (Client-Server API, "Calculating the display name for a user")."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from tui.talk.answers import text
from tui.talk.matrix.event import Event

LONGEST_NAME = 60
MOST_MEMBERS = 20_000
_HERE = ("join", "invite")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a room. ``name`` is to be shown: nobody else there has it."""

    user: str
    name: str
    membership: str = "join"


class Members:
    """The members of one room that are known; with lazy loading, those who spoke.

    A name that another member has too, however it is written, or that could be taken
    for a user id, is followed by its bearer's own id.
    """

    def __init__(self) -> None:
        self._said: dict[str, tuple[str, str]] = {}  # by user: the name as cleaned, the membership
        self._bearers: dict[str, set[str]] = {}  # by folded name: who in the room has it
        self._renamed: set[str] = set()

    def see(self, event: Event) -> None:
        """Takes an m.room.member event in; a later one for the same user replaces it."""
        user = event.state_key
        if user and (user in self._said or len(self._said) < MOST_MEMBERS):
            self._set(
                user,
                text(event.content.get("displayname"), LONGEST_NAME),
                text(event.content.get("membership"), 20),
            )

    def meet(self, event: Event) -> None:
        """As ``see``, for an event that may be an old one: who is known stays as is."""
        if event.state_key not in self._said:
            self.see(event)

    def _set(self, user: str, name: str, membership: str) -> None:
        old = self._said.get(user)
        if old == (name, membership):
            return
        if old and old[1] in _HERE:
            self._part(_folded(old[0]), user)
        # Whoever leaves keeps the name that his messages stand under.
        self._said[user] = (name or (old[0] if old else ""), membership)
        if membership in _HERE:
            bearers = self._bearers.setdefault(_folded(name), set())
            if len(bearers) == 1:
                self._renamed |= bearers
            bearers.add(user)
        self._renamed.add(user)

    def _part(self, folded: str, user: str) -> None:
        bearers = self._bearers.get(folded, set())
        bearers.discard(user)
        if len(bearers) == 1:
            self._renamed |= bearers
        elif not bearers:
            self._bearers.pop(folded, None)

    def name(self, user: str) -> str:
        """What to call a user."""
        name, _membership = self._said.get(user, ("", ""))
        if not name:
            return user
        others = self._bearers.get(_folded(name), set()) - {user}
        return f"{name} ({user})" if others or _like_an_id(name) else name

    def names_of(self, user: str) -> tuple[str, str]:
        """By what a user is called in a text: the display name and the local part of the id."""
        return self._said.get(user, ("", ""))[0], user[1:].partition(":")[0]

    def renamed(self) -> set[str]:
        """Who is called something else than when this was asked last."""
        renamed, self._renamed = self._renamed, set()
        return renamed

    def here(self) -> tuple[Member, ...]:
        """Who is in the room or invited, by name."""
        found = (
            Member(user, self.name(user), said[1]) for user, said in self._said.items() if said[1] in _HERE
        )
        return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.user)))

    def kept_form(self, users: Iterable[str]) -> dict[str, list[str]]:
        """What to keep of these users, for ``restore``."""
        return {user: list(self._said[user]) for user in users if user in self._said}

    def restore(self, kept: dict[str, object]) -> None:
        for user, said in kept.items():
            if isinstance(said, list) and len(said) == 2 and all(isinstance(one, str) for one in said):
                self._set(text(user, 255), text(said[0], LONGEST_NAME), text(said[1], 20))


def _folded(name: str) -> str:
    """What two names have in common that look the same: letter case, width, white space."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _like_an_id(name: str) -> bool:
    return "@" in name and ":" in name
