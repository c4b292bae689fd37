"""Writing text: from logits to the next token, and on, one token at a time (chapter 6).

    logits = penalize_repetition(logits)     what was said already is less likely
    logits = logits / temperature            below 1 surer, above 1 bolder; 0 takes the likeliest
    logits = keep_top_k(logits)              then the unlikely is ruled out:
    logits = keep_top_p(logits)              its logit becomes minus infinity
    logits = keep_min_p(logits)
    token  ~ softmax(logits)

Symbols, with their shapes:
    input_ids       (batch, length)      the prompts
    attention_mask  (batch, length)      0 for padding, left or right; no prompt is all padding
    logits          (batch, vocab_size)  of the token that comes next
    seen            (batch, vocab_size)  of bool, whether a token occurs in the prompt or was generated
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from numbers import Integral

import torch
from torch import Tensor

from mambalib.model import MambaLM, MambaState, require_arguments
from mambalib.stop import Decode, certain, stop_strings

PIECE = 1024  # tokens of a prompt that are read at a time: enough for matrix products to run at full speed


def penalize_repetition(logits: Tensor, seen: Tensor, penalty: float) -> Tensor:
    """Make tokens that were seen less likely: a positive logit is divided by the penalty, a negative one multiplied.

    Args:
        logits: (batch, vocab_size).
        seen: (batch, vocab_size), bool.
        penalty: 1 changes nothing.

    Returns:
        (batch, vocab_size).

    Source: Keskar et al. 2019, "CTRL", section 4.1, with its fault for negative logits mended as everybody does.
    """
    return torch.where(seen, torch.where(logits < 0, logits * penalty, logits / penalty), logits)


def keep_top_k(logits: Tensor, k: int) -> Tensor:
    """Rule out all but the k likeliest tokens, and what is as likely as the k-th: (batch, vocab_size) to the same."""
    kth = logits.topk(min(k, logits.shape[-1])).values[..., -1:]
    return logits.masked_fill(logits < kth, -torch.inf)


def keep_top_p(logits: Tensor, p: float) -> Tensor:
    """Rule out all but the fewest tokens that together have the probability p: (batch, vocab_size) to the same.

    Source: Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration", section 3.1.
    """
    probabilities, order = logits.softmax(-1).sort(descending=True, stable=True)
    # Where the likelier have p or more, it and those behind it have 1 - p or less: summed from the smallest on, which
    # a sum of the likelier would round away.
    ruled_out = probabilities.flip(-1).cumsum(-1).flip(-1) <= 1 - p
    ruled_out[..., 0] = False
    return logits.masked_fill(torch.empty_like(ruled_out).scatter(-1, order, ruled_out), -torch.inf)


def keep_min_p(logits: Tensor, p: float) -> Tensor:
    """Rule out tokens of less than p times the likeliest one's probability: (batch, vocab_size) to the same.

    Source: Nguyen et al. 2024, "Turning Up the Heat: Min-p Sampling", section 3.
    """
    probabilities = logits.softmax(-1)
    return logits.masked_fill(probabilities < p * probabilities.amax(-1, keepdim=True), -torch.inf)


def next_token(
    logits: Tensor,
    seen: Tensor,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
    min_p: float | None = None,
    repetition_penalty: float = 1.0,
    random: torch.Generator | None = None,
) -> Tensor:
    """Choose the next token of each row, (batch,), from logits and seen, (batch, vocab_size); options as `generate`."""
    logits = penalize_repetition(logits, seen, repetition_penalty)
    if temperature < torch.finfo(logits.dtype).tiny:
        return logits.argmax(-1)
    logits = (logits - logits.amax(-1, keepdim=True)) / temperature  # at most 0, so that no temperature overflows
    if top_k is not None:
        logits = keep_top_k(logits, top_k)
    if top_p is not None:
        logits = keep_top_p(logits, top_p)
    if min_p is not None:
        logits = keep_min_p(logits, min_p)
    return torch.multinomial(logits.softmax(-1), 1, generator=random).squeeze(-1)


@dataclass(frozen=True)
class Step:
    """What one step of a generation adds.

    Args:
        tokens: for each row its new token, None where the row has ended before.
        text: for each row the text that is now certain. It is "" while a character is incomplete or a stop string may
            have begun, and always without `decode`.
    """

    tokens: list[int | None]
    text: list[str]


class Generation:
    """Texts being written: an iterator over steps, and all that has come of them so far. Made by `generate`.

    Attributes:
        tokens: for each row its new tokens, those of a stop string counted.
        text: for each row its new text, up to the stop string.
        ended: for each row whether it has ended.
    """

    def __init__(
        self,
        model: MambaLM,
        input_ids: Tensor,
        attention_mask: Tensor,
        state: MambaState | None,
        max_new_tokens: int,
        choose: Callable[[Tensor, Tensor], Tensor],
        stop: tuple[str, ...],
        stop_tokens: frozenset[int],
        decode: Decode | None,
    ) -> None:
        batch = len(input_ids)
        self.tokens: list[list[int]] = [[] for _ in range(batch)]
        self.text = [""] * batch
        self.ended = [False] * batch
        self._model, self._state, self._max_new_tokens, self._choose = model, state, max_new_tokens, choose
        self._stop, self._stop_tokens, self._decode = stop, stop_tokens, decode
        self._unread: tuple[Tensor, Tensor] | None = (input_ids, attention_mask)
        self._seen = torch.zeros(batch, model.config.vocab_size, dtype=torch.bool, device=input_ids.device)

    @property
    def state(self) -> MambaState:
        """The model's memory of each prompt and all its new tokens: with it, `generate` or the model can go on."""
        self._read()
        return self._state

    def __iter__(self) -> Iterator[Step]:
        return self

    def __next__(self) -> Step:
        if all(self.ended):
            raise StopIteration
        self._read()
        chosen = self._choose(self._logits, self._seen)  # (batch,)
        writing = torch.tensor([not ended for ended in self.ended], device=chosen.device)
        self._unread = chosen.unsqueeze(1), writing.unsqueeze(1)
        tokens = [None if ended else token for token, ended in zip(chosen.tolist(), self.ended, strict=True)]
        return Step(tokens, [self._add(row, token) for row, token in enumerate(tokens)])

    def _read(self) -> None:
        """Let the model read what it has not yet read. A row that has ended is all padding to it: its state stays."""
        if self._unread is None:
            return
        input_ids, mask = self._unread
        self._logits, self._state = prefill(self._model, input_ids, self._state, mask)
        self._seen[mask.nonzero()[:, 0], input_ids[mask]] = True
        self._unread = None

    def _add(self, row: int, token: int | None) -> str:
        """Add a token to a row: the text that has become certain by it."""
        if token is None:
            return ""
        tokens = self.tokens[row]
        tokens.append(token)
        text = "" if self._decode is None else self._decode(tokens)
        ends = [place for stop in self._stop if (place := text.find(stop)) >= 0]
        self.ended[row] = bool(ends) or token in self._stop_tokens or len(tokens) == self._max_new_tokens
        if ends:
            text = text[: min(ends)]
        elif not self.ended[row]:
            text = certain(text, self._stop)
        new = text[len(self.text[row]) :]
        self.text[row] += new
        return new


@torch.no_grad()
def prefill(
    model: MambaLM, input_ids: Tensor, state: MambaState | None = None, attention_mask: Tensor | None = None
) -> tuple[Tensor, MambaState]:
    """Read a prompt of any length: what comes next, and the state to go on from.

    Only the last token's logits are computed. The prompt is read in pieces: its length costs no memory
    beyond the tokens themselves.

    Args:
        model: any MambaLM.
        input_ids: (batch, length).
        state: what the model has read before.
        attention_mask: (batch, length), 0 for padding; each row has a token.

    Returns:
        logits (batch, vocab_size) of each row's last token, and the state after it.
    """
    batch, length = input_ids.shape
    mask = torch.ones_like(input_ids, dtype=torch.bool) if attention_mask is None else attention_mask.bool()
    last = (mask * torch.arange(1, length + 1, device=mask.device)).argmax(1)  # of each row, the last that is a token
    x_last = None  # (batch, d_model)
    for start in range(0, length, PIECE):
        ids, real = input_ids[:, start : start + PIECE], mask[:, start : start + PIECE]
        x, state = model.backbone(ids, state, attention_mask=None if real.all() else real)
        here = (last >= start) & (last < start + PIECE)
        found = x[torch.arange(batch, device=x.device), (last - start).clamp(0, x.shape[1] - 1)]
        x_last = found if x_last is None else torch.where(here.unsqueeze(1), found, x_last)
    return model.head(x_last), state


def generate(
    model: MambaLM,
    input_ids: Tensor,
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
    attention_mask: Tensor | None = None,
    state: MambaState | None = None,
    stream: bool = False,
) -> Generation:
    """Write on from prompts.

    Example:
        answer = generate(model, input_ids, 64, temperature=0.7, stop=["\\n"], decode=tokenizer.decode)
        answer.text, answer.tokens, answer.state
        for step in generate(model, input_ids, 64, decode=tokenizer.decode, stream=True):
            print(step.text[0], end="", flush=True)

    Args:
        model: any MambaLM.
        input_ids: (batch, length), the prompts.
        max_new_tokens: a row ends after so many, if nothing ends it before.
        temperature: 0 always takes the likeliest token; 1 draws from the model's own distribution.
        top_k, top_p, min_p: rule out unlikely tokens, see `keep_top_k`, `keep_top_p`, `keep_min_p`.
        repetition_penalty: above 1, tokens of the prompt and of the new text become less likely.
        stop: strings that end a row, wherever they fall between tokens; `text` ends before them. They need `decode`.
        stop_tokens: tokens that end a row; they are the last of `tokens`.
        decode: makes text of tokens, as a tokenizer's method of that name.
        seed: the same seed gives the same tokens, to the same batch: its rows draw in turn. Without one they come from
            torch's own random numbers.
        attention_mask: (batch, length), 0 for padding, where prompts differ in length.
        state: what the model has read before, so that a conversation goes on.
        stream: return at once, and write as the result is iterated over.

    Returns:
        A Generation, ended unless `stream` is set.

    Raises:
        ValueError: one that names the argument, what it should be and what it is.
    """
    _check_options(max_new_tokens, temperature, top_k, top_p, min_p, repetition_penalty)
    stops = stop_strings(stop, decode)
    require_arguments(model.config, input_ids, state, attention_mask=attention_mask)
    mask = torch.ones_like(input_ids) if attention_mask is None else attention_mask
    if not mask.any(1).all():
        raise ValueError(f"attention_mask must leave a token in each row, got {mask.tolist()}")
    random = None if seed is None else torch.Generator(input_ids.device).manual_seed(seed)
    options = {"temperature": temperature, "top_k": top_k, "top_p": top_p, "min_p": min_p}
    choose = partial(next_token, **options, repetition_penalty=repetition_penalty, random=random)
    ends = stops, frozenset(map(int, stop_tokens)), decode
    generation = Generation(model, input_ids, mask.bool(), state, max_new_tokens, choose, *ends)
    if not stream:
        for _ in generation:
            pass
    return generation


def _check_options(
    max_new_tokens: int,
    temperature: float,
    top_k: int | None,
    top_p: float | None,
    min_p: float | None,
    repetition_penalty: float,
) -> None:
    if not isinstance(max_new_tokens, Integral):
        raise ValueError(f"max_new_tokens must be a whole number, got {max_new_tokens!r}")
    if max_new_tokens < 1:
        raise ValueError(f"max_new_tokens must be at least 1, got {max_new_tokens}")
    if not 0 <= temperature < float("inf"):
        raise ValueError(f"temperature must be a number from 0 upwards, got {temperature}")
    if top_k is not None and (not isinstance(top_k, Integral) or top_k < 1):
        raise ValueError(f"top_k must be a whole number, at least 1, got {top_k!r}")
    if top_p is not None and not 0 < top_p <= 1:
        raise ValueError(f"top_p must lie above 0 and not above 1, got {top_p}")
    if min_p is not None and not 0 <= min_p <= 1:
        raise ValueError(f"min_p must lie from 0 to 1, got {min_p}")
    if not 0 < repetition_penalty < float("inf"):
        raise ValueError(f"repetition_penalty must be a number above 0, got {repetition_penalty}")
