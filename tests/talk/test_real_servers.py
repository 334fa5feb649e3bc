"""The contract's heart on servers that nobody here wrote: WordPress and Isso."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import need
from tests.servers import isso_install
from tests.servers.isso import Isso
from tests.servers.wordpress import WordPress
from tests.talk.conversation import text, whole, with_client
from tests.talk.services import story
from tests.ui.pages import Site
from tui.articles.fetch import fetch_article
from tui.model import Thread
from tui.net.client import Client
from tui.talk.isso import Isso as IssoProvider
from tui.talk.provider import Provider
from tui.talk.wordpress import WordPress as WordPressProvider

pytestmark = pytest.mark.server

LONG = "".join(
    f"<p>The first boat left at dawn on day {n}, and its number was noted.</p>" for n in range(1, 9)
)


@pytest.fixture(scope="module")
def comments(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Isso]:
    need(isso_install.missing())
    with Isso(tmp_path_factory.mktemp("isso")) as server:
        yield server


def read(provider: Provider, url: str) -> Thread:
    """The thread of a page, found from what the page itself says."""

    async def work(client: Client) -> Thread:
        article = await fetch_article(client, url)
        refs = provider.find(story(), article)
        assert len(refs) == 1
        return await whole(client, provider, refs[0])

    return with_client(work)


def told(thread: Thread) -> list[tuple[str, str, str]]:
    names = {one.id: one.author for one in thread.comments}
    return [(one.author, names.get(one.parent, ""), text(one)) for one in thread.comments]


def test_wordpress_comments_are_found_from_the_page_and_read(wordpress_site: WordPress) -> None:
    post = wordpress_site.post("A pact", LONG)
    first = wordpress_site.comment(post["id"], "mira", "Who <b>pays</b>?")
    wordpress_site.comment(post["id"], "ana", "Nobody.")
    second = wordpress_site.comment(post["id"], "oleg", "The north.", parent=first)
    wordpress_site.comment(post["id"], "mira", "All of it?", parent=second)
    thread = read(WordPressProvider(), post["link"])
    assert told(thread) == [
        ("mira", "", "Who pays?"),
        ("oleg", "mira", "The north."),
        ("mira", "oleg", "All of it?"),
        ("ana", "", "Nobody."),
    ]
    assert (thread.count, thread.closed, thread.more) == (4, False, "")
    assert thread.comments[0].published


def test_a_closed_wordpress_thread_says_so(wordpress_site: WordPress) -> None:
    post = wordpress_site.post("No talk", LONG, comment_status="closed")
    thread = read(WordPressProvider(), post["link"])
    assert (thread.comments, thread.closed) == ((), True)


def test_a_long_wordpress_thread_comes_in_pages(wordpress_site: WordPress) -> None:
    post = wordpress_site.post("Much talk", LONG)
    wordpress_site.comments(post["id"], [f"Remark {n}." for n in range(103)])
    thread = read(WordPressProvider(), post["link"])
    assert [text(one) for one in thread.comments] == [f"Remark {n}." for n in range(103)]


def with_page(server: Isso, thread: str = "") -> Thread:
    with Site() as site:
        site.article("/pact", "The pact", *["The two cities signed it after a long night of talks. " * 3] * 5)
        kind, body = site.pages["/pact"]
        site.pages["/pact"] = (kind, body.replace(b"</body>", server.embedded(thread).encode() + b"</body>"))
        return read(IssoProvider(), f"{site.url}/pact")


def test_isso_comments_are_found_from_the_page_and_read(comments: Isso) -> None:
    first = comments.comment("/pact", "mira", "Who *pays*?")
    comments.comment("/pact", "ana", "Nobody at all.")
    comments.comment("/pact", "oleg", "The north.", parent=first)
    thread = with_page(comments)
    assert told(thread) == [
        ("mira", "", "Who pays?"),
        ("oleg", "mira", "The north."),
        ("ana", "", "Nobody at all."),
    ]
    assert thread.count == 3
    assert thread.comments[0].published


def test_a_page_without_isso_comments_has_none(comments: Isso) -> None:
    assert with_page(comments, "/nothing-there").comments == ()


def test_a_long_isso_thread_comes_in_pages(comments: Isso) -> None:
    first = comments.comment("/long", "mira", "Remark 0.")
    comments.many("/long", "oleg", [f"Remark {n}." for n in range(1, 130)])
    comments.many("/long", "ana", [f"Answer {n}." for n in range(130, 260)], parent=first)
    thread = with_page(comments, "/long")
    assert len(thread.comments) == 260
    assert {one.parent for one in thread.comments[1:131]} == {str(first)}
