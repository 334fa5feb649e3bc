"""Commands about the open article: its text, its links, the words in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.locale import _
from tui.ui.commands.command import READING, Command

if TYPE_CHECKING:
    from tui.ui.panes.article import ArticlePane
    from tui.ui.screens.newsroom import NewsroomScreen


class _Reading(Command):
    """A command that means the open article."""

    group = READING

    def describe(self, room: NewsroomScreen) -> str:
        return self.sentence if room.reading else ""

    def run(self, room: NewsroomScreen) -> None:
        if room.reading is None:
            room.say(_("Open a story first."))
        else:
            self.read(room, room.article)

    def read(self, room: NewsroomScreen, article: ArticlePane) -> None:
        raise NotImplementedError


class FeedText(_Reading):
    name, keys = "full-text", ("m",)
    sentence = _("Full text or the feed's own text, remembered for the source")
    hint = _("full text")

    def read(self, room: NewsroomScreen, article: ArticlePane) -> None:
        feed_text = article.toggle_text()
        if feed_text is None:
            room.say(_("There is only one text of this."))
        else:
            room.say(
                _("The feed's text, for this source.") if feed_text else _("The full text, for this source.")
            )


class Find(_Reading):
    name, keys = "find", ("ctrl+f",)
    sentence = _("Find words in the article: ⏎ ↓ next, ↑ before, esc leaves")
    hint = _("find")

    def read(self, room: NewsroomScreen, article: ArticlePane) -> None:
        if room.pane != "article":
            room.go_to_pane("article")
        room.line_input.begin(_Finding(article, room.keymap.keys(self.name)))


class _Finding:
    """Words to find, as they are typed."""

    def __init__(self, article: ArticlePane, keys: tuple[str, ...]) -> None:
        self._article = article
        self._next = {"enter", "down", "tab", *keys}
        self._words: str | None = None

    def typed(self, text: str) -> str:
        if text != self._words:
            self._words = text
            self._article.find(text)
        return _("Find: {words}").format(words=f"{text}▏  {self._count(text)}")

    def _count(self, text: str) -> str:
        found = self._article.found
        if not text.strip() or found is None:
            return ""
        if not len(found):
            return _("not in this article")
        return _("{n} of {all}").format(n=found.at + 1, all=len(found))

    def take(self, key: str) -> bool:
        step = 1 if key in self._next else -1 if key in ("up", "shift+tab") else 0
        if step:
            self._article.find_next(step)
        return bool(step)

    def left(self) -> None:
        self._article.leave_find()


class FollowLink(_Reading):
    name, keys = "follow-link", ("#",)
    sentence = _("Follow a link or card by its number")
    hint = _("link")

    def read(self, room: NewsroomScreen, article: ArticlePane) -> None:
        if article.link_count:
            room.line_input.begin(_Following(article))
        else:
            room.say(_("No links here."))


class _Following:
    """The number of a link, as it is typed; followed as soon as no longer number is one."""

    def __init__(self, article: ArticlePane) -> None:
        self._article = article
        self._followed = False

    def typed(self, text: str) -> str | None:
        count = self._article.link_count
        if self._followed or (text and not text.isdecimal()):
            return None
        if not text:
            return _("Link 1 to {n}:").format(n=count)
        number = int(text)
        link = self._article.choose_link(number)
        if link is None:
            return _("Link {n}: there are {count}.").format(n=text, count=count)
        if number * 10 > count:
            self._article.open_link()
            return None
        return _("Link {n}: {label} — ⏎ follows").format(n=text, label=link.label)

    def take(self, key: str) -> bool:
        if key != "enter":
            return False
        self._followed = self._article.open_link()
        return True

    def left(self) -> None:
        pass


class Footnotes(_Reading):
    name, keys = "footnotes", ("^",)
    sentence = _("List the addresses of the links below the article, or no more")

    def read(self, room: NewsroomScreen, article: ArticlePane) -> None:
        listed = article.toggle_footnotes()
        room.say(
            _("Addresses of links stand below the text.") if listed else _("Addresses of links are left out.")
        )


class CopyParagraph(_Reading):
    name, keys = "copy-paragraph", ("Y",)
    sentence = _("Copy the paragraph at the top of the view")

    def read(self, room: NewsroomScreen, article: ArticlePane) -> None:
        text = article.paragraph
        if text:
            room.app.copy_to_clipboard(text)
        room.say(_("Copied: {text}").format(text=text) if text else _("No paragraph here."))
