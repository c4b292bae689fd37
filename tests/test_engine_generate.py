"""mambalib.engine.generate: the rules of mambalib.generate, stops, streams, budgets, states."""

import signal
import subprocess
import sys

import numpy as np
import pytest
import torch

import mambalib.generate
from mambalib.cli import main
from mambalib.engine import Engine, generate
from mambalib.engine.generation import Sampling
from mambalib.model import MambaConfig, MambaLM
from mambalib.tokenizer import Tokenizer

VOCAB = 43
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
PROMPT = [5, 7, 11, 2, 3, 30, 41, 8]


def letters(ids):
    """A tokenizer of one letter a token."""
    return "".join(LETTERS[i] for i in ids)


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(0)
    model = MambaLM(MambaConfig(vocab_size=VOCAB, d_model=12, n_layer=2))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += 0.3 * torch.randn_like(parameter)
    return model


@pytest.fixture(scope="module")
def engine(model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    model.save_pretrained(folder)
    return Engine.load(folder)


# The rules


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"temperature": 0.3},
        {"top_k": 5},
        {"top_k": 1000},
        {"top_p": 0.7},
        {"top_p": 1.0},
        {"min_p": 0.1},
        {"temperature": 2.0, "top_k": 20, "top_p": 0.9, "min_p": 0.05, "repetition_penalty": 1.5},
    ],
)
def test_the_distribution_is_that_of_the_torch_functions(options):
    logits = 2 * np.random.default_rng(3).standard_normal(101).astype(np.float32)
    seen = np.arange(101) % 3 == 0
    sampling = Sampling(**options)
    got = sampling.probabilities(sampling.penalized(logits, seen))
    want = torch.from_numpy(logits).double()[None]
    want = mambalib.generate.penalize_repetition(
        want, torch.from_numpy(seen)[None], options.get("repetition_penalty", 1)
    )
    want = want / options.get("temperature", 1)
    for name in ("top_k", "top_p", "min_p"):
        if name in options:
            want = getattr(mambalib.generate, f"keep_{name}")(want, options[name])
    np.testing.assert_allclose(got, want.softmax(-1)[0].numpy(), atol=1e-7)


def test_tokens_are_drawn_as_often_as_their_probability_says():
    logits = np.log(np.array([0.5, 0.2, 0.0, 0.3]) + 1e-300).astype(np.float32)
    random, sampling = np.random.default_rng(0), Sampling()
    drawn = [sampling.choose(logits, np.zeros(4, bool), random) for _ in range(20000)]
    shares = np.bincount(drawn, minlength=4) / len(drawn)
    np.testing.assert_allclose(shares, [0.5, 0.2, 0, 0.3], atol=0.02)


def test_greedy_text_is_that_of_the_torch_model(model, engine):
    want = mambalib.generate.generate(model, torch.tensor([PROMPT]), 30, temperature=0, repetition_penalty=1.3)
    got = generate(engine, PROMPT, 30, temperature=0, repetition_penalty=1.3)
    assert got.tokens == want.tokens[0]


def test_the_same_seed_gives_the_same_text_and_another_one_another(engine):
    first, again, other = (generate(engine, PROMPT, 30, seed=seed, decode=letters) for seed in (1, 1, 2))
    assert first.tokens == again.tokens and first.text == letters(first.tokens)
    assert first.tokens != other.tokens


# Ends and streams


def test_a_stream_adds_up_to_the_text(engine):
    whole = generate(engine, PROMPT, 20, seed=1, decode=letters)
    stream = generate(engine, PROMPT, 20, seed=1, decode=letters, stream=True)
    assert not stream.tokens
    steps = list(stream)
    assert [step.token for step in steps] == whole.tokens
    assert "".join(step.text for step in steps) == whole.text


def test_text_ends_before_a_stop_string_that_falls_between_tokens(engine):
    whole = generate(engine, PROMPT, 20, seed=1, decode=letters).text
    stop = whole[7:10]
    place = whole.index(stop)
    steps = []
    stream = generate(engine, PROMPT, 20, seed=1, decode=letters, stop=[stop, "~"], stream=True)
    for step in stream:
        steps.append(step.text)
        assert stop[0] not in "".join(steps)[place:]
    assert stream.text == "".join(steps) == whole[:place] and stream.ended
    assert len(stream.tokens) == place + 3


def test_stop_tokens_can_be_an_array(engine):
    first = generate(engine, PROMPT, 1, temperature=0).tokens
    assert generate(engine, PROMPT, 9, temperature=0, stop_tokens=np.array(first)).tokens == first


def test_a_stop_token_is_the_last(engine):
    whole = generate(engine, PROMPT, 20, seed=1)
    token = whole.tokens[6]
    got = generate(engine, PROMPT, 20, seed=1, stop_tokens=[token])
    assert got.tokens == whole.tokens[: whole.tokens.index(token) + 1]


def test_half_a_character_is_held_back(engine):
    def bytes_of(ids):  # each token is half of a character of two bytes
        return bytes(b for i in range(len(ids)) for b in [b"\xc3", b"\xa9"][i % 2]).decode("utf-8", "replace")

    steps = list(generate(engine, PROMPT, 5, seed=0, decode=bytes_of, stream=True))
    assert [step.text for step in steps] == ["", "é", "", "é", "\ufffd"]


def test_the_text_of_a_token_costs_the_same_however_long_the_text_is(engine):
    asked = []

    def decode(ids):
        asked.append(len(ids))
        return letters(ids)

    answer = generate(engine, PROMPT, 40, seed=1, decode=decode)
    assert asked == [1] * 40 and answer.text == letters(answer.tokens)


def test_a_conversation_goes_on_from_its_state(engine):
    first = generate(engine, PROMPT, 6, temperature=0)
    memory = first.state.clone()
    second = generate(engine, [1, 2], 6, temperature=0, state=first.state)
    np.testing.assert_array_equal(first.state.ssm, memory.ssm)
    whole = generate(engine, [*PROMPT, *first.tokens, 1, 2], 6, temperature=0)
    assert second.tokens == whole.tokens


# Slices of time


class Clock:
    """A clock on which every read of the engine takes a fixed time."""

    def __init__(self, engine, monkeypatch, seconds):
        self.now, read = 100.0, engine.read
        monkeypatch.setattr("mambalib.engine.generation.time.perf_counter", lambda: self.now)
        self.reads = []

        def slow(ids, state):
            self.now += seconds * ids.shape[1]
            self.reads.append(ids.shape[1])
            return read(ids, state)

        monkeypatch.setattr(engine, "read", slow)


@pytest.fixture
def clock(engine, monkeypatch):
    return Clock(engine, monkeypatch, seconds=0.001)


def test_slices_of_time_add_up_to_the_same_text(engine, monkeypatch):
    want = generate(engine, PROMPT, 25, seed=4, decode=letters)
    clock = Clock(engine, monkeypatch, seconds=0.001)
    answer = generate(engine, PROMPT, 25, seed=4, decode=letters, budget_ms=4)
    slices, texts = 1, [answer.text]
    while not answer.ended:
        begin = clock.now
        texts.append(answer.run(budget_ms=4).text)
        slices += 1
        assert clock.now - begin <= 0.004001
    assert answer.tokens == want.tokens and "".join(texts) == answer.text == want.text
    assert slices >= 8


def test_a_tiny_budget_still_gets_on(engine, clock):
    answer = generate(engine, PROMPT[:1], 4, seed=0, budget_ms=0.01)
    while not answer.ended:
        before = len(answer.tokens)
        answer.run(budget_ms=0.01)
        assert len(answer.tokens) == before + 1
    assert len(answer.tokens) == 4


def test_a_generous_budget_reaches_the_end(engine, clock):
    assert generate(engine, PROMPT, 9, seed=0, budget_ms=1e6).ended


def test_a_cancelled_text_ends_with_the_state_so_far(engine):
    answer = generate(engine, PROMPT, 50, temperature=0, stream=True)
    for _ in range(3):
        next(answer)
    answer.cancel()
    assert answer.ended and list(answer) == []
    other = generate(engine, PROMPT, 3, temperature=0)
    assert answer.tokens == other.tokens
    np.testing.assert_allclose(answer.state.ssm, other.state.ssm, atol=1e-6)


def test_a_cancelled_text_keeps_what_a_stop_string_held_back(engine):
    whole = generate(engine, PROMPT, 4, temperature=0, decode=letters).text
    answer = generate(engine, PROMPT, 50, temperature=0, decode=letters, stop=[f"{whole[2:]}#"], stream=True)
    for _ in whole:
        next(answer)
    assert answer.text == whole[:2]
    answer.cancel()
    assert answer.text == whole and len(answer.tokens) == 4


def test_a_text_cancelled_in_the_middle_of_a_step_ends_with_it(engine):
    def decode(ids):
        answer.cancel()  # as another thread may at any time
        return letters(ids)

    answer = generate(engine, PROMPT, 50, decode=decode, stream=True)
    assert len(list(answer)) == len(answer.tokens) == len(answer.text) == 1


def test_a_state_stays_as_it_was_when_the_text_goes_on(engine):
    answer = generate(engine, PROMPT, 50, stream=True)
    next(answer)
    state = answer.state
    before = state.ssm.copy()
    next(answer)
    np.testing.assert_array_equal(state.ssm, before)
    assert not np.array_equal(answer.state.ssm, before)


def test_a_state_is_lost_with_an_interrupted_step_and_says_so(engine, monkeypatch):
    answer, read = generate(engine, PROMPT, 50, stream=True), engine.read

    def interrupted(*args):
        read(*args)
        raise KeyboardInterrupt

    next(answer)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(engine, "read", interrupted)
        next(answer)
    for look in (lambda: answer.state, lambda: next(answer)):
        with pytest.raises(RuntimeError, match="the state is lost, as a step was interrupted"):
            look()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"temperature": -1}, "temperature must be a number from 0 upwards, got -1"),
        ({"top_k": 0}, "top_k must be a whole number, at least 1, got 0"),
        ({"top_p": 0}, "top_p must lie above 0"),
        ({"min_p": 2}, "min_p must lie from 0 to 1, got 2"),
        ({"repetition_penalty": 0}, "repetition_penalty must be a number above 0"),
        ({"max_new_tokens": 0}, "max_new_tokens must be at least 1, got 0"),
        ({"max_new_tokens": float("nan")}, "max_new_tokens must be a whole number, got nan"),
        ({"stop": ["a"]}, "decode must be given with stop"),
        ({"stop": "a", "decode": letters}, "stop must be a list of strings"),
        ({"budget_ms": 0}, "budget_ms must be a number above 0, got 0"),
        ({"budget_ms": 1, "stream": True}, "budget_ms and stream exclude each other"),
        ({"ids": []}, "input_ids must be"),
        ({"ids": [VOCAB]}, "input_ids must lie from 0 to 42"),
    ],
)
def test_wrong_options_are_refused(engine, options, message):
    arguments = {"ids": PROMPT, "max_new_tokens": 3} | options
    with pytest.raises(ValueError, match=message):
        generate(engine, **arguments)


# The commands


def make(folder, **special):
    """A small model with a tokenizer; the table of embeddings has rows without a token."""
    tokenizer = Tokenizer.train(["the cat sat on the mat"] * 3, 262, **special)
    torch.manual_seed(0)
    MambaLM(MambaConfig(vocab_size=tokenizer.vocab_size + 3, d_model=12, n_layer=2)).save_pretrained(folder)
    tokenizer.save(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make(tmp_path_factory.mktemp("command") / "tiny")


@pytest.fixture(scope="module")
def endless(tmp_path_factory):
    """One whose tokenizer knows no end of a text."""
    return make(tmp_path_factory.mktemp("endless"), special_tokens=())


def test_generate_prints_the_prompt_and_the_text(folder, capsys):
    assert main(["generate", "--model", str(folder), "the cat", "--tokens", "12", "--temperature", "0"]) == 0
    tokenizer = Tokenizer.load(folder)
    answer = generate(
        Engine.load(folder),
        tokenizer.encode("the cat"),
        12,
        temperature=0,
        decode=lambda ids: tokenizer.decode(i for i in ids if i < tokenizer.vocab_size),
        stop_tokens=[tokenizer.end_of_text],
    )
    assert capsys.readouterr().out == f"the cat{answer.text}\n"


def test_the_options_of_generate_reach_it(folder, capsys):
    command = ["generate", "--model", str(folder), "the", "--tokens", "30", "--top-k", "50", "--min-p", "0.001"]
    texts = []
    for seed in ("1", "1", "2"):
        assert main([*command, "--top-p", "0.9", "--weights", "int8", "--threads", "2", "--seed", seed]) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1] != texts[2]
    assert main([*command, "--top-p", "2"]) == 2
    assert capsys.readouterr().err == "mambalib generate: top_p must lie above 0 and not above 1, got 2.0\n"


def test_quantize_writes_a_folder_that_generate_reads(folder, capsys):
    assert main(["quantize", str(folder), "--weights", "int4"]) == 0
    out = folder.with_name("tiny-int4")
    assert capsys.readouterr().out.startswith(f"{out}: ")
    assert Engine.load(out).weights == "int4"
    assert main(["generate", "--model", str(out), "the", "--tokens", "2"]) == 0
    assert main(["quantize", str(out), "--out", str(folder.with_name("again"))]) == 2
    assert "must not be quantized yet, got int4" in capsys.readouterr().err


def test_a_model_that_is_not_there_or_has_no_tokenizer_is_one_clear_error(folder, tmp_path, capsys):
    for model, prompt, message in [
        ("state-spaces/mamba-130m-hf", "a", "--model must be a folder, got state-spaces/mamba-130m-hf"),
        (str(tmp_path), "a", f"--model must be a folder with a tokenizer.json, but there is none in {tmp_path}"),
        (str(folder), "", "the prompt must be a text that is not empty, got ''"),
    ]:
        assert main(["generate", "--model", model, prompt]) == 2
        assert message in capsys.readouterr().err


def start(folder):
    program = "import sys; from mambalib.cli import main; code = main(sys.argv[1:]); assert 'torch' not in sys.modules"
    command = [sys.executable, "-c", f"{program}; sys.exit(code)", "generate", "--model", str(folder), "the"]
    command += ["--tokens", "1000000"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_generate_needs_no_torch_and_a_closed_pipe_ends_it_quietly(endless):
    process = start(endless)
    assert process.stdout.read(3) == b"the"
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing there")
def test_ctrl_c_ends_generate_quietly(endless):
    process = start(endless)
    assert process.stdout.read(20)  # it writes
    process.send_signal(signal.SIGINT)
    assert process.communicate()[1] == b""
    assert process.returncode == 130
