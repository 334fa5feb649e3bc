"""The stories of the last days, and which of them tell the same event.

A wrong pair is worse than none. Two stories of different sources are a pair when
what they share is rare, is most of what they say, names what both headlines name,
and their numbers do not speak against it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import log, sqrt
from typing import NamedTuple

from tui.feeds.coverage_terms import KIND, NUMBER, PAIR, Signature

ALIKE = 0.31  # cosine of the weighted terms
ALIKE_PAIRS = 0.21  # the same where most are pairs of characters, of which half lie between two words
NAMED = 0.36  # share of either headline, by squared weight, that the other story has
SHARED = 3.5  # shared weight, counted in terms that nobody else has
FIGURES = 0.6  # share of the numbers of the one with fewer that the other has too
MOST_STORIES = 20_000  # in the window
COMMON = 300  # stories with a term from which on nobody is looked for by it
_FEWEST = 50  # stories: among fewer, a word that two have would not be rare
_RAREST = 14  # terms by which others are looked for
_MET = 3  # of them that one who is compared in full has too
_VISITED = 200  # stories that are looked at for one
_COMPARED = 6  # of them compared in full
_WORTH = (1.0, 1.0, 0.5, 0.4)  # of a term, by its kind


@dataclass(frozen=True, slots=True)
class Told:
    """One telling: a story's id, which is its time, its source, a hash of its address, its terms."""

    id: int
    source: int
    address: int
    signature: Signature


class Pair(NamedTuple):
    """Two stories that tell the same event, the lower id first."""

    alike: float
    one: int
    other: int


class _Facts(NamedTuple):
    """What is asked of a telling again and again."""

    title_figures: frozenset[int]
    figures: frozenset[int]
    unspaced: bool  # most of it is in a script without spaces


class _Weights(dict[int, float]):
    """The squared weight of each term, worked out when it is first asked for."""

    def __init__(self, stories: int, found_in: dict[int, list[int]]) -> None:
        self._stories = stories
        self._found_in = found_in

    def __missing__(self, term: int) -> float:
        rarity = log(self._stories / max(len(self._found_in.get(term, ())), 1))
        square = self[term] = (_WORTH[term & KIND] * rarity) ** 2
        return square


class Window:
    """Tellings by their terms. ``span``: the most that two ids of one event may be apart."""

    def __init__(self, span: int) -> None:
        self.span = span
        self._told: dict[int, Told] = {}
        self._with: defaultdict[int, list[int]] = defaultdict(list)  # ids by term
        self._known: dict[int, _Facts] = {}
        self._forget_weights()

    def __len__(self) -> int:
        return len(self._told)

    def __contains__(self, id_: int) -> bool:
        return id_ in self._told

    def __getitem__(self, id_: int) -> Told:
        return self._told[id_]

    def add(self, told: Iterable[Told]) -> None:
        """Takes them in; one that is there is taken anew."""
        for one in told:
            if self._told.get(one.id) == one:
                continue
            if one.id in self._told:
                self._take_out(one.id)
            self._told[one.id] = one
            for term in one.signature.text:
                self._with[term].append(one.id)
        self._forget_weights()

    def drop_before(self, id_: int) -> None:
        """Leaves out what is older, and the oldest beyond ``MOST_STORIES``."""
        if len(self._told) > MOST_STORIES:
            id_ = max(id_, sorted(self._told)[-MOST_STORIES])
        self._leave_out([one for one in self._told if one < id_])

    def _leave_out(self, ids: Iterable[int]) -> None:
        for id_ in ids:
            self._take_out(id_)
        self._forget_weights()

    def _take_out(self, id_: int) -> None:
        self._known.pop(id_, None)
        for term in self._told.pop(id_).signature.text:
            ids = self._with[term]
            ids.remove(id_)
            if not ids:
                del self._with[term]

    def _forget_weights(self) -> None:
        self._size = max(len(self._told), _FEWEST) + 1
        self._weights = _Weights(self._size, self._with)
        self._lengths: dict[int, float] = {}

    # --- pairs --------------------------------------------------------------------

    def pairs(self, ids: Iterable[int]) -> list[Pair]:
        """The pairs that these make, with each other and with all that are here, most alike first."""
        found: set[Pair] = set()
        seen: set[tuple[int, int]] = set()
        for id_ in ids:
            for other in self._near(self._told[id_]):
                pair = (id_, other) if id_ < other else (other, id_)
                if pair not in seen:
                    seen.add(pair)
                    alike = self.alike(*pair)
                    if alike:
                        found.add(Pair(alike, *pair))
        return sorted(found, key=lambda pair: (-pair.alike, pair.one, pair.other))

    def _near(self, one: Told) -> list[int]:
        """Those that have most of a story's rarest terms too."""
        found_in = [ids for term in one.signature.text if 1 < len(ids := self._with[term]) <= COMMON]
        found_in.sort(key=len)
        met: Counter[int] = Counter()
        left = _VISITED
        for place, ids in enumerate(found_in[:_RAREST]):
            left -= len(ids)
            if left < 0 and place > _MET:
                break
            met.update(ids)
        del met[one.id]
        several = [(-count, id_) for id_, count in met.items() if count >= _MET and self._may_pair(one, id_)]
        several.sort()
        return [id_ for _count, id_ in several[:_COMPARED]]

    def _may_pair(self, one: Told, id_: int) -> bool:
        other = self._told[id_]
        return other.source != one.source and other.address != one.address and abs(id_ - one.id) <= self.span

    def alike(self, one: int, other: int) -> float:
        """How alike two tellings are, up to 1.0; 0.0 when they do not tell the same event. Symmetric."""
        a, b = self._told[min(one, other)], self._told[max(one, other)]
        if not self._may_pair(a, b.id):
            return 0.0
        mine, theirs = self._facts(a), self._facts(b)
        if _figures_differ(mine, theirs):
            return 0.0
        shared = a.signature.text & b.signature.text
        square = self._weights.__getitem__
        squares = list(map(square, shared))
        alike = sum(squares) / (self._length(a) * self._length(b))
        if alike < (ALIKE_PAIRS if mine.unspaced and theirs.unspaced else ALIKE):
            return 0.0
        if sum(map(sqrt, squares)) < SHARED * log(self._size):
            return 0.0
        named = min(
            self._share(a.signature.title, b.signature.text), self._share(b.signature.title, a.signature.text)
        )
        return alike if named >= NAMED else 0.0

    def _facts(self, told: Told) -> _Facts:
        facts = self._known.get(told.id)
        if facts is None:
            facts = self._known[told.id] = _facts(told)
        return facts

    def _length(self, told: Told) -> float:
        length = self._lengths.get(told.id)
        if length is None:
            squares = sum(map(self._weights.__getitem__, told.signature.text))
            length = self._lengths[told.id] = sqrt(squares) or 1.0
        return length

    def _share(self, title: frozenset[int], text: frozenset[int]) -> float:
        whole = sum(map(self._weights.__getitem__, title))
        return sum(map(self._weights.__getitem__, title & text)) / whole if whole else 0.0


def _figures_differ(one: _Facts, other: _Facts) -> bool:
    """Whether their numbers say that it is another day's report, or another match's."""
    return _differ(one.title_figures, other.title_figures, 1) or _differ(one.figures, other.figures, 2)


def _differ(one: frozenset[int], other: frozenset[int], least: int) -> bool:
    fewer = min(len(one), len(other))
    return fewer >= least and len(one & other) < FIGURES * fewer


def _facts(told: Told) -> _Facts:
    text = told.signature.text
    kinds = [term & KIND for term in text]
    figures = frozenset([term for term in text if term & KIND == NUMBER]) if NUMBER in kinds else frozenset()
    return _Facts(figures & told.signature.title, figures, 2 * kinds.count(PAIR) > len(text))
