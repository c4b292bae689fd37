"""What is counted on paper is what the models really do and keep, and the clock shows the time that a call takes."""

import time

import pytest
import torch
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from mambalib.attention import Transformer, TransformerConfig
from mambalib.bench import counts, timing
from mambalib.model import MambaConfig, MambaLM

MAMBA = MambaConfig(vocab_size=11, d_model=12, n_layer=3, d_state=5, d_conv=4, dt_rank=2)
TRANSFORMER = TransformerConfig(vocab_size=11, d_model=12, n_layer=3, n_head=2, d_ff=7)


@pytest.mark.parametrize(("batch", "length"), [(1, 1), (2, 7)])
def test_state_and_cache_take_what_was_counted(batch, length):
    read = torch.zeros(batch, length, dtype=torch.int64)
    with torch.no_grad():
        _, state = MambaLM(MAMBA)(read)
        _, cache = Transformer(TRANSFORMER)(read)
    assert counts.state_bytes(MAMBA, batch) == state.nbytes
    assert counts.cache_bytes(TRANSFORMER, length, batch) == cache.nbytes
    assert counts.cache_bytes(TRANSFORMER, length, batch, bytes_each=2) == cache.nbytes / 2


@pytest.mark.parametrize(("d_model", "n_layer", "vocab_size"), [(128, 8, 1024), (256, 4, 2048), (768, 24, 50280)])
def test_the_opponent_is_as_large_to_one_percent(d_model, n_layer, vocab_size):
    mamba = MambaConfig(vocab_size, d_model, n_layer)
    opponent = counts.as_large_as(mamba, n_head=2)
    with torch.device("meta"):
        sizes = [sum(p.numel() for p in model.parameters()) for model in (MambaLM(mamba), Transformer(opponent))]
    assert sizes[1] == pytest.approx(sizes[0], rel=0.01)
    assert (opponent.vocab_size, opponent.d_model, 2 * opponent.n_layer) == (vocab_size, d_model, n_layer)


@torch.no_grad()
def matrix_products(model, new, before):
    """Operations in matrix products, counted by PyTorch while it runs."""
    _, state = model(torch.zeros(1, before, dtype=torch.int64)) if before else (None, None)
    with sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counter:  # the fused one is not counted
        model(torch.zeros(1, new, dtype=torch.int64), state)
    return counter.get_total_flops()


@pytest.mark.parametrize(("new", "before"), [(1, 6), (1, 100)])
def test_a_transformers_token_costs_what_pytorch_counts(new, before):
    """One token at a time: PyTorch counts the whole square of a prompt, half of which no fused attention computes."""
    counted = matrix_products(Transformer(TRANSFORMER), new, before)
    assert counts.transformer_operations(TRANSFORMER, new, before) == counted


@pytest.mark.parametrize("new", [1, 7])
def test_mambas_matrix_products_are_what_pytorch_counts(new):
    """Which counts neither the convolution nor the scan: they run in kernels of our own."""
    counted = matrix_products(MambaLM(MAMBA), new, 0)
    inner, scan = MAMBA.d_inner, 7 * MAMBA.d_inner * MAMBA.d_state
    own = new * MAMBA.n_layer * (2 * inner * MAMBA.d_conv + scan)
    assert counts.mamba_operations(MAMBA, new) - own == counted


def test_a_prompt_costs_what_its_tokens_cost_one_by_one():
    one_by_one = sum(counts.transformer_operations(TRANSFORMER, 1, before) for before in range(4, 27))
    assert counts.transformer_operations(TRANSFORMER, 23, 4) == one_by_one
    assert counts.mamba_operations(MAMBA, 23) == 23 * counts.mamba_operations(MAMBA)


def test_lines_cross_where_they_are_equal():
    lengths = [2.0, 30.0, 1000.0]
    assert counts.crossing(lengths, [70.0] * 3, [7 * n for n in lengths]) == pytest.approx(10)
    assert counts.crossing(lengths, [7 * n for n in lengths], [70.0] * 3) is None
    assert counts.crossing(lengths, [1.0] * 3, [2.0] * 3) == 2.0
    assert counts.crossing(lengths, [2.0, 2.0, 1.0], [2.0] * 3) == 30.0  # equal is not below


def test_costs_of_unequal_number_are_refused():
    with pytest.raises(ValueError, match="zip"):
        counts.crossing([1.0, 2.0], [1.0], [2.0, 3.0])


def test_the_clock_shows_the_time_of_a_call():
    assert 0.02 <= timing.median_seconds(lambda: time.sleep(0.02), rounds=3) < 1


def test_the_device_is_waited_for_around_every_round():
    called = []
    timing.median_seconds(
        lambda: called.append("work"), 2, lambda: called.append("wait"), lambda: called.append("?") or 0
    )
    assert called == ["work", *["wait", "?", "work", "wait", "?"] * 2]


def test_a_time_of_no_rounds_is_refused():
    with pytest.raises(ValueError, match="rounds must be at least 1, got 0"):
        timing.median_seconds(lambda: None, rounds=0)
