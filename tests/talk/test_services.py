"""What is particular to one service."""

from __future__ import annotations

import pytest

from tests.talk.conversation import found, text, whole, with_client
from tests.talk.services import (
    START,
    STORY_URL,
    HackerNewsService,
    IssoService,
    LemmyService,
    LobstersService,
    MastodonService,
    Remark,
    Service,
    WordPressService,
    story,
)
from tui.articles.blocks import blocks_from_html
from tui.articles.render import blocks_text
from tui.model import Announcement, Article, Comment, Failure, Quote, Thread
from tui.net.client import Client
from tui.talk.hacker_news import HackerNews
from tui.talk.isso import Isso
from tui.talk.lemmy import Lemmy
from tui.talk.lobsters import Lobsters
from tui.talk.markdown_body import html_of_markdown
from tui.talk.mastodon import Mastodon
from tui.talk.same_address import same_address, without_marks
from tui.talk.thread_order import MOST_COMMENTS, in_thread_order
from tui.talk.whole_threads import PART, Draft, WholeThreads
from tui.talk.wordpress import WordPress


def read(service: Service) -> Thread:
    async def work(client: Client) -> Thread:
        provider = service.provider()
        return await whole(client, provider, await found(client, provider, *service.announced()))

    return with_client(work)


def page(**said: str) -> Article:
    names = {"api": "https://api.w.org/", "json": "alternate json", "short": "shortlink"}
    announced = tuple(
        Announcement(names.get(name, name.replace("_", "-")), url) for name, url in said.items()
    )
    return Article("The pact", STORY_URL, (), announced=announced)


def test_wordpress_goes_where_the_page_says() -> None:
    root, alternate = "https://a.example/wp-json/", "https://a.example/wp-json/wp/v2/pages/31"
    refs = WordPress().find(story(), page(api=root, json=alternate, short="https://a.example/?p=7"))
    assert [ref.url for ref in refs] == [f"{root}#pages/31"]
    plain = "https://a.example/index.php?rest_route=/"
    refs = WordPress().find(story(), page(api=plain, json=f"{plain}wp/v2/posts/9"))
    assert [ref.url for ref in refs] == [f"{plain}#posts/9"]
    assert WordPress().find(story(), page(api=root)) == []
    assert WordPress().find(story(), page(short="https://a.example/?p=7")) == []


def test_a_closed_thread_says_so() -> None:
    for kind in (WordPressService, LemmyService):
        with kind() as service:
            assert not read(service).closed
            service.closed = True
            assert read(service).closed


def test_isso_names_a_thread_by_its_path_or_as_the_page_says() -> None:
    assert Isso().find(story(), page(data_isso="https://talk.example/"))[0].url == (
        "https://talk.example/?uri=%2F2026%2Fpact"
    )
    named = page(data_isso="https://talk.example/isso", data_isso_id="/p&q")
    assert Isso().find(story(), named)[0].url == "https://talk.example/isso/?uri=%2Fp%26q"


def test_replies_that_isso_hides_are_asked_for() -> None:
    with IssoService() as service:
        service.remarks = [Remark(1), Remark(2), *(Remark(n, 1 + n % 2) for n in range(3, 503))]
        thread = read(service)
    assert len(thread.comments) == 502
    assert thread.count == 502
    assert {one.parent for one in thread.comments[1:240]} == {"1"}


def test_an_announced_discussion_of_a_third_party_is_known_without_asking() -> None:
    assert HackerNews().find(story(comments_url="https://news.ycombinator.com/item?id=17"), None)[0].url == (
        "https://hn.algolia.com/api/v1/items/17"
    )
    assert Lobsters().find(story(comments_url="https://lobste.rs/s/abc/the_pact"), None)[0].url == (
        "https://lobste.rs/s/abc.json"
    )
    assert Lemmy().find(story(comments_url="https://lemmy.world/post/3"), None)[0].url == (
        "https://lemmy.world/api/v3/post?id=3"
    )
    masto = Mastodon("https://m.example")
    assert masto.find(story(comments_url="https://m.example/@ana/12"), None)[0].url == (
        "https://m.example/api/v1/statuses/12"
    )
    for url in ("https://[bad", "https://lobste.rs.evil.example/s/abc", "https://lemmy.world/post/x", ""):
        for provider in (HackerNews(), Lobsters(), Lemmy(), masto):
            assert provider.find(story(comments_url=url), None) == []


def test_what_was_deleted_stays_where_it_was_answered() -> None:
    with HackerNewsService() as service:
        service.remarks = [Remark(1, html="", author=""), Remark(2, 1), Remark(3, html="", author="")]
        thread = read(service)
    assert [(one.id, text(one)) for one in thread.comments] == [("1", "[…]"), ("2", "Who pays?")]


def test_a_thread_is_headed_by_its_points() -> None:
    with HackerNewsService() as service:
        service.remarks = [Remark(1)]
        thread = read(service)
    assert (thread.score, thread.started, thread.title) == (42, START, "Ferry pact signed")


def test_where_nothing_can_be_sent_the_browser_leads_to_where_one_writes() -> None:
    with HackerNewsService() as service:
        service.remarks = [Remark(1), Remark(2, 1)]
        thread = read(service)
    page = "https://news.ycombinator.com/item?id="
    assert [thread.url, *(one.url for one in thread.comments)] == [f"{page}900", f"{page}1", f"{page}2"]
    with LobstersService() as service:
        service.remarks = [Remark(1)]
        thread = read(service)
    assert thread.url == f"{service.url}/s/abc123/ferry_pact_signed"
    assert thread.comments[0].url == f"{service.url}/c/1"


def test_mastodon_is_asked_for_what_is_shared_first() -> None:
    with MastodonService() as service:
        assert isinstance(service, MastodonService)
        service.remarks, service.trending = [Remark(1), Remark(2, 1)], True
        assert len(read(service).comments) == 2
    assert not any("/search" in path for path in service.asked)


def test_an_answer_that_is_too_deep_for_json_is_refused() -> None:
    with HackerNewsService() as service:
        deep = '{"id":1,"text":"x","children":[' * 20_000 + "]}" * 20_000

        async def work(client: Client) -> None:
            provider = service.provider()
            ref = await found(client, provider, *service.announced())
            service.broken = deep.encode()
            with pytest.raises(Failure, match="something other than a discussion"):
                await provider.load(client, ref)

        with_client(work)


def test_a_hundred_thousand_comments_are_kept_in_part() -> None:
    made: list[str] = []

    def draft(n: int) -> Draft:
        def make() -> Comment:
            made.append(str(n))
            return Comment(str(n), "m", ())

        return Draft(str(n), "", None, make)

    whole_threads = WholeThreads()
    drafts = in_thread_order([draft(n) for n in range(100_000)])
    first = whole_threads.keep(Thread("t", "p", "T", "u"), drafts)
    assert (len(first.comments), len(made)) == (PART, PART)
    last = whole_threads.part("t", str(MOST_COMMENTS - PART))
    assert last is not None
    assert last.more == ""


def test_circles_of_thousands_are_ordered() -> None:
    ring = [Comment(str(n), "m", (), str((n + 1) % 20_000)) for n in range(20_000)]
    assert len(in_thread_order(ring)) == 20_000


@pytest.mark.parametrize(
    ("markdown", "told"),
    [
        ("One.\n\nTwo **three**.", "One.\n\nTwo three."),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
        ("```\nx < y\n```", "x < y"),
        ("`<b>`", "<b>"),
        ("\x00 0\x00", "0"),
    ],
)
def test_markdown_is_text_with_marks(markdown: str, told: str) -> None:
    assert blocks_text(blocks_from_html(html_of_markdown(markdown), "https://a.example/")).strip() == told


def test_markdown_has_quotes_items_and_links() -> None:
    blocks = blocks_from_html(
        html_of_markdown(
            "> said\n> so\n\n- one\n- two\n\nSee [it](https://a.example/x) or https://b.example/y"
        ),
        "https://a.example/",
    )
    assert isinstance(blocks[0], Quote)
    assert "https://a.example/x" in repr(blocks)
    assert "https://b.example/y" in repr(blocks)


def test_addresses_are_the_same_but_for_marks() -> None:
    assert same_address("http://www.a.example/x/?utm_source=q#top", "https://a.example/x")
    assert not same_address("https://a.example/x?id=1", "https://a.example/x?id=2")
    assert not same_address("", "")
    assert without_marks("https://u:p@a.example/x?id=1&utm_medium=m#t") == "https://a.example/x?id=1"
