"""Texts that are not the whole, and pages that ask for consent instead."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.articles.pages import page, paragraphs, read, story
from tui.articles.extract import NotAnArticle


def stated(**more: Any) -> str:
    node = {"@type": "NewsArticle", "headline": "A boat leaves", **more}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def paid(selector: str = ".paid", **more: Any) -> str:
    part = {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": selector}
    return stated(isAccessibleForFree=False, hasPart=part, **more)


SHORT = f"<article><h1>A boat leaves</h1>{paragraphs(3)}</article>"


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (SHORT, stated(isAccessibleForFree=False)),
        (SHORT, stated(isAccessibleForFree="http://schema.org/False")),
        (SHORT, paid()),
        (SHORT + "<div class=paid><p>Subscribe to read on.</p></div>", paid()),
        (SHORT, '<meta property="article:content_tier" content="locked">'),
        (SHORT + "<div class='article-paywall paywall'><p>Subscribe to read the rest of it.</p></div>", ""),
        (f"<article>{paragraphs(12)}</article>", stated(isAccessibleForFree=False, wordCount=4_000)),
    ],
)
def test_a_text_for_subscribers_is_said_to_be_a_part(body: str, head: str) -> None:
    article = read(page(body, head))
    assert article.partial == "paywall"
    assert "on day 1," in article.text


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (SHORT, stated(isAccessibleForFree=True)),
        (SHORT, stated()),
        (f"<article>{paragraphs(2)}<div class=paid>{paragraphs(4, 3)}</div></article>", paid()),
        (f"<article>{paragraphs(12)}</article>", stated(isAccessibleForFree=False)),
        (f"<article>{paragraphs(12)}</article>", stated(isAccessibleForFree=False, wordCount=460)),
        (SHORT, '<script type="application/ld+json">{"@type":"WebSite","isAccessibleForFree":true}</script>'),
    ],
)
def test_a_text_that_is_there_is_the_whole(body: str, head: str) -> None:
    assert read(page(body, head)).partial == ""


CONSENT = (
    "<h1>Before you read on</h1><p>We and our 843 partners store cookies on your device and process "
    "personal data, for which we need your consent. You can read more in our privacy policy, and change "
    "your mind at any time.</p>"
    "<p>Some partners do not ask for your consent, and rely on their legitimate interest in your cookies.</p>"
)


@pytest.mark.parametrize("button", ["<button>Accept all</button>", "<input type=submit value='I agree'>"])
def test_a_wall_of_consent_is_said_to_be_one(button: str) -> None:
    assert read(page(f"<main>{CONSENT}</main><form>{button}</form>")).partial == "consent"


def test_a_form_alone_says_what_it_asks_for() -> None:
    with pytest.raises(NotAnArticle, match="consent"):
        read(page("<div role=dialog><p>Cookies?</p><button>Accept</button></div>"))


@pytest.mark.parametrize(
    "body",
    [
        SHORT + "<div class=banner><p>We use cookies.</p><button>Accept</button></div>",
        f"<article><h1>Cookies</h1>{paragraphs(2)}<p>Of cookies and consent.</p>{paragraphs(4)}</article>",
    ],
)
def test_a_story_on_a_page_with_a_banner_is_a_story(body: str) -> None:
    article = read(page(body))
    assert article.partial == ""
    assert "on day 1," in article.text


def test_a_story_about_consent_is_a_story() -> None:
    assert read(story(CONSENT, stated())).partial == ""
