"""The exercises of chapter 6: the pieces of the whole model."""

import math

import numpy as np
import torch
import torch.nn.functional as F

from mambalib import generate, model
from mambalib.exercises.machine import checks, expect, expect_true, normal, see_hint
from mambalib.scan import causal_conv1d, conv, selective_scan


def _norm_with(forward, name="forward"):
    return type("RMSNorm", (model.RMSNorm,), {name: forward})


def _layer_norm(self, x):
    return F.layer_norm(x, x.shape[-1:], self.weight, eps=self.eps)


def _by_length(self, x):
    return x * torch.rsqrt(x.square().sum(-1, keepdim=True) + self.eps) * self.weight


def _no_root(self, x):
    return x / (x.square().mean(-1, keepdim=True) + self.eps) * self.weight


def _no_weight(self, x):
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.eps)


def _over_everything(self, x):
    return x * torch.rsqrt(x.square().mean() + self.eps) * self.weight


def _eps_outside(self, x):
    return x / (x.square().mean(-1, keepdim=True).sqrt() + self.eps) * self.weight


def _no_eps(self, x):
    return x / x.square().mean(-1, keepdim=True).sqrt() * self.weight


@checks(model.RMSNorm, title="One size for every vector", minutes=6, difficulty=1)
class RMSNorm:
    hints = (
        "Square, mean, root, in this order: 3 and 4 have the mean square 12.5. Nothing is subtracted.",
        "Afterwards every entry is multiplied by its own number of self.weight.",
        "Each vector by itself: x.square().mean(-1, keepdim=True) is the mean along the last dimension alone.",
        "self.eps joins the mean square before the root is taken: x * torch.rsqrt(mean_square + self.eps).",
        "Name the method forward, with the argument x, and indent it below class RMSNorm(model.RMSNorm).",
    )

    @see_hint(5)
    def the_cell_defines_a_forward_of_its_own(RMSNorm, rng):
        expect_true("forward" in vars(RMSNorm), "a method named forward", "a class without one")

    @see_hint(1)
    def three_and_four_are_divided_by_the_root_of_twelve_and_a_half(RMSNorm, rng):
        x = torch.tensor([3.0, 4.0])
        expect(RMSNorm(2, eps=0.0)(x), x / 12.5**0.5, x=x, eps=0)

    @see_hint(2)
    def every_entry_has_a_weight_of_its_own(RMSNorm, rng):
        norm, x = RMSNorm(2, eps=0.0), torch.tensor([3.0, 4.0])
        with torch.no_grad():
            norm.weight.copy_(torch.tensor([10.0, -1.0]))
        expect(norm(x), torch.tensor([30.0, -4.0]) / 12.5**0.5, x=x, weight=norm.weight, eps=0)

    @see_hint(3)
    def every_vector_of_a_batch_goes_by_itself(RMSNorm, rng):
        x = normal(rng, 2, 7, 5)
        want = np.empty((2, 7, 5))
        for b in range(2):
            for k in range(7):
                vector = x[b, k].numpy()
                want[b, k] = vector / np.sqrt(sum(vector**2) / 5)
        expect(RMSNorm(5, eps=0.0)(x), want, x=x, eps=0)

    @see_hint(4)
    def a_vector_of_zeros_stays_one(RMSNorm, rng):
        x = torch.tensor([[0.0, 0.0], [0.3, 0.4]])
        expect(RMSNorm(2, eps=0.875)(x), torch.tensor([[0.0, 0.0], [0.3, 0.4]]), x=x, eps=0.875)

    wrong = {
        "the method misspelt": (_norm_with(_no_eps, "foward"), the_cell_defines_a_forward_of_its_own),
        "the mean subtracted, as LayerNorm does": (
            _norm_with(_layer_norm),
            three_and_four_are_divided_by_the_root_of_twelve_and_a_half,
        ),
        "divided by the length of the vector": (
            _norm_with(_by_length),
            three_and_four_are_divided_by_the_root_of_twelve_and_a_half,
        ),
        "no root": (_norm_with(_no_root), three_and_four_are_divided_by_the_root_of_twelve_and_a_half),
        "no weight": (_norm_with(_no_weight), every_entry_has_a_weight_of_its_own),
        "one mean for the whole batch": (_norm_with(_over_everything), every_vector_of_a_batch_goes_by_itself),
        "eps outside the root": (_norm_with(_eps_outside), a_vector_of_zeros_stays_one),
        "no eps": (_norm_with(_no_eps), a_vector_of_zeros_stays_one),
    }


def _window(x, weight, before, shift=0):
    """Weighted sums over windows of the inputs, `shift` places later than they ought to be."""
    length, width = x.shape[1], weight.shape[1]
    long = torch.cat([before, x, x.new_zeros(len(x), shift, x.shape[2])], dim=1)
    return sum(long[:, j + shift : j + shift + length] * weight[:, j] for j in range(width)), long


def _conv_with(
    flip=False,
    shift=0,
    bias_too=True,
    silu_always=False,
    use_state=True,
    short_state=False,
    newest_first=False,
    state_of=lambda inputs, y: inputs,
    from_the_end=False,
    one_row=False,
    mixed=False,
):
    """causal_conv1d with the mistakes that are switched on."""

    def answer(x, weight, bias=None, initial_state=None, seq_idx=None, activation=None):
        batch, length, channels = x.shape
        past = weight.shape[1] - 1
        before = x.new_zeros(batch, past, channels)
        if initial_state is not None and use_state:
            before = initial_state.mT
        used = weight.flip(1) if flip else weight
        used = used.mean(0, keepdim=True).expand_as(used) if mixed else used
        if one_row:
            y = _window(x.reshape(1, -1, channels), used, before[:1])[0].reshape(x.shape)
        else:
            y = _window(x, used, before, shift)[0]
        y = y + bias if bias is not None and bias_too else y
        y = F.silu(y) if activation == "silu" or silu_always else y
        last = state_of(x, y)
        long = torch.cat([torch.zeros_like(before) if short_state else before, last], dim=1)
        state = (long[:, -past:] if from_the_end else long[:, length:]).mT
        return y, state.flip(-1) if newest_first else state

    return answer


def _conv_in_torch(x, weight, bias=None, initial_state=None, seq_idx=None, activation=None):
    """With PyTorch's own convolution, padded on both sides as it pads."""
    width, channels = weight.shape[1], x.shape[2]
    y = F.conv1d(x.mT, weight.unsqueeze(1), bias, padding=width // 2, groups=channels)[..., : x.shape[1]].mT
    return y, conv.causal_conv1d(x, weight, bias, initial_state)[1]


def _shapes_of_conv(rng, length=7, width=4):
    return normal(rng, 2, length, 5), normal(rng, 5, width), normal(rng, 5), normal(rng, 2, 5, width - 1)


@checks(conv.causal_conv1d, title="A look at the last few", minutes=15, difficulty=2)
class CausalConv1d:
    hints = (
        "The last column of weight meets the present input, the column before it the input before.",
        "Put the d_conv - 1 inputs from before in front: torch.cat([before.mT, x], dim=1), zeros if there is no state. "
        "Then weight j meets the slice j : j + length.",
        "weight[:, j] and bias are (channels,): they fit the last dimension of x. No channel and no row sees another.",
        'With activation == "silu" the output goes through F.silu, otherwise it stays as it is.',
        "The state is the last d_conv - 1 inputs, the oldest first, as (batch, channels, d_conv - 1). A short piece "
        "has too few of its own: take them from the joined inputs, joined[:, length:].mT, which fits d_conv = 1, too.",
    )

    @see_hint(1)
    def ten_times_the_one_before_and_once_the_present(causal_conv1d, rng):
        x, weight = torch.tensor([[[1.0], [2.0], [3.0], [4.0]]]), torch.tensor([[10.0, 1.0]])
        y, _ = causal_conv1d(x, weight)
        expect(y, torch.tensor([[[1.0], [12.0], [23.0], [34.0]]]), x=x, weight=weight)

    @see_hint(2)
    def what_comes_later_changes_nothing_before(causal_conv1d, rng):
        x, weight, bias, _ = _shapes_of_conv(rng)
        x, changed = x[:1], torch.cat([x[:1, :4], x[1:, 4:]], dim=1)
        expect(causal_conv1d(changed, weight, bias)[0][:, :4], causal_conv1d(x, weight, bias)[0][:, :4], x=x)

    @see_hint(3)
    def a_plain_loop_over_rows_and_channels_agrees(causal_conv1d, rng):
        x, weight, bias, _ = _shapes_of_conv(rng)
        want = np.zeros((2, 7, 5))
        for b, k, c in np.ndindex(2, 7, 5):
            want[b, k, c] = bias[c] + sum(weight[c, 3 - age] * x[b, k - age, c] for age in range(min(k, 3) + 1))
        expect(causal_conv1d(x, weight, bias)[0], want, x=x, weight=weight, bias=bias)

    @see_hint(4)
    def silu_comes_when_it_is_asked_for(causal_conv1d, rng):
        x, weight, bias, _ = _shapes_of_conv(rng, length=1)
        plain = weight[:, -1] * x + bias
        expect(causal_conv1d(x, weight, bias)[0], plain, x=x, weight=weight, bias=bias, activation=None)
        want = plain / (1 + torch.exp(-plain))
        expect(causal_conv1d(x, weight, bias, activation="silu")[0], want, x=x, weight=weight, activation="silu")

    @see_hint(5)
    def the_state_is_the_last_inputs_the_oldest_first(causal_conv1d, rng):
        x, weight, bias, _ = _shapes_of_conv(rng)
        want = torch.stack([x[:, 4], x[:, 5], x[:, 6]], dim=2)
        expect(causal_conv1d(x, weight, bias, activation="silu")[1], want, x=x, d_conv=4)
        expect(causal_conv1d(x, weight[:, :1])[1], torch.zeros(2, 5, 0), x=x, d_conv=1)

    @see_hint(2)
    def a_piece_goes_on_from_the_state_of_the_piece_before(causal_conv1d, rng):
        x, weight, bias, start = _shapes_of_conv(rng)
        long = torch.cat([start.mT, x], dim=1)  # the same inputs, with those from before in the row
        want = sum(long[:, j : j + 7] * weight[:, j] for j in range(4)) + bias
        outputs, state = [], start
        for piece in x.split([4, 1, 2], dim=1):
            y, state = causal_conv1d(piece, weight, bias, state)
            outputs.append(y)
        expect(torch.cat(outputs, dim=1), want, x=x, initial_state=start, pieces=[4, 1, 2])

    @see_hint(5)
    def a_short_piece_keeps_what_the_state_held(causal_conv1d, rng):
        x, weight, bias, start = _shapes_of_conv(rng, length=1)
        want = torch.stack([start[..., 1], start[..., 2], x[:, 0]], dim=2)
        expect(causal_conv1d(x, weight, bias, start)[1], want, x=x, initial_state=start)
        want = torch.stack([torch.zeros(2, 5), torch.zeros(2, 5), x[:, 0]], dim=2)
        expect(causal_conv1d(x, weight, bias)[1], want, x=x, initial_state=None)

    wrong = {
        "the weights back to front": (_conv_with(flip=True), ten_times_the_one_before_and_once_the_present),
        "one place too late, so that it sees the future": (
            _conv_with(shift=1),
            ten_times_the_one_before_and_once_the_present,
        ),
        "one row that all rows run through": (_conv_with(one_row=True), a_plain_loop_over_rows_and_channels_agrees),
        "padding on both sides, as 'same' has it": (_conv_in_torch, what_comes_later_changes_nothing_before),
        "one kernel for all channels": (_conv_with(mixed=True), a_plain_loop_over_rows_and_channels_agrees),
        "no bias": (_conv_with(bias_too=False), a_plain_loop_over_rows_and_channels_agrees),
        "silu never": (
            lambda x, weight, bias=None, initial_state=None, seq_idx=None, activation=None: _conv_with()(
                x, weight, bias, initial_state
            ),
            silu_comes_when_it_is_asked_for,
        ),
        "the newest input first": (
            _conv_with(newest_first=True),
            the_state_is_the_last_inputs_the_oldest_first,
        ),
        "outputs kept in place of inputs": (
            _conv_with(state_of=lambda inputs, y: y),
            the_state_is_the_last_inputs_the_oldest_first,
        ),
        "counted from the end, which fails for no past at all": (
            _conv_with(from_the_end=True),
            the_state_is_the_last_inputs_the_oldest_first,
        ),
        "the state ignored": (_conv_with(use_state=False), a_piece_goes_on_from_the_state_of_the_piece_before),
        "zeros in front of every piece's state": (
            _conv_with(short_state=True),
            a_piece_goes_on_from_the_state_of_the_piece_before,
        ),
    }


def _small_block(MambaBlock, rng):
    """A block whose weights are none of those that it starts from: d_inner 12, d_state 3, d_conv 4, dt_rank 5."""
    block = MambaBlock(model.MambaConfig(vocab_size=11, d_model=6, n_layer=2, d_state=3, dt_rank=5))
    with torch.no_grad():
        for parameter in block.parameters():
            parameter.copy_(parameter + 0.3 * normal(rng, *parameter.shape))
    return block.double()


def _inside(block, x, conv_state):
    """From the weights, row by row: x after the convolution, z, and the new conv state."""
    weight = {name: value.detach() for name, value in block.named_parameters()}
    both = x @ weight["in_proj.weight"].T
    x, z = both[..., :12], both[..., 12:]
    rows = torch.cat([conv_state.mT, x], dim=1)
    after = torch.empty_like(x)
    for k in range(x.shape[1]):
        after[:, k] = (rows[:, k : k + 4] * weight["conv1d.weight"][:, 0].T).sum(1) + weight["conv1d.bias"]
    return after / (1 + torch.exp(-after)), z, rows[:, -3:].mT


def _block_by_hand(block, x, state=None):
    """The block from its weights, number by number: the output, the conv state and the ssm state."""
    weight = {name: value.detach() for name, value in block.named_parameters()}
    conv_state, h = (torch.zeros(2, 12, 3), torch.zeros(2, 12, 3)) if state is None else state
    x, z, conv_state = _inside(block, x, conv_state)
    h, y = h.clone(), torch.empty_like(x)
    for b in range(x.shape[0]):
        for k in range(x.shape[1]):
            made = weight["x_proj.weight"] @ x[b, k]
            delta, B, C = made[:5], made[5:8], made[8:]
            dt = torch.log1p(torch.exp(weight["dt_proj.weight"] @ delta + weight["dt_proj.bias"]))
            for c in range(12):
                h[b, c] = torch.exp(-dt[c] * torch.exp(weight["A_log"][c])) * h[b, c] + dt[c] * B * x[b, k, c]
                y[b, k, c] = (C @ h[b, c] + weight["D"][c] * x[b, k, c]) * z[b, k, c] / (1 + torch.exp(-z[b, k, c]))
    return y @ weight["out_proj.weight"].T, conv_state, h


def _block_with(**change):
    """A MambaBlock with the mistakes that are switched on."""

    def forward(self, x, state=None, seq_idx=None, real=None):
        x, z = self.in_proj(x).chunk(2, dim=-1)
        x, z = (z, x) if "halves" in change else (x, z)
        past, h = (None, None) if state is None or "no_state" in change else state
        past = None if "no_conv_state" in change else past
        activation = None if "no_silu" in change else "silu"
        packed = {name: None if name in change.get("unpacked", ()) else seq_idx for name in ("conv", "scan")}
        weight, bias = self.conv1d.weight.squeeze(1), self.conv1d.bias
        x, past = causal_conv1d(x, weight, bias, past, packed["conv"], activation)
        delta, B, C = self.x_proj(x).split(self.split, dim=-1)
        B, C = (C, B) if "swap" in change else (B, C)
        delta = self.dt_proj(delta) if "bias_twice" in change else F.linear(delta, self.dt_proj.weight)
        A = change.get("sign", -1) * torch.exp(self.A_log)
        D = None if "no_skip" in change else self.D
        gate = None if "no_gate" in change else z
        bias = None if "no_bias" in change else self.dt_proj.bias
        softplus = "no_softplus" not in change
        y, h = selective_scan(x, delta, A, B, C, D, gate, bias, softplus, h, packed["scan"])
        h = h[:1].expand_as(h) if "one_state" in change else h
        return self.out_proj(y), (past, h)

    return type("MambaBlock", (model.MambaBlock,), {change.get("name", "forward"): forward})


@checks(model.MambaBlock, title="The block", minutes=20, difficulty=3)
class MambaBlock:
    hints = (
        "x, z = self.in_proj(x).chunk(2, dim=-1): the first half is read, the second is the gate z of the scan.",
        "delta, B, C = self.x_proj(x).split(self.split, dim=-1), in this order, from the x after the convolution.",
        "The step is softplus(delta + bias): pass delta_bias=self.dt_proj.bias and delta_softplus=True. The bias must "
        "go in once: F.linear(delta, self.dt_proj.weight) is dt_proj without it.",
        "A is stored as a logarithm and must be negative: A = -torch.exp(self.A_log).",
        'Past the memory goes D times x, where x is what the convolution gives with activation="silu".',
        "The state is a pair: (None, None) if there is none. Each part goes in as initial_state of its function, and "
        "both come back as (conv_state, h), with a row for each text.",
        "Name the method forward, with its four arguments, and indent it below class MambaBlock(model.MambaBlock).",
        "seq_idx goes to both functions, scan.causal_conv1d and scan.selective_scan.",
    )

    @see_hint(7)
    def the_cell_defines_a_forward_of_its_own(MambaBlock, rng):
        expect_true("forward" in vars(MambaBlock), "a method named forward", "a class without one")

    @see_hint(1)
    def a_closed_gate_lets_nothing_through(MambaBlock, rng):
        block, x = _small_block(MambaBlock, rng), normal(rng, 2, 7, 6)
        with torch.no_grad():
            block.in_proj.weight[12:] = 0  # z = 0, and silu(0) = 0
        expect(block(x)[0], torch.zeros(2, 7, 6), x=x, z=0)

    @see_hint(3)
    def a_step_of_almost_nothing_writes_almost_nothing(MambaBlock, rng):
        block, x = _small_block(MambaBlock, rng), normal(rng, 2, 7, 6)
        with torch.no_grad():
            block.dt_proj.weight.zero_()
            block.dt_proj.bias.fill_(-30.0)  # the softplus of it is 1e-13
        _, (_, h) = block(x)
        expect(h, torch.zeros(2, 12, 3), x=x, dt=1e-13)

    @see_hint(4)
    def the_memory_never_explodes(MambaBlock, rng):
        block, x = _small_block(MambaBlock, rng), normal(rng, 2, 101, 6)
        with torch.no_grad():
            block.dt_proj.weight.zero_()
            block.dt_proj.bias.fill_(2.0)
        _, (_, h) = block(x)
        size = h.detach().abs().max().item()
        expect_true(size < 1e4, "a state that stays bounded", f"{size:.3g}", x="101 samples", dt=2.13)

    @see_hint(5)
    def with_nothing_read_from_the_memory_D_is_left(MambaBlock, rng):
        block, x = _small_block(MambaBlock, rng), normal(rng, 2, 7, 6)
        with torch.no_grad():
            block.x_proj.weight[5:] = 0  # B and C
        inner, z, _ = _inside(block, x, torch.zeros(2, 12, 3))
        want = (block.D * inner * z / (1 + torch.exp(-z))) @ block.out_proj.weight.T
        expect(block(x)[0], want, x=x, B=0, C=0)

    @see_hint(3)
    def the_steps_are_those_of_weight_and_bias(MambaBlock, rng):
        block, x = _small_block(MambaBlock, rng), normal(rng, 2, 1, 6)
        with torch.no_grad():
            block.x_proj.weight[5:8] = block.x_proj.weight[8:]  # C = B: their order cannot matter
        expect(block(x)[0], _block_by_hand(block, x)[0], x=x)

    @see_hint(2)
    def a_loop_over_samples_channels_and_states_agrees(MambaBlock, rng):
        block, x = _small_block(MambaBlock, rng), normal(rng, 2, 7, 6)
        expect(block(x)[0], _block_by_hand(block, x)[0], x=x)

    @see_hint(6)
    def a_piece_goes_on_from_both_states_of_the_piece_before(MambaBlock, rng):
        block, x = _small_block(MambaBlock, rng), normal(rng, 2, 7, 6)
        state = normal(rng, 2, 12, 3), normal(rng, 2, 12, 3)
        want, *want_state = _block_by_hand(block, x, state)
        first, state = block(x[:, :1], state)
        second, state = block(x[:, 1:], state)
        expect(torch.cat([first, second], dim=1), want, x=x, pieces=[1, 6])
        expect(tuple(state), tuple(want_state), x=x, pieces=[1, 6])

    @see_hint(8)
    def two_texts_in_one_row_do_not_see_each_other(MambaBlock, rng):
        block, x = _small_block(MambaBlock, rng), normal(rng, 2, 7, 6)
        seq_idx = torch.tensor([[0, 0, 0, 1, 1, 1, 1]] * 2)
        want = torch.cat([_block_by_hand(block, x[:, :3])[0], _block_by_hand(block, x[:, 3:])[0]], dim=1)
        expect(block(x, None, seq_idx)[0], want, x=x, seq_idx=seq_idx)

    wrong = {
        "the method misspelt": (_block_with(name="foward"), the_cell_defines_a_forward_of_its_own),
        "no gate": (_block_with(no_gate=True), a_closed_gate_lets_nothing_through),
        "the halves swapped": (_block_with(halves=True), a_closed_gate_lets_nothing_through),
        "no softplus": (_block_with(no_softplus=True), a_step_of_almost_nothing_writes_almost_nothing),
        "no bias of the step": (_block_with(no_bias=True), a_step_of_almost_nothing_writes_almost_nothing),
        "exp(A_log) without the minus": (_block_with(sign=1), the_memory_never_explodes),
        "D left out": (_block_with(no_skip=True), with_nothing_read_from_the_memory_D_is_left),
        "no silu behind the convolution": (_block_with(no_silu=True), with_nothing_read_from_the_memory_D_is_left),
        "the bias of the step twice": (_block_with(bias_twice=True), the_steps_are_those_of_weight_and_bias),
        "B and C swapped": (_block_with(swap=True), a_loop_over_samples_channels_and_states_agrees),
        "the state ignored": (_block_with(no_state=True), a_piece_goes_on_from_both_states_of_the_piece_before),
        "the conv state ignored": (
            _block_with(no_conv_state=True),
            a_piece_goes_on_from_both_states_of_the_piece_before,
        ),
        "one state for all rows of the batch": (
            _block_with(one_state=True),
            a_piece_goes_on_from_both_states_of_the_piece_before,
        ),
        "seq_idx ignored": (
            _block_with(unpacked=("conv", "scan")),
            two_texts_in_one_row_do_not_see_each_other,
        ),
        "seq_idx for the scan alone": (_block_with(unpacked=("conv",)), two_texts_in_one_row_do_not_see_each_other),
        "seq_idx for the convolution alone": (
            _block_with(unpacked=("scan",)),
            two_texts_in_one_row_do_not_see_each_other,
        ),
    }


def _kept_by_hand(logits, p):
    """Token by token, the likeliest first, until they have the probability p together."""
    weights = [float(np.exp(logit)) for logit in logits]
    left, together, kept = list(range(len(weights))), 0.0, []
    while left and together < p * sum(weights):
        best = max(left, key=lambda token: weights[token])
        left.remove(best)
        kept.append(best)
        together += weights[best]
    return [float(logit) if token in kept else -np.inf for token, logit in enumerate(logits)]


def _top_p_with(
    inclusive=False,
    descending=True,
    in_place=True,
    softmax=True,
    fill=-math.inf,
    sort=True,
    row=False,
    renormal=False,
    forced=False,
):
    """keep_top_p with the mistakes that are switched on."""

    def answer(logits, p):
        chances = logits.softmax(-1) if softmax else logits
        chances, order = chances.sort(descending=descending, stable=True)
        if not sort:
            chances, order = logits.softmax(-1), torch.arange(logits.shape[-1]).expand_as(logits)
        before = chances.cumsum(-1) - (0 if inclusive else chances)
        out = before > p if inclusive else before >= p
        out = out[:1].expand_as(out) if row else out
        out = out & (torch.arange(out.shape[-1]) > 0) if forced else out
        if in_place:
            out = torch.zeros_like(out).scatter(-1, order, out)
            kept = logits.masked_fill(out, fill)
        else:
            kept = logits.gather(-1, order).masked_fill(out, fill)
        return kept.softmax(-1) if renormal else kept

    return answer


_FOUR = torch.tensor([[0.5, 0.3, 0.15, 0.05]], dtype=torch.float64).log()
_LATER = torch.tensor([False, True])


@checks(generate.keep_top_p, title="The fewest tokens that are enough", minutes=10, difficulty=2)
class KeepTopP:
    hints = (
        "softmax, then sort with descending=True, then cumsum: what the likeliest have together.",
        "The token with which the sum reaches p stays. Rule out those *before* which it has been reached: the sum "
        "without the token itself is cumsum - probabilities.",
        "Bring the mask back into place: torch.zeros_like(order, dtype=torch.bool).scatter(-1, order, mask).",
        "What stays keeps its logit, what goes gets -torch.inf: logits.masked_fill(mask, -torch.inf).",
        "Sort and sum along the last dimension: each row of a batch has an order and a border of its own.",
    )

    @see_hint(1)
    def the_unlikely_does_not_keep_its_logit(keep_top_p, rng):
        got = keep_top_p(_FOUR, 0.7)
        expect_true(got[0, 3] != _FOUR[0, 3], "the last one changed", "it as it was", probabilities=_FOUR.exp(), p=0.7)

    @see_hint(4)
    def it_becomes_minus_infinity(keep_top_p, rng):
        expect(keep_top_p(_FOUR, 0.7)[0, 3], -math.inf, probabilities=_FOUR.exp(), p=0.7, shown="the last logit")

    @see_hint(2)
    def the_likeliest_always_stays(keep_top_p, rng):
        expect(keep_top_p(_FOUR, 0.01)[0, :2], _FOUR[0, :2].masked_fill(_LATER, -math.inf), logits=_FOUR, p=0.01)

    @see_hint(2)
    def the_token_that_reaches_p_stays(keep_top_p, rng):
        expect(keep_top_p(_FOUR, 0.7)[0, :2], _FOUR[0, :2], probabilities=_FOUR.exp(), p=0.7)

    @see_hint(3)
    def every_token_keeps_its_place(keep_top_p, rng):
        logits = _FOUR[:, [2, 0, 3, 1]]
        want = torch.tensor([[-math.inf, logits[0, 1], -math.inf, logits[0, 3]]])
        expect(keep_top_p(logits, 0.7), want, probabilities=logits.exp(), p=0.7)

    @see_hint(4)
    def all_of_the_probability_keeps_all_logits(keep_top_p, rng):
        logits = normal(rng, 1, 7)
        expect(keep_top_p(logits, 1.0), logits, logits=logits, p=1.0)

    @see_hint(5)
    def rows_of_a_batch_do_not_mix(keep_top_p, rng):
        logits = 2 * normal(rng, 5, 11)
        for p in (0.3, 0.62, 0.9):
            want = torch.tensor([_kept_by_hand(row, p) for row in logits.numpy()])
            expect(keep_top_p(logits, p), want, logits=logits, p=p)

    wrong = {
        "the unlikeliest first": (_top_p_with(descending=False), the_unlikely_does_not_keep_its_logit),
        "logits summed without a softmax": (_top_p_with(softmax=False), the_unlikely_does_not_keep_its_logit),
        "zero for what is ruled out": (_top_p_with(fill=0.0), it_becomes_minus_infinity),
        "probabilities given back": (_top_p_with(renormal=True), it_becomes_minus_infinity),
        "the token that reaches p left out": (_top_p_with(inclusive=True), the_likeliest_always_stays),
        "every token by its own probability": (
            lambda logits, p: logits.masked_fill(logits.softmax(-1) < p, -math.inf),
            the_likeliest_always_stays,
        ),
        "the token that reaches p left out, but for the likeliest": (
            _top_p_with(inclusive=True, forced=True),
            the_token_that_reaches_p_stays,
        ),
        "left in the order of the sort": (_top_p_with(in_place=False), every_token_keeps_its_place),
        "not sorted": (_top_p_with(sort=False), every_token_keeps_its_place),
        "the first row's border for all": (_top_p_with(row=True), rows_of_a_batch_do_not_mix),
    }
