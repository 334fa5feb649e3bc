"""What the room knows of a story's discussion, and which of its tabs are there. No Textual here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tui.locale import _
from tui.model import Failure, Story, Thread
from tui.text import clean

if TYPE_CHECKING:
    from tui.talk.elsewhere import Elsewhere

Tab = Literal["comments", "elsewhere"]
Titled = tuple[str, bool]  # a tab's title, and whether it is shown


@dataclass(frozen=True, slots=True)
class Talk:
    """A story's discussion: at its site, elsewhere once that was asked for; and which is shown."""

    story: Story
    thread: Thread | None = None
    elsewhere: Elsewhere | None = None
    chosen: Thread | None = None  # of those elsewhere
    notice: str = ""  # what is waited for, or what went wrong
    tab: Tab = "comments"  # the one that is shown
    looking: bool = False  # for what is stored

    def tabs(self) -> list[Tab]:
        """The tabs there are, in their order."""
        tabs: list[Tab] = ["comments"]
        if self.elsewhere is not None or self.chosen is not None or self.tab == "elsewhere":
            tabs.append("elsewhere")
        return tabs

    def thread_in(self, tab: Tab) -> Thread | None:
        """The thread that a tab shows."""
        return {"comments": self.thread, "elsewhere": self.chosen}[tab]

    @property
    def shown(self) -> Thread | None:
        """The thread that is shown."""
        return self.thread_in(self.tab)

    @property
    def lists_found(self) -> bool:
        """Whether what others have is listed, and none of it opened."""
        return self.tab == "elsewhere" and self.chosen is None

    @property
    def page_url(self) -> str:
        """The web page of what is shown, "" where there is none."""
        return (self.shown.url if self.shown else "") or self.story.comments_url or self.story.url

    def link(self, item: int) -> str:
        """The address of what is chosen in a list of threads, else of the page."""
        if self.lists_found and self.elsewhere and item < len(self.elsewhere.found):
            return self.elsewhere.found[item].page or self.page_url
        return self.page_url

    def tab_title(self, tab: Tab) -> str:
        """A tab's name, and how much is in it."""
        if tab == "elsewhere":
            return f"{_('Elsewhere')} {len(self.elsewhere.found)}" if self.elsewhere else _("Elsewhere")
        thread = self.thread
        counted = max(thread.count, len(thread.comments)) if thread else self.story.comment_count
        return f"{_('Comments')} {counted}" if counted else _("Comments")

    def service(self, provider: str) -> str:
        """What people call the service that was asked under this name."""
        asked = self.elsewhere.asked if self.elsewhere else ()
        return next((party.title for party in asked if party.name == provider), provider)


def titled_tabs(talk: Talk | None) -> list[Titled]:
    """The tabs' titles, and which is shown."""
    if talk is None:
        return [(_("Comments"), True)]
    return [(talk.tab_title(tab), tab == talk.tab) for tab in talk.tabs()]


def asked_in_words(elsewhere: Elsewhere) -> list[str]:
    """Whom was asked, and what each failure was: one sentence a line."""
    if not elsewhere.asked:
        return [_("Nobody was asked: the story has no address, or no service is set.")]
    names = ", ".join(f"{party.title} ({party.host})" for party in elsewhere.asked)
    asked = _("Asked: {names}.").format(names=names)
    if not elsewhere.found:
        asked = _("{asked} Nothing found.").format(asked=asked)
    return [asked, *(f"{party.title}: {party.failure}" for party in elsewhere.asked if party.failure)]


def failure_in_words(failure: Failure) -> str:
    """A failure's sentence and next step, as one harmless line."""
    return clean(failure.words, 300)
