"""Which stories are one event's: the same told otherwise is, what only looks alike is not."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.feeds import coverage_window
from tui.feeds.coverage import group
from tui.feeds.coverage_terms import LEAD, MOST_TERMS, Signature, signature
from tui.feeds.coverage_window import Told, Window

SPAN = 1_000_000
# What else is in the window, so that rare words are rare.
OTHERS = [
    f"Report {number}: the council of town{number} votes on bridge{number} after the talks in Area{number}"
    for number in range(40)
]


def tell(*stories: tuple[str, str]) -> tuple[Window, list[int]]:
    """A window with these stories, each of a source of its own, among others; and their ids."""
    window = Window(SPAN)
    window.add(Told(n, 1000 + n, 1000 + n, signature(title, "", "")) for n, title in enumerate(OTHERS, 1))
    told = [Told(500 + n, n, n, signature(title, lead, "")) for n, (title, lead) in enumerate(stories, 1)]
    window.add(told)
    return window, [one.id for one in told]


def are_one(*stories: tuple[str, str]) -> bool:
    window, ids = tell(*stories)
    return any(set(ids) <= set(one.stories) for one in group(window, ids, {}))


FERRY = (
    "Ferry pact signed after all-night talks between the two port cities",
    "Port Else and North Quay share one ferry line from March, ending two summers of idle boats.",
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FERRY, ("Port cities sign ferry pact after talks through the night", FERRY[1])),
        (
            FERRY,
            (
                "Port Else and North Quay sign ferry pact after all-night talks",
                "After two summers of idle boats the two port cities share a single ferry line from March.",
            ),
        ),
        (FERRY, (FERRY[0], "")),
        (
            (
                "Паром: соглашение подписано после ночных переговоров",
                "Порт-Эльс и Норт-Ки с марта откроют общую линию.",
            ),
            ("Норт-Ки и Порт-Эльс подписали соглашение о пароме", "Общая паромная линия откроется с марта."),
        ),
        (
            (
                "مجلس المدينة يقر ميزانية الميناء الجديدة بعد نقاش طويل",
                "أقر المجلس ميزانية الميناء بواقع 412 مليونا",
            ),
            ("بعد نقاش طويل المجلس يقر ميزانية الميناء", "ميزانية الميناء الجديدة تبلغ 412 مليونا"),
        ),
        (
            ("港湾都市、夜行フェリーの再開で合意", "両市は3月から共同のフェリー航路を運航する。"),
            ("夜行フェリー再開へ港湾都市が合意", "共同のフェリー航路は3月から両市が運航する。"),
        ),
    ],
)
def test_the_same_told_otherwise_is_one_event(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert are_one(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            (
                "Rovers beat Athletic 2-1 with a late goal",
                "A late goal gave Rovers the three points on Saturday.",
            ),
            (
                "United beat Wanderers 3-0 with a late goal",
                "A late goal gave United the three points on Saturday.",
            ),
        ),
        (
            (
                "Weather: Lund stays dry, 12 degrees",
                "West wind at 14 knots, 12 degrees at noon in Lund.",
            ),
            (
                "Weather: Lund stays dry, 15 degrees",
                "West wind at 9 knots, 15 degrees at noon in Lund.",
            ),
        ),
        (
            ("Sound 40 closes at 3,812 points", "The Sound 40 closed at 3,812 points, 0.4 per cent higher."),
            ("Sound 40 closes at 3,790 points", "The Sound 40 closed at 3,790 points, 0.6 per cent lower."),
        ),
        (
            (
                "Letters from the quay, 14: the bell",
                "Ana Ruiz writes each week from the quay. Today: a bell in fog.",
            ),
            (
                "Letters from the quay, 15: the rope",
                "Ana Ruiz writes each week from the quay. Today: who ties it.",
            ),
        ),
        (
            ("Morning briefing 12 Nov", "Ferry pact signed, grid tight, and a goat returns to its embassy."),
            ("Morning briefing 12 Nov", "Herring at half price, four bolts too many, and fog for a week."),
        ),
        (
            ("Live: the harbour election", "Polls open at eight."),
            ("Live: the stadium final", "Kick-off at eight."),
        ),
        (
            ("Ida Brandt opens the second pier", "The harbour master cut a rope in the morning rain."),
            ("Ida Brandt sells her house on the hill", "Three buyers came, and one of them was a goat."),
        ),
        (("", ""), ("", "")),
        (("Opinion", ""), ("Opinion", "")),
    ],
)
def test_what_only_looks_alike_is_not(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert not are_one(one, other)


def test_one_source_one_page_and_another_week_do_not_pair() -> None:
    said = signature(*FERRY, "")
    window, _ = tell()
    window.add(
        [
            Told(500, 1, 1, said),
            Told(501, 1, 2, said),
            Told(502, 2, 1, said),
            Told(500 + SPAN + 1, 3, 3, said),
        ]
    )
    assert window.alike(500, 501) == 0.0
    assert window.alike(500, 502) == 0.0
    assert window.alike(500, 500 + SPAN + 1) == 0.0
    assert window.alike(501, 502) > 0.9


def test_a_chain_of_pairs_alone_makes_no_event() -> None:
    words = [f"word{number}" for number in range(60)]
    steps = [(" ".join(words[first : first + 12]), "") for first in range(0, 48, 4)]
    window, ids = tell(*steps)
    assert window.pairs(ids)
    assert not any(set(ids) <= set(one.stories) for one in group(window, ids, {}))


WORDS = "ferry pact quay bolt fog goat embassy pier rope 12 14 3.5 паром порт مجلس ميناء 港湾 都市".split()
TEXTS = st.lists(st.sampled_from(WORDS), min_size=0, max_size=9).map(" ".join)
STORIES = st.lists(st.tuples(st.integers(1, 4), TEXTS, TEXTS), min_size=1, max_size=14)


def _groups(told: list[Told]) -> list[list[int]]:
    window = Window(SPAN)
    window.add(told)
    found = group(window, [one.id for one in told], {})
    return sorted(sorted(one.stories) for one in found)


@settings(max_examples=150, deadline=None)
@given(STORIES, st.randoms(use_true_random=False))
def test_the_order_in_a_batch_does_not_matter_and_pairs_are_symmetric(stories, random) -> None:  # type: ignore[no-untyped-def]
    ids = count(1)
    told = [
        Told(next(ids), source, n, signature(title, lead, ""))
        for n, (source, title, lead) in enumerate(stories)
    ]
    shuffled = random.sample(told, len(told))
    assert _groups(told) == _groups(shuffled)
    window = Window(SPAN)
    window.add(told)
    for one in told:
        for other in told:
            assert window.alike(one.id, other.id) == window.alike(other.id, one.id)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=600), st.text(max_size=600), st.text("<&>;p a", max_size=300))
def test_a_signature_of_any_text_is_bounded_and_can_be_kept(title: str, summary: str, html: str) -> None:
    made = signature(title, summary, html)
    assert made.title <= made.text
    assert len(made.text) <= MOST_TERMS
    assert Signature.from_bytes(bytes(made)) == made


def test_only_the_beginning_of_a_text_is_looked_at() -> None:
    assert signature("a" * LEAD + " more", "", "") == signature("a" * LEAD, "", "")
    assert Signature.from_bytes(b"odd") == Signature.from_bytes(b"") == Signature(frozenset(), frozenset())


def test_a_flood_of_near_identical_stories_is_compared_with_few(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    alike = Window.alike

    def counted(window: Window, one: int, other: int) -> float:
        nonlocal asked
        asked += 1
        return alike(window, one, other)

    monkeypatch.setattr(Window, "alike", counted)
    window = Window(SPAN)
    told = [
        Told(
            n,
            n,
            n,
            signature(f"Win a boat today, only {n % 7} left at the quay", f"Ask for number {n % 50}", ""),
        )
        for n in range(10_000)
    ]
    window.add(told)
    group(window, [one.id for one in told], {})
    assert asked < 50 * len(told)


def test_the_window_is_bounded_and_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage_window, "MOST_STORIES", 10)
    window, ids = tell(FERRY, FERRY)
    window.drop_before(0)
    assert len(window) == 10
    assert all(id_ in window for id_ in ids)
    window.drop_before(ids[-1])
    assert len(window) == 1
    assert window.pairs([ids[-1]]) == []
