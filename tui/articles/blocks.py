"""From HTML to blocks: paragraphs, headings, lists, quotes, tables, pictures.

One iterative walk over the tree. Used for pages after ``tui.articles.body`` has
said which part of them is the article, and as it is for the content of feeds and
for comments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from tui.articles.embeds import embed_of, is_post, post_of
from tui.articles.pictures import caption_element, is_stray_caption, picture_of, pictures_in
from tui.articles.quotes import attribution_element, said_by
from tui.articles.spans import Run, plain
from tui.articles.tables import table_of
from tui.articles.tree import BLOCK_TAGS, SILENT_TAGS, absolute, parse_fragment, text_of, walk
from tui.model import Block, Card, Code, Embed, Heading, ListItem, Paragraph, Picture, Quote, Rule, Span
from tui.text import clean_lines, direction

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_BLOCKS = 20_000
MOST_SHOWN = 1_000  # pictures, embeds and cards of one article
MOST_LINKS = 10_000  # that lead somewhere; the words of the others stay
DEEPEST_QUOTE = 8
DEEPEST_LIST = 12
LONGEST_FRAGMENT = 2**20  # characters of a feed's content or a comment

_STYLES = {
    "b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "dfn": "i", "var": "i", "code": "c",
    "kbd": "c", "samp": "c", "tt": "c", "s": "s", "del": "s", "strike": "s", "dt": "b", "summary": "b",
}  # fmt: skip
_LANGUAGE = re.compile(
    r"\b(?:lang(?:uage)?|highlight-source|brush:|highlight)[-: ]\s*([A-Za-z0-9+#]{1,20})\b"
)
_FIGURES_OF_OTHERS = ("table", "pre", "blockquote", "iframe", "video", "audio")
SHORT_LABEL = 200  # characters a figure may hold beside its caption
_BESIDE = (Picture, Embed, Card)  # what stands beside the words
_EMBEDS = frozenset(("iframe", "embed", "object", "video", "audio"))
# Gives the blocks that stand for an element instead of its own content; None: walk into it.
Judge = Callable[["HtmlElement"], "Sequence[Block] | None"]
_Close = Callable[[], None]


def blocks_from_html(html: str, base_url: str) -> tuple[Block, ...]:
    """The blocks of a fragment of HTML; links and pictures made absolute on ``base_url``."""
    html = html[:LONGEST_FRAGMENT]
    if "<" not in html:
        return _from_plain(html)
    root = parse_fragment(html)
    return () if root is None else blocks_of(root, base_url)


def _from_plain(text: str) -> tuple[Block, ...]:
    from html import unescape

    blocks: list[Block] = []
    for part in clean_lines(unescape(text)).split("\n\n"):
        run = Run()
        run.add(part)
        spans = run.take()
        if spans:
            blocks.append(Paragraph(spans, direction_of(spans)))
    return tuple(blocks)


def blocks_of(root: HtmlElement, base_url: str, judge: Judge | None = None) -> tuple[Block, ...]:
    """The blocks under an element; ``judge`` may replace or drop elements."""
    return Builder(base_url, judge).build(root)


class Builder:
    """The walk's state: the open run of text, what it will become, and the blocks so far."""

    def __init__(self, base: str, judge: Judge | None = None) -> None:
        self._base = base
        self._judge = judge
        self._blocks: list[Block] = []
        self._run = Run()
        self._make: Callable[[tuple[Span, ...]], Block] = paragraph
        self._after: list[Block] = []  # pictures met inside a run: they follow it
        self._lists: list[list[int | None]] = []  # per open list: the last number, or None
        self._quotes = 0
        self._shown = 0
        self._links = 0
        self._spent: set[HtmlElement] = set()  # already part of a block

    def build(self, root: HtmlElement) -> tuple[Block, ...]:
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end"))
        open_: list[tuple[str, str, _Close | None]] = [("", "", None)]  # style, href, what ends it
        for event, node in walker:
            if event == "end":
                close = open_.pop()[2]
                if close:
                    close()
                if node is not root and node.tail:
                    self._run.add(node.tail, *open_[-1][:2])
                continue
            style, href = open_[-1][:2]
            tag = str(node.tag)
            instead = () if tag in SILENT_TAGS else self._instead(node, tag, node is root)
            if instead is not None:
                open_.append((style, href, None))
                self._place(instead)
                walker.skip_subtree()
                continue
            if tag == "a":
                self._links += 1
                href = absolute(self._base, node.get("href")) if self._links <= MOST_LINKS else ""
            added = _STYLES.get(tag, "")
            if added and added not in style:
                style += added
            open_.append((style, href, self._open(node, tag)))
            if node.text:
                self._run.add(node.text, style, href)
            if len(self._blocks) > MOST_BLOCKS:
                break
        self._flush()
        return tuple(self._blocks)

    # --- what an element begins -----------------------------------------------------

    def _instead(self, node: HtmlElement, tag: str, is_root: bool) -> Sequence[Block] | None:
        """The blocks that stand for the whole element, or None to walk into it."""
        if node in self._spent:
            return ()
        if self._judge and not is_root:
            judged = self._judge(node)
            if judged is not None:
                return judged
        if self._shown >= MOST_SHOWN and (tag in _EMBEDS or tag in ("img", "figure")):
            return ()
        if tag == "img":
            picture = picture_of(node, self._base)
            return () if picture is None else (picture,)
        if tag in _EMBEDS:
            embed = embed_of(node, self._base)
            return () if embed is None else (embed,)
        if tag == "figure":
            return pictures_in(node, self._base) if _is_picture(node) else None
        if tag == "figcaption" and is_stray_caption(node):
            return ()
        if tag == "pre":
            return _code(node)
        if tag == "table":
            table = table_of(node, self._base)
            return None if table is None else (table,)
        if tag == "blockquote" and is_post(node):
            post = post_of(node, self._base)
            return None if post is None else (*self._quoted(node), post)
        return None

    def _quoted(self, node: HtmlElement) -> Sequence[Block]:
        text = text_of(node)
        return (Quote((paragraph((Span(text),)),)),) if text else ()

    def _open(self, node: HtmlElement, tag: str) -> _Close | None:
        """Begins what the element is; gives what is to be done at its end."""
        if tag == "br":
            if self._run.add_break():
                self._flush()
            return None
        if tag not in BLOCK_TAGS:
            if tag == "q":
                self._run.add("“")
                return lambda: self._run.add("”")
            return None
        self._flush()
        if tag in ("ul", "ol", "menu"):
            return self._open_list(node, tag)
        if tag == "li":
            return self._open_item()
        if tag == "dd":
            return self._becomes(_continued(0))
        if tag == "blockquote" and self._quotes < DEEPEST_QUOTE:
            return self._open_quote(node)
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            level = int(tag[1])
            return self._becomes(lambda spans: Heading(spans, level))
        if tag == "hr":
            self._blocks.append(Rule())
            return None
        return self._flush

    def _becomes(self, make: Callable[[tuple[Span, ...]], Block]) -> _Close:
        before = self._make
        self._make = make

        def close() -> None:
            self._flush()
            self._make = before

        return close

    def _open_list(self, node: HtmlElement, tag: str) -> _Close:
        start = node.get("start") or "1"
        self._lists.append(
            [int(start) - 1 if start.isdecimal() and len(start) < 7 else 0] if tag == "ol" else [None]
        )

        def close() -> None:
            self._flush()
            self._lists.pop()

        return close

    def _open_item(self) -> _Close:
        depth = min(max(len(self._lists) - 1, 0), DEEPEST_LIST)
        marker = "•"
        if self._lists and self._lists[-1][0] is not None:
            self._lists[-1][0] += 1
            marker = f"{self._lists[-1][0]}."
        first = [marker]
        return self._becomes(lambda spans: ListItem(spans, depth, first.pop() if first else ""))

    def _open_quote(self, node: HtmlElement) -> _Close:
        outside, make, lists = self._blocks, self._make, self._lists
        self._blocks, self._make, self._lists = [], paragraph, []
        self._quotes += 1
        source = attribution_element(node)
        if source is not None:
            self._spent.add(source)

        def close() -> None:
            self._flush()
            inside = tuple(self._blocks)
            self._blocks, self._make, self._lists = outside, make, lists
            self._quotes -= 1
            by = said_by(text_of(source)) if source is not None else ""
            if inside or by:
                self._blocks.append(Quote(inside, by))

        return close

    # --- what comes of it -----------------------------------------------------------

    def _place(self, blocks: Sequence[Block]) -> None:
        if not blocks:
            return
        self._shown += sum(isinstance(block, _BESIDE) for block in blocks)
        if self._run:
            self._after.extend(blocks)
        else:
            self._flush()
            self._blocks.extend(blocks)

    def _flush(self) -> None:
        spans = self._run.take()
        if spans:
            self._blocks.append(self._make(spans))
        if self._after:
            self._blocks.extend(self._after)
            self._after = []


def paragraph(spans: tuple[Span, ...]) -> Paragraph:
    """A paragraph that knows its own direction."""
    return Paragraph(spans, direction_of(spans))


def direction_of(spans: tuple[Span, ...]) -> Literal["", "rtl"]:
    """ "rtl" where the text is; "" leaves it to what the whole article is."""
    text = plain(spans)
    return "rtl" if not text.isascii() and direction(text) == "rtl" else ""


def _continued(depth: int) -> Callable[[tuple[Span, ...]], Block]:
    return lambda spans: ListItem(spans, depth, "")


def _is_picture(figure: HtmlElement) -> bool:
    """Whether a figure is pictures and, of words, only their caption."""
    if figure.find(".//img") is None:
        return False
    if any(figure.find(f".//{tag}") is not None for tag in _FIGURES_OF_OTHERS):
        return False
    caption = caption_element(figure)
    inside = len(text_of(caption)) if caption is not None else 0
    return len(text_of(figure)) <= inside + SHORT_LABEL


def _code(node: HtmlElement) -> tuple[Block, ...]:
    parts: list[str] = []
    for event, part in walk(node):
        if event == "start":
            parts.append("\n" if part.tag == "br" else part.text or "")
        elif part is not node:
            parts.append(part.tail or "")
    text = clean_lines("".join(parts))
    return (Code(text, _language(node)),) if text else ()


def _language(node: HtmlElement) -> str:
    """A code block's language as highlighters name it in a class (``language-x``)."""
    inner = node.find("code")
    parent = node.getparent()
    for element in (node, inner, parent):
        found = _LANGUAGE.search(element.get("class") or "") if element is not None else None
        if found:
            return found[1].lower()
    return ""
