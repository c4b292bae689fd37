"""Models on disk: reading published checkpoints without trusting them, writing what `transformers` opens (chapter 6).

    Hugging Face layout   config.json (hidden_size, num_hidden_layers, ...), model.safetensors or its shards
    original layout       config.json (d_model, n_layer, ssm_cfg), pytorch_model.bin

A checkpoint is compared with its config, name by name, before anything is built from it. All that does not fit is in
one error, a line each.

Symbols, with their shapes: those of `mambalib.model`, whose names are the Hugging Face layout's own. The original
layout names one table differently, and holds it a second time as the head:

    backbone.embedding.weight   (padded_vocab_size, d_model)  backbone.embeddings.weight here
    lm_head.weight              (padded_vocab_size, d_model)  the same numbers, when the embeddings are tied
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import safetensors.torch
import torch
from safetensors import SafetensorError
from torch import Tensor

from mambalib.config import MambaConfig
from mambalib.files import write_atomically
from mambalib.layout import (
    EMBEDDINGS,
    HEAD,
    CheckpointError,
    gross_mismatch,
    hugging_face_fields,
    read_config,
    read_shards,
)
from mambalib.model import MambaLM

Tensors = dict[str, Tensor]

_FLOATS = (torch.float32, torch.float16, torch.bfloat16, torch.float64)


def load(folder_or_repo_id: str | Path) -> MambaLM:
    """Read a model from a folder in either layout, or from a repository of the Hugging Face hub.

    The weights become float32, whatever they were stored in. No code from the checkpoint is run.

    Args:
        folder_or_repo_id: a folder, or "owner/name", which needs the package huggingface_hub and the network.

    Raises:
        CheckpointError: files that are missing, damaged or no Mamba model's, or weights that do not fit the config.
    """
    folder = Path(folder_or_repo_id)
    if not folder.is_dir():
        folder = _download(str(folder_or_repo_id))
    config = read_config(folder)
    tensors = _read_weights(folder)
    problems = gross_mismatch(config, {name: tensor.numel() for name, tensor in tensors.items()}) or list(
        _mismatches(config, tensors)
    )
    if problems:
        raise CheckpointError(folder, problems)
    with torch.device("meta"):  # no memory, and no initialisation, for weights that are read anyway
        model = MambaLM(config)
    if config.tie_embeddings:
        tensors.pop(HEAD, None)
    # Copies, since the tensors are views of the files.
    weights = {name: tensor.detach().to(torch.float32, copy=True) for name, tensor in tensors.items()}
    model.load_state_dict(weights, assign=True)
    return model


def save(model: MambaLM, folder: str | Path) -> None:
    """Write a model in the Hugging Face layout: float32 weights and a config, each file whole or not at all.

    The config says nothing of special tokens, which are the tokenizer's.

    Args:
        model: any MambaLM.
        folder: made if it is not there; files of an earlier model in it are replaced.

    Raises:
        OSError: the folder cannot be written.
    """
    config, folder = model.config, Path(folder)
    fields = hugging_face_fields(config)
    weights = {name: tensor.detach().cpu().float().contiguous() for name, tensor in model.state_dict().items()}
    write_atomically(folder / "model.safetensors", safetensors.torch.save(weights, metadata={"format": "pt"}))
    write_atomically(folder / "config.json", json.dumps(fields, indent=2) + "\n")


# The weights


def _read_weights(folder: Path) -> Tensors:
    """The tensors of a folder by their names in this library, as views of the files: nothing is read yet."""
    if (folder / "model.safetensors").is_file():
        tensors = _read_safetensors(folder / "model.safetensors")
    elif (folder / "model.safetensors.index.json").is_file():
        tensors = read_shards(folder / "model.safetensors.index.json", _read_safetensors)
    elif (folder / "pytorch_model.bin").is_file():
        tensors = _read_pickle(folder / "pytorch_model.bin")
    else:
        raise CheckpointError(folder, ["it has neither model.safetensors, nor its index, nor pytorch_model.bin"])
    if "backbone.embedding.weight" in tensors and EMBEDDINGS not in tensors:
        tensors[EMBEDDINGS] = tensors.pop("backbone.embedding.weight")
    return tensors


def _read_safetensors(path: Path) -> Tensors:
    try:
        return safetensors.torch.load_file(path)
    except (SafetensorError, OSError) as error:
        raise CheckpointError(path, [f"it is no whole safetensors file: {error}"]) from error


def _read_pickle(path: Path) -> Tensors:
    """A file of torch.save, which is a program. `weights_only` runs none of it but the making of tensors."""
    try:
        content = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    except Exception as error:  # a damaged or hostile file can raise anything
        reason = str(error).strip().partition("\n")[0]
        raise CheckpointError(path, [f"it is no whole file of tensors alone: {reason}"]) from error
    if not isinstance(content, dict) or not all(isinstance(name, str) for name in content):
        raise CheckpointError(path, [f"it must hold tensors by their names, got {type(content).__name__}"])
    strange = [name for name, tensor in content.items() if not _is_plain(tensor)]
    if strange:
        raise CheckpointError(path, [f"{name} must be a plain tensor" for name in strange])
    stored = {tensor.untyped_storage().data_ptr(): tensor.untyped_storage().nbytes() for tensor in content.values()}
    if sum(map(_bytes, content.values())) > 2 * sum(stored.values()):  # twice: a head may be the embeddings
        raise CheckpointError(path, ["it must hold the numbers of each tensor, but several share the same"])
    return dict(content)


def _is_plain(tensor: Any) -> bool:
    """Whether it is a tensor of numbers that are all stored, none of them for several places."""
    plain = isinstance(tensor, Tensor) and tensor.layout == torch.strided and tensor.device.type == "cpu"
    return plain and _bytes(tensor) <= tensor.untyped_storage().nbytes()


def _bytes(tensor: Tensor) -> int:
    return tensor.numel() * tensor.element_size()


# Do they fit?


def _mismatches(config: MambaConfig, tensors: Tensors) -> Iterator[str]:
    """A line for each name, shape, type or value that is not the config's."""
    with torch.device("meta"):
        wanted = {name: tuple(tensor.shape) for name, tensor in MambaLM(config).state_dict().items()}
    optional = {HEAD: wanted[EMBEDDINGS]} if config.tie_embeddings else {}
    yield from (f"{name} is missing, {shape}" for name, shape in wanted.items() if name not in tensors)
    for name, tensor in sorted(tensors.items()):
        shape = (wanted | optional).get(name)
        if shape is None:
            yield f"{name} is not in the model, {tuple(tensor.shape)}"
        elif tuple(tensor.shape) != shape:
            yield f"{name} must be {shape}, got {tuple(tensor.shape)}"
        elif tensor.dtype not in _FLOATS:
            yield f"{name} must be float16, bfloat16, float32 or float64, got {tensor.dtype}"
        elif infinite := int((~tensor.to(torch.float32).isfinite()).sum()):
            yield f"{name} holds {infinite} numbers that are nan or infinite"
        elif name in optional and not _equal(tensor, tensors.get(EMBEDDINGS)):
            yield f"{name} must equal {EMBEDDINGS}, since config.json ties them"


def _equal(head: Tensor, embeddings: Tensor | None) -> bool:
    """Whether they are the same, where both can be compared: of what cannot, another line speaks."""
    comparable = embeddings is not None and embeddings.dtype in _FLOATS
    return not comparable or torch.equal(head.to(torch.float32), embeddings.to(torch.float32))


# The hub


def _download(repo_id: str) -> Path:
    """The folder into which huggingface_hub fetches the files of a repository, or has done so before."""
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", repo_id):
        raise CheckpointError(repo_id, ["it must be a folder, or a repository as owner/name"])
    try:
        from huggingface_hub import snapshot_download
    except ImportError as error:
        reason = "there is no such folder; to fetch a repository of that name: pip install huggingface_hub"
        raise CheckpointError(repo_id, [reason]) from error
    try:
        folder = Path(snapshot_download(repo_id, allow_patterns=["config.json", "model*.safetensors*"]))
        if not any(folder.glob("*.safetensors")):
            folder = Path(snapshot_download(repo_id, allow_patterns=["config.json", "pytorch_model.bin"]))
    except Exception as error:  # no network, no such repository, no right to read it: the hub has an error for each
        reason = str(error).strip().partition("\n")[0]
        raise CheckpointError(repo_id, [f"there is no such folder, and it cannot be fetched: {reason}"]) from error
    return folder
