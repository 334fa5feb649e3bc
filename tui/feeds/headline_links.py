"""Repeated links to stories: a run of similarly built links whose texts are headlines.

No site's class names are known here. Links are likened by the elements around
them; a run is a list of stories if its texts read like headlines and something
else speaks for news: marked times, ``article`` elements, dated or numbered
addresses, or plainly long titles. A page that says much beside its links is an
article with links below it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING

from tui.feeds.discover_page import same_site
from tui.feeds.headline_regions import content_walk
from tui.feeds.headline_text import is_headline, may_be_story, moment, shape, weight
from tui.feeds.page_tree import SILENT, address, text_of
from tui.feeds.parse_entry import Body, Draft

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FEWEST = 3  # stories that make a run of headings
FEWEST_PLAIN = 5  # the same where the links stand in no headings
MOST_LINKS = 5_000  # that are looked at
MOST_RUNS = 20  # the same
MOST_STORIES = 200
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_ABOVE = 4  # elements around a link that say how it is built in
_HIGHEST = 10  # elements around a link that may still be its item
_LONG = 35  # the median weight of titles that need nothing else to speak for them
_MUCH = 1_200  # weight of running text beside the links that makes the page an article
_MOST_PARTS = 10  # paragraphs, times and pictures of one item
_UNTITLED = SILENT | {"time"}
_NO_PROSE = SILENT | {"a"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A link that may lead to a story. ``built`` is how it stands in the page."""

    url: str
    title: str
    element: HtmlElement
    built: tuple[str, ...]
    in_heading: bool


@dataclass(slots=True)
class Run:
    """Links that are built alike, each with the item around it."""

    links: list[Candidate] = field(default_factory=list)
    items: list[HtmlElement] = field(default_factory=list)

    @property
    def says(self) -> int:
        return sum(weight(link.title) for link in self.links)


def story_links(root: HtmlElement, base: str, page: str) -> list[Candidate]:
    """The page's links whose texts are headlines, in page order; an address once for each way of building."""
    found: dict[tuple[str, tuple[str, ...]], Candidate] = {}
    heading: HtmlElement | None = None
    seen = 0
    for event, element in content_walk(root):
        if element.tag in _HEADINGS:
            heading = element if event == "start" else None
        if event == "end" or element.tag != "a":
            continue
        seen += 1
        if seen > MOST_LINKS:
            break
        url = address(base, element.get("href"))
        if not url or not may_be_story(url, page):
            continue
        inner = heading if heading is not None else _heading_in(element)
        title = text_of(element if heading is not None or inner is None else inner, 1_000, _UNTITLED)
        # Elsewhere on the web only a heading leads to a story.
        if is_headline(title) and (inner is not None or same_site(url, page)):
            built = _built(element)
            found.setdefault((url, built), Candidate(url, title, element, built, inner is not None))
    return list(found.values())


def _heading_in(link: HtmlElement) -> HtmlElement | None:
    return next(link.iter(*_HEADINGS), None)


def _built(link: HtmlElement) -> tuple[str, ...]:
    above = [str(element.tag) for _step, element in zip(range(_ABOVE), link.iterancestors(), strict=False)]
    return (*above, *(str(child.tag) for child in link[:1]))


def linked_stories(candidates: Sequence[Candidate], root: HtmlElement, base: str) -> list[Draft]:
    """The stories of the page's best run of links, and of those like it; [] if there is none."""
    runs = [run for run in _runs(candidates) if _is_news(run)]
    if not runs:
        return []
    best = max(runs, key=lambda run: (run.links[0].in_heading, run.says))
    shapes = {shape(link.url) for link in best.links}
    kept: dict[str, tuple[Candidate, HtmlElement]] = {}
    for link, item in _chosen(candidates, best, shapes):
        kept.setdefault(link.url, (link, item))
    if _is_article(root, best.items, sum(weight(link.title) for link, _item in kept.values())):
        return []
    return [_draft(link, item, base) for link, item in list(kept.values())[:MOST_STORIES]]


def _runs(candidates: Iterable[Candidate]) -> list[Run]:
    runs: dict[tuple[bool, tuple[str, ...]], Run] = {}
    for link in candidates:
        runs.setdefault((link.in_heading, link.built), Run()).links.append(link)
    largest = sorted(runs.values(), key=lambda run: run.says, reverse=True)[:MOST_RUNS]
    for run in largest:
        run.items = _items(run.links)
    return largest


def _items(links: Sequence[Candidate]) -> list[HtmlElement]:
    """For each link the largest element around it that holds no other link of them."""
    holds: Counter[HtmlElement] = Counter()
    for link in links:
        holds.update(
            element for _step, element in zip(range(_HIGHEST), link.element.iterancestors(), strict=False)
        )
    items = []
    for link in links:
        item = link.element
        for _step, element in zip(range(_HIGHEST), link.element.iterancestors(), strict=False):
            if holds[element] > 1 or element.tag in ("body", "html", "main"):
                break
            item = element
        items.append(item)
    return items


def _is_news(run: Run) -> bool:
    in_heading = run.links[0].in_heading
    count = len(run.links)
    if count < (FEWEST if in_heading else FEWEST_PLAIN):
        return False
    if len({link.title for link in run.links}) < 0.8 * count:
        return False
    typical = median(weight(link.title) for link in run.links)
    if typical < 20:
        return False
    timed = sum(_time_in(item) is not None for item in run.items)
    told = sum(shape(link.url)[1] in ("dated", "numbered") for link in run.links)
    if not in_heading:
        return typical >= 25 and max(timed, told) >= 0.8 * count
    articles = sum(_is_article_item(item) for item in run.items)
    return max(timed, told, articles) >= 0.5 * count or (typical >= _LONG and count >= FEWEST_PLAIN)


def _is_article_item(item: HtmlElement) -> bool:
    return item.tag == "article" or next(item.iter("article"), None) is not None


def _chosen(
    candidates: Iterable[Candidate], best: Run, shapes: set[tuple[str, str]]
) -> Iterable[tuple[Candidate, HtmlElement]]:
    """The best run's links, and the headings elsewhere that lead to addresses of the same shape."""
    items = {id(link): item for link, item in zip(best.links, best.items, strict=True)}
    others = [
        link
        for link in candidates
        if id(link) not in items
        and link.in_heading
        and best.links[0].in_heading
        and shape(link.url) in shapes
    ]
    items |= {id(link): item for link, item in zip(others, _items([*others, *best.links]), strict=False)}
    return [(link, items[id(link)]) for link in candidates if id(link) in items]


def _is_article(root: HtmlElement, items: Sequence[HtmlElement], titles: int) -> bool:
    """Whether the page's running text outside the stories' items is more than a list has around it."""
    within = set(items)
    inside = 0
    prose = 0
    for event, element in content_walk(root):
        if element in within:
            inside += 1 if event == "start" else -1
        elif event == "start" and element.tag == "p" and not inside:
            prose += weight(text_of(element, 4_000, _NO_PROSE))
    return prose > max(_MUCH, 2 * titles)


def _draft(link: Candidate, item: HtmlElement, base: str) -> Draft:
    when = _time_in(item)
    return Draft(
        title=Body(link.title, False),
        link=link.url,
        published=moment(when.get("datetime")) if when is not None else None,
        summary=_summary(item, link.title),
        picture=_picture(item, base),
        language=_language(link.element, item),
    )


def _time_in(item: HtmlElement) -> HtmlElement | None:
    """The item's ``time`` with a machine-readable moment: the one of publication where several are named."""
    times = [one for one in islice(item.iter("time"), _MOST_PARTS) if moment(one.get("datetime"))]
    named = [
        one
        for one in times
        if one.get("itemprop") == "datePublished" or "publish" in (one.get("class") or "")
    ]
    return next(iter(named or times), None)


def _summary(item: HtmlElement, title: str) -> Body | None:
    """The item's first paragraph of running text; one with a time in it changes by itself."""
    for element in islice(item.iter("p"), _MOST_PARTS):
        if next(element.iter("time"), None) is not None:
            continue
        text = text_of(element, 2_000)
        if weight(text) >= 40 and text != title and weight(text_of(element, 2_000, _NO_PROSE)) >= 40:
            return Body(text, False)
    return None


def _picture(item: HtmlElement, base: str) -> str:
    for element in islice(item.iter("img"), _MOST_PARTS):
        if there := address(base, element.get("src") or element.get("data-src")):
            return there
    return ""


def _language(link: HtmlElement, item: HtmlElement) -> str:
    """The language that the link or an element around it within the item says it is in."""
    element: HtmlElement | None = link
    while element is not None:
        if language := element.get("lang"):
            return language
        element = element.getparent() if element is not item else None
    return ""
