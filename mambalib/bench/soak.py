"""A hundred thousand tokens in one go: does anything grow, slow down or break? (chapter 9)

`python -m mambalib.bench.soak MODEL --json FILE`: one thread, one text, written twice with the same seed.
"""

import argparse
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from mambalib.engine import Engine, generate
from mambalib.tokenizer import Tokenizer

TOKENS = 100_000


def soak(engine: Engine, decode: Any, tokens: int = TOKENS, seed: int = 0) -> dict[str, Any]:
    """Write a text, and look at it from step to step.

    Returns:
        text, finite (whether the memory was in the end), and for each tenth of the text: the median and the 99th
        percentile of the seconds of a step, and the bytes of memory that the process has grown by since the first.
    """
    stream = generate(engine, [0], tokens, decode=decode, seed=seed, stream=True)
    process, seconds, tenths = psutil.Process(), np.zeros(tokens), []
    for i in range(tokens):
        start = time.perf_counter()
        next(stream)
        seconds[i] = time.perf_counter() - start
        if (i + 1) % (tokens // 10) == 0:
            last = seconds[i + 1 - tokens // 10 : i + 1]
            memory = process.memory_info().rss
            tenths.append({"median": float(np.median(last)), "p99": float(np.quantile(last, 0.99)), "memory": memory})
    first = tenths[0]["memory"]
    for tenth in tenths:
        tenth["memory"] -= first
    state = stream.state
    finite = bool(np.isfinite(state.ssm).all() and np.isfinite(state.conv).all())
    return {"text": stream.text, "finite": finite, "tenths": tenths}


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    """Measure, print, and write the figures into a JSON file, beside what it holds."""
    from mambalib.bench import add_figures, machine

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path, help="a folder with its tokenizer.json")
    parser.add_argument("--weights", help="make them so narrow while loading")
    parser.add_argument("--tokens", type=int, default=TOKENS, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    engine, decode = Engine.load(options.model, options.weights), Tokenizer.load(options.model).decode
    generate(engine, [0], 100, decode=decode, seed=0)  # loads the compiled code
    first, second = (soak(engine, decode, options.tokens) for _ in range(2))
    figures = {
        "tokens": options.tokens,
        "weights": engine.weights,
        "parameters": engine.config.parameter_count,
        "same_text": first.pop("text") == second.pop("text"),
        "runs": [first, second],
    }
    for run in figures["runs"]:
        begin, end = run["tenths"][0], run["tenths"][-1]
        print(
            f"a step: {1e6 * begin['median']:.0f} µs in the first tenth, {1e6 * end['median']:.0f} in the last; "
            f"99 % below {end['p99'] / end['median']:.2f} times that; "
            f"{end['memory'] / 2**20:+.1f} MiB since the first tenth; finite: {run['finite']}"
        )
    print(f"the same text twice: {figures['same_text']}")
    if options.json:
        add_figures(options.json, {"soak": {"machine": machine(), **figures}})
    return figures


if __name__ == "__main__":
    main()
