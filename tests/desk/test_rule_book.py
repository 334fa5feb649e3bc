"""The file of rules: what it says, what is said of a mistake in it, and how it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.desk.rule_book import (
    BadRules,
    add_rule,
    printed,
    put_back,
    read_rules,
    remove_rule,
    replace_rule,
    switch_rule,
    understood,
)
from tui.failure import Failure
from tui.store.query_parser import parse
from tui.store.rules import Rule

GOOD = """\
# mine
["No transfers"]
query = 'section:sport title:transfer'
mute = true

[ferries]   # and piers
query = "title:\\"ferry pact\\" or pier"
star = true
tags = ["harbour"]
notify = true
on = false
"""


def test_rules_are_read_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    assert read_rules(path) == ()
    path.write_text(GOOD)
    first, second = read_rules(path)
    assert (first.name, first.mute, first.on, first.notify) == ("No transfers", True, True, ())
    assert second.query == parse('title:"ferry pact" or pier')
    assert (second.star, second.tags, second.notify, second.on) == (True, ("harbour",), None, False)


@pytest.mark.parametrize(
    ("text", "line", "wrong", "said"),
    [
        ("[a]\nquery = 'ferry titel:x'\nstar = true", 2, "titel:", "title:"),
        ('[a]\nquery = "\\"a b\\" is:new"\nstar = true', 2, "new", "is:unread"),
        ("[a]\nquery = '''ferry (x'''\nstar = true", 2, "'''ferry (x'''", "not closed"),
        ("[a]\nquery = 'x'\nstar = yes", 3, "y", "no TOML"),
        ("[a]\nquery = 'x'\nstar = 1", 3, "1", "true or false"),
        ("[b]\nquery = 'x'\nread = true\n['a']\nquery = 'x'\nstarr = true", 6, "starr", "starr"),
        ("[a]\nstar = true", 1, "[a]", "wants a query"),
        ("[a]\nquery = '—'\nstar = true", 2, "—", "no word"),
        ("[a]\nquery = 'x'", 1, "[a]", "does nothing"),
        ("[a]\nquery = 'x'\ntags = ['&']", 3, "['&']", "letter"),
        ("[a]\nquery = 'x'\nnotify = 'horn'", 3, "'horn'", "osc777"),
        ("[a]\nquery = 'x'\n[a]\nread = true", 3, "[", "no TOML"),
    ],
)
def test_a_mistake_is_told_at_its_place(text: str, line: int, wrong: str, said: str) -> None:
    with pytest.raises(BadRules) as raised:
        understood(text, Path("rules.toml"))
    place = raised.value.place
    assert place.line == line
    if "no TOML" not in said:
        assert place.text[place.start : place.end] == wrong
    assert said in f"{raised.value.sentence} {raised.value.next_step}"
    assert f"rules.toml:{line}:" in raised.value.sentence


@pytest.mark.parametrize("data", [b"\xff", b"a = " + b"[" * 9000, b"x = 1", b"#" * (2**20 + 1)])
def test_no_bytes_break_it(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_bytes(data)
    with pytest.raises(BadRules):
        read_rules(path)


def test_a_rule_is_added_switched_and_removed_and_the_rest_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(GOOD)
    new = Rule("it's", parse('it\'s -"x y"'), 'it\'s -"x y"', read=True, notify=("bell",))
    add_rule(path, new)
    assert read_rules(path)[2] == new
    with pytest.raises(Failure, match="already"):
        add_rule(path, new)
    switch_rule(path, "ferries", True)
    switch_rule(path, "it's", False)
    assert [rule.on for rule in read_rules(path)] == [True, True, False]
    remove_rule(path, "it's")
    assert path.read_text() == GOOD.replace("on = false\n", "")
    with pytest.raises(Failure, match="no rule"):
        remove_rule(path, "it's")


def test_what_a_rule_says_is_replaced_in_its_place_and_put_back(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(GOOD.replace("mute = true", "# why\nmute = true\n\n# of the harbour"))
    before = path.read_text()
    new = Rule("No transfers", parse("transfer"), "transfer", star=True, tags=("a", "b"), on=False)
    replace_rule(path, new)
    assert [rule.name for rule in read_rules(path)] == ["No transfers", "ferries"]
    assert read_rules(path)[0] == new
    changed = path.read_text()
    assert '["No transfers"]\n# why\n' in changed
    assert "\n\n# of the harbour\n\n[ferries]   # and piers\n" in changed
    put_back(path, before, changed)
    assert path.read_text() == before
    with pytest.raises(Failure, match="elsewhere"):
        put_back(path, changed, changed)
    remove_rule(path, "No transfers")
    assert path.read_text().startswith("# mine\n\n# of the harbour\n\n[ferries]")
    with pytest.raises(Failure, match="no rule"):
        replace_rule(path, new)


def test_a_broken_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(GOOD + "[x]\n")
    for change in (lambda: remove_rule(path, "ferries"), lambda: switch_rule(path, "ferries", True)):
        with pytest.raises(BadRules):
            change()
    assert path.read_text() == GOOD + "[x]\n"


@given(st.text(min_size=1, max_size=40), st.text(max_size=40))
def test_what_is_written_is_read(name: str, query: str) -> None:
    rule = Rule("a", parse("x"), "x", star=True)
    try:
        rule = Rule(name, parse(query), query, star=True)
        (read,) = understood(printed(rule), Path("rules.toml"))
    except Failure:
        return
    assert read == rule
