"""The news that is served: TOML files, one a section, read into drafts.

``content/<section>.toml`` holds ``[section]`` and its ``[[story]]`` tables;
``content/arrivals.toml`` holds the stories that appear while the site runs,
each naming its ``section``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tui.model import Failure

CONTENT = Path(__file__).parent / "content"
ARRIVALS = "arrivals.toml"
SCENES = frozenset("harbour hills city stadium stage lab field night sea rail".split())
# How the front page orders its sections; the others follow by id.
SECTION_ORDER = ("world", "business", "science", "sport", "culture")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class BadContent(Failure):
    """A content file that cannot be served; the sentence names the file and the story."""

    code = "bad-content"


@dataclass(frozen=True, slots=True)
class Desk:
    """A section of the site, with the words its pages and feeds are written in."""

    id: str
    name: str
    description: str
    language: str
    direction: Literal["ltr", "rtl"]
    agency: str
    desk: str
    archive_label: str
    related_label: str
    subscribe: str
    months: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture as its desk describes it; ``scene`` names what is drawn."""

    name: str
    scene: str
    alt: str
    caption: str
    photographer: str
    agency: str
    days_ago: float

    @property
    def credit(self) -> str:
        return f"© {self.agency} / {self.photographer}"


@dataclass(frozen=True, slots=True)
class Remark:
    """A reader's comment as written, with its answers."""

    author: str
    minutes_ago: float
    text: str
    replies: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody says in a chat; ``answers`` is the number of an earlier line, from 1, or 0.

    ``liked`` are the reactions to it, each by somebody else.
    """

    author: str
    text: str
    minutes_ago: float = 0.0
    answers: int = 0
    liked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chat:
    """A public room about a story: what was said there, oldest first, and what will be."""

    name: str
    said: tuple[Line, ...]
    later: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A story as written; ``minutes_ago`` is its age when the site opens."""

    slug: str
    section: str
    title: str
    summary: str
    author: str
    dateline: str
    minutes_ago: float
    tags: tuple[str, ...]
    body: str
    photo: Photo | None = None
    remarks: tuple[Remark, ...] = ()
    chat: Chat | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """Everything written: the desks in front-page order, the drafts, and those that come later."""

    desks: tuple[Desk, ...]
    drafts: tuple[Draft, ...]
    arrivals: tuple[Draft, ...] = ()

    def desk(self, section: str) -> Desk:
        return next(desk for desk in self.desks if desk.id == section)


def read_content(folder: Path = CONTENT) -> Content:
    """The content of a folder. Raises ``BadContent`` naming the file and the story at fault."""
    desks: list[Desk] = []
    drafts: list[Draft] = []
    for path in sorted(folder.glob("*.toml")):
        if path.name != ARRIVALS:
            desk, stories = _section(path)
            desks.append(desk)
            drafts += stories
    if not desks:
        raise BadContent(f"There is no news to serve in {folder}.", "Install wireroom again.")
    arrivals = _arrivals(folder / ARRIVALS, frozenset(desk.id for desk in desks))
    _refuse_twins([*drafts, *arrivals], folder)
    return Content(tuple(sorted(desks, key=_front_page_order)), tuple(drafts), arrivals)


def _front_page_order(desk: Desk) -> tuple[int, str]:
    known = desk.id in SECTION_ORDER
    return (SECTION_ORDER.index(desk.id) if known else len(SECTION_ORDER), desk.id)


def _section(path: Path) -> tuple[Desk, list[Draft]]:
    data = _toml(path)
    try:
        desk = _desk(data["section"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadContent(f"{path.name}: the section is not complete: {error}.") from error
    return desk, [_draft({"section": desk.id, **story}, path) for story in data.get("story", ())]


def _arrivals(path: Path, sections: frozenset[str]) -> tuple[Draft, ...]:
    if not path.exists():
        return ()
    drafts = tuple(_draft(story, path) for story in _toml(path).get("story", ()))
    for draft in drafts:
        if draft.section not in sections:
            raise BadContent(f"{path.name}: {draft.slug} is of no known section ({draft.section}).")
    return drafts


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadContent(f"{path.name} is not TOML: {error}.") from error


def _desk(data: dict[str, Any]) -> Desk:
    months = tuple(str(month) for month in data["months"])
    if len(months) != 12:
        raise ValueError(f"a year has 12 months, not {len(months)}")
    return Desk(
        id=_slug(data["id"]),
        name=data["name"],
        description=data["description"],
        language=data["language"],
        direction="rtl" if data.get("direction") == "rtl" else "ltr",
        agency=data["agency"],
        desk=data["desk"],
        archive_label=data["archive_label"],
        related_label=data["related_label"],
        subscribe=data["subscribe"],
        months=months,
    )


def _draft(data: dict[str, Any], path: Path) -> Draft:
    try:
        return Draft(
            slug=_slug(data["slug"]),
            section=data["section"],
            title=data["title"],
            summary=data["summary"],
            author=data["author"],
            dateline=data["dateline"],
            minutes_ago=float(data.get("minutes_ago", 0)),
            tags=tuple(data.get("tags", ())),
            body=data["body"].strip(),
            photo=_photo(data["picture"]) if "picture" in data else None,
            remarks=_remarks(data.get("comment", ())),
            chat=_chat(data["chat"]) if "chat" in data else None,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        where = data.get("slug", "a story with no slug")
        raise BadContent(f"{path.name}: {where} is not complete: {error}.") from error


def _photo(data: dict[str, Any]) -> Photo:
    if data["scene"] not in SCENES:
        raise ValueError(f"no scene is called {data['scene']}")
    return Photo(
        name=_slug(data["name"]),
        scene=data["scene"],
        alt=data["alt"],
        caption=data["caption"],
        photographer=data["photographer"],
        agency=data["agency"],
        days_ago=float(data.get("days_ago", 0)),
    )


def _remarks(data: Iterable[dict[str, Any]]) -> tuple[Remark, ...]:
    return tuple(
        Remark(one["author"], float(one["minutes_ago"]), one["text"], _remarks(one.get("replies", ())))
        for one in data
    )


def _chat(data: dict[str, Any]) -> Chat:
    said = tuple(map(_line, data["said"]))
    for number, line in enumerate(said, 1):
        if not 0 <= line.answers < number:
            raise ValueError(f"line {number} of the chat answers what was not said before it")
    return Chat(data["name"], said, tuple(map(_line, data["later"])))


def _line(data: dict[str, Any]) -> Line:
    return Line(
        author=data["by"],
        text=data["text"],
        minutes_ago=float(data.get("minutes_ago", 0)),
        answers=int(data.get("answers", 0)),
        liked=tuple(data.get("liked", "").split()),
    )


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise ValueError(f"{text!r} cannot stand in an address (a-z, 0-9 and single dashes can)")
    return text


def _refuse_twins(drafts: list[Draft], folder: Path) -> None:
    seen: set[str] = set()
    for draft in drafts:
        if draft.slug in seen:
            raise BadContent(f"Two stories in {folder.name} are called {draft.slug}.")
        seen.add(draft.slug)
