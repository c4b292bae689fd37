"""Batches of conversations for the trainer, fresh ones at every step (chapter 9).

    sampler = DialogueSampler(train_tokenizer(1024), batch_size=16, length=1024)
    Trainer(model, sampler, TrainConfig(steps=20_000), folder).run()

A model learns what the character says, nothing else: facts and players' lines are chance, nobody could foretell them.
Batch k follows from the seed and k alone, so a run that was stopped goes on from its step number, and no conversation
comes twice.

Symbols, with their shapes:
    input_ids  (batch_size, length)  what the model reads, int64
    targets    (batch_size, length)  the token after each; IGNORED where it is none of the character's
    seq_idx    (batch_size, length)  which dialogue of its row a token belongs to, int32
"""

import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor

import torch

from mambalib.data import Batch
from mambalib.npc import rows
from mambalib.tokenizer import Tokenizer
from mambalib.train.recipe import IGNORED


class DialogueSampler:
    """Batches without end: `batch(k)` is batch k, whatever was asked for before.

    Args:
        tokenizer: one with the special tokens of a transcript.
        batch_size: rows of a batch, over all processes.
        length: tokens of a row.
        seed: another seed, other conversations.
        split: see `mambalib.npc.dialogue`.
        growth: steps in which characters grow from one fact of each kind to all that they know. On the way there are
            drills, too, see `Transcript.drill`. A model that begins so learns much sooner to find and repeat a fact.
        rank, world_size: this process, and how many there are: it gets its own batch_size / world_size rows.

    Attributes:
        settings: what the first batch does not show.

    Raises:
        ValueError: one that names the argument, what it should be and what it is.
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        batch_size: int,
        length: int,
        seed: int = 0,
        *,
        split: str = "train",
        growth: int = 0,
        rank: int = 0,
        world_size: int = 1,
    ) -> None:
        self.settings = {"growth": growth, "split": split}
        self.rows = rows.Rows(tokenizer, batch_size, length, seed, split, growth, rank, world_size)

    def batch(self, step: int) -> Batch:
        """Batch number `step`, from 0 upwards and without end."""
        return _batch(self.rows(step))


class InAdvance:
    """A sampler whose batches other processes make before they are asked for: a GPU need not wait for them.

    The processes are started anew, so a script that uses it must begin with `if __name__ == "__main__":`. They end
    with `close`, or with the script.

    Args:
        sampler: whose batches.
        workers: how many processes.
    """

    def __init__(self, sampler: DialogueSampler, workers: int) -> None:
        if workers < 1:
            raise ValueError(f"workers must be at least 1, got {workers}")
        self.settings = sampler.settings
        context = multiprocessing.get_context("spawn")  # a process that has threads must not be forked
        self._pool = ProcessPoolExecutor(workers, context, initializer=rows.begin, initargs=(sampler.rows,))
        self._coming: dict[int, Future] = {}
        self._ahead = 2 * workers

    def batch(self, step: int) -> Batch:
        """Batch number `step`, the same as the sampler's own; those after it are begun."""
        wanted = range(step, step + self._ahead)
        self._coming = {k: self._coming.get(k) or self._pool.submit(rows.make, k) for k in wanted}
        return _batch(self._coming[step].result())

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(cancel_futures=True)


def _batch(arrays: rows.Arrays) -> Batch:
    tokens, learn, talk = map(torch.from_numpy, arrays)
    targets = tokens[:, 1:].masked_fill(~learn[:, 1:], IGNORED)
    input_ids, seq_idx = tokens[:, :-1].contiguous(), talk[:, :-1].contiguous()
    return Batch(input_ids, targets, seq_idx, torch.zeros(len(tokens), dtype=torch.bool))
