"""What the terminal answers is taken out of what is typed, wherever it is cut."""

from __future__ import annotations

import pytest

from tui.ui.terminal.answers import Answers

REPLY = "\x1bP>|ghostty 1.2.3\x1b\\"


def waiting() -> Answers:
    answers = Answers()
    answers.asked()
    return answers


@pytest.mark.parametrize("cut", range(2, len(REPLY)))
def test_an_answer_in_two_pieces_is_none_of_the_keys(cut: int) -> None:
    answers = waiting()
    typed = answers.take("j" + REPLY[:cut]) + answers.take(REPLY[cut:] + "k")
    assert (typed, answers.name) == ("jk", "ghostty 1.2.3")


def test_without_an_answer_every_key_arrives() -> None:
    answers = waiting()
    assert answers.take("j\x1b") == "j\x1b"
    assert answers.take("\x1b[A") == "\x1b[A"
    assert answers.take("\x1bP") == ""
    assert answers.let_go() == "\x1bP"
    assert answers.let_go() == ""
    assert answers.name == ""


def test_what_was_not_asked_is_typed() -> None:
    answers = Answers()
    assert answers.take(REPLY) == REPLY


def test_an_endless_answer_is_not_waited_for() -> None:
    answers = waiting()
    flood = "\x1bP>|" + "x" * 5000
    assert answers.take(flood) == flood
