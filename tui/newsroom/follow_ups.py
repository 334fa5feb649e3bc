"""Stories that are made when no written one is left: follow-ups of those already out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from random import Random

from tui.newsroom.content import Content, Desk, Draft
from tui.newsroom.words import words

PARAGRAPHS_KEPT = 3


def upcoming(content: Content, seed: int) -> Iterator[Draft]:
    """Every story that will appear, without end: the written arrivals, then follow-ups.

    The seed decides order and text, nothing else does; no two are the same.
    """
    random = Random(seed)
    written = list(content.arrivals)
    random.shuffle(written)
    yield from written
    numbers = count(1)
    for round_number in count(1):
        pairs = [(draft, kind) for draft in content.drafts for kind in _kinds(content, draft)]
        random.shuffle(pairs)
        for draft, kind in pairs:
            yield _follow_up(draft, content.desk(draft.section), kind, next(numbers), round_number)


def _kinds(content: Content, draft: Draft) -> range:
    return range(len(words(content.desk(draft.section).language).follow_ups))


def _follow_up(draft: Draft, desk: Desk, kind: int, number: int, round_number: int) -> Draft:
    said = words(desk.language)
    title = said.follow_ups[kind].format(title=draft.title)
    photo = draft.photo and replace(draft.photo, name=f"{draft.photo.name}-{number}")
    return replace(
        draft,
        slug=f"{draft.slug}-follow-up-{number}",
        title=f"{title} ({round_number})" if round_number > 1 else title,
        body="\n\n".join(_body(draft, desk, kind, number)),
        minutes_ago=0.0,
        photo=photo,
        remarks=(),
        chat=None,
    )


def _body(draft: Draft, desk: Desk, kind: int, number: int) -> list[str]:
    said = words(desk.language)
    blocks = [block for block in draft.body.split("\n\n") if block.strip() and not block.startswith("{card")]
    turn = kind % len(blocks)
    return [
        said.follow_up_opening.format(desk=desk.desk),
        f"{{card: {draft.slug}}}",
        *(blocks[turn:] + blocks[:turn])[:PARAGRAPHS_KEPT],
        said.follow_up_close.format(number=number),
    ]
