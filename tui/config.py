"""Settings and folders: where wireroom keeps its things, and what its reader chose.

``home()`` gives the folders: the platform's three (platformdirs), or one folder
for all with ``--home DIR`` / ``WIREROOM_HOME``. ``load_settings()`` gives the
settings read from ``settings.toml`` in the configuration folder.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from tui.failure import Failure


class BadSettings(Failure):
    """The settings file says something it can't mean."""

    code = "bad-settings"


@dataclass(frozen=True, slots=True)
class Home:
    """Three folders: configuration, data (the store) and cache. Created on ``ensure()``."""

    config: Path
    data: Path
    cache: Path

    @property
    def store(self) -> Path:
        return self.data / "wireroom.db"

    @property
    def settings(self) -> Path:
        return self.config / "settings.toml"

    def ensure(self) -> Home:
        for folder in (self.config, self.data, self.cache):
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise Failure(
                    f"The folder {folder} can't be made: {error.strerror}.",
                    "Give another one with --home DIR or WIREROOM_HOME.",
                ) from error
        return self


def home(folder: str | None = None) -> Home:
    """The folders for ``folder``, else for WIREROOM_HOME, else the platform's own."""
    chosen = folder or os.environ.get("WIREROOM_HOME")
    if chosen:
        base = Path(chosen).expanduser()
        return Home(base, base, base / "cache")
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("wireroom", appauthor=False)
    return Home(dirs.user_config_path, dirs.user_data_path, dirs.user_cache_path)


NOTICE_WAYS = ("bell", "osc9", "osc777", "osc99", "command")


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """How the reader is called from elsewhere: by the terminal, or by a command of their own.

    ``command`` is a program and its arguments; "{title}" and "{body}" in them stand for the words.
    """

    ways: Sequence[str] = ("bell",)
    mentions: bool = False  # whether being called in a chat is a notice too
    command: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What the reader may set in ``settings.toml``. ``keys`` maps command names to key lists."""

    theme: str = "wireroom-dark"
    slow: str = "auto"  # whether to save bytes: "on", "off", or as the terminal turns out to be
    pictures: str = "auto"  # how they are drawn: "kitty", "blocks", "off", or as the terminal can
    refresh_minutes: int = 15
    footnotes: bool = True  # whether the addresses of an article's links are listed below it
    keep_days: int = 90
    keep_per_source: int = 2000
    cache_mb: int = 200  # of articles; beyond it, those read longest ago give way
    prefetch: str = "starred"  # whose articles are fetched ahead: "off", "starred", "unread" (and starred)
    prefetch_stories: int = 50  # at most, after a refresh
    prefetch_mb: int = 20  # of pages, at most, after a refresh
    per_host: int = 4
    concurrency: int = 256
    proxy: str = ""
    user_agent: str = ""
    elsewhere: Sequence[str] = ()  # third parties that are asked for every opened story's discussion
    sites: Mapping[str, str] = field(default_factory=dict)  # which instance of a discussion service is asked
    keys: Mapping[str, str] = field(default_factory=dict)
    notices: NoticeSettings = NoticeSettings()


def load_settings(path: Path) -> Settings:
    """The settings in the file at ``path``; the defaults where there is no file.

    Raises ``BadSettings`` naming the file and the entry.
    """
    if not path.exists():
        return Settings()
    import tomllib

    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(
            f"{path} can't be read as settings: {error}.", "Mend it or move it away."
        ) from error
    return _checked(values, path)


_SITE_EXAMPLE = 'mastodon = "https://mastodon.example"'


def _notices(value: object, path: Path) -> NoticeSettings:
    if not isinstance(value, dict) or set(value) - {"ways", "mentions", "command"}:
        raise BadSettings(f"{path}: [notices] has ways, mentions and command.")
    chosen = NoticeSettings(**value)
    if not _are_texts(chosen.ways) or set(chosen.ways) - set(NOTICE_WAYS):
        raise BadSettings(f'{path}: [notices] ways lists some of {", ".join(NOTICE_WAYS)}, as in ["bell"].')
    if type(chosen.mentions) is not bool:
        raise BadSettings(f"{path}: [notices] mentions is true or false, not {chosen.mentions!r}.")
    if not _are_texts(chosen.command) or any("\0" in one for one in chosen.command):
        raise BadSettings(f"{path}: [notices] command lists a program and its arguments, as in {_COMMAND}.")
    if "command" in chosen.ways and not chosen.command:
        raise BadSettings(f"{path}: [notices] goes by a command, and names none.", f"As in {_COMMAND}.")
    return chosen


_COMMAND = 'command = ["notify-send", "{title}", "{body}"]'


def _are_texts(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)


def _is_site(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://")) and len(value) < 300


def _checked(values: Mapping[str, Any], path: Path) -> Settings:
    defaults = Settings()
    known = {f.name: type(getattr(defaults, f.name)) for f in fields(Settings)}
    notices = _notices(values.get("notices", {}), path)
    for name, value in values.items():
        if name not in known:
            raise BadSettings(
                f"{path} sets {name!r}, which is no setting.", f"The settings are: {', '.join(known)}."
            )
        if name == "elsewhere":
            if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                raise BadSettings(f'{path}: elsewhere lists services, as in elsewhere = ["hackernews"].')
        elif name == "sites":
            if not isinstance(value, dict) or not all(_is_site(one) for one in value.values()):
                raise BadSettings(f"{path}: [sites] maps services to addresses, as in {_SITE_EXAMPLE}.")
        elif name == "keys":
            if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
                raise BadSettings(f'{path}: [keys] maps command names to keys, as in star = "s".')
        elif name == "notices":
            continue
        elif type(value) is not known[name]:
            raise BadSettings(f"{path}: {name} wants {known[name].__name__}, not {value!r}.")
        elif name == "slow" and value not in ("auto", "on", "off"):
            raise BadSettings(f'{path}: slow is "auto", "on" or "off", not {value!r}.')
        elif name == "prefetch" and value not in ("off", "starred", "unread"):
            raise BadSettings(f'{path}: prefetch is "off", "starred" or "unread", not {value!r}.')
        elif name == "pictures" and value not in ("auto", "kitty", "blocks", "off"):
            raise BadSettings(f'{path}: pictures is "auto", "kitty", "blocks" or "off", not {value!r}.')
        elif type(value) is int and value < 1:
            raise BadSettings(f"{path}: {name} wants a number above zero, not {value}.")
    return Settings(**{**values, "notices": notices})
