"""The exercises of chapter 7: the loss, the schedule, what decays, and the measure of a model."""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from mambalib import model
from mambalib.exercises.machine import checks, expect, expect_true, normal, see_hint
from mambalib.train import recipe


def _loss_with(
    base=math.e, sign=-1, mean=False, dim=-1, twice=False, naive=False, ignored="left out", probability=False
):
    """loss_sum with the mistakes that are switched on."""

    def answer(logits, targets):
        scores = logits.softmax(-1) if twice else logits
        logs = (scores.exp() / scores.exp().sum(-1, keepdim=True)).log() if naive else scores.log_softmax(dim)
        asked = targets != recipe.IGNORED
        found = logs.gather(-1, targets.where(asked, 0).unsqueeze(-1)).squeeze(-1) / math.log(base)
        found = found.exp() if probability else found
        if ignored == "left out":
            found = found[asked]
        return sign * (found.mean() if mean else found.sum())

    return answer


@checks(recipe.loss_sum, title="What a guess costs", minutes=8, difficulty=1)
class LossSum:
    hints = (
        "logits.log_softmax(-1) is ln p of every token; the loss has a minus, and stays in nats: natural logarithms.",
        "Add up. Do not divide by anything: whoever calls it knows how many tokens there were.",
        "Of each place take the target's own: logs.gather(-1, targets.unsqueeze(-1)).squeeze(-1). The softmax is taken "
        "once, along the last dimension.",
        "Where targets == -100 nothing is asked for: let gather take token 0 there, targets.clamp(min=0), and then "
        "leave those places out of the sum.",
        "exp(1000) is infinite. log_softmax takes the largest score away before it computes a power.",
    )

    @see_hint(1)
    def eleven_equal_scores_cost_the_logarithm_of_eleven(loss_sum, rng):
        targets = torch.tensor([[int(rng.integers(11))]])
        expect(loss_sum(torch.full((1, 1, 11), 0.3), targets), math.log(11), logits="eleven times 0.3", targets=targets)

    @see_hint(2)
    def two_places_cost_what_both_cost_together(loss_sum, rng):
        logits = torch.tensor([[[0.5, 0.5], [0.25, 0.75]]]).log()  # the probabilities of two places
        targets = torch.tensor([[0, 1]])
        expect(loss_sum(logits, targets), -math.log(0.5 * 0.75), probabilities=logits.exp(), targets=targets)

    @see_hint(3)
    def a_plain_loop_over_all_places_agrees(loss_sum, rng):
        logits, targets = 2 * normal(rng, 2, 7, 5), torch.from_numpy(rng.integers(0, 5, (2, 7)))
        want = 0.0
        for b, k in np.ndindex(2, 7):
            powers = np.exp(logits[b, k].numpy())
            want += float(np.log(powers.sum() / powers[targets[b, k]]))
        expect(loss_sum(logits, targets), want, logits=logits, targets=targets)

    @see_hint(4)
    def what_is_not_asked_for_costs_nothing(loss_sum, rng):
        logits, targets = normal(rng, 1, 3, 5), torch.tensor([[-100, int(rng.integers(5)), -100]])
        powers = np.exp(logits[0, 1].numpy())
        want = float(np.log(powers.sum() / powers[targets[0, 1]]))
        expect(loss_sum(logits, targets), want, logits=logits, targets=targets)
        expect(loss_sum(logits, torch.full((1, 3), -100)), 0.0, logits=logits, targets=[-100, -100, -100])

    @see_hint(5)
    def great_scores_do_no_harm(loss_sum, rng):
        logits = torch.tensor([[[1000.0, 999.0, -1000.0]]])
        want = 1 + math.log(1 + math.exp(-1))  # p = exp(-1) / (1 + exp(-1))
        expect(loss_sum(logits, torch.tensor([[1]])), want, logits=logits, targets=[1])

    wrong = {
        "bits": (_loss_with(base=2), eleven_equal_scores_cost_the_logarithm_of_eleven),
        "no minus": (_loss_with(sign=1), eleven_equal_scores_cost_the_logarithm_of_eleven),
        "the probability itself": (_loss_with(probability=True), eleven_equal_scores_cost_the_logarithm_of_eleven),
        "softmax along the sequence": (_loss_with(dim=1), eleven_equal_scores_cost_the_logarithm_of_eleven),
        "the mean": (_loss_with(mean=True), two_places_cost_what_both_cost_together),
        "softmax twice": (_loss_with(twice=True), two_places_cost_what_both_cost_together),
        "every score in place of the target's": (
            lambda logits, targets: -logits.log_softmax(-1).mean(-1).sum(),
            two_places_cost_what_both_cost_together,
        ),
        "the first row's targets for all rows": (
            lambda logits, targets: _loss_with()(logits, targets[:1].expand_as(targets)),
            a_plain_loop_over_all_places_agrees,
        ),
        "what is not asked for counted as token 0": (
            _loss_with(ignored="counted"),
            what_is_not_asked_for_costs_nothing,
        ),
        "powers without care": (_loss_with(naive=True), great_scores_do_no_harm),
    }


def _schedule_with(
    begin=1, from_start=False, low=True, on_top=False, turns=1.0, straight=False, stays=True, careful=True
):
    """cosine_schedule with the mistakes that are switched on."""

    def answer(step, warmup, steps, peak, floor):
        rise = peak * (step + begin) / (max(warmup, 1) if careful else warmup)
        if step < warmup:
            return rise
        if step >= steps and stays:
            return floor
        done = step / steps if from_start else (step - warmup) / max(steps - warmup, 1)
        left = 1 - done if straight else (1 + math.cos(math.pi * turns * done)) / 2
        if not low:
            return peak * left
        return floor + (peak if on_top else peak - floor) * left

    return answer


@checks(recipe.cosine_schedule, title="The rate of a step", minutes=8, difficulty=1)
class CosineSchedule:
    hints = (
        "Steps count from 0. With a warmup of 4 the first four have 1/4, 2/4, 3/4 and 4/4 of the peak: step + 1.",
        "How much of the way down is done: (step - warmup) / (steps - warmup), 0 at the top and 1 at the end.",
        "floor + (peak - floor) * (1 + cos(pi * done)) / 2 goes from peak to floor, and never below.",
        "From step number `steps` on the answer is floor, or the cosine would climb again.",
        "With warmup = 0 nothing may be divided by warmup: look first whether step < warmup.",
    )

    @see_hint(1)
    def the_rise_is_straight_and_ends_at_the_peak(cosine_schedule, rng):
        for step in range(4):
            want = (0.075, 0.15, 0.225, 0.3)[step]
            expect(cosine_schedule(step, 4, 24, 0.3, 0.1), want, step=step, warmup=4, steps=24, peak=0.3, floor=0.1)

    @see_hint(2)
    def the_way_down_begins_at_the_peak(cosine_schedule, rng):
        expect(cosine_schedule(4, 4, 24, 0.3, 0.1), 0.3, step=4, warmup=4, steps=24, peak=0.3, floor=0.1)

    @see_hint(3)
    def halfway_down_it_is_in_the_middle(cosine_schedule, rng):
        expect(cosine_schedule(14, 4, 24, 0.3, 0.1), 0.2, step=14, warmup=4, steps=24, peak=0.3, floor=0.1)

    @see_hint(3)
    def it_comes_down_as_a_point_on_a_wheel_does(cosine_schedule, rng):
        for step in range(4, 24):
            height = (np.exp(1j * np.pi * (step - 4) / 20)).real  # of a point on a wheel of radius 1, around its hub
            want = 0.2 + 0.1 * float(height)
            expect(cosine_schedule(step, 4, 24, 0.3, 0.1), want, step=step, warmup=4, steps=24, peak=0.3, floor=0.1)

    @see_hint(4)
    def from_the_last_step_on_it_stays_at_the_floor(cosine_schedule, rng):
        for step in (24, 31, 44):
            expect(cosine_schedule(step, 4, 24, 0.3, 0.1), 0.1, step=step, warmup=4, steps=24, peak=0.3, floor=0.1)

    @see_hint(5)
    def without_a_warmup_it_begins_at_the_peak(cosine_schedule, rng):
        expect(cosine_schedule(0, 0, 7, 0.3, 0.1), 0.3, step=0, warmup=0, steps=7, peak=0.3, floor=0.1)

    wrong = {
        "a first step of rate zero": (_schedule_with(begin=0), the_rise_is_straight_and_ends_at_the_peak),
        "the cosine counted from the first step": (_schedule_with(from_start=True), the_way_down_begins_at_the_peak),
        "the floor on top of the cosine": (_schedule_with(on_top=True), the_way_down_begins_at_the_peak),
        "down to zero": (_schedule_with(low=False), halfway_down_it_is_in_the_middle),
        "a quarter of the circle": (_schedule_with(turns=0.5), halfway_down_it_is_in_the_middle),
        "a whole turn": (_schedule_with(turns=2.0), halfway_down_it_is_in_the_middle),
        "a straight line down": (_schedule_with(straight=True), it_comes_down_as_a_point_on_a_wheel_does),
        "up again after the end": (_schedule_with(stays=False), from_the_last_step_on_it_stays_at_the_floor),
        "divided by a warm-up of zero": (_schedule_with(careful=False), without_a_warmup_it_begins_at_the_peak),
    }


def _groups_by(decays, name="decay_groups", rates=lambda weight_decay: (weight_decay, 0.0), lost=()):
    """A MambaLM whose decay_groups asks `decays(name, parameter)`, and forgets what is in `lost`."""

    def decay_groups(self, weight_decay):
        groups = [], []
        for label, parameter in self.named_parameters():
            if not label.endswith(tuple(lost) or ("nothing",)):
                groups[0 if decays(label, parameter) else 1].append(parameter)
        return [{"params": g, "weight_decay": rate} for g, rate in zip(groups, rates(weight_decay), strict=True)]

    return type("MambaLM", (model.MambaLM,), {name: decay_groups})


def _is_right(label, parameter):
    return parameter.ndim >= 2 and not label.endswith("A_log")


def _shrinkage(MambaLM, weight_decay=0.3):
    """By how much, in units of the rate, each parameter shrinks in a step of AdamW with no gradient."""
    lm = MambaLM(model.MambaConfig(vocab_size=7, d_model=6, n_layer=1, d_state=3, bias=True, tie_embeddings=False))
    before = {}
    for name, parameter in lm.named_parameters():
        nn.init.constant_(parameter, 2.0)
        parameter.grad, before[name] = torch.zeros_like(parameter), parameter
    groups = lm.decay_groups(weight_decay)
    torch.optim.AdamW(groups, lr=0.5).step()
    return {name: (1 - parameter.flatten()[0].item() / 2) / 0.5 for name, parameter in before.items()}, groups, lm


@checks(model.MambaLM, title="What decays", minutes=8, difficulty=2)
class MambaLM:
    hints = (
        "Name the method decay_groups, with the arguments self and weight_decay.",
        "self.named_parameters() gives every parameter once, with its name. Each goes into one of two lists.",
        "Matrices decay, and so do the embeddings, the head and the convolution's kernels: all with two dimensions or "
        "more, but for one.",
        "parameter.ndim < 2: biases, norms and D. For them zero is nothing to aim for.",
        'A_log has two dimensions, and must not decay. Go by its name: name.endswith("A_log").',
        'Two dicts in a list, [{"params": ..., "weight_decay": weight_decay}, {"params": ..., "weight_decay": 0.0}].',
    )

    @see_hint(1)
    def the_cell_defines_a_method_of_its_own(MambaLM, rng):
        expect_true("decay_groups" in vars(MambaLM), "a method named decay_groups", "a class without one")

    @see_hint(2)
    def every_parameter_is_in_one_group_once(MambaLM, rng):
        _, groups, lm = _shrinkage(MambaLM)
        found = [id(parameter) for group in groups for parameter in group["params"]]
        missing = [name for name, parameter in lm.named_parameters() if id(parameter) not in found]
        expect_true(not missing, "every parameter in a group", f"none for {', '.join(missing)}")

    @see_hint(5)
    def A_log_stays_as_it_is(MambaLM, rng):
        found = {n: s for n, s in _shrinkage(MambaLM)[0].items() if n.endswith("A_log")}
        for name, shrunk in found.items():
            expect(shrunk, 0.0, parameter=name, weight_decay=0.3)

    @see_hint(4)
    def biases_norms_and_D_stay_as_they_are(MambaLM, rng):
        shrunk, _, lm = _shrinkage(MambaLM)
        for name, parameter in lm.named_parameters():
            if parameter.ndim == 1:
                expect(shrunk[name], 0.0, parameter=name, weight_decay=0.3)

    @see_hint(3)
    def matrices_tables_and_kernels_shrink(MambaLM, rng):
        shrunk, _, lm = _shrinkage(MambaLM)
        for name, parameter in lm.named_parameters():
            if parameter.ndim >= 2 and not name.endswith("A_log"):
                expect_true(shrunk[name] > 0, f"{name} in the group that decays", "it in the other")

    @see_hint(6)
    def they_shrink_by_the_weight_decay_that_is_asked_for(MambaLM, rng):
        for weight_decay in (0.3, 0.07):
            shrunk = _shrinkage(MambaLM, weight_decay)[0]["backbone.embeddings.weight"]
            expect(shrunk, weight_decay, parameter="backbone.embeddings.weight", weight_decay=weight_decay)

    wrong = {
        "the method misspelt": (_groups_by(_is_right, name="decay_group"), the_cell_defines_a_method_of_its_own),
        "A_log in neither group": (_groups_by(_is_right, lost=["A_log"]), every_parameter_is_in_one_group_once),
        "everything decays": (_groups_by(lambda label, p: True), A_log_stays_as_it_is),
        "by the number of dimensions alone": (_groups_by(lambda label, p: p.ndim >= 2), A_log_stays_as_it_is),
        "biases kept, and everything else decays": (
            _groups_by(lambda label, p: not label.endswith("bias")),
            A_log_stays_as_it_is,
        ),
        "all that is called weight": (
            _groups_by(lambda label, p: label.endswith("weight")),
            biases_norms_and_D_stay_as_they_are,
        ),
        "the two rates swapped": (
            _groups_by(lambda label, p: _is_right(label, p), rates=lambda weight_decay: (0.0, weight_decay)),
            A_log_stays_as_it_is,
        ),
        "matrices alone, the kernels not": (
            _groups_by(lambda label, p: p.ndim == 2 and _is_right(label, p)),
            matrices_tables_and_kernels_shrink,
        ),
        "projections alone, the tables not": (
            _groups_by(lambda label, p: label.endswith("proj.weight")),
            matrices_tables_and_kernels_shrink,
        ),
        "a rate of its own": (
            _groups_by(_is_right, rates=lambda weight_decay: (0.1, 0.0)),
            they_shrink_by_the_weight_decay_that_is_asked_for,
        ),
    }


class _Counting(nn.Module):
    """Tells the next token by the last one, and by how many tokens of the document it has seen. Silly in training."""

    def __init__(self, table):
        super().__init__()
        self.table = nn.Parameter(table)  # (tokens seen, last token, next token)

    def forward(self, input_ids, state=None, seq_idx=None):
        if seq_idx is None:
            seq_idx = torch.zeros_like(input_ids)
        seen = [[int((row[: k + 1] == row[k]).sum()) for k in range(len(row))] for row in seq_idx]
        logits = self.table[torch.tensor(seen) % len(self.table), input_ids]
        return (torch.zeros_like(logits) if self.training else logits), None


class _File:
    """As a TokenFile, of which 0 is the end of text."""

    end_of_text, vocab_size = 0, 5

    def __init__(self, tokens, bytes_of_text):
        self.tokens, self.bytes_of_text = np.array(tokens, dtype=np.uint16), bytes_of_text

    def __len__(self):
        return len(self.tokens)

    def __repr__(self):
        return f"{len(self)} tokens of {self.bytes_of_text} bytes"


def _bits_by_hand(table, file, length, count=None):
    """Token by token, with a window's and a document's memory counted by hand."""
    tokens, nats, seen = [int(token) for token in file.tokens[:count]], 0.0, 0
    for place in range(len(tokens) - 1):
        seen = 0 if place % length == 0 or tokens[place] == 0 else seen
        seen += 1
        powers = np.exp(table[seen % len(table), tokens[place]])
        nats += float(np.log(powers.sum() / powers[tokens[place + 1]]))
    return nats / math.log(2) / (len(tokens) - 1) * len(file) / file.bytes_of_text


def _case(rng, count=23, ends=True):
    table, tokens = rng.standard_normal((30, 5, 5)) * 2, rng.integers(1, 5, count)
    if ends:
        tokens[[5, 12, 13]] = 0
    return table, _Counting(torch.from_numpy(table)).eval(), _File(tokens, 3 * count - 4)


def _bits_with(
    per="byte",
    base=2.0,
    shift=1,
    documents=True,
    last_piece=True,
    means=False,
    evaluate=True,
    back=True,
    first_free=False,
    part="as the whole",
    windows=True,
    padded=False,
):
    """bits_per_byte with the mistakes that are switched on."""

    @torch.no_grad()
    def answer(model, file, length=512, batch_size=8, max_tokens=None):
        training = model.training
        if evaluate:
            model.eval()
        tokens = torch.from_numpy(file.tokens[:max_tokens].astype("int64"))
        found, step = [], length if windows else len(tokens)
        for start in range(0, len(tokens) - 1, step):
            piece = tokens[start : start + step + 1]
            if len(piece) <= step and not last_piece:
                break
            input_ids, targets = piece[None, :-1], piece[None, shift:][:, : len(piece) - 1]
            if padded:
                input_ids = F.pad(input_ids, (0, step - input_ids.shape[1]), value=1)
                targets = F.pad(targets, (0, step - targets.shape[1]), value=1)
            seq_idx = (input_ids == file.end_of_text).cumsum(1) if documents else None
            logits, _ = model(input_ids, seq_idx=seq_idx)
            nats = recipe.loss_sum(logits, targets).item()
            found.append((nats / targets.numel() if means else nats, targets.numel()))
        if back:
            model.train(training)
        nats, count = sum(one[0] for one in found), len(tokens) - 1
        each = nats / len(found) if means else nats / (count + 1 if first_free else count)
        total = each * (len(tokens) if part == "by all bytes" else len(file))
        return total / math.log(base) / (file.bytes_of_text if per == "byte" else len(file))

    return answer


@checks(recipe.bits_per_byte, title="Bits per byte", minutes=20, difficulty=3)
class BitsPerByte:
    hints = (
        "A loss in nats divided by ln 2 is in bits: math.log(2).",
        "Bits a token, the mean over all but the first, times len(file), divided by file.bytes_of_text.",
        "The target of a token is the one behind it: of tokens[start : start + length + 1] all but the last go in, "
        "and all but the first are asked for.",
        "Add up the nats of all windows, also of the last and shorter one, and divide once at the end by the number of "
        "tokens that were asked for. A mean of means would count a short window as much as a long one.",
        "seq_idx = (input_ids == file.end_of_text).cumsum(1) counts documents; hand it to the model.",
        "Read `length` tokens at a time, each window with an empty memory: no state is handed on.",
        "model.eval() before, model.train(was_training) after, where was_training = model.training.",
        "max_tokens cuts file.tokens. The average cost of a token is multiplied by len(file), the whole, all the same.",
    )

    @see_hint(1)
    def five_equal_chances_cost_the_binary_logarithm_of_five(bits_per_byte, rng):
        _, lm, _ = _case(rng)
        nn.init.zeros_(lm.table)
        file = _File(rng.integers(1, 5, 22), 22)  # one byte a token
        expect(bits_per_byte(lm, file, length=7), math.log2(5), file=file, model="that finds all 5 tokens equal")

    @see_hint(2)
    def twice_the_bytes_make_half_of_it(bits_per_byte, rng):
        _, lm, _ = _case(rng)
        nn.init.zeros_(lm.table)
        file = _File(rng.integers(1, 5, 22), 44)
        expect(bits_per_byte(lm, file, length=7), math.log2(5) / 2, file=file, model="that finds all 5 tokens equal")

    @see_hint(3)
    def each_token_is_asked_for_by_the_one_before(bits_per_byte, rng):
        table, lm, file = _case(rng, 8, ends=False)
        expect(bits_per_byte(lm, file, length=7), _bits_by_hand(table, file, 7), file=file, length=7)

    @see_hint(6)
    def every_window_begins_with_an_empty_memory(bits_per_byte, rng):
        table, lm, file = _case(rng, 22, ends=False)
        expect(bits_per_byte(lm, file, length=7), _bits_by_hand(table, file, 7), file=file, length=7)

    @see_hint(4)
    def the_last_window_may_be_shorter(bits_per_byte, rng):
        table, lm, file = _case(rng, 23, ends=False)
        for length in (5, 7, 40):
            want = _bits_by_hand(table, file, length)
            expect(bits_per_byte(lm, file, length=length, batch_size=2), want, file=file, length=length)

    @see_hint(5)
    def no_memory_crosses_from_document_to_document(bits_per_byte, rng):
        table, lm, file = _case(rng)
        want = _bits_by_hand(table, file, 9)
        expect(bits_per_byte(lm, file, length=9, batch_size=2), want, file=file, length=9, end_of_text="at 5, 12, 13")

    @see_hint(7)
    def a_model_in_training_is_measured_as_one_in_use(bits_per_byte, rng):
        table, lm, file = _case(rng)
        lm.train()
        expect(bits_per_byte(lm, file, length=9), _bits_by_hand(table, file, 9), file=file, model="in training")
        expect_true(lm.training, "the model in training again", "it left in eval mode", model="in training")

    @see_hint(8)
    def a_part_stands_for_the_whole(bits_per_byte, rng):
        table, lm, file = _case(rng)
        want = _bits_by_hand(table, file, 5, 12)
        expect(bits_per_byte(lm, file, length=5, max_tokens=12), want, file=file, length=5, max_tokens=12)

    wrong = {
        "nats": (_bits_with(base=math.e), five_equal_chances_cost_the_binary_logarithm_of_five),
        "the first token for nothing": (
            _bits_with(first_free=True),
            five_equal_chances_cost_the_binary_logarithm_of_five,
        ),
        "bits a token": (_bits_with(per="token"), twice_the_bytes_make_half_of_it),
        "each token asked for by itself": (_bits_with(shift=0), each_token_is_asked_for_by_the_one_before),
        "one window for all": (_bits_with(windows=False), every_window_begins_with_an_empty_memory),
        "the last window left out": (_bits_with(last_piece=False), the_last_window_may_be_shorter),
        "a mean of means": (_bits_with(means=True), the_last_window_may_be_shorter),
        "the padding asked for, too": (_bits_with(padded=True), the_last_window_may_be_shorter),
        "documents not told apart": (_bits_with(documents=False), no_memory_crosses_from_document_to_document),
        "measured in training": (_bits_with(evaluate=False), a_model_in_training_is_measured_as_one_in_use),
        "left in eval mode": (_bits_with(back=False), a_model_in_training_is_measured_as_one_in_use),
        "a part divided by the bytes of all": (_bits_with(part="by all bytes"), a_part_stands_for_the_whole),
    }
