"""The course looks at the machine it runs on (chapter 0): what is there, what is missing, how long it will take here.

Everything is printed that was found, and each thing to mend comes with the command that mends it. Nothing here needs
more than the standard library to be imported, since a missing package is what it has to report.
"""

import importlib
import importlib.metadata
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
OLDEST, NEWEST = (3, 10), (3, 13)
PIN = re.compile(r"([A-Za-z0-9._-]+)==([^\s;#]+)")


def doctor() -> int:
    """Print the report. Returns the exit status: 0 where all is well, 1 where something is to be mended."""
    found = problems()
    print(report(found))
    return 1 if found else 0


def report(found: list[str] | None = None) -> str:
    """What this machine has and how long the course takes on it, as lines of text.

    Args:
        found: what `problems()` gave, where it has been called already.
    """
    found = problems() if found is None else found
    parts = ["This machine", *(f"  {name:<10}{value}" for name, value in _machine()), ""]
    parts += ["The course", *(f"  {line}" for line in _course(ROOT)), ""]
    parts += ["To mend", *(f"  {line}" for line in found)] if found else ["Nothing is missing."]
    return "\n".join(part.rstrip() for part in parts)


def problems() -> list[str]:
    """What is missing or differs from requirements.txt: each a line, and the command that mends it in the next."""
    lines = []
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        lines.append(f"Python {platform.python_version()}: the course is made for 3.10 to 3.13")
        lines.append("    install one of those from python.org, then start course.py with it")
    for name, pinned in _required().items():
        have = _version(name)
        wanted = f"{name}=={pinned}" if pinned else name
        # torch calls its builds 2.13.0+cpu and 2.13.0+cu130: what follows the plus makes no difference to the course.
        if have is None or (pinned and have.partition("+")[0] != pinned):
            lines.append(f"{name} is missing" if have is None else f"{name} is {have}, the course needs {pinned}")
            lines.append(f"    {_pip(wanted)}")
        elif name == "torch" and isinstance(torch := _load("torch"), str):
            lines.append(f"torch does not load: {torch}")
            lines.append(f"    {_pip('--force-reinstall', wanted)}")
    return lines


def probe() -> float:
    """Seconds that a short piece of work takes one core here: the best of nine goes, about a second in all.

    The work is what the chapters are made of: matrix products and an elementwise function in torch, a plain loop.
    The best go is the one that other programs disturbed least.
    """
    import torch

    x = torch.linspace(-1, 1, 512 * 512).reshape(512, 512)

    def work() -> None:
        for _ in range(2):
            torch.exp(x @ x)
        total = 0
        for i in range(100_000):
            total += i

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return _best_seconds(work, goes=9)
    finally:
        torch.set_num_threads(threads)


def cores() -> float:
    """Cores that this process may use: those of the machine, less what affinity and a container's quota take away."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota, _, period = _read("/sys/fs/cgroup/cpu.max").partition(" ")
    return min(count, int(quota) / int(period)) if quota.isdigit() and period.isdigit() else count


def _machine() -> Iterator[tuple[str, str]]:
    yield "Python", platform.python_version()
    yield "", _interpreter()
    yield "system", f"{platform.system()} {platform.machine()}"
    yield "cores", f"{cores():g} to use, {os.cpu_count()} in all"
    yield "memory", _memory()
    yield "free disk", f"{shutil.disk_usage(ROOT).free / 1e9:.0f} GB"
    torch = _load("torch")
    if isinstance(torch, str):
        yield "torch", "missing" if _version("torch") is None else "does not load"
    else:
        yield "torch", f"{torch.__version__}, {torch.get_num_threads()} threads"
        yield "GPU", _gpu(torch)
    versions = [f"{name} {_version(name)}" for name in _required() if name != "torch" and _version(name)]
    for start in range(0, len(versions), 3):
        yield "" if start else "packages", ", ".join(versions[start : start + 3])


def _gpu(torch: ModuleType) -> str:
    if torch.cuda.is_available():
        return f"{torch.cuda.get_device_name()} (CUDA {torch.version.cuda})"
    if torch.backends.mps.is_available():
        return "Apple (MPS)"
    return "none, and the course needs none"


def _memory() -> str:
    psutil = _load("psutil")
    if isinstance(psutil, str):
        return "unknown: psutil is missing"
    memory = psutil.virtual_memory()
    total, free = memory.total, memory.available
    limit, used = _read("/sys/fs/cgroup/memory.max"), _read("/sys/fs/cgroup/memory.current")
    if limit.isdigit() and used.isdigit() and int(limit) < total:
        total, free = int(limit), min(free, int(limit) - int(used))
    return f"{total / 2**30:.1f} GiB, {free / 2**30:.1f} GiB of it free"


def _course(root: Path) -> list[str]:
    """A line for each chapter: its title, how long a reader is at it, how long it runs on this machine."""
    sources = sorted((root / "chapters").glob("[0-9][0-9]_*.md"))
    if not sources:
        return [f"There are no chapters in {root}.", "This mambalib is installed without the course."]
    seconds = {}
    try:
        speed, measured = _measured(root)
        seconds = {name: speed * float(chapter["seconds"]) for name, chapter in measured["chapters"].items()}
        note = f"Running takes about {speed:.1f} times what it took on: {measured['machine']}."
    except ImportError:
        note = "How long it runs here is not known: torch is missing."
    except (OSError, KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError):
        note = "How long it runs here is not known: assets/chapters.json cannot be read."
    lines, minutes_in_all = [], 0
    for source in sources:
        title, minutes = _front_matter(source)
        minutes_in_all += minutes or 0
        runs = f", runs for about {_span(seconds[source.stem])}" if source.stem in seconds else ""
        lines.append(f"{source.stem[:2]}  {title[:36]:<36}  {f'{minutes} min' if minutes else '? min':>7}{runs}")
    running = f" and {_span(sum(seconds.values()))} of running" if seconds else ""
    return [*lines, "", f"In all about {_span(60 * minutes_in_all)} of reading and doing{running}.", note]


def _measured(root: Path) -> tuple[float, dict]:
    """How much slower than the reference machine this one is, and what was measured there."""
    measured = json.loads((root / "assets" / "chapters.json").read_text(encoding="utf-8"))
    return probe() / float(measured["probe_seconds"]), measured


def _front_matter(source: Path) -> tuple[str, int | None]:
    """Title and minutes from a chapter's YAML header; its file name and None where the header cannot be read."""
    yaml = _load("yaml")  # comes with jupytext
    header = re.match(r"---\r?\n(.*?)\r?\n---", source.read_text(encoding="utf-8"), re.DOTALL)
    try:
        data = yaml.safe_load(header[1])
        ours = data.get("mambalib") or data["jupyter"]["mambalib"]
        return str(ours["title"]), int(ours["minutes"])
    except Exception:  # whatever is wrong with one chapter's header, the report goes on
        return source.stem[3:].replace("_", " "), None


def _required() -> dict[str, str | None]:
    """Name and pinned version of what the course needs; without requirements.txt, what mambalib itself needs."""
    pins = (line.strip() for line in _read(ROOT / "requirements.txt").splitlines())
    if found := dict(match.groups() for line in pins if (match := PIN.match(line)) and _applies(line)):
        return found
    try:
        needs = importlib.metadata.requires("mambalib") or []
    except importlib.metadata.PackageNotFoundError:
        needs = []
    return {re.match(r"[A-Za-z0-9._-]+", need)[0]: None for need in needs if "extra ==" not in need}


def _applies(line: str) -> bool:
    """Whether a requirement is one for this system: what stands behind its semicolon, if anything does."""
    marker = line.partition(";")[2].strip()
    packaging = _load("packaging.markers") if marker else None
    return not marker or (isinstance(packaging, ModuleType) and packaging.Marker(marker).evaluate())


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _load(name: str) -> ModuleType | str:
    """The module, or in words why it cannot be imported (a DLL that is missing raises OSError)."""
    try:
        return importlib.import_module(name)
    except (ImportError, OSError) as error:
        return str(error).splitlines()[0]


def _pip(*arguments: str) -> str:
    return subprocess.list2cmdline([_interpreter(), "-m", "pip", "install", *arguments])


def _interpreter() -> str:
    """Where this Python is, as seen from the project's folder where it lies in it."""
    path = Path(sys.executable)
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def _read(path: str | Path) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _best_seconds(work: Callable[[], None], goes: int) -> float:
    work()  # the first go warms up
    times = []
    for _ in range(goes):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


def _span(seconds: float) -> str:
    """A length of time as people say it: 12 s, 3 min, 2 h 45 min."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d} min"
