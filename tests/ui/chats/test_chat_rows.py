"""A message as lines: who, when, what it answers, what became of it; bounded whatever comes."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.chats.stand_in import said
from tui.articles.lines import Line
from tui.model import Message, Reaction
from tui.text import cells
from tui.ui.chats.chat_rows import LONG, SHORT, Around, goes_on, links, message_lines

TODAY = date(2026, 11, 12)
ALONE = Around(first=True)


def told(message: Message, around: Around = ALONE, width: int = 40, **more: bool) -> list[str]:
    return [line.text for line in message_lines(message, around, width, TODAY, **more)]


def roles(lines: list[Line], text: str) -> str:
    return next(part.role for line in lines for part in line.segments if text in part.text)


def test_a_message_stands_under_its_author_and_minute() -> None:
    message = said(2, "Who pays for the second pier?")
    clock = message.sent.astimezone().strftime("%H:%M")
    assert told(message) == [f"mira  {clock}", "Who pays for the second pier?"]
    assert told(message, Around(goes_on=True)) == ["Who pays for the second pier?"]
    assert told(message, Around()) == ["", f"mira  {clock}", "Who pays for the second pier?"]


def test_who_goes_on_in_the_same_minute_needs_no_new_head() -> None:
    first = said(1)
    assert goes_on(said(1, sent=first.sent + timedelta(seconds=40)), first)
    assert not goes_on(said(2), first)
    assert not goes_on(said(1, sender="@oleg:news.example"), first)
    assert not goes_on(said(1, author="mira (@mira:evil.example)"), first)
    assert not goes_on(said(1, kind="emote"), first)
    assert not goes_on(said(1, mentions_me=True), first)


def test_two_of_one_name_are_told_apart_however_long_it_is() -> None:
    name = "Mira Lindqvist of the Harbour Desk"
    heads = [
        told(said(1, sender=user, author=f"{name} ({user})"), width=28)[:-1]
        for user in ("@mira:news.example", "@mira:evil.example")
    ]
    assert heads[0][0] == heads[1][0]
    assert [head[1] for head in heads] == ["@mira:news.example", "@mira:evil.example"]
    assert len(told(said(1, author="mira (@mira:news.example)"), width=60)) == 2


def test_what_stands_before_a_message() -> None:
    around = Around(day=TODAY - timedelta(days=1), gap="messages are missing", new=True)
    lines = told(said(1), around)
    assert [line.strip("─ ") for line in lines[:4]] == ["", "messages are missing", "yesterday", "new"]
    assert lines[4].startswith("mira")
    assert told(said(1), Around(begins="The chat begins here.", first=True))[0] == "The chat begins here."


def test_an_answer_quotes_what_it_answers_in_one_dim_line() -> None:
    asked = said(1, "Who pays\nfor the second pier, and by when?", "@oleg:news.example")
    answer = said(2, "Both.", reply_to="$1")
    lines = message_lines(answer, Around(answered=asked, goes_on=True), 30, TODAY)
    assert lines[0].text == "↳ oleg: Who pays for the seco…"
    assert roles(lines, "oleg") == "meta"
    assert told(answer, Around(goes_on=True))[0] == "↳ an earlier message"
    taken_back = Around(answered=said(1, "", redacted=True), goes_on=True)
    assert told(answer, taken_back)[0] == "↳ mira: (taken back)"


def test_what_became_of_it_is_told() -> None:
    assert told(said(1, "Hm.", edited=True))[1] == "Hm. (edited)"
    assert told(said(1, "", redacted=True))[1] == "(taken back)"
    assert told(said(1, "", kind="encrypted"))[1].startswith("(encrypted")
    own = told(said(1, "Me.", own=True, state="pending"))
    assert own[0].endswith("· you")
    assert own[1] == "Me. (sending …)"
    failed = said(1, "Me.", own=True, state="failed", failure="news.example says: too long")
    assert told(failed)[-1] == "✗ Not sent: news.example says: too long"[:40]
    assert told(said(1, "ana?", mentions_me=True))[0].endswith("· mentions you")


def test_reactions_are_counted_and_ones_own_is_named() -> None:
    message = said(1, reactions=(Reaction("👍", 2), Reaction("🎉", 1, own=True)))
    assert told(message)[-1] == "👍 2  🎉 1 you"
    many = said(1, reactions=tuple(Reaction(f"k{n}", n) for n in range(20)))
    assert all(cells(line) <= 20 for line in told(many, width=20))


def test_an_emote_is_one_sentence_with_its_author() -> None:
    lines = message_lines(said(1, "waves", kind="emote"), ALONE, 40, TODAY)
    assert lines[0].text.startswith("* mira waves (")
    assert "name" in roles(lines, "* mira")


def test_pictures_and_addresses_are_links() -> None:
    picture = said(1, "pier.png\nThe pier", kind="image", link="https://matrix.to/#/!a:b/$c")
    assert told(picture)[1:] == ["▣ picture: pier.png", "The pier"]
    assert links(picture) == ["https://matrix.to/#/!a:b/$c"]
    words = said(1, "See (https://desk.example/a), and http://b.example/x.")
    assert links(words) == ["https://desk.example/a", "http://b.example/x"]
    lines = message_lines(words, ALONE, 60, TODAY)
    assert roles(lines, "https://desk.example/a") == "body link"


def test_a_long_message_is_cut_and_can_be_shown_whole() -> None:
    text = " ".join(f"word{n}" for n in range(7_000))  # 62 kB
    short = told(said(1, text))
    assert len(short) == SHORT + 2
    assert "more characters: ⏎" in short[-1]
    whole = told(said(1, text), unfolded=True)
    assert len(whole) <= LONG + 2
    assert " ".join(whole[1:]).split() == text.split()


def test_no_more_is_laid_out_than_shown() -> None:
    lines = told(said(1, "\n".join("x" for _ in range(30_000))), unfolded=True)
    assert len(lines) <= LONG + 2
    assert lines[-1].startswith("… ")


def test_right_to_left_stands_at_the_right() -> None:
    lines = message_lines(said(1, "مجلس المدينة\nThe council"), ALONE, 40, TODAY)
    assert [line.align for line in lines] == ["left", "right", "left"]


FOREIGN = st.text(max_size=300)


@given(FOREIGN, FOREIGN, st.integers(12, 90), st.sampled_from(["text", "emote", "notice", "image"]))
def test_nothing_is_wider_than_the_pane(text: str, name: str, width: int, kind: str) -> None:
    from tui.text import clean, clean_lines

    answered = said(0, clean_lines(text, 300), author=clean(name, 60))
    message = said(
        1,
        clean_lines(text, 300),
        author=clean(name, 60),
        kind=kind,
        reply_to="$0",
        edited=True,
        own=True,
        mentions_me=True,
        state="failed",
        failure=clean(text, 200),
    )
    around = Around(day=TODAY, gap=clean(text, 100), new=True, answered=answered)
    for line in message_lines(message, around, width, TODAY):
        assert cells(line.text) <= width
        assert "\n" not in line.text
