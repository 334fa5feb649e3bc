"""What a page keeps back: a text for subscribers, a wall of consent.

Read off how pages say it: schema.org's ``isAccessibleForFree`` and the
``cssSelector`` of its ``hasPart`` (the paywalled-content mark-up of search
engines), ``article:content_tier``, and forms that ask for consent where a text
should stand. Never by a site's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from tui.articles.structured import Node, Stated, first_text
from tui.articles.tree import text_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SHORT = 1_500  # characters; what is paid for and no longer than this is not the whole
LEAST = 0.7  # of the stated words, for a text to be the whole
LEAST_HELD_BACK = 400  # characters that the paid part holds, if the page has it after all
MOST_ASKED = 3_000  # characters of a page that only asks for consent
_ASKED = re.compile(
    r"cookie|consent|privacy|gdpr|datenschutz|einwillig|zustimm|vie privée|consentement|"
    r"privacidad|consentimiento|согласи|персональн|ملفات تعريف|الخصوصية|プライバシー|同意|隐私",
    re.I,
)
_AGREE = re.compile(
    r"(?:i\s+)?(?:accept|agree|allow)(?:\s+(?:all|cookies|and\s+continue))*|"
    r"(?:alle\s+)?(?:akzeptieren|zustimmen)(?:\s+und\s+weiter)?|(?:tout\s+)?accepter(?:\s+(?:tout|et\s+continuer))?|"
    r"aceptar(?:\s+(?:todo|y\s+continuar))?|принять(?:\s+вс[её])?|согласен|согласиться|أوافق|قبول|同意(?:する)?|接受",
    re.I,
)
_WALLS = re.compile(
    r"(?:^|[\s_-])(?:paywall\w*|regwall|meter-?wall|subscri(?:be|ption|ber)-?(?:wall|prompt|required|only)|premium-?(?:wall|content-?lock)|"
    r"piano-?(?:inline|offer)|locked-?content|content-?lock(?:ed)?|article-?gate|tp-?container-?inner)(?:$|[\s_-])",
    re.I,
)
_WORD = re.compile(r"\w+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u9fff]")  # scripts whose words are not parted
_SELECTOR = re.compile(r"[.#]?[A-Za-z_][\w-]{0,100}")


@dataclass(frozen=True)
class Withheld:
    """What a page says of itself before its text is known."""

    asks: bool  # to agree to something
    costs: bool
    paid_size: int | None  # characters of the parts to be paid for; None where they are not named
    walled: bool
    words: int  # of the whole text as stated, 0 if not
    is_article: bool  # says so to machines

    def why(self, text: str) -> str:
        """Why a text is not the whole: "paywall", "consent", or ""."""
        if self.asks and not self.is_article and _is_about_consent(text):
            return "consent"
        if self.costs and self.paid_size is not None and self.paid_size >= LEAST_HELD_BACK:
            return ""  # it was sent after all
        if self.costs and self.words and not _UNSPACED.search(text):
            return "paywall" if len(_WORD.findall(text)) < LEAST * self.words else ""
        return "paywall" if (self.costs or self.walled) and len(text) < SHORT else ""


def withheld(root: HtmlElement, said: Stated) -> Withheld:
    """What a prepared page keeps back, by its own word."""
    count = str(said.article.get("wordCount") or "").strip()
    return Withheld(
        asks=any(_AGREE.fullmatch(_label(element).strip(" .!›»→")) for element in _pressed(root)),
        costs=is_paid(said),
        paid_size=paid_size(root, said),
        walled=has_wall(root),
        words=int(count) if count.isdecimal() and len(count) < 7 else 0,
        is_article=bool(said.article) or said.of("og:type").lower() == "article",
    )


def _is_about_consent(text: str) -> bool:
    return len(text) <= MOST_ASKED and len(_ASKED.findall(text)) >= max(2, len(text) // 600)


def _pressed(root: HtmlElement) -> Iterator[HtmlElement]:
    return islice(root.iter("button", "input", "a"), 2_000)


def _label(element: HtmlElement) -> str:
    if element.tag == "input":
        return element.get("value") or ""
    return " ".join("".join(islice(element.itertext(), 20)).split())


def is_paid(said: Stated) -> bool:
    """Whether the page says that its text, or a part of it, is not free."""
    nodes = [said.article] if "isAccessibleForFree" in said.article else said.nodes
    return any(map(_costs, nodes)) or said.of("article:content_tier").lower() == "locked"


def _costs(node: Node) -> bool:
    value = str(node.get("isAccessibleForFree", "")).rpartition("/")[2].lower()
    return value in ("false", "no", "0")


def paid_size(root: HtmlElement, said: Stated) -> int | None:
    """How many characters stand in the parts said to be paid for; None if the page names no parts."""
    selectors = [name for node in said.nodes if _costs(node) and (name := _selector(node))]
    if not selectors:
        return None
    found = [element for name in selectors[:10] for element in _selected(root, name)[:50]]
    return sum(len(" ".join("".join(element.itertext()).split())) for element in found)


def _selector(node: Node) -> str:
    return first_text(node.get("cssSelector")).strip()


def _selected(root: HtmlElement, name: str) -> list[HtmlElement]:
    """The elements of a simple selector: ``.class``, ``#id`` or a tag. Others select nothing here."""
    if not _SELECTOR.fullmatch(name):
        return []
    if name[0] == ".":
        path = "//*[contains(concat(' ', normalize-space(@class), ' '), concat(' ', $name, ' '))]"
    else:
        path = "//*[@id = $name]" if name[0] == "#" else "//*[local-name() = $name]"
    return list(root.xpath(path, name=name.lstrip(".#")))


def has_wall(root: HtmlElement) -> bool:
    """Whether an element of the page is a wall before its text, by its name, and is not hidden."""
    named: list[Any] = root.xpath("//*[self::div or self::section or self::aside][@class or @id]")
    return any(
        _WALLS.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        and len(text_of(element, limit=200)) > 20
        for element in named[:20_000]
    )
