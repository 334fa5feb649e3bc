"""``wireroom comments`` and ``wireroom chats``: the discussion without the screen."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from tui.locale import _, ngettext
from tui.model import Article, Comment, Failure, Room, Story, Thread
from tui.shell.desks import desk_of, story_named
from tui.shell.output import age, json_line, width

if TYPE_CHECKING:
    from tui.desk import Desk

DEEPEST_INDENT = 8
MOST_PAGES = 400  # of one thread


def comments(arguments: Namespace) -> int:
    """Prints the discussion of a stored story, or of the article at an address: at its site, or elsewhere."""
    with desk_of(arguments) as desk:
        story = story_named(desk.store, arguments.what)
        if arguments.elsewhere:
            return _print_elsewhere(desk, story or _story_at(arguments.what, None), json=arguments.json)
        article = _article(desk, story, arguments.what)
        story = story or _story_at(arguments.what, article)
        thread = desk.thread(story, article).result()
        if thread is None:
            raise Failure(
                f"{arguments.what} announces no discussion that wireroom can read.",
                "Ask other services with --elsewhere.",
            )
        _print_thread(_whole(desk, story, thread, own=True), json=arguments.json)
    return 0


def _article(desk: Desk, story: Story | None, url: str) -> Article | None:
    """The page, which says where its discussion is. A story that has a comment feed can do without."""
    try:
        return (desk.open_article(story) if story else desk.open_url(url)).result()
    except Failure:
        if story is None or not story.comments_feed:
            raise
        return None


def _whole(desk: Desk, story: Story, thread: Thread, *, own: bool) -> Thread:
    """A thread with all its pages, as far as they are kept."""
    for _page in range(MOST_PAGES):
        if not thread.more:
            break
        thread = desk.discussing.more(story, thread, own=own).result()
    return thread


def _print_elsewhere(desk: Desk, story: Story, *, json: bool) -> int:
    """Prints every discussion that third parties have, each below a line that says where it is."""
    elsewhere = desk.discussing.elsewhere(story).result()
    names = {party.name: party.title for party in elsewhere.asked}
    for party in elsewhere.asked:
        print(
            _("{service} ({host}) was asked.").format(service=party.title, host=party.host),
            party.failure,
            file=sys.stderr,
        )
    if not elsewhere.found:
        raise Failure(_("{what} is discussed nowhere that was asked.").format(what=story.url or story.title))
    for ref in elsewhere.found:
        thread = _whole(desk, story, desk.discussing.thread_at(ref).result(), own=False)
        if not json:
            points = f"▲{ref.score}" if ref.score is not None else ""
            started = age(ref.started) if ref.started else ""
            print(" · ".join(filter(None, (names[ref.provider], points, started, ref.title, ref.page))), "\n")
        _print_thread(thread, json=json)
    return 0


def _print_thread(thread: Thread, *, json: bool) -> None:
    depths = reply_depths(thread)
    for comment in thread.comments:
        print(_json(comment, thread) if json else _text(comment, depths[comment.id]))


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


def _json(comment: Comment, thread: Thread) -> str:
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
            "service": thread.provider,
            "thread": thread.url or None,
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
