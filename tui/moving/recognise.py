"""What a file is, told by its content; and which files of a folder are another reader's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tui.feeds.opml import read_searches, read_subscriptions
from tui.locale import _
from tui.moving import foreign, lists, newsboat_cache, newsraft_database, sfeed
from tui.moving.archive import is_archive
from tui.moving.parcel import LARGEST_TEXT, NotReadable, NotTaken, Parcel, SavedQuery
from tui.store.query import QueryError
from tui.store.query_parser import parse

_HEAD = 64 * 1024  # bytes that a file is recognised by
NAMES = ("urls", "cache.db", "feeds", "newsraft.sqlite3", "sfeedrc")
"""What the files of other readers are called in their folders."""
MOST_FILES = 5_000


def parcels(paths: Sequence[Path]) -> list[Parcel]:
    """What the files hold, those of a folder together. Raises ``NotReadable``; nothing is changed."""
    files = [file for path in paths for file in _files(path)]
    heads = {file: _head(file) for file in files}
    scripts = [file for file, head in heads.items() if sfeed.is_rc(head) and not _is_database(head)]
    found = [sfeed.read_rc(file, _whole(file)) for file in scripts]
    named = {sfeed.file_name(one.title): one.url for parcel in found for one in parcel.subscriptions}
    opened_by = {file: _addresses(file) for file in files if _lists_what_was_read(file, scripts)}
    for file, head in heads.items():
        if file in scripts or file in opened_by:
            continue
        if sfeed.is_stories(head):
            found.append(_sfeed_stories(file, named, frozenset().union(*opened_by.values())))
        else:
            found.append(_parcel(file, head))
    return found


def archive(paths: Sequence[Path]) -> Path | None:
    """The one path, where that is an archive's. Raises ``NotReadable`` for an archive among other files."""
    found = [path for path in paths if not path.is_dir() and is_archive(_head(path))]
    if found and len(paths) > 1:
        raise NotReadable(
            _("{path} is an archive: it is taken in alone.").format(path=found[0]),
            _("Import the other files apart; nothing was taken."),
        )
    return found[0] if found else None


def from_bytes(data: bytes, name: str) -> Parcel:
    """What a list holds that came on standard input."""
    if data[:16] == foreign.MAGIC:
        raise NotReadable(_("A database can't be read from standard input."), _("Give the path of its file."))
    return _list(Path(name), data)


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    there = [path / name for name in NAMES if (path / name).is_file()]
    stories = path / "feeds"
    if stories.is_dir():
        there += sorted(one for one in stories.iterdir() if one.is_file())[:MOST_FILES]
    if not there:
        raise NotReadable(
            _("{path} has none of the files that other readers keep.").format(path=path),
            _("They are called {names}.").format(names=", ".join(NAMES)),
        )
    yield from there


def _head(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(_HEAD)
    except OSError as error:
        raise NotReadable(
            _("{path} can't be read: {why}.").format(path=file, why=error.strerror or error),
            _("Check the path."),
        ) from error


def _whole(file: Path) -> bytes:
    with file.open("rb") as opened:
        data = opened.read(LARGEST_TEXT + 1)
    if len(data) > LARGEST_TEXT:
        raise NotReadable(_("{path} is longer than any list of feeds.").format(path=file))
    return data


def _is_database(head: bytes) -> bool:
    return head[:16] == foreign.MAGIC


def _parcel(file: Path, head: bytes) -> Parcel:
    if not _is_database(head):
        return _list(file, _whole(file))
    with foreign.opened(file) as connection:
        tables = foreign.tables(connection)
    if tables >= newsboat_cache.TABLES:
        return newsboat_cache.read(file)
    if tables >= newsraft_database.TABLES:
        return newsraft_database.read(file)
    raise NotReadable(
        _("{path} is a database, but neither newsboat's nor newsraft's.").format(path=file),
        _("What wireroom keeps leaves it by `wireroom export --format jsonl`.") if "story" in tables else "",
    )


def _list(file: Path, data: bytes) -> Parcel:
    if b"\0" in data[:_HEAD].replace(b"\xef\xbb\xbf", b""):
        raise NotReadable(
            _("{path} is neither OPML nor a list of addresses.").format(path=file),
            _("It has bytes that no text has."),
        )
    if data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _opml(file, data)
    return lists.read(file, data)


def _opml(file: Path, data: bytes) -> Parcel:
    queries: list[SavedQuery] = []
    stay: list[NotTaken] = []
    for one in read_searches(data, str(file)):
        place = f"{file.name}:{one.line}"
        try:
            parse(one.query)
        except QueryError as error:
            stay.append(NotTaken(place, one.name, error.sentence.rstrip(".")))
        else:
            queries.append(SavedQuery(place, one.name, one.query))
    subscriptions = tuple(read_subscriptions(data, str(file)))
    return Parcel(file, "OPML", subscriptions, queries=tuple(queries), not_taken=tuple(stay))


# --- sfeed --------------------------------------------------------------------------


def _lists_what_was_read(file: Path, scripts: Sequence[Path]) -> bool:
    """Whether a file is sfeed_curses' list of addresses that were opened (SFEED_URL_FILE)."""
    return file.name == "urls" and any(script.parent == file.parent for script in scripts)


def _addresses(file: Path) -> frozenset[str]:
    return frozenset(_whole(file).decode("utf-8", "replace").split())


def _sfeed_stories(file: Path, named: dict[str, str], read: frozenset[str]) -> Parcel:
    feed = named.get(file.name, "")
    if feed:
        return sfeed.read_stories(file, feed, read)
    why = _("which feed these stories are of stands in sfeedrc: give that too")
    return Parcel(file, _("sfeed's stories"), not_taken=(NotTaken(file.name, file.name, why),))


def usual_places() -> list[Path]:
    """The files that newsboat, newsraft and sfeed have left at their usual places on this machine."""
    import os

    own = Path.home()
    config = Path(os.environ.get("XDG_CONFIG_HOME") or own / ".config")
    data = Path(os.environ.get("XDG_DATA_HOME") or own / ".local/share")
    newsboat = [config / "newsboat/urls", data / "newsboat/cache.db"]
    if not newsboat[0].is_file():
        newsboat = [own / ".newsboat/urls", own / ".newsboat/cache.db"]
    newsraft = [config / "newsraft/feeds", data / "newsraft/newsraft.sqlite3"]
    if not newsraft[0].is_file():
        newsraft = [own / ".newsraft/feeds", own / ".newsraft/newsraft.sqlite3"]
    return [file for file in (*newsboat, *newsraft, own / ".sfeed/sfeedrc") if file.is_file()]
