"""The discussion providers there are, in the order they are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.config import BadSettings
from tui.talk.comment_feed import CommentFeed
from tui.talk.hacker_news import HackerNews
from tui.talk.isso_writing import IssoWriting
from tui.talk.lemmy_writing import LemmyWriting
from tui.talk.lobsters import Lobsters
from tui.talk.mastodon_writing import MastodonWriting
from tui.talk.provider import Provider, ThirdParty
from tui.talk.wordpress_writing import WordPressWriting

THIRD_PARTIES: tuple[type[HackerNews | Lobsters | LemmyWriting | MastodonWriting], ...] = (
    HackerNews,
    Lobsters,
    LemmyWriting,
    MastodonWriting,
)
THIRD_PARTY_NAMES = tuple(kind.name for kind in THIRD_PARTIES)
DEFAULT_SITES = {"hackernews": HackerNews.site, "lobsters": Lobsters.site, "lemmy": LemmyWriting.site}


class Providers:
    """Every provider, the third parties at the reader's ``sites`` (their names to addresses).

    A third party without an address of its own is there only where the reader gives one.
    Raises ``BadSettings`` for a name that is none of theirs.
    """

    def __init__(self, sites: Mapping[str, str]) -> None:
        _check(sites)
        addresses = {**DEFAULT_SITES, **sites}
        self.third_parties: tuple[ThirdParty, ...] = tuple(
            kind(addresses[kind.name].rstrip("/")) for kind in THIRD_PARTIES if addresses.get(kind.name)
        )
        self.own: tuple[Provider, ...] = (WordPressWriting(), IssoWriting(), CommentFeed())
        self.everyone: tuple[Provider, ...] = (*self.own, *self.third_parties)
        self._by_name = {one.name: one for one in self.everyone}

    def named(self, name: str) -> Provider | None:
        """The provider with this name; None where there is none, or none any more."""
        return self._by_name.get(name)

    def asked(self, names: Sequence[str]) -> tuple[ThirdParty, ...]:
        """The third parties with these names. Raises ``BadSettings``."""
        _check(names)
        return tuple(party for party in self.third_parties if party.name in names)


def _check(names: Sequence[str] | Mapping[str, str]) -> None:
    for name in names:
        if name not in THIRD_PARTY_NAMES:
            raise BadSettings(
                f"The settings name {name!r}, which is no discussion service.",
                f"The services are: {', '.join(THIRD_PARTY_NAMES)}.",
            )
