"""The layouts of published checkpoints: their configs, and the names and shapes of their tensors (chapter 6).

What reads the weights decides what they become: tensors of torch in `mambalib.checkpoint`, arrays in `mambalib.engine`.
So nothing here needs torch. Symbols, with their shapes: those of `mambalib.model` and `mambalib.checkpoint`.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from mambalib.config import MambaConfig

Array = TypeVar("Array")

_LONGEST_JSON = 1 << 24  # bytes
EMBEDDINGS, HEAD = "backbone.embeddings.weight", "lm_head.weight"
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


def read_json(path: Path) -> dict[str, Any]:
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


def read_config(folder: Path) -> MambaConfig:
    """The config of a folder in either layout."""
    fields = read_json(folder / "config.json")
    original = "d_model" in fields and "model_type" not in fields
    ours, problems = (_from_original if original else _from_hugging_face)(fields)
    needed = dict.fromkeys(("vocab_size", "d_model", "n_layer"), 1)
    problems += [f"{name} is missing" for name in needed if name not in ours]
    try:
        config = MambaConfig(**needed | ours)
    except ValueError as error:
        problems += str(error).split("; ")
    if problems:
        names = {} if original else {name: theirs for theirs, name in _OF_HUGGING_FACE.items()}
        of_file = [re.sub(r"^\w+", lambda name: names.get(name[0], name[0]), problem) for problem in problems]
        raise CheckpointError(folder / "config.json", of_file)
    return config


def _from_hugging_face(fields: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The arguments of MambaConfig, and what cannot be said in them."""
    ours = {name: fields[theirs] for theirs, name in _OF_HUGGING_FACE.items() if theirs in fields}
    problems = _other_than(fields, model_type="mamba", hidden_act="silu")
    ours["pad_vocab_size_multiple"] = 1  # vocab_size counts the rows of the table
    unpadded, multiple = fields.get("unpadded_vocab_size"), fields.get("pad_vocab_size_multiple")  # as `save` writes it
    known = type(unpadded) is type(multiple) is int and multiple > 0
    if known and -(-unpadded // multiple) * multiple == fields.get("vocab_size"):  # else the table was changed since
        ours |= {"vocab_size": unpadded, "pad_vocab_size_multiple": multiple}
    return ours, problems


def _from_original(fields: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The same for the config of the original code."""
    ssm, problems = fields.get("ssm_cfg") or {}, []
    if not isinstance(ssm, dict):
        ssm, problems = {}, [f"ssm_cfg must be an object, got {ssm!r}"]
    ours = {name: fields[name] for name in _OF_ORIGINAL if name in fields}
    ours |= {name: ssm[name] for name in _OF_ORIGINAL_SSM if name in ssm}
    if "norm_epsilon" in ours:
        ours["norm_eps"] = ours.pop("norm_epsilon")
    problems += _other_than(fields, rms_norm=True, attn_layer_idx=[], d_intermediate=0)
    return ours, problems + _other_than(ssm, layer="Mamba1")


def _other_than(fields: dict[str, Any], **only: Any) -> list[str]:
    """A line for each field that is there with another value than the only one that this model has."""
    wrong = [name for name, value in only.items() if fields.get(name, value) != value]
    return [f"{name} must be {only[name]!r}, got {fields[name]!r}" for name in wrong]


def hugging_face_fields(config: MambaConfig) -> dict[str, Any]:
    """What config.json says of a model in the Hugging Face layout. It says nothing of special tokens."""
    fields = {theirs: getattr(config, ours) for theirs, ours in _OF_HUGGING_FACE.items()}
    return fields | {
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


def read_shards(index: Path, read: Callable[[Path], dict[str, Array]]) -> dict[str, Array]:
    """The tensors of all files that an index names, each file read by `read`."""
    places = read_json(index).get("weight_map")
    if not isinstance(places, dict) or not all(isinstance(name, str) for name in places.values()):
        raise CheckpointError(index, ["weight_map must give the file of each tensor"])
    outside = sorted({name for name in places.values() if not re.fullmatch(r"[\w.-]+\.safetensors", name)})
    if outside:
        raise CheckpointError(index, [f"{name!r} must be a safetensors file of the same folder" for name in outside])
    tensors, problems = {}, []
    for file in sorted(set(places.values())):
        try:
            shard = read(index.parent / file)
        except CheckpointError as error:
            problems += [f"{file}: {problem}" for problem in error.problems]
            continue
        problems += [f"{name} is in {file}, and in another shard" for name in shard.keys() & tensors.keys()]
        tensors |= shard
    if problems:
        raise CheckpointError(index, problems)
    return tensors


def gross_mismatch(config: MambaConfig, sizes: dict[str, int]) -> list[str]:
    """What keeps a config of absurd sizes from being built, even without memory for its weights."""
    stored = sum(sizes.values())
    if config.n_layer > len(sizes):
        return [f"config.json describes {config.n_layer} layers, the weights hold {len(sizes)} tensors in all"]
    if config.parameter_count > 16 * stored:
        return [f"config.json describes {config.parameter_count} numbers, the weights hold {stored}"]
    return []


def tensor_shapes(config: MambaConfig) -> dict[str, tuple[int, ...]]:
    """The name and shape of every tensor in the Hugging Face layout."""
    d_model, d_inner, table = config.d_model, config.d_inner, (config.padded_vocab_size, config.d_model)
    block = {
        "norm.weight": (d_model,),
        "mixer.A_log": (d_inner, config.d_state),
        "mixer.D": (d_inner,),
        "mixer.in_proj.weight": (2 * d_inner, d_model),
        "mixer.conv1d.weight": (d_inner, 1, config.d_conv),
        "mixer.x_proj.weight": (config.dt_rank + 2 * config.d_state, d_inner),
        "mixer.dt_proj.weight": (d_inner, config.dt_rank),
        "mixer.dt_proj.bias": (d_inner,),
        "mixer.out_proj.weight": (d_model, d_inner),
    }
    if config.conv_bias:
        block["mixer.conv1d.bias"] = (d_inner,)
    if config.bias:
        block |= {"mixer.in_proj.bias": (2 * d_inner,), "mixer.out_proj.bias": (d_model,)}
    shapes = {f"backbone.layers.{i}.{name}": shape for i in range(config.n_layer) for name, shape in block.items()}
    shapes |= {EMBEDDINGS: table, "backbone.norm_f.weight": (d_model,)}
    return shapes if config.tie_embeddings else shapes | {HEAD: table}
