"""The doctor: its report on this machine, and on made-up courses whose answers are known."""

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mambalib.course import doctor

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course of three chapters: one header as jupytext writes it, one at the top level, one that is broken."""
    chapters = tmp_path / "chapters"
    chapters.mkdir()
    nested = "---\njupyter:\n  kernelspec: {name: python3}\n  mambalib: {title: 'Start: here', minutes: 45}\n---\n# x\n"
    (chapters / "00_start_here.md").write_text(nested, encoding="utf-8")
    top = "---\nmambalib:\n  minutes: 75\n  title: Größen\n---\n# x\n"
    (chapters / "01_sizes.md").write_text(top, encoding="utf-8")
    (chapters / "02_no_header.md").write_text("# x\n", encoding="utf-8")
    (chapters / "teachers.md").write_text("# no chapter\n", encoding="utf-8")
    (tmp_path / "assets").mkdir()
    monkeypatch.setattr(doctor, "ROOT", tmp_path)
    return tmp_path


def measure(course, monkeypatch, here):
    """Measurements of a reference machine whose probe took 0.1 s; here it takes `here` seconds."""
    chapters = {"00_start_here": {"seconds": 12.0}, "01_sizes": {"seconds": 60.0}}
    text = json.dumps({"machine": "a reference", "probe_seconds": 0.1, "chapters": chapters})
    (course / "assets" / "chapters.json").write_text(text, encoding="utf-8")
    monkeypatch.setattr(doctor, "probe", lambda: here)


def test_the_report_names_this_machine():
    text = doctor.report()
    torch = importlib.metadata.version("torch")
    for word in (
        doctor._interpreter(),
        f"numpy {importlib.metadata.version('numpy')}",
        torch,
        "GPU",
        "memory",
        "free disk",
    ):
        assert word in text
    assert all(
        len(line) <= 80 for line in text.splitlines() if doctor._interpreter() not in line and str(ROOT) not in line
    )


def test_every_line_of_requirements_is_understood():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line and not line.startswith(("#", "--editable"))]
    required = doctor._required()
    here = [line.partition(";")[0] for line in lines if doctor._applies(line)]
    assert here == [f"{name}=={version}" for name, version in required.items()]


def test_seconds_grow_with_the_probe(course, monkeypatch):
    measure(course, monkeypatch, here=0.2)
    text = doctor.report([])
    assert "about 2.0 times what it took on: a reference" in text
    assert re.search(r"00  Start: here +45 min, runs for about 24 s\n", text)
    assert re.search(r"01  Größen +75 min, runs for about 2 min\n", text)
    assert "In all about 2 h 00 min of reading and doing and 2 min of running." in text


def test_a_chapter_without_a_header_is_listed_all_the_same(course, monkeypatch):
    measure(course, monkeypatch, here=0.1)
    assert re.search(r"02  no header +\? min\n", doctor.report([]))
    assert "teachers" not in doctor.report([])


@pytest.mark.parametrize("text", [None, "{", "[]", '{"probe_seconds": 0, "machine": "x", "chapters": {}}', "{}"])
def test_measurements_that_are_missing_or_broken_are_said(course, monkeypatch, text):
    monkeypatch.setattr(doctor, "probe", lambda: 0.1)
    if text is not None:
        (course / "assets" / "chapters.json").write_text(text, encoding="utf-8")
    report = doctor.report([])
    assert "How long it runs here is not known" in report
    assert "45 min" in report


def test_missing_and_differing_packages_come_with_the_command_that_mends_them(course, capsys):
    have = importlib.metadata.version("numpy")
    requirements = (
        f"# a comment\nno-such-package==1.0\nnumpy==0.1\ntorch=={doctor._version('torch').partition('+')[0]}\n"
    )
    (course / "requirements.txt").write_text(requirements, encoding="utf-8")
    lines = doctor.problems()
    assert lines[0] == "no-such-package is missing"
    assert lines[2] == f"numpy is {have}, the course needs 0.1"
    assert len(lines) == 4  # the torch that is there is right, whatever its build
    python = subprocess.list2cmdline([doctor._interpreter()])
    assert [line.strip() for line in lines[1::2]] == [
        f"{python} -m pip install no-such-package==1.0",
        f"{python} -m pip install numpy==0.1",
    ]
    assert doctor.doctor() == 1
    assert "no-such-package is missing" in capsys.readouterr().out


def test_a_machine_where_nothing_is_missing_is_told_so(course, capsys):
    (course / "requirements.txt").write_text(f"numpy=={importlib.metadata.version('numpy')}\n", encoding="utf-8")
    assert doctor.doctor() == 0
    assert "Nothing is missing." in capsys.readouterr().out


def test_a_python_that_the_course_does_not_run_on_is_named(course, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    assert "3.10 to 3.13" in doctor.problems()[0]


def test_it_works_where_nothing_but_mambalib_is_there(tmp_path):
    # A copy beside no chapters, in a Python that sees no package: nothing else can be imported.
    for name in ("mambalib/__init__.py", "mambalib/course/__init__.py", "mambalib/course/doctor.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from mambalib.course import doctor; "
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code + "print(doctor.report())"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"torch +missing", done.stdout)
    assert "psutil is missing" in done.stdout
    assert "installed without the course" in done.stdout


def test_a_torch_that_is_there_but_does_not_load_is_a_problem(course, monkeypatch):
    monkeypatch.setattr(doctor, "_load", lambda name: "DLL load failed" if name == "torch" else __import__(name))
    (course / "requirements.txt").write_text(f"torch=={doctor._version('torch').partition('+')[0]}\n", encoding="utf-8")
    lines = doctor.problems()
    assert lines[0] == "torch does not load: DLL load failed"
    assert "--force-reinstall torch==" in lines[1]
    assert "does not load" in doctor.report()


def test_the_probe_gives_the_seconds_of_a_short_piece_of_work():
    begin = time.perf_counter()
    seconds = doctor.probe()
    assert 0 < seconds < (time.perf_counter() - begin) / 3  # the median of five is no more than a third of them all


def test_cores_follow_affinity_and_quota(monkeypatch):
    if not hasattr(os, "sched_setaffinity"):
        pytest.skip("this system has no affinity")
    allowed = os.sched_getaffinity(0)
    monkeypatch.setattr(doctor, "_read", lambda path: "")
    try:
        os.sched_setaffinity(0, {min(allowed)})
        assert doctor.cores() == 1
    finally:
        os.sched_setaffinity(0, allowed)
    monkeypatch.setattr(doctor, "_read", lambda path: "50000 100000")
    assert doctor.cores() == 0.5
    monkeypatch.setattr(doctor, "_read", lambda path: "max 100000")
    assert doctor.cores() == len(allowed)


@pytest.mark.parametrize("seconds, text", [(12.4, "12 s"), (89, "89 s"), (170, "3 min"), (9900, "2 h 45 min")])
def test_lengths_of_time_are_said_as_people_say_them(seconds, text):
    assert doctor._span(seconds) == text
