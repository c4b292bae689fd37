"""What users would pick instead of mambalib, on random weights of the same shapes (chapter 8).

    transformers       its Mamba (which is slow without a GPU's kernels) and its GPT-2
    llama.cpp          through llama-cpp-python, on a file that is written here with `gguf`
    mambapy            Mamba in PyTorch's own operations, with a parallel scan

None is needed: a builder of a peer that is not installed raises `NotInstalled`. Every builder takes what it is to be
compared with: a `MambaConfig`, and the tokens, (batch, length).
"""

import importlib
import tempfile
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from mambalib.bench import NotInstalled, Work
from mambalib.model import MambaConfig

STEPS = 16  # tokens of one call of a decoding work


def need(module: str, package: str | None = None) -> ModuleType:
    """The module, or NotInstalled with the command that installs its package."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise NotInstalled(f"pip install {package or module}") from error


# transformers


@cache
def hugging_face_mamba(config: MambaConfig) -> nn.Module:
    """`MambaForCausalLM` of the same shapes."""
    transformers = need("transformers")
    theirs = transformers.MambaConfig(
        vocab_size=config.vocab_size,
        hidden_size=config.d_model,
        num_hidden_layers=config.n_layer,
        state_size=config.d_state,
        conv_kernel=config.d_conv,
    )
    return transformers.MambaForCausalLM(theirs).eval()


@cache
def gpt2(vocab_size: int, d_model: int, n_layer: int, n_head: int, n_positions: int) -> nn.Module:
    """`GPT2LMHeadModel`; with 50,257, 768, 12, 12 and 1,024 it is the 124M model."""
    transformers = need("transformers")
    tokens = {"bos_token_id": 0, "eos_token_id": 0}
    sizes = {"n_embd": d_model, "n_layer": n_layer, "n_head": n_head, "n_positions": n_positions}
    return transformers.GPT2LMHeadModel(transformers.GPT2Config(vocab_size=vocab_size, **sizes, **tokens)).eval()


def hugging_face_prefill(config: MambaConfig, ids: Tensor) -> Work:
    """A prompt read by `transformers`, with the logits of its last token alone, as for all others."""
    model = hugging_face_mamba(config)

    @torch.no_grad()
    def call() -> None:
        model(ids, logits_to_keep=1)

    return Work(call, ids.numel())


def hugging_face_decode(config: MambaConfig) -> Work:
    """Tokens one by one, each with the state of the one before."""
    model, token = hugging_face_mamba(config), torch.zeros(1, 1, dtype=torch.int64)
    with torch.no_grad():
        cache = model(token.expand(1, 16), use_cache=True).cache_params

    @torch.no_grad()
    def call() -> None:
        for _ in range(STEPS):
            model(token, cache_params=cache, use_cache=True)

    return Work(call, STEPS)


def gpt2_decode(context: int) -> Work:
    """Tokens one by one after `context` others, by GPT-2 124M with its cache of keys and values."""
    model, token = gpt2(50257, 768, 12, 12, 1024), torch.zeros(1, 1, dtype=torch.int64)
    with torch.no_grad():
        cache = model(token.expand(1, context), use_cache=True).past_key_values

    @torch.no_grad()
    def call() -> None:
        for _ in range(STEPS):
            model(token, past_key_values=cache, use_cache=True)
        cache.crop(-STEPS)

    return Work(call, STEPS)


def gpt2_training(vocab_size: int, d_model: int, n_layer: int, ids: Tensor) -> Work:
    """A training step of a GPT-2 of the same width and depth."""
    model = gpt2(vocab_size, d_model, n_layer, d_model // 64, ids.shape[1]).train()
    return training_step(model, lambda: model(ids).logits, ids)


# mambapy


def mambapy_training(vocab_size: int, d_model: int, n_layer: int, ids: Tensor) -> Work:
    """A training step of mambapy's layers between an embedding and a head that share their weights."""
    mamba = need("mambapy.mamba", "mambapy")
    embedding = nn.Embedding(vocab_size, d_model)
    layers = mamba.Mamba(mamba.MambaConfig(d_model=d_model, n_layers=n_layer))
    model = nn.ModuleList([embedding, layers])
    return training_step(model, lambda: F.linear(layers(embedding(ids)), embedding.weight), ids)


def training_step(model: nn.Module, logits: Any, ids: Tensor) -> Work:
    """Forward, loss and backward; the optimizer, which is the same for all, is left out."""

    def call() -> None:
        model.zero_grad()
        F.cross_entropy(logits().flatten(0, 1), ids.flatten()).backward()

    return Work(call, ids.numel())


# llama.cpp


@cache
def llama(config: MambaConfig, kind: str) -> Any:
    """llama.cpp with weights of `kind`: f32, f16, q8_0 or q4_0."""
    llama_cpp, _ = need("llama_cpp", "llama-cpp-python"), need("gguf")
    folder = tempfile.TemporaryDirectory(prefix="mambalib-bench-")
    path = Path(folder.name) / f"{kind}.gguf"
    write_gguf(config, kind, path)
    threads = torch.get_num_threads()
    batch = {"n_ctx": 4096, "n_batch": 2048, "n_ubatch": 512}
    model = llama_cpp.Llama(str(path), n_threads=threads, n_threads_batch=threads, verbose=False, **batch)
    model.folder = folder  # the file is mapped into memory, so it lives as long as the model
    return model


def llama_prefill(config: MambaConfig, ids: Tensor, kind: str) -> Work:
    """A prompt read by llama.cpp, which gives the logits of its last token."""
    model, prompt = llama(config, kind), ids.flatten().tolist()

    def call() -> None:
        model.reset()
        model.eval(prompt)

    return Work(call, ids.numel())


def llama_decode(config: MambaConfig, kind: str) -> Work:
    """Tokens one by one."""
    model = llama(config, kind)

    def call() -> None:
        model.reset()
        for _ in range(STEPS):
            model.eval([0])

    return Work(call, STEPS)


def write_gguf(config: MambaConfig, kind: str, path: Path) -> None:
    """Random weights of a Mamba in llama.cpp's format: matrices of `kind`, all else float32."""
    gguf = need("gguf")
    random = np.random.default_rng(0)
    writer = gguf.GGUFWriter(path, "mamba")
    writer.add_context_length(2**20)
    writer.add_embedding_length(config.d_model)
    writer.add_feed_forward_length(0)
    writer.add_head_count(0)
    writer.add_block_count(config.n_layer)
    writer.add_ssm_conv_kernel(config.d_conv)
    writer.add_ssm_inner_size(config.d_inner)
    writer.add_ssm_state_size(config.d_state)
    writer.add_ssm_time_step_rank(config.dt_rank)
    writer.add_layer_norm_rms_eps(config.norm_eps)
    writer.add_vocab_size(config.vocab_size)
    writer.add_tokenizer_model("no_vocab")

    def matrix(name: str, rows: int, columns: int) -> None:
        array = (random.standard_normal((rows, columns)) * columns**-0.5).astype(np.float32)
        if kind == "f16":
            array = array.astype(np.float16)
        elif kind != "f32" and columns % 32 == 0:  # quantized in blocks of 32: what does not divide stays float32
            quantized = gguf.GGMLQuantizationType[kind.upper()]
            writer.add_tensor(name, gguf.quants.quantize(array, quantized), raw_dtype=quantized)
            return
        writer.add_tensor(name, array)

    def floats(name: str, array: np.ndarray) -> None:
        writer.add_tensor(name, np.ascontiguousarray(array, np.float32))

    d, inner, rank, n = config.d_model, config.d_inner, config.dt_rank, config.d_state
    matrix("token_embd.weight", config.vocab_size, d)
    floats("output_norm.weight", np.ones(d))
    for i in range(config.n_layer):
        floats(f"blk.{i}.attn_norm.weight", np.ones(d))
        matrix(f"blk.{i}.ssm_in.weight", 2 * inner, d)
        floats(f"blk.{i}.ssm_conv1d.weight", random.standard_normal((inner, config.d_conv)) * 0.3)
        floats(f"blk.{i}.ssm_conv1d.bias", np.zeros(inner))
        matrix(f"blk.{i}.ssm_x.weight", rank + 2 * n, inner)
        matrix(f"blk.{i}.ssm_dt.weight", inner, rank)
        floats(f"blk.{i}.ssm_dt.bias", np.full(inner, -4.0))
        floats(f"blk.{i}.ssm_a", -np.tile(np.arange(1.0, n + 1), (inner, 1)))
        floats(f"blk.{i}.ssm_d", np.ones(inner))
        matrix(f"blk.{i}.ssm_out.weight", d, inner)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
