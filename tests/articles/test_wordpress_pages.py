"""Pages of a site that nobody here wrote, read block by block."""

from __future__ import annotations

import asyncio

import pytest

from tests.servers.wordpress import WordPress
from tui.articles.fetch import fetch_article
from tui.articles.spans import plain
from tui.model import Article, Code, Heading, ListItem, Paragraph, Picture, Quote, Span, Table
from tui.net.client import Client

pytestmark = pytest.mark.server

PARAGRAPH = (
    "<!-- wp:paragraph --><p>The boat left at dawn on day {n}, and its number was written down.</p>"
    "<!-- /wp:paragraph -->"
)
BODY = """
<!-- wp:heading --><h2>What changes</h2><!-- /wp:heading -->
<!-- wp:list --><ul><li>one ticket<ul><li>for <strong>two</strong> hours</li></ul></li><li>a night boat</li></ul><!-- /wp:list -->
<!-- wp:quote --><blockquote class="wp-block-quote"><p>It left.</p><cite>Ida Brandt</cite></blockquote><!-- /wp:quote -->
<!-- wp:table --><figure class="wp-block-table"><table><thead><tr><th>Crossing</th><th>Now</th></tr></thead>
<tbody><tr><td>Boats a day</td><td>22</td></tr></tbody></table></figure><!-- /wp:table -->
<!-- wp:code --><pre class="wp-block-code"><code>boats = 22</code></pre><!-- /wp:code -->
<!-- wp:image --><figure class="wp-block-image"><img src="https://pictures.example/pier.jpg" alt="The pier"/>
<figcaption>The pier at dawn. Photo: J. Okafor</figcaption></figure><!-- /wp:image -->
"""  # noqa: E501


def fetched(url: str) -> Article:
    async def scene() -> Article:
        async with Client() as client:
            return await fetch_article(client, url)

    return asyncio.run(scene())


def days(first: int, last: int) -> str:
    return "".join(PARAGRAPH.format(n=n) for n in range(first, last))


def test_a_posts_blocks_are_what_its_editor_made(wordpress_site: WordPress) -> None:
    post = wordpress_site.post("What a boat needs", days(1, 4) + BODY + days(4, 7))
    article = fetched(post["link"])
    assert article.title == "What a boat needs"
    assert [type(block) for block in article.blocks] == [
        *[Paragraph] * 3,
        Heading,
        *[ListItem] * 3,
        Quote,
        Table,
        Code,
        Picture,
        *[Paragraph] * 3,
    ]
    items = [(block.depth, plain(block.spans)) for block in article.blocks if isinstance(block, ListItem)]
    assert items == [(0, "one ticket"), (1, "for two hours"), (0, "a night boat")]
    [quote] = [block for block in article.blocks if isinstance(block, Quote)]
    assert quote == Quote((Paragraph((Span("It left."),)),), "Ida Brandt")
    [picture] = [block for block in article.blocks if isinstance(block, Picture)]
    assert (picture.alt, picture.caption, picture.credit) == (
        "The pier",
        "The pier at dawn.",
        "Photo: J. Okafor",
    )
    assert article.published is not None
    assert article.site == "The Quay"


def test_a_post_on_three_pages_is_one_article(wordpress_site: WordPress) -> None:
    content = "<!-- wp:nextpage --><!--nextpage--><!-- /wp:nextpage -->".join(
        days(n, n + 5) for n in (10, 20, 30)
    )
    article = fetched(wordpress_site.post("A long way", content)["link"])
    told = [n for n in range(10, 40) if f"on day {n}," in article.text]
    assert told == [*range(10, 15), *range(20, 25), *range(30, 35)]
    assert article.partial == ""


def test_the_next_post_is_not_the_next_page(wordpress_site: WordPress) -> None:
    first = wordpress_site.post("The first of two", days(40, 46))
    wordpress_site.post("The second of two", days(50, 56))
    article = fetched(first["link"])
    assert "on day 45," in article.text
    assert "on day 50," not in article.text
