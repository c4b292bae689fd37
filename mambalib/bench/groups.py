"""What `mambalib bench` measures: the groups, each with its works and its bars (chapter 8).

    scan       the selective scan of 2,048 positions, 1,536 channels and 16 states, against the exponentials alone
    prefill    a prompt of 1,024 tokens read by a model of Mamba-130M's shapes; the logits of the last token
    decode     one token after the other, batch 1
    training   forward and backward of a small model, d_model 256, 8 layers, 4 x 512 tokens; the whole step
    length     time per token and memory of a prefill against its length, two blocks of width 256
    attention  a Mamba and a Transformer of equal size: prefill, decode and training against length, and against batch

All weights are random: no work's time depends on them. Everything runs on the CPU, but the group `attention` runs on a
GPU where PyTorch has one.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from itertools import product

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from mambalib.attention import Transformer, TransformerConfig
from mambalib.bench import Builder, Group, Ratio, Work, counts, peers
from mambalib.data import Sampler
from mambalib.engine import WIDTHS, Engine
from mambalib.engine.weights import model_of
from mambalib.generate import prefill
from mambalib.model import MambaConfig, MambaLM
from mambalib.scan import selective_scan
from mambalib.train import TrainConfig, Trainer

M130 = MambaConfig(vocab_size=50280, d_model=768, n_layer=24)
SMALL = {"vocab_size": 2048, "d_model": 256, "n_layer": 8}


@cache
def model_130m() -> MambaLM:
    """Ours, with random weights."""
    torch.manual_seed(0)
    return MambaLM(M130).eval()


def tokens(batch: int, length: int, vocab_size: int = 2048) -> Tensor:
    """(batch, length), random and always the same."""
    return torch.randint(0, vocab_size, (batch, length), generator=torch.Generator().manual_seed(0))


# scan


def scan_inputs(length: int = 2048, channels: int = 1536, d_state: int = 16) -> tuple[Tensor, ...]:
    """u, delta, A, B, C as in a model: (1, length, channels) and so on."""
    random = torch.Generator().manual_seed(0)
    u, delta = torch.randn(2, 1, length, channels, generator=random)
    B, C = torch.randn(2, 1, length, d_state, generator=random)
    return u, F.softplus(delta - 4), -torch.arange(1.0, d_state + 1).repeat(channels, 1), B, C


def scan(backend: str) -> Work:
    """One call of a backend."""
    inputs = scan_inputs()
    with torch.no_grad():
        return Work(torch.no_grad()(partial(selective_scan, *inputs, backend=backend)), inputs[0].numel(), "positions")


def exponentials(reuse: bool) -> Work:
    """torch.exp of as many numbers as the scan has states to fade; its output new in each call, or always the same."""
    u, delta, A, *_ = scan_inputs()
    exponents = delta.unsqueeze(-1) * A
    out = torch.empty_like(exponents) if reuse else None
    return Work(partial(torch.exp, exponents, out=out), u.numel(), "positions")


# prefill and decode


def prefill_130m(length: int = 1024, dtype: torch.dtype = torch.float32) -> Work:
    """Ours; below float32 under autocast, which converts the weights once, as in a program that stays within it."""
    model, ids = model_130m(), tokens(1, length)
    if dtype != torch.float32:
        torch.autocast("cpu", enabled=False).__enter__()  # changes nothing, but keeps what the inner one has converted

    def call() -> None:
        with torch.autocast("cpu", dtype, enabled=dtype != torch.float32):
            prefill(model, ids)

    return Work(call, length)


def matrix_products(dtype: torch.dtype, length: int = 1024) -> Work:
    """The products with the four matrices of every layer, and nothing else: what no implementation can go below."""
    d, inner, rank, n = M130.d_model, M130.d_inner, M130.dt_rank, M130.d_state
    shapes = [(d, 2 * inner), (inner, rank + 2 * n), (rank, inner), (inner, d)] * M130.n_layer
    inputs = {columns: torch.randn(length, columns, dtype=dtype) for columns, _ in shapes}
    weights = [torch.randn(rows, columns, dtype=dtype) for columns, rows in shapes]

    @torch.no_grad()
    def call() -> None:
        for weight in weights:
            F.linear(inputs[weight.shape[1]], weight)

    return Work(call, length)


def decode_130m() -> Work:
    """Ours in PyTorch, batch 1."""
    model, token = model_130m(), tokens(1, 1)
    _, start = prefill(model, tokens(1, 16))

    @torch.no_grad()
    def call() -> None:
        state = start
        for _ in range(peers.STEPS):
            _, state = model(token, state)

    return Work(call, peers.STEPS)


def engine_decode(weights: str) -> Work:
    """The engine on weights of a width, batch 1, with as many threads as PyTorch has."""
    tensors = {name: tensor.numpy() for name, tensor in model_130m().state_dict().items()}
    engine = Engine(M130, model_of(M130, "float32", tensors, weights), weights, torch.get_num_threads())
    token, state = np.zeros(1, np.int64), engine.new_state()

    def call() -> None:
        for _ in range(peers.STEPS):
            engine.step(token, state)

    return Work(call, peers.STEPS)


# training


def training() -> Work:
    """Ours: forward, loss and backward."""
    torch.manual_seed(0)
    model, ids = MambaLM(MambaConfig(**SMALL)), tokens(4, 512)
    return peers.training_step(model, lambda: model(ids)[0], ids)


def whole_step() -> Work:
    """Ours with all that the trainer adds: a batch is drawn, the gradient clipped, AdamW moves the weights."""
    torch.manual_seed(0)
    sampler = Sampler(tokens(1, 1 << 20)[0].numpy(), batch_size=4, length=512)
    trainer = Trainer(MambaLM(MambaConfig(**SMALL)), sampler, TrainConfig(steps=100_000))
    return Work(trainer.update, 4 * 512)


# attention: two models of equal size; a layer of the Transformer has about as many numbers as two Mamba blocks

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")  # of this group


@cache
def pair(kind: str) -> nn.Module:
    """The "Mamba" of four blocks or the "Transformer" of two layers, 2.3 million parameters each, random weights."""
    torch.manual_seed(0)
    mamba = MambaConfig(**SMALL | {"n_layer": 4})
    model = MambaLM(mamba) if kind == "Mamba" else Transformer(counts.as_large_as(mamba, n_head=4))
    return model.eval().to(DEVICE)


def finished(work: Work) -> Work:
    """The work, which comes back when the device has done it: a GPU only takes note of what it is told."""

    def call() -> None:
        work.call()
        if DEVICE.type == "cuda":
            torch.cuda.synchronize()

    return replace(work, call=call)


def pair_prefill(kind: str, length: int) -> Work:
    """One text, read whole."""
    model, ids = pair(kind), tokens(1, length).to(DEVICE)
    return finished(Work(torch.no_grad()(partial(model, ids)), length))


def prefill_in_pieces(length: int) -> Work:
    """65,536 tokens in texts of `length`, one after the other, each read in pieces and by itself.

    So the calls take equally long at every length. The model is small, two blocks of width 256: they take seconds.
    """
    torch.manual_seed(0)
    model, ids = MambaLM(MambaConfig(**SMALL | {"n_layer": 2})).eval(), tokens(1, length)

    def call() -> None:
        for _ in range(LENGTHS[-1] // length):
            prefill(model, ids)

    return Work(call, LENGTHS[-1])


def pair_decode(kind: str, context: int, batch: int = 1) -> Work:
    """Tokens one by one after about `context` others, in each row of the batch.

    Each call goes on where the last one ended: to take up an older cache again would mean to copy it first. When an
    eighth of the context has been added, it begins anew, always in a call that does not count (see `bench.measure`).
    """
    model, token = pair(kind), tokens(batch, 1).to(DEVICE)
    with torch.no_grad():
        _, start = model(tokens(batch, context).to(DEVICE))
    state, added = start, 0

    @torch.no_grad()
    def call() -> None:
        nonlocal state, added
        if 8 * added >= context:
            state, added = start, 0
        for _ in range(peers.STEPS):
            _, state = model(token, state)
        added += peers.STEPS

    return finished(Work(call, batch * peers.STEPS))


def pair_training(kind: str, length: int) -> Work:
    """Forward, loss and backward of 2,048 tokens in rows of `length`, or of one row if it is longer."""
    model, ids = pair(kind), tokens(max(2048 // length, 1), length).to(DEVICE)
    return finished(peers.training_step(model, lambda: model(ids)[0], ids))


def of_pair(what: str, build: Callable, values: tuple[int, ...]) -> dict[str, Builder]:
    """Works of both models for each value: "Mamba decode at 16,384" and so on."""
    return {f"{kind} {what} {v:,}": partial(build, kind, v) for v in values for kind in ("Mamba", "Transformer")}


def load_code() -> None:
    """Run a little of everything, so that compiled kernels and PyTorch's libraries are loaded."""
    models = MambaLM(MambaConfig(16, 64, 1)), Transformer(TransformerConfig(16, 64, 1, 4))
    for device, model in product({DEVICE, torch.device("cpu")}, models):
        ids = tokens(2, 9, 16).to(device)
        model.to(device)
        peers.training_step(model, lambda model=model, ids=ids: model(ids)[0], ids).call()


LLAMA = ("f32", "f16", "q8_0", "q4_0")
LENGTHS = (1024, 8192, 65536)
CONTEXTS, PROMPTS, ROWS, BATCHES = (16, 256, 1024, 4096, 16384), (256, 1024, 4096, 16384), (512, 2048, 8192), (1, 8, 32)
WITH_BATCH = "decode at 1,024, batch"

GROUPS = {
    "scan": Group(
        "Selective scan, forward, 2,048 x 1,536 x 16",
        {
            "Numba": partial(scan, "cpu"),
            "chunked, PyTorch": partial(scan, "chunked"),
            "torch.exp alone": partial(exponentials, reuse=False),
            "torch.exp into the same memory": partial(exponentials, reuse=True),
        },
        (
            Ratio("Numba", "torch.exp alone", 20),
            Ratio("Numba", "torch.exp into the same memory"),
            Ratio("Numba", "chunked, PyTorch"),
        ),
        rounds=15,
    ),
    "prefill": Group(
        "Prefill of 1,024 tokens, 130M",
        {
            "mambalib f32": prefill_130m,
            "mambalib bf16": partial(prefill_130m, dtype=torch.bfloat16),
            "matrix products f32": partial(matrix_products, torch.float32),
            "matrix products bf16": partial(matrix_products, torch.bfloat16),
            **{f"llama.cpp {kind}": partial(peers.llama_prefill, M130, tokens(1, 1024), kind) for kind in LLAMA},
            "transformers Mamba f32": partial(peers.hugging_face_prefill, M130, tokens(1, 1024)),
        },
        (
            Ratio("mambalib f32", "matrix products f32", 0.8),
            Ratio("mambalib f32", "llama.cpp f32", 2),
            Ratio("mambalib f32", "transformers Mamba f32", 5),
            Ratio("mambalib bf16", "llama.cpp f16", 5),
        ),
        rounds=4,
    ),
    "decode": Group(
        "Decode, batch 1, 130M",
        {
            **{f"engine {weights}": partial(engine_decode, weights) for weights in WIDTHS},
            "mambalib PyTorch f32": decode_130m,
            **{f"llama.cpp {kind}": partial(peers.llama_decode, M130, kind) for kind in LLAMA},
            "transformers Mamba f32": partial(peers.hugging_face_decode, M130),
            "transformers GPT-2 124M at 16": partial(peers.gpt2_decode, 16),
            "transformers GPT-2 124M at 960": partial(peers.gpt2_decode, 960),
        },
        (
            Ratio("engine float32", "llama.cpp f32", 1.1),
            Ratio("engine bfloat16", "llama.cpp f16"),
            Ratio("engine int8", "llama.cpp q8_0", 1.8),
            Ratio("engine int4", "llama.cpp q4_0", 1.3),
            Ratio("engine int8", "transformers Mamba f32", 10),
            Ratio("mambalib PyTorch f32", "transformers Mamba f32"),
        ),
        rounds=9,
    ),
    "training": Group(
        "Training step, d_model 256, 8 layers, 4 x 512 tokens",
        {
            "mambalib": training,
            "mambalib, whole step": whole_step,
            "mambapy": partial(peers.mambapy_training, *SMALL.values(), tokens(4, 512)),
            "transformers GPT-2": partial(peers.gpt2_training, *SMALL.values(), tokens(4, 512)),
        },
        (
            Ratio("mambalib", "mambapy", 10),
            Ratio("mambalib", "transformers GPT-2", 2),
            Ratio("mambalib, whole step", "mambalib", 0.95),
            Ratio("mambalib", "mambapy", 4, of="memory"),
        ),
        memory=("mambalib", "mambapy", "transformers GPT-2"),
        rounds=7,
    ),
    "length": Group(
        "Prefill against its length, two blocks of width 256",
        {f"{length:,} tokens": partial(prefill_in_pieces, length) for length in LENGTHS},
        (Ratio("65,536 tokens", "1,024 tokens", 1 / 1.15),),
        memory=tuple(f"{length:,} tokens" for length in LENGTHS),
        rounds=5,
    ),
    "attention": Group(
        "Mamba and a Transformer of equal size",
        {
            **of_pair("prefill", pair_prefill, PROMPTS),
            **of_pair("decode at", pair_decode, CONTEXTS),
            **of_pair(WITH_BATCH, lambda kind, batch: pair_decode(kind, 1024, batch), BATCHES),
            **of_pair("training", pair_training, ROWS),
        },
        (
            Ratio("Mamba decode at 16,384", "Mamba decode at 16"),
            *(Ratio(f"Mamba decode at {n:,}", f"Transformer decode at {n:,}") for n in CONTEXTS),
            *(Ratio(f"Mamba {WITH_BATCH} {n}", f"Transformer {WITH_BATCH} {n}") for n in BATCHES),
            *(Ratio(f"Mamba prefill {n:,}", f"Transformer prefill {n:,}") for n in PROMPTS),
            *(Ratio(f"Mamba training {n:,}", f"Transformer training {n:,}") for n in ROWS),
        ),
        memory=tuple(f"{kind} prefill {n:,}" for n in PROMPTS for kind in ("Mamba", "Transformer")),
        rounds=3,
    ),
}
