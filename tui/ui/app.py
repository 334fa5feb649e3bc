"""The screen's application: themes, keys, and the thread between the desk and what is shown."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.events import InputEvent, Key, Resize
from textual.geometry import Size
from textual.screen import Screen

from tui.locale import _
from tui.ui.commands.catalogue import COMMANDS
from tui.ui.commands.palette import CommandProvider
from tui.ui.desk_link import DeskLink, DeskSpoke, SourcesMoved
from tui.ui.keys import Keymap
from tui.ui.palettes import ANSI, DARK
from tui.ui.pictures.showing import Showing
from tui.ui.rule_notices import tell_of_rules
from tui.ui.screens.newsroom import NewsroomScreen
from tui.ui.slow_line import SlowLine
from tui.ui.terminal.notices import Notices
from tui.ui.themes import themes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.driver import Driver
    from textual.events import Event
    from textual.notifications import SeverityLevel

    from tui.desk import Desk
    from tui.ui.terminal.early import EarlyTerminal
    from tui.ui.terminal.thinning import Thinning

TYPED_AHEAD = 256  # keys that wait for the panes; more are a cat on the keyboard
SETTLED = 0.5  # seconds after the first screen before the network is thought of
BREATH, LONG_BREATH = 0.25, 2.0  # seconds between two takes of the desk's news; on a slow line

# Seconds a thread may keep the interpreter. A key waits for it several times on its way while a
# refresh parses; Python's own 5 ms make that a tenth of a second.
SWITCH = 0.0005


class WireroomApp(App[None], inherit_bindings=False):
    """The newsroom on one screen, over ``desk``.

    ``demo`` starts the embedded newsroom and gives its address. ``keep_fresh`` refreshes
    what is due, or all of it ``every`` so many seconds. ``early`` is the terminal
    where the first screen stands already.
    """

    TITLE = "wireroom"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar = {CommandProvider}
    BINDINGS: ClassVar = [
        Binding("ctrl+q", "quit", show=False),
        Binding("ctrl+c", "say_how_to_quit", show=False),
    ]
    ALLOW_SELECT = False
    CSS = """
    * { scrollbar-size-vertical: 1; }
    Toast { display: none; }
    """

    def __init__(
        self,
        desk: Desk,
        *,
        demo: Callable[[], str] | None = None,
        keep_fresh: bool = False,
        every: float | None = None,
        early: EarlyTerminal | None = None,
    ) -> None:
        plain = "NO_COLOR" in os.environ
        super().__init__(driver_class=_driver(), ansi_color=True if plain else None)
        self.animation_level = "none"
        self.early = early
        self.desk = desk
        self.keymap = Keymap(COMMANDS, desk.settings.keys)
        self.newsroom = NewsroomScreen(desk, self.keymap)
        self.pictures = Showing(self, desk.settings.pictures)
        self.slow_line = SlowLine(self, desk.settings.slow)
        self.notices = Notices(self, desk.settings.notices)
        self._demo = demo
        self._keep_fresh = keep_fresh
        self._every = every
        self._fresh: Future[None] | None = None
        self._typed: list[Key] | None = []  # before the panes could take them; None: they can
        self._shown = Size(*early.size) if early else None
        for theme in themes():
            self.register_theme(theme)
        chosen = desk.settings.theme
        self.theme = ANSI if plain else chosen if chosen in self.available_themes else DARK
        if self.slow:
            self.slow_line.apply()
        self._link = DeskLink(desk, self)
        self._heard = 0.0  # when the desk's news was taken last

    @property
    def slow(self) -> bool:
        """Whether to save bytes: no pictures, nothing that moves, no more than is needed."""
        return self.slow_line.active

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our colours, for the moment before our theme is there."""
        return themes()[0].variables

    def get_default_screen(self) -> Screen[Any]:
        return self.newsroom

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        return ()

    def on_mount(self) -> None:
        if not self.desk.store.sections():
            from tui.ui.screens.welcome import WelcomeScreen

            self.push_screen(WelcomeScreen(self.desk, self._demo))
        self.set_timer(SETTLED, self.desk.live.start)
        self.set_timer(SETTLED, self.newsroom.away.acted)
        if self._keep_fresh:
            self.set_timer(SETTLED, self._start_fetching)

    def on_unmount(self) -> None:
        self._link.close()
        if self._fresh:
            self._fresh.cancel()

    def _start_fetching(self) -> None:
        Thread(target=self.desk.prepare_reading, name="wireroom-prepare", daemon=True).start()
        self.newsroom.refreshes.ahead.keep()
        self._fresh = self.desk.keep_fresh(every=self._every)

    # --- the desk ----------------------------------------------------------------

    def on_desk_spoke(self, message: DeskSpoke) -> None:
        message.stop()
        breath = self._heard + (LONG_BREATH if self.slow else BREATH) - time.monotonic()
        if breath > 0:
            self.set_timer(breath, self._hear_desk)
        else:
            self._hear_desk()

    def _hear_desk(self) -> None:
        self._heard = time.monotonic()
        news = self._link.take()
        self.newsroom.hear(news)
        tell_of_rules(self, news)
        over = self.screen_stack[1:]  # none either while the app is left and its screens are gone
        if over and (news.sources_changed or news.counted or news.ended):
            over[-1].post_message(SourcesMoved())

    # --- the terminal ------------------------------------------------------------

    def on_caught_up(self) -> None:
        self.screen.refresh()

    def on_slow_terminal(self) -> None:
        self.slow_line.noticed()

    # --- what is said ------------------------------------------------------------

    def _fatal_error(self) -> None:
        # Textual's own tells the variables of every frame, as they are: a form's are passwords.
        from tui.ui.breaking import told

        self._exit_renderables.append(told())
        self._close_messages_no_wait()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Says a sentence in the bottom line: nothing pops up over the news, nothing is read as markup."""
        self.newsroom.say(message)

    def action_say_how_to_quit(self) -> None:
        key = "" if self.newsroom.room_frame.types else self.keymap.first("quit")
        self.newsroom.say(_("Press {key} to leave.").format(key=key or "ctrl+q"))

    def redraw(self) -> None:
        """Draws everything again, whatever the terminal may show."""
        if self._thinning:
            self._thinning.forget()
        self.newsroom.article.show_pictures(afresh=True)
        self.screen.refresh(layout=True)

    @property
    def asks_name(self) -> bool:
        """Whether the terminal is to be asked what it is."""
        return self.pictures.unsure

    def tell_terminal(self, data: str) -> None:
        """Writes what draws nothing by itself."""
        if self._driver:
            self._driver.write(data)

    @property
    def terminal_behind(self) -> bool:
        """Whether the terminal has not taken yet what was written before."""
        outlet = getattr(self._driver, "outlet", None)
        return outlet is not None and outlet.unwritten > 0

    @property
    def terminal_name(self) -> str:
        """What the terminal answered, "" so far."""
        answers = getattr(self._driver, "answers", None)
        return answers.name if answers else ""

    @property
    def held(self) -> bool:
        """Whether the early screen still stands: what is drawn now would be drawn for nobody."""
        thinning = self._thinning
        return thinning is not None and thinning.holding

    def on_ready(self) -> None:
        self.call_after_refresh(self._settled)

    async def on_event(self, event: Event) -> None:
        if self._typed is not None and isinstance(event, Key):
            if len(self._typed) < TYPED_AHEAD:
                self._typed.append(event)
            return
        if isinstance(event, InputEvent):
            self.newsroom.away.acted()
        await super().on_event(event)

    async def _settled(self) -> None:
        """Lets the app's own screen follow the early one, and the panes have the keys typed at that."""
        gc.enable()
        gc.freeze()
        thinning = self._thinning
        if thinning and thinning.holding:
            thinning.release()
            self.screen.refresh()
        typed, self._typed = self._typed or (), None
        for key in typed:
            await self.on_event(key)

    def on_resize(self, event: Resize) -> None:
        shown, self._shown = self._shown, event.size
        if self._thinning and event.size != shown:
            self._thinning.forget()

    @property
    def _thinning(self) -> Thinning | None:
        return getattr(self._driver, "thinning", None)


def _driver() -> type[Driver] | None:
    """The thin driver where Textual would take its own for a Unix terminal; None: Textual's choice."""
    if sys.platform == "win32" or os.environ.get("TEXTUAL_DRIVER"):
        return None
    from tui.ui.terminal.driver import ThinDriver

    return ThinDriver


def run(
    desk: Desk,
    *,
    demo: Callable[[], str] | None = None,
    every: float | None = None,
    early: EarlyTerminal | None = None,
) -> int:
    """Runs the app until the reader leaves; gives the exit status."""
    app = WireroomApp(desk, demo=demo, keep_fresh=True, every=every, early=early)
    sys.setswitchinterval(SWITCH)
    app.run()
    return app.return_code or 0
