"""The weights on disk: a Hugging Face folder as it is, or one made smaller by `quantize` (chapter 9).

A smaller folder has a config.json with the field "mambalib", {"version": 1, "weights": one of WIDTHS}. The matrices
that carry nearly all the weights are stored so; everything else is float32 under its own name.

Symbols, with their shapes, for a matrix NAME (rows, columns):
    bfloat16   NAME (rows, columns) uint16, its bits
    int8       NAME (rows, columns) int8, NAME.scale (rows,) float32
    int4       NAME (rows, groups, 16) uint8, of two columns a byte, the first in the lower half;
               NAME.scale (rows, groups) float16
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import safetensors
from safetensors.numpy import save

from mambalib.config import MambaConfig
from mambalib.files import write_atomically
from mambalib.kernels.decode import Model
from mambalib.kernels.products import (
    GROUP,
    WIDTHS,
    Matrices,
    from_bfloat16,
    from_int4,
    interleave_int4,
    interleave_int8,
    stack,
    to_bfloat16,
    to_int4,
    to_int8,
)
from mambalib.layout import (
    EMBEDDINGS,
    HEAD,
    CheckpointError,
    gross_mismatch,
    hugging_face_fields,
    read_config,
    read_json,
    read_shards,
    tensor_shapes,
)

VERSION = 1
SCALE = ".scale"
Tensors = dict[str, np.ndarray]
_BYTES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "U16": "<u2", "I8": "i1", "U8": "u1"}
_MATRICES = ("in_proj.weight", "x_proj.weight", "out_proj.weight", EMBEDDINGS, HEAD)


def is_matrix(name: str) -> bool:
    """Whether a tensor is one of those that are stored with fewer bits."""
    return name.endswith(_MATRICES)


def quantize(folder: str | Path, out: str | Path, weights: str = "int8") -> None:
    """Write a model with fewer bits for each weight.

    Args:
        folder: a model in the Hugging Face layout, not yet quantized.
        out: the folder to write, another one; a tokenizer.json is copied into it.
        weights: one of WIDTHS.

    Raises:
        ValueError: `weights` or `out` is none that can be.
        CheckpointError: `folder` holds no model that can be loaded.
        OSError: the folder cannot be written.
    """
    folder, out = Path(folder), Path(out)
    _require_width(weights)
    if out.resolve() == folder.resolve():
        raise ValueError(f"out must be another folder than the model's own, got {out}")
    config, stored, tensors = read(folder)
    if stored != "float32":
        raise CheckpointError(folder, [f"its weights must not be quantized yet, got {stored}"])
    fields = hugging_face_fields(config) | {"mambalib": {"version": VERSION, "weights": weights}}
    write_atomically(out / "model.safetensors", save(shrink(tensors, weights), metadata={"format": "pt"}))
    write_atomically(out / "config.json", json.dumps(fields, indent=2) + "\n")
    if (folder / "tokenizer.json").is_file():
        write_atomically(out / "tokenizer.json", (folder / "tokenizer.json").read_bytes())


def shrink(tensors: Tensors, width: str) -> Tensors:
    """Tensors of float32 as they are stored in one of the WIDTHS."""
    small = {}
    for name, tensor in tensors.items():
        if width == "float32" or not is_matrix(name):
            small[name] = tensor
        elif width == "bfloat16":
            small[name] = to_bfloat16(tensor)
        elif width == "int8":
            small[name], small[name + SCALE] = to_int8(tensor)
        else:
            q, small[name + SCALE] = to_int4(tensor)
            small[name] = q[:, :, 0::2] | q[:, :, 1::2] << 4
    return small


def dequantize(tensors: Tensors, config: MambaConfig, width: str) -> Tensors:
    """The float32 numbers that stored tensors stand for."""
    return {name: _number(tensors, name, shape[-1], width) for name, shape in tensor_shapes(config).items()}


def _number(tensors: Tensors, name: str, columns: int, width: str) -> np.ndarray:
    tensor = tensors[name]
    if width == "float32" or not is_matrix(name):
        return np.asarray(tensor, np.float32)
    if width == "bfloat16":
        return from_bfloat16(tensor)
    if width == "int8":
        return tensor * tensors[name + SCALE][:, None]
    return from_int4(_nibbles(tensor), tensors[name + SCALE], columns)


def _nibbles(pairs: np.ndarray) -> np.ndarray:
    return np.stack([pairs & 15, pairs >> 4], -1).reshape(*pairs.shape[:2], GROUP)


# Reading


def read(folder: Path) -> tuple[MambaConfig, str, Tensors]:
    """The config, the width in which the matrices are stored, and the tensors, each of which was looked at.

    Raises:
        CheckpointError: one with every reason.
    """
    if not folder.is_dir():
        raise CheckpointError(folder, ["there is no such folder"])
    width = _stored_width(folder)
    config = read_config(folder)
    tensors = _read_tensors(folder)
    if config.tie_embeddings and HEAD in tensors and EMBEDDINGS in tensors:
        same = np.array_equal(tensors[HEAD], tensors[EMBEDDINGS])
        if not same:
            raise CheckpointError(folder, [f"{HEAD} must equal {EMBEDDINGS}, since config.json ties them"])
        del tensors[HEAD]
    sizes = {name: tensor.size * (2 if width == "int4" else 1) for name, tensor in tensors.items()}
    problems = gross_mismatch(config, sizes) or _mismatches(config, width, tensors)
    if problems:
        raise CheckpointError(folder, problems)
    if width == "float32":
        tensors = {name: np.ascontiguousarray(tensor, np.float32) for name, tensor in tensors.items()}
    return config, width, tensors


def _stored_width(folder: Path) -> str:
    form = read_json(folder / "config.json").get("mambalib", {"version": VERSION, "weights": "float32"})
    if not isinstance(form, dict) or form.get("version") != VERSION or form.get("weights") not in WIDTHS:
        wanted = f"version {VERSION} and weights of {', '.join(WIDTHS)}"
        raise CheckpointError(folder / "config.json", [f"mambalib must give {wanted}, got {form!r}"])
    return form["weights"]


def _read_tensors(folder: Path) -> Tensors:
    if (folder / "model.safetensors").is_file():
        tensors = _read_safetensors(folder / "model.safetensors")
    elif (folder / "model.safetensors.index.json").is_file():
        tensors = read_shards(folder / "model.safetensors.index.json", _read_safetensors)
    else:
        raise CheckpointError(folder, ["it has neither model.safetensors nor model.safetensors.index.json"])
    if "backbone.embedding.weight" in tensors and EMBEDDINGS not in tensors:
        tensors[EMBEDDINGS] = tensors.pop("backbone.embedding.weight")
    return tensors


def _read_safetensors(path: Path) -> Tensors:
    """The tensors of a file as views of it, bfloat16 as float32.

    The safetensors library says whether the file is whole. It cannot hand bfloat16 to numpy, which has no such type:
    so the numbers are taken from the places that the header gives.
    """
    try:
        with safetensors.safe_open(path, "numpy"):
            pass
        content = np.memmap(path, np.uint8, mode="r")
    except (safetensors.SafetensorError, OSError, ValueError) as error:
        raise CheckpointError(path, [f"it is no whole safetensors file: {error}"]) from error
    start = 8 + int(content[:8].view("<u8")[0])
    header: dict[str, Any] = json.loads(content[8:start].tobytes())
    header.pop("__metadata__", None)
    strange = [f"{name} must be of {', '.join(_BYTES)}, got {t['dtype']}" for name, t in header.items()]
    strange = [line for line, t in zip(strange, header.values(), strict=True) if t["dtype"] not in _BYTES]
    if strange:
        raise CheckpointError(path, strange)
    tensors = {}
    for name, info in header.items():
        low, high = (start + offset for offset in info["data_offsets"])
        array = np.ndarray(info["shape"], _BYTES[info["dtype"]], buffer=content[low:high].data if high > low else b"")
        tensors[name] = from_bfloat16(array) if info["dtype"] == "BF16" else array
    return tensors


def _mismatches(config: MambaConfig, width: str, tensors: Tensors) -> list[str]:
    """A line for each name, shape, type or value that is not the config's."""
    wanted = _stored_shapes(config, width)
    problems = [f"{name} is missing, {shape}" for name, (shape, _) in wanted.items() if name not in tensors]
    for name, tensor in sorted(tensors.items()):
        shape, kinds = wanted.get(name, (None, ()))
        if shape is None:
            problems.append(f"{name} is not in the model, {tensor.shape}")
        elif tensor.shape != shape:
            problems.append(f"{name} must be {shape}, got {tensor.shape}")
        elif tensor.dtype.name not in kinds:
            problems.append(f"{name} must be {' or '.join(kinds)}, got {tensor.dtype.name}")
        elif broken := _not_finite(name, tensor, width):
            problems.append(f"{name} holds {broken} numbers that are nan or infinite")
    return problems


def _not_finite(name: str, tensor: np.ndarray, width: str) -> int:
    if width == "bfloat16" and is_matrix(name):
        return int((tensor & 0x7F80 == 0x7F80).sum())
    return 0 if tensor.dtype.kind in "iu" else int((~np.isfinite(tensor)).sum())


def _stored_shapes(config: MambaConfig, width: str) -> dict[str, tuple[tuple[int, ...], tuple[str, ...]]]:
    """The shape and the types of every tensor of a folder."""
    wanted = {}
    for name, shape in tensor_shapes(config).items():
        if width == "float32" or not is_matrix(name):
            wanted[name] = shape, ("float32", "float16", "float64")
        elif width == "bfloat16":
            wanted[name] = shape, ("uint16",)
        elif width == "int8":
            wanted[name], wanted[name + SCALE] = (shape, ("int8",)), (shape[:1], ("float32",))
        else:
            groups = shape[0], -(-shape[1] // GROUP)
            wanted[name], wanted[name + SCALE] = ((*groups, GROUP // 2), ("uint8",)), (groups, ("float16",))
    return wanted


# For the kernels


def model_of(config: MambaConfig, stored: str, tensors: Tensors, width: str) -> Model:
    """The weights as the kernels read them, in a width that is the stored one unless that is float32."""
    _require_width(width)
    if stored not in (width, "float32"):
        raise ValueError(f"weights must be {stored}, as they are stored, got {width!r}")
    if stored != width:
        tensors = shrink(tensors, width)
    layers, d_inner = config.n_layer, config.d_inner

    def stacked(name: str) -> np.ndarray:
        return np.stack([np.asarray(tensors[f"backbone.layers.{i}.{name}"], np.float32) for i in range(layers)])

    def bias(name: str, size: int = 0) -> np.ndarray:
        """Of all layers; where the model has none, so many zeros."""
        known = f"backbone.layers.0.{name}" in tensors
        return stacked(name) if known else np.zeros((layers, size), np.float32)

    def matrices(name: str, parts: int = 1) -> Matrices:
        names = [f"backbone.layers.{i}.mixer.{name}.weight" for i in range(layers)]
        return _matrices(tensors, names, parts, tensor_shapes(config)[names[0]], width)

    embeddings = _matrices(tensors, [EMBEDDINGS], 1, tensor_shapes(config)[EMBEDDINGS], width)
    tied = config.tie_embeddings
    norm_f = np.asarray(tensors["backbone.norm_f.weight"], np.float32)
    return Model(
        embeddings=embeddings,
        head=embeddings if tied else _matrices(tensors, [HEAD], 1, tensor_shapes(config)[HEAD], width),
        in_proj=matrices("in_proj", 2),
        x_proj=matrices("x_proj"),
        out_proj=matrices("out_proj"),
        dt_proj=np.ascontiguousarray(stacked("mixer.dt_proj.weight").transpose(0, 2, 1)),
        in_bias=bias("mixer.in_proj.bias").reshape(2 * layers, -1),
        out_bias=bias("mixer.out_proj.bias"),
        dt_bias=stacked("mixer.dt_proj.bias"),
        conv_weight=stacked("mixer.conv1d.weight")[:, :, 0],
        conv_bias=bias("mixer.conv1d.bias", d_inner),
        A=-np.exp(stacked("mixer.A_log")),
        D=stacked("mixer.D"),
        norms=np.concatenate([stacked("norm.weight"), norm_f[None]]),
        eps=np.float32(config.norm_eps),
    )


def _matrices(tensors: Tensors, names: list[str], parts: int, shape: tuple[int, ...], width: str) -> Matrices:
    """Stored matrices of one shape, each cut into so many parts of its rows."""
    rows = shape[0] // parts
    values = [part for name in names for part in np.split(tensors[name], parts)]
    if width == "float32":
        return stack(values, width)
    scales = [part for name in names if width != "bfloat16" for part in np.split(tensors[name + SCALE], parts)]
    if width != "bfloat16":
        arrange = interleave_int8 if width == "int8" else lambda q, scale: interleave_int4(_nibbles(q), scale)
        values, scales = map(list, zip(*map(arrange, values, scales), strict=True))
    none = np.zeros((0, 0), np.float32)
    return Matrices(np.stack(values), np.stack(scales) if scales else none, rows, shape[1])


def _require_width(width: str) -> None:
    if width not in WIDTHS:
        raise ValueError(f"weights must be one of {', '.join(WIDTHS)}, got {width!r}")
