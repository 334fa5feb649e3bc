"""Who called the reader in a chat, told wherever the reader is, and the way there."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.locale import _, ngettext
from tui.model import Failure, Message, Room
from tui.notices import notice
from tui.text import clean, fit
from tui.ui.panes.room_talk import failure_in_words

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.events import MentionedInChat
    from tui.ui.screens.newsroom import NewsroomScreen

WORDS = 60  # cells of what was said that are told


class Mentions:
    """Tells of mentions at the bottom, and by the terminal where the settings ask for that."""

    def __init__(self, desk: Desk, newsroom: NewsroomScreen) -> None:
        self._desk = desk
        self._newsroom = newsroom
        self._last: tuple[Room, Message] | None = None
        self._work: asyncio.Task[None] | None = None

    def hear(self, told: Sequence[MentionedInChat]) -> None:
        """Tells of those that the reader does not see as they come."""
        unseen = [one for one in told if not self._sees(one.room)]
        if not unseen:
            return
        newest = unseen[-1]
        self._last = newest.room, newest.message
        name, room = clean(newest.message.author, 40) or _("(no name)"), clean(newest.room.name, 60)
        words = fit(clean(newest.message.text, 400), WORDS)
        if len(unseen) == 1:
            said = _("{name} calls you in “{room}”: {words}").format(name=name, room=room, words=words)
        else:
            said = _several(len(unseen))
        key = self._newsroom.keymap.first("go-to-mention") or ":"
        self._newsroom.say(_("{key} goes there · {said}").format(key=key, said=said))
        if self._desk.settings.notices.mentions:
            for one in unseen:
                title = _("{name} in “{room}”").format(name=clean(one.message.author, 40), room=one.room.name)
                self._newsroom.wireroom.notices.give(notice(title, one.message.text), "mentions", _several)

    def _sees(self, room: Room) -> bool:
        """Whether the reader looks at this chat, as far as the terminal tells."""
        newsroom = self._newsroom
        chat = newsroom.chats.chat
        return (
            newsroom.app.app_focus
            and newsroom.place == "chats"
            and chat is not None
            and chat.room.id == room.id
        )

    def go(self) -> str:
        """Goes to the last mention, else to a chat that has one; gives what there is to say if none has."""
        last, self._last = self._last, None
        room = last[0] if last else next((one for one in self._desk.live.rooms() if one.mentions), None)
        if room is None:
            return _("Nobody has called you.")
        self._newsroom.go_to_chats()
        self._newsroom.chats.open_room(room)
        if last:
            self._work = asyncio.create_task(self._seek(*last))
        return ""

    async def _seek(self, room: Room, message: Message) -> None:
        """Goes to the message once the chat is open."""
        chat = self._desk.live.chat(room)
        try:
            await asyncio.wrap_future(chat.open())
        except Failure as failure:
            self._newsroom.say(failure_in_words(failure))
            return
        pane = self._newsroom.chats
        pane.look_again()
        if pane.chat is chat:
            pane.go_to(message.id)


def _several(count: int) -> str:
    return ngettext("{n} new mention", "{n} new mentions", count).format(n=count)
