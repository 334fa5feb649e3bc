"""The rooms of an account between two runs."""

from __future__ import annotations

from tests.talk.matrix.events import ME, member
from tui.talk.matrix.joined import JoinedRooms
from tui.talk.matrix.sync import RoomUpdate, Synced


def test_the_reader_keeps_a_name_in_a_room_without_having_spoken() -> None:
    rooms = JoinedRooms("https://news.example", ME)
    update = RoomUpdate("!pact:news.example", state=(member(ME, "Ana"),))
    rooms.take(Synced("s1", (update,)), first=True)
    again = JoinedRooms("https://news.example", ME)
    again.restore(rooms.kept_form([update.id]))
    state = again.state(update.id)
    assert state is not None
    assert state.members.name(ME) == "Ana"
