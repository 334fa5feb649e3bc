"""The words of a query in a text as it is shown: what the index found is what is marked."""

from __future__ import annotations

import pytest

from tui.store.query_marks import pattern
from tui.store.query_parser import parse


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("ferry pact", "The Ferryman's pact, unferry", ["Ferry", "pact"]),
        ('"the ferry"', "The ferry; the\n▎ ferry, the ferryman", ["The ferry", "the\n▎ ferry"]),
        ("c", "C c cc", ["C", "c"]),
        ("zurich lodz", "Zürich Zu\u0308rich ŁÓDŹ", ["Zürich", "Zu\u0308rich", "ŁÓDŹ"]),
        ("елк", "Ёлка и елка", ["Ёлк", "елк"]),
        ("ميناء", "مِيناءُ المدينة", ["مِيناءُ"]),
        ("αθηνα", "Στην Αθήνα", ["Αθήνα"]),
        ("都市 フェリー", "港湾都\n市、ﾌｪﾘｰ", ["都\n市", "ﾌｪﾘｰ"]),
        ("at&t covid-19", "AT&T, Covid-19", ["AT&T", "Covid-19"]),
        ("title:pact by:ann -ferry", "ann: ferry pact", ["pact"]),
        ("ferry or (port -pact)", "pact port ferry", ["port", "ferry"]),
    ],
)
def test_what_was_found_is_marked(query: str, text: str, marked: list[str]) -> None:
    found = pattern(parse(query), "", "title")
    assert found is not None
    assert [match.group() for match in found.finditer(text)] == marked


@pytest.mark.parametrize("query", ["", "is:read", "-ferry", "by:ann", "age:7d"])
def test_without_words_nothing_is_marked(query: str) -> None:
    assert pattern(parse(query), "", "title") is None
    assert pattern(None, "") is None


def test_a_hostile_text_is_gone_through() -> None:
    found = pattern(parse('"a b c d" "' + "文" * 100 + '" ' + "a-" * 300), "")
    assert found is not None
    for text in ("a" + " " * 100_000, "a - " * 50_000, "文" * 100_000, "ä\u0301" * 50_000):
        assert not [match for match in found.finditer(text) if not match.group()]
