"""What a Mamba and a Transformer cost, counted on paper: bytes of memory and operations (chapter 8).

An operation is a multiplication, an addition or an exponential. Counted is what grows with the sizes of the model
squared, or with the text: the matrix products, the convolution, the scan, and the looks of attention. Norms, gates and
the softmax are left out. They come to a few percent.

    state   (n_layer, d_inner, d_conv - 1 + d_state)    all that Mamba keeps of a text
    cache   (n_layer, 2, n_head, length, d_head)        a key and a value for each token: all that a Transformer keeps

    before  tokens read earlier
    new     tokens to read now: all of a prompt at once (prefill), or one at a time (decode)
"""

import math
from collections.abc import Sequence

from mambalib.attention import TransformerConfig
from mambalib.model import MambaConfig


def as_large_as(mamba: MambaConfig, n_head: int) -> TransformerConfig:
    """A Transformer of half as many layers, with an MLP of the width that makes it as large as a Mamba.

    Returns:
        Its sizes. The width is the nearest multiple of 8, so the two are equal to within 1 %, but for tiny models.
    """
    sizes = {"vocab_size": mamba.vocab_size, "d_model": mamba.d_model, "n_layer": mamba.n_layer // 2, "n_head": n_head}
    configs = [TransformerConfig(**sizes, d_ff=d_ff) for d_ff in range(8, 8 * mamba.d_model, 8)]
    return min(configs, key=lambda config: abs(config.parameter_count - mamba.parameter_count))


def state_bytes(config: MambaConfig, batch: int = 1) -> int:
    """Bytes of the state that Mamba keeps of `batch` texts, whatever their length; its numbers are float32."""
    return 4 * batch * config.n_layer * config.d_inner * (config.d_conv - 1 + config.d_state)


def cache_bytes(config: TransformerConfig, length: int, batch: int = 1, bytes_each: int = 4) -> int:
    """Bytes of the keys and values that a Transformer keeps of `batch` texts of `length` tokens.

    Args:
        config: the sizes of the model.
        length: tokens in each text.
        batch: texts.
        bytes_each: bytes of a number: 4 for float32, 2 for bfloat16.
    """
    keys_and_values = 2 * config.n_head * config.d_head
    return bytes_each * batch * length * config.n_layer * keys_and_values


def mamba_operations(config: MambaConfig, new: int = 1) -> int:
    """Operations with which Mamba reads `new` tokens; how many came before does not matter.

    The scan has seven for each channel and state: the exponent, its exponential, times the state, what is written,
    the sum of both, and for the output a product and a sum.
    """
    d, inner, rank, n = config.d_model, config.d_inner, config.dt_rank, config.d_state
    weights = 2 * d * inner + inner * (rank + 2 * n) + rank * inner + inner * d + inner * config.d_conv
    head = 2 * config.padded_vocab_size * d
    return new * (config.n_layer * (2 * weights + 7 * inner * n) + head)


def transformer_operations(config: TransformerConfig, new: int, before: int = 0) -> int:
    """Operations with which a Transformer reads `new` tokens after `before` others, each a product or a sum.

    Args:
        config: the sizes of the model.
        new: tokens to read. Each looks at those before it and at itself.
        before: tokens in the cache.
    """
    d = config.d_model
    weights = 4 * d * d + 3 * d * config.d_ff
    looks = new * before + new * (new + 1) // 2
    head = 2 * config.vocab_size * d
    return new * (config.n_layer * 2 * weights + head) + config.n_layer * looks * 4 * d


def crossing(lengths: Sequence[float], first: Sequence[float], second: Sequence[float]) -> float | None:
    """The length from which on `first` stays below `second`.

    Between two measured lengths, both costs are taken as straight lines on logarithmic axes.

    Args:
        lengths: where was measured, rising.
        first, second: what each cost there, above 0.

    Returns:
        The length; the first of them where `first` is always below; None where it is not below at the last.
    """
    gaps = [math.log(one / other) for one, other in zip(first, second, strict=True)]  # below 0: first is cheaper
    if gaps[-1] >= 0:
        return None
    above = [place for place, gap in enumerate(gaps) if gap >= 0]
    if not above:
        return lengths[0]
    left = above[-1]
    share = gaps[left] / (gaps[left] - gaps[left + 1])
    return lengths[left] * (lengths[left + 1] / lengths[left]) ** share
