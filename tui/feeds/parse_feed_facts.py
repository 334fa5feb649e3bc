"""What a feed says of itself, from either path, made into the model's ParsedFeed."""

from __future__ import annotations

from dataclasses import dataclass, field

from tui.entries import Entry, ParsedFeed
from tui.feeds.parse_entry import Body, absolute, language_tag, plain, whole_number
from tui.text import clean

MAX_TITLE = 300
MAX_DESCRIPTION = 1000
LONGEST_TTL = 525_600  # minutes: a year

# Minutes of the syndication module's update periods (RSS 1.0 mod_syndication).
_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}


@dataclass(slots=True)
class FeedFacts:
    """A feed's own elements, raw."""

    title: Body = field(default_factory=lambda: Body("", False))
    site: str = ""
    itself: str = ""
    description: Body = field(default_factory=lambda: Body(""))
    language: str = ""
    ttl: str = ""
    update_period: str = ""
    update_frequency: str = ""
    version: str = ""

    def base(self, url: str) -> str:
        """What relative addresses hang from: where it was fetched, else what it says of itself."""
        return url or absolute("", self.itself) or absolute("", self.site)


def feed_from(facts: FeedFacts, entries: tuple[Entry, ...], url: str) -> ParsedFeed:
    """The parsed feed; ``url`` is where it was fetched."""
    base = facts.base(url)
    return ParsedFeed(
        title=plain(facts.title, MAX_TITLE),
        entries=entries,
        url=absolute(base, facts.itself),
        site_url=absolute(base, facts.site),
        description=plain(facts.description, MAX_DESCRIPTION),
        language=language_tag(facts.language),
        ttl_minutes=_ttl(facts),
        format=clean(facts.version, 20),
    )


def _ttl(facts: FeedFacts) -> int | None:
    """Minutes between updates: RSS ``ttl``, else ``sy:updatePeriod`` by ``sy:updateFrequency``."""
    minutes = whole_number(facts.ttl)
    if minutes is None:
        period = _PERIODS.get(facts.update_period.strip().lower())
        times = whole_number(facts.update_frequency) or 1
        minutes = period // times if period else None
    return min(minutes, LONGEST_TTL) if minutes else None
