"""What a character means, found out before it says the first word of it (chapter 9).

There are several ways to say the same, and a model that has learned them all shares out its probability among them:

    That name means nothing to me.         0.4
    You find Odwin at the red mill.        0.2
    Odwin is at the red mill, most days.   0.2
    Look for Odwin at the red mill.        0.2

Whoever takes the likeliest next word says that there is nobody. But likelier is that Odwin is at the mill: 0.6, in one
way or another. So the beginnings that the guard permits are followed, the likeliest first, until one meaning has
more than any other can still get. That takes some steps of the engine, mostly fewer than ten.

Symbols:
    share      probability of a beginning among all that the guard permits
    beginning  what an answer may begin with; open as long as it can mean more than one thing
"""

from codecs import getincrementaldecoder
from collections import Counter
from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import chain, count
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from mambalib.engine import EngineState
from mambalib.npc.guard import Guard, Meaning
from mambalib.npc.voice import Voice

MOST = 48  # steps of the engine; after them the likeliest so far is it
NOTHING: Meaning = ("", ())  # what the end of an answer means
_LEAST = 0.01  # share of a beginning that is followed


class Spoken(NamedTuple):
    """What was said of an answer: its text, and the bytes behind it that are the beginning of a letter."""

    text: str = ""
    begun: bytes = b""


def say(voice: Voice, guard: Guard | None, spoken: Spoken, token: int) -> Spoken | None:
    """What was said with one more token, which may be the one that ends the answer; nothing if that may not be said."""
    if token == voice.transcript.end:
        ends = guard is None or (not spoken.begun and guard.permits(spoken.text, ended=True))
        return spoken if ends else None
    decoder = getincrementaldecoder("utf-8")("strict" if guard else "replace")
    try:
        text = decoder.decode(spoken.begun + voice.transcript.tokenizer.token_bytes(token))
    except UnicodeDecodeError:
        return None
    longer = Spoken(spoken.text + text, decoder.getstate()[0])
    return longer if guard is None or guard.permits(longer.text, begun=longer.begun) else None


class Search:
    """Looks for what an answer means that has come so far.

    Args:
        voice, guard: who speaks, and what may be said.
        spoken: so far.
        state, logits: the engine's after that; they are not changed.

    Attributes:
        steps: how many the engine has made.
    """

    def __init__(self, voice: Voice, guard: Guard, spoken: Spoken, state: EngineState, logits: np.ndarray) -> None:
        self._voice, self._guard, self._spoken = voice, guard, spoken
        self._open: list[tuple[float, int, Spoken, int, EngineState]] = []  # the likeliest first
        self._number, self.steps = count(), 0
        self._shares: Counter[frozenset[Meaning]] = Counter()  # some sentences have several meanings
        self._follow(1.0, spoken, state, logits)

    @property
    def is_over(self) -> bool:
        """Whether no other meaning can become likelier than `meaning`."""
        if not self._open or self.steps == MOST:
            return True
        best, second, *_ = (*(share for share, _ in self._ranked()), 0.0, 0.0)
        return best > 0 and best >= second - sum(share for share, *_ in self._open)

    @property
    def meaning(self) -> Meaning | None:
        """The likeliest so far, if there is one."""
        return next((meaning for _, meaning in self._ranked()), None)

    def _ranked(self) -> list[tuple[float, Meaning]]:
        """The meanings with their shares, the likeliest first; of those that have all words in common, one."""
        by_words: dict[tuple[frozenset[Meaning], ...], Meaning] = {}
        for meaning in sorted({*chain(*self._shares)}):
            by_words.setdefault(tuple(words for words in self._shares if meaning in words), meaning)
        shares = [(sum(self._shares[words] for words in all_words), meaning) for all_words, meaning in by_words.items()]
        return sorted(shares, key=itemgetter(0), reverse=True)

    def step(self) -> None:
        """Let the engine read the last token of the likeliest beginning."""
        share, _, spoken, token, state = heappop(self._open)
        state = state.clone()
        logits = self._voice.read([token], state)
        self.steps += 1
        self._follow(-share, spoken, state, logits)

    def _follow(self, share: float, spoken: Spoken, state: EngineState, logits: np.ndarray) -> None:
        """Go on from a beginning with each token that is likely enough."""
        found = [*self._next(spoken, logits)]
        whole = sum(probability for probability, *_ in found)
        for probability, token, longer in found:
            part = share * probability / whole
            ends = token == self._voice.transcript.end
            meanings = frozenset({NOTHING}) if ends and spoken == self._spoken else self._guard.means(longer.text, ends)
            if meanings:
                self._shares[meanings] += part
            elif not ends and part > _LEAST:
                heappush(self._open, (-part, next(self._number), longer, token, state))

    def _next(self, spoken: Spoken, logits: np.ndarray) -> Iterator[tuple[float, int, Spoken]]:
        """The likely tokens of those that may be said: with their probability, and what was said with them."""
        most = 0.0
        for probability, token in self._voice.likeliest(logits):
            if probability == 0 or probability < _LEAST * most:
                return
            longer = say(self._voice, self._guard, spoken, token)
            if longer is not None:
                most = max(most, probability)
                yield probability, token, longer
