"""A text in the terminal, written on by the model of a folder: `mambalib generate` (chapter 9)."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from mambalib.engine.engine import Engine
from mambalib.engine.generation import generate
from mambalib.tokenizer import Tokenizer


def write_on(folder: Path, prompt: str, weights: str | None, threads: int, tokens: int, **sampling: Any) -> None:
    """Print the prompt and what the model makes of it, as it comes, to the end of the text or for so many tokens.

    Args:
        folder: a model in the Hugging Face layout, or one that `quantize` wrote, with its tokenizer.json.
        prompt: where the text begins.
        weights, threads: as for Engine.load.
        tokens: how many to write at most.
        sampling: options of `generate`.

    Raises:
        ValueError: one that names the argument, what it should be and what it is.
        CheckpointError, OSError: as Engine.load and Tokenizer.load.
    """
    if not folder.is_dir():
        raise ValueError(
            f"--model must be a folder, got {folder}; to fetch a model: hf download NAME --local-dir FOLDER"
        )
    if not (folder / "tokenizer.json").is_file():
        raise ValueError(f"--model must be a folder with a tokenizer.json, but there is none in {folder}")
    if not prompt:
        raise ValueError("the prompt must be a text that is not empty, got ''")
    tokenizer = Tokenizer.load(folder)
    engine = Engine.load(folder, weights, threads)

    def decode(ids: list[int]) -> str:
        return tokenizer.decode(i for i in ids if i < tokenizer.vocab_size)  # a model may have spare rows at the end

    with suppress(ValueError):  # not every tokenizer has an end of text
        sampling["stop_tokens"] = [tokenizer.end_of_text]
    steps = generate(engine, tokenizer.encode(prompt), tokens, decode=decode, stream=True, **sampling)
    try:
        print(prompt, end="", flush=True)
        for step in steps:
            print(step.text, end="", flush=True)
        print(flush=True)
    except BrokenPipeError:  # who read it has gone; Python would complain when it closes the output, too
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
