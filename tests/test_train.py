"""mambalib.train against loops written by hand, and against disks that are full, damaged, or left in the middle."""

import errno
import json
import math
import os
import subprocess
import sys
import types
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from mambalib import train as module
from mambalib.attention import Transformer, TransformerConfig
from mambalib.data import Sampler, TokenFile
from mambalib.model import MambaConfig, MambaLM
from mambalib.npc import SPECIAL_TOKENS
from mambalib.tokenizer import Tokenizer
from mambalib.train import (
    IGNORED,
    RunConfig,
    TrainConfig,
    Trainer,
    TrainingError,
    bits_per_byte,
    checkpoints,
    cosine_schedule,
    plot_loss,
    read_log,
)

TOKENS = np.random.default_rng(0).integers(0, 23, 1500).astype("uint16")
SHORT = {"steps": 7, "learning_rate": 0.01, "min_learning_rate": 0.001, "warmup": 2}


def make(seed=0, **sizes):
    torch.manual_seed(seed)
    return MambaLM(MambaConfig(**({"vocab_size": 23, "d_model": 8, "n_layer": 2, "d_state": 3} | sizes)))


def sampler(batch_size=4, length=9, seed=5, **others):
    return Sampler(TOKENS, batch_size, length, seed, **({"end_of_text": 0} | others))


def trainer(folder=None, model=None, batches=None, **settings):
    return Trainer(model or make(), batches or sampler(), TrainConfig(**(SHORT | settings)), folder)


def weights(model):
    return {name: tensor.clone() for name, tensor in model.state_dict().items()}


def distance(a, b):
    return max((a[name] - b[name]).abs().max().item() for name in a)


def same(a, b):
    return all(torch.equal(a[name], b[name]) for name in a)


def numbers(history):
    """A history without what depends on the clock."""
    return [{name: value for name, value in record.items() if name != "tokens_per_second"} for record in history]


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


class Changed:
    """A sampler whose batches go through a function of the step and the batch."""

    def __init__(self, change, batches=None):
        self.change, self.batches = change, batches or sampler()
        self.settings = self.batches.settings

    def batch(self, step):
        return self.change(step, self.batches.batch(step))


# The recipe


def test_the_cosine_is_the_one_of_torch():
    parameter = torch.nn.Parameter(torch.zeros(()))
    optimizer = torch.optim.SGD([parameter], lr=0.3)
    theirs = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=13, eta_min=0.02)
    for step in range(5, 19):
        assert cosine_schedule(step, 5, 18, 0.3, 0.02) == pytest.approx(optimizer.param_groups[0]["lr"], rel=1e-12)
        optimizer.step()
        theirs.step()


def test_the_rate_rises_in_a_straight_line_and_ends_at_the_floor():
    assert [cosine_schedule(step, 4, 10, 1.0, 0.1) for step in range(5)] == [0.25, 0.5, 0.75, 1.0, 1.0]
    assert cosine_schedule(7, 4, 10, 1.0, 0.1) == pytest.approx(0.55)
    assert cosine_schedule(10, 4, 10, 1.0, 0.1) == cosine_schedule(99, 4, 10, 1.0, 0.1) == 0.1
    assert cosine_schedule(0, 0, 10, 1.0, 0.1) == 1.0
    assert cosine_schedule(2, 3, 3, 1.0, 0.1) == 1.0 and cosine_schedule(3, 3, 3, 1.0, 0.1) == 0.1


class OfLast(torch.nn.Module):
    """Knows the last token alone: log p(next | last) is a fixed table."""

    def __init__(self):
        super().__init__()
        self.table = torch.nn.Parameter(torch.randn(23, 23, generator=torch.Generator().manual_seed(0)))

    def forward(self, input_ids, state=None, seq_idx=None):
        return self.table[input_ids], None


class Text:
    """As much of a TokenFile as an evaluation looks at."""

    def __init__(self, tokens, bytes_of_text=1000):
        self.tokens, self.bytes_of_text, self.end_of_text = tokens, bytes_of_text, 0

    def __len__(self):
        return len(self.tokens)


@pytest.mark.parametrize(("length", "batch_size"), [(1, 1), (7, 3), (64, 2), (1499, 1), (4000, 5)])
def test_bits_per_byte_counts_every_token_but_the_first_once(length, batch_size):
    model = OfLast()
    log_p = model.table.detach().double().log_softmax(-1).numpy()
    bits = -sum(log_p[a, b] for a, b in pairwise(TOKENS)) / math.log(2)
    want = bits / 1499 * 1500 / 700
    assert bits_per_byte(model, Text(TOKENS, 700), length, batch_size) == pytest.approx(want, rel=1e-6)
    assert model.training


def test_bits_per_byte_of_a_part_takes_the_bytes_a_token_of_the_whole():
    part = bits_per_byte(OfLast(), Text(TOKENS, 3000), 10, 2, max_tokens=101)
    assert part == pytest.approx(bits_per_byte(OfLast(), Text(TOKENS[:101], 202), 10, 2), rel=1e-6)


def test_bits_per_byte_starts_each_window_and_each_document_with_an_empty_memory():
    model, nats = make(), 0.0
    for start in range(0, 59, 13):
        window, targets = TOKENS[start : min(start + 13, 59)], TOKENS[start + 1 : min(start + 13, 59) + 1]
        cuts = [0, *np.flatnonzero(window[1:] == 0) + 1, len(window)]
        for begin, end in pairwise(cuts):
            logits, _ = model(torch.tensor(window[None, begin:end].astype("int64")))
            nats += F.cross_entropy(logits[0], torch.tensor(targets[begin:end].astype("int64")), reduction="sum").item()
    got = bits_per_byte(model, Text(TOKENS[:60], 31), 13, 2)
    assert got == pytest.approx(nats / 59 * 60 / 31 / math.log(2), rel=1e-5)


def test_bits_per_byte_needs_something_to_predict():
    with pytest.raises(ValueError, match="file must hold 2 tokens and a byte, got 1 and 9"):
        bits_per_byte(make(), Text(TOKENS[:1], 9))


# The loop


def by_hand(model, batches, steps=7):
    """The recipe once more, in plain PyTorch: AdamW from its paper, all else from the definitions."""
    named = dict(model.named_parameters())
    m = {name: torch.zeros_like(p) for name, p in named.items()}
    v = {name: torch.zeros_like(p) for name, p in named.items()}
    losses = []
    for step in range(steps):
        batch = batches.batch(step)
        rate = 0.005 * (step + 1) if step < 2 else 0.001 + 0.009 * (1 + math.cos(math.pi * (step - 2) / 5)) / 2
        logits, _ = model(batch.input_ids, seq_idx=batch.seq_idx)
        asked = batch.targets != IGNORED
        loss = -logits.log_softmax(-1)[asked].gather(1, batch.targets[asked][:, None]).mean()
        gradients = dict(zip(named, torch.autograd.grad(loss, list(named.values())), strict=True))
        norm = torch.cat([gradient.flatten() for gradient in gradients.values()]).norm()
        with torch.no_grad():
            for name, p in named.items():
                gradient = gradients[name] * min(1.0, 1.0 / norm.item())
                m[name] = 0.9 * m[name] + 0.1 * gradient
                v[name] = 0.95 * v[name] + 0.05 * gradient**2
                if p.ndim >= 2 and "A_log" not in name:
                    p -= rate * 0.1 * p
                p -= rate * (m[name] / (1 - 0.9 ** (step + 1))) / ((v[name] / (1 - 0.95 ** (step + 1))).sqrt() + 1e-8)
        losses.append((loss.item(), norm.item(), rate))
    return losses


def some_ignored(step, batch):
    """Many targets in one row, few in the next."""
    keep = torch.rand(batch.targets.shape, generator=torch.Generator().manual_seed(step)) < torch.rand(4, 1)
    keep[:, 0] = True
    return batch._replace(targets=batch.targets.where(keep, IGNORED))


@pytest.mark.parametrize("accumulate", [1, 2, 4])
def test_the_loop_is_the_recipe_by_hand(accumulate):
    torch.manual_seed(1)
    batches = {step: some_ignored(step, sampler().batch(step)) for step in range(7)}
    fixed = types.SimpleNamespace(batch=batches.get)
    mine, theirs = make(), make()
    want = by_hand(theirs, fixed)
    history = trainer(model=mine, batches=fixed, accumulate=accumulate).run(progress=False)
    assert [record["step"] for record in history] == list(range(1, 8))
    for record, (loss, norm, rate) in zip(history, want, strict=True):
        assert record["loss"] == pytest.approx(loss, abs=2e-6)
        assert record["grad_norm"] == pytest.approx(norm, rel=2e-5)
        assert record["learning_rate"] == pytest.approx(rate, rel=1e-9)
    assert distance(weights(mine), weights(theirs)) < 2e-5 < distance(weights(mine), weights(make()))


@pytest.mark.parametrize("accumulate", [1, 2])
def test_carried_states_cross_batches_but_not_documents_and_no_gradient_flows_back(accumulate):
    batches, mine, theirs = sampler(carry=True), make(), make()
    history = trainer(model=mine, batches=batches, carry=True, accumulate=accumulate).run(progress=False)
    optimizer = torch.optim.AdamW(theirs.decay_groups(0.1), betas=(0.9, 0.95))
    past, crossed = [None] * 4, 0
    for step, record in enumerate(history):
        batch, loss = batches.batch(step), 0.0
        for row in range(4):
            one = [None if t is None else t[row : row + 1] for t in batch]
            before = past[row] if one[3].item() else None
            crossed += before is not None
            logits, state = theirs(one[0], before, one[2])
            loss, past[row] = loss + F.cross_entropy(logits[0], one[1][0]) / 4, state.detach()
        assert record["loss"] == pytest.approx(loss.item(), abs=2e-6)
        for group in optimizer.param_groups:
            group["lr"] = record["learning_rate"]
        loss.backward()
        torch.nn.utils.clip_grad_norm_(theirs.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
    assert crossed > 10 and not all(batches.batch(step).continues.all() for step in range(1, 7))
    assert distance(weights(mine), weights(theirs)) < 3e-4  # a row at a time, rounding differs


def test_carry_needs_a_state_of_fixed_size():
    model = Transformer(TransformerConfig(23, 8, 1, 2))
    with pytest.raises(ValueError, match="carry needs a model with a state of fixed size, a MambaState, got KVCache"):
        trainer(model=model, batches=sampler(carry=True), carry=True).run(progress=False)


def test_a_transformer_learns_in_the_same_loop():
    torch.manual_seed(0)
    model = Transformer(TransformerConfig(23, 8, 2, 2))
    repeated = Changed(lambda step, batch: sampler().batch(0))
    history = trainer(model=model, batches=repeated, steps=60, warmup=5).run(progress=False)
    assert history[0]["loss"] == pytest.approx(math.log(23), abs=0.1) and history[-1]["loss"] < 2.5


def test_recomputation_changes_no_bit_and_keeps_less():
    kept, models = [], []
    for recompute in (False, True):
        models.append(make(n_layer=4))
        sizes = []
        with torch.autograd.graph.saved_tensors_hooks(lambda t, sizes=sizes: sizes.append(t.nbytes) or t, lambda t: t):
            trainer(model=models[-1], recompute=recompute, steps=2).run(progress=False)
        kept.append(sum(sizes))
        assert "forward" not in vars(models[-1].backbone.layers[0])
    assert same(weights(models[0]), weights(models[1]))
    assert kept[1] < kept[0] / 2


def test_recomputation_draws_the_same_random_numbers_again():
    models = [make(), make()]
    for model, recompute in zip(models, (False, True), strict=True):
        for layer in model.backbone.layers:
            layer.mixer.out_proj.register_forward_hook(lambda module, args, x: F.dropout(x, 0.3))
        torch.manual_seed(0)
        trainer(model=model, recompute=recompute, steps=3).run(progress=False)
    assert same(weights(models[0]), weights(models[1]))


def test_bf16_is_close_and_the_weights_stay_float32():
    plain, low = make(), make()
    want = trainer(model=plain).run(progress=False)
    got = trainer(model=low, bf16=True).run(progress=False)
    gaps = [abs(a["loss"] - b["loss"]) for a, b in zip(want, got, strict=True)]
    assert 0 < max(gaps) < 0.02
    assert {p.dtype for p in low.parameters()} == {torch.float32}


def test_the_validation_text_is_measured_when_it_is_due():
    model = make()
    run = Trainer(model, sampler(), TrainConfig(**SHORT, eval_every=3), valid=Text(TOKENS[:200], 350))
    history = run.run(progress=False)
    assert [record["step"] for record in history if "bits_per_byte" in record] == [3, 6, 7]
    assert history[-1]["bits_per_byte"] == pytest.approx(bits_per_byte(model, Text(TOKENS[:200], 350), 9, 4), rel=1e-6)


def test_without_a_folder_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    trainer(save_every=2).run(progress=False)
    assert not list(tmp_path.iterdir())


def test_the_bar_shows_the_loss_and_can_be_left_out(capfd):
    trainer(log_every=7).run()
    assert "7/7" in (shown := capfd.readouterr().err) and "loss=" in shown
    trainer().run(progress=False)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("settings", "model", "message"),
    [
        ({"accumulate": 3}, {}, "accumulate must divide the rows of a batch, 4, got 3"),
        ({"fsdp": True}, {}, "fsdp must be False in a single process"),
        ({}, torch.float64, "model must be float32 .* got torch.float64"),
    ],
)
def test_what_cannot_be_trained_is_refused_at_once(settings, model, message):
    with pytest.raises(ValueError, match=message):
        trainer(model=make().to(model) if model else None, **settings)


# Checkpoints and the log


def test_a_run_that_stops_at_any_step_ends_as_if_it_had_not(tmp_path):
    whole = make()
    want = numbers(trainer(tmp_path / "whole", whole, save_every=2, log_every=3).run(progress=False))

    class Stop(Exception):
        pass

    def stop(step, batch):
        if step == limit:
            raise Stop
        return batch

    for limit in range(1, 7):
        with pytest.raises(Stop):
            trainer(tmp_path / str(limit), make(), Changed(stop), save_every=2, log_every=3).run(progress=False)
        again = make() if limit < 2 else make(seed=9)  # from step 2 on there is a checkpoint
        history = trainer(tmp_path / str(limit), again, save_every=2, log_every=3).run(resume=True, progress=False)
        assert numbers(history) == numbers(read_log(tmp_path / str(limit) / "log.jsonl")) == want
        assert same(weights(again), weights(whole))
        for mine, theirs in zip(checkpoints(tmp_path / str(limit)), checkpoints(tmp_path / "whole"), strict=True):
            assert mine.name == theirs.name and contents(mine) == contents(theirs)


@pytest.mark.parametrize("accumulate", [1, 2])
def test_carried_states_are_part_of_a_checkpoint(tmp_path, accumulate):
    settings = {"carry": True, "accumulate": accumulate, "save_every": 3}
    whole, again, batches = make(), make(seed=9), sampler(carry=True)
    trainer(tmp_path, whole, batches, **settings).run(progress=False)
    for place in checkpoints(tmp_path)[1:]:
        place.rename(tmp_path / place.name)
    trainer(tmp_path, again, batches, **settings).run(resume=True, progress=False)
    assert same(weights(again), weights(whole))
    assert contents(checkpoints(tmp_path)[-1]) == contents(tmp_path / "step-00000007")


def test_the_last_checkpoints_are_kept_and_each_is_a_model(tmp_path):
    model = make()
    trainer(tmp_path, model, save_every=1, keep=2).run(progress=False)
    assert [place.name for place in checkpoints(tmp_path)] == ["step-00000006", "step-00000007"]
    assert len(list((tmp_path / "checkpoints").iterdir())) == 2
    assert same(weights(MambaLM.from_pretrained(checkpoints(tmp_path)[-1])), weights(model))


def test_a_folder_with_a_run_is_not_overwritten(tmp_path):
    trainer(tmp_path).run(progress=False)
    before = contents(tmp_path)
    with pytest.raises(
        ValueError, match=r"folder must hold no run, but .* does: resume that, or choose another folder"
    ):
        trainer(tmp_path).run(progress=False)
    assert contents(tmp_path) == before
    assert len(trainer(tmp_path).run(resume=True, progress=False)) == 7  # nothing left to do


@pytest.mark.parametrize(
    ("others", "message"),
    [
        ({"learning_rate": 0.02}, "learning_rate was 0.01, is 0.02"),
        ({"steps": 8}, "steps was 7, is 8"),
        ({"model": {"d_state": 4}}, "d_state was 3, is 4"),
        ({"batches": {"seed": 6}}, "checksum of the first row was"),
        ({"batches": {"end_of_text": None}}, "end_of_text was 0, is None"),
        ({"batches": {"batch_size": 8}}, "rows was 4, is 8"),
    ],
)
def test_another_run_is_not_resumed(tmp_path, others, message):
    trainer(tmp_path).run(progress=False)
    model, batches = make(**others.pop("model", {})), sampler(**others.pop("batches", {}))
    with pytest.raises(ValueError, match=message):
        trainer(tmp_path, model, batches, **others).run(resume=True, progress=False)


def test_what_changes_no_weight_may_be_changed(tmp_path):
    trainer(tmp_path).run(progress=False)
    trainer(tmp_path, save_every=3, keep=1, log_every=1, recompute=True).run(resume=True, progress=False)


def damage(path):
    data = bytearray(path.read_bytes())
    data[len(data) * 2 // 3] ^= 4
    path.write_bytes(data)


@pytest.mark.parametrize("name", ["model.safetensors", "training.safetensors", "training.json", "config.json"])
@pytest.mark.parametrize("how", [damage, Path.unlink, lambda path: os.truncate(path, 99)], ids=["bit", "gone", "cut"])
def test_a_damaged_checkpoint_is_named_and_the_one_before_it_still_serves(tmp_path, name, how):
    whole, again = make(), make(seed=9)
    trainer(tmp_path, whole, save_every=3).run(progress=False)
    last = checkpoints(tmp_path)[-1]
    how(last / name)
    before = contents(tmp_path)
    with pytest.raises(ValueError) as caught:
        trainer(tmp_path, again, save_every=3).run(resume=True, progress=False)
    message = str(caught.value)
    assert str(last) in message and "\n" not in message
    assert "is damaged, remove it to go on from step-00000006" in message or "is of another run" in message
    assert contents(tmp_path) == before
    for file in last.iterdir():
        file.unlink()
    last.rmdir()
    trainer(tmp_path, again, save_every=3).run(resume=True, progress=False)
    assert same(weights(again), weights(whole))


def test_a_checkpoint_that_cannot_be_read_is_not_called_damaged(tmp_path, monkeypatch):
    trainer(tmp_path).run(progress=False)

    def refuse(path):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(TrainingError, match=r"Permission denied, .*training\.json") as caught:
        trainer(tmp_path).run(resume=True, progress=False)
    assert "remove" not in str(caught.value)


def test_a_full_disk_ends_the_run_with_one_line_wherever_it_happens(tmp_path, monkeypatch):
    whole, real, calls = make(), os.fsync, []
    monkeypatch.setattr(os, "fsync", lambda handle: calls.append(handle) or real(handle))
    trainer(tmp_path / "whole", whole, save_every=3).run(progress=False)
    total = len(calls)
    assert total > 15
    for full_at in range(1, total + 1):
        folder, left = tmp_path / str(full_at), [full_at]

        def fsync(handle, left=left):
            left[0] -= 1
            if left[0] <= 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            real(handle)

        monkeypatch.setattr(os, "fsync", fsync)
        with pytest.raises(TrainingError, match=r"^step \d: No space left on device.*checkpoint") as caught:
            trainer(folder, save_every=3).run(progress=False)
        monkeypatch.setattr(os, "fsync", real)
        places = checkpoints(folder)
        assert "\n" not in str(caught.value) and (not places or str(places[-1]) in str(caught.value))
        assert not list(folder.glob("checkpoints/.*"))
        again = make() if not places else make(seed=9)
        trainer(folder, again, save_every=3).run(resume=True, progress=False)
        assert same(weights(again), weights(whole))


@pytest.mark.parametrize("last_good", [0, 4])
def test_a_loss_that_is_no_number_ends_the_run_with_one_line(tmp_path, last_good):
    def poison(step, batch):
        if step == last_good + 1:
            with torch.no_grad():
                model.backbone.norm_f.weight[0] = math.nan
        return batch

    model, whole, again = make(), make(), make(seed=0 if last_good == 0 else 9)
    with pytest.raises(TrainingError) as caught:
        trainer(tmp_path, model, Changed(poison), save_every=4, log_every=5).run(progress=False)
    message = str(caught.value)
    assert (
        message.startswith(f"step {last_good + 2}: the loss is nan, its gradient's length nan") and "\n" not in message
    )
    assert message.endswith("step-00000004" if last_good else "there is no checkpoint yet")
    assert [record["step"] for record in read_log(tmp_path / "log.jsonl")] == list(range(1, last_good + 2))
    trainer(tmp_path, again, save_every=4).run(resume=True, progress=False)
    trainer(model=whole).run(progress=False)
    assert same(weights(again), weights(whole))


def test_a_torn_log_is_mended(tmp_path):
    want = numbers(trainer(tmp_path, save_every=3).run(progress=False))
    log = tmp_path / "log.jsonl"
    log.write_text(log.read_text() + '{"step": 8, "loss": 1.0}\n{"step": 9, "lo')
    assert [record["step"] for record in read_log(log)] == list(range(1, 9))
    trainer(tmp_path, save_every=3).run(resume=True, progress=False)
    assert numbers(read_log(log)) == want and read_log(tmp_path / "none") == []


def test_tensorboard_is_told_where_it_is_installed(tmp_path, monkeypatch):
    written = []

    class Writer:
        def __init__(self, folder, purge_step):
            written.append((folder, purge_step))

        def add_scalar(self, name, value, step):
            written.append((name, value, step))

        def close(self):
            written.append("closed")

    monkeypatch.setattr("mambalib.train.storage.find_spec", lambda name: name == "tensorboard" or None)
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", types.SimpleNamespace(SummaryWriter=Writer))
    history = trainer(tmp_path).run(progress=False)
    assert written[0] == (tmp_path / "tensorboard", 1) and written[-1] == "closed"
    assert {("loss", record["loss"], record["step"]) for record in history} < set(written[1:-1])


def test_the_loss_curve_shows_what_was_measured():
    history = [{"step": step, "loss": 5.0 / step} for step in range(1, 101)]
    history[49]["bits_per_byte"], history[99]["bits_per_byte"] = 3.0, 2.0
    fig = plot_loss(history)
    losses, means = fig.axes[0].lines
    assert losses.get_xydata().tolist() == [[r["step"], r["loss"]] for r in history]
    assert means.get_xydata()[0].tolist() == [2, (5.0 + 2.5) / 2]
    assert fig.axes[1].lines[0].get_xydata().tolist() == [[50, 3.0], [100, 2.0]]
    assert len(plot_loss(history[:10]).axes) == 1


# Killed


@pytest.mark.skipif(
    sys.platform != "linux", reason="forks a process that has loaded torch, which is safe on Linux alone"
)
def test_killed_anywhere_and_resumed_a_run_ends_with_the_same_bits(tmp_path):
    script = Path(__file__).with_name("kill_and_resume.py")
    done = subprocess.run([sys.executable, script, tmp_path, "10"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"killed on disk": 10, "killed in time": 10}


# Settings and the whole run


def config_file(folder, changes=(), text="folder of text"):
    lines = f"""
folder = '{folder / "run"}'
seed = 3
[model]
kind = "mamba"
d_model = 8
n_layer = 1
[data]
corpus = '{folder / text}'
folder = '{folder / "data"}'
vocab_size = 300
held_out = 0.4
batch_size = 2
length = 16
[train]
steps = 4
warmup = 1
save_every = 2
eval_every = 2
"""
    for old, new in changes:
        assert old in lines
        lines = lines.replace(old, new)
    (folder / "run.toml").write_text(lines, encoding="utf-8")
    return folder / "run.toml"


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "folder of text").mkdir()
    for number in range(20):
        (tmp_path / "folder of text" / f"{number}.txt").write_text(f"The cat number {number} sat on the mat. " * 9)
    return tmp_path


def test_a_toml_file_is_all_it_takes(corpus):
    history = module.train(config_file(corpus), progress=False)
    assert [record["step"] for record in history if "bits_per_byte" in record] == [2, 4]
    model, tokenizer = MambaLM.from_pretrained(corpus / "run/model"), Tokenizer.load(corpus / "run/model")
    assert model.config.vocab_size == tokenizer.vocab_size
    assert TokenFile(corpus / "data/valid.tokens").tokenizer == tokenizer.fingerprint
    assert (corpus / "run/loss.png").read_bytes().startswith(b"\x89PNG")
    assert numbers(module.train(config_file(corpus), resume=True, progress=False)) == numbers(history)

    before = contents(corpus / "data")
    transformer = [('"mamba"', '"transformer"\nn_head = 2'), ("/run'", "/run2'")]
    module.train(config_file(corpus, transformer), progress=False)  # shares what was prepared
    assert contents(corpus / "data") == before
    assert Transformer.from_pretrained(corpus / "run2/model").config.n_head == 2
    with pytest.raises(ValueError, match=r"folder must be another one than .*data, which holds .*300.*, for .*400"):
        module.train(config_file(corpus, [("300", "400"), ("/run'", "/run3'")]), progress=False)


def test_conversations_are_a_corpus_that_needs_no_files(tmp_path):
    changes = [(f"'{tmp_path / 'folder of text'}'", '"dialogues"'), ("length = 16", "length = 2048")]
    history = module.train(config_file(tmp_path, changes), progress=False)
    assert [record["step"] for record in history] == [1, 2, 3, 4]
    assert all(0 < record["loss"] < 1.2 * math.log(300) for record in history)
    tokenizer = Tokenizer.load(tmp_path / "run/model")
    assert tokenizer.vocab_size == 300
    assert len({tokenizer.special(token) for token in SPECIAL_TOKENS}) == len(SPECIAL_TOKENS)
    assert numbers(module.train(config_file(tmp_path, changes), resume=True, progress=False)) == numbers(history)
    for name, change in (
        ("vocab_size", ("300", "301")),
        ("carry", ("steps = 4", "steps = 4\ncarry = true")),
        ("length must be above .*, got 512", ("length = 2048", "length = 512")),
    ):
        with pytest.raises(ValueError, match=name):
            module.train(config_file(tmp_path, [*changes, change, ("/run'", "/run2'")]), progress=False)


def test_text_does_not_go_into_the_folder_of_conversations_nor_they_into_that_of_text(corpus):
    dialogues = [(f"'{corpus / 'folder of text'}'", '"dialogues"'), ("length = 16", "length = 2048")]
    module.train(config_file(corpus, dialogues), progress=False)
    before = contents(corpus / "data")
    with pytest.raises(ValueError, match=r"folder must be another one than .*data, which holds .*dialogues"):
        module.train(config_file(corpus, [("/run'", "/run2'")]), progress=False)
    assert contents(corpus / "data") == before
    module.train(config_file(corpus, [("/run'", "/run2'"), ("/data'", "/data2'")]), progress=False)
    with pytest.raises(ValueError, match=r"folder must be another one than .*data2, which holds .*folder of text"):
        module.train(config_file(corpus, [*dialogues, ("/run'", "/run3'"), ("/data'", "/data2'")]), progress=False)


def test_another_growth_is_another_run(tmp_path):
    changes = [(f"'{tmp_path / 'folder of text'}'", '"dialogues"'), ("length = 16", "length = 2048")]
    changes += [("held_out = 0.4", "growth = 2000")]
    module.train(config_file(tmp_path, changes), progress=False)
    changes[2] = ("held_out = 0.4", "growth = 4000")
    with pytest.raises(ValueError, match="is of another run: growth was 2000, is 4000"):
        module.train(config_file(tmp_path, changes), resume=True, progress=False)


def test_a_run_can_begin_with_the_weights_of_another(tmp_path):
    changes = [(f"'{tmp_path / 'folder of text'}'", '"dialogues"'), ("length = 16", "length = 2048")]
    module.train(config_file(tmp_path, changes), progress=False)
    changes += [
        ("/run'", "/run2'"),
        ("/data'", "/data2'"),
        ("seed = 3", f"seed = 3\nstart = '{tmp_path / 'run/model'}'"),
    ]
    config = RunConfig.load(config_file(tmp_path, changes))
    first = MambaLM.from_pretrained(tmp_path / "run/model").state_dict()
    assert all(torch.equal(first[name], tensor) for name, tensor in config.new_model(300).state_dict().items())
    assert module.train(config_file(tmp_path, changes), progress=False)[0]["loss"] < math.log(300)
    fingerprints = {Tokenizer.load(tmp_path / name).fingerprint for name in ("run/model", "data2", "run2/model")}
    assert len(fingerprints) == 1
    wider = config_file(tmp_path, [*changes, ("d_model = 8", "d_model = 16"), ("/run2'", "/run3'")])
    with pytest.raises(ValueError, match=r"start must hold a model of \[model\] .*d_model=16.*, got .*d_model=8"):
        module.train(wider, progress=False)


def test_the_tokenizer_must_be_that_of_the_weights(corpus):
    module.train(config_file(corpus), progress=False)
    changes = [("/run'", "/run2'"), ("seed = 3", f"seed = 3\nstart = '{corpus / 'run/model'}'")]
    assert module.train(config_file(corpus, changes), progress=False)[0]["loss"] < math.log(300)
    changes += [("/data'", "/data2'"), ("0.4", "0.5"), ("/run2'", "/run3'")]
    module.train(config_file(corpus, changes), progress=False)  # another corpus: its text in the words of the weights
    assert Tokenizer.load(corpus / "data2").fingerprint == Tokenizer.load(corpus / "run/model").fingerprint
    other = [("/data'", "/data3'"), ("/run'", "/run4'"), ("0.4", "0.6")]
    module.train(config_file(corpus, other), progress=False)  # with a tokenizer of its own
    other += [("/run4'", "/run5'"), ("seed = 3", f"seed = 3\nstart = '{corpus / 'run/model'}'")]
    with pytest.raises(ValueError, match=r"start must hold a model with the tokenizer of .*data3, got .*model"):
        module.train(config_file(corpus, other), progress=False)


def test_text_of_training_and_of_validation_do_not_meet(corpus):
    data = RunConfig.load(config_file(corpus)).data
    train, valid, tokenizer = module.prepare(data)
    sides = [{text for text in tokenizer.decode(file.tokens).split(". ") if text} for file in (train, valid)]
    parts = [
        set("".join("|" if t == file.end_of_text else tokenizer.decode([t]) for t in file.tokens).split("|")[:-1])
        for file in (train, valid)
    ]
    assert all(sides) and not parts[0] & parts[1] and len(parts[0] | parts[1]) == 20


def test_a_single_document_cannot_be_on_both_sides(corpus):
    for path in sorted((corpus / "folder of text").iterdir())[1:]:
        path.unlink()
    with pytest.raises(
        ValueError, match=r"held_out must leave a document for (training|validation), but 0.4 of .*text"
    ):
        module.train(config_file(corpus), progress=False)
    assert not (corpus / "data").exists() and not (corpus / "run").exists()


def test_what_was_left_half_prepared_is_prepared_again(corpus):
    data = RunConfig.load(config_file(corpus)).data
    module.prepare(data)
    before = contents(corpus / "data")
    (corpus / "data/corpus.json").unlink()
    (corpus / "data/train.tokens").write_bytes(b"half")
    (corpus / "data/.valid.tokens.k1lled").write_bytes(b"a part")
    module.prepare(data)
    assert contents(corpus / "data") == before


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        ("warmup =", "warm_up =", ["[train] warm_up is unknown: did you mean warmup?"]),
        ("batch_size", "batchsize", ["[data] batchsize is unknown: did you mean batch_size?"]),
        ("d_model =", "dmodel =", ["[model] dmodel is unknown: did you mean d_model?", "[model] d_model is missing"]),
        ("seed", "sede", ["sede is unknown: did you mean seed?"]),
        ("[train]", "[train]\nlength = 3", ["[train] length is unknown: it belongs to [data]"]),
        ("n_layer = 1", "n_layer = 1\nvocab_size = 9", ["[model] vocab_size is unknown: it belongs to [data]"]),
        ("seed = 3", "steps = 3", ["steps is unknown: it belongs to [train]"]),
        ('"mamba"', '"mambo"', ["[model] kind must be one of 'mamba', 'transformer', got 'mambo'"]),
        ('"mamba"', "[1]", ["[model] kind must be one of 'mamba', 'transformer', got [1]"]),
        ("[train]", "[[train]]", ["train must be a table, [train], got [{'steps': 4, "]),
        (
            "[train]",
            "[trian]",
            ["trian is unknown: did you mean train?", "train is missing", "[train] steps is missing"],
        ),
        ("steps = 4", 'steps = "4"', ["[train] steps must be a whole number, got '4'"]),
        ("steps = 4", "steps = 4.0", ["[train] steps must be a whole number, got 4.0"]),
        ("steps = 4", "steps = true", ["[train] steps must be a whole number, got True"]),
        ("steps = 4", "steps = 4\nbf16 = 1", ["[train] bf16 must be true or false, got 1"]),
        ("steps = 4", "steps = 4\nclip = 'x'", ["[train] clip must be a number, got 'x'"]),
        ("steps = 4", "steps = 0", ["[train] steps must be above 0, got 0", "[train] warmup must be from 0 to steps"]),
        ("steps = 4", "steps = 4\nclip = nan", ["[train] clip must be above 0, got nan"]),
        ("warmup = 1", "warmup = 5", ["[train] warmup must be from 0 to steps, got 5"]),
        (
            "steps = 4",
            "steps = 4\nmin_learning_rate = 1",
            ["[train] min_learning_rate must be from 0 to learning_rate"],
        ),
        ("steps = 4", "steps = 4\nweight_decay = -1", ["[train] weight_decay must be 0 or more, got -1"]),
        ("held_out = 0.4", "held_out = 1", ["[data] held_out must be between 0 and 1, got 1"]),
        ("length = 16", "length = -1", ["[data] length must be above 0, got -1"]),
        ("length = 16", "length = 16\ngrowth = -1", ["[data] growth must be 0 or more, got -1"]),
        ("n_layer = 1", "n_layer = 'x'", ["[model] n_layer must be a whole number above 0, got 'x'"]),
        ("seed = 3", "seed = '3'", ["seed must be a whole number, got '3'"]),
        ("steps = 4", "steps = ", ["must be TOML"]),
        ("n_layer = 1\n", "n_layer = 1.5\nd_sate = 3\n", ["[model] d_sate is unknown: did you mean d_state?"]),
    ],
)
def test_a_wrong_setting_is_named_with_the_right_one(tmp_path, old, new, problems):
    path = config_file(tmp_path, [(old, new)])
    with pytest.raises(ValueError) as caught:
        RunConfig.load(path)
    message = str(caught.value)
    assert message.startswith(str(path)) and all(problem in message for problem in problems), message
    if message.count("\n"):
        assert message.count("\n- ") == message.count("\n") == len(problems), message


def test_the_examples_are_runs():
    examples = sorted((Path(module.__file__).parents[2] / "chapters/configs").glob("*.toml"))
    assert [RunConfig.load(path).data.corpus for path in examples] == [*["dialogues"] * 4, "english"]
