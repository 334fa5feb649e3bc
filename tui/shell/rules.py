"""``wireroom rules``: what is done to stories as they arrive; listed, tried, written and taken back."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui.desk.rule_book import BadRules, add_rule, does, outlook, query_of, remove_rule, switch_rule
from tui.failure import Failure
from tui.locale import _, ngettext
from tui.shell.desks import desk_of
from tui.shell.output import age, json_line
from tui.shell.search import marked, mistake
from tui.store.query import QueryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.desk import Desk
    from tui.store.query import Query
    from tui.store.rules import Rule, Tally


def rules(arguments: Namespace) -> int:
    """Lists, tries, adds, removes, switches rules, undoes what one did; 1 where their file is broken."""
    try:
        with desk_of(arguments) as desk:
            return _DOES[arguments.do or "list"](desk, arguments)
    except BadRules as failure:
        print("wireroom:", failure.words, file=sys.stderr)
        place = failure.place
        if place.text:
            print(marked(place.text, place.start, place.end), file=sys.stderr)
        return 1


def _list(desk: Desk, arguments: Namespace) -> int:
    tallies = desk.ruling.tallies()
    for rule in desk.ruling.read():
        tally = tallies.get(rule.name)
        print(_json(rule, tally) if arguments.json else _line(rule, tally))
    return 0


def _line(rule: Rule, tally: Tally | None) -> str:
    acted = _("never acted")
    if tally:
        count = ngettext("{n} story", "{n} stories", tally.stories).format(n=tally.stories)
        acted = f"{count}, {age(datetime.fromtimestamp(tally.last, UTC))}"
    off = "" if rule.on else _("off") + " · "
    return f"{rule.name}\t{rule.text}\t{off}{', '.join(does(rule))}\t{acted}"


def _json(rule: Rule, tally: Tally | None) -> str:
    return json_line(
        {
            "name": rule.name,
            "query": rule.text,
            "on": rule.on,
            "mute": rule.mute,
            "read": rule.read,
            "star": rule.star,
            "tags": rule.tags,
            "notify": True if rule.notify is None else rule.notify,
            "stories": tally.stories if tally else 0,
            "last": datetime.fromtimestamp(tally.last, UTC) if tally else None,
        }
    )


def _try(desk: Desk, arguments: Namespace) -> int:
    """What a rule, or a query, would have done; nothing is changed."""
    known = desk.ruling.read()
    wanted = " ".join(arguments.what)
    chosen = [rule for rule in known if wanted in ("", rule.name)]
    if wanted and not chosen:
        query = _query(wanted)
        if query is None:
            return 2
        _tell(desk, wanted, query, (), arguments)
    for rule in chosen:
        _tell(desk, f"{rule.name}: {rule.text}", rule.query, does(rule), arguments)
    return 0 if chosen or wanted else _none()


def _query(text: str) -> Query | None:
    """The query that ``text`` says; None after saying on stderr what is wrong with it, and where."""
    try:
        return query_of(text)
    except QueryError as error:
        print(mistake(text, error), file=sys.stderr)
        return None


def _tell(desk: Desk, name: str, query: Query, done: Sequence[str], arguments: Namespace) -> None:
    from tui.shell.headlines import Printing, print_stories

    trial = desk.ruling.try_out(query, arguments.days)
    if arguments.json:
        found = [story.id for story in trial.newest]
        print(json_line({"rule": name, "stories": trial.found, "of": trial.of, "newest": found}))
        return
    told = _("{name} · {found} of {of} stories in {days} days").format(
        name=name, found=trial.found, of=trial.of, days=arguments.days
    )
    print(told + (f" · {', '.join(done)}" if done else ""))
    print_stories(trial.newest, Printing({}, as_json=False), arguments.home)


def _none() -> int:
    print(_("There are no rules. `wireroom rules add NAME QUERY --mute` makes one."), file=sys.stderr)
    return 0


def _add(desk: Desk, arguments: Namespace) -> int:
    from tui.store.rules import Rule
    from tui.store.tags import named

    text = " ".join(arguments.query)
    query = _query(text)
    if query is None:
        return 2
    tags = tuple(map(named, arguments.tag))
    notify = None if arguments.notify == [None] else tuple(way for way in arguments.notify if way)
    rule = Rule(
        arguments.name,
        query,
        text,
        arguments.mute,
        arguments.read,
        arguments.star,
        tags,
        notify,
        not arguments.off,
    )
    if not does(rule):
        print(
            "wireroom:",
            _("A rule does something: --mute, --read, --star, --tag or --notify."),
            file=sys.stderr,
        )
        return 2
    add_rule(desk.ruling.path, rule)
    print(outlook(rule))
    if rule.mute and rule.on:
        said = _(
            "Muted stories are marked read and kept off the wire; a search finds them, as does is:muted."
        )
        print(said, file=sys.stderr)
    return 0


def _remove(desk: Desk, arguments: Namespace) -> int:
    remove_rule(desk.ruling.path, arguments.name)
    print(
        _("Removed: {name}. What it did stays; `wireroom rules undo` takes that back.").format(
            name=arguments.name
        )
    )
    return 0


def _switch(desk: Desk, arguments: Namespace) -> int:
    switch_rule(desk.ruling.path, arguments.name, arguments.do == "on")
    return 0


def _undo(desk: Desk, arguments: Namespace) -> int:
    count = desk.ruling.take_back(arguments.name)
    if not count:
        raise Failure(_("Rule {name} has done nothing that could be undone.").format(name=arguments.name))
    told = ngettext("Undid: rule {name} on {n} story", "Undid: rule {name} on {n} stories", count)
    print(told.format(name=arguments.name, n=count))
    return 0


_DOES = {
    "list": _list,
    "try": _try,
    "add": _add,
    "remove": _remove,
    "on": _switch,
    "off": _switch,
    "undo": _undo,
}
