"""What a headline looks like, which boxes hold none, and moments as pages write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

from tui.feeds import dates

SHORTEST = 15  # of a headline; a character of a script without spaces counts for three
LONGEST = 300
_WIDE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]"
)
_BOX = re.compile(
    r"most[ -](?:read|viewed|popular|shared|commented|watched)|^popular\b|trending"
    r"|editors?['’]?s? (?:picks?|choice)"
    r"|^related\b|recommended|you (?:may|might) (?:also )?like|read (?:also|next|more)"
    r"|^(?:top )?(?:tags?|topics?)$"
    r"|^(?:categories|archives?|newsletters?|podcasts|recent (?:posts|comments)|sponsored|follow us)$"
    r"|meist ?gelesen|beliebt|das könnte sie|mehr zum thema|lesen sie auch|empfohlen|schlagwörter"
    r"|les plus lus|à lire aussi|sur le même (?:sujet|thème)|lo más (?:leído|visto)|te puede interesar"
    r"|i più letti|potrebbe interessarti|mais lidas|самое (?:читаемое|популярное)|^популярное|читайте также"
    r"|по теме|рекомендуем|الأكثر قراءة|الأكثر مشاهدة|اقرأ أيضا"
    r"|ランキング|関連記事|よく読まれ|热门|相关",
    re.IGNORECASE,
)
# Folders of addresses that list stories or serve the site, and are no stories themselves.
_NO_STORY = frozenset(
    "tag tags tagged topics category categories kategorie rubrik author authors autor autoren auteur "
    "profile user users page search suche login signin register signup account subscribe subscription abo "
    "about contact privacy terms newsletter newsletters rss feed feeds shop cart jobs help faq legal "
    "imprint impressum cookies sitemap wp-login.php cdn-cgi archive archives service".split()
)
_DATED = re.compile(r"(?<!\d)(?:19|20)\d\d[/_-]?[01]\d(?:[/_-]?[0-3]\d)?(?!\d)")
_NUMBERED = re.compile(r"\d{4,}")


def weight(text: str) -> int:
    """How much a text says, in characters of an alphabet."""
    return len(text) + 2 * len(_WIDE.findall(text))


def is_headline(text: str) -> bool:
    """Whether a link's text can be a story's headline: several words, and not a whole paragraph."""
    if len(text) > LONGEST or weight(text) < SHORTEST or not any(map(str.isalpha, text)):
        return False
    if 3 * sum(map(str.isdigit, text)) > len(text):  # a date, a result, a telephone number
        return False
    return len(text.split()) >= 3 or bool(_WIDE.search(text))


def is_box_title(text: str) -> bool:
    """Whether a heading names a box that repeats or advertises ("Most read", "Related")."""
    return len(text) <= 60 and bool(_BOX.search(text))


def may_be_story(url: str, page: str) -> bool:
    """Whether an address linked from ``page`` may be a story's: no page above it, no service, no list."""
    there, here = urlsplit(url), urlsplit(page)
    path, own = there.path.rstrip("/"), here.path.rstrip("/")
    if not path and not there.query:
        return False
    if there.netloc == here.netloc and (
        (path == own and there.query in ("", here.query)) or (own.startswith(f"{path}/") and not there.query)
    ):
        return False
    folders = [part.lower() for part in path.split("/") if part]
    listing = [part for part in folders if part in _NO_STORY]
    # "/archive/2026/…/story" is a story; "/tag/ferry" is not.
    return not listing or (is_dated(url) and not _NO_STORY & set(folders[-1:]))


def is_dated(url: str) -> bool:
    """Whether the address has a month or a day in it."""
    return _DATED.search(urlsplit(url).path) is not None


def shape(url: str) -> tuple[str, str]:
    """What a story's address has in common with its neighbours': its host, and what it ends in."""
    parts = urlsplit(url)
    last = parts.path.rstrip("/").rpartition("/")[2]
    if is_dated(url):
        kind = "dated"
    elif _NUMBERED.search(last) or any(value.isdigit() for _name, value in parse_qsl(parts.query[:500])):
        kind = "numbered"
    else:
        kind = "slug" if last.count("-") + last.count("_") + last.count("%") >= 1 else "word"
    return parts.netloc, kind


def moment(text: str | None) -> datetime | None:
    """The moment in UTC, or None; a date without a zone is taken as UTC (W3C-DTF, RFC 3339, RFC 822)."""
    text = (text or "").strip()
    if not text or len(text) > 60:
        return None
    try:
        return dates.plain_date(text)
    except dates.OddDate:
        pass
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return dates.odd_date(text)
