"""The exercise of chapter 0, small on purpose: it is there to show how exercises work."""

import torch

from mambalib import ssm
from mambalib.exercises.machine import checks, expect, expect_error, normal, see_hint


def _stacked(keep, share, u, start=0.0):
    memory, memories = torch.full_like(u[..., 0], start), []
    for sample in u.unbind(-1):
        memory = keep * memory + share * sample
        memories.append(memory)
    return torch.stack(memories, dim=-1)


def _starts_at_first_sample(u, keep):
    memory, memories = u[..., 0], []
    for sample in u.unbind(-1):
        memory = keep * memory + (1 - keep) * sample
        memories.append(memory)
    return torch.stack(memories, dim=-1)


def _stores_one_tensor(u, keep):
    memory, memories = torch.zeros_like(u[..., 0]), []
    for sample in u.unbind(-1):
        memory *= keep
        memory += (1 - keep) * sample
        memories.append(memory)
    return torch.stack(memories, dim=-1)


def _forgets_the_batch(u, keep):
    memory, memories = 0.0, []
    for sample in u.reshape(-1):
        memory = keep * memory + (1 - keep) * sample
        memories.append(memory)
    return torch.stack(memories).reshape(u.shape)


@checks(ssm.leaky_average, title="A memory of one number", minutes=5, difficulty=1)
class LeakyAverage:
    hints = (
        "Start with a memory of zero. Go through the samples in order and keep a list of the memories.",
        "The new memory is keep times the old one plus (1 - keep) times the sample. "
        "Write memory = ...: with *= or += every entry of the list is the same tensor.",
        "u may be a batch, (..., length): u.unbind(-1) gives one sample of every row at a time.",
        'if not 0 <= keep < 1: raise ValueError(f"keep must lie in [0, 1), got {keep:g}")',
    )

    @see_hint(2)
    def the_first_sample_leaves_its_share(leaky_average, rng):
        for sample, share in ((3.0, 0.75), (4.0, 1.0)):
            u = torch.tensor([sample], dtype=torch.float64)
            expect(leaky_average(u, 0.75), torch.tensor([share]), u=u, keep=0.75)

    @see_hint(2)
    def every_sample_fades_by_keep_at_each_step(leaky_average, rng):
        u, keep = normal(rng, 7), 0.6
        want = torch.stack([sum((1 - keep) * keep ** (k - j) * u[j] for j in range(k + 1)) for k in range(7)])
        expect(leaky_average(u, keep), want, u=u, keep=keep)

    @see_hint(3)
    def rows_of_a_batch_do_not_mix(leaky_average, rng):
        u = normal(rng, 2, 3, 5)
        want = torch.stack([torch.stack([leaky_average(row, 0.9) for row in rows]) for rows in u])
        expect(leaky_average(u, 0.9), want, u=u, keep=0.9)

    @see_hint(4)
    def a_keep_outside_0_to_1_is_refused(leaky_average, rng):
        for keep in (-0.1, 1.0):
            with expect_error(ValueError, "keep", keep=keep):
                leaky_average(torch.ones(3), keep)

    wrong = {
        "adds the whole sample": (lambda u, keep: _stacked(keep, 1.0, u), the_first_sample_leaves_its_share),
        "keep and its rest swapped": (lambda u, keep: _stacked(1 - keep, keep, u), the_first_sample_leaves_its_share),
        "starts at the first sample": (_starts_at_first_sample, the_first_sample_leaves_its_share),
        "gives back keep": (lambda u, keep: torch.full_like(u, keep), the_first_sample_leaves_its_share),
        "stores one tensor again and again": (_stores_one_tensor, every_sample_fades_by_keep_at_each_step),
        "weighs the sample alone, keeps nothing": (
            lambda u, keep: (1 - keep) * u,
            every_sample_fades_by_keep_at_each_step,
        ),
        "runs through the batch in one go": (_forgets_the_batch, rows_of_a_batch_do_not_mix),
        "no check of keep": (lambda u, keep: _stacked(keep, 1 - keep, u), a_keep_outside_0_to_1_is_refused),
    }
