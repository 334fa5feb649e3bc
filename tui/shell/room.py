"""``wireroom comments`` and ``wireroom chats``: the discussion without the screen."""

from __future__ import annotations

from argparse import Namespace

from tui.locale import ngettext
from tui.model import Article, Comment, Failure, Room, Story, Thread
from tui.shell.desks import desk_of, story_named
from tui.shell.output import age, json_line, width

DEEPEST_INDENT = 8


def comments(arguments: Namespace) -> int:
    """Prints the discussion of a stored story, or of the article at an address."""
    with desk_of(arguments) as desk:
        story = story_named(desk.store, arguments.what)
        article = None
        if story is None or not story.comments_feed:
            article = (desk.open_article(story) if story else desk.open_url(arguments.what)).result()
        thread = desk.thread(story or _story_at(arguments.what, article), article).result()
    if thread is None:
        raise Failure(f"{arguments.what} announces no discussion that wireroom can read.")
    depths = reply_depths(thread)
    for comment in thread.comments:
        print(_json(comment) if arguments.json else _text(comment, depths[comment.id]))
    return 0


def reply_depths(thread: Thread) -> dict[str, int]:
    """How deep each comment stands; comments are in thread order, parents first."""
    depths: dict[str, int] = {}
    for comment in thread.comments:
        depths[comment.id] = depths[comment.parent] + 1 if comment.parent in depths else 0
    return depths


def _story_at(url: str, article: Article | None) -> Story:
    from datetime import UTC, datetime

    title = article.title if article else url
    return Story("", "", "", "", title, url, sorted_at=datetime.now(UTC))


def _text(comment: Comment, depth: int) -> str:
    from tui.articles.layout import lay_out_blocks

    indent = "│ " * min(depth, DEEPEST_INDENT)
    head = " · ".join(filter(None, (comment.author, age(comment.published) if comment.published else "")))
    body = lay_out_blocks(comment.blocks, max(min(width(), 88) - len(indent), 20))
    lines = [head, *("".join(segment.text for segment in line.segments) for line in body), ""]
    return "\n".join((indent + line).rstrip() for line in lines)


def _json(comment: Comment) -> str:
    from tui.articles.render import blocks_text

    return json_line(
        {
            "id": comment.id,
            "parent": comment.parent or None,
            "author": comment.author,
            "published": comment.published,
            "text": blocks_text(comment.blocks),
            "url": comment.url,
            "score": comment.score,
        }
    )


def chats(arguments: Namespace) -> int:
    """Lists the public chats of a homeserver, or of those the sources name."""
    with desk_of(arguments) as desk:
        if arguments.homeserver:
            servers = [arguments.homeserver]
        else:
            servers = sorted({s.homeserver for s in desk.store.sources() if s.homeserver})
        if not servers:
            raise Failure("No source names a homeserver.", "Give one with --homeserver URL.")
        for server in servers:
            for room in desk.public_rooms(server).result():
                print(_room_json(room) if arguments.json else _room_line(room))
    return 0


def _room_line(room: Room) -> str:
    people = ngettext("{n} person", "{n} people", room.people).format(n=room.people)
    return " · ".join(filter(None, (room.name, people, room.alias or room.id, room.story_url)))


def _room_json(room: Room) -> str:
    return json_line(
        {
            "id": room.id,
            "alias": room.alias or None,
            "name": room.name,
            "topic": room.topic,
            "people": room.people,
            "story": room.story_url or None,
            "homeserver": room.homeserver,
        }
    )
