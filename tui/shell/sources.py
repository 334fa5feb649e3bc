"""``wireroom add``, ``remove`` and ``sources``."""

from __future__ import annotations

import sys
from argparse import Namespace

from tui.locale import _, ngettext
from tui.model import Failure, Source
from tui.shell.desks import desk_of
from tui.shell.output import age, json_line


def add(arguments: Namespace) -> int:
    """Subscribes to what discovery finds at each address; 1 when one of them gave nothing."""
    status = 0
    with desk_of(arguments) as desk:
        for url in arguments.urls:
            there = {source.url for source in desk.store.sources()}
            try:
                found = desk.discover(url).result()
                sources = desk.add(found, arguments.section)
            except Failure as failure:
                print("wireroom:", failure.sentence, failure.next_step, file=sys.stderr)
                status = 1
                continue
            names = {section.id: section.name for section in desk.store.sections()}
            for source, one in zip(sources, found, strict=True):
                known = _("already there") if source.url in there else _("added")
                print(f"{known}: {names.get(source.section_id, '')} · {source.title} · {source.url}")
                if one.kind:
                    print("  " + one.kind, file=sys.stderr)
    if status == 0:
        print(_("Now `wireroom refresh` fetches them."), file=sys.stderr)
    return status


def remove(arguments: Namespace) -> int:
    """Drops the sources named by id, address or title."""
    with desk_of(arguments) as desk:
        chosen: dict[str, Source] = {}
        for name in arguments.sources:
            found = desk.store.find_source(name)
            if not found:
                raise Failure(f"{name!r} is no source.", "`wireroom sources` lists them.")
            if len(found) > 1:
                raise Failure(f"{name!r} names {len(found)} sources.", "Name one by its address.")
            chosen[found[0].id] = found[0]
        desk.remove(list(chosen))
    for source in chosen.values():
        print(_("removed: {title} · {url}").format(title=source.title, url=source.url))
    return 0


def sources(arguments: Namespace) -> int:
    """Lists the sources by section, with their counts and health."""
    with desk_of(arguments) as desk:
        names = {section.id: section.name for section in desk.store.sections()}
        for source in desk.store.sources():
            section = names.get(source.section_id, "")
            print(_json(source, section) if arguments.json else _line(source, section))
    return 0


def _line(source: Source, section: str) -> str:
    counts = ngettext("{n} story", "{n} stories", source.total).format(n=source.total)
    unread = _("{n} unread").format(n=source.unread)
    return f"{source.id}\t{section}\t{source.title}\t{counts}, {unread}\t{health(source)}\t{source.url}"


def health(source: Source) -> str:
    """How a source does, in a few words."""
    if source.retired:
        return _("retired: {why}").format(why=source.failure or _("gone for good"))
    if source.failure:
        times = ngettext("failed once", "failed {n} times", source.failures).format(n=source.failures)
        return f"{times}: {source.failure}"
    if source.checked is None:
        return _("not fetched yet")
    return _("well, checked {age}").format(age=age(source.checked))


def _json(source: Source, section: str) -> str:
    return json_line(
        {
            "id": source.id,
            "url": source.url,
            "title": source.title,
            "section": section,
            "site": source.site_url,
            "unread": source.unread,
            "total": source.total,
            "checked": source.checked,
            "due": source.due,
            "failures": source.failures,
            "failure": source.failure or None,
            "failure_code": source.failure_code or None,
            "retired": source.retired,
        }
    )
