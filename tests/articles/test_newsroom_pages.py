"""Every story page of the embedded newsroom, read as its data says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import groupby

import pytest

from tui.articles.extract import extract_article
from tui.model import (
    Article,
    Block,
    Card,
    Heading,
    ListItem,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
)
from tui.newsroom.content import read_content
from tui.newsroom.press import Dispatch, Press
from tui.newsroom.site import NAME, Site
from tui.newsroom.story_page import story_page

BASE = "http://127.0.0.1:8000"
NOW = datetime(2026, 11, 12, 9, 41, 30, tzinfo=UTC)
PRESS = Press(read_content(), lambda: NOW)
PRESS.publish(30)  # the arrivals and follow-ups, too
SITE = Site(BASE, PRESS.issue)
_MARKS = re.compile(
    r"`(?P<c>[^`]+)`|\[(?P<label>[^\]]+)\]\((?P<target>[^)\s]+)\)|\*\*(?P<b>.+?)\*\*|\*(?P<i>[^*\s](?:[^*]*[^*\s])?)\*"
)
_JOINED = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])")


@cache
def _read(slug: str) -> Article:
    one = SITE.issue.story(slug)
    assert one is not None
    return extract_article(story_page(SITE, one), BASE + one.path)


def read(one: Dispatch) -> Article:
    return _read(one.slug)


def card(slug: str) -> Card | None:
    other = SITE.issue.story(slug)
    if other is None:
        return None
    photo = other.draft.photo
    return Card(
        title=other.draft.title,
        url=BASE + other.path,
        section=other.desk.name,
        summary=other.draft.summary,
        picture=f"{BASE}/pictures/480/{photo.name}.png" if photo else "",
    )


def spans(text: str, style: str = "") -> tuple[Span, ...]:
    """A line's words by the writers' marks, neighbours of one look joined."""
    text = re.sub(r"\s+", " ", _JOINED.sub("", text))
    found: list[Span] = []
    at = 0
    for mark in _MARKS.finditer(text):
        found.append(Span(text[at : mark.start()], style))
        found += _marked(mark, style)
        at = mark.end()
    found.append(Span(text[at:], style))
    return _together(found)


def _marked(mark: re.Match[str], style: str) -> tuple[Span, ...]:
    for letter in "bi":
        if mark[letter]:
            return spans(mark[letter], style + letter)
    if mark["c"]:
        return (Span(mark["c"], style + "c"),)
    kind, _, slug = mark["target"].partition(":")
    out = SITE.issue.story(slug) is not None
    href = mark["target"] if kind != "story" else f"{BASE}/story/{slug}" if out else ""
    return tuple(Span(span.text, span.style, href) for span in spans(mark["label"], style))


def _together(found: list[Span]) -> tuple[Span, ...]:
    looks = groupby((span for span in found if span.text), lambda span: (span.style, span.href))
    return tuple(Span("".join(span.text for span in same), *look) for look, same in looks)


def paragraph(text: str, rtl: bool) -> Paragraph:
    return Paragraph(spans(text), "rtl" if rtl else "")


def written(one: Dispatch) -> Iterator[Block]:
    """The story's body as its writers marked it up."""
    rtl = one.desk.direction == "rtl"
    for part in re.split(r"\n[ \t]*\n", one.draft.body.strip()):
        lines = [line.strip() for line in part.strip().split("\n")]
        if found := re.fullmatch(r"\{card:\s*([a-z0-9-]+)\s*\}", part.strip()):
            offered = card(found[1])
            if offered:
                yield offered
        elif part.strip() == "{rule}":
            yield Rule()
        elif part.startswith("## "):
            yield Heading(spans(part[3:].strip()), 2)
        elif all(line.startswith(">") for line in lines):
            said, bar, by = " ".join(line[1:].strip() for line in lines).rpartition(" | ")
            source = "".join(span.text for span in spans(by)) if bar else ""
            yield Quote((paragraph(said if bar else by, rtl),), source)
        elif all(line.startswith("- ") for line in lines):
            yield from (ListItem(spans(line[2:].strip())) for line in lines)
        elif all(line.startswith("|") for line in lines):
            rows = [tuple(spans(cell.strip()) for cell in line.strip("|").split("|")) for line in lines]
            yield Table(tuple(rows), header=True)
        else:
            yield paragraph("\n".join(lines), rtl)


@pytest.fixture(params=SITE.issue.dispatches, ids=lambda one: one.slug)
def story(request: pytest.FixtureRequest) -> Dispatch:
    one: Dispatch = request.param
    return one


def test_the_newsroom_has_something_of_everything() -> None:
    kinds = {type(block) for one in SITE.issue.dispatches for block in written(one)}
    assert {Paragraph, Heading, Quote, ListItem, Table, Card} <= kinds
    assert {one.desk.direction for one in SITE.issue.dispatches} == {"ltr", "rtl"}
    assert len(SITE.issue.dispatches) > 90


def test_its_facts(story: Dispatch) -> None:
    article = read(story)
    assert article.title == story.draft.title
    assert article.byline == story.draft.author
    assert article.site == NAME
    assert article.section == story.desk.name
    assert article.dateline == f"{story.draft.dateline} ({story.desk.agency})"
    assert article.published == story.published
    assert article.updated == (story.updated if story.updated != story.published else None)
    assert article.language == story.desk.language
    assert article.direction == story.desk.direction
    assert article.summary == story.draft.summary
    assert article.url == BASE + story.path
    assert article.comments_url == f"{BASE}{story.path}#discussion"
    assert article.comments_feed == f"{BASE}{story.path}/comments.rss"
    assert article.partial == ""


def test_its_text_block_by_block(story: Dispatch) -> None:
    assert list(read(story).blocks) == list(written(story))


def test_its_picture(story: Dispatch) -> None:
    lead, photo = read(story).lead, story.draft.photo
    if photo is None:
        assert lead is None
        return
    assert lead is not None
    assert lead.url == f"{BASE}/pictures/{photo.name}.png"
    assert (lead.alt, lead.caption, lead.credit) == (photo.alt, photo.caption, photo.credit)
    assert lead.credit_url == f"{BASE}/archive/{photo.name}"
    assert lead.credit_label == story.desk.archive_label
    assert lead.date is not None
    assert lead.date.date() == story.pictured.date()
    assert (lead.width, lead.height) == (960, 540)


def test_its_related_stories(story: Dispatch) -> None:
    """Those in the text first, then those of its section that stand below it."""
    inside = [block.url for block in written(story) if isinstance(block, Card)]
    others = [one for one in SITE.issue.of(story.desk) if one is not story][:4]
    below = [BASE + other.path for other in others]
    assert [offered.url for offered in read(story).related] == list(dict.fromkeys(inside + below))
