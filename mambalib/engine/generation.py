"""Writing text with the engine, in slices of time: the next token, and on (chapter 9).

The rules are those of `mambalib.generate`, on numpy arrays, a sequence at a time:

    logits = penalize_repetition(logits)     what was said already is less likely
    logits = logits / temperature            below 1 surer, above 1 bolder; 0 takes the likeliest
    then top_k, top_p and min_p rule out the unlikely
    token  ~ softmax(logits)

Symbols, with their shapes:
    ids      (length,)       the prompt
    logits   (vocab_size,)   of the token that comes next
    seen     (vocab_size,)   of bool, whether a token occurs in the prompt or was generated
"""

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from numbers import Integral, Real

import numpy as np

from mambalib.engine.budget import run_for
from mambalib.engine.engine import Engine
from mambalib.engine.state import EngineState
from mambalib.stop import UNKNOWN, Decode, certain, stop_strings


@dataclass(frozen=True)
class Sampling:
    """How a token is chosen from the logits. The options are those of `generate`.

    Raises:
        ValueError: one that names the option, what it should be and what it is.
    """

    temperature: float = 1.0
    top_k: int | None = None
    top_p: float | None = None
    min_p: float | None = None
    repetition_penalty: float = 1.0

    def __post_init__(self) -> None:
        if not isinstance(self.temperature, Real) or not 0 <= self.temperature < float("inf"):
            raise ValueError(f"temperature must be a number from 0 upwards, got {self.temperature!r}")
        if self.top_k is not None and (not isinstance(self.top_k, Integral) or self.top_k < 1):
            raise ValueError(f"top_k must be a whole number, at least 1, got {self.top_k!r}")
        if self.top_p is not None and not 0 < self.top_p <= 1:
            raise ValueError(f"top_p must lie above 0 and not above 1, got {self.top_p}")
        if self.min_p is not None and not 0 <= self.min_p <= 1:
            raise ValueError(f"min_p must lie from 0 to 1, got {self.min_p}")
        if not 0 < self.repetition_penalty < float("inf"):
            raise ValueError(f"repetition_penalty must be a number above 0, got {self.repetition_penalty}")

    def choose(self, logits: np.ndarray, seen: np.ndarray, random: np.random.Generator) -> int:
        """The next token."""
        logits = self.penalized(logits, seen)
        if self.temperature == 0:
            return int(logits.argmax())
        probabilities = self.probabilities(logits)
        sums = probabilities.cumsum()
        token = int(sums.searchsorted(random.random() * sums[-1], side="right"))
        return min(token, int(probabilities.nonzero()[0][-1]))  # a product may be rounded up to the sum itself

    def penalized(self, logits: np.ndarray, seen: np.ndarray) -> np.ndarray:
        """Of tokens that were seen, a positive logit divided by the penalty, a negative one multiplied."""
        if self.repetition_penalty == 1:
            return logits
        less = np.where(logits < 0, logits * self.repetition_penalty, logits / self.repetition_penalty)
        return np.where(seen, less, logits)

    def probabilities(self, logits: np.ndarray) -> np.ndarray:
        """The distribution that a token is drawn from, (vocab_size,), float64; zero for what is ruled out."""
        logits = (logits - logits.max()).astype(np.float64) / self.temperature
        if self.top_k is not None and self.top_k < len(logits):
            logits = np.where(logits < np.partition(logits, -self.top_k)[-self.top_k], -np.inf, logits)
        p = _softmax(logits)
        if self.top_p is not None:
            likely = np.flatnonzero(p > (1 - self.top_p) / len(p))  # the others have less than 1 - top_p together
            order = likely[np.argsort(-p[likely], kind="stable")]
            likelier = p[order].cumsum() - p[order]  # what the tokens before it have together
            kept = order[likelier < self.top_p]
            p = np.zeros_like(p)
            p[kept] = _softmax(logits[kept])
        if self.min_p is not None:
            p = np.where(p < self.min_p * p.max(), 0, p)
        return p / p.sum()


def _softmax(logits: np.ndarray) -> np.ndarray:
    p = np.exp(logits)
    return p / p.sum()


@dataclass(frozen=True)
class Step:
    """What one step of a generation adds.

    Args:
        token: None where the time was up before there was one.
        text: the text that is now certain. It is "" while a character is incomplete or a stop string may have begun,
            and always without `decode`.
    """

    token: int | None
    text: str


class Generation:
    """A text being written: an iterator over steps, and all that has come of it so far. Made by `generate`.

    Attributes:
        tokens: its new tokens, those of a stop string counted.
        ended: whether it has ended.
    """

    def __init__(
        self,
        engine: Engine,
        ids: np.ndarray,
        state: EngineState,
        max_new_tokens: int,
        sampling: Sampling,
        stop: tuple[str, ...],
        stop_tokens: frozenset[int],
        decode: Decode | None,
        random: np.random.Generator,
    ) -> None:
        self.tokens: list[int] = []
        self.ended = False
        self._texts: list[str] = []  # what was certain, step by step
        self._held, self._whole = "", 0  # text that is not certain yet, and the tokens whose text is made
        self._engine, self._state, self._max_new_tokens, self._sampling = engine, state, max_new_tokens, sampling
        self._stop, self._stop_tokens, self._decode, self._random = stop, stop_tokens, decode, random
        self._unread, self._logits, self._broken = ids, None, False
        self._seen = np.zeros(engine.config.vocab_size, np.bool_)
        self._seen[ids] = True

    @property
    def text(self) -> str:
        """Its new text, up to the stop string."""
        cancelled = self.ended and self._decode is not None  # else nothing is held back
        return "".join(self._texts) + (self._uncertain().rstrip(UNKNOWN) if cancelled else "")

    @property
    def state(self) -> EngineState:
        """The memory of the prompt and all new tokens, a copy: with it, `generate` or the engine can go on.

        Raises:
            RuntimeError: a step was interrupted, by Ctrl-C for instance, and nobody knows how much of it was done.
        """
        self._read(len(self._unread))
        return self._state.clone()

    def cancel(self) -> None:
        """End here, or after the step that another thread is about. Text and state are those of the tokens so far."""
        self.ended = True

    def __iter__(self) -> Iterator[Step]:
        return self

    def __next__(self) -> Step:
        if self.ended:
            raise StopIteration
        self._read(len(self._unread))
        token = self._sampling.choose(self._logits, self._seen, self._random)
        self._unread = np.array([token])
        self._seen[token] = True
        return Step(token, self._add(token))

    def run(self, budget_ms: float) -> Step:
        """Go on for a while: what has come of it, with the last new token.

        Control comes back before the budget is used up, unless a single step takes longer than that: one more is begun
        only if the longest so far would fit. At least one is made, so that a small budget still leads to an end.

        Raises:
            ValueError: a budget that is not above 0.
        """
        token, text = None, ""

        def step() -> bool:
            nonlocal token, text
            if self.ended:
                return False
            if len(self._unread) > 1:  # the prompt, too, is read a token at a time: a block of it could take too long
                self._read(1)
            else:
                new = next(self)
                token, text = new.token, text + new.text
            return not self.ended

        run_for(budget_ms, step, time.perf_counter)
        return Step(token, text)

    def _read(self, count: int) -> None:
        """Let the engine read the next tokens that it has not read yet."""
        if self._broken:
            raise RuntimeError("the state is lost, as a step was interrupted")
        if count:
            self._broken = True  # until it is done
            self._logits = self._engine.read(self._unread[None, :count], self._state)[0]
            self._unread = self._unread[count:]
            self._broken = False

    def _add(self, token: int) -> str:
        """Add a token: the text that has become certain by it."""
        self.tokens.append(token)
        if token in self._stop_tokens or len(self.tokens) == self._max_new_tokens:
            self.ended = True  # what has ended in the meantime, by `cancel`, stays so
        if self._decode is None:
            return ""
        text = self._uncertain()
        ends = [place for stop in self._stop if (place := text.find(stop)) >= 0]
        if ends or self.ended:
            new = text[: min(ends, default=None)]
            self.ended, self._held, self._whole = True, "", len(self.tokens)
        elif text.endswith(UNKNOWN):  # a character is incomplete: its tokens are read again with the next one
            new = ""
        else:
            new = certain(text, self._stop)
            self._held, self._whole = text[len(new) :], len(self.tokens)
        self._texts.append(new)
        return new

    def _uncertain(self) -> str:
        """The text behind what is certain."""
        return self._held + self._decode(self.tokens[self._whole :])


def generate(
    engine: Engine,
    ids: Sequence[int],
    max_new_tokens: int,
    *,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
    min_p: float | None = None,
    repetition_penalty: float = 1.0,
    stop: Collection[str] = (),
    stop_tokens: Collection[int] = (),
    decode: Decode | None = None,
    seed: int | None = None,
    state: EngineState | None = None,
    budget_ms: float | None = None,
    stream: bool = False,
) -> Generation:
    """Write on from a prompt.

    Example:
        answer = generate(engine, ids, 64, temperature=0.7, stop=["\\n"], decode=tokenizer.decode)
        answer.text, answer.tokens, answer.state

        answer = generate(engine, ids, 64, decode=tokenizer.decode, budget_ms=4)      # in the first frame
        step = answer.run(budget_ms=4)                                                # in each later one, until ended

    Args:
        engine: the model.
        ids: (length,), the prompt.
        max_new_tokens: it ends after so many, if nothing ends it before.
        temperature: 0 always takes the likeliest token; 1 draws from the model's own distribution.
        top_k, top_p, min_p: rule out unlikely tokens, as `mambalib.generate` does.
        repetition_penalty: above 1, tokens of the prompt and of the new text become less likely.
        stop: strings that end it, wherever they fall between tokens; `text` ends before them. They need `decode`.
        stop_tokens: tokens that end it; they are the last of `tokens`.
        decode: makes text of tokens, as a tokenizer's method of that name. Texts that end with whole characters are
            joined, so it must not matter for a token's text what comes before.
        seed: the same seed gives the same tokens.
        state: what the model has read before, of one sequence; it stays as it is.
        budget_ms: return after so many milliseconds at most, see `Generation.run`, which goes on.
        stream: return at once, and write as the result is iterated over.

    Returns:
        A Generation, ended unless `budget_ms` or `stream` is given.

    Raises:
        ValueError: one that names the argument, what it should be and what it is.
    """
    if not isinstance(max_new_tokens, Integral):
        raise ValueError(f"max_new_tokens must be a whole number, got {max_new_tokens!r}")
    if max_new_tokens < 1:
        raise ValueError(f"max_new_tokens must be at least 1, got {max_new_tokens}")
    stops = stop_strings(stop, decode)
    if budget_ms is not None and stream:
        raise ValueError("budget_ms and stream exclude each other: a stream is read one token at a time")
    sampling = Sampling(temperature, top_k, top_p, min_p, repetition_penalty)
    prompt = engine.require_ids(np.asarray(ids)[None])[0]
    memory = engine.new_state() if state is None else state.clone()
    engine.require_state(memory, 1)
    random = np.random.default_rng(seed)
    ends = stops, frozenset(map(int, stop_tokens)), decode
    generation = Generation(engine, prompt, memory, max_new_tokens, sampling, *ends, random)
    if budget_ms is not None:
        generation.run(budget_ms)
    elif not stream:
        for _ in generation:
            pass
    return generation
