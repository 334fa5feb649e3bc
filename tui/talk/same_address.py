"""Whether two addresses are one story's: what services keep differs in scheme, "www." and campaign marks."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

_MARKS = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|ref|ref_src|cmp|smid")


def same_address(one: str, other: str) -> bool:
    """Whether both lead to the same page, as far as addresses can tell."""
    return bool(taken_apart(one).hostname) and _bare(one) == _bare(other)


def taken_apart(url: str) -> SplitResult:
    """The parts of an address; none where it is not one."""
    try:
        parts = urlsplit(url)
        parts.hostname, parts.port  # noqa: B018 (what is wrong with these shows when they are asked for)
    except ValueError:
        return urlsplit("")
    return parts


def _bare(url: str) -> tuple[str, str, str]:
    parts = taken_apart(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    host += f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = sorted(pair for pair in parse_qsl(parts.query) if not _MARKS.fullmatch(pair[0].lower()))
    return host, parts.path.rstrip("/"), urlencode(query)


def without_marks(url: str) -> str:
    """The address without fragment and campaign marks: all that a third party needs of it."""
    parts = taken_apart(url.partition("#")[0])
    query = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not _MARKS.fullmatch(pair[0].lower())
    ]
    return parts._replace(query=urlencode(query), netloc=parts.netloc.rpartition("@")[2]).geturl()
