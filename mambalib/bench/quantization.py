"""What weights with fewer bits cost: bits per byte of text that was held out, by width (chapter 9).

`python -m mambalib.bench.quantization MODEL TOKENS --json FILE`: a model's folder, such as `mambalib train` leaves, and
the token file of the held-out text, `valid.tokens`. The text is read as one stream, so that the memory of all that
came before matters, and a token at a time, as when the engine writes: what is lost in the products counts, too.
"""

import argparse
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from mambalib.engine import WIDTHS, Engine


def bits_per_byte(engine: Engine, tokens: np.ndarray, bytes_of_text: int) -> float:
    """The bits that the engine's model needs to tell a text, by the byte.

    Args:
        engine: the model.
        tokens: (length,), whole numbers. Each but the first is told when those before it are known.
        bytes_of_text: of the text that the tokens stand for.
    """
    state, nats = engine.new_state(), 0.0
    for token, following in pairwise(tokens.tolist()):
        logits = engine.step(np.array([token]), state)[0].astype(np.float64)
        nats += np.log(np.exp(logits - logits.max()).sum()) + logits.max() - logits[following]
    return float(nats / np.log(2) / bytes_of_text)


def by_width(folder: Path, tokens: np.ndarray, bytes_of_text: int) -> dict[str, dict[str, float]]:
    """For each of WIDTHS the bits per byte, what share more that is than with float32, and the weights' bytes."""
    found = {}
    for width in WIDTHS:
        engine = Engine.load(folder, weights=width)
        bits = bits_per_byte(engine, tokens, bytes_of_text)
        cost = bits / found["float32"]["bits_per_byte"] - 1 if found else 0.0
        found[width] = {"bits_per_byte": bits, "cost": cost, "bytes": engine.nbytes}
    return found


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    """Measure, print, and write the figures into a JSON file, beside what it holds."""
    from mambalib.bench import add_figures, machine
    from mambalib.data import TokenFile

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path, help="a folder in the Hugging Face layout")
    parser.add_argument("tokens", type=Path, help="a token file of text that the model was not trained on")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    text = TokenFile(options.tokens)
    widths = by_width(options.model, text.tokens, text.bytes_of_text)
    for width, got in widths.items():
        print(
            f"{width:9s} {got['bits_per_byte']:.4f} bits per byte, {100 * got['cost']:+.2f} %, {got['bytes']:,} bytes"
        )
    figures = {"tokens": len(text), "bytes_of_text": text.bytes_of_text, "widths": widths}
    if options.json:
        add_figures(options.json, {"quantization": {"machine": machine(), **figures}})
    return figures


if __name__ == "__main__":
    main()
