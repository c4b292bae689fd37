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

from mambalib.files import write_atomically
from mambalib.model import MambaConfig, MambaLM

Tensors = dict[str, Tensor]

_FLOATS = (torch.float32, torch.float16, torch.bfloat16, torch.float64)
_LONGEST_JSON = 1 << 24  # bytes
_EMBEDDINGS, _HEAD = "backbone.embeddings.weight", "lm_head.weight"
_OF_HUGGING_FACE = {  # field of config.json: field of MambaConfig
    "vocab_size": "vocab_size",
    "hidden_size": "d_model",
    "num_hidden_layers": "n_layer",
    "state_size": "d_state",
    "conv_kernel": "d_conv",
    "expand": "expand",
    "time_step_rank": "dt_rank",
    "time_step_min": "dt_min",
    "time_step_max": "dt_max",
    "time_step_floor": "dt_init_floor",
    "use_bias": "bias",
    "use_conv_bias": "conv_bias",
    "layer_norm_epsilon": "norm_eps",
    "tie_word_embeddings": "tie_embeddings",
}
_OF_ORIGINAL = ("vocab_size", "d_model", "n_layer", "norm_epsilon", "pad_vocab_size_multiple", "tie_embeddings")
_OF_ORIGINAL_SSM = ("d_state", "d_conv", "expand", "dt_rank", "dt_min", "dt_max", "dt_init_floor", "bias", "conv_bias")


class CheckpointError(ValueError):
    """A checkpoint that is refused, with every reason.

    Args:
        place: the folder, file or repository.
        problems: the reasons, one line each.
    """

    def __init__(self, place: str | Path, problems: list[str]) -> None:
        super().__init__(
            f"{place} is no Mamba checkpoint that can be loaded:\n" + "\n".join(f"- {p}" for p in problems)
        )
        self.problems = problems


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
    config = _read_config(folder)
    tensors = _read_weights(folder)
    problems = _gross_mismatch(config, tensors) or list(_mismatches(config, tensors))
    if problems:
        raise CheckpointError(folder, problems)
    with torch.device("meta"):  # no memory, and no initialisation, for weights that are read anyway
        model = MambaLM(config)
    if config.tie_embeddings:
        tensors.pop(_HEAD, None)
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
    fields = {theirs: getattr(config, ours) for theirs, ours in _OF_HUGGING_FACE.items()}
    fields |= {
        "architectures": ["MambaForCausalLM"],
        "model_type": "mamba",
        "hidden_act": "silu",
        "intermediate_size": config.d_inner,
        "residual_in_fp32": True,
        "rescale_prenorm_residual": False,  # True makes transformers scale the weights that it reads, too
        "bos_token_id": None,
        "eos_token_id": None,
        "pad_token_id": None,
        "vocab_size": config.padded_vocab_size,  # transformers knows of no padding
        "unpadded_vocab_size": config.vocab_size,
        "pad_vocab_size_multiple": config.pad_vocab_size_multiple,
    }
    weights = {name: tensor.detach().cpu().float().contiguous() for name, tensor in model.state_dict().items()}
    write_atomically(folder / "model.safetensors", safetensors.torch.save(weights, metadata={"format": "pt"}))
    write_atomically(folder / "config.json", json.dumps(fields, indent=2) + "\n")


# The config


def _read_json(path: Path) -> dict[str, Any]:
    """The JSON object that a file holds."""
    try:
        with path.open("rb") as file:
            content = json.loads(file.read(_LONGEST_JSON))  # what is longer is cut, and then no JSON
    except OSError as error:
        raise CheckpointError(path, [f"it cannot be read: {error.strerror}"]) from error
    except (ValueError, RecursionError) as error:
        raise CheckpointError(path, [f"it must be JSON: {error}"]) from error
    if not isinstance(content, dict):
        raise CheckpointError(path, [f"it must be a JSON object, got {type(content).__name__}"])
    return content


def _read_config(folder: Path) -> MambaConfig:
    fields = _read_json(folder / "config.json")
    original = "d_model" in fields and "model_type" not in fields
    ours, problems = (_from_original if original else _from_hugging_face)(fields)
    missing = [f"{name} is missing" for name in ("vocab_size", "d_model", "n_layer") if name not in ours]
    problems += missing
    try:
        config = None if missing else MambaConfig(**ours)
    except ValueError as error:
        problems += str(error).split("; ")
    if problems:
        raise CheckpointError(folder / "config.json", problems)
    return config


def _from_hugging_face(fields: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The arguments of MambaConfig, and what cannot be said in them."""
    ours = {name: fields[theirs] for theirs, name in _OF_HUGGING_FACE.items() if theirs in fields}
    problems = _other_than(fields, model_type="mamba", hidden_act="silu")
    ours["pad_vocab_size_multiple"] = 1  # vocab_size counts the rows of the table
    if "unpadded_vocab_size" in fields:  # as `save` writes it
        ours["vocab_size"] = fields["unpadded_vocab_size"]
        ours["pad_vocab_size_multiple"] = fields.get("pad_vocab_size_multiple")
    return ours, problems


def _from_original(fields: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The same for the config of the original code."""
    ssm = fields.get("ssm_cfg") or {}
    if not isinstance(ssm, dict):
        return {}, [f"ssm_cfg must be an object, got {ssm!r}"]
    ours = {name: fields[name] for name in _OF_ORIGINAL if name in fields}
    ours |= {name: ssm[name] for name in _OF_ORIGINAL_SSM if name in ssm}
    if "norm_epsilon" in ours:
        ours["norm_eps"] = ours.pop("norm_epsilon")
    problems = _other_than(fields, rms_norm=True, attn_layer_idx=[], d_intermediate=0)
    return ours, problems + _other_than(ssm, layer="Mamba1")


def _other_than(fields: dict[str, Any], **only: Any) -> list[str]:
    """A line for each field that is there with another value than the only one that this model has."""
    wrong = [name for name, value in only.items() if fields.get(name, value) != value]
    return [f"{name} must be {only[name]!r}, got {fields[name]!r}" for name in wrong]


# The weights


def _read_weights(folder: Path) -> Tensors:
    """The tensors of a folder by their names in this library, as views of the files: nothing is read yet."""
    if (folder / "model.safetensors").is_file():
        tensors = _read_safetensors(folder / "model.safetensors")
    elif (folder / "model.safetensors.index.json").is_file():
        tensors = _read_shards(folder / "model.safetensors.index.json")
    elif (folder / "pytorch_model.bin").is_file():
        tensors = _read_pickle(folder / "pytorch_model.bin")
    else:
        raise CheckpointError(folder, ["it has neither model.safetensors, nor its index, nor pytorch_model.bin"])
    if "backbone.embedding.weight" in tensors and _EMBEDDINGS not in tensors:
        tensors[_EMBEDDINGS] = tensors.pop("backbone.embedding.weight")
    return tensors


def _read_safetensors(path: Path) -> Tensors:
    try:
        return safetensors.torch.load_file(path)
    except (SafetensorError, OSError) as error:
        raise CheckpointError(path, [f"it is no whole safetensors file: {error}"]) from error


def _read_shards(index: Path) -> Tensors:
    places = _read_json(index).get("weight_map")
    if not isinstance(places, dict) or not all(isinstance(name, str) for name in places.values()):
        raise CheckpointError(index, ["weight_map must give the file of each tensor"])
    outside = sorted({name for name in places.values() if not re.fullmatch(r"[\w.-]+\.safetensors", name)})
    if outside:
        raise CheckpointError(index, [f"{name!r} must be a safetensors file of the same folder" for name in outside])
    tensors, problems = {}, []
    for file in sorted(set(places.values())):
        shard = _read_safetensors(index.parent / file)
        problems += [f"{name} is in {file}, and in another shard" for name in shard.keys() & tensors.keys()]
        tensors |= shard
    if problems:
        raise CheckpointError(index, problems)
    return tensors


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
    return dict(content)


def _is_plain(tensor: Any) -> bool:
    return isinstance(tensor, Tensor) and tensor.layout == torch.strided and tensor.device.type == "cpu"


# Do they fit?


def _gross_mismatch(config: MambaConfig, tensors: Tensors) -> list[str]:
    """What keeps a config of absurd sizes from being built, even without memory for its weights."""
    stored = sum(tensor.numel() for tensor in tensors.values())
    if config.n_layer > len(tensors):
        return [f"config.json describes {config.n_layer} layers, the weights hold {len(tensors)} tensors in all"]
    if config.parameter_count > 16 * stored:
        return [f"config.json describes {config.parameter_count} numbers, the weights hold {stored}"]
    return []


def _mismatches(config: MambaConfig, tensors: Tensors) -> Iterator[str]:
    """A line for each name, shape, type or value that is not the config's."""
    with torch.device("meta"):
        wanted = {name: tuple(tensor.shape) for name, tensor in MambaLM(config).state_dict().items()}
    optional = {_HEAD: wanted[_EMBEDDINGS]} if config.tie_embeddings else {}
    yield from (f"{name} is missing, {shape}" for name, shape in wanted.items() if name not in tensors)
    for name, tensor in sorted(tensors.items()):
        shape = (wanted | optional).get(name)
        if shape is None:
            yield f"{name} is not in the model, {tuple(tensor.shape)}"
        elif tuple(tensor.shape) != shape:
            yield f"{name} must be {shape}, got {tuple(tensor.shape)}"
        elif tensor.dtype not in _FLOATS:
            yield f"{name} must be float16, bfloat16, float32 or float64, got {tensor.dtype}"
        elif not tensor.isfinite().all():
            yield f"{name} holds {int((~tensor.isfinite()).sum())} numbers that are nan or infinite"
        elif name in optional and _EMBEDDINGS in tensors and not torch.equal(tensor, tensors[_EMBEDDINGS]):
            yield f"{name} must equal {_EMBEDDINGS}, since config.json ties them"


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
