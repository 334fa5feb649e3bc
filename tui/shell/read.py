"""``wireroom read``: an article as text, Markdown or JSON."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path
from urllib.parse import urlsplit

from tui.model import Article, Failure
from tui.shell.desks import desk_of, story_named
from tui.shell.output import width

LARGEST_FILE = 16 * 2**20  # bytes


def read(arguments: Namespace) -> int:
    """Prints the article at an address, of a stored story, or of a page in a file."""
    print(_rendered(_article(arguments), arguments.format))
    return 0


def print_article(arguments: Namespace, what: str) -> None:
    """Prints as text the article of a stored story, or at an address."""
    print(_rendered(_stored_or_fetched(arguments, what), "text"))


def _article(arguments: Namespace) -> Article:
    what: str = arguments.what
    if what == "-":
        return _extract(sys.stdin.buffer.read(LARGEST_FILE), arguments.base_url)
    if urlsplit(what).scheme in ("http", "https") or what.isdecimal():
        return _stored_or_fetched(arguments, what)
    try:
        with Path(what).open("rb") as file:
            page = file.read(LARGEST_FILE)
    except OSError as error:
        raise Failure(
            f"{what} is no address, story id or readable file: {error.strerror}.",
            "An address begins with http:// or https://.",
        ) from error
    return _extract(page, arguments.base_url)


def _extract(page: bytes, base_url: str) -> Article:
    from tui.articles.extract import extract_article

    return extract_article(page, base_url)


def _stored_or_fetched(arguments: Namespace, what: str) -> Article:
    with desk_of(arguments) as desk:
        story = story_named(desk.store, what)
        return (desk.open_article(story) if story else desk.open_url(what)).result()


def _rendered(article: Article, form: str) -> str:
    from tui.articles import render

    if form == "json":
        return json.dumps(render.to_json(article), ensure_ascii=False, indent=2)
    if form == "markdown":
        return render.to_markdown(article)
    return render.to_text(article, min(width(), 88))
