"""Names completed and found, and what a line that begins with a slash means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.chats.stand_in import said
from tui.model import Failure
from tui.talk.matrix.members import Member
from tui.ui.chats.completing import Said, completions, mentioned, read_line, typed_form

MIRA, MIRANDA = Member("@mira:news.example", "Mira"), Member("@randa:news.example", "Miranda Vale")
OLEG, TWIN = Member("@o1:news.example", "Олег"), Member("@mira:evil.example", "Mira (@mira:evil.example)")
PEOPLE = (MIRA, MIRANDA, OLEG, TWIN)


def words(text: str, recent: tuple[str, ...] = ()) -> list[str]:
    return [one.words for one in completions(text, len(text), PEOPLE, recent)]


def test_a_name_is_completed_after_an_at_or_by_its_beginning() -> None:
    assert words("so @mir") == ["@Mira ", "@Mira (@mira:evil.example) ", "@Miranda Vale "]
    assert words("mir")[0] == "Mira: "  # as people call each other at the beginning
    assert words("ask mir")[0] == "Mira "
    assert words("ол") == ["Олег: "]
    assert words("@o1") == ["@Олег "]  # by the id's beginning too
    assert words("@") == [f"@{one.name} " for one in sorted(PEOPLE, key=lambda one: one.name.casefold())]
    assert words("") == words("mira ") == words("@nobody") == []


def test_who_spoke_last_is_offered_first() -> None:
    assert words("@mir", (MIRANDA.user, MIRA.user))[:2] == ["@Miranda Vale ", "@Mira "]


def test_what_is_called_is_sent_as_ids() -> None:
    assert mentioned("@Mira, who pays?", (MIRA, MIRANDA, OLEG)) == (MIRA.user,)
    assert mentioned("@miranda vale knows", PEOPLE) == (MIRANDA.user,)
    assert mentioned("ask @mira:evil.example", PEOPLE) == (TWIN.user,)
    assert mentioned("@Mira", PEOPLE) == ()  # two go by it
    chosen = completions("@mir", 4, PEOPLE)[:1]
    assert mentioned("@Mira who pays?", PEOPLE, chosen) == (MIRA.user,)
    assert mentioned("nobody at all", PEOPLE, chosen) == ()  # the name was deleted again
    assert mentioned("mail me at ada@mira.example, Miranda", PEOPLE) == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/me waves", Said("waves", emote=True)),
        ("/me\nwaves", Said("waves", emote=True)),
        ("//me waves", Said("/me waves")),
        ("a /me b", Said("a /me b")),
        ("/ 2 is half", Said("/ 2 is half")),
        ("/", Said("/")),
    ],
)
def test_a_slash_has_a_meaning(typed: str, meant: Said) -> None:
    assert read_line(typed) == meant


@pytest.mark.parametrize("typed", ["/join #x:y", "/ME waves", "/me", "/me  ", "/quit"])
def test_what_is_no_command_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(Failure, match="/me") as failed:
        read_line(typed)
    assert failed.value.next_step


@given(st.text(), st.sampled_from(["text", "emote"]))
def test_a_message_is_typed_as_it_was_meant(text: str, kind: str) -> None:
    if kind == "emote" and text != text.lstrip():
        return
    message = said(1, "x", kind=kind)
    object.__setattr__(message, "text", text)
    if text.strip():
        assert read_line(typed_form(message)) == Said(text, emote=kind == "emote")


@given(st.text(), st.text(max_size=5))
def test_no_text_and_no_name_breaks_it(text: str, name: str) -> None:
    members = (Member("@x:y", name), Member(name, name))
    for cursor in (0, len(text) // 2, len(text)):
        for one in completions(text, cursor, members):
            assert 0 <= one.start <= one.end == cursor
    assert set(mentioned(text, members)) <= {"@x:y", name}
