"""The process that runs one learner's answer.

Here everything may go wrong: the process ends when its result is written, and `runner` reads it from the file. The
rules below keep an answer from doing harm by mistake. They are no sandbox: `ctypes` gets round them.
"""

import builtins
import json
import math
import os
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch._dynamo  # optimizers import it, and its first import replaces torch.manual_seed: not an answer's doing
from numba.core import caching

from mambalib.exercises import machine

MAX_FILE_BYTES = 256 * 1024**2  # of one file that an answer writes
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

# Audit events (https://docs.python.org/3/library/audit_events.html) that an answer may not cause. For those that change
# files: where in their arguments a path stands, and the open folder to which it is relative.
CHANGES = {
    "os.chmod": [(0, 2)],
    "os.chown": [(0, 3)],
    "os.link": [(1, 3)],
    "os.mkdir": [(0, 2)],
    "os.remove": [(0, 1)],
    "os.rename": [(0, 2), (1, 3)],
    "os.rmdir": [(0, 1)],
    "os.symlink": [(1, 2)],
    "os.truncate": [(0, None)],
    "os.utime": [(0, 3)],
}
STARTS = {"os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.system", "pty.spawn"}
STARTS |= {"subprocess.Popen"}
SIGNALS = {"os.kill", "os.killpg"}
NETWORK = {f"socket.{name}" for name in ("bind", "connect", "getaddrinfo", "gethostbyname", "sendmsg", "sendto")}

MAGIC = re.compile(r"^([ \t]*)(?:[%!?].*|[\w.]+\?{1,2}[ \t]*)$", re.MULTILINE)  # %timeit f(), !ls, ?f, f?


@dataclass(frozen=True)
class Job:
    """What a worker is told."""

    exercise: str
    source: str
    folder: str  # the working folder, empty
    started: str  # a file, made when the answer begins to run
    result: str  # a file, written when it has run
    seconds: float


def work(job: Job) -> None:
    """Run one answer and write what came of it; the process ends here, whatever the answer left running."""
    _settle(job)
    exercise = machine.find(job.exercise)
    trusted = _relied_on()
    rules = _Rules(job.folder)
    Path(job.started).touch()
    sys.addaudithook(rules)
    result = _run(exercise, job.source)
    if changed := _first_changed(trusted):
        result = _told("error", f"changes {changed}, which the checks rely on")
    rules.lifted = True
    with open(job.result, "w", encoding="ascii") as file:
        json.dump(result, file)
    os._exit(0)


def _settle(job: Job) -> None:
    """Give this process a folder, a session and limits of its own, and nowhere to print to."""
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(null, descriptor)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
    if hasattr(os, "setsid"):
        import resource

        os.setsid()
        cpu_seconds = math.ceil(job.seconds) * (os.cpu_count() or 1) + 10  # for the case that the grader is gone
        limits = (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, MAX_FILE_BYTES),
            (resource.RLIMIT_CPU, cpu_seconds),
        )
        for what, limit in limits:
            hardest = resource.getrlimit(what)[1]
            limit = limit if hardest == resource.RLIM_INFINITY else min(limit, hardest)
            resource.setrlimit(what, (limit, limit))
    os.chdir(job.folder)
    for name in ("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "MAMBALIB_PROGRESS"):
        os.environ[name] = job.folder
    tempfile.tempdir = None
    sys.dont_write_bytecode = True
    caching.Cache.save_overload = lambda *_: None  # the library's kernels, too, are compiled for this answer alone
    torch.set_num_threads(1)


def _run(exercise: machine.Exercise, source: str) -> dict[str, Any]:
    try:
        answer = machine.load(_without_magic(source), exercise.name)
        if answer is exercise.reference:
            return _told("failed", "this is the library's own: write yours")
        report = exercise.run(answer)
        if report.status == "failed":
            failing = next(outcome for outcome in report.outcomes if outcome.status == "failed")
            hint = exercise.hints[machine.hint_of(failing.check) - 1]
            return _told("failed", f"not so: {failing.sentence}. {hint}", str(report), report.passed)
        detail = report.outcomes[-1].detail if report.status == "not attempted" else ""
        return _told(report.status, detail, str(report), report.passed)
    except SyntaxError as error:
        return _told("error", f"SyntaxError: {error.msg} (line {error.lineno})")
    except MemoryError:
        return _told("memory", "there was no memory left")
    except BaseException as error:
        return _told("error", machine.describe(error))


def _told(status: str, detail: str, report: str = "", passed: int = 0) -> dict[str, Any]:
    return {"status": status, "detail": detail, "report": report or detail, "passed": passed}


def _without_magic(source: str) -> str:
    """The cell without IPython's own lines, if those are what keeps it from being Python."""
    try:
        compile(source, "<cell>", "exec")
    except SyntaxError:
        return MAGIC.sub(r"\1pass", source)
    return source


def _relied_on() -> dict[str, tuple[Any, Any]]:
    """What the checks are made of, by name: an answer that changes any of it would be its own judge."""
    modules = [module for name, module in sys.modules.items() if name.partition(".")[0] == "mambalib"]
    classes = [machine.Exercise, machine.Outcome, machine.Report, torch.Tensor]
    return {
        f"{place.__name__}.{name}": (value, getattr(value, "__code__", None))
        for place in [*modules, *classes, builtins, math, np, torch, torch.fft, torch.linalg]
        for name, value in list(vars(place).items())
        if callable(value) or isinstance(value, property)
    }


def _first_changed(trusted: dict[str, tuple[Any, Any]]) -> str | None:
    now = _relied_on()
    for name, (value, code) in trusted.items():
        value_now, code_now = now.get(name, (None, None))
        if value_now is not value or code_now is not code:
            return name
    return None


class _Rules:
    """An audit hook that refuses what an exercise has no use for, so that the row says what was tried."""

    def __init__(self, folder: str) -> None:
        self.folder, self.lifted = os.path.realpath(folder), False
        self.free = {self.folder, os.path.realpath(os.devnull)}

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.lifted:
            return
        if event == "open":
            path, mode, flags = arguments
            if (isinstance(mode, str) and set(mode) & set("wax+")) or (flags or 0) & WRITING:
                self._require_own(path, None, "write")
        elif event in CHANGES:
            for place, folder in CHANGES[event]:
                self._require_own(arguments[place], None if folder is None else arguments[folder], "change")
        elif event in STARTS:
            raise PermissionError(f"grading does not let an answer start processes ({event})")
        elif event in SIGNALS and arguments[0] != os.getpid():
            raise PermissionError("grading does not let an answer send signals to other processes")
        elif event in NETWORK:
            raise PermissionError(f"grading does not let an answer use the network ({event})")

    def _require_own(self, path: Any, folder: int | None, what: str) -> None:
        if isinstance(path, int):
            return
        try:
            base = os.getcwd() if folder in (None, -1) else os.readlink(f"/proc/self/fd/{folder}")
        except OSError:  # deleted
            base = self.folder
        real = os.path.realpath(os.path.join(base, os.fsdecode(path)))
        if real not in self.free and not real.startswith(self.folder + os.sep):
            raise PermissionError(f"grading does not let an answer {what} files outside its working folder: {real}")
