"""`mambalib chat`: commands, streams, Ctrl-C, closed pipes, in this process, through pipes and in a terminal."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest
from test_npc_runtime import write_model

from mambalib.cli import main
from mambalib.npc import NPC, Voice
from mambalib.npc.chat import HELP, Chat, run, waiting

COMMAND = [sys.executable, "-c", "from mambalib.cli import main; raise SystemExit(main())", "chat"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def voice(folder):
    return Voice(folder)


@pytest.fixture
def chat(voice):
    return Chat(NPC.load("ada", voice))


def respond(chat, line):
    return "".join(chat.respond(line))


# What is done with a line


def test_a_line_is_answered_piece_by_piece(chat, voice):
    want = list(NPC.load("ada", voice).say("hello"))
    assert list(chat.respond("hello\n")) == want and len(want) > 1


@pytest.mark.parametrize("line", ["", "\n", "   \t\n"])
def test_an_empty_line_is_not_answered(chat, line):
    assert list(chat.respond(line)) == [] and chat.npc.turns == 0


def test_a_saved_conversation_is_loaded(chat, tmp_path):
    file = tmp_path / "my  save.file"
    first = respond(chat, "hello")
    assert respond(chat, f"/save {file}") == f"Saved to {file}."
    second = respond(chat, "and on")
    assert respond(chat, f"/load {file}").endswith(f"The last words were:\n> hello\n{first}")
    assert chat.npc.turns == 1 and respond(chat, "and on") == second


def test_a_save_that_is_refused_changes_nothing(chat, tmp_path):
    respond(chat, "hello")
    before, npc = chat.npc.history, chat.npc
    (tmp_path / "bad").write_bytes(b"no")
    assert "no saved conversation" in respond(chat, f"/load {tmp_path / 'bad'}")
    assert "No such file" in respond(chat, f"/load {tmp_path / 'none'}")
    assert "null" in respond(chat, "/load a\0b")
    assert "the name of a file is missing" in respond(chat, "/load")
    assert respond(chat, "/save ~nobody-of-this-name/mabel").startswith("/save: ")
    assert "the name of a file is missing" in respond(chat, "/save   ")
    assert "/save: " in respond(chat, f"/save {tmp_path / 'bad' / 'x'}")
    assert chat.npc is npc and npc.history == before


def test_turns_are_taken_back(chat):
    for line in ("one", "two", "three", "four"):
        respond(chat, line)
    assert respond(chat, "/undo").startswith("Taken back. The last words were:\n> three\n")
    assert respond(chat, "/undo 2").startswith("Taken back. The last words were:\n> one\n")
    assert chat.npc.turns == 1
    assert "turns must be from 1 to 1" in respond(chat, "/undo 2")
    for number in ("x", "-1", "1.5", "9" * 50):
        assert "N must be a whole number" in respond(chat, f"/undo {number}")
    assert respond(chat, "/undo 1") == "Taken back. Nothing was said yet."


def test_facts_and_figures(chat):
    assert respond(chat, "/facts") == chat.npc.character.to_text()
    assert "tokens/s" not in respond(chat, "/stats")
    respond(chat, "hello")
    stats = respond(chat, "/stats")
    assert f"{chat.npc.nbytes:,} bytes, turns so far: 1" in stats and "tokens/s, first word after" in stats


def test_help_names_all_commands_and_each_is_there(chat):
    assert respond(chat, "/help") == HELP
    for line in HELP.splitlines():
        assert "There is no" not in respond(chat, line.split()[0])
    assert chat.ended


@pytest.mark.parametrize(
    "line", ["/", "/x", "/Save a", "//", "/_save", "/greeting", "/respond hello", "/\x1b[2J" + "x" * 99]
)
def test_another_command_is_one_line_of_help(chat, line):
    said = respond(chat, line)
    assert said.startswith("There is no /") and said.endswith("/help lists the commands.")
    assert said.isprintable() and len(said) < 80 and chat.npc.turns == 0


# The terminal


def typed(monkeypatch, text):
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_a_conversation_from_a_file(voice, monkeypatch, capsys):
    want = "".join(NPC.load("ada", voice).say("hello"))
    npc = NPC.load("ada", voice)
    typed(monkeypatch, "hello\n\n/undo\n/quit\nnobody hears this\n")
    assert run(npc) == 0
    greeting, *lines = capsys.readouterr().out.splitlines()
    assert greeting.startswith(f"{npc.character.name}, {npc.character.trade} of {npc.character.village}.")
    assert lines == [want, "Taken back. Nothing was said yet.", "Good-bye."] and npc.turns == 0


def test_the_end_of_the_input_ends_it_with_or_without_a_newline(voice, monkeypatch, capsys):
    npc = NPC.load("ada", voice)
    for text, turns in (("", 0), ("hello", 1), ("hello\n", 2)):
        typed(monkeypatch, text)
        assert run(npc) == 0 and npc.turns == turns
    assert capsys.readouterr().out.endswith("\n")


def test_a_line_of_a_megabyte_is_one_line(voice, monkeypatch):
    npc = NPC.load("ada", voice)
    typed(monkeypatch, "hello " * 170_000 + "\nand on\n")
    assert run(npc) == 0
    assert [len(said.player) for said in npc.history] == [299, 6]


def test_ctrl_c_ends_the_answer_and_not_the_conversation(voice, monkeypatch, capsys):
    step, countdown = voice.engine.step, 30

    def interrupted(tokens, state):
        nonlocal countdown
        countdown -= 1
        if not countdown:
            raise KeyboardInterrupt
        return step(tokens, state)

    npc = NPC.load("ada", voice)
    monkeypatch.setattr(voice.engine, "step", interrupted)
    typed(monkeypatch, "hello\nare you still there?\n")
    assert run(npc) == 0
    assert npc.turns == 2 and f"{npc.history[0].character} ...\n" in capsys.readouterr().out


def test_ctrl_c_at_the_prompt_is_a_good_bye(voice, monkeypatch):
    class Impatient(io.StringIO):
        def readline(self, size=-1):
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", Impatient())
    assert run(NPC.load("ada", voice)) == 0


def start(folder, *arguments, **options):
    return subprocess.Popen([*COMMAND, "--model", str(folder), *arguments], stdout=subprocess.PIPE, **options)


def test_bytes_that_are_no_text_and_an_output_that_knows_few_letters(folder):
    env = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    process = start(folder, "--temperature", "2", stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
    out, error = process.communicate(b"\xff\xfe\x80 hello\n\x00\x1b[2J\n/help\n")
    assert (process.returncode, error) == (0, b"") and HELP.encode() in out


def test_an_output_that_is_closed_ends_it_quietly(folder):
    process = start(folder, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout.readline()
    process.stdout.close()
    _, error = process.communicate(b"hello\n" * 50)
    assert error == b"" and process.returncode == 141


def test_wrong_arguments_are_one_clear_line(folder, tmp_path, capsys):
    for arguments, message in (
        (["eve"], "character must be a .toml or .json file, or one of: ada, bo; got 'eve'"),
        ([str(tmp_path / "eve.toml")], "No such file"),
        (["ada", "--temperature", "-1"], "temperature must be a number from 0 upwards, got -1.0"),
        (["ada", "--seed", "-1"], "seed must be a whole number from 0 upwards, got -1"),
        (["ada", "--threads", "0"], "threads must be a whole number above 0, got 0"),
    ):
        assert main(["chat", "--model", str(folder), *arguments]) == 2
        error = capsys.readouterr().err
        assert message in error and "Traceback" not in error
    assert main(["chat", "--model", str(tmp_path)]) == 2


class Terminal:
    """A terminal in which the command runs, each step of its engine slowed down."""

    def __init__(self, folder):
        import pty

        slow = "import time; from mambalib.engine import Engine; step = Engine.step\n"
        slow += "Engine.step = lambda *a: (time.sleep(0.02), step(*a))[1]\n"
        command = [*COMMAND, "--model", str(folder)]
        command[2] = slow + command[2]
        self.end, other = pty.openpty()
        self.process = subprocess.Popen(command, stdin=other, stdout=other, stderr=other, start_new_session=True)
        os.close(other)
        self.seen = ""

    def wait_for(self, text):
        """Read until a text is there: all that was read up to its end."""
        deadline = time.monotonic() + 120
        while text not in self.seen:
            assert time.monotonic() < deadline, self.seen
            try:
                self.seen += os.read(self.end, 4096).decode()
            except OSError:  # the other end is closed
                raise AssertionError(f"it ended after {self.seen!r}") from None
        found, self.seen = self.seen[: (at := self.seen.index(text) + len(text))], self.seen[at:]
        return found

    def type(self, text):
        os.write(self.end, text.encode())

    def interrupt_until_it_ends(self):
        """Ctrl-C at a prompt: the exit status. Python misses one that comes after the prompt, but before it listens."""
        for _ in range(12):
            os.killpg(self.process.pid, signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                return self.process.wait(timeout=10)
        raise AssertionError("it did not end")


@pytest.mark.skipif(sys.platform == "win32", reason="it has no pseudo-terminals")
def test_in_a_terminal_ctrl_c_ends_first_the_answer_then_the_conversation(folder, voice):
    terminal = Terminal(folder)
    terminal.wait_for("> ")
    terminal.type("hello\n")
    terminal.wait_for("hello\r\n" + next(NPC.load("ada", voice).say("hello")))
    os.killpg(terminal.process.pid, signal.SIGINT)
    assert terminal.wait_for(" ...\r\n")
    terminal.wait_for("> ")
    terminal.type("/stats\n")
    terminal.wait_for("turns so far: 1")
    terminal.wait_for("> ")
    assert terminal.interrupt_until_it_ends() == 0


class Screen(io.StringIO):
    """A terminal that says when something was written."""

    def __init__(self):
        super().__init__()
        self.written = threading.Event()

    def isatty(self):
        return True

    def write(self, text):
        length = super().write(text)
        self.written.set()
        return length


def test_a_long_wait_is_explained_in_a_terminal_and_a_short_one_not(monkeypatch):
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with waiting():
        pass
    assert not screen.written.wait(0.1)
    monkeypatch.setattr("mambalib.npc.chat._LONG", 0.01)
    with waiting():
        assert screen.written.wait(60)
    assert "The kernels are compiled" in screen.getvalue()
