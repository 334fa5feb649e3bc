"""The screen: sections above, wire, article and room beside each other, keys below."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.events import DescendantFocus, Key, Paste, Resize
from textual.widget import Widget

from tui.locale import _
from tui.model import Story
from tui.ui.arriving import Arriving
from tui.ui.away import Away
from tui.ui.chats.chat_pane import ChatPane
from tui.ui.chats.mentions import Mentions
from tui.ui.desk_link import News
from tui.ui.marks import Marks
from tui.ui.panes.article import ArticlePane
from tui.ui.panes.room import RoomPane
from tui.ui.panes.room_frame import RoomFrame
from tui.ui.panes.wire import Wire
from tui.ui.refreshes import Refreshes
from tui.ui.screens.arrangement import PANES, Arrangement, Pane, Place, arrange, too_small
from tui.ui.screens.frugal import FrugalScreen
from tui.ui.screens.hints import hints
from tui.ui.screens.line_input import LineInput
from tui.ui.searching import Searching
from tui.ui.store_reader import StoreReader
from tui.ui.subscriptions import Subscriptions
from tui.ui.views import Views
from tui.ui.whoami import signed
from tui.ui.widgets.frame import Frame
from tui.ui.widgets.lines_view import LinesView
from tui.ui.widgets.section_bar import SectionBar
from tui.ui.widgets.status_bar import StatusBar
from tui.ui.widgets.too_small import TooSmall
from tui.ui.widgets.wire_head import WireHead

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.ui.app import WireroomApp
    from tui.ui.keys import Keymap

MINUTE = 60.0


class NewsroomScreen(FrugalScreen, inherit_bindings=False):
    """Three panes, and what the commands do to them."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    NewsroomScreen {
        layout: vertical;
        layers: base cover;
        overflow: hidden;
        background: $background;
        #panes { layout: horizontal; height: 1fr; layers: base over; overflow: hidden; }
        #room-frame.-over { layer: over; dock: right; }
    }
    """

    def __init__(self, desk: Desk, keymap: Keymap) -> None:
        super().__init__()
        self.desk = desk
        self.keymap = keymap
        self.reading: Story | None = None
        self.sections_bar = SectionBar("sections")
        self.status = StatusBar("status")
        self.head = WireHead("wire-head")
        self.wire = Wire(desk.store, id="wire")
        self.article = ArticlePane(desk, keymap.first, id="article")
        self.room = RoomPane(desk, keymap.first, id="room")
        self.chats = ChatPane(desk, keymap, id="chats")
        self.room_frame = RoomFrame(self.room, self.chats, id="room-frame")
        self.line_input = LineInput(self.status)
        self.reader = StoreReader()
        self.marks = Marks(desk, self)
        self.views = Views(desk, self)
        self.refreshes = Refreshes(desk, self)
        self.subscriptions = Subscriptions(desk, self)
        self.searching = Searching(desk, self)
        self.away = Away(desk, self)
        self.arriving = Arriving(desk, self)
        self.mentions = Mentions(desk, self)
        self._pane: Pane = "wire"
        self._zen = False
        self._arrangement = Arrangement()

    @property
    def wireroom(self) -> WireroomApp:
        return cast("WireroomApp", self.app)

    def compose(self) -> ComposeResult:
        yield self.sections_bar
        with Container(id="panes"):
            yield Frame(self.head, self.wire, id="wire-frame")
            yield Frame(self.article, id="article-frame")
            yield self.room_frame
        yield self.status
        yield TooSmall()

    def on_mount(self) -> None:
        self.views.read()
        self._arrange(self.app.size.width, self.app.size.height)
        self.wire.focus(scroll_visible=False)
        self.set_interval(MINUTE, self.wire.tick)

    def on_unmount(self) -> None:
        self.article.leave()
        self.marks.close()
        self.reader.close()
        self.away.leave()

    def _compositor_refresh(self) -> None:
        # Textual lays out several times before the first screen is settled, and would draw each of them.
        if not self.wireroom.held:
            super()._compositor_refresh()

    # --- where the panes stand ---------------------------------------------------

    def on_resize(self, event: Resize) -> None:
        self._arrange(event.size.width, event.size.height)

    def _arrange(self, width: int, height: int) -> None:
        self.query_one(TooSmall).display = too_small(width, height)
        arrangement = arrange(width, self._pane, zen=self._zen, writing=self.room_frame.types)
        if arrangement == self._arrangement:
            return
        self._arrangement = arrangement
        for pane in PANES:
            frame = self._frame(pane)
            cells = getattr(arrangement, pane)
            frame.display = bool(cells)
            if cells:
                frame.styles.width = cells
        self._frame("room").set_class(arrangement.over, "-over")

    def _frame(self, pane: Pane) -> Frame:
        return self.query_one(f"#{pane}-frame", Frame)

    def _widget(self, pane: Pane) -> Widget:
        if pane == "room":
            return self.room_frame.landing
        return self.wire if pane == "wire" else self.article

    @property
    def _column(self) -> LinesView:
        """The pane of lines that the reader is in, or would be."""
        return self.room_frame.column if self._pane == "room" else self.article

    @property
    def pane(self) -> Pane:
        """The pane the reader is in."""
        return self._pane

    @property
    def place(self) -> Place:
        """Where the reader is, for keys: in the room's place there are comments or chats."""
        return "chats" if self._pane == "room" and self.room_frame.showing_chats else self._pane

    def go_to_chats(self) -> None:
        """Shows the chats in the room's place."""
        self.room_frame.show_chats(True)
        self.go_to_pane("room")
        self.chats.enter()

    def go_to_comments(self) -> None:
        """Shows the comments in the room."""
        self.room_frame.show_chats(False)
        self.go_to_pane("room")

    def go_to_pane(self, pane: Pane) -> None:
        """Shows a pane and puts the reader into it."""
        self._pane = pane
        self._arrange(self.app.size.width, self.app.size.height)
        self._widget(pane).focus(scroll_visible=False)
        self._show_hints()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        self._pane = next((p for p in PANES if self._frame(p) in event.widget.ancestors), self._pane)
        self._arrange(self.app.size.width, self.app.size.height)
        self._show_hints()

    def next_pane(self, step: int) -> None:
        """Goes to the pane beside; those that are hidden come too, except before anything is open."""
        shown = [pane for pane in PANES if pane == "wire" or self.reading]
        self._zen = False
        self.go_to_pane(shown[(shown.index(self._pane) + step) % len(shown)])

    def toggle_room(self) -> None:
        """Goes to the room, or back from it."""
        self.go_to_pane(("article" if self.reading else "wire") if self._pane == "room" else "room")

    def toggle_zen(self) -> None:
        """The article alone, or everything again."""
        self._zen = not self._zen
        self.go_to_pane("article" if self._zen else self._pane)

    def back(self) -> None:
        """One step back: out of zen, the room, the article, a search; else stops a refresh."""
        if self._zen:
            self.toggle_zen()
        elif self._pane == "room":
            if not self.room_frame.back():
                self.toggle_room()
        elif self._pane == "article":
            if not self.article.go_back():
                self.go_to_pane("wire")
        elif self.wire.select_nothing():
            self.views.tell()
        elif not (self.searching.leave() or self.refreshes.stop()):
            self.status.hush()

    # --- moving and reading ------------------------------------------------------

    def step(self, lines: int) -> None:
        """Moves by rows on the wire, by lines elsewhere."""
        (self.wire.move if self._pane == "wire" else self._column.step)(lines)

    def step_page(self, pages: int) -> None:
        """Moves by pages."""
        (self.wire.page if self._pane == "wire" else self._column.step_page)(pages)

    def to_end(self, *, top: bool) -> None:
        """Goes to the top or the end of the pane."""
        if self._pane == "wire":
            (self.wire.to_top if top else self.wire.to_bottom)()
        else:
            self._column.to_end(top=top)

    def go(self, move: Callable[[Wire], bool], *, opening: bool = False) -> bool:
        """Moves the wire's cursor, and opens what it reaches if the reader reads. False: no such story."""
        moved = move(self.wire)
        if moved and self.wire.story and (opening or self._pane != "wire"):
            self.open(self.wire.story)
        return moved

    def read_on(self) -> None:
        """A page down in the open story; at its end, or with none open, the next unread one."""
        if self.reading and self._arrangement.article and self.article.page_down():
            return
        here = self.wire.story
        if here and not here.read and here != self.reading:
            self.open(here)
        elif self.wire.next_unread() and self.wire.story:
            self.open(self.wire.story)
        else:
            self.say(_("No unread story below."))

    def open(self, story: Story) -> None:
        """Opens a story in the article and its discussion in the room; that marks it read."""
        self.article.seek(self.wire.place.sought)
        self.article.show_story(story)
        self._reads(story)
        if self._pane != "article":
            self.go_to_pane("article")

    def _reads(self, story: Story) -> None:
        self.reading = story
        self.room_frame.show_story(story, None)
        self.marks.read(story, True)
        self.views.tell_article(story)

    @property
    def story(self) -> Story | None:
        """The story that commands mean: the open one while reading it, else the wire's."""
        if self._pane == "wire" or self.reading is None:
            return self.wire.story
        return self.desk.store.story(self.reading.id) or self.reading

    @property
    def link(self) -> str:
        """The address that commands mean: the comment's, the chosen link's, the page's, or the story's."""
        story = self.story
        if self._pane == "room" and self.room_frame.link:
            return self.room_frame.link
        if self._pane == "article" and self.article.current_url:
            return self.article.chosen_url or self.article.current_url
        return story.url if story else ""

    def choose(self) -> None:
        """Opens what the reader points at: a story, a link or card, a chat; folds a comment."""
        if self._pane == "wire":
            if self.wire.story:
                self.open(self.wire.story)
        elif self._pane == "article":
            if not self.article.open_link():
                self.say(_("Choose a link or card first."))
        elif said := self.room_frame.choose():
            self.say(said)

    # --- what is said ------------------------------------------------------------

    def say(self, sentence: str) -> None:
        """Says one sentence at the bottom."""
        self.status.say(sentence)

    def _show_hints(self) -> None:
        where: Place = "writing" if self.room_frame.types else self.place
        self.status.show_hints(hints(self.keymap, where, lambda command: command.describe(self)))

    def show_title(self, pane: Pane, title: str, news: str = "") -> None:
        """Names a pane in its frame."""
        self._frame(pane).show_title(title, news)

    def hear(self, news: News) -> None:
        """Takes in what the desk said; nothing while the app is left, when the panes are gone."""
        if not self.wire.is_attached:
            return
        if news.arrived:
            self.wire.hear_arrived(news.arrived)
            self.arriving.hear(news.arrived)
        if news.changed is None or news.changed:
            self.wire.hear_changed(news.changed)
        if news.ended:
            self.wire.hear_ended()
            self.away.hear_ended()
        self.refreshes.hear(news)
        self.chats.hear(news.chats, link=news.chat_link)
        self.mentions.hear(news.mentions)
        if news.arrived or news.ended or news.sources_changed or news.counted or news.changed != set():
            self.views.read()

    def run_named(self, name: str | None) -> None:
        """Runs the command with this name."""
        for command in self.keymap.commands:
            if command.name == name:
                command.run(self)

    # --- events ------------------------------------------------------------------

    def on_paste(self, event: Paste) -> None:
        self.line_input.paste(event.text)

    def on_key(self, event: Key) -> None:
        if self.line_input.take(event.key, event.character):
            event.stop()
            event.prevent_default()
            return
        if self.room_frame.types:
            command = self.keymap.find_writing(event.key)
        elif self.room_frame.hold(event):
            return
        else:
            command = self.keymap.find(event.key, event.character, self.place)
        if command:
            event.stop()
            event.prevent_default()
            command.run(self)

    @on(Wire.Chosen)
    def _chosen(self, message: Wire.Chosen) -> None:
        self.open(message.story)

    @on(Wire.NewsWaiting)
    def _news_waiting(self) -> None:
        self.views.hear_waiting()

    @on(WireHead.Pressed)
    def _head_pressed(self) -> None:
        self.views.show_waiting()

    @on(ArticlePane.Opened)
    def _opened(self, message: ArticlePane.Opened) -> None:
        if self.reading and self.reading.id == message.story.id:
            self.room_frame.show_story(message.story, message.article)

    @on(ArticlePane.CardChosen)
    @on(ChatPane.StoryChosen)
    def _address_chosen(self, message: ArticlePane.CardChosen | ChatPane.StoryChosen) -> None:
        self._follow(message.url)

    @on(RoomPane.Stands)
    @on(ChatPane.Stands)
    def _stands(self) -> None:
        self._show_hints()
        self.sections_bar.show_identity(signed(self.room_frame.account))

    def _follow(self, url: str) -> None:
        """Opens an address in the article pane: as a story if it is one, else as a page."""
        story = self.desk.store.find_story(url)
        self.article.show_page(url, story)
        if story:
            self._reads(story)
        self.go_to_pane("article")

    @on(SectionBar.Picked)
    def _picked(self, message: SectionBar.Picked) -> None:
        self.views.go_to(self.views.tab(message.number))
