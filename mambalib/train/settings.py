"""The settings of a run, in Python or as a TOML file (chapter 7). What is unknown or wrong is refused by its name."""

import difflib
import math
import sys
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any

import torch
from torch import nn

from mambalib.attention import Transformer, TransformerConfig
from mambalib.model import MambaConfig, MambaLM

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_MODELS = {"mamba": (MambaConfig, MambaLM), "transformer": (TransformerConfig, Transformer)}


@dataclass(frozen=True)
class TrainConfig:
    """How a model is trained.

    Args:
        steps: number of updates.
        learning_rate, min_learning_rate: where the cosine starts and where it ends.
        warmup: steps in which the rate rises from nothing to learning_rate.
        weight_decay: by how much matrices shrink in a step, times the rate.
        clip: greatest length of the gradient.
        accumulate: parts into which each batch is cut, one after the other, where it is too large for memory.
        carry: go on with the state of the batch before, where the sampler says that its rows continue: truncated
            backpropagation through time. It needs a model whose state has a fixed size, a MambaLM.
        bf16: let matrix products, and what follows from them, be computed in bfloat16; the weights stay float32.
        recompute: keep no layer's inside for the backward pass, but compute it again: less memory, a third more time.
        fsdp: give each process a part of the weights and moments instead of all.
        log_every, eval_every, save_every: steps between reports, evaluations, checkpoints; the last step has all three.
        eval_tokens: how much of the validation text is read for an evaluation, at most.
        keep: number of checkpoints that are kept.

    Raises:
        ValueError: one error that names every setting that is wrong.
    """

    steps: int
    learning_rate: float = 1e-3
    min_learning_rate: float = 1e-5
    warmup: int = 100
    weight_decay: float = 0.1
    clip: float = 1.0
    accumulate: int = 1
    carry: bool = False
    bf16: bool = False
    recompute: bool = False
    fsdp: bool = False
    log_every: int = 10
    eval_every: int = 250
    save_every: int = 250
    eval_tokens: int = 1_000_000
    keep: int = 3

    def __post_init__(self) -> None:
        problems = _wrong_types(self)
        if not problems:
            above_0 = ["steps", "learning_rate", "clip", "accumulate", "eval_tokens", "keep"]
            above_0 += ["log_every", "eval_every", "save_every"]
            problems += [_must(self, name, "above 0") for name in above_0 if not 0 < getattr(self, name) < math.inf]
            if not 0 <= self.min_learning_rate <= self.learning_rate:
                problems.append(_must(self, "min_learning_rate", "from 0 to learning_rate"))
            if not 0 <= self.warmup <= self.steps:
                problems.append(_must(self, "warmup", "from 0 to steps"))
            if not 0 <= self.weight_decay < math.inf:
                problems.append(_must(self, "weight_decay", "0 or more"))
        if problems:
            raise ValueError("; ".join(problems))


@dataclass(frozen=True)
class DataConfig:
    """What a model reads.

    Args:
        corpus: "english", "dialogues" (those of `mambalib.npc`, fresh ones at every step), a folder of text files, or
            the name of a data set of the Hugging Face hub.
        folder: where the tokenizer and the tokens are kept; runs with the same corpus share it.
        vocab_size: number of tokens that the tokenizer may have.
        held_out: share of the documents that is kept for validation; of dialogues there is none, see `npc.evaluate`.
        batch_size: rows in a step, over all processes.
        length: tokens in a row.
        growth: of dialogues, see `npc.training.DialogueSampler`.
        column, variant: of a data set of the hub, see `data.hugging_face`, whose `config` is the variant.

    Raises:
        ValueError: one error that names every setting that is wrong.
    """

    corpus: str
    folder: str
    vocab_size: int = 2048
    held_out: float = 0.05
    batch_size: int = 8
    length: int = 256
    growth: int = 0
    column: str = "text"
    variant: str = ""

    def __post_init__(self) -> None:
        problems = _wrong_types(self)
        if not problems:
            above_0 = ("vocab_size", "batch_size", "length")
            problems += [_must(self, name, "above 0") for name in above_0 if getattr(self, name) <= 0]
            if self.growth < 0:
                problems.append(_must(self, "growth", "0 or more"))
            if not 0 < self.held_out < 1:
                problems.append(_must(self, "held_out", "between 0 and 1"))
        if problems:
            raise ValueError("; ".join(problems))


@dataclass(frozen=True)
class RunConfig:
    """A whole run, as a TOML file describes it: `folder` and `seed`, then the tables [model], [data] and [train].

    Args:
        folder: where log, checkpoints and the finished model go.
        model: `kind`, "mamba" or "transformer", and what the config of that model takes, but for vocab_size, which is
            the tokenizer's.
        data, train: see DataConfig and TrainConfig.
        seed: of the first weights and of the order of the batches.
        start: folder of a finished model of the same sizes, whose weights it begins with; new ones when left out.
    """

    folder: str
    model: dict[str, Any]
    data: DataConfig
    train: TrainConfig
    seed: int = 0
    start: str = ""

    @classmethod
    def load(cls, path: str | Path) -> "RunConfig":
        """Read a TOML file.

        Raises:
            ValueError: no TOML, or settings that are unknown, missing or wrong: all of them in one error, a line each.
            OSError: a file that cannot be read.
        """
        try:
            given = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        except ValueError as error:
            raise ValueError(f"{path} must be TOML: {error}") from error
        problems = list(_wrong_names(given))
        if not problems:
            made = {}
            for table, make in (("model", _model_config), ("data", DataConfig), ("train", TrainConfig)):
                try:
                    made[table] = make(**given[table])
                except ValueError as error:
                    made[table] = None
                    problems += [f"[{table}] {problem}" for problem in str(error).split("; ")]
            config = cls(**(given | made | {"model": given["model"]}))
            problems = _wrong_types(config) + problems
        if problems:
            raise ValueError(f"{path} cannot be run:\n" + "\n".join(f"- {problem}" for problem in problems))
        return config

    def new_model(self, vocab_size: int) -> nn.Module:
        """The model with its first weights: those of `start`, or new ones, which depend on the seed alone.

        Raises:
            ValueError: a model in `start` of other sizes.
            OSError: one that cannot be read.
        """
        torch.manual_seed(self.seed)
        kind, config = _MODELS[self.model["kind"]][1], _model_config(vocab_size, **self.model)
        if not self.start:
            return kind(config)
        model = kind.from_pretrained(self.start)
        if model.config != config:
            raise ValueError(f"start must hold a model of [model] and the tokenizer, {config}, got {model.config}")
        return model


def _model_config(vocab_size: int = 1, *, kind: str, **sizes: Any) -> MambaConfig | TransformerConfig:
    return _MODELS[kind][0](vocab_size=vocab_size, **sizes)


def _wrong_names(given: dict[str, Any]) -> Iterator[str]:
    """A line for each table or setting that is unknown or missing."""
    tables = {"model": None, "data": DataConfig, "train": TrainConfig}
    for table in tables:
        if not isinstance(given.get(table, {}), dict):
            yield f"{table} must be a table, [{table}], got {given[table]!r}"
            return
    kind = given.get("model", {}).get("kind", "mamba")
    if kind not in list(_MODELS):  # a list has no hash
        yield f"[model] kind must be one of {', '.join(map(repr, _MODELS))}, got {kind!r}"
        return
    tables["model"] = _MODELS[kind][0]
    known = {"": {field.name: field for field in fields(RunConfig)}}
    known |= {table: {field.name: field for field in fields(made)} for table, made in tables.items()}
    known["model"]["kind"] = known["model"].pop("vocab_size")  # the one is required, the other the tokenizer's
    for table, settings in known.items():
        values = given.get(table, {}) if table else given
        for name in sorted(values.keys() - settings.keys()):
            yield f"{_in(table)}{name} is unknown: {_nearest(name, table, known)}"
        missing = [name for name in settings if name not in values and settings[name].default is MISSING]
        yield from (f"{_in(table)}{name} is missing" for name in missing)


def _in(table: str) -> str:
    return f"[{table}] " if table else ""


def _nearest(name: str, table: str, known: Mapping[str, Mapping[str, Any]]) -> str:
    elsewhere = [f"[{other}]" if other else "the top" for other, settings in known.items() if name in settings]
    if elsewhere:
        return f"it belongs to {elsewhere[0]}"
    return f"did you mean {difflib.get_close_matches(name, known[table], n=1, cutoff=0)[0]}?"


def _wrong_types(settings: Any) -> list[str]:
    """A line for each setting that is not of the type of its field. A whole number will do for a number."""
    words = {int: "a whole number", float: "a number", bool: "true or false", str: "a text"}
    problems = []
    for field in fields(settings):
        value = getattr(settings, field.name)
        allowed = (int, float) if field.type is float else field.type
        if field.type in words and (not isinstance(value, allowed) or isinstance(value, bool) > (field.type is bool)):
            problems.append(_must(settings, field.name, words[field.type]))
    return problems


def _must(settings: Any, name: str, be: str) -> str:
    return f"{name} must be {be}, got {getattr(settings, name)!r}"
