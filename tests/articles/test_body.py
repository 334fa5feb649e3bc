"""Which part of a page is the article."""

from __future__ import annotations

import json

import pytest

from tests.articles.pages import LINE, page, paragraphs, read, story
from tui.articles.extract import extract_article
from tui.model import Card, Heading, ListItem, Picture


def stated(text: str) -> str:
    node = {"@type": "NewsArticle", "headline": "A boat leaves", "articleBody": text}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def test_menus_sharing_and_comments_are_left_out() -> None:
    around = (
        "<nav><ul><li><a href=/>Front</a><li><a href=/world>World</a></ul></nav>"
        f"<article><h1>A boat leaves</h1>{paragraphs(8)}"
        "<div class=share-bar><a href=/s>Share this</a></div></article>"
        "<section class=comments>"
        "<p>A reader wrote a long comment on it, with commas, and opinions, of course.</p></section>"
        "<footer>All rights reserved</footer>"
    )
    text = read(page(around)).text
    assert text.count("on day") == 16
    assert not any(words in text for words in ("Share this", "A reader wrote", "All rights", "Front"))


def test_an_introduction_in_a_place_of_its_own_is_read() -> None:
    intro = (
        "<div class=story-intro>"
        "<p>A boat of forty people, a goat and a piano has left the harbour, its master says.</p></div>"
    )
    article = read(
        page(f"<div class=story><h1>A boat leaves</h1>{intro}<div id=rest>{paragraphs(8)}</div></div>")
    )
    assert article.text.startswith("A boat of forty people")


def test_the_notes_that_a_text_cites_are_read() -> None:
    body = (
        f"{paragraphs(6)}<p>It was said so<a href='#note-1'>[1]"
        f"</a> twice<a href='#note-2'>[2]</a>, {LINE}</p>"
    )
    notes = "<div class=reflist><ol><li id=note-1><a href=https://a.example/>The log</a></li>"
    notes += (
        "<li id=note-2><a href=https://b.example/>The other log</a></li><li id=note-9>Uncited</li></ol></div>"
    )
    article = read(page(f"<main><h1>A boat</h1><div>{body}</div>{notes}</main>"))
    items = [one.spans[0].text for one in article.blocks if isinstance(one, ListItem)]
    assert items == ["The log", "The other log"]


def test_linked_headings_between_paragraphs_are_read() -> None:
    sections = "".join(f"<h3><a href=/{n}>Boat {n}</a></h3>{paragraphs(2, n)}" for n in range(1, 6))
    article = read(page(f"<div class=text>{sections}</div>"))
    assert [one.spans[0].text for one in article.blocks if isinstance(one, Heading)] == [
        f"Boat {n}" for n in range(1, 6)
    ]


@pytest.mark.parametrize("shown", [True, False])
def test_the_text_for_machines_repairs_the_one_that_is_shown(shown: bool) -> None:
    text = "\n\n".join(LINE.format(n=n) * 2 for n in range(1, 9))
    html = "".join(f"<div><span>{part}</span></div>" for part in text.split("\n\n")) if shown else ""
    clutter = (
        "<div>" + "<p>Subscribe to our letter, it is short, and free, and comes at dawn.</p>" * 4 + "</div>"
    )
    article = read(page(f"<main>{html}</main>{clutter}", stated(text)))
    assert all(f"on day {n}," in article.text for n in range(1, 9))
    assert "Subscribe" not in article.text


def test_short_items_at_the_end_of_a_stated_text_belong_to_it() -> None:
    text = "\n\n".join([*(LINE.format(n=n) * 2 for n in range(1, 4)), "one ticket", "a night boat"])
    body = (
        f"<article><h1>A boat leaves</h1><div>{paragraphs(3)}<ul>"
        "<li>one ticket<li>a night boat</ul></div></article>"
    )
    article = read(page(body + "<ul><li>one ticket<li>World</ul>", stated(text)))
    assert [one.spans[0].text for one in article.blocks if isinstance(one, ListItem)] == [
        "one ticket",
        "a night boat",
    ]


def test_a_teaser_that_repeats_the_text_is_not_it() -> None:
    text = "\n\n".join(LINE.format(n=n) * 2 for n in range(1, 6))
    below = (
        "<section><h2>More from World</h2><article><h3><a href=/x>More</a></h3>"
        f"<p>{LINE.format(n=2)}</p></article></section>"
    )
    article = read(page(f"<article><h1>A boat leaves</h1>{paragraphs(5)}</article>{below}", stated(text)))
    assert not any(isinstance(one, Heading) for one in article.blocks)


def test_a_front_is_its_offers() -> None:
    offers = "".join(
        f"<li><article><figure><img src=/{n}.jpg><figcaption>Picture {n}"
        f"</figcaption></figure><div><h3>Kicker {n}</h3>"
        f"<h2><a href=/story-{n}>Story number {n} of the day</a></h2>"
        f"<p>What it says in short, number {n}.</p></div></article>"
        for n in range(1, 9)
    )
    front = (
        f"<main><section><header><h2><a href=/world>World</a></h2></header><ol>{offers}</ol></section></main>"
    )
    article = read(page(front, title="The Herald"))
    cards = [one for one in article.blocks if isinstance(one, Card)]
    assert [card.url for card in cards] == [f"https://news.example/story-{n}" for n in range(1, 9)]
    assert cards[0].title == "Story number 1 of the day"
    assert cards[0].section == "Kicker 1"
    assert cards[0].summary == "What it says in short, number 1."
    assert sum(isinstance(one, Picture) for one in article.blocks) == 8


def test_the_nearest_direction_counts() -> None:
    body = f"<main dir=rtl><article><h1>A boat</h1>{paragraphs(6)}</article></main>"
    assert (
        extract_article(f"<html dir=ltr><body>{body}</body></html>".encode(), "https://a.example/").direction
        == "rtl"
    )


def test_an_offer_with_headings_is_no_picture() -> None:
    more = (
        "<div class=wrapper><h2>More to explore</h2><a href=/x>"
        "<img src=/x.jpg><h4>Another story</h4></a></div>"
    )
    article = read(story(more))
    assert "More to explore" not in article.text
