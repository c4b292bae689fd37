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
from itertools import count
from typing import NamedTuple

import numpy as np

from mambalib.engine import EngineState
from mambalib.npc.guard import Guard, Meaning
from mambalib.npc.voice import Voice

MOST = 48  # beginnings that are followed; then the likeliest meaning so far is it
NOTHING: Meaning = ("", ())  # what the end of an answer means
_LEAST = 0.01  # share of a beginning that is followed


class Spoken(NamedTuple):
    """What was said of an answer: its text, and the bytes behind it that are the beginning of a letter."""

    text: str = ""
    begun: bytes = b""


def say(voice: Voice, guard: Guard, spoken: Spoken, token: int) -> Spoken | None:
    """What was said with one more token, which may be the one that ends the answer; nothing if that may not be said."""
    if token == voice.transcript.end:
        return spoken if not spoken.begun and guard.permits(spoken.text, ended=True) else None
    decoder = getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(spoken.begun + voice.transcript.tokenizer.token_bytes(token))
    except UnicodeDecodeError:
        return None
    longer = Spoken(spoken.text + text, decoder.getstate()[0])
    return longer if guard.permits(longer.text, begun=longer.begun) else None


class _Beginning(NamedTuple):
    """What an answer may go on with.

    Args:
        rest: minus its share, so that the likeliest comes first.
        number: of two that are as likely the first one found comes first.
        spoken, tokens: what was said then, and by which tokens.
        state: the engine's before the last of them.
    """

    rest: float
    number: int
    spoken: Spoken
    tokens: tuple[int, ...]
    state: EngineState


class Search:
    """Looks for what an answer means that has come so far.

    Args:
        voice, guard: who speaks, and what may be said.
        spoken: so far.
        state, logits: the engine's after that; they are not changed.

    Attributes:
        is_over: whether what is open can make no other meaning likelier than the best, or it has taken too long.
        followed: how many beginnings were followed.
    """

    def __init__(self, voice: Voice, guard: Guard, spoken: Spoken, state: EngineState, logits: np.ndarray) -> None:
        self._voice, self._guard, self._logits = voice, guard, logits
        self._open = [_Beginning(-1.0, 0, spoken, (), state)]
        self._shares: Counter[Meaning] = Counter()
        self._ways: dict[Meaning, _Beginning] = {}  # the likeliest that was found
        self._numbers, self.followed, self.is_over = count(1), 0, False
        self._work = self._follow_all()

    def step(self) -> None:
        """Go on a little: a step of the engine, or a look at one token, which may take the guard as long."""
        self.is_over = next(self._work, True)

    @property
    def meaning(self) -> Meaning | None:
        """The likeliest so far, if there is one."""
        return self._shares.most_common(1)[0][0] if self._shares else None

    @property
    def tokens(self) -> tuple[int, ...]:
        """The likeliest way that was found to begin to say it."""
        return self._ways[self.meaning].tokens if self._shares else ()

    def _follow_all(self) -> Iterator[bool]:
        """Follow the likeliest beginning by one token, again and again: False after each part of the work."""
        while self._open and self.followed < MOST:
            yield from self._follow(heappop(self._open))
            best, second, *_ = (*(share for _, share in self._shares.most_common(2)), 0.0, 0.0)
            if best > 0 and best >= second - sum(beginning.rest for beginning in self._open):
                return

    def _follow(self, beginning: _Beginning) -> Iterator[bool]:
        self.followed += 1
        state, logits = beginning.state, self._logits
        if beginning.tokens:
            state = state.clone()
            logits = self._voice.read(beginning.tokens[-1:], state)
            yield False
        found: list[tuple[float, int, Spoken]] = []
        for probability, token in self._voice.likeliest(logits):
            if probability == 0 or (found and probability < _LEAST * found[0][0]):
                break
            spoken = say(self._voice, self._guard, beginning.spoken, token)
            if spoken is not None:
                found.append((probability, token, spoken))
            yield False
        self._part(beginning, found, state)

    def _part(self, beginning: _Beginning, found: list[tuple[float, int, Spoken]], state: EngineState) -> None:
        """Give a beginning's share to those that go on from it."""
        whole = sum(probability for probability, *_ in found)
        openers: list[_Beginning] = []
        for probability, token, spoken in found:
            rest, tokens = beginning.rest * probability / whole, (*beginning.tokens, token)
            longer = _Beginning(rest, next(self._numbers), spoken, tokens, state)
            ends = token == self._voice.transcript.end
            meaning = NOTHING if ends and len(tokens) == 1 else self._guard.means(spoken.text, ends)
            if meaning:
                self._shares[meaning] -= rest
                self._ways[meaning] = min(longer, self._ways.get(meaning, longer))
            elif not ends and self._guard.only_opens(spoken.text):
                openers.append(longer)
            elif not ends:
                self._leave_open(longer)
        if openers:  # all are followed by the same, so one does for all
            self._leave_open(min(openers)._replace(rest=sum(opener.rest for opener in openers)))

    def _leave_open(self, beginning: _Beginning) -> None:
        if -beginning.rest > _LEAST:
            heappush(self._open, beginning)
