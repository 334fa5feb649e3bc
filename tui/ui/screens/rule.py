"""One rule, written or changed: its query, what it does, and what it would have done to the last month."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from rich.highlighter import Highlighter
from rich.text import Text
from textual.containers import Horizontal
from textual.events import Key
from textual.widget import Widget
from textual.widgets import Input

from tui.config import NOTICE_WAYS
from tui.desk.rule_book import LONGEST_NAME, add_rule, does, query_of, replace_rule
from tui.desk.ruling import DAYS
from tui.locale import _, ngettext
from tui.model import Failure
from tui.store.query import QueryError
from tui.store.rules import Rule
from tui.store.tags import BadTag, named
from tui.text import clean
from tui.ui.ages import day_or_age
from tui.ui.screens.sheet import Sheet
from tui.ui.widgets.choices import Choice, Choices
from tui.ui.widgets.spoken import Spoken
from tui.ui.widgets.text_line import TextLine

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.desk.ruling import Trial
    from tui.ui.app import WireroomApp

PAUSE, LONG_PAUSE = 0.2, 0.6  # seconds without a key before a query is tried; on a slow line
LONGEST = 10_000  # characters of a query

_DEEDS = (
    ("mute", _("mute: off the wire, read; a search finds it")),
    ("read", _("mark read")),
    ("star", _("star")),
    ("notify", _("call you, as the settings say")),
    ("on", _("on: acts on what arrives")),
    *((way, _("call you by {way}").format(way=way)) for way in NOTICE_WAYS),
)


class RuleScreen(Sheet[Rule]):
    """Writes a new rule, of ``query`` where one stands already, or changes ``rule``; gives what it wrote."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    RuleScreen {
        Horizontal { height: 1; }
        Horizontal Spoken { width: 8; }
        TextLine { width: 1fr; }
        #choices { height: 10; max-height: 50%; margin-bottom: 1; }
    }
    """

    def __init__(self, desk: Desk, query: str = "", rule: Rule | None = None) -> None:
        hints = [("⏎", _("write it")), ("tab", _("go on")), ("space", _("pick")), ("esc", _("back"))]
        super().__init__(_("Rule: {name}").format(name=rule.name) if rule else _("A new rule"), hints)
        self._desk = desk
        self._known = rule
        self._wrong = _WrongPart()
        text, tags = (rule.text, ", ".join(rule.tags)) if rule else (query, "")
        self.query_line = TextLine(clean(text, LONGEST), longest=LONGEST, highlighter=self._wrong)
        self.name_line = TextLine(longest=LONGEST_NAME, about=_("as the query, if you give none"))
        self.tags_line = TextLine(tags, about=_("to put on it, with commas"))
        self.spoken = Spoken("")
        self.choices.picks = True
        self.trial = Choices()
        self._picked = _picked(rule) if rule else {"on"}
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="wireroom-trial")

    def parts(self) -> list[Widget]:
        lines = [(_("Query"), self.query_line), (_("Name"), self.name_line), (_("Tags"), self.tags_line)]
        if self._known:
            del lines[1]
        rows = [Horizontal(Spoken(label), line) for label, line in lines]
        return [*rows, self.spoken, self.choices, self.trial]

    def on_mount(self) -> None:
        self._show_deeds()
        (self.choices if self.query_line.value else self.query_line).focus()

    def on_unmount(self) -> None:
        self._reader.shutdown(wait=False, cancel_futures=True)

    # --- keys -----------------------------------------------------------------------

    def take(self, event: Key) -> bool:
        typing = isinstance(self.focused, Input)
        step = {"tab": 1, "shift+tab": -1}.get(event.key, 0)
        if typing:
            step = step or {"down": 1, "up": -1}.get(event.key, 0)
        if step:
            self._go(step)
        return bool(step)

    def _go(self, step: int) -> None:
        """Goes to the next of the lines and lists that there is something in."""
        stops: list[Widget] = [
            *self.query(Input),
            self.choices,
            *([self.trial] if self.trial.current else []),
        ]
        at = stops.index(self.focused) if self.focused in stops else 0
        stops[(at + step) % len(stops)].focus()

    def on_choices_picked(self, message: Choices.Picked) -> None:
        message.stop()
        deed = message.choice.id
        self._picked ^= {deed}
        if deed == "notify":
            self._picked -= set(NOTICE_WAYS)
        elif deed in NOTICE_WAYS:
            self._picked -= {"notify"}
        self._show_deeds()

    def on_choices_taken(self, message: Choices.Taken) -> None:
        message.stop()
        self._write()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self._write()

    def on_input_changed(self, message: Input.Changed) -> None:
        message.stop()
        self.spoken.say("")
        if message.input is self.query_line:
            self.run_worker(self._try(message.value), group="trial", exclusive=True)

    # --- what it says -----------------------------------------------------------------

    def _show_deeds(self) -> None:
        self.choices.show(
            [Choice(deed, words, mark="[x]" if deed in self._picked else "[ ]") for deed, words in _DEEDS]
        )

    def _explain(self, failure: Failure) -> None:
        """Says what is wrong, in its place where it is the query."""
        self.spoken.say(failure.words, alert=True)
        if isinstance(failure, QueryError):
            self._mark(failure)

    def _mark(self, wrong: QueryError | None) -> None:
        self._wrong.place = (wrong.start, wrong.end) if wrong else None
        self.query_line.refresh()

    # --- the trial --------------------------------------------------------------------

    async def _try(self, text: str) -> None:
        """Shows what the query finds among what is stored, once no key follows."""
        self._mark(None)
        await asyncio.sleep(LONG_PAUSE if cast("WireroomApp", self.app).slow else PAUSE)
        self.trial.show([])
        if not text.strip():
            return
        try:
            query = query_of(text)
            found = await asyncio.wrap_future(self._reader.submit(self._desk.ruling.try_out, query))
        except Failure as failure:
            self._explain(failure)
        else:
            self.trial.show(trial_lines(found, datetime.now(UTC)))

    # --- writing ----------------------------------------------------------------------

    def _write(self) -> None:
        try:
            rule = self._rule()
            (replace_rule if self._known else add_rule)(self._desk.ruling.path, rule)
        except QueryError as wrong:
            self._explain(wrong)
            self.query_line.focus()
        except BadTag as wrong:
            self._explain(wrong)
            self.tags_line.focus()
        except Failure as failure:
            self._explain(failure)
        else:
            self.dismiss(rule)

    def _rule(self) -> Rule:
        """The rule as it stands here. Raises ``QueryError``, ``BadTag``, ``Failure`` if it does nothing."""
        text = self.query_line.value
        query = query_of(text)
        text = text.strip()
        name = self._known.name if self._known else clean(self.name_line.value.strip() or text, LONGEST_NAME)
        tags = tuple(named(tag) for tag in self.tags_line.value.split(",") if tag.strip())
        notify = (
            None if "notify" in self._picked else tuple(way for way in NOTICE_WAYS if way in self._picked)
        )
        mute, read, star, on = (deed in self._picked for deed in ("mute", "read", "star", "on"))
        rule = Rule(name, query, text, mute, read, star, tags, notify, on)
        if not does(rule):
            raise Failure(_("This rule does nothing yet."), _("Pick something for it to do, or give tags."))
        return rule


class _WrongPart(Highlighter):
    """Draws the part of a query that is a mistake so that it is seen without colours."""

    def __init__(self) -> None:
        self.place: tuple[int, int] | None = None

    def highlight(self, text: Text) -> None:
        if self.place:
            text.stylize("bold underline", *self.place)


def _picked(rule: Rule) -> set[str]:
    """What of the list of deeds a rule has."""
    deeds = {deed for deed in ("mute", "read", "star", "on") if getattr(rule, deed)}
    return deeds | ({"notify"} if rule.notify is None else set(rule.notify))


def trial_lines(trial: Trial, now: datetime) -> list[Choice]:
    """What a rule would have met, how many of how many, the newest below."""
    told = ngettext(
        "It would have met {found} of {of} story of {days} days",
        "It would have met {found} of {of} stories of {days} days",
        trial.of,
    ).format(found=trial.found, of=trial.of, days=DAYS)
    stories = [
        Choice(
            story.id,
            story.title or _("(no headline)"),
            f"{clean(story.source_title, 40)} · {day_or_age(story.sorted_at, now)}",
        )
        for story in trial.newest
    ]
    if trial.found > len(stories):
        stories.append(Choice("", _("and {n} more").format(n=trial.found - len(stories)), goes_on=True))
    return [Choice("", told, heading=True), *stories]
