"""The discussion providers there are, in the order they are asked."""

from __future__ import annotations

from tui.talk.comment_feed import CommentFeed
from tui.talk.provider import Provider

PROVIDERS: tuple[Provider, ...] = (CommentFeed(),)
BY_NAME: dict[str, Provider] = {provider.name: provider for provider in PROVIDERS}
