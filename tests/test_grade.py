"""Grading: a class of hostile notebooks, each a row and never a crash; an untouched and a solved copy of the course."""

import csv
import json
import os
import subprocess
import sys
import textwrap
import types
from xml.etree import ElementTree

import jupytext
import psutil
import pytest
from conftest import chapter_notebooks, solved, write_notebook

from mambalib.cli import main
from mambalib.exercises import machine
from mambalib.exercises.grade import as_csv, as_json, as_junit, grade, in_order, table
from mambalib.exercises.runner import Row, run_answers
from mambalib.exercises.submission import MAX_BYTES, collect

NAME = "leaky_average"
RIGHT = textwrap.dedent("""
    def leaky_average(u, keep):
        if not 0 <= keep < 1:
            raise ValueError("keep")
        memory, memories = torch.zeros_like(u[..., 0]), []
        for sample in u.unbind(-1):
            memory = keep * memory + (1 - keep) * sample
            memories.append(memory)
        return torch.stack(memories, dim=-1)
""")
LEFT_BEHIND = "left-behind"  # as the processes that answers leave behind call themselves
linux = sys.platform == "linux"

# What a learner handed in: the cells, the status of the row, and a part of its detail.
CELLS = {
    "right": ([RIGHT], "passed", ""),
    "wrong": ([RIGHT.replace("(1 - keep) * ", "")], "failed", "not so: the first sample leaves its share. The new"),
    "stub": (["def leaky_average(u, keep):\n    raise NotImplementedError('Step 1')"], "not attempted", "Step 1"),
    "deleted": (["print('nothing here')"], "missing", "no cell defines it"),
    "two cells, the last counts": (["def leaky_average(u, keep): return u", RIGHT], "passed", ""),
    "cell of a helper, too": (["def helper(): pass\n" + RIGHT], "passed", ""),
    "a name for a lambda": (["leaky_average = lambda u, keep: u"], "failed", ""),
    "calls check": ([RIGHT + "\ncheck(leaky_average)\nhint('leaky_average')"], "passed", ""),
    "imports check": (["from mambalib.exercises import check\n" + RIGHT + "\ncheck(leaky_average)"], "passed", ""),
    "magic": (["%%time\n%matplotlib inline\n!ls\ntorch?\n" + RIGHT], "passed", ""),
    "syntax error": (["def leaky_average(u, keep):\n    return (u"], "error", "SyntaxError"),
    "null byte": ([RIGHT + "\0"], "error", "null bytes"),
    "import fails": (["import no_such_module\n" + RIGHT], "error", "no_such_module"),
    "leans on another cell": (["def helper(): return 1", "x = helper()\n" + RIGHT], "error", "helper"),
    "exits": (["import sys\nsys.exit()\n" + RIGHT], "error", "SystemExit"),
    "exits when called": (["def leaky_average(u, keep): raise SystemExit(0)"], "failed", "the first sample"),
    "interrupts": (["def leaky_average(u, keep): raise KeyboardInterrupt"], "error", "KeyboardInterrupt"),
    "ends without a result": (["import os\nos._exit(0)\n" + RIGHT], "crashed", "exit status 0"),
    "endless": (["while True: pass\n" + RIGHT], "timeout", "still running"),
    "endless and deaf": (
        [
            "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
            "while True:\n    try:\n        time.sleep(1)\n    except BaseException:\n        pass\n" + RIGHT
        ],
        "timeout",
        "still running",
    ),
    "prints a gigabyte": (["for _ in range(1024): print('x' * 2**20)\n" + RIGHT], "passed", ""),
    "asks for input": (["input()\n" + RIGHT], "error", "EOFError"),
    "takes all memory": (["hoard = []\nwhile True: hoard.append(bytearray(b'x') * 2**25)\n" + RIGHT], "memory", "GiB"),
    "leaves a thread": (
        ["import threading, time\nthreading.Thread(target=time.sleep, args=(10**6,)).start()\n" + RIGHT],
        "passed",
        "",
    ),
    "segfault": (["import ctypes\nctypes.string_at(0)\n" + RIGHT], "crashed", "SIGSEGV" if linux else "ended with"),
    "deletes its folder": (["import os, shutil\nshutil.rmtree(os.getcwd())\n" + RIGHT], "passed", ""),
    "writes in its folder": (["open('note.txt', 'w').write('x')\n" + RIGHT], "passed", ""),
    "writes outside": (["open('../note.txt', 'w')\n" + RIGHT], "error", "write files outside its working folder"),
    "fills the disk": (["f = open('big', 'wb')\nwhile True: f.write(bytes(2**24))\n" + RIGHT], "error", "OSError"),
    "starts a process": (["import os\nos.system('true')\n" + RIGHT], "error", "start processes (os.system)"),
    "forks": (["import os\nos.fork()\n" + RIGHT], "error", "start processes (os.fork)"),
    "uses the network": (
        ["import socket\nsocket.create_connection(('127.0.0.1', 9))\n" + RIGHT],
        "error",
        "use the network",
    ),
    "closes all files": (["import os\nos.closerange(0, 4096)\n" + RIGHT], "passed", ""),
    "empties the environment": (["import os\nos.environ.clear()\nos.chdir('/')\n" + RIGHT], "passed", ""),
    "writes a result that is none": (
        [
            RIGHT + "import os, sys\nframe = sys._getframe()\n"
            "while frame.f_code.co_name != 'work':\n    frame = frame.f_back\n"
            "frame.f_locals['rules'].lifted = True\nopen(frame.f_locals['job'].result, 'w').write('[]')\nos._exit(0)"
        ],
        "crashed",
        "before the checks were done",
    ),
    "kills its parent": (["import os\nos.kill(os.getppid(), 9)\n" + RIGHT], "error", "send signals"),
    "passes itself": (
        [
            "from mambalib.exercises import machine\nmachine.Report.status = 'passed'\n"
            "def leaky_average(u, keep): return u"
        ],
        "error",
        "changes Report.status, which the checks rely on",
    ),
    "changes what checks compare with": (
        ["from mambalib.exercises import chapter_00\nchapter_00.expect = lambda *a, **k: None\n" + RIGHT],
        "error",
        "changes mambalib.exercises.chapter_00.expect",
    ),
    "changes torch": (
        ["stack = torch.stack\ntorch.stack = lambda *a, **k: stack(*a, **k)\n" + RIGHT],
        "error",
        "torch.stack",
    ),
    "hands in the library's": (["from mambalib.ssm import leaky_average"], "missing", ""),
    "names the library's": (["leaky_average = ssm.leaky_average"], "failed", "the library's own"),
    "an answer that cannot be shown": (
        ["class Odd:\n    def __repr__(self): raise RuntimeError\ndef leaky_average(u, keep): return Odd()"],
        "failed",
        "",
    ),
    "strange letters": ([f"raise ValueError('\\x1b[31m \\ud800 \\x00')\n{RIGHT}"], "error", "ValueError: ?[31m ? ?"),
}
if linux:
    CELLS |= {
        "kills its parent by ctypes": (
            ["import ctypes, os\nctypes.CDLL(None).kill(os.getppid(), 9)\n" + RIGHT],
            "passed",
            "",
        ),
        "leaves processes behind": (
            [
                textwrap.dedent(f"""
                    import ctypes, os, time
                    libc = ctypes.CDLL(None)
                    if libc.fork() == 0:
                        os.setsid()
                        if libc.fork() == 0:
                            libc.prctl(15, b"{LEFT_BEHIND}", 0, 0, 0)
                            open("ready", "w").close()
                            while True:
                                time.sleep(0.1)
                        libc._exit(0)
                    while not os.path.exists("ready"):
                        time.sleep(0.01)
                """)
                + RIGHT
            ],
            "passed",
            "",
        ),
    }


def _not_json(path):
    path.write_text("{'cells': [")


def _loop(path):
    path.symlink_to(path)


def _huge(path):
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)


# Notebooks that cannot be read, and why.
FILES = {
    "not_json": (_not_json, "not JSON"),
    "nested": (lambda path: path.write_text("[" * 10**5), "not JSON"),
    "empty": (lambda path: path.touch(), "empty"),
    "huge": (_huge, "larger than 50 MiB"),
    "folder": (lambda path: path.mkdir(), "not a file"),
    "not_utf8": (lambda path: path.write_bytes(b'{"cells": ["\xff"]}'), "not UTF-8"),
    "list": (lambda path: path.write_text("[]"), "not a notebook"),
    "strange": (lambda path: path.write_text('{"cells": 3}'), "not a notebook"),
}
if hasattr(os, "mkfifo"):  # links and pipes, as Unix has them
    FILES["loop"] = (_loop, "a link")
    FILES["pipe"] = (os.mkfifo, "not a file")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A class in which every learner does something else to the grader: the rows, and what else it did."""
    folder = tmp_path_factory.mktemp("class")
    for learner, (cells, _, _) in CELLS.items():
        write_notebook(folder / learner / "my work" / "renamed.ipynb", *cells)
    (folder / "unreadable").mkdir()
    for name, (make, _) in FILES.items():
        make(folder / "unreadable" / f"{name}.ipynb")
    (folder / "handed nothing in").mkdir()
    write_notebook(folder / "right" / ".ipynb_checkpoints" / "old.ipynb", "def leaky_average(u, keep): return u")
    before, environment = _everything_in(folder), dict(os.environ)
    rows = in_order(run_answers(collect(folder, [NAME]), seconds=6, memory_bytes=2**30))
    left = [process for process in psutil.process_iter(["name"]) if process.info["name"] == LEFT_BEHIND]
    changed = _everything_in(folder) != before or dict(os.environ) != environment
    return types.SimpleNamespace(rows=rows, left=left, changed=changed)


def _everything_in(folder):
    return {path: path.lstat().st_mtime_ns for path in folder.rglob("*")}


@pytest.mark.parametrize("learner", CELLS)
def test_each_answer_gets_its_row(hostile, learner):
    _, status, detail = CELLS[learner]
    (row,) = [row for row in hostile.rows if row.learner == learner]
    assert row.status == status, row
    assert detail in row.detail, row
    assert "\n" not in row.detail


@pytest.mark.parametrize("name", FILES)
def test_a_notebook_that_cannot_be_read_is_a_row(hostile, name):
    (row,) = [row for row in hostile.rows if row.notebook == f"{name}.ipynb"]
    assert (row.learner, row.status) == ("unreadable", "unreadable")
    assert FILES[name][1] in row.detail


def test_who_hands_nothing_in_has_a_row(hostile):
    (row,) = [row for row in hostile.rows if row.learner == "handed nothing in"]
    assert (row.status, row.detail) == ("missing", "no notebook was handed in")


def test_no_process_is_left_behind(hostile):
    assert not hostile.left


def test_nothing_that_was_handed_in_has_changed(hostile):
    assert not hostile.changed


def test_json_and_junit_hold_every_row(hostile):
    whole = json.loads(as_json(hostile.rows))
    assert [record["status"] for record in whole["rows"]] == [row.status for row in hostile.rows]
    assert whole["passed"]["right"] == 1
    cases = list(ElementTree.fromstring(as_junit(hostile.rows)).iter("testcase"))
    assert [(case.get("classname"), case.get("name")) for case in cases] == [
        (r.learner, r.exercise) for r in hostile.rows
    ]
    failures = {case.get("classname"): case.find("failure") for case in cases}
    assert failures["right"] is None
    assert failures["wrong"].get("type") == "failed"
    assert "expected 0.75" in failures["wrong"].text  # the whole report, as the learner would read it


def test_a_grade_book_has_a_line_for_each_learner(hostile):
    head, *lines = csv.reader(as_csv(hostile.rows).splitlines())
    assert head == ["learner", NAME, "passed"]
    assert [(line[0], line[1]) for line in lines] == [(r.learner, r.status) for r in hostile.rows if r.exercise == NAME]
    assert {line[2] for line in lines if line[1] == "passed"} == {"1"}
    assert {line[2] for line in lines if line[1] != "passed"} == {"0"}


def test_no_name_is_a_formula_in_a_spreadsheet():
    rows = [Row(name, NAME, "", "failed", "", "", 0.0) for name in ('=HYPERLINK("x")', "@sum", 'a,"b"')]
    assert [line[0] for line in csv.reader(as_csv(rows).splitlines()[1:])] == ['\'=HYPERLINK("x")', "'@sum", 'a,"b"']


def test_the_table_says_it_in_a_line_a_row(hostile):
    plain = table(hostile.rows, None).splitlines()
    assert plain[0].split() == ["learner", "exercise", "status", "detail"]
    assert len(plain) == 1 + len(hostile.rows) + 1 + len({row.learner for row in hostile.rows})
    assert "right: 1 of 1 passed" in plain
    coloured = table(hostile.rows, 100)
    assert "\x1b[" in coloured and all(row.status in coloured for row in hostile.rows)


def _copy_of_the_course(folder, change):
    for name, notebook in chapter_notebooks().items():
        (folder / "chapters").mkdir(parents=True, exist_ok=True)
        jupytext.write(change(notebook), folder / "chapters" / f"{name}.ipynb")
    return folder


def test_an_untouched_copy_is_not_attempted(tmp_path, capsys):
    folder = _copy_of_the_course(tmp_path / "clone", lambda notebook: notebook)
    assert grade(folder, tmp_path / "junit.xml", tmp_path / "grades.json") == 1
    rows = json.loads((tmp_path / "grades.json").read_text())["rows"]
    assert [row["exercise"] for row in rows] == list(machine.exercises())
    assert {(row["learner"], row["status"]) for row in rows} == {("clone", "not attempted")}
    assert len(list(ElementTree.parse(tmp_path / "junit.xml").iter("failure"))) == len(rows)
    assert f"clone: 0 of {len(rows)} passed, {len(rows)} not attempted" in capsys.readouterr().out


def test_a_solved_copy_passes(tmp_path, capsys):
    folder = _copy_of_the_course(tmp_path / "clone", solved)
    assert grade(folder) == 0
    total = len(machine.exercises())
    assert capsys.readouterr().out.splitlines()[-1] == f"clone: {total} of {total} passed"


def test_some_chapters_can_be_graded_alone(tmp_path, capsys):
    write_notebook(tmp_path / "ada" / "0.ipynb", RIGHT)
    files = ["--json", str(tmp_path / "grades.json"), "--csv", str(tmp_path / "grades.csv")]
    assert main(["grade", str(tmp_path), "--chapters", "0", *files]) == 0
    assert (tmp_path / "grades.csv").read_text() == f"learner,{NAME},passed\nada,passed,1\n"
    grades = json.loads((tmp_path / "grades.json").read_text())
    assert grades["exercises"] == 1 and [row["exercise"] for row in grades["rows"]] == [NAME]
    assert main(["grade", str(tmp_path), "--chapters", "0", "2"]) == 1
    lines = capsys.readouterr().out.splitlines()
    sums = [line for line in lines if line.startswith("ada: ")]
    rows = [line.split()[1] for line in lines[lines.index(sums[0]) :] if line.startswith("ada ")]
    chapters = {name: exercise.chapter for name, exercise in machine.exercises().items()}
    assert {chapters[name] for name in rows} == {0, 2}
    assert sums[0] == "ada: 1 of 1 passed" and sums[1].startswith(f"ada: 1 of {len(rows)} passed, ")
    assert main(["grade", str(tmp_path), "--chapters", "0", "99"]) == 2
    assert "chapters must be among [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], got [99]" in capsys.readouterr().err


def test_of_two_notebooks_the_one_that_was_worked_on_counts(tmp_path):
    stub = f"def {NAME}(u, keep):\n    raise NotImplementedError('Step 1')"
    write_notebook(tmp_path / "a.ipynb", RIGHT)
    write_notebook(tmp_path / "b.ipynb", stub)
    (answer,) = collect(tmp_path, [NAME])
    assert (answer.notebook, answer.source) == ("a.ipynb", RIGHT)


def test_a_stub_whose_raise_was_commented_out_was_worked_on(tmp_path):
    write_notebook(tmp_path / "0-Copy1.ipynb", f"{RIGHT}\n# raise NotImplementedError('Step 1')")
    write_notebook(tmp_path / "0.ipynb", f"def {NAME}(u, keep):\n    raise NotImplementedError('Step 1')")
    assert [answer.notebook for answer in collect(tmp_path, [NAME])] == ["0-Copy1.ipynb"]


def test_a_folder_that_may_not_be_read_keeps_nobody_else_from_being_graded(tmp_path, monkeypatch):
    write_notebook(tmp_path / "ada" / "0.ipynb", RIGHT)
    write_notebook(tmp_path / "dora" / "0.ipynb", RIGHT)
    scandir, access, locked = os.scandir, os.access, str(tmp_path / "dora")

    def refuse(path):
        if str(path) == locked:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    monkeypatch.setattr(os, "access", lambda path, mode: str(path) != locked and access(path, mode))
    ada, dora, folder = collect(tmp_path, [NAME])
    assert (ada.learner, ada.problem) == ("ada", "") and (dora.learner, dora.problem) == ("dora", "missing")
    assert (folder.learner, folder.problem, folder.detail) == ("dora", "unreadable", "a folder that may not be read")


def test_an_answer_may_use_a_kernel_that_has_to_be_compiled(tmp_path):
    trial = "from mambalib.scan import causal_conv1d\n"
    trial += "causal_conv1d(torch.rand(1, 5, 2), torch.rand(2, 3), torch.rand(2), backend='cpu')\n"
    write_notebook(tmp_path / "class" / "ada" / "0.ipynb", RIGHT + trial)
    command = [sys.executable, "-m", "mambalib", "grade", str(tmp_path / "class"), "--chapters", "0"]
    cold = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path / "cold")}
    done = subprocess.run(command, env=cold, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert not any(path.suffix == ".nbc" for path in tmp_path.rglob("*"))


def test_virtual_environments_are_no_work(tmp_path):
    write_notebook(tmp_path / "ada" / "work.ipynb", RIGHT)
    write_notebook(tmp_path / "ada" / "env" / "lib" / "other.ipynb", "def leaky_average(u, keep): pass")
    (tmp_path / "ada" / "env" / "pyvenv.cfg").touch()
    assert [answer.notebook for answer in collect(tmp_path, [NAME])] == ["work.ipynb"]


@pytest.mark.parametrize(
    "make", [lambda path: None, lambda path: path.touch(), lambda path: (path / "ada").mkdir(parents=True)]
)
def test_a_folder_without_notebooks_is_one_error(tmp_path, make):
    make(tmp_path / "class")
    with pytest.raises(ValueError, match=r"folder must .*class"):
        grade(tmp_path / "class")


def test_a_row_with_the_ends_of_markup_in_it_is_still_well_formed():
    row = Row("<ada> & [b]", "zoh", "", "failed", "[/red] ]]> \x08".replace("\x08", "?"), "a < b & c")
    (case,) = ElementTree.fromstring(as_junit([row])).iter("testcase")
    assert case.get("classname") == "<ada> & [b]"
    assert "[/red]" in table([row], 120)
