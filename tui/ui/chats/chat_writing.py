"""What the reader does in a chat: writes, answers, edits, takes back, reacts, logs in and joins on the way.

One thing at a time stands below the chat: a composer or a form. What can't be done is said in
a sentence, which is what each command gives; "" says nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tui.locale import _
from tui.model import Failure, Message
from tui.text import clean
from tui.ui.chats.completing import Said, typed_form
from tui.ui.panes.room_talk import failure_in_words
from tui.ui.tasks import Tasks
from tui.ui.writing.stage import Stage

if TYPE_CHECKING:
    from textual.events import Key

    from tui.desk import Desk
    from tui.desk.chat import Chat
    from tui.ui.chats.chat_composer import ChatComposer
    from tui.ui.chats.chat_joining import ChatJoining
    from tui.ui.chats.chat_pane import ChatPane
    from tui.ui.keys import Keymap
    from tui.ui.writing.below import Below
    from tui.ui.writing.form import Errand

REACTIONS = ("👍", "❤️", "😄", "🎉", "👀", "👎")
LONGEST_REACTION = 32  # characters


class ChatWriting:
    """Opens what is typed into below the chats' ``pane``, and sends what was typed."""

    def __init__(self, desk: Desk, pane: ChatPane, keymap: Keymap) -> None:
        self._desk = desk
        self._pane = pane
        self._keymap = keymap
        self._stage = Stage(lambda: pane.column)
        self._edits: dict[str, str] = {}  # edits that were begun, by the messages' ids
        self._sure = ""  # the message that another press takes back
        self._tasks = Tasks()

    @cached_property
    def _joining(self) -> ChatJoining:
        from tui.ui.chats.chat_joining import ChatJoining

        return ChatJoining(self._desk, self._show_form, self.leave, self._say)

    # --- what stands below ------------------------------------------------------------

    @property
    def open(self) -> Below | None:
        """What stands below the chat, or the list."""
        return self._stage.open

    @property
    def types(self) -> bool:
        """Whether keys go into what is open."""
        return self._stage.types

    def hold(self, key: Key) -> bool:
        """Holds a key back that is typed for what is just opening; False where nothing is."""
        return self._stage.hold(key)

    def keep_to(self, chat: Chat | None) -> None:
        """Closes what is for another chat than this: its draft is kept."""
        self._stage.keep_to(chat.room.id if chat else "")
        self._sure = ""

    def _show_form(self, errand: Errand, said: str = "") -> None:
        from tui.ui.writing.form import FormView

        chat = self._pane.chat
        self._stage.show(FormView(errand, self.leave, said), chat.room.id if chat else "")

    def leave(self) -> None:
        """Goes back to the messages."""
        self._stage.close()
        self._pane.look_again()
        self._pane.post_message(self._pane.Stands())

    # --- writing ----------------------------------------------------------------------

    def write(self) -> str:
        """Writes a message, after logging in and joining where that is needed."""
        return self._within(lambda chat: self._compose(chat))

    def answer(self) -> str:
        """Writes an answer to the message under the cursor."""
        message = self._pane.message
        if message is None or not _is_there(message):
            return _("Choose a message first.")
        return self._within(lambda chat: self._compose(chat, answers=message))

    def edit(self) -> str:
        """Writes one's own message anew: the one under the cursor, else one's last."""
        message, chat = self._pane.message, self._pane.chat
        if message is None or not _is_own_text(message):
            message = self._last_own()
        if message is None or chat is None:
            return _("You have written nothing here that could be edited.")
        self._compose(chat, edits=message)
        return ""

    def _last_own(self) -> Message | None:
        chat = self._pane.chat
        messages: Sequence[Message] = chat.view.messages if chat else ()
        return next((one for one in reversed(messages) if _is_own_text(one)), None)

    def _within(self, then: Callable[[Chat], object]) -> str:
        """Does something in the open chat, or the one under the cursor, once the reader is in it."""
        if self._pane.chat is None and self._pane.room is not None:
            self._pane.open_room(self._pane.room)
        chat = self._pane.chat
        if chat is None:
            return _("Open a chat first.")
        if chat.room.encrypted:
            return _("This chat is end-to-end encrypted: write with a Matrix client that has its keys.")
        if chat.may_write:
            then(chat)
            return ""
        if chat.may_join:
            self._tasks.start(self._join(chat, then))
            return _("Joining the chat …")
        self._tasks.start(
            self._joining.ask(chat.homeserver, lambda: self._tasks.start(self._join(chat, then)))
        )
        return _("Asking {host} how to log in …").format(host=clean(chat.homeserver, 60))

    async def _join(self, chat: Chat, then: Callable[[Chat], object]) -> None:
        try:
            await asyncio.wrap_future(chat.join())
        except Failure as failure:
            self._say(failure_in_words(failure))
        else:
            self._say("")
            self._pane.look_again()
            if self._pane.chat is chat:
                then(chat)

    def _compose(self, chat: Chat, *, answers: Message | None = None, edits: Message | None = None) -> None:
        from tui.ui.chats.chat_composer import ChatComposer

        text = self._edits.get(edits.id) or typed_form(edits) if edits else chat.draft()
        self._stage.show(ChatComposer(chat, self, text, answers=answers, edits=edits), chat.room.id)
        self._pane.post_message(self._pane.Stands())

    # --- what a composer asks -----------------------------------------------------------

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys of the command with this name."""
        return self._keymap.keys(name)

    def keep(self, composer: ChatComposer, text: str) -> None:
        """Keeps what is being written."""
        edits = composer.edits
        if edits is None:
            composer.chat.keep_draft(text)
        elif text.strip() in ("", typed_form(edits).strip()):
            self._edits.pop(edits.id, None)
        else:
            self._edits[edits.id] = text

    def edit_last(self) -> bool:
        """Writes one's last message anew; False where there is none."""
        message, chat = self._last_own(), self._pane.chat
        if message is None or chat is None:
            return False
        self._compose(chat, edits=message)
        return True

    def page(self, pages: int) -> None:
        """Scrolls the messages."""
        self._pane.column.step_page(pages)

    def send(self, composer: ChatComposer, said: Said, called: Sequence[str]) -> None:
        """Sends what was written: it shows at once, and what becomes of it shows there."""
        chat, edits = composer.chat, composer.edits
        if not chat.may_write:
            composer.keep()
            self._say(self._within(self._compose))
            return
        if edits:
            sending = chat.edit(edits.id, said.text)
        else:
            reply_to = composer.answers.id if composer.answers else ""
            sending = chat.send(said.text, emote=said.emote, mentioned=called, reply_to=reply_to)
        typed = composer.area.text
        if edits:
            self._edits.pop(edits.id, None)
        composer.begin_anew(chat.draft() if edits else "")
        if not edits:
            chat.keep_draft("")
        self._tasks.start(self._await_kept(composer, sending, typed))

    async def _await_kept(self, composer: ChatComposer, sending: Future[None], typed: str) -> None:
        """Brings the text back where it could not even be kept to be sent."""
        try:
            await asyncio.wrap_future(sending)
        except Failure as failure:
            chat, said = composer.chat, failure_in_words(failure)
            if self.open is composer and not composer.text:
                composer.begin_anew(typed)
                composer.say(said)
            else:
                chat.keep_draft("\n".join(filter(None, (chat.draft(), typed))))
                self._say(_("Not sent, kept as a draft: {reason}").format(reason=said))
        self._pane.look_again()

    # --- one's messages -----------------------------------------------------------------

    def redact(self) -> str:
        """Takes back the message under the cursor: what is not sent goes back into the draft."""
        message, chat = self._pane.message, self._pane.chat
        if message is None or chat is None or not message.own or message.redacted:
            return _("Only your own messages can be taken back.")
        if not _is_there(message):
            self._tasks.start(self._after(chat.discard(message.id)))
            if not chat.draft():
                chat.keep_draft(typed_form(message))
            return _("Not sent: its text is your draft now.")
        if self._sure != message.id:
            self._sure = message.id
            key = self._keymap.first("redact") or ":"
            return _("{key} once more takes it back for everyone; that can't be undone.").format(key=key)
        self._sure = ""
        self._tasks.start(self._after(chat.redact(message.id)))
        return _("Taken back.")

    def retry(self) -> str:
        """Sends the message under the cursor once more, which failed."""
        message, chat = self._pane.message, self._pane.chat
        if message is None or chat is None or message.state != "failed":
            return _("Nothing failed here.")
        self._tasks.start(self._after(chat.retry(message.id)))
        return ""

    def react(self) -> str:
        """Answers the message under the cursor with an emoji, or takes that back."""
        message = self._pane.message
        if message is None or not _is_there(message):
            return _("Choose a message first.")
        return self._within(lambda chat: self._ask_reaction(chat, message))

    def _ask_reaction(self, chat: Chat, message: Message) -> None:
        from tui.talk.participant import Form, Question
        from tui.ui.writing.form import Errand

        def ask(answers: Any) -> Future[None]:
            return chat.react(message.id, reaction(answers["reaction"]))

        choice = "  ".join(f"{number} {one}" for number, one in enumerate(REACTIONS, 1))
        form = Form((Question("reaction", _("A number, or an emoji of your own")),), choice)
        name = clean(message.author, 60) or _("(no name)")
        title = _("React to {name}").format(name=name)
        self._show_form(Errand(title, form, _("react; again takes it back"), ask, lambda _told: self.leave()))

    # --- accounts and rooms -------------------------------------------------------------

    def log_in(self) -> str:
        """Opens the form to log in or register at the chat's homeserver, or to log out there."""
        chat, room = self._pane.chat, self._pane.room
        homeserver = chat.homeserver if chat else room.homeserver if room else self._story_homeserver()
        account = chat.account if chat else self._desk.live.account_at(homeserver)
        if account:
            self._joining.offer_leaving(account)
            return ""
        if not homeserver:
            return _("There is no chat here to log in to.")
        self._tasks.start(self._joining.ask(homeserver, self._pane.reopen))
        return _("Asking {host} how to log in …").format(host=clean(homeserver, 60))

    def _story_homeserver(self) -> str:
        story = self._pane.story
        source = self._desk.store.source(story.source_id) if story and story.source_id else None
        return source.homeserver if source else ""

    def start_chat(self) -> str:
        """Starts a chat about the open story, once the reader has confirmed it."""
        story = self._pane.story
        if story is None:
            return _("Open a story first: a chat is about one.")
        account = self._desk.live.account_at("")
        homeserver = self._story_homeserver() or (account.host if account else "")
        if not homeserver:
            return _("No homeserver is known for this story: log in at one first.")
        if self._pane.has_chat_about(story):
            return _("There is a chat about this story already: the first of the list.")

        def offer() -> None:
            self._joining.offer_chat(story, homeserver, self._started)

        if self._desk.live.account_at(homeserver):
            offer()
            return ""
        self._tasks.start(self._joining.ask(homeserver, offer))
        return _("Asking {host} how to log in …").format(host=clean(homeserver, 60))

    def leave_chat(self) -> str:
        """Leaves the open chat, or the one under the cursor, at the second press."""
        room = self._pane.room
        if room is None or not room.membership:
            return _("You are not in this chat.")
        name = clean(room.name, 60) or _("(no name)")
        if self._sure != room.id:
            self._sure = room.id
            key = self._keymap.first("leave-chat") or ":"
            asked = _("{key} once more leaves “{name}”.")
            if room.membership == "invite":
                asked = _("{key} once more declines the invitation to “{name}”.")
            return asked.format(key=key, name=name)
        self._sure = ""
        self._tasks.start(self._leave_chat(self._desk.live.chat(room), name))
        return _("Leaving “{name}” …").format(name=name)

    async def _leave_chat(self, chat: Chat, name: str) -> None:
        try:
            await asyncio.wrap_future(chat.leave())
        except Failure as failure:
            self._say(failure_in_words(failure))
            return
        if self._pane.chat is chat:
            self._pane.back()
        if self._pane.chat is None:
            self._pane.reopen()  # a public chat stays in the list
        self._say(_("You left “{name}”.").format(name=name))

    def _started(self, chat: Chat) -> None:
        self._stage.close()
        self._pane.open_chat(chat)
        self._say(_("The chat is there, and public."))
        self._compose(chat)

    # --- what is under way ----------------------------------------------------------------

    async def _after(self, doing: Awaitable[Any] | Future[Any]) -> None:
        try:
            await (asyncio.wrap_future(doing) if isinstance(doing, Future) else doing)
        except Failure as failure:
            self._say(failure_in_words(failure))
        self._pane.look_again()

    def _say(self, sentence: str) -> None:
        """Says a sentence in place of the one before; "" takes that away."""
        self._pane.app.notify(sentence)


def reaction(typed: str) -> str:
    """The emoji of what was typed: one of ``REACTIONS`` by its number, or any other. Raises ``Failure``."""
    typed = clean(typed, LONGEST_REACTION)
    if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(REACTIONS):
        return REACTIONS[int(typed) - 1]
    if not typed:
        raise Failure(_("There is nothing to react with."))
    return typed


def _is_there(message: Message) -> bool:
    """Whether the homeserver has a message."""
    return message.id.startswith("$") and not message.redacted


def _is_own_text(message: Message) -> bool:
    return (
        message.own and message.kind in ("text", "emote") and _is_there(message) and message.state == "sent"
    )
