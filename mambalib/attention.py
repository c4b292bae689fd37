"""A Transformer of today, to measure Mamba against: as good as its size allows (chapters 4 and 8).

Mamba's memory has a fixed size. Attention keeps all that it has read: every token leaves a key and a value, and a new
token compares its query with every key. So its memory, the cache, grows with the text.

    residual = embed_tokens[input_ids]
    residual = residual + self_attn(input_layernorm(residual))             for every layer
    residual = residual + mlp(post_attention_layernorm(residual))
    logits   = embed_tokens · norm(residual)

    queries, keys, values = q_proj(x), k_proj(x), v_proj(x)                split among the heads
    weights[k, j]         = softmax over j <= k of (R[k] queries[k]) · (R[j] keys[j]) / sqrt(d_head)
    self_attn(x)[k]       = o_proj(the sum over j of weights[k, j] values[j])
    mlp(x)                = down_proj(silu(gate_proj(x)) · up_proj(x))     SwiGLU

R[k] turns the pairs of a vector by angles proportional to k (RoPE), so that a product depends on the distance alone.

Symbols, with their shapes:
    input_ids               (batch, length)                    tokens, whole numbers below vocab_size
    logits                  (batch, length, vocab_size)        for each position, what comes next
    residual, x             (batch, length, d_model)           the stream that the layers add to
    queries, keys, values   (batch, n_head, length, d_head)    d_head is d_model / n_head
    cosine, sine            (length, d_head / 2)               of the angles of RoPE
    seq_idx                 (batch, length)                    of several texts in a row, which one a token belongs to
    start                   (batch,)                           where the present text of each row begins

Every parameter is named as in the Llama of the `transformers` library, which opens what `save_pretrained` writes.

Sources: Vaswani et al. 2017, "Attention Is All You Need"; Su et al. 2021, "RoFormer" (RoPE); Shazeer 2020, "GLU
Variants Improve Transformer" (SwiGLU); Touvron et al. 2023, "LLaMA", section 2.2, for the whole.
"""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import safetensors.torch
import torch
import torch.nn.functional as F
from safetensors import SafetensorError
from torch import Tensor, nn

from mambalib.files import write_atomically
from mambalib.model import RMSNorm, require_arguments
from mambalib.scan.associative import changes
from mambalib.selective import at_least_float32

_ROPE_BASE = 10_000.0


@dataclass(frozen=True)
class TransformerConfig:
    """The sizes of a Transformer.

    Args:
        vocab_size: number of tokens that there are.
        d_model: width of the residual stream.
        n_layer: number of layers, each of attention and an MLP.
        n_head: heads of attention; d_model / n_head must be a whole and even number.
        d_ff: width of the MLP; "auto" is 8/3 d_model, rounded up to a multiple of 8, so that a layer has about
            12 d_model² numbers, as many as two Mamba blocks.
        norm_eps: what keeps RMSNorm from dividing by zero.

    Raises:
        ValueError: one error that names every field that is wrong.
    """

    vocab_size: int
    d_model: int
    n_layer: int
    n_head: int
    d_ff: int | str = "auto"
    norm_eps: float = 1e-5

    def __post_init__(self) -> None:
        problems = []
        for name in ("vocab_size", "d_model", "n_layer", "n_head"):
            if not _is_size(value := getattr(self, name)):
                problems.append(f"{name} must be a whole number above 0, got {value!r}")
        if self.d_ff != "auto" and not _is_size(self.d_ff):
            problems.append(f"d_ff must be 'auto' or a whole number above 0, got {self.d_ff!r}")
        if not isinstance(self.norm_eps, float) or not 0 < self.norm_eps < math.inf:
            problems.append(f"norm_eps must be a number above 0, got {self.norm_eps!r}")
        if not problems and self.d_model % (2 * self.n_head):
            problems.append(f"n_head must divide d_model = {self.d_model} into even parts, got {self.n_head}")
        if problems:
            raise ValueError("; ".join(problems))
        if self.d_ff == "auto":
            object.__setattr__(self, "d_ff", 8 * math.ceil(self.d_model / 3))

    @property
    def d_head(self) -> int:
        """Width of a head."""
        return self.d_model // self.n_head

    @property
    def parameter_count(self) -> int:
        """How many numbers are trained, counted by hand."""
        d = self.d_model
        attention, mlp, norms = 4 * d * d, 3 * d * self.d_ff, 2 * d
        return self.vocab_size * d + self.n_layer * (attention + mlp + norms) + d


@dataclass
class _Room:
    """Keys and values of one layer, and places for those to come: (batch, n_head, places, d_head) each."""

    keys: Tensor
    values: Tensor
    written: int  # places that some cache relies on

    def extended(self, length: int, keys: Tensor, values: Tensor) -> "_Room":
        """The first `length` places of this room, and the new keys and values behind them.

        They are written into this very room if the places are free: so a token costs no copy of the whole, and a
        cache that is older, or a fork of this one, still finds what it knows. Gradients allow no writing in place.
        """
        end = length + keys.shape[2]
        if keys.requires_grad or self.keys.requires_grad:
            both = zip((self.keys, self.values), (keys, values), strict=True)
            return _Room(*(torch.cat([old[:, :, :length], new], dim=2) for old, new in both), end)
        room = self
        if self.written != length or end > self.keys.shape[2]:
            room = self._map(lambda old: _roomy(old[:, :, :length], end))
        room.keys[:, :, length:end], room.values[:, :, length:end], room.written = keys, values, end
        return room

    def _map(self, change: Callable[[Tensor], Tensor]) -> "_Room":
        return _Room(change(self.keys), change(self.values), self.written)


def _roomy(old: Tensor, places: int) -> Tensor:
    """A copy with room for that many places, and up to as many again: a power of two."""
    new = old.new_empty(*old.shape[:2], 1 << (places - 1).bit_length(), old.shape[3])
    new[:, :, : old.shape[2]] = old
    return new


@dataclass(frozen=True)
class KVCache:
    """All that a Transformer remembers of what it has read: a key and a value for each token, head and layer.

    Args:
        rooms: keys and values of each layer.
        length: tokens read.
        start: (batch,), where the present text of each row begins; None if that is at the first token.
    """

    rooms: tuple[_Room, ...]
    length: int
    start: Tensor | None = None

    @property
    def layers(self) -> tuple[tuple[Tensor, Tensor], ...]:
        """Keys and values of each layer, (batch, n_head, length, d_head) each."""
        return tuple((room.keys[:, :, : self.length], room.values[:, :, : self.length]) for room in self.rooms)

    @property
    def nbytes(self) -> int:
        """Size of the keys and values; up to as much again is kept free for those to come."""
        return sum(tensor.nbytes for layer in self.layers for tensor in layer)

    def clone(self) -> "KVCache":
        """A copy that shares nothing with this one."""
        return self._map(Tensor.clone)

    def detach(self) -> "KVCache":
        """The same memory, through which no gradient flows."""
        return self._map(Tensor.detach)

    def to(self, device: torch.device | str) -> "KVCache":
        """The same memory on another device."""
        return self._map(lambda tensor: tensor.to(device))

    def _map(self, change: Callable[[Tensor], Tensor]) -> "KVCache":
        # No free places: two caches must not write into the same ones.
        rooms = tuple(_Room(change(keys), change(values), self.length) for keys, values in self.layers)
        return KVCache(rooms, self.length, None if self.start is None else change(self.start))


class Attention(nn.Module):
    """Causal attention with several heads, positions by RoPE, and a cache."""

    def __init__(self, config: TransformerConfig) -> None:
        super().__init__()
        self.n_head = config.n_head
        self.q_proj, self.k_proj, self.v_proj, self.o_proj = (
            nn.Linear(config.d_model, config.d_model, bias=False) for _ in range(4)
        )

    def forward(
        self, x: Tensor, rope: tuple[Tensor, Tensor], mask: Tensor | None, past: _Room | None, length: int
    ) -> tuple[Tensor, _Room]:
        """Read a sequence, or its next piece.

        Args:
            x: (batch, new, d_model).
            rope: cosine and sine for the positions of x, (new, d_head / 2) each.
            mask: which keys each query sees, (new, length + new) or (batch, 1, new, length + new); None where a lone
                query sees them all, or where x is the beginning and each sees those up to itself.
            past: keys and values of the `length` tokens before.

        Returns:
            The output (batch, new, d_model), and the keys and values of all tokens.
        """
        queries, keys, values = (
            project(x).unflatten(-1, (self.n_head, -1)).transpose(1, 2)
            for project in (self.q_proj, self.k_proj, self.v_proj)
        )
        queries, keys = rotate(queries, *rope), rotate(keys, *rope)
        room = _Room(keys, values, x.shape[1]) if past is None else past.extended(length, keys, values)
        end = length + x.shape[1]
        keys, values = room.keys[:, :, :end], room.values[:, :, :end]
        alone = mask is None and x.shape[1] > 1
        y = F.scaled_dot_product_attention(queries, keys, values, attn_mask=mask, is_causal=alone)
        return self.o_proj(y.transpose(1, 2).flatten(2)), room


def rope_angles(first: int, length: int, d_head: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Cosine and sine for positions first ... first + length - 1, (length, d_head / 2) each, float64.

    Pair i turns by 10000^(-2i / d_head) a position. In float32 the angles of far positions would lose their digits.

    Source: Su et al. 2021, equation 15.
    """
    pairs = torch.arange(0, d_head, 2, dtype=torch.float64, device=device)
    positions = torch.arange(first, first + length, dtype=torch.float64, device=device)
    angles = positions[:, None] * _ROPE_BASE ** (-pairs / d_head)
    return angles.cos(), angles.sin()


def rotate(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Turn the pairs (x[i], x[i + d_head/2]) of each vector of x, (batch, n_head, length, d_head), by their angles."""
    first, second = x.chunk(2, dim=-1)
    return torch.cat([first * cosine - second * sine, second * cosine + first * sine], dim=-1).to(x.dtype)


class MLP(nn.Module):
    """Two wide projections, one the gate of the other, and one back: SwiGLU."""

    def __init__(self, config: TransformerConfig) -> None:
        super().__init__()
        self.gate_proj = nn.Linear(config.d_model, config.d_ff, bias=False)
        self.up_proj = nn.Linear(config.d_model, config.d_ff, bias=False)
        self.down_proj = nn.Linear(config.d_ff, config.d_model, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """x, (..., d_model), to the same shape; every position by itself."""
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    """Attention and the MLP, each with a norm before it and the residual around both."""

    def __init__(self, config: TransformerConfig) -> None:
        super().__init__()
        self.input_layernorm = RMSNorm(config.d_model, config.norm_eps)
        self.self_attn = Attention(config)
        self.post_attention_layernorm = RMSNorm(config.d_model, config.norm_eps)
        self.mlp = MLP(config)
        with torch.no_grad():
            for last in (self.self_attn.o_proj, self.mlp.down_proj):
                last.weight /= math.sqrt(2 * config.n_layer)  # so many outputs add up in the residual

    def forward(
        self, residual: Tensor, rope: tuple[Tensor, Tensor], mask: Tensor | None, past: _Room | None, length: int
    ) -> tuple[Tensor, _Room]:
        """residual (batch, new, d_model) to the same; the rest as in `Attention.forward`."""
        y, room = self.self_attn(self.input_layernorm(residual), rope, mask, past, length)
        residual = residual + y
        return residual + self.mlp(self.post_attention_layernorm(residual)), room


class Transformer(nn.Module):
    """A language model of attention, with the interface of `mambalib.model.MambaLM`.

    Example:
        model = Transformer(TransformerConfig(vocab_size=256, d_model=64, n_layer=2, n_head=4))
        logits, cache = model(input_ids)
        logits, cache = model(next_ids, cache)  # goes on where the first call ended

    Matrices start as nn.Linear has them, as in the Mamba block: at d_model 768 this is GPT-2's deviation of 0.02, and
    narrower models need more.
    """

    def __init__(self, config: TransformerConfig) -> None:
        super().__init__()
        self.config = config
        parts = {
            "embed_tokens": nn.Embedding(config.vocab_size, config.d_model),
            "layers": nn.ModuleList(Layer(config) for _ in range(config.n_layer)),
            "norm": RMSNorm(config.d_model, config.norm_eps),
        }
        self.model = nn.ModuleDict(parts)
        nn.init.normal_(self.model["embed_tokens"].weight, std=0.02)

    def forward(
        self, input_ids: Tensor, state: KVCache | None = None, seq_idx: Tensor | None = None
    ) -> tuple[Tensor, KVCache]:
        """Read a text, or its next piece: whole, in pieces or token by token, the result is the same.

        Args:
            input_ids: (batch, length) of whole numbers, length at least 1.
            state: what an earlier call returned, which stays as it is; nothing is remembered when left out. Gradients
                flow through it.
            seq_idx: (batch, length) of whole numbers, for several texts packed into one row: no token sees one from
                before a change. `state` belongs to the first.

        Returns:
            logits (batch, length, vocab_size), float32, and the cache after the last token of each row.

        Raises:
            ValueError: one that names the argument, what it should be and what it is.
        """
        self._require(input_ids, state, seq_idx)
        before = 0 if state is None else state.length
        new = input_ids.shape[1]
        mask, start = _visible(before, new, None if state is None else state.start, seq_idx, input_ids.device)
        table = self.model["embed_tokens"].weight
        residual, rooms = at_least_float32(F.embedding(input_ids, table)), []
        angles = rope_angles(before, new, self.config.d_head, input_ids.device)
        rope = tuple(of_angles.to(residual.dtype) for of_angles in angles)
        past = [None] * self.config.n_layer if state is None else state.rooms
        for layer, room in zip(self.model["layers"], past, strict=True):
            residual, room = layer(residual, rope, mask, room, before)
            rooms.append(room)
        logits = at_least_float32(F.linear(self.model["norm"](residual), table))
        return logits, KVCache(tuple(rooms), before + new, start)

    def decay_groups(self, weight_decay: float) -> list[dict[str, Any]]:
        """Parameter groups for an optimizer: matrices decay; norms do not."""
        decayed = [parameter for parameter in self.parameters() if parameter.ndim >= 2]
        kept = [parameter for parameter in self.parameters() if parameter.ndim < 2]
        return [{"params": decayed, "weight_decay": weight_decay}, {"params": kept, "weight_decay": 0.0}]

    def save_pretrained(self, folder: str | Path) -> None:
        """Write config.json and model.safetensors, float32, each whole or not at all; `transformers` opens them.

        Raises:
            OSError: the folder cannot be written.
        """
        weights = {name: tensor.detach().cpu().float().contiguous() for name, tensor in self.state_dict().items()}
        write_atomically(Path(folder) / "model.safetensors", safetensors.torch.save(weights, metadata={"format": "pt"}))
        write_atomically(Path(folder) / "config.json", json.dumps(_llama_fields(self.config), indent=2) + "\n")

    @classmethod
    def from_pretrained(cls, folder: str | Path) -> "Transformer":
        """Read what `save_pretrained` wrote.

        Raises:
            ValueError: files that are damaged, or another model's, or do not fit each other.
            OSError: a file that cannot be read.
        """
        config = _read_config(Path(folder) / "config.json")
        path = Path(folder) / "model.safetensors"
        try:
            weights = safetensors.torch.load_file(path)
        except SafetensorError as error:
            raise ValueError(f"{path} must be a whole safetensors file: {error}") from error
        stored = sum(tensor.numel() for tensor in weights.values())
        if stored != config.parameter_count:  # before a model of absurd sizes is built
            raise ValueError(f"{path} must hold the {config.parameter_count} numbers of config.json, got {stored}")
        broken = [name for name, tensor in weights.items() if not tensor.isfinite().all()]
        if broken:
            raise ValueError(f"{path} must hold finite numbers, but not all are in {broken}")
        with torch.device("meta"):  # no memory, and no initialisation, for weights that are read anyway
            model = cls(config)
        try:
            copies = {name: tensor.to(torch.float32, copy=True) for name, tensor in weights.items()}
            model.load_state_dict(copies, assign=True)
        except RuntimeError as error:
            raise ValueError(f"{path} does not fit config.json: {error}") from error
        return model

    def _require(self, input_ids: Tensor, state: KVCache | None, seq_idx: Tensor | None) -> None:
        """Raise ValueError unless the tokens are the vocabulary's, and all else is of their batch."""
        config = self.config
        require_arguments(config, input_ids, seq_idx=seq_idx)
        if input_ids.device.type == "cpu":  # a GPU would have to be waited for
            low, high = input_ids.aminmax()
            if low < 0 or high >= config.vocab_size:
                raise ValueError(f"input_ids must lie from 0 to {config.vocab_size - 1}, got {low} to {high}")
        if state is not None:
            wanted = [(len(input_ids), config.n_head, state.length, config.d_head)] * config.n_layer
            got = [tuple(keys.shape) for keys, _ in state.layers]
            if got != wanted:
                raise ValueError(
                    f"state must hold {len(wanted)} layers of {wanted[0]}, got {len(got)} of {sorted(set(got))}"
                )


def _visible(
    before: int, new: int, start: Tensor | None, seq_idx: Tensor | None, device: torch.device
) -> tuple[Tensor | None, Tensor | None]:
    """Which keys each query sees, as `Attention.forward` takes it, and where the last text of each row starts.

    Args:
        before, new: tokens in the cache, and tokens to read.
        start: (batch,), where the text of the cache starts; None if that is at its first token.
        seq_idx: (batch, new), or None for a single text.
    """
    if seq_idx is None and start is None and (before == 0 or new == 1):
        return None, None
    queries, keys = torch.arange(before, before + new, device=device), torch.arange(before + new, device=device)
    mask = keys <= queries[:, None]
    if seq_idx is None and start is None:
        return mask, None
    starts = queries.new_zeros(1, 1) if start is None else start[:, None]
    if seq_idx is not None:
        starts = torch.maximum(starts, (changes(seq_idx) * queries).cummax(1).values)
    starts = starts.expand(-1, new)  # (batch, new): for each query, where its text starts
    return (mask & (keys >= starts[..., None]))[:, None], starts[:, -1]


def _llama_fields(config: TransformerConfig) -> dict[str, Any]:
    """What config.json says of a model, in the words of `transformers`."""
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "hidden_act": "silu",
        "vocab_size": config.vocab_size,
        "hidden_size": config.d_model,
        "num_hidden_layers": config.n_layer,
        "num_attention_heads": config.n_head,
        "num_key_value_heads": config.n_head,
        "head_dim": config.d_head,
        "intermediate_size": config.d_ff,
        "rms_norm_eps": config.norm_eps,
        "rope_theta": _ROPE_BASE,
        "rope_scaling": None,
        "attention_bias": False,
        "mlp_bias": False,
        "tie_word_embeddings": True,
        "bos_token_id": None,
        "eos_token_id": None,
        "pad_token_id": None,
    }


def _read_config(path: Path) -> TransformerConfig:
    """The config that `_llama_fields` wrote; refused if a field says what this model cannot be."""
    sizes = ("vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size")
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        *given, norm_eps = (fields[name] for name in (*sizes, "rms_norm_eps"))
        config = TransformerConfig(*given, norm_eps=norm_eps)
    except KeyError as error:
        raise ValueError(f"{path} must be the config of a Transformer, but {error} is missing") from error
    except (ValueError, TypeError, RecursionError) as error:
        raise ValueError(f"{path} must be the config of a Transformer: {error}") from error
    wanted = _llama_fields(config)
    wrong = [f"{name} = {wanted[name]!r}, got {fields[name]!r}" for name in wanted if fields.get(name) != wanted[name]]
    if wrong:
        raise ValueError(f"{path} must have {'; '.join(wrong)}")
    return config


def _is_size(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
