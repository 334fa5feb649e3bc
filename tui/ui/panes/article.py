"""The article pane: the stored text at once, the whole article when it comes, the feed's text if it can't."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from textual.content import Content
from textual.message import Message

from tui.locale import _
from tui.model import Article, Card, Story
from tui.text import clean
from tui.ui.ages import age
from tui.ui.panes.article_illustrated import IllustratedView
from tui.ui.panes.article_loader import LONG_TICK, TICK, Loader
from tui.ui.panes.article_places import Places

if TYPE_CHECKING:
    from tui.desk import Desk


@dataclass(frozen=True, slots=True)
class Reading:
    """What is open: a story of the wire, or a page that a card or link led to."""

    url: str
    story: Story | None = None

    @property
    def key(self) -> str:
        return self.story.id if self.story else self.url

    @property
    def host(self) -> str:
        return clean(urlsplit(self.url).hostname or _("the feed"), 60)


class ArticlePane(IllustratedView):
    """One article, with the links and cards in it. ``keys`` gives the key of a command."""

    class Opened(Message):
        """The whole article is on screen."""

        def __init__(self, story: Story, article: Article) -> None:
            super().__init__()
            self.story = story
            self.article = article

    class CardChosen(Message):
        """The reader follows a link or card: the newsroom knows whether it is a stored story."""

        def __init__(self, url: str) -> None:
            super().__init__()
            self.url = url

    def __init__(self, desk: Desk, keys: Callable[[str], str], *, id: str | None = None) -> None:
        super().__init__(desk, id=id)
        self._desk = desk
        self._keys = keys
        self._reading: Reading | None = None
        self._back: list[Reading] = []
        self._places = Places(desk.store)
        self._opened_at = 0  # the line that was on top when it was opened
        self._loader = Loader(self.show_notice)

    # --- what is open -------------------------------------------------------------

    def show_story(self, story: Story) -> None:
        """Opens a story: what is stored at once, then the whole article."""
        self._back.clear()
        self._open(Reading(story.url, story))

    def show_page(self, url: str, story: Story | None = None) -> None:
        """Opens what a card or link leads to; ``go_back`` returns."""
        if self._reading:
            self._back.append(self._reading)
        self._open(Reading(url, story))

    def go_back(self) -> bool:
        """Ends a long wait, or returns to what led here; False when there is neither."""
        if self._loader.stop():
            return True
        if not self._back:
            return False
        self._open(self._back.pop())
        return True

    def retry(self) -> None:
        """Fetches the open article anew, unless the reader wants the feed's text."""
        if self._reading and not self._wants_feed_text(self._reading):
            self._pictures.open(self._reading.url)
            self._fetch(self._reading, fresh=True)

    def leave(self) -> None:
        """Notes the reader's place."""
        if self._reading and self._layout:
            self._places.leave(self._reading.key, self._reading.url, self.share)

    @property
    def current_url(self) -> str:
        """The address of what is open, "" for nothing."""
        return self._reading.url if self._reading else ""

    def toggle_text(self) -> bool | None:
        """Changes between the full text and the feed's: True for the feed's, None if there is one only."""
        reading = self._reading
        if reading is None or reading.story is None or not reading.url:
            return None
        feed_text = not self._wants_feed_text(reading)
        self._places.want_feed_text(reading.story.source_id, feed_text)
        self._open(reading)
        return feed_text

    def _open(self, reading: Reading) -> None:
        self.leave()
        self._reading = reading
        self._loader.clear()
        self._links.show((), keep=False)
        self._pictures.open(reading.url)
        feed_text = self._wants_feed_text(reading)
        cached = None if feed_text or not reading.url else self._desk.store.article(reading.url)
        self.show_article(cached[0] if cached else self._own(reading), self._places.place(reading.key))
        self._opened_at = self.top
        if cached:
            self._settle(reading, cached[0])
            if not self._desk.online:
                self._say_offline(cached[1])
        elif not feed_text:
            self._fetch(reading)

    def _wants_feed_text(self, reading: Reading) -> bool:
        return reading.story is not None and self._places.wants_feed_text(reading.story.source_id)

    def _own(self, reading: Reading) -> Article:
        if reading.story:
            return self._desk.feed_article(reading.story)
        return Article(title=reading.host, url=reading.url, blocks=())

    def _say_offline(self, fetched: datetime) -> None:
        from tui.articles.dates import in_words

        self.app.notify(_("Offline copy of {when}").format(when=in_words(fetched)))

    # --- fetching -----------------------------------------------------------------

    def _fetch(self, reading: Reading, *, fresh: bool = False) -> None:
        asked: Future[Article]
        if reading.story:
            asked = self._desk.open_article(reading.story, fresh=fresh)
        else:
            asked = self._desk.open_url(reading.url, fresh=fresh)
        tick = LONG_TICK if getattr(self.app, "slow", False) else TICK
        self._loader.load(reading.host, asked, lambda article: self._arrive(reading, article), tick=tick)

    def _arrive(self, reading: Reading, article: Article) -> None:
        if reading != self._reading:
            return
        unmoved = self.top == self._opened_at
        self.show_article(article, self._places.place(reading.key) if unmoved else self.share)
        self._settle(reading, article)

    def _settle(self, reading: Reading, article: Article) -> None:
        if reading.story:
            self.post_message(self.Opened(reading.story, article))

    def notice(self) -> tuple[str, ...]:
        told = self._loader.told(self._keys)
        if not told and self._article and self._article.partial not in ("", "feed"):
            return (_("{key}: open it in the browser").format(key=self._keys("browser")),)
        return told

    def covered(self, article: Article) -> list[Card]:
        """Other sources' stories of the event, but those that the article offers itself."""
        if self._reading is None or self._reading.story is None:
            return []
        now, offered = datetime.now(UTC), {card.url for card in article.related}
        return [
            Card(clean(one.title, 600), one.url, clean(one.source_title, 60), age(one.sorted_at, now))
            for one in self._desk.store.coverage(self._reading.story.id)
            if one.url and one.url not in offered
        ]

    # --- the place ----------------------------------------------------------------

    def moved(self) -> None:
        super().moved()
        frame = self.parent
        if frame is None or not hasattr(frame, "border_subtitle"):
            return
        done, seconds = self.progress, self._loader.seconds
        told = [f"⟳ {seconds} s"] if seconds else []
        if done is not None:
            told.append(f"{done} %")
        frame.border_subtitle = Content(" · ".join(told)) if told else None

    def open_link(self) -> bool:
        """Follows the chosen link or card; False when none is chosen."""
        if self._links.chosen is None:
            return False
        self.post_message(self.CardChosen(self._links.chosen.url))
        return True
