"""Which post of a service a story is about, read off the addresses that the story and its page give."""

from __future__ import annotations

import re
from typing import NamedTuple

from tui.model import Article, Story


class PostAddress(NamedTuple):
    """A post's id at its service, and the address that named it."""

    post: str
    url: str


def post_at(site: str, pattern: re.Pattern[str], story: Story, article: Article | None) -> PostAddress | None:
    """The first post at ``site`` among the discussion's and the story's addresses; None where there is none.

    ``pattern`` matches what follows the site's address, its first group the post's id.
    """
    for url in (story.comments_url, article.comments_url if article else "", story.url):
        found = pattern.match(url[len(site) :]) if url.startswith(site) else None
        if found:
            return PostAddress(found[1], url)
    return None
