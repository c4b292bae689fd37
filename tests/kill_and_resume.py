"""Train, be killed with SIGKILL, resume, and see that the end is that of a run that was never killed.

    python kill_and_resume.py FOLDER TIMES

TIMES runs are killed just before a file operation chosen at random, and one run TIMES times after a random while. Every
run is a fork of this process, which has loaded all that a run needs. Prints how often something was killed, as JSON.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import numpy as np
import torch

from mambalib.data import Sampler
from mambalib.model import MambaConfig, MambaLM
from mambalib.train import TrainConfig, Trainer, checkpoints, read_log

OPERATIONS = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "shutil.rmtree"}
TOKENS = np.random.default_rng(0).integers(0, 23, 2000).astype("uint16")


def train(folder):
    torch.manual_seed(0)
    model = MambaLM(MambaConfig(vocab_size=23, d_model=8, n_layer=1, d_state=3))
    batches = Sampler(TOKENS, 2, 10, seed=1, end_of_text=0, carry=True)
    config = TrainConfig(steps=30, warmup=5, learning_rate=0.01, carry=True, log_every=2, save_every=3, keep=2)
    Trainer(model, batches, config, folder).run(resume=True, progress=False)


def start(folder, die_before=None, report=None):
    """Fork: train in the folder, and die before the file operation of that number there."""
    if child := os.fork():
        return child
    seen = 0

    def look(event, arguments):
        nonlocal seen
        if event in OPERATIONS and str(folder) in str(arguments[0]):
            if seen == die_before:
                os.kill(os.getpid(), signal.SIGKILL)
            seen += 1

    try:
        sys.addaudithook(look)
        train(folder)
        if report is not None:
            report.write_text(str(seen))
        os._exit(0)
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        os._exit(1)


def ended_by_kill(child):
    """Whether a child was killed; False where it came to its end."""
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return True
    assert status == 0, f"a run ended with status {status}"
    return False


def end(folder):
    """All that a run leaves, but for the clock's part of the log."""
    log = [{**record, "tokens_per_second": None} for record in read_log(folder / "log.jsonl")]
    files = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted((folder / "checkpoints").rglob("*"))
        if path.is_file()
    }
    return log, files


def main(folder, times):
    torch.set_num_threads(1)
    train(folder / "first")  # loads the kernels, once for all
    assert not ended_by_kill(start(folder / "whole", report=folder / "operations"))
    operations, want = int((folder / "operations").read_text()), end(folder / "whole")
    assert [record["step"] for record in want[0]] == list(range(1, 31)) and len(checkpoints(folder / "whole")) == 2
    choose, killed = random.Random(1), {"killed on disk": 0, "killed in time": 0}

    for place in choose.sample(range(operations), times):
        run = folder / f"killed before {place}"
        killed["killed on disk"] += ended_by_kill(start(run, place))
        assert not ended_by_kill(start(run))
        assert end(run) == want, f"killed before file operation {place}, a run ended in another way"

    began = time.perf_counter()
    assert not ended_by_kill(start(folder / "timed"))
    seconds, often = time.perf_counter() - began, 0
    while killed["killed in time"] < times:
        run = folder / f"killed in time {often}"
        often += 1
        while killed["killed in time"] < times:
            child = start(run)
            time.sleep(choose.uniform(0, seconds))
            os.kill(child, signal.SIGKILL)
            if not ended_by_kill(child):
                break
            killed["killed in time"] += 1
        assert not ended_by_kill(start(run))
        assert end(run) == want, f"{run}: the end is another one"
    print(json.dumps(killed))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
