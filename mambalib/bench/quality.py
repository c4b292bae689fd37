"""Which learns English better, Mamba or a Transformer? `python -m mambalib.bench.quality --json FILE` (chapter 8).

A fair fight: as many parameters, the same tokens in the same order, the same recipe, and for each model the learning
rate that suits it best, of the same few, chosen with the first seed. Then three seeds of each. What is measured is bits
per byte of text that was held out. Every run is written to the file when it ends; started again, the command goes on
with the runs that are missing.
"""

import argparse
import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from torch import nn

from mambalib.attention import Transformer
from mambalib.bench import counts, machine
from mambalib.data import Sampler
from mambalib.files import write_atomically
from mambalib.model import MambaConfig, MambaLM
from mambalib.train import DataConfig, TrainConfig, Trainer, prepare

D_MODEL, N_LAYER, VOCAB = 128, 8, 1024
BATCH, LENGTH, STEPS = 8, 256, 300  # more than six times through the text teaches it by heart
RATES, SEEDS = (2e-3, 4e-3, 8e-3), (0, 1, 2)


def new_model(kind: str, seed: int, vocab_size: int = VOCAB) -> nn.Module:
    """A "Mamba", or a "Transformer" of half as many layers and with an MLP that makes it as large."""
    torch.manual_seed(seed)
    mamba = MambaConfig(vocab_size=vocab_size, d_model=D_MODEL, n_layer=N_LAYER)
    if kind == "Mamba":
        return MambaLM(mamba)
    return Transformer(counts.as_large_as(mamba, n_head=4))


def train(kind: str, seed: int, rate: float, data: DataConfig, steps: int) -> dict[str, Any]:
    """One run: the model's bits per byte on held-out text, on the way and in the end."""
    text, valid, tokenizer = prepare(data)
    model = new_model(kind, seed, tokenizer.vocab_size)
    sampler = Sampler(text.tokens, data.batch_size, data.length, seed, end_of_text=text.end_of_text)
    every = max(1, steps // 10)
    config = TrainConfig(
        steps=steps, learning_rate=rate, min_learning_rate=rate / 10, warmup=steps // 10, eval_every=every
    )
    start = time.perf_counter()
    history = Trainer(model, sampler, config, valid=valid).run(progress=False)
    curve = [[record["step"], record["bits_per_byte"]] for record in history if "bits_per_byte" in record]
    return {
        "model": kind,
        "seed": seed,
        "learning_rate": rate,
        "parameters": sum(p.numel() for p in model.parameters()),
        "tokens": steps * data.batch_size * data.length,
        "seconds": time.perf_counter() - start,
        "curve": curve,
        "bits_per_byte": curve[-1][1],
    }


def fight(file: Path, steps: int = STEPS, rates: tuple[float, ...] = RATES, seeds: tuple[int, ...] = SEEDS) -> None:
    """All runs that `file` does not hold yet; it is written after each."""
    runs, where = json.loads(file.read_text())["runs"] if file.exists() else [], machine()

    def run(kind: str, seed: int, rate: float) -> float:
        for done in runs:
            same = (done["model"], done["seed"], done["learning_rate"]) == (kind, seed, rate)
            if same and done["tokens"] == steps * data.batch_size * data.length:
                return done["bits_per_byte"]
        runs.append(train(kind, seed, rate, data, steps))
        write_atomically(file, json.dumps({"machine": where, "runs": runs}, indent=1) + "\n")
        print(f"{kind}, seed {seed}, rate {rate:g}: {runs[-1]['bits_per_byte']:.4f} bits per byte", flush=True)
        return runs[-1]["bits_per_byte"]

    with TemporaryDirectory() as folder:
        data = DataConfig("english", folder, vocab_size=VOCAB, held_out=0.1, batch_size=BATCH, length=LENGTH)
        best = {kind: min(rates, key=lambda rate: run(kind, seeds[0], rate)) for kind in ("Mamba", "Transformer")}
        for seed in seeds:
            for kind, rate in best.items():
                run(kind, seed, rate)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path, required=True, metavar="FILE", help="where the runs are kept")
    parser.add_argument("--steps", type=int, default=STEPS, metavar="N", help="updates of each run")
    options = parser.parse_args()
    fight(options.json, options.steps)
