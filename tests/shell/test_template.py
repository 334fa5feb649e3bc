"""Templates of ``--format``: what they say of stories, and how a mistake is told in its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands import Prompt
from tests.shell.library import SOURCES, TITLES, fill
from tui.shell.story_fields import COUNTS, FIELDS, table
from tui.shell.template import LONGEST, TemplateError, parse
from tui.store.glance import Glance
from tui.text import cells

VALUES = {"title": "Ferry pact", "source": "港湾通信", "comments": "3"}


def filled(text: str) -> str:
    return parse(text, VALUES).filled(VALUES.__getitem__)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("{title}", "Ferry pact"),
        ("[{title:12}]", "[Ferry pact  ]"),
        ("[{title:<5}]", "[Ferr…]"),
        ("[{comments:>4}]", "[   3]"),
        ("[{source:5}]", "[港湾…]"),
        ("[{source:4}]", "[港… ]"),
        ("[{source:>9}]", "[ 港湾通信]"),
        ("{{title}} }}{{", "{title} }{"),
        ("{{{title}}}", "{Ferry pact}"),
        (r"a\tb\nc\\t{comments}", "a\tb\nc\\t3"),
        ("%s %(prog)s $HOME", "%s %(prog)s $HOME"),
    ],
)
def test_a_template_says_its_fields_and_nothing_else(text: str, said: str) -> None:
    assert filled(text) == said


@pytest.mark.parametrize(
    ("text", "wrong", "said"),
    [
        ("a {tilte} b", "tilte", "title, source, comments"),
        ("a {} b", "}", "needs a name"),
        ("a {title", "{", "not closed"),
        ("a } b", "}", "closes nothing"),
        ("{title}}", "}", "closes nothing"),
        ("{title:}", "}", "no width"),
        ("{title:x9}", "x9", "no width"),
        ("{title:^9}", "^9", "no width"),
        ("{title:0}", "0", "from 1 to 500"),
        ("{title:9999}", "9999", "from 1 to 500"),
        ("{title.url}", "{title.url}", "no field"),
        ("{title[0]}", "{title[0]}", "no field"),
        ("{title!r}", "{title!r}", "no field"),
        ("{ title }", "{ title }", "no field"),
        ("{__class__}", "{__class__}", "no field"),
        (r"a\xb", r"\x", "backslash"),
        ("a\\", "\\", "backslash"),
        ("x" * LONGEST + "yz", "yz", "at most"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, wrong: str, said: str) -> None:
    with pytest.raises(TemplateError) as raised:
        parse(text, VALUES)
    error = raised.value
    assert text[error.start : error.end] == wrong
    assert said in f"{error.sentence} {error.next_step}"


PIECES = st.sampled_from(
    ["{", "}", "{{", "{title}", "{title:", ":>", "9", "\\", "n", "\x00", "文", "{source:3}"]
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_any_text_is_a_template_or_a_mistake_in_its_place(text: str) -> None:
    wrong = (0, 1)
    try:
        assert filled(text).count("{") == text.count("{{")
    except TemplateError as error:
        wrong = error.start, error.end
    assert 0 <= wrong[0] < wrong[1] <= max(len(text), 1)


@given(st.text(max_size=20), st.integers(1, 30), st.sampled_from("<>"))
def test_a_width_is_kept(text: str, columns: int, side: str) -> None:
    from tui.text import clean

    said = parse(f"{{title:{side}{columns}}}", VALUES).filled(lambda _name: clean(text))
    assert cells(said) == columns


@pytest.fixture(scope="module")
def prompt(tmp_path_factory: pytest.TempPathFactory) -> Prompt:
    return Prompt(fill(tmp_path_factory.mktemp("template")))


def test_every_field_says_what_it_is(prompt: Prompt) -> None:
    template = r"\t".join(f"{{{name}}}" for name, _says in FIELDS)
    told = prompt("headlines", "-n", "2", "--format", template)
    assert told.status == 0
    first, second = (dict(zip(dict(FIELDS), line.split("\t"), strict=True)) for line in told.lines)
    facts = prompt("headlines", "-n", "2", "--json").objects
    assert [first["id"], first["published"]] == [facts[0]["id"], facts[0]["published"]]
    assert first["title"] == f"{TITLES[0]} 0"
    assert (first["source"], first["section"], first["url"]) == (
        SOURCES[0],
        "World",
        "https://desk0.example/0/",
    )
    assert (first["age"], first["number"], second["number"]) == ("1 min", "1", "2")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", f"{first['date']} {first['time']}")
    assert (first["mark"], second["mark"], first["comments"], first["coverage"]) == (" ", "★", "", "0")


def test_coverage_is_found_before_it_is_told(tmp_path: Path) -> None:
    prompt = Prompt(fill(tmp_path))
    for template, waits in (("{title}", True), ("{coverage}", False)):
        assert prompt("headlines", "-n", "1", "--format", template).status == 0
        glance = Glance.open(str(tmp_path / "wireroom.db"))
        assert glance is not None
        assert glance.is_uncompared() is waits
        glance.close()


def test_counts_have_fields_of_their_own(prompt: Prompt) -> None:
    assert prompt("headlines", "--count", "--format", "{section}={unread}").lines == ["World=2", "Культура=3"]
    wrong = prompt("headlines", "--count", "--format", "{title}")
    assert (wrong.status, wrong.out) == (2, "")
    assert "section, unread" in wrong.err


def test_a_mistake_at_the_prompt_has_a_mark_under_it_and_status_2(prompt: Prompt) -> None:
    wrong = prompt("headlines", "--format", "港 {tilte}")
    assert (wrong.status, wrong.out) == (2, "")
    sentence, text, mark = wrong.err.splitlines()
    assert sentence.startswith("wireroom: There is no field “tilte”.")
    assert (text, mark) == ("  港 {tilte}", "      ^^^^^")
    assert prompt("headlines", "--format", "x", "--json").status == 2


def test_the_help_lists_every_field(prompt: Prompt) -> None:
    told = prompt("headlines", "--help").out
    assert table() in told
    for name, says in (*FIELDS, *COUNTS):
        assert f"{{{name}}}" in told
        assert says in told or (name, says) in COUNTS
