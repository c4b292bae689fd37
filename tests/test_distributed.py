"""Two processes train one model as a single one would: DistributedDataParallel and FSDP on CPUs, by gloo."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

STEPS = 14
CASES = {  # settings of TrainConfig, and the kind of model
    "one batch": ("mamba", {}),
    "in parts, with carried states": ("mamba", {"carry": True, "accumulate": 2}),
    "fsdp, a Mamba": ("mamba", {"fsdp": True, "carry": True}),
    "fsdp, a Transformer": ("transformer", {"fsdp": True, "accumulate": 2, "recompute": True}),
}


def losses(folder):
    """The loss of each step of each case, of a run that this process or several have made."""
    from mambalib.train import read_log

    logs = {name: read_log(folder / name / "log.jsonl") for name in CASES}
    assert all([record["step"] for record in log] == list(range(1, STEPS + 1)) for log in logs.values())
    return {name: [record["loss"] for record in log] for name, log in logs.items()}


def train_all(folder, stop_at=None):
    """Train each case in a folder of its own, or go on with it; `stop_at` ends each before that step."""
    import numpy as np

    from mambalib.attention import Transformer, TransformerConfig
    from mambalib.data import Sampler
    from mambalib.model import MambaConfig, MambaLM
    from mambalib.train import IGNORED, TrainConfig, Trainer
    from mambalib.train.processes import rank, world_size

    tokens = np.random.default_rng(0).integers(0, 37, 4000).astype("uint16")

    class Stop(Exception):
        pass

    class Batches:
        """The rows of this process; in the first rows no target is asked for, so that the processes' shares differ."""

        def __init__(self, carry):
            self.all = Sampler(tokens, 4, 11, 3, end_of_text=0, carry=carry, rank=rank(), world_size=world_size())

        def batch(self, step):
            if step == stop_at:
                raise Stop
            batch = self.all.batch(step)
            if rank() == 0:
                batch.targets[0, 2:] = IGNORED
            return batch

    for name, (kind, settings) in CASES.items():
        torch.manual_seed(0)
        mamba = kind == "mamba"
        model = MambaLM(MambaConfig(37, 16, 2)) if mamba else Transformer(TransformerConfig(37, 16, 2, 2))
        settings = settings if world_size() > 1 else settings | {"fsdp": False}
        config = TrainConfig(steps=STEPS, warmup=3, learning_rate=0.01, save_every=5, keep=1, **settings)
        trainer = Trainer(model, Batches(config.carry), config, folder / name)
        try:
            trainer.run(resume=True, progress=False)
        except Stop:
            continue
        if world_size() > 1:
            weights = trainer.plain_model().state_dict()
            whole = type(trainer.plain_model()).from_pretrained(folder / name / "checkpoints/step-00000014")
            assert all(torch.equal(weights[key], tensor) for key, tensor in whole.state_dict().items())
            (folder / f"{name} {rank()}.json").write_text(json.dumps(trainer.history))


@pytest.mark.skipif(not torch.distributed.is_available(), reason="this build of torch knows no other processes")
def test_two_processes_give_the_losses_of_one_and_go_on_where_they_were_stopped(tmp_path):
    train_all(tmp_path / "one")
    command = [
        sys.executable,
        "-m",
        "torch.distributed.run",
        "--standalone",
        "--nproc-per-node",
        "2",
        __file__,
        tmp_path,
    ]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    one, two, resumed = (losses(tmp_path / folder) for folder in ("one", "two", "stopped"))
    for name in CASES:
        assert max(abs(a - b) for a, b in zip(one[name], two[name], strict=True)) < 1e-5
        assert resumed[name] == two[name]  # to the bit
        histories = [json.loads((tmp_path / "two" / f"{name} {rank}.json").read_text()) for rank in (0, 1)]
        assert [[record["loss"] for record in history] for history in histories] == [two[name]] * 2


def main(folder):
    """What each of the two processes does."""
    from mambalib.train.processes import joined

    torch.set_num_threads(1)
    with joined():
        train_all(folder / "two")
        train_all(folder / "stopped", stop_at=8)
        train_all(folder / "stopped")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
