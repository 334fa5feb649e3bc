"""The site at one moment: its issue, its address, and how its parts are addressed."""

from __future__ import annotations

from dataclasses import dataclass

from tui.newsroom.content import Desk
from tui.newsroom.press import Dispatch, Issue
from tui.newsroom.prose import Address

NAME = "Port Else Herald"
DESCRIPTION = "News from both sides of the harbour, in four languages."
FEED_FORMATS = (
    ("RSS", "application/rss+xml", "feed.rss"),
    ("Atom", "application/atom+xml", "feed.atom"),
    ("JSON Feed", "application/feed+json", "feed.json"),
)


@dataclass(frozen=True, slots=True)
class Site:
    """An issue as it is served at ``base`` ("http://127.0.0.1:8000", no slash at the end)."""

    base: str
    issue: Issue

    def links(self, root: str = "") -> Address:
        """What turns a link of a body into an address: ``story:slug`` below ``root``, http(s) as it is."""

        def address(target: str) -> str:
            scheme, _, slug = target.partition(":")
            if scheme == "story":
                return f"{root}/story/{slug}" if self.issue.story(slug) else ""
            return target if scheme in ("http", "https") else ""

        return address


def folder(desk: Desk | None) -> str:
    """The path of a section, or of the front page for None; ends with a slash."""
    return f"/section/{desk.id}/" if desk else "/"


def picture_path(name: str, width: int = 960) -> str:
    """The path of a picture; the small one is half as wide."""
    return f"/pictures/{name}.png" if width == 960 else f"/pictures/{width}/{name}.png"


def feed_title(desk: Desk | None) -> str:
    """What a section's feed calls itself: its desk's name."""
    return desk.desk if desk else NAME


def comments_anchor(dispatch: Dispatch) -> str:
    """The path of a story's discussion on its page."""
    return f"{dispatch.path}#discussion"


def comment_anchor(dispatch: Dispatch, comment_id: str) -> str:
    """The path of a comment on its story's page."""
    return f"{dispatch.path}#{comment_number(comment_id)}"


def comment_number(comment_id: str) -> str:
    """A comment's anchor on its story's page: "comment-3"."""
    return comment_id.rpartition("/")[2]
