"""Mamba from scratch: the library that the course builds, chapter by chapter.

Names are loaded when they are first used (PEP 562), so that `import mambalib` costs nothing and parts that need no
torch never pull it in.
"""

import importlib
from typing import Any

_HOME = {  # public name: the module it lives in
    "simulate": "ssm",
    "hippo_legs": "ssm",
    "zoh": "discretize",
    "bilinear": "discretize",
    "euler": "discretize",
    "S4D": "lti",
    "SelectiveSSM": "selective",
    "selective_scan": "scan",
    "causal_conv1d": "scan",
    "MambaConfig": "model",
    "MambaLM": "model",
    "MambaState": "model",
    "Tokenizer": "tokenizer",
    "TokenFile": "data",
    "Sampler": "data",
    "Trainer": "train",
    "TrainConfig": "train",
    "Transformer": "attention",
    "TransformerConfig": "attention",
    "NPC": "npc",
}
_MODULES = (
    "attention",
    "bench",
    "checkpoint",
    "cli",
    "course",
    "data",
    "discretize",
    "engine",
    "exercises",
    "figures",
    "generate",
    "kernels",
    "lti",
    "model",
    "npc",
    "scan",
    "selective",
    "ssm",
    "tokenizer",
    "train",
)

__all__ = ["__version__", *_HOME, *_MODULES]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(f"mambalib.{_HOME[name]}"), name)
    if name in _MODULES:
        return importlib.import_module(f"mambalib.{name}")
    raise AttributeError(f"module 'mambalib' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
