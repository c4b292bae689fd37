"""The whole model: a language model made of Mamba blocks, as published (chapter 6).

A token becomes a vector. Every layer reads the vector, and adds what it has to say. At the end the vector is compared
with that of every token: the most alike is the likeliest next one.

    residual = embeddings[input_ids]
    residual = residual + mixer(norm(residual))          for every layer
    logits   = embeddings · norm_f(residual)

The mixer is the Mamba block. It reads along the sequence, and nothing else in the model does:

    x, z        = in_proj(input)                         what is read, and the gate
    x           = silu(conv1d(x))                        a look at the last d_conv inputs
    delta, B, C = x_proj(x)                              selection: they depend on what is read
    dt          = softplus(dt_proj(delta) + bias)        the step, one for every channel
    h[k]        = exp(dt A) h[k-1] + dt B x[k]           the memory
    y[k]        = C h[k] + D x[k]
    output      = out_proj(y · silu(z))

Symbols, with their shapes:
    input_ids      (batch, length)               tokens, whole numbers below vocab_size
    logits         (batch, length, vocab_size)   for each position, what comes next
    residual       (batch, length, d_model)      the stream that the layers add to, float32
    x, z, dt, y    (batch, length, d_inner)      inside the block, which is `expand` times as wide
    delta          (batch, length, dt_rank)      the step before it is spread over the channels
    B, C           (batch, length, d_state)      how the memory is written and read
    A              (d_inner, d_state)            how it fades: -exp(A_log), so always negative
    D              (d_inner,)                    what passes by the memory
    conv state     (batch, d_inner, d_conv - 1)  the last inputs of the convolution, the oldest first
    ssm state, h   (batch, d_inner, d_state)     the memory itself

Every parameter is named as in the `transformers` library. Source: Gu & Dao 2023, "Mamba: Linear-Time Sequence Modeling
with Selective State Spaces", section 3.4 and figure 3; initialisation as in the code that was published with it.
"""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import torch
import torch.nn.functional as F
from safetensors import SafetensorError
from safetensors.torch import load_file, save
from torch import Tensor, nn

from mambalib.config import MambaConfig
from mambalib.files import write_atomically
from mambalib.scan import causal_conv1d, selective_scan
from mambalib.scan.associative import changes
from mambalib.selective import SelectiveSSM, at_least_float32

BlockState = tuple[Tensor, Tensor]  # conv state and ssm state of one layer
_STANDSTILL = -1e4  # a delta whose softplus is exactly 0 in every float type: the memory neither fades nor learns


class MambaState(NamedTuple):
    """All that a model remembers of what it has read, of a fixed size however long that was.

    Args:
        layers: for each layer its conv state (batch, d_inner, d_conv - 1) and ssm state (batch, d_inner, d_state).
            float32 whatever the model computes in; float64 in a float64 model.
    """

    layers: tuple[BlockState, ...]

    @property
    def nbytes(self) -> int:
        """Size in memory."""
        return sum(tensor.nbytes for layer in self.layers for tensor in layer)

    def clone(self) -> "MambaState":
        """A copy that shares nothing with this one: the fork of a conversation."""
        return self._map(Tensor.clone)

    def detach(self) -> "MambaState":
        """The same memory, through which no gradient flows."""
        return self._map(Tensor.detach)

    def to(self, device: torch.device | str) -> "MambaState":
        """The same memory on another device."""
        return self._map(lambda tensor: tensor.to(device))

    def save(self, path: str | Path) -> None:
        """Write it to a safetensors file, whole or not at all."""
        tensors = {}
        for number, (conv, ssm) in enumerate(self.layers):
            tensors[f"layers.{number}.conv"] = conv.detach().cpu().contiguous()
            tensors[f"layers.{number}.ssm"] = ssm.detach().cpu().contiguous()
        write_atomically(Path(path), save(tensors))

    @classmethod
    def load(cls, path: str | Path) -> "MambaState":
        """Read what `save` wrote. Whether it fits a model is seen when the model is given it.

        Raises:
            ValueError: a file that is damaged or holds something else.
            OSError: a file that cannot be read.
        """
        try:
            tensors = {name: tensor.clone() for name, tensor in load_file(path).items()}  # a clone: no longer the file
        except SafetensorError as error:
            raise ValueError(f"{path} must be a saved MambaState, but is no whole safetensors file: {error}") from error
        names = [(f"layers.{i}.conv", f"layers.{i}.ssm") for i in range(len(tensors) // 2)]
        if not tensors or {name for pair in names for name in pair} != set(tensors):
            raise ValueError(f"{path} must hold a conv and an ssm state for each layer, got {sorted(tensors)}")
        broken = [name for name, tensor in tensors.items() if not tensor.isfinite().all()]
        if broken:
            raise ValueError(f"{path} must hold finite numbers, but not all are in {broken}")
        return cls(tuple((tensors[conv], tensors[ssm]) for conv, ssm in names))

    def _map(self, change: Callable[[Tensor], Tensor]) -> "MambaState":
        return MambaState(tuple((change(conv), change(ssm)) for conv, ssm in self.layers))


class RMSNorm(nn.Module):
    """Divide each vector by its root mean square, then scale every entry by a trained weight.

    Args:
        d_model: length of the vectors.
        eps: added to the mean square.

    Source: Zhang & Sennrich 2019, equation 4.
    """

    def __init__(self, d_model: int, eps: float = 1e-5) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(d_model))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        """x, (..., d_model), to the same shape in the weight's type."""
        x = at_least_float32(x)
        mean_square = x.square().mean(-1, keepdim=True)
        return (x * torch.rsqrt(mean_square + self.eps) * self.weight).to(self.weight.dtype)


class MambaBlock(SelectiveSSM):
    """One Mamba block: a short convolution and the selective layer, between two projections, with a gate.

    Source: Gu & Dao 2023, section 3.4; initialisation as in the published code.
    """

    def __init__(self, config: MambaConfig) -> None:
        d_model, d_inner = config.d_model, config.d_inner
        super().__init__(
            d_inner, config.d_state, config.dt_rank, config.dt_min, config.dt_max, config.dt_init_floor
        )  # x_proj, dt_proj, A_log and D
        self.in_proj = nn.Linear(d_model, 2 * d_inner, bias=config.bias)
        self.conv1d = nn.Conv1d(d_inner, d_inner, config.d_conv, groups=d_inner, bias=config.conv_bias)
        self.out_proj = nn.Linear(d_inner, d_model, bias=config.bias)
        with torch.no_grad():
            self.out_proj.weight /= math.sqrt(config.n_layer)  # n_layer blocks add up in the residual
        if config.bias:
            nn.init.zeros_(self.in_proj.bias)
            nn.init.zeros_(self.out_proj.bias)

    def forward(
        self,
        x: Tensor,
        state: BlockState | None = None,
        seq_idx: Tensor | None = None,
        real: Tensor | None = None,
    ) -> tuple[Tensor, BlockState]:
        """Read a sequence, or its next piece.

        Args:
            x: (batch, length, d_model).
            state: conv and ssm state of an earlier call; zero when left out.
            seq_idx: (batch, length), the memory starts anew where it changes.
            real: (batch, length) of bool, False for padding at the end of a row, which leaves no trace in the state.

        Returns:
            The output (batch, length, d_model) and the state after it.
        """
        x, z = self.in_proj(x).chunk(2, dim=-1)  # (batch, length, d_inner) each
        past, h = (None, None) if state is None else state
        inputs, weight = x, self.conv1d.weight.squeeze(1)  # (d_inner, d_conv)
        x, conv = causal_conv1d(x, weight, self.conv1d.bias, past, seq_idx, activation="silu")

        delta, B, C = self.select(x)
        if real is not None:
            conv = _last_inputs(inputs, past, conv.shape[-1], seq_idx, real)
            delta = delta.masked_fill(~real.unsqueeze(-1), _STANDSTILL)
        bias = self.dt_proj.bias
        y, h = selective_scan(
            x, delta, self.A, B, C, self.D, z, bias, delta_softplus=True, initial_state=h, seq_idx=seq_idx
        )
        return self.out_proj(y), (conv.to(h.dtype), h)


class Layer(nn.Module):
    """A block, the norm before it, and the residual around both."""

    def __init__(self, config: MambaConfig) -> None:
        super().__init__()
        self.norm = RMSNorm(config.d_model, config.norm_eps)
        self.mixer = MambaBlock(config)

    def forward(
        self,
        residual: Tensor,
        state: BlockState | None = None,
        seq_idx: Tensor | None = None,
        real: Tensor | None = None,
    ) -> tuple[Tensor, BlockState]:
        """residual (batch, length, d_model) to the same, one block richer, and the block's state."""
        y, state = self.mixer(self.norm(residual), state, seq_idx, real)
        return residual + y, state


class Backbone(nn.Module):
    """The model without its head: from tokens to the vectors that the head reads."""

    def __init__(self, config: MambaConfig) -> None:
        super().__init__()
        self.config = config
        self.embeddings = nn.Embedding(config.padded_vocab_size, config.d_model)
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.n_layer))
        self.norm_f = RMSNorm(config.d_model, config.norm_eps)
        nn.init.normal_(self.embeddings.weight, std=0.02)

    def forward(
        self,
        input_ids: Tensor,
        state: MambaState | None = None,
        seq_idx: Tensor | None = None,
        attention_mask: Tensor | None = None,
    ) -> tuple[Tensor, MambaState]:
        """As `MambaLM.forward`, but for the head: (batch, length, d_model) and the state."""
        require_arguments(self.config, input_ids, state, seq_idx, attention_mask)
        order = real = None
        if attention_mask is not None:
            order, real, seq_idx = _padding_last(attention_mask, seq_idx)
            input_ids = input_ids.gather(1, order).masked_fill(~real, 0)
        _check_tokens(input_ids, self.config.vocab_size)
        states = [None] * len(self.layers) if state is None else state.layers
        residual, after = at_least_float32(self.embeddings(input_ids)), []
        for layer, before in zip(self.layers, states, strict=True):
            residual, last = layer(residual, before, seq_idx, real)
            after.append(last)
        x = self.norm_f(residual)
        if order is not None:
            x = _at(x, order.argsort(1))  # every token back in its place
        return x, MambaState(tuple(after))


class MambaLM(nn.Module):
    """The language model: a backbone, and a head that says how likely each token comes next.

    Example:
        model = MambaLM(MambaConfig(vocab_size=256, d_model=64, n_layer=2))
        logits, state = model(input_ids)
        logits, state = model(next_ids, state)  # goes on where the first call ended
    """

    def __init__(self, config: MambaConfig) -> None:
        super().__init__()
        self.config = config
        self.backbone = Backbone(config)
        # A tied head has no weight of its own: it is the embeddings.
        self.lm_head = (
            None if config.tie_embeddings else nn.Linear(config.d_model, config.padded_vocab_size, bias=False)
        )

    def forward(
        self,
        input_ids: Tensor,
        state: MambaState | None = None,
        seq_idx: Tensor | None = None,
        attention_mask: Tensor | None = None,
    ) -> tuple[Tensor, MambaState]:
        """Read a text, or its next piece: whole, in pieces or token by token, the result is the same.

        Args:
            input_ids: (batch, length) of whole numbers, length at least 1.
            state: what an earlier call returned; an empty memory when left out. Gradients flow through it.
            seq_idx: (batch, length) of whole numbers, for several texts packed into one row: where it changes, the
                memory starts anew. `state` belongs to the first.
            attention_mask: (batch, length), 0 for padding, wherever it stands: it is passed over as if it were not
                there, in the logits of the other tokens and in the state. Its own logits mean nothing.

        Returns:
            logits (batch, length, vocab_size), float32, and the state after the last token of each row.

        Raises:
            ValueError: one that names the argument, what it should be and what it is.
        """
        x, state = self.backbone(input_ids, state, seq_idx, attention_mask)
        return self.head(x), state

    def head(self, x: Tensor) -> Tensor:
        """Logits, (..., vocab_size), of what the backbone returns, (..., d_model); the padding of the table is cut."""
        table = self.backbone.embeddings if self.lm_head is None else self.lm_head
        return at_least_float32(F.linear(x, table.weight)[..., : self.config.vocab_size])

    def decay_groups(self, weight_decay: float) -> list[dict[str, Any]]:
        """Parameter groups for an optimizer: matrices decay; A_log, D, biases and norms do not.

        To decay A_log would be to pull every A towards -1, and the memories of all lengths towards one.
        """
        decayed, kept = [], []
        for name, parameter in self.named_parameters():
            (kept if parameter.ndim < 2 or name.endswith("A_log") else decayed).append(parameter)
        return [{"params": decayed, "weight_decay": weight_decay}, {"params": kept, "weight_decay": 0.0}]

    @classmethod
    def from_pretrained(cls, folder_or_repo_id: str | Path) -> "MambaLM":
        """A model from a folder, or a repository of the Hugging Face hub: see `mambalib.checkpoint.load`."""
        from mambalib import checkpoint  # reading files is no part of the model, and needs it

        return checkpoint.load(folder_or_repo_id)

    def save_pretrained(self, folder: str | Path) -> None:
        """Write the model to a folder that `transformers` opens too: see `mambalib.checkpoint.save`."""
        from mambalib import checkpoint

        checkpoint.save(self, folder)


def require_arguments(
    config: MambaConfig,
    input_ids: Tensor,
    state: MambaState | None = None,
    seq_idx: Tensor | None = None,
    attention_mask: Tensor | None = None,
) -> None:
    """Raise ValueError unless all are (batch, length), and the state is one of this model and batch."""
    whole_numbers = (torch.int64, torch.int32)
    if input_ids.ndim != 2 or not input_ids.numel() or input_ids.dtype not in whole_numbers:
        got = f"{tuple(input_ids.shape)} of {input_ids.dtype}"
        raise ValueError(f"input_ids must be (batch, length) of int64, neither of them 0, got {got}")
    for name, given in (("seq_idx", seq_idx), ("attention_mask", attention_mask)):
        if given is not None and given.shape != input_ids.shape:
            raise ValueError(f"{name} must be {tuple(input_ids.shape)} like input_ids, got {tuple(given.shape)}")
    if state is not None:
        batch, inner = input_ids.shape[0], config.d_inner
        wanted = [((batch, inner, config.d_conv - 1), (batch, inner, config.d_state))] * config.n_layer
        got = [(tuple(conv.shape), tuple(ssm.shape)) for conv, ssm in state.layers]
        if got != wanted:
            raise ValueError(
                f"state must hold {config.n_layer} layers of {wanted[0]}, got {len(got)} of {sorted(set(got))}"
            )


def _padding_last(attention_mask: Tensor, seq_idx: Tensor | None) -> tuple[Tensor, Tensor, Tensor | None]:
    """The order (batch, length) that puts the padding of each row last; what is no padding then; seq_idx in that order.

    What comes after the real tokens cannot change their outputs: the model only looks back.
    """
    order = attention_mask.logical_not().int().argsort(dim=1, stable=True)
    real = attention_mask.bool().gather(1, order)
    if seq_idx is not None:
        last = (real.sum(1, keepdim=True) - 1).clamp(min=0)
        place = torch.arange(real.shape[1], device=real.device).minimum(last)  # the padding belongs to the last text
        seq_idx = seq_idx.gather(1, order).gather(1, place)
    return order, real, seq_idx


def _last_inputs(x: Tensor, past: Tensor | None, count: int, seq_idx: Tensor | None, real: Tensor) -> Tensor:
    """The conv state (batch, d_inner, count): of x, (batch, length, d_inner), the last inputs before the padding."""
    before = x.new_zeros(x.shape[0], count, x.shape[2]) if past is None else past.mT
    place = real.sum(1, keepdim=True) + torch.arange(count, device=x.device)  # (batch, count)
    window = _at(torch.cat([before, x], dim=1), place)
    if seq_idx is not None:  # inputs of an earlier text are none of this one's
        text = F.pad(changes(seq_idx).cumsum(1), (count, 0))  # 0, 0, 1, 1, 1, 2 ...; the past belongs to text 0
        window = window * (text.gather(1, place) == text[:, -1:]).unsqueeze(-1)
    return window.mT


def _at(x: Tensor, place: Tensor) -> Tensor:
    """x (batch, length, channels) at some places (batch, count) of each row: (batch, count, channels)."""
    return x.gather(1, place.unsqueeze(-1).expand(-1, -1, x.shape[2]))


def _check_tokens(input_ids: Tensor, vocab_size: int) -> None:
    """Raise ValueError for a token that there is not; on the CPU alone, since a GPU would have to be waited for."""
    if input_ids.device.type == "cpu" and not torch.compiler.is_compiling():
        low, high = input_ids.aminmax()
        if low < 0 or high >= vocab_size:
            raise ValueError(f"input_ids must lie from 0 to {vocab_size - 1}, got {low.item()} to {high.item()}")
