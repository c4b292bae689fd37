"""The engine: weights that any number of sequences share, and the two ways through them (chapter 9).

    few tokens     `kernels.decode.step`: one compiled function for all layers, which reads every weight once
    many tokens    a block of them: matrix products of numpy (BLAS), the fused scan and convolution of the kernels

Symbols, with their shapes: those of `mambalib.model`.
"""

import os
import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

import numpy as np

from mambalib.config import MambaConfig
from mambalib.engine.state import EngineState
from mambalib.engine.weights import model_of, read
from mambalib.kernels import conv, in_python_threads, scan
from mambalib.kernels.decode import ABANDONED, Model, Work, new_work, step
from mambalib.kernels.products import Matrices, expand

PIECE = 512  # tokens of a prompt that are read at a time: enough for matrix products to run at full speed
_FEW = 4  # rows of a block for which the compiled step is the faster way
_ROWS = 512  # of a matrix that are made float32 at a time: they stay in the cache


class Engine:
    """A model for inference on a CPU.

    Several threads of a program may use one engine at the same time, each with its own states.

    Args:
        config: its sizes.
        model: its weights, as the kernels read them.
        weights: their width, one of WIDTHS.
        threads: how many work on a step, 1 to the number of cores. numpy's matrix products choose for themselves,
            see the environment variable OPENBLAS_NUM_THREADS.
    """

    def __init__(self, config: MambaConfig, model: Model, weights: str, threads: int = 1) -> None:
        if not isinstance(threads, int) or threads < 1:
            raise ValueError(f"threads must be a whole number above 0, got {threads!r}")
        self.config, self.model, self.weights, self.threads = config, model, weights, threads
        self._spare: dict[int, list[Work]] = {}  # by the size of batch; who uses one takes it out
        self._pool: ThreadPoolExecutor | None = None
        self._pool_lock, self._process = threading.Lock(), 0

    @classmethod
    def load(cls, folder: str | Path, weights: str | None = None, threads: int = 1) -> "Engine":
        """Read a folder in the Hugging Face layout, sharded or not, or one that `quantize` wrote.

        Args:
            folder: with config.json and model.safetensors or its shards.
            weights: the width to use, one of WIDTHS; left out, the stored one. Only float32 can become another.
            threads: as for Engine.

        Raises:
            CheckpointError: files that are missing, damaged or no Mamba model's, or weights that do not fit the config.
            ValueError: a width that there is not, or that cannot be had of this folder.
        """
        config, stored, tensors = read(Path(folder))
        width = weights or stored
        return cls(config, model_of(config, stored, tensors, width), width, threads)

    @property
    def nbytes(self) -> int:
        """Size of the weights in memory."""
        model = self.model
        shared = 0 if self.config.tie_embeddings else model.head.nbytes
        matrices = (model.embeddings, model.in_proj, model.x_proj, model.out_proj)
        return shared + sum(m.nbytes for m in matrices) + sum(a.nbytes for a in model if isinstance(a, np.ndarray))

    def new_state(self, batch: int = 1) -> EngineState:
        """The memory of sequences of which nothing was read."""
        return EngineState.empty(self.config, batch)

    def __call__(self, input_ids: np.ndarray, state: EngineState | None = None) -> tuple[np.ndarray, EngineState]:
        """Read a text, or its next piece: whole, in pieces or token by token, the result is the same.

        Args:
            input_ids: (batch, length) of whole numbers.
            state: what an earlier call returned, which stays as it is; an empty memory when left out.

        Returns:
            logits (batch, length, vocab_size), float32, and the state after the last token.

        Raises:
            ValueError: one that names the argument, what it should be and what it is.
        """
        ids = self.require_ids(input_ids)
        state = self.new_state(len(ids)) if state is None else state.clone()
        self.require_state(state, len(ids))
        logits = [self._piece(ids[:, i : i + PIECE], state, last=False) for i in range(0, ids.shape[1], PIECE)]
        return np.concatenate(logits, axis=1), state

    def prefill(self, input_ids: np.ndarray, state: EngineState | None = None) -> tuple[np.ndarray, EngineState]:
        """As a call, but with the logits of the last token alone, (batch, vocab_size), whatever the length."""
        ids = self.require_ids(input_ids)
        state = self.new_state(len(ids)) if state is None else state.clone()
        self.require_state(state, len(ids))
        return self.read(ids, state), state

    def read(self, ids: np.ndarray, state: EngineState) -> np.ndarray:
        """As `prefill`, but the state is changed in place, and the arguments are not looked at."""
        for start in range(0, ids.shape[1], PIECE):
            logits = self._piece(ids[:, start : start + PIECE], state, last=True)
        return logits[:, -1]

    def step(self, tokens: np.ndarray, state: EngineState) -> np.ndarray:
        """Read one token of each sequence, (batch,), and change the state in place: logits (batch, vocab_size).

        The weights are read once, whatever the batch. When it is interrupted, the state is of no use any more.

        Raises:
            ValueError: one that names the argument, what it should be and what it is.
        """
        tokens = self.require_ids(np.asarray(tokens)[:, None])[:, 0]
        self.require_state(state, len(tokens))
        return self._step(np.ascontiguousarray(tokens), state)

    # The ways through the model

    def _piece(self, ids: np.ndarray, state: EngineState, last: bool) -> np.ndarray:
        """Logits (batch, length or 1, vocab_size); the state is changed."""
        if ids.size <= _FEW:
            logits = [self._step(np.ascontiguousarray(column), state) for column in ids.T]
            return np.stack(logits[-1:] if last else logits, axis=1)
        return self._block(ids, state, last)

    def _step(self, tokens: np.ndarray, state: EngineState) -> np.ndarray:
        logits = np.empty((len(tokens), self.config.vocab_size), np.float32)
        spare = self._spare.setdefault(len(tokens), [])
        work = spare.pop() if spare else new_work(self.model, len(tokens), self.threads)
        args = self.threads, self.model, work, tokens, state.conv, state.ssm, logits
        others: list[Future] = []
        try:
            self._start(others, args)
            step(0, *args)
            for other in others:
                other.result()
        except BaseException:
            work.arrived[0] += ABANDONED
            wait(others)
            raise
        spare.append(work)
        return logits

    def _start(self, others: list[Future], args: tuple) -> None:
        """Let the other threads begin. Those of one step come one after the other, or two steps could wait for ever."""
        with self._pool_lock:
            if self._process != os.getpid():  # a forked process has none of its parent's threads
                self._pool, self._process = ThreadPoolExecutor(max(1, self.threads - 1)), os.getpid()
            for i in range(1, self.threads):
                others.append(self._pool.submit(step, i, *args))

    def _block(self, ids: np.ndarray, state: EngineState, last: bool) -> np.ndarray:
        model, config = self.model, self.config
        batch, length = ids.shape
        unique, place = np.unique(ids, return_inverse=True)
        table = np.empty((len(unique), config.d_model), np.float32)
        for i, token in enumerate(unique):
            expand(model.embeddings, 0, int(token), table[i : i + 1])
        residual = table[place].reshape(batch * length, -1)
        for layer in range(config.n_layer):
            residual += self._layer(layer, _normalize(model, layer, residual), state, batch)
        if last:
            residual = residual.reshape(batch, length, -1)[:, -1]
        logits = _product(_normalize(model, config.n_layer, residual), model.head, 0)[:, : config.vocab_size]
        return np.ascontiguousarray(logits).reshape(batch, -1, config.vocab_size)

    def _layer(self, layer: int, normed: np.ndarray, state: EngineState, batch: int) -> np.ndarray:
        """What a layer adds to the residual, (batch length, d_model)."""
        model, rank, d_state = self.model, self.config.dt_rank, self.config.d_state
        shape = (batch, -1, self.config.d_inner)
        x, z = (_add(model.in_bias[i], _product(normed, model.in_proj, i)).reshape(shape) for i in _pair(layer))
        how = {"threads": self.threads, "run": in_python_threads}
        past, weight = state.conv[layer], model.conv_weight[layer]
        x, state.conv[layer] = conv.forward(x, weight, model.conv_bias[layer], past, silu=True, **how)
        selected = _product(x.reshape(len(normed), -1), model.x_proj, layer)
        delta, B, C = np.split(selected, [rank, rank + d_state], axis=1)
        delta = (delta @ model.dt_proj[layer]).reshape(shape)
        B, C = (part.reshape(batch, -1, d_state) for part in (B, C))
        parameters = model.A[layer], B, C, model.D[layer], z, model.dt_bias[layer]
        h = state.ssm[layer]
        y, state.ssm[layer], _ = scan.forward(x, delta, *parameters, delta_softplus=True, initial_state=h, **how)
        return _add(model.out_bias[layer], _product(y.reshape(len(normed), -1), model.out_proj, layer))

    # Arguments

    def require_ids(self, input_ids: np.ndarray) -> np.ndarray:
        """input_ids as int64, or ValueError unless they are (batch, length) of tokens that there are."""
        ids = np.asarray(input_ids)
        if ids.ndim != 2 or not ids.size or ids.dtype.kind not in "iu":
            got = f"{ids.shape} of {ids.dtype}"
            raise ValueError(f"input_ids must be (batch, length) of whole numbers, neither of them 0, got {got}")
        low, high, count = ids.min(), ids.max(), self.config.vocab_size
        if low < 0 or high >= count:
            raise ValueError(f"input_ids must lie from 0 to {count - 1}, got {low} to {high}")
        return ids.astype(np.int64)

    def require_state(self, state: EngineState, batch: int) -> None:
        """ValueError unless the state is one of this model and batch."""
        c = self.config
        wanted = [(c.n_layer, batch, c.d_inner, c.d_conv - 1), (c.n_layer, batch, c.d_inner, c.d_state)]
        got = [state.conv.shape, state.ssm.shape]
        if got != wanted:
            raise ValueError(f"state must be conv {wanted[0]} and ssm {wanted[1]}, got {got[0]} and {got[1]}")
        for name, array in (("conv", state.conv), ("ssm", state.ssm)):
            if array.dtype != np.float32 or not array.flags.c_contiguous or not array.flags.writeable:
                raise ValueError(f"state.{name} must be float32, contiguous and writable, got {array.dtype}")


def _pair(layer: int) -> tuple[int, int]:
    return 2 * layer, 2 * layer + 1


def _normalize(model: Model, layer: int, residual: np.ndarray) -> np.ndarray:
    mean_square = np.mean(residual * residual, axis=1, keepdims=True)
    return residual / np.sqrt(mean_square + model.eps) * model.norms[layer]


def _add(bias: np.ndarray, y: np.ndarray) -> np.ndarray:
    """A bias, if there is one, added to y."""
    return y + bias if len(bias) else y


def _product(x: np.ndarray, matrices: Matrices, which: int) -> np.ndarray:
    """x (tokens, columns) times a matrix (rows, columns), transposed: (tokens, rows)."""
    if matrices.values.dtype == np.float32:
        return x @ matrices.values[which].T
    y = np.empty((len(x), matrices.rows), np.float32)
    room = np.empty((_ROWS, matrices.columns), np.float32)
    for first in range(0, matrices.rows, _ROWS):
        part = room[: matrices.rows - first]
        expand(matrices, which, first, part)
        np.matmul(x, part.T, out=y[:, first : first + _ROWS])
    return y
