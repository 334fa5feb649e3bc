"""``wireroom doctor``: what is wrong with the installation, the terminal, the store, each source."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterator
from importlib import metadata

import tui
from tui.config import Home, home
from tui.locale import _
from tui.model import Failure
from tui.shell.sources import health
from tui.store import Store

SMALLEST = (40, 12)
PACKAGES = ("textual", "httpx", "feedparser", "readability-lxml", "lxml", "platformdirs", "wcwidth")

Finding = tuple[bool, str]


def doctor(arguments: Namespace) -> int:
    """Prints a line for each thing looked at; 1 when one of them is wrong."""
    where = home(arguments.home)
    wrong = 0
    for title, findings in (
        (_("installation"), _installation(where)),
        (_("terminal"), _terminal()),
        (_("store"), _store(where)),
        (_("sources"), _sources(where)),
    ):
        print(title)
        for well, words in findings:
            wrong += not well
            print(f"  {'ok   ' if well else 'WRONG'} {words}")
    return 1 if wrong else 0


def _installation(where: Home) -> Iterator[Finding]:
    yield True, f"wireroom {tui.__version__}, Python {platform.python_version()}"
    for package in PACKAGES:
        try:
            yield True, f"{package} {metadata.version(package)}"
        except metadata.PackageNotFoundError:
            yield False, _("{package} is missing; install wireroom again").format(package=package)
    for folder in dict.fromkeys((where.config, where.data, where.cache)):
        if not folder.exists():
            yield True, _("{folder} is not there yet").format(folder=folder)
        else:
            fits = os.access(folder, os.W_OK | os.X_OK)
            yield fits, str(folder) if fits else _("{folder} can't be written").format(folder=folder)
    try:
        from tui.config import load_settings

        load_settings(where.settings)
        yield True, str(where.settings) if where.settings.exists() else _("default settings")
    except Failure as failure:
        yield False, failure.words


def _terminal() -> Iterator[Finding]:
    if not sys.stdout.isatty():
        yield True, _("standard output is no terminal: only the commands work here")
        return
    size = shutil.get_terminal_size()
    fits = size.columns >= SMALLEST[0] and size.lines >= SMALLEST[1]
    words = f"{size.columns}×{size.lines}"
    yield fits, words if fits else _("{size} is too small: 40×12 is the least").format(size=words)
    term = os.environ.get("TERM", "")
    yield term not in ("", "dumb"), f"TERM={term or _('unset')}"
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    yield encoding == "utf8", _("encoding {name}").format(name=sys.stdout.encoding)
    yield True, f"COLORTERM={os.environ.get('COLORTERM', '') or _('unset')}"
    if os.environ.get("NO_COLOR"):
        yield True, _("NO_COLOR is set: no colours")


def _store(where: Home) -> Iterator[Finding]:
    if not where.store.exists():
        yield True, _("{file} is not there yet").format(file=where.store)
        return
    try:
        store = Store.open(where.store)
    except Failure as failure:
        yield False, failure.words
        return
    try:
        yield True, f"{where.store}, {where.store.stat().st_size / 2**20:.1f} MiB"
        kept = store.article_cache()
        yield (
            True,
            _("{n} articles stored, {size} MiB of {most} MiB").format(
                n=kept.articles, size=f"{kept.bytes / 2**20:.1f}", most=_cache_mb(where)
            ),
        )
        problems = store.check()
        for problem in problems:
            yield False, problem
        if not problems:
            yield True, _("whole, and its counters are right")
    finally:
        store.close()


def _cache_mb(where: Home) -> int:
    from tui.config import Settings, load_settings

    try:
        return load_settings(where.settings).cache_mb
    except Failure:  # told where the settings are looked at
        return Settings().cache_mb


def _sources(where: Home) -> Iterator[Finding]:
    if not where.store.exists():
        yield True, _("none yet: `wireroom add URL`, or open the app")
        return
    try:
        store = Store.open(where.store)
    except Failure:
        return
    try:
        for source in store.sources():
            yield not source.failure, f"{source.title} ({source.url}): {health(source)}"
    finally:
        store.close()
