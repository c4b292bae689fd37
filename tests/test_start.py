"""course.py, run as a learner runs it, against a package index of two small wheels in a folder: no network is needed.

The wheels hold stand-ins for JupyterLab and pytest, which print what they were started with.
"""

import ast
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BIN = "Scripts" if os.name == "nt" else "bin"
PYTHON = Path(".venv", BIN, "python.exe" if os.name == "nt" else "python")
STAND_IN = """
import json, os, sys, tiny
print("started", json.dumps({"arguments": sys.argv[1:], "folder": os.getcwd(), "prefix": sys.prefix,
                             "tiny": tiny.VERSION, "variables": dict(os.environ)}))
sys.exit(3 if "--fail" in sys.argv else 0)
"""


def write_wheel(folder, version):
    """A wheel by hand: a zip with the files, and a .dist-info of three."""
    info = f"tiny-{version}.dist-info"
    files = {
        "tiny.py": f"VERSION = {version!r}",
        "jupyterlab/__main__.py": STAND_IN,
        "pytest/__main__.py": STAND_IN,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])
    with zipfile.ZipFile(folder / f"tiny-{version}-py3-none-any.whl", "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)


class Course:
    """A project folder with course.py in it, and how it is started."""

    def __init__(self, folder, wheels):
        self.folder, self.wheels = folder, wheels
        folder.mkdir(parents=True)
        shutil.copy(ROOT / "course.py", folder)
        (folder / "pyproject.toml").write_text("", encoding="utf-8")
        self.require("1.0")

    def require(self, version):
        (self.folder / "requirements.txt").write_text(f"tiny=={version}\n", encoding="utf-8")

    def command(self, *arguments, before="pass"):
        """The command line; `before` is run in the same interpreter first, to put something in its place."""
        run = f"import runpy, shutil, sys; {before}; runpy.run_path(sys.argv[0], run_name='__main__')"
        run = f"import sys; del sys.argv[0]; {run}"
        return [sys.executable, "-c", run, str(self.folder / "course.py"), *arguments]

    def variables(self, **more):
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "PYTHON", "VIRTUAL_ENV", "MPL"))}
        ours = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels)}
        return {**clean, **ours, "PYTHONIOENCODING": "utf-8", **more}

    def start(self, *arguments, before="pass", **variables):
        return subprocess.run(
            self.command(*arguments, before=before),
            cwd=self.folder.parent,
            env=self.variables(**variables),
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    def whole(self, *arguments, **variables):
        """Start it, see that it succeeds, and return what the stand-in was started with."""
        done = self.start(*arguments, **variables)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout.partition("started ")[2])

    def site_packages(self):
        return next(self.folder.glob(".venv/[Ll]ib*/**/site-packages"))


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """One environment for all tests: each that breaks it also has it mended."""
    folder = tmp_path_factory.mktemp("start")
    wheels = folder / "wheels"
    wheels.mkdir()
    write_wheel(wheels, "1.0")
    write_wheel(wheels, "1.1")
    made = Course(folder / "a cöurse ñ", wheels)
    made.whole("open")
    return made


def one_clear_line(done, *words):
    """What every failure has to be: exit status 1, and on standard error one line, with what to do."""
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert done.stderr.startswith("course.py: ")
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize("arguments", [(), ("open", "--no-browser", "--port", "8890")])
def test_open_starts_jupyterlab_on_chapter_0_and_passes_its_options_on(course, arguments):
    seen = course.whole(*arguments)
    root = ["--allow-root"] * (hasattr(os, "geteuid") and os.geteuid() == 0)
    assert seen["arguments"] == ["--LabApp.default_url=/lab/tree/chapters/00_start_here.ipynb", *root, *arguments[1:]]
    assert Path(seen["folder"]) == course.folder
    assert Path(seen["prefix"]) == course.folder / ".venv"


def test_test_runs_tests_and_notebooks_in_one_run_and_passes_its_arguments_on(course):
    seen = course.whole("test", "-k", "zoh")
    assert {"--nbval", "--nbval-current-env", "testpaths=tests chapters"} <= set(seen["arguments"])
    assert seen["arguments"][-2:] == ["-k", "zoh"]
    assert seen["variables"]["MPLBACKEND"] == "module://matplotlib_inline.backend_inline"


def test_the_exit_status_is_that_of_what_was_started(course):
    assert course.start("test", "--fail").returncode == 3


def test_a_second_start_installs_nothing(course):
    stamp = course.folder / ".venv" / "course.json"
    before = stamp.stat().st_mtime_ns
    done = course.start("open", PIP_FIND_LINKS=str(course.folder / "no wheels here"))
    assert done.returncode == 0
    assert "Setting up" not in done.stdout
    assert stamp.stat().st_mtime_ns == before


def test_what_leads_elsewhere_is_left_behind_and_pip_s_settings_are_kept(course):
    outside = {"PYTHONPATH": "elsewhere", "MPLBACKEND": "TkAgg", "VIRTUAL_ENV": "elsewhere", "PIP_EXTRA_INDEX_URL": "x"}
    variables = course.whole("open", **outside)["variables"]
    assert "PYTHONPATH" not in variables and "MPLBACKEND" not in variables
    assert Path(variables["VIRTUAL_ENV"]) == course.folder / ".venv"
    assert Path(variables["PATH"].split(os.pathsep)[0]) == course.folder / ".venv" / BIN
    assert variables["PIP_EXTRA_INDEX_URL"] == "x"


def test_changed_requirements_are_installed(course):
    course.require("1.1")
    assert course.whole("open")["tiny"] == "1.1"
    course.require("1.0")
    assert course.whole("open")["tiny"] == "1.0"


def break_python(course):
    (course.folder / PYTHON).unlink()


def break_off_a_package(course):
    # What a kill leaves while pip writes the package's last files.
    (course.folder / ".venv" / "course.json").unlink()
    next(course.site_packages().glob("tiny-*.dist-info/RECORD")).unlink()
    shutil.rmtree(course.site_packages() / "jupyterlab")


def break_off_before_the_first_package(course):
    (course.folder / ".venv" / "course.json").unlink()
    shutil.rmtree(next(course.site_packages().glob("tiny-*.dist-info")))
    shutil.rmtree(course.site_packages() / "jupyterlab")


def break_off_pip(course):
    (course.folder / ".venv" / "course.json").unlink()
    shutil.rmtree(course.site_packages() / "pip")
    for info in course.site_packages().glob("pip-*.dist-info"):
        shutil.rmtree(info)


def break_the_stamp(course):
    (course.folder / ".venv" / "course.json").write_bytes(b"\xff{")


@pytest.mark.parametrize(
    "damage",
    [break_python, break_off_a_package, break_off_before_the_first_package, break_off_pip, break_the_stamp],
)
def test_a_broken_environment_is_mended_by_the_next_start(course, damage):
    damage(course)
    assert course.whole("open")["tiny"] == "1.0"
    assert "Setting up" not in course.start("open").stdout


def test_a_folder_reached_by_another_name_keeps_its_environment(course):
    folder, course.folder = course.folder, course.folder.with_name("a link")
    try:
        course.folder.symlink_to(folder, target_is_directory=True)
        assert "Setting up" not in course.start("open").stdout
    except OSError:
        pytest.skip("this system lets nobody make links")
    finally:
        course.folder = folder
    assert "Setting up" not in course.start("open").stdout


def test_a_folder_that_was_moved_gets_an_environment_of_its_own(course):
    course.folder = course.folder.rename(course.folder.with_name("moved to another ñame"))
    assert Path(course.whole("open")["prefix"]) == course.folder / ".venv"


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 9, 18), (3, 14, 0)])
def test_a_python_that_is_too_old_or_too_new_is_named(tmp_path, version):
    fresh = Course(tmp_path / "course", tmp_path)
    done = fresh.start("open", before=f"sys.version_info = {version}")
    one_clear_line(done, "3.10 to 3.13", f"this is {version[0]}.{version[1]}", "3.13 course.py")
    assert not (fresh.folder / ".venv").exists()


def old_pythons():
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    found = [p for v in ("2.7", "3.6", "3.7", "3.8", "3.9") for p in root.glob(f"versions/{v}.*/bin/python")]
    return found + [Path(p) for v in ("2.7", "3.6", "3.8", "3.9") if (p := shutil.which(f"/usr/bin/python{v}"))]


def test_old_pythons_can_say_that_they_are_too_old(tmp_path):
    if not (pythons := old_pythons()):
        pytest.skip("no Python older than 3.10 is on this machine")
    fresh = Course(tmp_path / "course", tmp_path)
    for python in pythons:
        done = subprocess.run([str(python), str(fresh.folder / "course.py")], capture_output=True, text=True)
        one_clear_line(done, "3.10 to 3.13")


def test_course_py_has_no_syntax_that_python_2_7_lacks():
    newer = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.Nonlocal, ast.YieldFrom, ast.AsyncFunctionDef, ast.Match)
    source = (ROOT / "course.py").read_bytes()
    assert source.isascii()
    for node in ast.walk(ast.parse(source)):
        assert not isinstance(node, newer), ast.dump(node)
        if isinstance(node, ast.FunctionDef):
            arguments = node.args
            assert node.returns is None and not arguments.kwonlyargs and not arguments.posonlyargs
            assert not any(a.annotation for a in arguments.args)
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            assert not any(isinstance(element, ast.Starred) for element in node.elts)


def test_a_command_that_is_not_there_is_refused(course):
    one_clear_line(course.start("opne"), "opne", "open", "test")


def test_a_lone_course_py_says_which_file_it_misses(tmp_path):
    fresh = Course(tmp_path / "course", tmp_path)
    (fresh.folder / "requirements.txt").unlink()
    one_clear_line(fresh.start("open"), "requirements.txt")


def test_without_network_it_says_so_and_the_next_start_goes_on(course):
    course.require("1.1")
    # Nothing listens on port 9 of this machine.
    offline = {"PIP_NO_INDEX": "0", "PIP_FIND_LINKS": "", "PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "1"}
    one_clear_line(course.start("open", **offline), "network")
    assert course.whole("open")["tiny"] == "1.1"
    course.require("1.0")
    course.whole("open")


def test_a_package_that_is_not_made_for_this_computer_is_named(course):
    course.require("9.9")
    one_clear_line(course.start("open"), "tiny==9.9", "macOS 14")
    course.require("1.0")
    course.whole("open")


def test_a_full_disk_is_seen_before_anything_is_written(tmp_path):
    fresh = Course(tmp_path / "course", tmp_path)
    full = "shutil.disk_usage = lambda path: type('usage', (), {'free': 10**9})"
    one_clear_line(fresh.start("open", before=full), "disk is full", "2 GB", str(fresh.folder))
    assert not (fresh.folder / ".venv").exists()


def test_a_disk_that_fills_while_pip_works_is_named(course):
    pip = course.site_packages() / "pip" / "__main__.py"
    text = pip.read_text(encoding="utf-8")
    pip.write_text("raise OSError(28, 'No space left on device')", encoding="utf-8")
    course.require("1.1")
    one_clear_line(course.start("open"), "disk is full")
    pip.write_text(text, encoding="utf-8")
    course.require("1.0")
    course.whole("open")


def test_a_python_without_the_venv_module_says_how_to_get_it(tmp_path):
    if os.name == "nt":
        pytest.skip("the stand-in for a Python is a shell script")
    # Debian's Python without python3-venv: it has the module but no ensurepip, and says so over two lines.
    python = tmp_path / "python3"
    python.write_text("#!/bin/sh\necho 'not created: ensurepip is not\navailable.\n\nFailing command: x'\nexit 1\n")
    python.chmod(0o755)
    fresh = Course(tmp_path / "course", tmp_path)
    done = fresh.start("open", before=f"sys.executable = {str(python)!r}")
    one_clear_line(done, "sudo apt install python3.", "-venv")


@pytest.mark.parametrize(
    "output, words",
    [
        ("/usr/bin/python3: No module named venv", "venv module"),
        ("Error: [Errno 13] Permission denied: '/opt/course/.venv'", "may not write"),
        ("Error: [Errno 30] Read-only file system: '/mnt/course/.venv'", "may not write"),
        ("PermissionError: [WinError 5] Zugriff verweigert", "may not write"),
        ("OSError: [WinError 112] Es steht nicht genug Speicherplatz zur Verfügung", "disk is full"),
        ("[Errno -3] Temporary failure in name resolution\nNo matching distribution found for torch", "network"),
        ("Failed to resolve 'index' ([Errno 11001] getaddrinfo failed)", "network"),
        ("Caused by SSLError(SSLCertVerificationError(1, 'CERTIFICATE_VERIFY_FAILED'))", "PIP_CERT"),
        ("Collecting x\nERROR: something new\nmore", "something new"),
    ],
)
def test_what_venv_and_pip_print_leads_to_the_right_advice(output, words):
    spec = importlib.util.spec_from_file_location("course", ROOT / "course.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with pytest.raises(SystemExit, match=words) as end:
        module.explain(output)
    assert "\n" not in str(end.value)


def test_ctrl_c_ends_quietly_and_the_next_start_goes_on(course):
    if os.name == "nt":
        pytest.skip("Ctrl-C cannot be sent to one process on Windows")
    pip = course.site_packages() / "pip" / "__main__.py"
    text = pip.read_text(encoding="utf-8")
    at_work = course.folder / "at work"
    pip.write_text(f"import time; open({str(at_work)!r}, 'w').close(); time.sleep(60)", encoding="utf-8")
    course.require("1.1")
    # A test that runs in a shell's background inherits that Ctrl-C is ignored.
    heed = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process = subprocess.Popen(course.command("open", before=heed), env=course.variables(), **pipes)
    while not at_work.exists() and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 1
    assert errors == "\nStopped. The next start goes on from here.\n"
    pip.write_text(text, encoding="utf-8")
    course.require("1.0")  # as before; but who knows how far pip had come?
    assert "Setting up" in course.start("open").stdout
    assert course.whole("open")["tiny"] == "1.0"
