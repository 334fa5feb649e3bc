"""What a room keeps, and what it was at any moment, whatever happened in it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.newsroom.matrix import room as rooms
from tui.newsroom.matrix.event import Event
from tui.newsroom.matrix.room import Room

happening = st.tuples(
    st.sampled_from(["m.room.message", "m.room.name", "m.room.member", "redact"]),
    st.sampled_from(["@mira:x", "@oleg:x"]),
    st.integers(0, 30),
)


def event(position: int, type_: str, sender: str, content: dict[str, Any], key: str | None = None) -> Event:
    return Event(position, f"${position}", type_, sender, position * 1000, content, key)


@given(st.lists(happening, max_size=60))
def test_a_room_is_what_happened_in_it(happened: list[tuple[str, str, int]]) -> None:
    room, replayed, first = Room("!r:x"), [dict[tuple[str, str], str]()], []
    for position, (what, sender, number) in enumerate(happened, 1):
        state = dict(replayed[-1])
        if what == "redact":
            because = event(position, "m.room.redaction", sender, {"redacts": f"${number}"})
            room.add(because)
            room.redact(f"${number}", because)
        else:
            key = {"m.room.name": "", "m.room.member": sender}.get(what)
            room.add(event(position, what, sender, {"membership": "join", "name": str(number)}, key))
            if key is not None:
                state[what, key] = f"${position}"
        replayed.append(state)
        first.append(f"${position}")
    for position, state in enumerate(replayed):
        before = room.state_before(position + 1)
        assert {key: one.id for key, one in before.items()} == state
    assert [one.id for one in room.after(0)] == first
    assert [one.id for one in room.newest_first(len(first))] == first[::-1]
    middle = len(first) // 2
    assert [one.id for one in room.after(middle)] == first[middle:]
    assert [one.id for one in room.newest_first(middle)] == first[:middle][::-1]


def test_what_is_too_much_goes_from_the_beginning_and_leaves_what_the_room_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rooms, "MOST_EVENTS", 10)
    monkeypatch.setattr(rooms, "MOST_BYTES", 2_000)
    room = Room("!r:x")
    room.add(event(1, "m.room.name", "@mira:x", {"name": "The pact"}, ""))
    for position in range(2, 30):
        room.add(event(position, "m.room.message", "@mira:x", {"body": str(position)}))
    assert [one.position for one in room.after(0)] == [*range(20, 30)]
    assert room.says("m.room.name", "name") == "The pact"
    assert room.state_before(25)["m.room.name", ""].position == 1
    assert room.event("$2") is None
    room.add(event(30, "m.room.message", "@mira:x", {"body": "x" * 1_950}))
    assert [one.position for one in room.after(0)][-1] == 30
    assert len(room.after(0)) < 5


def test_a_redaction_leaves_nothing_of_what_was_said_nor_of_its_edits() -> None:
    room = Room("!r:x")
    room.add(event(1, "m.room.message", "@mira:x", {"body": "secret"}))
    edit = {"rel_type": "m.replace", "event_id": "$1"}
    room.add(event(2, "m.room.message", "@oleg:x", {"body": "forged", "m.relates_to": edit}))
    said = room.event("$1")
    assert said is not None
    assert room.edit_of(said) is None  # somebody else's edit is none
    room.add(event(3, "m.room.message", "@mira:x", {"body": "secret too", "m.relates_to": edit}))
    assert "secret too" in str(said.told(room.id, edit=room.edit_of(said)))
    because = event(4, "m.room.redaction", "@mira:x", {"redacts": "$1"})
    room.redact("$1", because)
    said = room.event("$1")
    assert said is not None
    told = said.told(room.id, edit=room.edit_of(said))
    assert told["content"] == {}
    assert told["unsigned"]["redacted_because"]["event_id"] == "$4"
    assert "secret" not in str(told)
