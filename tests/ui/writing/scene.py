"""A service that readers can write to, its thread open in the room, and what the reader sees of both."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from textual.pilot import Pilot

from tests.talk.lemmy_service import LemmyService
from tests.talk.service import Remark, Request
from tests.ui.test_article import run, until
from tests.ui.test_room_elsewhere import reader
from tui.desk import Desk
from tui.model import Thread
from tui.ui.app import WireroomApp
from tui.ui.panes.room import RoomPane

Use = Callable[[WireroomApp, Pilot[None]], Awaitable[None]]
TALK = [Remark(1, author="mira", html="<p>Who pays?</p>", score=3), Remark(2, 1, "oleg", "<p>The north.</p>")]


class Lemmy(LemmyService):
    """Lemmy's stand-in. While it ``hesitates``, what is written to it is answered only when that is set.

    ``deaf``: it takes what is written, and the answer never arrives.
    """

    def __init__(self) -> None:
        super().__init__()
        self.remarks = TALK
        self.hesitates: threading.Event | None = None
        self.deaf = False

    def respond(self, request: Request) -> tuple[int, bytes, dict[str, str]]:
        if self.hesitates and request.method != "GET":
            self.hesitates.wait(20)
        answer = super().respond(request)
        if self.deaf and request.method != "GET":
            return 200, b"", {"Content-Length": "1000"}
        return answer

    @property
    def sent(self) -> list[str]:
        """The texts that were sent to be comments."""
        return [
            one.values["content"]
            for one in self.requests
            if one.path.endswith("/comment") and one.method == "POST"
        ]


def discussed(folder: Path, service: Lemmy) -> Desk:
    """A desk with one story, which ``service`` discusses."""
    return reader(folder, service)


def logged_in(desk: Desk, service: Lemmy) -> Desk:
    """The desk, with the reader's account at the service."""
    form = service.participant().log_in_form(service.url)
    answers = {**{question.name: "" for question in form.questions}, **service.proof(form)}
    desk.taking_part.log_in(Thread(f"{service.url}/post/5", "lemmy", "", ""), answers).result()
    return desk


def in_the_room(desk: Desk, use: Use, size: tuple[int, int] = (160, 40)) -> None:
    """Runs the app, opens the thread, and lets ``use`` be its reader."""

    async def opened(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter", "d")
        await until(pilot, lambda: room(app).comment is not None)
        await use(app, pilot)

    run(desk, opened, size)


def typed(text: str) -> Iterable[str]:
    """The keys that type a text."""
    named = {" ": "space", "\n": "enter", "*": "asterisk", ".": "full_stop", "?": "question_mark"}
    return [named.get(sign, sign) for sign in text]


def screen(app: WireroomApp) -> str:
    """All that is on the screen, words parted by single spaces, without what parts the panes."""
    strips = app.screen._compositor.render_strips()
    return " ".join(" ".join(strip.text for strip in strips).replace("│", " ").split())


def room(app: WireroomApp) -> RoomPane:
    return app.newsroom.room
