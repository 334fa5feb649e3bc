"""Discovery against a real server: feeds, pages, lists, and sites that have none."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping

import pytest

from tests.net.rough_server import Request, RoughServer, Route, answer, moved
from tui.feeds.discover import MOST_REQUESTS, Found, discover
from tui.feeds.failures import NotAFeed
from tui.net.client import Client
from tui.net.failures import BadAddress, NotFound, Unreachable

ATOM = "application/atom+xml"
RSS = "application/rss+xml"


def feed(title: str, *stories: str, about: str = "") -> bytes:
    items = "".join(f"<item><title>{s}</title><link>http://x.example/{s}</link></item>" for s in stories)
    about = f"<description>{about}</description>" if about else ""
    document = f"<rss version='2.0'><channel><title>{title}</title>{about}{items}</channel></rss>"
    return answer(document, content_type=RSS)


def page(*head: str, body: str = "") -> bytes:
    html = f"<!doctype html><html><head><title>Front</title>{''.join(head)}</head><body>{body}</body></html>"
    return answer(html, content_type="text/html; charset=utf-8")


def link(href: str, title: str = "", kind: str = RSS, rel: str = "alternate") -> str:
    return f'<link rel="{rel}" type="{kind}" title="{title}" href="{href}">'


def opml(*outlines: str) -> bytes:
    return answer(
        f"<opml version='2.0'><head/><body>{''.join(outlines)}</body></opml>", content_type="text/x-opml"
    )


def outline(text: str, url: str) -> str:
    return f'<outline type="rss" text="{text}" xmlUrl="{url}"/>'


class Site:
    """What discovery found at an address of a server, and what it asked for."""

    def __init__(self, routes: Mapping[str, Route], typed: str = "{url}/", host: str = "127.0.0.1") -> None:
        self.found: list[Found] = []
        self.paths: list[str] = []
        self.logins: list[str | None] = []
        asyncio.run(self._discover(routes, typed, host))

    async def _discover(self, routes: Mapping[str, Route], typed: str, host: str) -> None:
        async with RoughServer(routes) as server, Client() as client:
            self.base = server.url("", host)
            self.url = typed.format(url=self.base, authority=f"{host}:{server.port}")
            for path, route in routes.items():
                if isinstance(route, bytes):
                    server.routes[path] = self._with_base(route)
            try:
                self.found = await discover(client, self.url)
            finally:
                self.paths = server.paths
                self.logins = [request.headers.get("authorization") for request in server.requests]

    def _with_base(self, route: bytes) -> bytes:
        head, _blank, body = route.partition(b"\r\n\r\n")
        body = body.replace(b"BASE", self.base.encode())
        lines = [line for line in head.split(b"\r\n") if not line.startswith(b"content-length")]
        return b"\r\n".join([*lines, b"content-length: %d" % len(body), b"", b""]) + body

    @property
    def feeds(self) -> list[str]:
        return [one.url.removeprefix(self.base) for one in self.found]


def test_a_feed_is_itself() -> None:
    site = Site({"/news.xml": feed("Harbour Wire", "a", "b", about="All the news")}, "{url}/news.xml")
    (found,) = site.found
    assert (found.url, found.title, found.description) == (
        f"{site.base}/news.xml",
        "Harbour Wire",
        "All the news",
    )
    assert found.format.startswith("rss")
    assert found.feed is not None
    assert len(found.feed.entries) == 2


def test_without_a_scheme_this_machine_is_asked_over_http() -> None:
    assert Site({"/news.xml": feed("Wire")}, "{authority}/news.xml").feeds == ["/news.xml"]
    assert Site({"/": feed("Wire")}, "localhost:{authority}".replace("localhost:", ""), "localhost").found


def test_what_a_page_advertises_in_one_format_each() -> None:
    site = Site(
        {
            "/": page(
                link("/feed.rss", "Wire RSS"),
                link("/feed.atom", "Wire Atom", ATOM),
                link("/comments/feed", "Wire » Comments Feed"),
            ),
            "/feed.rss": feed("Wire"),
            "/feed.atom": feed("Wire"),
            "/comments/feed": feed("Comments"),
        }
    )
    assert site.feeds == ["/feed.atom"]
    assert "/comments/feed" not in site.paths


def test_a_format_that_is_broken_gives_way_to_the_next() -> None:
    site = Site(
        {
            "/": page(link("/f.rss"), link("/f.atom", kind=ATOM)),
            "/f.rss": feed("Wire"),
            "/f.atom": answer(b""),
        }
    )
    assert site.feeds == ["/f.rss"]


def test_sections_have_names_and_what_repeats_them_is_left_out() -> None:
    name = '<meta property="og:site_name" content="Harbour Wire">'
    site = Site(
        {
            "/": page(name, link("/all.rss"), link("/world.rss"), link("/sport.rss")),
            "/all.rss": feed("Harbour Wire", "a", "b", "c", "d"),
            "/world.rss": feed("Harbour Wire – World", "a", "b", "x"),
            "/sport.rss": feed("Harbour Wire – Sport", "c", "d", "y"),
        }
    )
    assert {one.section: one.url.removeprefix(site.base) for one in site.found} == {
        "World": "/world.rss",
        "Sport": "/sport.rss",
    }


def test_the_list_of_a_site_gives_every_section() -> None:
    site = Site(
        {
            "/": page(link("/all.rss"), link("/opml.xml", kind="text/x-opml", rel="outline")),
            "/all.rss": feed("Wire", "a", "b"),
            "/opml.xml": opml(
                outline("World", "BASE/world.rss"),
                outline("Культура", "BASE/culture.rss"),
                outline("Broken", "BASE/broken.rss"),
                outline("Elsewhere", "http://blog.invalid/rss"),
            ),
            "/world.rss": feed("Wire: World", "a", about="Near and far"),
            "/culture.rss": feed("Wire: Culture", "b"),
        }
    )
    assert [(one.section, one.description) for one in site.found] == [
        ("World", "Near and far"),
        ("Культура", ""),
    ]
    assert "/all.rss" not in site.paths


def test_a_section_page_gives_its_own_feed_and_not_the_whole_site() -> None:
    site = Site(
        {
            "/world/": page(
                link("/feed.rss", "Wire"),
                link("/world/feed.rss", "Wire: World"),
                link("/opml.xml", kind="text/x-opml", rel="outline"),
            ),
            "/feed.rss": feed("Wire"),
            "/world/feed.rss": feed("Wire: World"),
            "/opml.xml": opml(outline("World", "BASE/world/feed.rss"), outline("Sport", "BASE/feed.rss")),
        },
        "{url}/world/",
    )
    assert site.feeds == ["/world/feed.rss"]


def test_a_list_at_the_address_itself() -> None:
    site = Site(
        {"/my.opml": opml(f'<outline text="Blogs">{outline("A", "BASE/a")}</outline>'), "/a": feed("A")},
        "{url}/my.opml",
    )
    assert [(one.title, one.section) for one in site.found] == [("A", "Blogs")]


def test_links_in_the_text_then_the_usual_paths() -> None:
    site = Site(
        {"/": page(body='<a href="/about">About</a><a href="news/rss">RSS</a>'), "/news/rss": feed("Wire")}
    )
    assert site.feeds == ["/news/rss"]
    assert Site({"/": page(), "/feed.xml": feed("Wire")}).feeds == ["/feed.xml"]
    assert Site({"/blog/": page(), "/blog/atom.xml": feed("Wire")}, "{url}/blog/").feeds == ["/blog/atom.xml"]


def test_a_login_goes_along_and_stays_in_the_address() -> None:
    site = Site(
        {"/": page(link("/feed.rss")), "/feed.rss": feed("Wire")},
        "http://ada:secret@{authority}/",
    )
    (found,) = site.found
    assert found.url.startswith("http://ada:secret@")
    assert all(site.logins)


def test_the_address_that_will_stay_is_offered() -> None:
    routes = {"/old": moved("/new", 301), "/tmp": moved("/new", 302), "/new": feed("Wire")}
    assert Site(routes, "{url}/old").feeds == ["/new"]
    assert Site(routes, "{url}/tmp").feeds == ["/tmp"]


@pytest.mark.parametrize(
    ("said", "homeserver"),
    [
        ({"m.homeserver": {"base_url": "https://matrix.example/"}}, "https://matrix.example"),
        ({"m.homeserver": {"base_url": "file:///etc/passwd"}}, ""),
        ({"m.homeserver": {"base_url": 5}}, ""),
        ({"m.homeserver": []}, ""),
        ([], ""),
        ("x", ""),
    ],
)
def test_the_homeserver_of_the_site(said: object, homeserver: str) -> None:
    site = Site({"/": feed("Wire"), "/.well-known/matrix/client": answer(json.dumps(said))})
    assert site.found[0].homeserver == homeserver


def test_without_a_homeserver_there_is_none() -> None:
    assert Site({"/": feed("Wire")}).found[0].homeserver == ""
    assert (
        Site({"/": feed("Wire"), "/.well-known/matrix/client": answer("[" * 100_000)}).found[0].homeserver
        == ""
    )


def test_nothing_found_says_where_and_what_was_tried() -> None:
    with pytest.raises(NotAFeed) as caught:
        Site({"/blog/?key=hidden": page()}, "http://ada:secret@{authority}/blog/?key=hidden")
    failure = caught.value
    assert "/blog" in failure.sentence
    assert "tried" in failure.sentence
    assert failure.next_step
    assert "secret" not in failure.sentence
    assert "hidden" not in failure.sentence


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("", BadAddress),
        ("ftp://example.org/", BadAddress),
        ("javascript:alert(1)", BadAddress),
        ("{url}/missing", NotFound),
        ("http://127.0.0.1:1/", Unreachable),
        ("127.0.0.1:1", Unreachable),
    ],
)
def test_an_address_that_does_not_answer(typed: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        Site({}, typed)


def test_a_site_of_endless_links_is_left_in_time() -> None:
    async def scene() -> None:
        def more(request: Request) -> Route:
            return page(*(link(f"{request.path}/{n}/feed.rss") for n in range(500)))

        async with RoughServer(otherwise=more) as server, Client() as client:
            with pytest.raises(NotAFeed):
                await discover(client, server.url())
            assert len(server.requests) <= MOST_REQUESTS

    asyncio.run(scene())


@pytest.mark.parametrize(
    "body", [b"", b"\x00" * 1000, b"<" * 100_000, b"<a href=" * 10_000, b"{}", b"<opml>"]
)
def test_rubbish_is_no_feed(body: bytes) -> None:
    with pytest.raises(NotAFeed):
        Site({"/": answer(body)})
