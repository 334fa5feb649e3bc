"""A real site that nobody here wrote: WordPress, added by its address, read, edited, discussed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.commands import Prompt
from tests.servers.wordpress import WordPress

pytestmark = pytest.mark.server

LONG = "".join(
    f"<p>The first boat left at dawn on day {n}, and the harbour master wrote its number down, as ever.</p>"
    for n in range(1, 7)
)


@pytest.fixture(scope="module")
def post(wordpress_site: WordPress) -> dict[str, Any]:
    harbour = wordpress_site.category("Harbour", "Boats and those who wait for them")
    post = wordpress_site.post(
        "The first boat & the last", LONG + "<blockquote><p>It left.</p></blockquote>", categories=[harbour]
    )
    wordpress_site.post("Паром ушёл", "<p>Первый паром ушёл на рассвете.</p>" * 4)
    first = wordpress_site.comment(post["id"], "mira", "Was it on time?")
    wordpress_site.comment(post["id"], "oleg", "To the minute.", parent=first)
    return post


@pytest.fixture(scope="module")
def reader(
    wordpress_site: WordPress, post: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Prompt:
    prompt = Prompt(tmp_path_factory.mktemp("home"))
    added = prompt("add", wordpress_site.url)
    assert added.status == 0, added.err
    refreshed = prompt("refresh", "--all")
    assert refreshed.status == 0, refreshed.err
    return prompt


def story(prompt: Prompt, post: dict[str, Any]) -> dict[str, Any]:
    return next(s for s in prompt("headlines", "--json").objects if s["url"] == post["link"])


def test_its_address_gives_its_feed_and_not_its_comments(reader: Prompt, wordpress_site: WordPress) -> None:
    sources = reader("sources", "--json").objects
    assert [source["url"] for source in sources] == [f"{wordpress_site.url}/feed/"]
    assert sources[0]["title"] == "The Quay"


def test_its_posts_are_headlines(reader: Prompt, post: dict[str, Any]) -> None:
    assert story(reader, post)["title"] == "The first boat & the last"
    assert "Паром ушёл" in {s["title"] for s in reader("headlines", "--json").objects}


def test_a_post_is_read_whole(reader: Prompt, post: dict[str, Any]) -> None:
    article = reader("read", story(reader, post)["id"])
    assert article.status == 0, article.err
    assert "on day 1," in article.out
    assert "on day 6," in article.out


def test_its_comments_are_a_tree(reader: Prompt, post: dict[str, Any]) -> None:
    comments = reader("comments", story(reader, post)["id"], "--json").objects
    assert [(c["author"], c["text"]) for c in comments] == [
        ("mira", "Was it on time?"),
        ("oleg", "To the minute."),
    ]
    assert comments[1]["parent"] == comments[0]["id"]


def test_an_edit_there_is_an_edit_here(reader: Prompt, wordpress_site: WordPress, tmp_path: Path) -> None:
    post = wordpress_site.post("Before the storm", LONG)
    reader("refresh", "--all")
    before = story(reader, post)
    assert "day 1" in reader("read", before["id"]).out
    wordpress_site.edit(post["id"], title="After the storm", content=LONG.replace("dawn", "noon"))
    outcome = reader("refresh", "--all", "--json").objects[0]
    assert (outcome["new"], outcome["edited"]) == (0, 1)
    after = story(reader, post)
    assert after["id"] == before["id"]
    assert after["title"] == "After the storm"
    assert "left at noon" in reader("read", after["id"]).out
