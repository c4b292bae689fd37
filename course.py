"""Mamba from scratch: this file sets the course up, opens it, and tests it.

    python3 course.py             open the course in JupyterLab
    python3 course.py test        run all the tests, the notebooks included

On Windows write `py` for `python3`. What follows `open` goes to JupyterLab (python3 course.py open --no-browser),
what follows `test` goes to pytest (python3 course.py test -k zoh), with paths as seen from the project folder.

The first start makes a virtual environment in the folder .venv and installs requirements.txt into it. Later starts
install nothing. An environment that was interrupted, moved or broken is mended by the next start.
"""
# ruff: noqa: ANN001, ANN003, ANN201, RUF005, UP024, UP032
# Written so that every Python from 2.7 on can read it: one that is too old has to be able to say so.

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

SUPPORTED = ("3.10", "3.11", "3.12", "3.13")
ROOM = 2 * 10**9  # bytes that the environment takes with torch's CPU build
WINDOWS = os.name == "nt"
HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
BIN = os.path.join(VENV, "Scripts" if WINDOWS else "bin")
PYTHON = os.path.join(BIN, "python.exe" if WINDOWS else "python")
STAMP = os.path.join(VENV, "course.json")  # names the files that it was made by, once it is whole

FIRST_PAGE = "--LabApp.default_url=/lab/tree/chapters/00_start_here.ipynb"
# One run of pytest, so that there is one summary and one exit status. The folders are given as a setting: a path among
# the learner's own arguments then takes their place.
PYTEST = ["--nbval", "--nbval-current-env", "--nbval-cell-timeout=600", "--nbval-sanitize-with=tests/nbval.cfg"]
PYTEST += ["-o", "testpaths=tests chapters"]

# What the environment's Python is asked: its version, and whether all that is in it was installed to the end. (pip
# writes a package's list of files, RECORD, last: a package without one was cut off half way.)
VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"
WHOLE = (
    "from importlib.metadata import distribution, distributions; distribution('pip'); "
    "assert all(d.read_text('RECORD') is not None for d in distributions())"
)

# What venv and pip print when they fail, and what to do about it. The first that is found is said.
ADVICE = (
    (
        r"ensurepip is not\s+available|No module named '?(?:venv|ensurepip)",
        "this Python has no venv module. On Debian and Ubuntu: sudo apt install python{version}-venv. "
        "Elsewhere: install Python from python.org. Then start again.",
    ),
    (
        r"No space left on device|Errno 28\b|WinError 112\b|Disk quota exceeded",
        "the disk is full. Make room in {here} and in {temporary}, then start again. The course takes 2 GB, or 8 GB on "
        "a Linux where torch brings CUDA along; the README says how to have the small build.",
    ),
    (
        r"Permission denied|Errno 13\b|WinError 5\b|Read-only file system",
        "may not write in {here}. Move the folder to where you may write, or close what uses it, then start again.",
    ),
    (
        "ConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|CERTIFICATE_VERIFY_FAILED|getaddrinfo failed|"
        "[Nn]ame ?[Rr]esolution|Failed to resolve|Name or service not known|nodename nor servname|"
        "Connection (?:refused|reset|aborted|broken)|Network is unreachable|timed out",
        "pip cannot reach its package index. Connect to the network (behind a proxy: set HTTPS_PROXY, and PIP_CERT if "
        "it has a certificate of its own), then start again.",
    ),
    (
        r"No matching distribution found for (\S+)",
        "pip finds no {found}. Either the index that you have set lacks it, or torch is not made for this computer: it "
        "needs a 64-bit Python on Linux with glibc 2.28 or newer, on macOS 14 or newer with an Apple processor, or on "
        "Windows with an Intel or AMD processor.",
    ),
)


def main(arguments):
    command, rest = (arguments[0], arguments[1:]) if arguments else ("open", [])
    if command in ("-h", "--help"):
        print(__doc__.strip())
        return
    if command not in ("open", "test"):
        give_up("there is no command {}, only open and test.".format(command))
    if stamp() != wanted():
        make()
    if command == "open":
        root = hasattr(os, "geteuid") and os.geteuid() == 0  # in a container, say; JupyterLab wants to be told
        start(["-m", "jupyterlab", FIRST_PAGE] + ["--allow-root"] * root + rest)
    else:
        # The backend that notebooks have anyway: it needs no screen.
        start(["-m", "pytest"] + PYTEST + rest, MPLBACKEND="module://matplotlib_inline.backend_inline")


def stamp():
    """What .venv was made for, or None where it was never finished."""
    try:
        with open(STAMP) as file:
            made_for = json.load(file)
        if os.path.exists(made_for["folder"]) and os.path.samefile(made_for["folder"], HERE):
            made_for["folder"] = HERE  # the same by another name: a link, or other letter case
        return made_for
    except (IOError, ValueError, KeyError, TypeError):
        return None


def write_stamp(made_for):
    try:
        with open(STAMP + ".new", "w") as file:
            json.dump(made_for, file)
        os.replace(STAMP + ".new", STAMP)
    except (IOError, OSError) as error:
        explain(str(error))


def wanted():
    """The stamp that an environment has when nothing is to be done."""
    files = hashlib.sha256()
    for name in ("requirements.txt", "pyproject.toml"):
        with open(os.path.join(HERE, name), "rb") as file:
            files.update(file.read())
    return {"files": files.hexdigest(), "folder": HERE, "python": ask(VERSION)}


def ask(code):
    """What the environment's Python prints when it runs `code`, or None where it fails or is not there."""
    try:
        process = subprocess.Popen([PYTHON, "-I", "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except OSError:
        return None
    output = process.communicate()[0].decode("utf-8", "replace").strip()
    return output if process.returncode == 0 else None


def make():
    """Make the environment, or bring the one that is there up to date."""
    check_python()
    begin = time.time()
    print("Setting up .venv with torch, JupyterLab and what they need: once, for some minutes.")
    if not usable():
        shutil.rmtree(VENV, ignore_errors=True)  # of no use any more, and it may be what fills the disk
        if shutil.disk_usage(HERE).free < ROOM:
            explain("No space left on device")
        run([sys.executable, "-m", "venv", "--clear", VENV])
    write_stamp(dict(wanted(), files=None))  # until pip is done, it is of no version of the course
    run([PYTHON, "-m", "pip", "install", "--no-user", "--no-input", "--prefer-binary", "-r", "requirements.txt"])
    write_stamp(wanted())
    print("Set up in {:.0f} s.".format(time.time() - begin))


def check_python():
    mine = "{}.{}".format(*sys.version_info)
    if mine not in SUPPORTED:
        newest = SUPPORTED[-1]
        give_up(
            "the course needs Python {} to {}, and this is {}. Install Python {} from python.org, then start with: "
            "{}{} course.py".format(SUPPORTED[0], newest, mine, newest, "py -" if WINDOWS else "python", newest)
        )


def usable():
    """Whether what is in .venv can be kept: whole, of a Python that the course runs on, and made for this folder."""
    version = ask(VERSION)
    made_for = stamp() or {"folder": HERE, "python": version}
    same = (made_for["folder"], made_for["python"]) == (HERE, version)
    return same and version in SUPPORTED and ask(WHOLE) is not None


def run(command):
    """Run a part of the set-up with one line that shows what it is at. Where it fails, say what to do and end."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    process = subprocess.Popen(command, cwd=HERE, env=environment(), **pipes)
    lines = ["..."]
    reader = threading.Thread(target=collect, args=(process.stdout, lines))
    reader.daemon = True
    reader.start()
    try:
        show(lines, reader)
    except KeyboardInterrupt:
        process.terminate()
        raise
    finally:
        status = process.wait()
    if status:
        explain("\n".join(lines), " (to see all of it, run in {}: {})".format(HERE, subprocess.list2cmdline(command)))


def collect(stream, lines):
    for line in stream:
        lines.append(line.decode("utf-8", "replace").strip())


def show(lines, reader):
    """Show the newest of `lines` until `reader` ends: all the time on a terminal, every half minute elsewhere."""
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns - 1
    begin = time.time()
    while reader.is_alive():
        reader.join(0.5 if terminal else 30)
        text = "{:4.0f} s  {}".format(time.time() - begin, lines[-1])[:width]
        if terminal:
            sys.stdout.write("\r" + text.ljust(width))
        elif reader.is_alive():
            print(text)
        sys.stdout.flush()
    if terminal:
        sys.stdout.write("\r" + " " * width + "\r")


def explain(output, hint=""):
    """End with what to do about a failure that printed `output`; where that is not known, with its error and `hint`."""
    places = {"version": "{}.{}".format(*sys.version_info), "here": HERE, "temporary": tempfile.gettempdir()}
    for pattern, advice in ADVICE:
        match = re.search(pattern, output)
        if match:
            give_up(advice.format(found=match.group(match.lastindex or 0), **places))
    errors = [line for line in output.splitlines() if "error" in line.lower()] or output.splitlines()
    give_up("the set-up failed: " + errors[-1] + hint)


def give_up(message):
    sys.exit("course.py: " + message)


def environment():
    """The environment variables of an activated .venv, without what would lead Python or matplotlib elsewhere."""
    variables = dict(os.environ, VIRTUAL_ENV=VENV, PATH=BIN + os.pathsep + os.environ.get("PATH", ""))
    variables["JUPYTER_PREFER_ENV_PATH"] = "1"  # before a kernel `python3` that the learner has of another Python
    variables["PYTHONUTF8"] = "1"  # text files are UTF-8 on Windows too
    for name in ("PYTHONHOME", "PYTHONPATH", "MPLBACKEND"):
        variables.pop(name, None)
    return variables


def start(arguments, **settings):
    """Go over to the environment's Python; its exit status becomes that of this program."""
    command = [PYTHON] + arguments
    variables = dict(environment(), **settings)
    sys.stdout.flush()
    if not WINDOWS:
        os.chdir(HERE)
        os.execve(PYTHON, command, variables)
    process = subprocess.Popen(command, cwd=HERE, env=variables)
    while True:
        with contextlib.suppress(KeyboardInterrupt):  # it has reached the other process too, and that one decides
            sys.exit(process.wait())


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that cannot show a letter shows a question mark
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("\nStopped. The next start goes on from here.")
    except (IOError, OSError) as error:
        explain(str(error))
