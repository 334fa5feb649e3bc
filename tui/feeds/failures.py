"""What can be wrong with a feed or a list of subscriptions, in the reader's words."""

from __future__ import annotations

from tui.failure import Failure
from tui.locale import _


class NotAFeed(Failure):
    """The bytes at an address are no feed that can be read."""

    code = "not-a-feed"


class WebPage(NotAFeed):
    """An HTML page stands where a feed was expected."""


class EmptyAnswer(NotAFeed):
    """The address answered with nothing at all."""

    code = "empty-answer"


class UnreadableSubscriptions(Failure):
    """A list of subscriptions that cannot be read; the sentence names the place and the reason."""

    code = "unreadable-subscriptions"


def web_page(url: str) -> WebPage:
    """The failure for an HTML page where a feed was expected."""
    return WebPage(
        _("{url} is a web page, not a feed.").format(url=url or _("This address")),
        _("Give “wireroom add” the site's address: it looks for the feeds the site offers."),
    )


def no_feed(url: str) -> NotAFeed:
    """The failure for bytes of some other kind."""
    return NotAFeed(
        _("{url} is not a feed.").format(url=url or _("This address")),
        _("Check the address, or give “wireroom add” the site's front page."),
    )


def broken_json(url: str, reason: str) -> NotAFeed:
    """The failure for JSON that is broken, or is not a JSON Feed."""
    return NotAFeed(
        _("{url} is not a feed: {reason}.").format(url=url or _("This address"), reason=reason),
        _("Check the address, or give “wireroom add” the site's front page."),
    )


def empty(url: str) -> EmptyAnswer:
    """The failure for an answer without a body."""
    return EmptyAnswer(
        _("{url} is empty.").format(url=url or _("This address")),
        _("The server may be in trouble: try again later."),
    )


def no_headlines(url: str) -> NotAFeed:
    """The failure for a page on which no list of headlines is to be seen."""
    return WebPage(
        _("{url} is a web page without clear headlines, not a feed.").format(url=url or _("This address")),
        _("It may have changed: open it in a browser, or let “wireroom add” look for the site's feeds."),
    )


def article_page(url: str) -> NotAFeed:
    """The failure for the page of one story where a list of them was expected."""
    return NotAFeed(
        _("{url} is an article, not a list of headlines.").format(url=url or _("This address")),
        _("“wireroom read” shows it; give “wireroom add” the address of a section, or of the site."),
    )


def sitemap_index(url: str) -> NotAFeed:
    """The failure for a sitemap that only names other sitemaps."""
    return NotAFeed(
        _("{url} only lists other sitemaps.").format(url=url or _("This address")),
        _("“wireroom add” with this address looks for one with headlines among them."),
    )


def bare_sitemap(url: str) -> NotAFeed:
    """The failure for a sitemap of addresses without titles."""
    return NotAFeed(
        _("{url} is a sitemap without headlines.").format(url=url or _("This address")),
        _("Give “wireroom add” the site's address: it looks for feeds and for a news sitemap."),
    )
