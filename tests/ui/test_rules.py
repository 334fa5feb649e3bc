"""The sheets of rules: listed, made of a search, tried, switched, changed, removed, undone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from textual.pilot import Pilot

from tests.ui.pages import Site
from tests.ui.test_article import run, until, with_stories
from tui.desk import Desk
from tui.model import Entry
from tui.store import Fetched, View
from tui.ui.app import WireroomApp
from tui.ui.screens.rule import RuleScreen
from tui.ui.screens.rules import RulesScreen
from tui.ui.widgets.choices import Choices


def drawn(choices: Choices) -> list[str]:
    return [choices.render_line(y).text.rstrip() for y in range(choices.size.height)]


def ruled(desk: Desk) -> list[tuple[str, bool, bool]]:
    return [(rule.name, rule.on, rule.mute) for rule in desk.ruling.read()]


def arrive(desk: Desk, title: str) -> None:
    """A story arrives, and meets the rules as in a refresh."""
    (source,) = desk.store.sources()
    now = datetime.now(UTC)
    entry = Entry(title, id=title, published=now - timedelta(minutes=9))
    desk.store.merge([Fetched(source.id, (entry,), now)], desk.ruling.holding())


def test_a_rule_is_made_of_a_search_and_tried_before_it_is_written(desk: Desk, site: Site) -> None:
    with_stories(desk, site, count=30)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("semicolon")
        assert "Search or filter first" in app.newsroom.status.sentence
        await pilot.press("1", "f", *"title:headline", "enter")
        await until(pilot, lambda: app.newsroom.wire.view.query is not None)
        await pilot.press("semicolon")
        sheet = app.screen
        assert isinstance(sheet, RuleScreen)
        assert sheet.query_line.value == 'title:headline section:"World"'
        await until(pilot, lambda: sheet.trial.current is not None)
        assert "It would have met 30 of 30 stories of 30 days" in drawn(sheet.trial)[0]
        assert "Headline 0" in drawn(sheet.trial)[1]
        await pilot.press("enter")
        assert "does nothing yet" in sheet.spoken.text
        for size in ((80, 24), (60, 20)):
            await pilot.resize_terminal(*size)
            await until(pilot, lambda width=size[0]: sheet.choices.size.width == width - 2)  # type: ignore[misc]
            assert "mute" in drawn(sheet.choices)[0]
            assert len(drawn(sheet.choices)) + len(drawn(sheet.trial)) > 6
        await pilot.press("space", "tab")
        await until(pilot, lambda: sheet.trial.has_focus)
        await pilot.press("tab", *" titel:x")
        await until(pilot, lambda: "titel" in sheet.spoken.text)
        assert sheet.trial.current is None
        await pilot.press("enter")
        assert app.screen is sheet
        assert ruled(desk) == []
        await pilot.press(*["backspace"] * 8, "enter")
        await until(pilot, lambda: app.screen is app.newsroom)
        assert "acts on what arrives from now on: mute" in app.newsroom.status.sentence

    run(desk, use)
    assert ruled(desk) == [('title:headline section:"World"', True, True)]
    assert desk.store.counts(View()).total == 30


def test_rules_are_listed_switched_changed_removed_and_their_deeds_undone(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    desk.ruling.path.write_text("[ferries]\n# why\nquery = 'title:ferry'\nstar = true\nnotify = ['bell']\n")
    arrive(desk, "Ferry pact")
    first = desk.ruling.path.read_text()

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("comma")
        sheet = app.screen
        assert isinstance(sheet, RulesScreen)
        status = sheet.status
        assert drawn(sheet.choices)[0].split() == "▌[x] ferries star, bell".split()
        assert "title:ferry" in drawn(sheet.choices)[1]
        assert "1 story · now" in drawn(sheet.choices)[1]
        await pilot.press("space")
        assert ruled(desk) == [("ferries", False, False)]
        assert "off · 1 story" in drawn(sheet.choices)[1]
        await pilot.press("e", "space")
        rule = app.screen
        assert isinstance(rule, RuleScreen)
        await until(pilot, lambda: rule.trial.current is not None)
        assert "1 of 4 stories" in drawn(rule.trial)[0]
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is sheet)
        assert ruled(desk) == [("ferries", False, True)]
        (kept,) = desk.ruling.read()
        assert (kept.star, kept.notify) == (True, ("bell",))
        await pilot.press("x")
        assert ruled(desk) == []
        assert "No rules yet" in drawn(sheet.choices)[0]
        await pilot.press("u", "u", "u")
        assert desk.ruling.path.read_text() == first
        await pilot.press("u")
        assert status.sentence == "Nothing to undo."
        await pilot.press("z")
        assert len(desk.store.stories(View(starred=True))) == 1
        await pilot.press("j", "z", "z")
        await until(pilot, lambda: not desk.store.stories(View(starred=True)))
        await until(pilot, lambda: "never acted" in drawn(sheet.choices)[1])
        await pilot.press("x")
        desk.ruling.path.write_text("[mine]\nquery = 'x titel:y'\nstar = true\n")
        await pilot.press("u")
        assert "titel" in sheet.spoken.text
        assert "query = 'x ▸titel:◂y'" in drawn(sheet.choices)[0]
        await pilot.press("a")
        assert "Mend the file" in status.sentence
        await pilot.press("escape")
        assert app.screen is app.newsroom

    run(desk, use, size=(60, 20))
    assert "titel" in desk.ruling.path.read_text()
