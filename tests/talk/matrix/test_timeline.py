"""Events folded into messages, in whatever order they come; gaps; what is forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import pytest

from tests.talk.matrix.events import ME, MIRA, OLEG, edited, made, member, reacted, redacted, said
from tui.model import Message
from tui.talk.matrix.event import Event
from tui.talk.matrix.folding import Folded
from tui.talk.matrix.room_state import RoomState
from tui.talk.matrix.timeline import Row, Timeline, rows_of


class Chat:
    """A room's timeline, with what a sync or a page of history adds to it."""

    def __init__(self) -> None:
        self.state = RoomState("!pact:news.example", "https://news.example")
        self.timeline = Timeline(Folded(self.state, ME))

    def sync(self, *events: Event, before: str = "t0", limited: bool = False) -> None:
        self.timeline.append(rows_of(events, before, limited=limited))

    @property
    def messages(self) -> Sequence[Message]:
        return self.timeline.view().messages

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.messages]

    @property
    def gaps(self) -> list[str]:
        """The texts of the messages before which something is missing."""
        view = self.timeline.view()
        found = [one.text for one in view.messages if one.id in view.gaps]
        return [*found, *([""] if "" in view.gaps else [])]


ABOUT_ONE = (
    said("a", "Who pasy?"),
    edited("b", "a", "Who pays?"),
    edited("c", "a", "Who pays for it?"),
    reacted("d", "a", "👍"),
    reacted("e", "a", "👍", ME),
    reacted("f", "a", "🎉"),
    redacted("g", "f", OLEG),
    edited("h", "a", "Forged.", OLEG),
)


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("order", [*permutations(range(8))][::1_001])
def test_whatever_the_order_the_message_is_the_same(order: tuple[int, ...], backwards: bool) -> None:
    chat = Chat()
    events = [ABOUT_ONE[n] for n in order]
    if backwards:
        for one in events:
            chat.timeline.prepend([one], "t")
    else:
        for one in events:
            chat.sync(one)
            chat.timeline.view()
    (message,) = chat.messages
    assert (message.text, message.edited) == ("Who pays for it?", True)
    assert [(one.key, one.count, one.own) for one in message.reactions] == [("👍", 2, True)]


def test_what_is_taken_back_is_gone() -> None:
    chat = Chat()
    chat.sync(said("a", "Forget it."), edited("b", "a", "Forget this."), redacted("c", "a"))
    (message,) = chat.messages
    assert (message.text, message.redacted, message.edited) == ("", True, False)


def test_an_edit_that_is_taken_back_leaves_the_one_before() -> None:
    chat = Chat()
    chat.sync(said("a", "One."), edited("b", "a", "Two."), edited("c", "a", "Three."))
    assert chat.texts == ["Three."]
    chat.sync(redacted("d", "c"))
    assert chat.texts == ["Two."]
    chat.sync(redacted("e", "b"))
    assert [(one.text, one.edited) for one in chat.messages] == [("One.", False)]


def test_an_edit_that_the_server_bundles_counts_where_the_edit_itself_is_not_known() -> None:
    new = {"sender": MIRA, "content": {"m.new_content": {"msgtype": "m.text", "body": "Now."}}}
    chat = Chat()
    content = {"msgtype": "m.text", "body": "Then."}
    chat.sync(made("a", "m.room.message", content, unsigned={"m.relations": {"m.replace": new}}))
    forged = {**new, "sender": OLEG}
    chat.sync(made("b", "m.room.message", content, unsigned={"m.relations": {"m.replace": forged}}))
    assert chat.texts == ["Now.", "Then."]


def test_the_same_sync_twice_adds_nothing() -> None:
    chat = Chat()
    for _twice in range(2):
        chat.sync(said("a"), said("b"), before="t1", limited=True)
    assert chat.texts == ["a", "b"]
    assert chat.gaps == []


def test_a_limited_sync_leaves_a_gap_that_pages_fill() -> None:
    chat = Chat()
    chat.sync(said("a"), said("b"))
    chat.sync(said("f"), said("g"), before="t5", limited=True)
    assert (chat.texts, chat.gaps) == (["a", "b", "f", "g"], ["f"])
    assert chat.timeline.gap_before("$f") == "t5"
    assert chat.timeline.gap_before("$b") is None
    chat.timeline.fill("$f", [said("e"), said("d")], "t3")
    assert (chat.texts, chat.gaps) == (["a", "b", "d", "e", "f", "g"], ["d"])
    chat.timeline.fill("$d", [said("c"), said("b"), said("a")], "t1")
    assert (chat.texts, chat.gaps) == (["a", "b", "c", "d", "e", "f", "g"], [])


def test_a_gap_with_nothing_in_it_closes() -> None:
    chat = Chat()
    chat.sync(said("a"))
    chat.sync(said("b"), before="t5", limited=True)
    chat.timeline.fill("$b", [], "")
    assert (chat.texts, chat.gaps) == (["a", "b"], [])


def test_a_gap_after_the_last_message_is_known_by_no_name() -> None:
    chat = Chat()
    chat.sync(said("a"))
    chat.sync(reacted("b", "a", "👍"), before="t5", limited=True)
    assert chat.gaps == [""]
    assert chat.timeline.gap_before("") == "t5"
    chat.timeline.fill("", [said("c")], "")
    assert (chat.texts, chat.gaps) == (["a", "c"], [])


def test_history_is_read_to_its_beginning() -> None:
    chat = Chat()
    chat.sync(said("c"), before="t3", limited=True)
    assert (chat.gaps, chat.timeline.head) == ([], "t3")
    chat.timeline.prepend([said("b")], "t2")
    assert (chat.timeline.head, chat.timeline.view().complete) == ("t2", False)
    chat.timeline.prepend([said("a"), made("0", "m.room.create", {}, state_key="")], "")
    assert (chat.texts, chat.timeline.view().complete) == (["a", "b", "c"], True)


def test_what_is_trimmed_can_be_asked_for_again() -> None:
    chat = Chat()
    for n in range(10):
        chat.sync(said(f"{n}a"), said(f"{n}b"), before=f"t{n}")
    chat.sync(reacted("r", "0a", "👍"), said("10b"), before="t10")
    chat.timeline.trim(9, 10**9)
    assert chat.texts[0] == "6a"
    assert chat.timeline.head == "t6"
    assert len(chat.texts) == 9
    chat.timeline.prepend([said("5b"), said("5a")], "t5")
    assert chat.texts[:3] == ["5a", "5b", "6a"]


def test_large_messages_are_fewer() -> None:
    chat = Chat()
    for n in range(10):
        chat.sync(said(f"{n}", "x" * 60_000), before=f"t{n}")
        chat.timeline.trim(100, 200_000)
    assert [one.id for one in chat.messages] == ["$7", "$8", "$9"]
    assert chat.timeline.head == "t7"
    chat.timeline.trim(100, 10)
    assert [one.id for one in chat.messages] == ["$9"]


def test_the_line_up_to_which_was_read() -> None:
    chat = Chat()
    chat.sync(said("a"), reacted("b", "a", "👍"), said("c"))
    assert chat.timeline.view("$b").read_up_to == "$a"
    assert chat.timeline.view("$c").read_up_to == "$c"
    assert chat.timeline.view("$unknown").read_up_to == ""


def test_a_new_name_stands_over_old_messages() -> None:
    chat = Chat()
    chat.sync(said("a"))
    assert chat.messages[0].author == MIRA
    chat.state.see(member(MIRA, "Mira"))
    assert chat.messages[0].author == "Mira"
    chat.state.see(member(OLEG, "mira"))
    assert chat.messages[0].author == f"Mira ({MIRA})"


def test_pending_messages_stand_below_until_they_have_come() -> None:
    chat = Chat()
    chat.sync(said("a"))
    pending = Message("$b", "!pact:news.example", "Ana", "b", chat.messages[0].sent, state="sent")
    assert [one.text for one in chat.timeline.view(pending=[pending]).messages] == ["a", "b"]
    chat.sync(said("b"))
    assert [one.text for one in chat.timeline.view(pending=[pending]).messages] == ["a", "b"]


def test_rows_stand_for_messages_and_what_is_about_them_alone() -> None:
    rows = rows_of(
        [made("s", "m.room.topic", {}, state_key=""), said("a"), made("u", "org.example.odd", {})],
        "t1",
        limited=True,
    )
    assert rows == [Row("gap:t1", None, "t1"), Row("$a", rows[1].event, "t1")]
