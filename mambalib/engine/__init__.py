"""Inference without torch, on a CPU: numpy, and the Numba kernels (chapter 9).

    engine = Engine.load(folder, threads=2)          a Hugging Face folder, or one that `quantize` wrote
    logits, state = engine(input_ids, state)         as MambaLM: whole, in pieces, token by token, the same result
    logits = engine.step(tokens, state)              one token of each sequence, the state changed in place
    for step in generate(engine, ids, 64, decode=tokenizer.decode, stream=True): ...

Symbols, with their shapes: those of `mambalib.model`; state and memory layout in `mambalib.kernels.decode`.
"""

from mambalib.engine.engine import Engine
from mambalib.engine.generation import Generation, Step, generate
from mambalib.engine.state import EngineState
from mambalib.engine.weights import quantize
from mambalib.kernels.products import WIDTHS

__all__ = ["WIDTHS", "Engine", "EngineState", "Generation", "Step", "generate", "quantize"]
