"""Whether the network is there."""

from __future__ import annotations

import asyncio

import pytest

from tui.desk.link import PROVEN, Link
from tui.net.failures import NotFound, Unreachable


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def fail(failure: Exception) -> None:
    raise failure


async def answer() -> str:
    return "here"


def test_an_answer_proves_it_for_a_while() -> None:
    clock = Clock()
    link = Link(clock)
    assert (link.up, link.proven) == (True, False)
    assert asyncio.run(link.reach(answer())) == "here"
    assert link.proven
    clock.now = PROVEN
    assert not link.proven


def test_one_dead_site_is_no_dead_link() -> None:
    link = Link(Clock())
    link.answered()
    with pytest.raises(Unreachable):
        asyncio.run(link.reach(fail(Unreachable("no"))))
    assert link.up
    link.doubt()
    with pytest.raises(Unreachable):
        asyncio.run(link.reach(fail(Unreachable("no"))))
    assert not link.up
    link.answered()
    assert link.up


def test_a_refusal_is_an_answer_that_says_nothing_of_the_link() -> None:
    link = Link(Clock())
    with pytest.raises(NotFound):
        asyncio.run(link.reach(fail(NotFound("no"))))
    assert link.up
