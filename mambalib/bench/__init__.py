"""Measuring side by side what Mamba costs here and what users would pick instead (chapter 8).

What is compared is measured in one run, in turns: a call of each, then again, so that whatever else the machine does
falls on all alike. Before each call that counts comes one that does not. A figure is the median of the rounds, and
stands with its quartiles. Every time that was taken is kept in the JSON file.

    work      a call, and how much it does, such as 1,024 tokens
    group     works that are compared, such as all that read a prompt
    ratio     one work's speed over another's, with the bar that the project set itself
    left out  a peer that is not installed, by name; nothing is compared with it

`mambalib.bench.groups` says what is measured, `mambalib.bench.peers` builds what others made.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from mambalib.files import write_atomically


class NotInstalled(Exception):
    """What a work needs is not there; the text says what."""


@dataclass(frozen=True)
class Work:
    """One call, and how much it does: `amount` of `unit`, such as 1,024 tokens."""

    call: Callable[[], object]
    amount: float = 1.0
    unit: str = "tokens"


Builder = Callable[[], Work]  # makes what the call needs, weights too, or raises NotInstalled


@dataclass(frozen=True)
class Ratio:
    """How many times faster `ours` is than `theirs`, or with `of="memory"` how many times less it takes.

    The bar is what it should be at least; None where none is set.
    """

    ours: str
    theirs: str
    bar: float | None = None
    of: str = "speed"


@dataclass(frozen=True)
class Group:
    """What is compared with each other.

    Args:
        title: what it is, in a few words.
        works: name to builder, in the order of the table.
        ratios: which speeds are set against each other.
        memory: the works whose memory is measured too, each in a process of its own.
        rounds: turns that each has, of one call that does not count and one that does.
    """

    title: str
    works: dict[str, Builder]
    ratios: tuple[Ratio, ...] = ()
    memory: tuple[str, ...] = ()
    rounds: int = 7


@dataclass
class Result:
    """What came of a group: seconds of every call, bytes, and what was left out and why."""

    title: str
    seconds: dict[str, list[float]] = field(default_factory=dict)
    amount: dict[str, float] = field(default_factory=dict)
    unit: dict[str, str] = field(default_factory=dict)
    memory: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    ratios: list[dict[str, Any]] = field(default_factory=list)

    def speed(self, name: str) -> float:
        """Amount a second, by the median call."""
        return self.amount[name] / statistics.median(self.seconds[name])

    def spread(self, name: str) -> tuple[float, float]:
        """Amount a second at the slower and at the faster quartile of the calls."""
        if len(self.seconds[name]) < 2:
            return self.speed(name), self.speed(name)
        first, _, third = statistics.quantiles(self.seconds[name], n=4, method="inclusive")
        return self.amount[name] / third, self.amount[name] / first


def measure(group: Group, rounds: int | None = None) -> Result:
    """Time all works of a group in turns, then the memory of those for which it is asked.

    Args:
        rounds: instead of the group's own number.
    """
    result, calls = Result(group.title), {}
    for name, build in group.works.items():
        try:
            work = build()
        except NotInstalled as why:
            result.left_out[name] = str(why)
            continue
        calls[name], result.amount[name], result.unit[name] = work.call, work.amount, work.unit
        result.seconds[name] = []
    for _ in range(rounds or group.rounds):
        for name, call in calls.items():
            call()  # compiles, allocates, and fills the caches again after the others' turns
            start = time.perf_counter()
            call()
            result.seconds[name].append(time.perf_counter() - start)
    return result


def compare(result: Result, ratios: tuple[Ratio, ...]) -> None:
    """Fill in the ratios of what was measured."""
    for r in ratios:
        measured = result.memory if r.of == "memory" else result.seconds
        if r.ours in measured and r.theirs in measured:
            if r.of == "memory":
                value = result.memory[r.theirs] / max(result.memory[r.ours], 1)
            else:
                value = result.speed(r.ours) / result.speed(r.theirs)
            result.ratios.append({"ours": r.ours, "theirs": r.theirs, "of": r.of, "ratio": value, "bar": r.bar})


def peak_memory() -> int:
    """The most bytes of memory that this process has had."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage would count what the parent had before this process was its own
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    if sys.platform == "win32":
        import psutil

        return psutil.Process().memory_info().peak_wset
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def reset_peak_memory() -> None:
    """Let the peak begin anew with what the process has now. Only Linux can; elsewhere what the builder took counts."""
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5")


def memory_of(group: str, name: str) -> int:
    """Bytes that a work takes at most, beyond what stands after its builder is done; in a process of its own."""
    command = [sys.executable, "-m", "mambalib.bench", group, name]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or [f"its process ended with status {done.returncode}"])[-1]
        raise OSError(f"the memory of {name} was not measured: {reason}")
    return int(done.stdout.split()[-1])


def run(
    names: list[str], rounds: int | None = None, json_file: Path | None = None, groups: dict[str, Group] | None = None
) -> dict[str, Result]:
    """Measure the groups named, all where none is, print a table for each, and write all figures as JSON.

    Raises:
        ValueError: a group that there is not.
    """
    if groups is None:
        from mambalib.bench.groups import GROUPS as groups  # builds nothing yet, but needs torch
    if unknown := [name for name in names if name not in groups]:
        raise ValueError(f"group must be one of {', '.join(groups)}, got {', '.join(unknown)}")
    results, where = {}, machine()  # the load is that of before
    for name in names or groups:
        result = results[name] = measure(groups[name], rounds)
        for work in groups[name].memory:
            if work in result.seconds:
                result.memory[work] = memory_of(name, work)
        compare(result, groups[name].ratios)
        print_table(result)
        if json_file is not None:  # after every group: a run that is broken off leaves what it has
            add_figures(json_file, {"machine": where, "groups": as_json(results)})
    return results


def add_figures(json_file: Path, figures: dict[str, Any]) -> None:
    """Write figures into a file, beside what it holds under other names."""
    held = json.loads(json_file.read_text(encoding="utf-8")) if json_file.exists() else {}
    write_atomically(json_file, json.dumps(held | figures, indent=1) + "\n")


def as_json(results: dict[str, Result]) -> dict[str, Any]:
    """The results in the form of the JSON file: everything that was measured, and the medians made of it."""
    return {
        name: {
            "title": result.title,
            "measured": {
                work: {
                    "per_second": result.speed(work),
                    "unit": result.unit[work],
                    "amount": result.amount[work],
                    "seconds": seconds,
                }
                for work, seconds in result.seconds.items()
            },
            "memory_bytes": result.memory,
            "ratios": result.ratios,
            "left_out": result.left_out,
        }
        for name, result in results.items()
    }


def print_table(result: Result) -> None:
    """A table of the speeds, one of the ratios, and a line for each peer that was left out."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=result.title, title_justify="left")
    for heading in ("", "per second", "quartiles", "", *(["memory"] if result.memory else [])):
        table.add_column(heading, justify="left" if heading == "" else "right")
    for name in result.seconds:
        low, high = result.spread(name)
        memory = f"{result.memory[name] / 2**20:,.0f} MiB" if name in result.memory else ""
        table.add_row(name, number(result.speed(name)), f"{number(low)} to {number(high)}", result.unit[name], memory)
    ratios = Table(title="ratios", title_justify="left")
    for heading in ("", "times", "bar"):
        ratios.add_column(heading, justify="left" if heading == "" else "right")
    for r in result.ratios:
        bar = "" if r["bar"] is None else f"{r['bar']:g}" + ("" if r["ratio"] >= r["bar"] else "  missed")
        ratios.add_row(f"{r['of']}: {r['ours']} : {r['theirs']}", f"{r['ratio']:.2f}", bar)
    console = Console()
    console.print(table)
    if result.ratios:
        console.print(ratios)
    for name, why in result.left_out.items():
        console.print(f"left out: {name} ({why})")


def number(value: float) -> str:
    """A figure as people read it: three digits that count, and thousands apart."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    import torch

    from mambalib.course.doctor import cores

    versions = {}
    for package in ("torch", "numpy", "numba", "triton", "transformers", "mambapy", "llama-cpp-python", "mamba-ssm"):
        try:
            versions[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return {
        "processor": processor(),
        "instructions": torch.backends.cpu.get_cpu_capability(),  # half the vectors are half the speed
        "cores": cores(),
        "threads": torch.get_num_threads(),
        "gpu": torch.cuda.get_device_name() if torch.cuda.is_available() else None,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": versions,
        "load_before": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
    }


def processor() -> str:
    """The processor's name, as far as the system tells it."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
