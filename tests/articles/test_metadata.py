"""What a page's article is called, by whom, when, and where it stands."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.articles.pages import page, paragraphs, read, story


def stated(**node: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **node})}</script>'


def meta(**values: str) -> str:
    return "".join(
        f'<meta property="{name.replace("__", ":")}" content="{value}">' for name, value in values.items()
    )


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (stated(headline="A boat leaves"), "A boat leaves – World – The Herald"),
        (meta(og__title="A boat leaves | The Herald", og__site_name="The Herald"), "The Herald"),
        (meta(og__title="The Herald » A boat leaves", og__site_name="The Herald"), "The Herald"),
        ("", "A boat leaves - The Herald"),
        (
            stated(headline="A boat leaves", name="The Herald", publisher={"name": "The Herald"}),
            "A boat leaves - The Herald",
        ),
    ],
)
def test_a_title_is_told_without_its_sites_name(head: str, title: str) -> None:
    body = f"<article><h1>A boat leaves</h1>{paragraphs()}</article>"
    assert read(page(body, head, title)).title == "A boat leaves"


@pytest.mark.parametrize(
    ("head", "body", "byline"),
    [
        (stated(headline="x", author={"@type": "Person", "name": "Ana Ruiz"}), "", "Ana Ruiz"),
        (
            stated(headline="x", author=[{"name": "Ana Ruiz"}, {"name": "J. Okafor"}]),
            "",
            "Ana Ruiz, J. Okafor",
        ),
        (
            '<meta name="DC.Creator" content="Ruiz, A."><meta name="DC.Creator" content="Okafor, J.">',
            "",
            "Ruiz, A.; Okafor, J.",
        ),
        (
            meta(article__author="https://social.example/ana") + '<meta name=author content="Ana Ruiz">',
            "",
            "Ana Ruiz",
        ),
        (meta(og__article__author="Ana Ruiz"), "", "Ana Ruiz"),
        ("", '<p class="byline">By <a rel="author" href="/ana">Ana Ruiz</a></p>', "Ana Ruiz"),
        ("", '<p class="byline">Von Ana Ruiz</p>', "Ana Ruiz"),
        ("", '<p class="byline">Автор: Ана Руис</p>', "Ана Руис"),
        (
            "",
            '<aside><span itemprop="author"><span itemprop="name">Ana Ruiz</span> —</span></aside>',
            "Ana Ruiz",
        ),
        ('<meta name=author content="aruiz77">', '<span class="author">Ana Ruiz</span>', "Ana Ruiz"),
        ('<meta name=author content="aruiz77">', "", "aruiz77"),
        ("", '<section class="comments"><span class="author">A reader</span></section>', ""),
        ("", '<nav><a href="/author/other">Other Author</a></nav>', ""),
    ],
)
def test_a_byline_is_names_alone(head: str, body: str, byline: str) -> None:
    assert read(page(f"<article><h1>A boat leaves</h1>{body}{paragraphs()}</article>", head)).byline == byline


def test_the_byline_of_this_story_is_the_one_below_its_heading() -> None:
    others = "".join(f'<div class="teaser"><span class="author">Writer {n}</span></div>' for n in range(100))
    body = (
        f"{others}<article><h1>A boat leaves</h1><span class=author>Ana Ruiz</span>{paragraphs()}</article>"
    )
    assert read(page(body)).byline == "Ana Ruiz"


MOMENT = datetime(2026, 11, 12, 8, 41, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (stated(headline="x", datePublished="2026-11-12T09:41:00+01:00"), ""),
        (stated(headline="x", datePublished="2026-11-12T08:41Z"), ""),
        (meta(article__published_time="2026-11-12T03:41:00-0500"), ""),
        ('<meta name="date" content="Thu, 12 Nov 2026 08:41:00 GMT">', ""),
        ('<meta name="pubdate" content="1794472860">', ""),
        ("", '<time class="entry-date" datetime="2026-11-12T08:41:00+00:00">today</time>'),
        ("", '<meta itemprop="datePublished" content="2026-11-12T08:41:00Z">'),
        ("", "<time datetime='2026-11-12T08:41Z'>12 November</time>"),
    ],
)
def test_a_moment_has_its_zone(head: str, body: str) -> None:
    assert read(page(f"<article><h1>A boat</h1>{body}{paragraphs()}</article>", head)).published == MOMENT


def test_an_update_is_told_if_it_is_one() -> None:
    same = stated(headline="x", datePublished="2026-11-12T08:41Z", dateModified="2026-11-12T08:41Z")
    later = stated(headline="x", datePublished="2026-11-12T08:41Z", dateModified="2026-11-12T09:00Z")
    assert read(story("", same)).updated is None
    assert read(story("", later)).updated == datetime(2026, 11, 12, 9, 0, tzinfo=UTC)


STEPS = [{"name": "Home"}, {"name": "World"}, {"name": "A boat leaves"}]


@pytest.mark.parametrize(
    ("head", "section"),
    [
        (meta(article__section="World"), "World"),
        (stated(headline="x", articleSection=["World", "Harbour"]), "World"),
        (stated(**{"@type": "BreadcrumbList", "itemListElement": STEPS}), "World"),
    ],
)
def test_a_section_is_stated_or_the_last_step(head: str, section: str) -> None:
    assert read(story("", head)).section == section


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://www.news.example/boat", "https://www.news.example/boat"),
        ("/boat", "https://news.example/boat"),
        ("https://elsewhere.example/boat", "https://news.example/2026/boat"),
        ("/", "https://news.example/2026/boat"),
        ("javascript:alert(1)", "https://news.example/2026/boat"),
    ],
)
def test_the_canonical_address_is_one_of_the_same_site(href: str, url: str) -> None:
    assert read(story("", f'<link rel=canonical href="{href}">')).url == url


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("PORT ELSE (Wire) — The boat", "PORT ELSE (Wire)"),
        ("WASHINGTON — The boat", "WASHINGTON"),
        ("NEW YORK, June 3 (Wire) - The boat", "NEW YORK, June 3 (Wire)"),
        ("МОСКВА, 12 ноя — РИА Новости. Паром", "МОСКВА, 12 ноя — РИА Новости"),
        ("МОСКВА, 12 ноября. /ТАСС/. Паром", "МОСКВА, 12 ноября /ТАСС/"),
        ("【東京＝共同】船が出た", "東京＝共同"),
        ("The boat — a ferry — left", ""),
        ("I left (again) — and came back", ""),
    ],
)
def test_a_dateline_opens_the_text(text: str, line: str) -> None:
    article = read(
        page(f"<article><h1>A boat</h1><p>{text} at dawn, and was late.</p>{paragraphs()}</article>")
    )
    assert article.dateline == line
    assert article.text.count("at dawn, and was late.") == 1


@pytest.mark.parametrize(
    ("window", "site"),
    [
        ("A boat leaves – The Quay", "The Quay"),
        ("A boat leaves | The Quay", "The Quay"),
        ("A boat leaves", "news.example"),
        ("Something else – The Quay", "news.example"),
        ("A boat leaves – World – The Quay", "news.example"),
    ],
)
def test_a_sites_name_may_stand_in_the_windows_title(window: str, site: str) -> None:
    body = f"<article><h1>A boat leaves</h1>{paragraphs()}</article>"
    assert read(page(body, title=window)).site == site
