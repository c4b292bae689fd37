"""The learning rate of a step, the loss, and the measure of a model: bits per byte (chapter 7).

The symbols are those of `mambalib.train`.
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from mambalib.data import TokenFile

IGNORED = -100  # as a target: nothing is asked for here
BETAS = (0.9, 0.95)  # of AdamW. With 0.999 the second moment would look back a thousand steps, and react too late


def cosine_schedule(step: int, warmup: int, steps: int, peak: float, floor: float) -> float:
    """The learning rate of one step: a straight rise to `peak`, then half a cosine down to `floor`.

    Args:
        step: number of the step, from 0 upwards.
        warmup: steps of the rise; the last of them has `peak`.
        steps: steps in all; from there on the rate stays at `floor`.
        peak, floor: highest and lowest rate.

    Source: Loshchilov & Hutter 2017 (SGDR), equation 5, without restarts; a warm-up as in Goyal et al. 2017.
    """
    if step < warmup:
        return peak * (step + 1) / warmup
    if step >= steps:
        return floor
    done = (step - warmup) / (steps - warmup)
    return floor + (peak - floor) * (1 + math.cos(math.pi * done)) / 2


def loss_sum(logits: Tensor, targets: Tensor) -> Tensor:
    """-log p(target), in nats, added up: logits (batch, length, vocab), targets (batch, length), some IGNORED."""
    return F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=IGNORED, reduction="sum")


@torch.no_grad()
def bits_per_byte(
    model: nn.Module, file: TokenFile, length: int = 512, batch_size: int = 8, max_tokens: int | None = None
) -> float:
    """How many bits a model needs for a byte of text: a measure that does not depend on the tokenizer.

    The text is read in windows, each with an empty memory, and no memory crosses from one document to the next. The
    first token, which nothing predicts, counts as the average one. The ends of documents cost bits and have no bytes.

    Args:
        model: any model with `logits, state = model(input_ids, seq_idx=...)`.
        file: the text. Its tokens must be the model's.
        length, batch_size: tokens in a window, windows at a time.
        max_tokens: how many tokens are read, from the beginning; all of them when left out.

    Returns:
        Bits per byte of UTF-8; if only a part is read, as if that part had as many bytes a token as the whole.

    Raises:
        ValueError: fewer than two tokens, or no byte.
    """
    count = min(len(file), max_tokens or len(file)) - 1
    if count < 1 or not file.bytes_of_text:
        raise ValueError(f"file must hold 2 tokens and a byte, got {len(file)} and {file.bytes_of_text}")
    training, device = model.training, next(model.parameters()).device
    model.eval()
    nats = torch.zeros((), dtype=torch.float64, device=device)
    for start in range(0, count, length * batch_size):
        tokens = file.tokens[start : min(start + length * batch_size, count) + 1].astype("int64")
        tokens = torch.from_numpy(tokens).to(device)
        padding = (0, -(len(tokens) - 1) % length)  # behind the text, where it changes nothing
        input_ids = F.pad(tokens[:-1], padding).view(-1, length)
        targets = F.pad(tokens[1:], padding, value=IGNORED).view(-1, length)
        seq_idx = (input_ids == file.end_of_text).cumsum(1, dtype=torch.int32)  # as data.Sampler counts documents
        nats += loss_sum(model(input_ids, seq_idx=seq_idx)[0], targets)
    model.train(training)
    return nats.item() / count * len(file) / file.bytes_of_text / math.log(2)
