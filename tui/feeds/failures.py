"""What can be wrong with a feed or a list of subscriptions, in the reader's words."""

from __future__ import annotations

from tui.locale import _
from tui.model import Failure


class NotAFeed(Failure):
    """The bytes at an address are no feed that can be read."""

    code = "not-a-feed"


class EmptyAnswer(NotAFeed):
    """The address answered with nothing at all."""

    code = "empty-answer"


class UnreadableSubscriptions(Failure):
    """A list of subscriptions that cannot be read; the sentence names the place and the reason."""

    code = "unreadable-subscriptions"


def web_page(url: str) -> NotAFeed:
    """The failure for an HTML page where a feed was expected."""
    return NotAFeed(
        _("{url} is a web page, not a feed").format(url=url or _("This address")),
        _("Give “wireroom add” the site's address: it looks for the feeds the site offers"),
    )


def no_feed(url: str) -> NotAFeed:
    """The failure for bytes of some other kind."""
    return NotAFeed(
        _("{url} is not a feed").format(url=url or _("This address")),
        _("Check the address, or give “wireroom add” the site's front page"),
    )


def broken_json(url: str, reason: str) -> NotAFeed:
    """The failure for JSON that is broken, or is not a JSON Feed."""
    return NotAFeed(
        _("{url} is not a feed: {reason}").format(url=url or _("This address"), reason=reason),
        _("Check the address, or give “wireroom add” the site's front page"),
    )


def empty(url: str) -> EmptyAnswer:
    """The failure for an answer without a body."""
    return EmptyAnswer(
        _("{url} is empty").format(url=url or _("This address")),
        _("The server may be in trouble: try again later"),
    )
