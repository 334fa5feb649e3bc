"""What a timeline shows is the same whether it was followed or is looked at for the first time."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.talk.matrix.events import MIRA, OLEG, edited, member, reacted, redacted, said
from tui.model import Message
from tui.talk.matrix import shown
from tui.talk.matrix.event import Event
from tui.talk.matrix.folding import Folded
from tui.talk.matrix.room_state import RoomState
from tui.talk.matrix.timeline import Timeline, rows_of

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["say", "about", "look", "say", "about", "miss", "older", "fill", "trim", "rename"]),
        st.integers(0, 30),
    ),
    min_size=8,
    max_size=40,
)


class Room:
    """A room that things happen in."""

    def __init__(self) -> None:
        self.state = RoomState("!pact:news.example", "https://news.example")
        self.timeline = Timeline(Folded(self.state, OLEG))
        self.events = 0

    def event(self, about: int | None = None) -> Event:
        self.events += 1
        id_ = f"{self.events}"
        if about is None:
            return said(id_, f"Remark {id_}")
        target = f"{about % self.events}"
        kinds = (
            lambda: reacted(id_, target, "👍"),
            lambda: edited(id_, target, "Anew."),
            lambda: redacted(id_, target),
        )
        return kinds[about % 3]()

    def happen(self, what: str, number: int) -> None:
        timeline = self.timeline
        match what:
            case "say" | "miss":
                events = [self.event() for _ in range(number % 6 + 1)]
                token = f"t{self.events}"
                timeline.append(rows_of(events, token, limited=what == "miss"))
            case "about":
                timeline.append(rows_of([self.event(number)], f"t{self.events}", limited=False))
            case "older":
                timeline.prepend([self.event(), self.event(number), self.event()], "end" * (number % 2))
            case "fill":
                gap = next(iter(timeline.view().gaps), None)
                if gap is not None:
                    timeline.fill(gap, [self.event(), self.event(number)], "more" * (number % 2))
            case "trim":
                timeline.trim(number + 1, 10**6)
            case "rename":
                self.state.see(member(MIRA, f"Mira {number}"))


def all_ways(messages: Sequence[Message]) -> list[list[Message]]:
    places = range(len(messages))
    backwards = [messages[-1 - place] for place in places][::-1]
    return [[messages[place] for place in places], backwards, list(messages[:]), [*reversed(messages)][::-1]]


@settings(deadline=None)
@given(STEPS)
def test_a_timeline_that_was_followed_shows_what_a_new_one_does(steps: list[tuple[str, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shown, "PAGE", 4)
        room = Room()
        looked: list[tuple[Sequence[Message], list[Message]]] = []
        for what, number in steps:
            room.happen(what, number)
            if what == "look":
                view = room.timeline.view(f"${number}")
                looked.append((view.messages, list(view.messages)))
        followed = [room.timeline.view(f"${number}") for number in range(room.events + 1)]
        room.timeline._show_anew()
        assert [room.timeline.view(f"${number}") for number in range(room.events + 1)] == followed
        whole = list(followed[0].messages)
        assert all_ways(followed[0].messages) == [whole] * 4
        for place in (len(whole), -1 - len(whole)):
            with pytest.raises(IndexError):
                followed[0].messages[place]
        assert [followed[0].messages.place(message.id) for message in whole] == [*range(len(whole))]
        assert followed[0].messages.place("$0") is None
        assert all(list(messages) == before for messages, before in looked)
