"""Finding one event's stories among many, with planted tellings and traps.

``python -m bench.coverage [--stories N] [--seed N]`` makes stories of three days in
four scripts. Some events are told by several sources: the same copy under an edited
headline, copy cut short, or written anew with the same names and numbers. Beside
them stand traps, which look alike and are not the same: results of other matches,
weather and market reports of other places and days, a columnist's series, live
pages and briefings under one headline, and other matters of the same people.
Precision and recall are of pairs of stories of different sources.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, combinations

from tui.feeds.coverage import group
from tui.feeds.coverage_terms import signature
from tui.feeds.coverage_window import Told, Window

SECOND_BITS = 20
DAY = 86400
DAYS = 3
SOURCES = 120
START = 1_794_441_600  # 12 November 2026
TOLD_AGAIN = ("same copy, edited headline", "same copy, cut short", "written anew")


@dataclass(frozen=True)
class Script:
    """A language made up: syllables make its words, few of them frequent; names are words of their own."""

    name: str
    syllables: tuple[str, ...]
    name_syllables: tuple[str, ...]
    gap: str
    lengths: tuple[int, int]
    label: Callable[[int], str]


LATIN = tuple("ba con der el fi gra ha in jo kel lo mar ne or pre qua ri sta ter un ver wi ing ion".split())
CYRILLIC = tuple("ба ве гор де жи за ин ка лов ма но ов пре ри ста тер ун ха цен ше эк ные ост".split())
ARABIC = tuple("با ت ث جم ح خر د ر زي س ش صن ض طا ع غر ف ق كم ل مد ن هو و ي".split())
HAN = tuple(
    "港湾都市議会合意夜行橋梁場列車氷河湖水楽団夏季学校法廷予算海風雪山川田村東西南北新古大小中上下人口手足目耳石木火金土日月星空雨雲光音声色形心力気生死父母子女男友道門国家王民"
)
KANA = tuple("アカサタナハマヤラワイキシチニヒミリウクスツヌフムユルエケセテネヘメレオコソトノホモヨロンー")

SCRIPTS = (
    Script("Latin", LATIN, LATIN, " ", (1, 4), lambda day: f"Morning briefing {day} Nov"),
    Script("Cyrillic", CYRILLIC, CYRILLIC, " ", (1, 4), lambda day: f"Главное к утру {day} ноября"),
    Script("Arabic", ARABIC, ARABIC, " ", (2, 4), lambda day: f"موجز الصباح {day} نوفمبر"),
    Script("CJK", HAN, KANA, "", (1, 2), lambda day: f"朝のまとめ {day}日"),
)


@dataclass(frozen=True)
class Story:
    """What a feed gives of it, when and by whom; ``event`` is the truth, ``kind`` how it was made."""

    event: int
    kind: str
    script: int
    source: int
    second: int
    title: str
    lead: str


class Language:
    """Draws words, names and numbers of a script."""

    def __init__(self, script: Script, rng: random.Random) -> None:
        self.script = script
        self.rng = rng
        shortest, longest = script.lengths
        made = dict.fromkeys(
            "".join(
                rng.choices(script.syllables, k=min(shortest + rank // 60, rng.randint(shortest, longest)))
            )
            for rank in range(9_000)
        )
        self._words = list(made)
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._words))))

    def words(self, count: int) -> list[str]:
        return self.rng.choices(self._words, cum_weights=self._weights, k=count)

    def name(self) -> str:
        return "".join(self.rng.choices(self.script.name_syllables, k=self.rng.randint(3, 4))).capitalize()

    def number(self) -> str:
        rng = self.rng
        return rng.choice(
            (
                str(rng.randint(2, 60)),
                f"{rng.randint(1, 9)}.{rng.randint(1, 9)}",
                str(rng.randint(100, 9_999)),
            )
        )

    def write(self, words: list[str]) -> str:
        return self.script.gap.join(words)


@dataclass(frozen=True)
class Event:
    """What happened: names and numbers, and how it was first told."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]
    title: tuple[str, ...]
    lead: tuple[str, ...]


class Newsroom:
    """Makes the stories."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.languages = [Language(script, rng) for script in SCRIPTS]
        self.stories: list[Story] = []
        self._event = 0
        self._events: dict[tuple[int, int], list[Event]] = defaultdict(list)

    def sources(self, script: int, count: int) -> list[int]:
        return [
            len(SCRIPTS) * place + script for place in self.rng.sample(range(SOURCES // len(SCRIPTS)), count)
        ]

    def tell(
        self, kind: str, script: int, source: int, second: int, title: list[str], lead: list[str]
    ) -> None:
        language = self.languages[script]
        second = min(max(second, 0), DAYS * DAY - 1)
        self.stories.append(
            Story(
                self._event, kind, script, source, START + second, language.write(title), language.write(lead)
            )
        )

    def event(self, script: int) -> Event:
        language, rng = self.languages[script], self.rng
        names = tuple(language.name() for _ in range(rng.randint(2, 4)))
        numbers = tuple(language.number() for _ in range(rng.randint(0, 3)))
        title = [*names[:2], *numbers[:1], *language.words(rng.randint(4, 7))]
        lead = [*names, *names[: rng.randint(0, 2)], *numbers, *language.words(rng.randint(20, 32))]
        rng.shuffle(title)
        rng.shuffle(lead)
        return Event(names, numbers, tuple(title), tuple(lead))

    def happen(self, kind: str) -> None:
        """An event, told once and then ``kind``'s way by others; "one source": by nobody."""
        rng = self.rng
        script = rng.randrange(len(SCRIPTS))
        self._event += 1
        event = self.event(script)
        again = 0 if kind == "one source" else rng.choice((1, 1, 1, 2, 3, 5))
        first, *others = self.sources(script, 1 + again)
        second = rng.randrange(DAYS * DAY)
        self._events[script, second // DAY].append(event)
        self.tell(kind, script, first, second, list(event.title), list(event.lead))
        for source in others:
            title, lead = self._retold(kind, event, self.languages[script])
            self.tell(kind, script, source, second + rng.randrange(60, 36_000), title, lead)
        if rng.random() < 0.15:  # its own later update, which is nobody's coverage
            self.tell(
                kind,
                script,
                first,
                second + 7_200,
                list(event.title),
                [*event.lead, *self.languages[script].words(4)],
            )

    def _retold(self, kind: str, event: Event, language: Language) -> tuple[list[str], list[str]]:
        rng = self.rng
        if kind == "written anew":
            title = [*event.names[:2], *event.numbers[:1], *self._some(event.title, 0.4, event, language)]
            kept = [*event.names, *event.numbers]
            lead = [*kept, *self._some(event.lead, 0.45, event, language)]
            rng.shuffle(title)
            rng.shuffle(lead)
            return title, lead
        title = [word for word in event.title if word in event.names or rng.random() < 0.75]
        title += language.words(rng.randint(0, 3))
        lead = list(event.lead)
        if kind == "same copy, cut short":
            lead = lead[: int(len(lead) * rng.uniform(0.5, 0.8))]
        return title, lead

    def _some(self, words: tuple[str, ...], share: float, event: Event, language: Language) -> Iterator[str]:
        """The common words of a text, so many of them kept and the others exchanged."""
        for word in words:
            if word not in event.names and word not in event.numbers:
                yield word if self.rng.random() < share else language.words(1)[0]

    # --- traps --------------------------------------------------------------------

    def template(
        self, kind: str, script: int, frames: tuple[list[str], list[str]], names: int, numbers: int
    ) -> None:
        """A report that only its names and numbers tell from the others of its kind."""
        rng, language = self.rng, self.languages[script]
        self._event += 1
        said = [language.name() for _ in range(names)]
        counted = [language.number() for _ in range(numbers)]
        title, lead = frames
        second = rng.randrange(DAYS * DAY)
        for source in self.sources(script, 2 if rng.random() < 0.1 else 1):
            self.tell(
                kind,
                script,
                source,
                second,
                [*said, *counted[:2], *title],
                [*lead[:9], *said, *counted, *lead[9:]],
            )

    def daily(self, kind: str, script: int, frames: tuple[list[str], list[str]], names: list[str]) -> None:
        """A report about the same place or index, another every day and at every source's own hour."""
        language = self.languages[script]
        title, lead = frames
        for day in range(DAYS):
            for source in self.sources(script, 2):
                self._event += 1
                counted = [language.number() for _ in range(4)]
                self.tell(
                    kind,
                    script,
                    source,
                    day * DAY + 64_800,
                    [*names, *title, counted[0]],
                    [*lead[:9], *names, *counted, *lead[9:]],
                )

    def series(self, script: int) -> None:
        """A column that several papers carry, each another instalment."""
        language, rng = self.languages[script], self.rng
        heading, signed = (
            [language.name(), *language.words(3)],
            [language.name(), language.name(), *language.words(8)],
        )
        for source in self.sources(script, 4):
            self._event += 1
            title = [*heading, str(rng.randint(2, 90)), *language.words(3)]
            self.tell(
                "columnist's series",
                script,
                source,
                rng.randrange(DAYS * DAY),
                title,
                [*signed, *language.words(20)],
            )

    def briefings(self, script: int, day: int) -> None:
        """Every source's round-up of the day, all under one headline."""
        rng = self.rng
        events = self._events[script, day]
        for source in self.sources(script, 5):
            self._event += 1
            lead = [word for event in rng.sample(events, min(3, len(events))) for word in event.title]
            self.tell("briefing", script, source, day * DAY + 21_600, [SCRIPTS[script].label(12 + day)], lead)

    def other_matter(self, script: int) -> None:
        """The same people at something else."""
        rng, language = self.rng, self.languages[script]
        event = rng.choice(self._events[script, rng.randrange(DAYS)])
        self._event += 1
        title = [*event.names[:2], *language.words(5), language.number()]
        lead = [*event.names[:3], *language.words(26), language.number()]
        rng.shuffle(lead)
        [source] = self.sources(script, 1)
        self.tell("other matter, same names", script, source, rng.randrange(DAYS * DAY), title, lead)


def stories(count: int, seed: int) -> list[Story]:
    """So many stories, newest last."""
    rng = random.Random(seed)
    room = Newsroom(rng)
    for kind in TOLD_AGAIN:
        while sum(story.kind == kind for story in room.stories) < count * 0.1:
            for _ in range(20):
                room.happen(kind)
    for script, language in enumerate(room.languages):
        for _ in range(4):
            frames = language.words(6), language.words(24)
            for _ in range(count // 160):
                room.template("match result", script, frames, 2, 2)
            frames = language.words(5), language.words(22)
            for _ in range(count // 320):
                room.template("weather", script, frames, 1, 3)
        for _ in range(count // 800):
            room.daily(
                "markets", script, (language.words(5), language.words(22)), [language.name(), language.name()]
            )
            room.series(script)
        for day in range(DAYS):
            room.briefings(script, day)
        for _ in range(count // 80):
            room.other_matter(script)
    while len(room.stories) < count:
        room.happen("one source")
    return sorted(room.stories[:count], key=lambda story: story.second)


def told(story: Story, number: int) -> Told:
    id_ = (story.second << SECOND_BITS) + number
    return Told(id_, story.source, number + 1, signature(story.title, story.lead, ""))


def clustered(found: list[Told], batch: int) -> dict[int, int]:
    """The event of each story that has others, as batches of that size arrive."""
    window = Window(DAYS * DAY << SECOND_BITS)
    events: dict[int, int] = {}
    for first in range(0, len(found), batch):
        some = found[first : first + batch]
        window.add(some)
        window.drop_before(some[-1].id - window.span)
        for one in group(window, [story.id for story in some], events):
            events.update(dict.fromkeys(one.stories, min(one.events, default=one.stories[0])))
    return events


def pairs_of(groups: dict[int, list[int]], source: Callable[[int], int]) -> set[tuple[int, int]]:
    return {
        pair
        for members in groups.values()
        for pair in combinations(sorted(members), 2)
        if source(pair[0]) != source(pair[1])
    }


def grouped(events: dict[int, int]) -> dict[int, list[int]]:
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for story, event in events.items():
        groups[event].append(story)
    return groups


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--stories", type=int, default=10_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--batch", type=int, default=1_000, help="stories that arrive together")
    chosen = arguments.parse_args()
    made = stories(chosen.stories, chosen.seed)
    began = time.process_time()
    found = [told(story, number) for number, story in enumerate(made)]
    read = time.process_time() - began
    events = clustered(found, chosen.batch)
    took = time.process_time() - began
    by_id = {one.id: story for one, story in zip(found, made, strict=True)}
    truth = pairs_of(
        grouped({id_: story.event for id_, story in by_id.items()}), lambda id_: by_id[id_].source
    )
    said = pairs_of(grouped(events), lambda id_: by_id[id_].source)
    print(f"| {len(made):,} stories | pairs | found | recall | wrong |")
    print("|---|---:|---:|---:|---:|")
    for label, chosen_story in groupings():
        mine = {pair for pair in truth if chosen_story(by_id[pair[0]])}
        wrong = sum(chosen_story(by_id[pair[0]]) or chosen_story(by_id[pair[1]]) for pair in said - truth)
        recall = f"{len(mine & said) / len(mine):.3f}" if mine else ""
        print(f"| {label} | {len(mine)} | {len(mine & said)} | {recall} | {wrong} |")
    print(
        f"\nprecision {len(said & truth) / max(len(said), 1):.4f}, "
        f"recall {len(said & truth) / len(truth):.4f}, "
        f"{took:.2f} s of processor time ({read:.2f} s of it reading the texts)"
    )


def groupings() -> Iterator[tuple[str, Callable[[Story], bool]]]:
    kinds = (
        *TOLD_AGAIN,
        "match result",
        "weather",
        "markets",
        "columnist's series",
        "briefing",
        "other matter, same names",
        "one source",
    )
    for kind in kinds:
        yield kind, lambda story, kind=kind: story.kind == kind  # type: ignore[misc]
    for number, script in enumerate(SCRIPTS):
        yield script.name, lambda story, number=number: story.script == number  # type: ignore[misc]


if __name__ == "__main__":
    main()
