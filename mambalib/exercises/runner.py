"""Runs learners' answers, each in a process of its own, and ends those that take too long or too much memory.

A worker writes its result to a file, as JSON, which is read when the process has ended: nothing that an answer may have
forged is unpickled, and nothing waits for a pipe that it holds open. On Linux the workers are forked from a server that
has imported torch already; elsewhere each is a new Python.
"""

import contextlib
import json
import multiprocessing
import os
import secrets
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from mambalib.course.doctor import cores
from mambalib.exercises.submission import Answer, printable
from mambalib.exercises.worker import Job, work

SECONDS = 60.0
MEMORY_BYTES = 2 * 1024**3
SECONDS_TO_START = 120.0  # a new Python that imports torch from a slow disk
TICK = 0.02
SCAN = 0.1  # seconds between two looks at the memory
MAX_RESULT_BYTES = 1024**2
THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


@dataclass(frozen=True)
class Row:
    """What came of one learner's answer to one exercise."""

    learner: str
    exercise: str
    notebook: str
    status: str  # passed, failed, not attempted, missing, unreadable, error, timeout, memory, crashed
    detail: str  # short enough for a table
    report: str  # what the learner would read
    seconds: float = 0.0


def run_answers(answers: list[Answer], seconds: float = SECONDS, memory_bytes: int = MEMORY_BYTES) -> Iterator[Row]:
    """Run answers side by side, one a core, and give a row for each, in the order in which they end.

    Args:
        seconds: how long one answer may run.
        memory_bytes: how much memory it may hold, Python and torch included, with the processes that it starts.
    """
    waiting: deque[Answer] = deque(answers)
    side_by_side = max(1, int(cores()))
    running: list[_Worker] = []
    with tempfile.TemporaryDirectory(prefix="mambalib-grade-", ignore_cleanup_errors=True) as scratch:
        try:
            while waiting or running:
                while waiting and len(running) < side_by_side:
                    answer = waiting.popleft()
                    if answer.problem:
                        yield _row(answer, answer.problem, answer.detail)
                    else:
                        running.append(_Worker(answer, Path(scratch), seconds, memory_bytes))
                time.sleep(TICK)
                for worker in list(running):
                    if row := worker.look():
                        running.remove(worker)
                        worker.end_orphans(running)
                        yield row
        finally:
            for worker in running:
                worker.end()
                worker.end_orphans([])


class _Worker:
    """One process that runs one answer."""

    def __init__(self, answer: Answer, scratch: Path, seconds: float, memory_bytes: int) -> None:
        self.answer, self.seconds, self.memory_bytes = answer, seconds, memory_bytes
        place = scratch / secrets.token_hex(8)  # a name that an answer cannot guess
        folder = place / "work"
        folder.mkdir(parents=True)
        self.started, self.result = place / "started", place / secrets.token_hex(8)
        self.job = Job(answer.exercise, answer.source, str(folder), str(self.started), str(self.result), seconds)
        self.begin, self.running, self.next_scan = time.monotonic(), False, 0.0
        self.process = _start(self.job)
        self.seen = self.server = None
        with contextlib.suppress(psutil.Error):  # it may have ended already
            self.seen = psutil.Process(self.process.pid)
            self.server = self.seen.parent() if sys.platform == "linux" else None

    def look(self) -> Row | None:
        """The row, if the answer has been run or must end; else None."""
        now = time.monotonic()
        if not self.running and self.started.exists():
            self.begin, self.running = now, True
        if self.seen is None or not _alive(self.seen):
            return self._ended()
        if now - self.begin > (self.seconds if self.running else SECONDS_TO_START):
            self.end()
            return self._told("timeout", f"still running after {now - self.begin:.0f} s")
        if now > self.next_scan:
            self.next_scan = now + SCAN
            if _memory(self.seen) > self.memory_bytes:
                self.end()
                return self._told("memory", f"took more than {self.memory_bytes / 1024**3:.3g} GiB")
        return None

    def end(self) -> None:
        """Kill the process and those that it has started."""
        for process in _with_descendants(self.seen) if self.seen else ():
            _kill(process)
        self.process.join()

    def end_orphans(self, others: list["_Worker"]) -> None:
        """Kill what answers have left behind: children of the server that are none of its workers."""
        known = {worker.process.pid for worker in others}
        for _ in range(100):  # those that are killed may leave children in their turn
            found = [process for process in self._children_of_server() if process.pid not in known]
            if not found:
                return
            for process in found:
                _kill(process)
            time.sleep(TICK)

    def _children_of_server(self) -> list[psutil.Process]:
        """None where an answer has killed the server, and this process is of another's making."""
        with contextlib.suppress(psutil.Error):
            if self.server and self.server.ppid() == os.getpid():
                return self.server.children()
        return []

    def _ended(self) -> Row:
        self.process.join()
        try:
            with open(self.result, "rb") as file:
                result = json.loads(file.read(MAX_RESULT_BYTES))
            told = [result[name] for name in ("status", "detail", "report")]
            if not all(isinstance(text, str) for text in told):
                raise ValueError("it was not the worker that wrote this")
            return self._told(*told)
        except (OSError, ValueError, TypeError, KeyError):
            return self._told("crashed", f"{_how_it_ended(self.process.exitcode)}, before the checks were done")

    def _told(self, status: str, detail: str, report: str = "") -> Row:
        return _row(self.answer, status, detail, report, time.monotonic() - self.begin)


def _row(answer: Answer, status: str, detail: str, report: str = "", seconds: float = 0.0) -> Row:
    detail, report = printable(" ".join(detail.split())), printable(report or detail)
    return Row(answer.learner, answer.exercise, answer.notebook, status, detail, report, round(seconds, 2))


def _start(job: Job) -> multiprocessing.Process:
    context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
    if sys.platform == "linux":
        context.set_forkserver_preload(["mambalib.exercises.server"])
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))  # read when torch is imported
    try:
        process = context.Process(target=work, args=(job,), daemon=True)
        try:
            process.start()
        except (OSError, EOFError):  # an answer has killed the server just now
            time.sleep(0.5)
            process = context.Process(target=work, args=(job,), daemon=True)
            process.start()
        return process
    finally:
        for name, value in before.items():
            del os.environ[name]
            if value is not None:
                os.environ[name] = value


def _alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _with_descendants(process: psutil.Process) -> list[psutil.Process]:
    try:
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return [process]


def _memory(process: psutil.Process) -> int:
    total = 0
    for one in _with_descendants(process):
        with contextlib.suppress(psutil.Error):
            total += one.memory_info().rss
    return total


def _kill(process: psutil.Process) -> None:
    with contextlib.suppress(psutil.Error):
        process.kill()


def _how_it_ended(status: int | None) -> str:
    if status is not None and status < 0:
        return f"ended by signal {signal.Signals(-status).name}"
    return f"ended with exit status {status}"
