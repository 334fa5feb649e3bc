"""The chats about the stories: what readers of ours said there, go on saying, and answer."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any
from zlib import crc32

from tui.newsroom.content import Line
from tui.newsroom.matrix.event import Event
from tui.newsroom.matrix.homeserver import Homeserver
from tui.newsroom.matrix.room import Room
from tui.newsroom.press import Dispatch
from tui.newsroom.readers import Accounts, answer
from tui.newsroom.site import NAME, Site

_HOST = "newsroom"  # who opens the rooms
_PAUSE = (9.0, 25.0)  # seconds between two lines while somebody is there
_TYPES = 3.0  # seconds that a reader of ours types before a line


class LivingRooms:
    """Opens a room for each story with a chat. Lives on the homeserver's loop.

    Whoever writes is answered after ``answered_after`` seconds. With ``chatter`` the readers
    of ours go on talking while somebody is there; ``seed`` decides when and where.
    """

    def __init__(
        self,
        server: Homeserver,
        accounts: Accounts,
        site: Callable[[], Site],
        answered_after: float,
        *,
        chatter: bool,
        seed: int,
    ) -> None:
        self._server = server
        self._accounts = accounts
        self._site = site
        self._answered_after = answered_after
        self._chatter = chatter
        self._random = Random(seed)
        self._host = server.accounts.user_id(_HOST)
        self._ours: dict[str, str] = {}  # user ids, by author
        self._languages: dict[str, str] = {}  # by room
        self._later: dict[str, deque[Line]] = {}  # by room
        self._waiting: dict[str, Event] = {}  # by room, who is answered next
        self._tasks: set[asyncio.Task[None]] = set()

    def open(self) -> None:
        """Opens the rooms, with what was said there."""
        self._accounts.reserve(_HOST)
        self._server.call(self._host, NAME)
        for dispatch in reversed(self._site().issue.dispatches):
            if dispatch.draft.chat is not None:
                self._open(dispatch)
        self._server.listeners.append(self._heard)
        if self._chatter:
            self._start(self._talk())

    def say(self, slug: str, author: str, text: str) -> str:
        """One of ours says something in a story's room; gives the event's id. KeyError without a room."""
        return self._say(self.room_of(slug), self._reader(author), text)

    def room_of(self, slug: str) -> Room:
        """A story's room. KeyError where it has none."""
        return self._server.rooms[self._room_id(slug)]

    def _room_id(self, slug: str) -> str:
        return f"!{slug}:{self._server.name}"

    def _reader(self, author: str) -> str:
        """The user id of one of ours, who is made when first needed."""
        if author not in self._ours:
            plain = "".join(one if one.isascii() and one.isalnum() else "-" for one in author.casefold())
            name = plain if plain.strip("-") else f"reader-{crc32(author.encode()):08x}"
            self._accounts.reserve(name)
            self._ours[author] = self._server.accounts.user_id(name)
            self._server.call(self._ours[author], author)
        return self._ours[author]

    # --- what was said --------------------------------------------------------------------

    def _open(self, dispatch: Dispatch) -> None:
        """Events of a story's room have ids of their own: a client that knows them finds them again."""
        chat, site = dispatch.draft.chat, self._site()
        assert chat is not None
        now = site.issue.changed

        def moment(line: Line) -> int:
            return int((now - timedelta(minutes=line.minutes_ago)).timestamp() * 1000)

        opened = moment(chat.said[0]) if chat.said else int(dispatch.published.timestamp() * 1000)
        room = self._server.create(
            self._host,
            {
                ("m.room.power_levels", ""): {"users": {self._host: 100}, "state_default": 50, "redact": 50},
                ("m.room.join_rules", ""): {"join_rule": "public"},
                ("m.room.history_visibility", ""): {"history_visibility": "world_readable"},
                ("m.room.guest_access", ""): {"guest_access": "can_join"},
                ("m.room.name", ""): {"name": dispatch.draft.title},
                ("m.room.topic", ""): {"topic": f"{chat.name} · {site.base}{dispatch.path}"},
            },
            id_=self._room_id(dispatch.slug),
            alias=f"#{dispatch.slug}:{self._server.name}",
            sent=opened,
        )
        self._languages[room.id] = dispatch.desk.language
        self._later[room.id] = deque(chat.later)
        people = list(dict.fromkeys(line.author for line in (*chat.said, *chat.later)))
        for author in people:
            self._server.join(room, self._reader(author), sent=opened)
        said: list[str] = []
        for number, line in enumerate(chat.said, 1):
            relation = _answering(said[line.answers - 1]) if line.answers else {}
            said.append(f"$said-{dispatch.slug}-{number}")
            self._server.say(
                room, self._reader(line.author), _text(line.text) | relation, sent=moment(line), id_=said[-1]
            )
        for number, line in enumerate(chat.said, 1):
            others = [one for one in people if one != line.author]
            for place, key in enumerate(line.liked):
                self._like(room, others[place % len(others)], said[number - 1], key, moment(line), place)

    def _like(self, room: Room, author: str, event: str, key: str, sent: int, place: int) -> None:
        relation = {"rel_type": "m.annotation", "event_id": event, "key": key}
        self._server.say(
            room,
            self._reader(author),
            {"m.relates_to": relation},
            type_="m.reaction",
            sent=sent + 60_000,
            id_=f"{event}-liked-{place}",
        )

    # --- answering ------------------------------------------------------------------------

    def _heard(self, room: Room, event: Event) -> None:
        """Whoever writes and is none of ours is answered; of several messages the last."""
        if not event.is_message or event.sender in self._ours.values() or not room.public:
            return
        known = room.id in self._waiting
        self._waiting[room.id] = event
        if not known:
            self._start(self._answer(room))

    async def _answer(self, room: Room) -> None:
        thinking = self._answered_after / 2
        await asyncio.sleep(thinking)
        asked = self._waiting[room.id]
        author, text = answer(self._authors(room), self._language(room), f"{asked.id}{asked.sender}")
        await self._type(room, self._reader(author), self._answered_after - thinking)
        asked = self._waiting.pop(room.id)
        if asked.sender in room.joined():
            content = _text(text) | _answering(asked.id) | {"m.mentions": {"user_ids": [asked.sender]}}
            self._server.say(room, self._reader(author), content)

    def _authors(self, room: Room) -> list[str]:
        joined = set(room.joined())
        return [author for author, user in self._ours.items() if user in joined]

    def _language(self, room: Room) -> str:
        """The language of a room: of the story that its topic links to."""
        if room.id not in self._languages:
            topic = room.says("m.room.topic", "topic")
            stories = self._site().issue.dispatches
            found = (one.desk.language for one in stories if isinstance(topic, str) and _links(topic, one))
            self._languages[room.id] = next(found, "en")
        return self._languages[room.id]

    # --- going on -------------------------------------------------------------------------

    async def _talk(self) -> None:
        """Says the lines that are left, now in one room and now in another, while somebody is there."""
        while any(self._later.values()):
            await asyncio.sleep(self._random.uniform(*_PAUSE))
            if rooms := self._visited():
                room = self._random.choice(rooms)
                line = self._later[room.id].popleft()
                await self._type(room, self._reader(line.author), _TYPES)
                self._say(room, self._reader(line.author), line.text)

    def _visited(self) -> list[Room]:
        """The rooms with lines left in which somebody is, or looks in."""
        ours = set(self._ours.values())
        return [
            room
            for id_, lines in self._later.items()
            if lines and ((room := self._server.rooms[id_]).watched or self._has_visitors(room, ours))
        ]

    def _has_visitors(self, room: Room, ours: set[str]) -> bool:
        return self._server.stream.waiting > 0 and any(
            one not in ours and one != self._host for one in room.joined()
        )

    async def _type(self, room: Room, user: str, seconds: float) -> None:
        self._server.join(room, user)
        self._server.type(room, user, seconds)
        await asyncio.sleep(seconds)

    def _say(self, room: Room, user: str, text: str) -> str:
        self._server.join(room, user)
        self._server.type(room, user, 0.0)
        return self._server.say(room, user, _text(text))

    def _start(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _text(body: str) -> dict[str, Any]:
    return {"msgtype": "m.text", "body": body}


def _answering(event: str) -> dict[str, Any]:
    return {"m.relates_to": {"m.in_reply_to": {"event_id": event}}}


def _links(topic: str, story: Dispatch) -> bool:
    return topic.endswith(story.path) or f"{story.path} " in topic
