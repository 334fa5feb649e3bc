"""Listing a homeserver's rooms as whoever may: as nobody, as a guest, as the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.failure import Failure
from tui.locale import _
from tui.talk.matrix.directory import RoomsPage, public_rooms
from tui.talk.matrix.errors import Forbidden, GuestsForbidden, LoggedOut

if TYPE_CHECKING:
    from tui.talk.matrix.homeserver import Homeserver
    from tui.talk.matrix.peek import Guests


async def list_rooms(
    home: Homeserver, guests: Guests, own: Homeserver | None = None, *, search: str = "", since: str = ""
) -> RoomsPage:
    """A page of public rooms: asked for without an account where that is enough, else as ``own``, the reader.

    Raises ``GuestsForbidden`` where only people who are logged in may look and nobody is, and
    other ``Failure``.
    """
    try:
        return await public_rooms(home, search=search, since=since)
    except (LoggedOut, Forbidden):
        pass
    try:
        return await public_rooms(await guests.at(home), search=search, since=since)
    except (LoggedOut, Forbidden, GuestsForbidden) as failure:
        if own is None:
            raise _members_only(home) from failure
    return await public_rooms(own, search=search, since=since)


def _members_only(home: Homeserver) -> Failure:
    return GuestsForbidden(
        _("{host} shows its rooms only to people who are logged in.").format(host=home.host), _("Log in.")
    )
