"""From a page's bytes to its Article."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from tui.articles.announcements import announcements
from tui.articles.blocks import blocks_from_html
from tui.articles.body import Body, find_body
from tui.articles.cards import lists_below
from tui.articles.comments import comments_feed, comments_url
from tui.articles.content import Content
from tui.articles.datelines import take_dateline
from tui.articles.encoding import decode_page
from tui.articles.leads import lead_and_blocks
from tui.articles.metadata import Metadata, metadata, text_direction
from tui.articles.parts import next_part
from tui.articles.prepare import base_of, prepare
from tui.articles.render import blocks_text
from tui.articles.spans import plain
from tui.articles.structured import Stated, first_text, stated
from tui.articles.tree import parse_page
from tui.articles.withheld import withheld
from tui.model import Article, Block, Card, Failure, Heading, Paragraph, Picture, Story
from tui.text import clean, clean_lines, direction, safe_url

LONGEST_FACT = 160  # characters of a title or a byline that stands among the text


class NotAnArticle(Failure):
    """Nothing on the page reads like an article."""

    code = "not-an-article"


class Part(NamedTuple):
    """A page's article, and the address of the page it goes on at ("" if that is all)."""

    article: Article
    following: str


def extract_article(page: bytes, url: str, content_type: str | None = None) -> Article:
    """The article of a page that was fetched from ``url``; CPU only, bounded in time and memory.

    ``content_type`` is the response's header, for its charset. Raises ``NotAnArticle``.
    """
    return extract_part(page, url, content_type).article


def extract_part(page: bytes, url: str, content_type: str | None = None) -> Part:
    """As ``extract_article``, with the way to the article's next page."""
    root = parse_page(decode_page(page, content_type))
    if root is None:
        raise _nothing(url)
    said = stated(root, url)
    facts = metadata(root, said, url)
    base = base_of(root, url)
    feed, talk = comments_feed(root, facts.url, facts.title), comments_url(root, said, facts.url)
    announced = announcements(root, base)
    following = next_part(root, url)
    prepare(root)
    kept_back = withheld(root, said)
    below = lists_below(root, base, facts.url)
    body = find_body(root, _stated_text(said))
    marked, blocks = _content(body, base, facts.url)
    lead, blocks = lead_and_blocks(root, body, blocks, said, base)
    blocks = _without_heading(_repaired(blocks, said, base), facts)
    dateline, blocks = (marked, blocks) if marked else take_dateline(blocks)
    text = _text(dateline, (lead, *blocks) if lead else blocks)
    if not text:
        raise _nothing(url, kept_back.asks)
    inside = [block for block in blocks if isinstance(block, Card)]
    way = text_direction(body.frame if body else root, facts.language, text)
    article = Article(
        title=facts.title or _first_words(text),
        url=facts.url,
        blocks=_directed(blocks) if way == "rtl" else blocks,
        text=text,
        site=facts.site,
        section=facts.section,
        dateline=dateline,
        byline=facts.byline,
        published=facts.published,
        updated=facts.updated,
        lead=lead,
        related=_once([*inside, *below]),
        language=facts.language,
        direction=way,
        summary=facts.summary,
        comments_url=talk,
        comments_feed=feed,
        announced=announced,
        partial=kept_back.why(text),
    )
    return Part(article, following)


def _nothing(url: str, asks: bool = False) -> NotAnArticle:
    name = clean(url, 120) or "The page"
    if asks:
        return NotAnArticle(f"{name} asks for consent before it shows its text.", "Answer it in the browser.")
    return NotAnArticle(f"{name} holds no article that can be read here.", "Open it in the browser.")


def _content(body: Body | None, base: str, own: str) -> tuple[str, tuple[Block, ...]]:
    if body is None:
        return "", ()
    content = Content(body, base, own)
    return content.dateline, content.blocks


def _stated_text(said: Stated) -> str:
    body = first_text(said.article.get("articleBody"))
    return re.sub(r"<[^<>]*>", " ", body) if "<" in body else body


def _repaired(blocks: tuple[Block, ...], said: Stated, base: str) -> tuple[Block, ...]:
    """The blocks, unless the page states a text for machines that they do not hold."""
    body = first_text(said.article.get("articleBody"))
    if len(body) < 500:
        return blocks
    ours, theirs = set(_words(blocks_text(blocks))), _words(body)
    found = sum(1 for word in theirs if word in ours)
    if not theirs or found > 0.5 * len(theirs):
        return blocks
    html = (
        body
        if re.search(r"<p\b|<br\b", body)
        else "".join(f"<p>{_escaped(part)}</p>" for part in _parts(body))
    )
    return blocks_from_html(html, base) or blocks


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())[:20_000]


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"\n\s*\n|\n", clean_lines(text)) if part.strip()]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _without_heading(blocks: tuple[Block, ...], facts: Metadata) -> tuple[Block, ...]:
    """The blocks without the title and the byline at their head: both are told apart."""
    kept = list(blocks)
    for block in blocks[:6]:
        if not isinstance(block, (Heading, Paragraph)):
            continue
        words = plain(block.spans)
        if len(words) > LONGEST_FACT:
            break
        named = facts.byline and facts.byline in words and len(words) < len(facts.byline) + 60
        if (named or _folded(words) == _folded(facts.title)) and len(kept) > 2:
            kept.remove(block)
    return tuple(kept)


def _folded(text: str) -> str:
    return "".join(re.findall(r"\w+", text.casefold()))


def _text(dateline: str, blocks: tuple[Block, ...]) -> str:
    text = blocks_text(blocks)
    return f"{dateline} — {text}" if dateline else text


def _first_words(text: str) -> str:
    return clean(text[:400], 80)


def _once(cards: list[Card]) -> tuple[Card, ...]:
    found: dict[str, Card] = {}
    for card in cards:
        found.setdefault(card.url, card)
    return tuple(found.values())


def _directed(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks of a right-to-left article, those paragraphs marked that run the other way."""
    return tuple(
        replace(block, direction="ltr")
        if isinstance(block, Paragraph) and not block.direction and _is_ltr(plain(block.spans))
        else block
        for block in blocks
    )


def _is_ltr(text: str) -> bool:
    return any(sign.isalpha() for sign in text) and direction(text) == "ltr"


# --- the feed's own text ------------------------------------------------------------


def article_from_story(story: Story, html: str) -> Article:
    """The feed's own text of a story as an Article; ``partial`` says that it is the feed's."""
    blocks = blocks_from_html(html or story.summary, story.url)
    first = blocks[0] if blocks else None
    lead = first if isinstance(first, Picture) else None
    if lead:
        blocks = blocks[1:]
    elif safe_url(story.image) and not any(isinstance(b, Picture) and b.url == story.image for b in blocks):
        lead = Picture(story.image)
    dateline, blocks = take_dateline(blocks)
    text = _text(dateline, blocks)
    return Article(
        title=story.title,
        url=story.url,
        blocks=blocks,
        text=text,
        site=story.source_title,
        dateline=dateline,
        byline=story.author,
        published=story.published,
        updated=story.updated,
        lead=lead,
        language=story.language,
        direction=direction(f"{story.title} {text[:200]}"),
        summary=story.summary,
        comments_url=story.comments_url,
        comments_feed=story.comments_feed,
        partial="feed",
    )
