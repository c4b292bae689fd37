"""The loop: one batch after the other, with what it takes to trust it (chapter 7).

The symbols are those of `mambalib.train`.
"""

import math
import time
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.checkpoint import checkpoint
from tqdm import tqdm

from mambalib.data import Batch, TokenFile
from mambalib.model import MambaState
from mambalib.train.processes import (
    added,
    all_rows,
    layers,
    own_rows,
    rank,
    share,
    spread,
    wait_for_all,
    whole,
    world_size,
)
from mambalib.train.recipe import BETAS, IGNORED, bits_per_byte, cosine_schedule, loss_sum
from mambalib.train.settings import TrainConfig
from mambalib.train.storage import (
    Log,
    Record,
    Tensors,
    TrainingError,
    checkpoints,
    last_checkpoint,
    read_checkpoint,
    read_log,
    remove_leftovers,
    write_checkpoint,
)

_FREE = {"recompute", "fsdp", "log_every", "eval_every", "save_every", "eval_tokens", "keep"}  # they change no weight
_MOMENTS = ("step", "exp_avg", "exp_avg_sq")  # AdamW's own numbers for each parameter


class Batches(Protocol):
    """Where batches come from, such as `mambalib.data.Sampler`: batch k must depend on k alone.

    It may have `settings`, a dict of what else must be the same for a run to be the same run.
    """

    def batch(self, step: int) -> Batch: ...


class Trainer:
    """A model in training.

    Example:
        history = Trainer(model, Sampler(tokens, batch_size=8, length=256), TrainConfig(steps=400)).run()

    Args:
        model: a MambaLM, a Transformer, or another with `logits, state = model(input_ids, state=None, seq_idx=None)`,
            `decay_groups` and, if there is a folder, `config` and `save_pretrained`. float32, on the device to use.
        sampler: where the batches come from; for several processes, the rows of this one.
        config: how to train.
        folder: for log and checkpoints, which all processes must see; nothing is written when left out.
        valid: text for the evaluations; of several processes each reads all of it.

    Attributes:
        step: updates made so far.
        history: a Record for each of them.
        optimizer: torch's AdamW.

    Raises:
        ValueError: one that names the argument, what it should be and what it is.
    """

    def __init__(
        self,
        model: nn.Module,
        sampler: Batches,
        config: TrainConfig,
        folder: str | Path | None = None,
        valid: TokenFile | None = None,
    ) -> None:
        self.model, self.sampler, self.config, self.valid = model, sampler, config, valid
        self.folder = None if folder is None else Path(folder)
        self.step, self.history = 0, []
        first = sampler.batch(0)
        self._check(first)
        self._rows, self._length = len(first.input_ids) * world_size(), first.input_ids.shape[1]
        self._device = next(model.parameters()).device
        checksum = zlib.crc32(first.input_ids[0].cpu().numpy().tobytes()) if rank() == 0 else 0
        self._first_row = added(torch.tensor(checksum, device=self._device)).item()  # of all processes' first row
        self._kind = type(model)  # FSDP makes the model one of another class
        self._parallel = spread(model, config.fsdp)
        groups = model.decay_groups(config.weight_decay)
        self.optimizer = torch.optim.AdamW(groups, lr=config.learning_rate, betas=BETAS, fused=True)
        self._states: list[MambaState | None] = [None] * config.accumulate  # where the next batch goes on
        self._unread: list[Tensor] = []  # loss and norm of each step since the last report, still on the device

    def run(self, resume: bool = False, progress: bool = True) -> list[Record]:
        """Train to the last step.

        Args:
            resume: go on from the last checkpoint in the folder; from the beginning if there is none yet.
            progress: show a bar.

        Returns:
            The history: for each step `step` (from 1), `loss` (nats a token, before the update), `grad_norm` (before it
            is clipped), `learning_rate`, `tokens_per_second`, and `bits_per_byte` where it was measured.

        Raises:
            ValueError: a folder that holds a run when none is resumed, or another one than this; a damaged checkpoint.
            TrainingError: a loss or a gradient that is no number any more, or a disk that is full.
        """
        config = self.config
        with self._one_line(), _recomputed(self.model, config.recompute):
            self._start(resume)
            log = Log(self.folder if rank() == 0 else None, self.history)
            with (
                log,
                tqdm(total=config.steps, initial=self.step, unit="step", disable=not progress or rank() > 0) as bar,
            ):
                self._clock = time.perf_counter()
                while self.step < config.steps:
                    self._unread.append(self.update())
                    if self._due(config.log_every, config.eval_every, config.save_every):
                        self._report(log, bar)
                        if self._due(config.save_every):
                            self._save()
                        self._clock = time.perf_counter()  # what was written is not training
            wait_for_all()  # until the last checkpoint is written
        return self.history

    def update(self) -> Tensor:
        """One step of training. Returns the loss and the length of the gradient before it is clipped, (2,)."""
        rate = self.learning_rate(self.step)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        loss = self._gradients(self.sampler.batch(self.step))
        norm = nn.utils.clip_grad_norm_(self.model.parameters(), self.config.clip)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.step += 1
        return torch.stack([loss, whole(norm)])

    def learning_rate(self, step: int) -> float:
        """The rate of a step, from 0 upwards."""
        c = self.config
        return cosine_schedule(step, c.warmup, c.steps, c.learning_rate, c.min_learning_rate)

    def _gradients(self, batch: Batch) -> Tensor:
        """Add up the gradients of a batch, part by part. Returns the part of its mean loss that is this process's."""
        parts, total = self.config.accumulate, torch.zeros((), device=self._device)
        asked = added((batch.targets != IGNORED).sum().to(self._device)).clamp(min=1)  # in all processes together
        for part in range(parts):
            tensors = (None if t is None else t.chunk(parts)[part].to(self._device, non_blocking=True) for t in batch)
            input_ids, targets, seq_idx, continues = tensors
            with self._exchange_after(part == parts - 1):
                with self._autocast():
                    logits, state = self._parallel(input_ids, self._memory(part, continues), seq_idx)
                    loss = loss_sum(logits, targets) / asked
                (loss * world_size()).backward()  # the processes' gradients are averaged, and are to be added
            total += loss.detach()
            if self.config.carry:
                self._states[part] = _fixed_size(state).detach()
        return total

    def _memory(self, part: int, continues: Tensor) -> MambaState | None:
        """The state with which a part of a batch goes on: empty in the rows that begin anew."""
        if (state := self._states[part]) is None:
            return None
        keep = continues[:, None, None]
        return MambaState(tuple((conv.where(keep, 0.0), ssm.where(keep, 0.0)) for conv, ssm in state.layers))

    def _exchange_after(self, last: bool) -> AbstractContextManager:
        """The processes exchange their gradients once a step, after the last part."""
        alone = last or not isinstance(self._parallel, DistributedDataParallel)
        return nullcontext() if alone else self._parallel.no_sync()

    def _autocast(self) -> torch.autocast:
        return torch.autocast(self._device.type, torch.bfloat16, enabled=self.config.bf16)

    def _due(self, *every: int) -> bool:
        return self.step == self.config.steps or any(self.step % steps == 0 for steps in every)

    def _check(self, first: Batch) -> None:
        rows, parts = len(first.input_ids), self.config.accumulate
        if rows % parts:
            raise ValueError(f"accumulate must divide the rows of a batch, {rows}, got {parts}")
        others = {p.dtype for p in self.model.parameters()} - {torch.float32}
        if others:
            raise ValueError(f"model must be float32 (bf16 = true computes in bfloat16), got {others.pop()}")
        if self.config.fsdp and world_size() == 1:
            raise ValueError("fsdp must be False in a single process: start several with torchrun")

    # Reports

    def _report(self, log: Log, bar: tqdm) -> None:
        """Look at the steps since the last report. Until now nothing has waited for the device."""
        numbers = torch.stack(self._unread)
        self._unread.clear()
        numbers[:, 0] = added(numbers[:, 0].clone())
        numbers = numbers.tolist()
        done = self.step - len(numbers)
        speed = len(numbers) * self._rows * self._length / (time.perf_counter() - self._clock)
        records = [
            {
                "step": step + 1,
                "loss": loss,
                "grad_norm": norm,
                "learning_rate": self.learning_rate(step),
                "tokens_per_second": speed,
            }
            for step, (loss, norm) in enumerate(takewhile(_finite, numbers), done)
        ]
        if len(records) == len(numbers) and self.valid is not None and self._due(self.config.eval_every):
            records[-1]["bits_per_byte"] = self._evaluate()
        self.history += records
        log.write(records)
        if len(records) < len(numbers):
            loss, norm = numbers[len(records)]
            raise TrainingError(
                f"step {done + len(records) + 1}: the loss is {loss:g}, its gradient's length {norm:g}. A lower "
                f"learning_rate or a longer warmup may help; {last_checkpoint(self.folder)}"
            )
        bar.update(len(records))
        shown = ("loss", "bits_per_byte", "tokens_per_second")
        bar.set_postfix({name: f"{records[-1][name]:.4g}" for name in shown if name in records[-1]})

    def _evaluate(self) -> float:
        rows = self._rows // world_size() // self.config.accumulate  # as many as are known to fit in memory
        with self._autocast():
            return bits_per_byte(self.model, self.valid, self._length, rows, self.config.eval_tokens)

    @contextmanager
    def _one_line(self) -> Iterator[None]:
        """What the disk refuses ends the run with one line."""
        try:
            yield
        except OSError as error:
            reason = f"{error.strerror or error}" + (f", {error.filename}" if error.filename else "")
            raise TrainingError(f"step {self.step}: {reason}; {last_checkpoint(self.folder)}") from error

    # Checkpoints

    def plain_model(self) -> nn.Module:
        """The model as a single process has it, on the CPU. All processes must ask for it together."""
        weights = {name: whole(tensor).cpu() for name, tensor in self.model.state_dict().items()}
        with torch.device("meta"):  # no memory, and no initialisation, for weights that are there already
            plain = self._kind(self.model.config)
        plain.load_state_dict(weights, assign=True)
        return plain

    def _save(self) -> None:
        if self.folder is not None:
            plain, tensors = self.plain_model(), self._tensors()
            if rank() == 0:
                write_checkpoint(self.folder, self.step, self._settings(), plain, tensors, self.config.keep)

    def _tensors(self) -> Tensors:
        """All that a run goes on from but for the weights and the step, of all processes together, on the CPU."""
        tensors = {}
        for name, parameter in self.model.named_parameters():
            for moment in _MOMENTS:
                tensors[f"{name}.{moment}"] = whole(self.optimizer.state[parameter][moment]).cpu()
        for part, state in enumerate(self._states):
            for layer, (conv, ssm) in enumerate(state.layers if state else ()):
                tensors[f"state.{part}.{layer}.conv"] = all_rows(conv).cpu()
                tensors[f"state.{part}.{layer}.ssm"] = all_rows(ssm).cpu()
        return tensors

    def _settings(self) -> dict[str, Any]:
        """What must be the same for a run to be the same run."""
        settings = {name: value for name, value in asdict(self.config).items() if name not in _FREE}
        settings |= asdict(self.model.config) | {"rows": self._rows, "length": self._length}
        settings["checksum of the first row"] = self._first_row  # another corpus, seed or order
        settings |= getattr(self.sampler, "settings", {})
        if self.config.carry:
            settings["processes"] = world_size()  # each has its rows' states
        return settings

    def _start(self, resume: bool) -> None:
        """Find the folder empty, or go on from what is in it."""
        if self.folder is None:
            return
        places, log = checkpoints(self.folder), self.folder / "log.jsonl"
        if not resume and (places or log.exists()):
            raise ValueError(f"folder must hold no run, but {self.folder} does: resume that, or choose another folder")
        wait_for_all()  # before anything is written, all must have looked
        if places:
            self._take(*read_checkpoint(places, self._settings()))
        self.history = [record for record in read_log(log) if record["step"] <= self.step]
        if rank() == 0:
            remove_leftovers(self.folder)

    @torch.no_grad()
    def _take(self, step: int, weights: Tensors, tensors: Tensors) -> None:
        """Have the weights, moments and states of a checkpoint."""
        self.step = step
        for name, tensor in self.model.state_dict().items():
            tensor.copy_(share(weights[name], tensor))
        for name, parameter in self.model.named_parameters():
            moments = {moment: share(tensors[f"{name}.{moment}"], parameter) for moment in _MOMENTS}
            self.optimizer.state[parameter] = moments
        for part in range(self.config.accumulate if self.config.carry else 0):
            pairs = ((f"state.{part}.{i}.conv", f"state.{part}.{i}.ssm") for i in range(self.model.config.n_layer))
            rows = (tuple(own_rows(tensors[name]).to(self._device, copy=True) for name in pair) for pair in pairs)
            self._states[part] = MambaState(tuple(rows))


@contextmanager
def _recomputed(model: nn.Module, wanted: bool) -> Iterator[None]:
    """Within it the layers keep their inputs alone for the backward pass."""
    chosen = layers(model) if wanted else ()
    for layer in chosen:
        layer.forward = partial(checkpoint, layer.forward, use_reentrant=False)
    try:
        yield
    finally:
        for layer in chosen:
            del layer.forward  # the class's own one is seen again


def _fixed_size(state: Any) -> MambaState:
    if not isinstance(state, MambaState):
        raise ValueError(f"carry needs a model with a state of fixed size, a MambaState, got {type(state).__name__}")
    return state


def _finite(numbers: list[float]) -> bool:
    return all(map(math.isfinite, numbers))
