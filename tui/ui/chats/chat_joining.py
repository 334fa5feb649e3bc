"""Logging in, registering and logging out at a chat's homeserver, and starting a chat, in forms below."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from tui.locale import _
from tui.model import Failure, Identity, Story
from tui.talk.participant import Form
from tui.text import clean
from tui.ui.chats.chat_view_head import host
from tui.ui.panes.room_talk import failure_in_words
from tui.ui.writing.errands import name_of
from tui.ui.writing.form import Errand

if TYPE_CHECKING:
    from concurrent.futures import Future

    from tui.desk import Desk
    from tui.desk.chat import Chat

Then = Callable[[], object]
Answers = Mapping[str, str]


class ChatJoining:
    """Opens the forms with ``show``; ``left`` is called when one is done with, ``say`` with a sentence."""

    def __init__(
        self,
        desk: Desk,
        show: Callable[[Errand, str], None],
        left: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        self._desk = desk
        self._show = show
        self._left = left
        self._say = say
        self._asking: asyncio.Task[None] | None = None

    async def ask(self, homeserver: str, then: Then | None = None, said: str = "") -> None:
        """Asks who the reader is at a homeserver, and does ``then`` when that is known. ``said``: why."""
        try:
            forms = await asyncio.wrap_future(self._desk.chatting.log_in_forms(homeserver))
        except Failure as failure:
            self._say(failure_in_words(failure))
            return
        self._say("")  # it was asked how to log in: the form is the answer
        self._turn(homeserver, forms, 0, then, said)

    def _turn(self, homeserver: str, forms: tuple[Form, ...], way: int, then: Then | None, said: str) -> None:
        """Shows one way in: the best log-in, registering, other log-ins; the form's key turns to the next."""
        ways = [0, None, *range(1, len(forms))]
        form = ways[way % len(ways)]

        def other() -> None:
            self._turn(homeserver, forms, way + 1, then, "")

        if form is None:
            self._asking = asyncio.create_task(self._register(homeserver, forms, other, then))
            return

        def ask(answers: Answers) -> Future[Identity]:
            return self._desk.chatting.log_in(homeserver, answers)

        title = _("Log in to {host}").format(host=host(homeserver))
        self._show(Errand(title, forms[form], _("log in"), ask, self._known(then), other=other), said)

    async def _register(
        self, homeserver: str, forms: tuple[Form, ...], other: Callable[[], None], then: Then | None
    ) -> None:
        try:
            form = await asyncio.wrap_future(self._desk.chatting.register_form(homeserver))
        except Failure as failure:
            self._turn(homeserver, forms, 0, then, failure_in_words(failure))
            return

        def ask(answers: Answers) -> Future[Identity | str]:
            return self._desk.chatting.register(homeserver, answers)

        def done(told: Identity | str) -> None:
            if isinstance(told, Identity):
                self._known(then)(told)
            else:
                self._turn(homeserver, forms, 0, then, told)

        title = _("Register at {host}").format(host=host(homeserver))
        self._show(Errand(title, form, _("register"), ask, done, other=other), "")

    def _known(self, then: Then | None) -> Callable[[Identity], None]:
        def known(identity: Identity) -> None:
            self._left()
            self._say(_("You are {name} here.").format(name=name_of(identity)))
            if then:
                then()

        return known

    def offer_leaving(self, identity: Identity) -> None:
        """Shows who the reader is, and offers to log out."""

        def ask(_answers: object) -> Future[None]:
            return self._desk.chatting.log_out(identity)

        def done(_told: object) -> None:
            self._left()
            self._say(_("Logged out."))

        note = _("You are {name} here. Logging out ends this session and forgets its chats; drafts stay.")
        form = Form(note=note.format(name=clean(identity.user, 120)))
        title = _("Logged in at {host}").format(host=clean(identity.host, 60))
        self._show(Errand(title, form, _("log out"), ask, done), "")

    def offer_chat(self, story: Story, homeserver: str, done: Callable[[Chat], None]) -> None:
        """Asks whether a chat about a story is to be started: others will see it."""

        def ask(_answers: object) -> Future[Chat]:
            return self._desk.live.start_chat(story, homeserver)

        note = _("“{title}” becomes a public chat at {host}: others there will see it, and who started it.")
        form = Form(note=note.format(title=clean(story.title, 200), host=host(homeserver)))
        self._show(Errand(_("Start a chat"), form, _("start"), ask, done), "")
