"""mambalib.generate against transformers: the same processors and greedy text; stops, streams, batches, states."""

import collections
import math
import re

import pytest
import scipy.stats
import torch
import transformers

from mambalib.generate import (
    generate,
    keep_min_p,
    keep_top_k,
    keep_top_p,
    next_token,
    penalize_repetition,
    prefill,
)
from mambalib.model import MambaConfig, MambaLM
from mambalib.stop import certain

VOCAB = 43
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def make(seed=0, vocab_size=VOCAB, **sizes):
    torch.manual_seed(seed)
    model = MambaLM(MambaConfig(vocab_size=vocab_size, d_model=12, n_layer=2, **sizes))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += 0.3 * torch.randn_like(parameter)
    return model


@pytest.fixture(scope="module")
def model():
    return make()


def tokens(*shape, seed=1):
    return torch.randint(VOCAB, shape, generator=torch.Generator().manual_seed(seed))


def letters(ids):
    """A tokenizer of one letter a token."""
    return "".join(LETTERS[i] for i in ids)


def flat(state):
    return [tensor for layer in state.layers for tensor in layer]


# The processors are those of transformers


@pytest.fixture(params=["plain", "sharp", "flat", "with minus infinity"])
def logits(request):
    values = torch.randn(5, 101, generator=torch.Generator().manual_seed(3))
    if request.param == "with minus infinity":
        values[:, ::3] = -math.inf
    return values * {"sharp": 20, "flat": 0.01}.get(request.param, 2)


@pytest.mark.parametrize("k", [1, 2, 50, 101, 1000])
def test_top_k_is_that_of_transformers(logits, k):
    want = transformers.TopKLogitsWarper(k)(None, logits)
    assert torch.equal(keep_top_k(logits, k), want)


@pytest.mark.parametrize("p", [1e-6, 0.1, 0.5, 0.9, 0.99])
def test_top_p_is_that_of_transformers(logits, p):
    want = transformers.TopPLogitsWarper(p)(None, logits)
    assert torch.equal(keep_top_p(logits, p).isfinite(), want.isfinite())
    assert torch.equal(keep_top_p(logits, p), want)


def test_top_p_of_one_keeps_all(logits):
    possible = logits.softmax(-1) > 0
    assert torch.equal(keep_top_p(logits, 1.0)[possible], logits[possible])
    few = torch.tensor([[20.0, 0.0, 0.0, 0.0]])
    assert torch.equal(keep_top_p(few, 1.0), few)


@pytest.mark.parametrize("p", [0.9999, 0.99999])
def test_top_p_counts_the_unlikely_of_a_large_vocabulary(p):
    logits = 3 * torch.randn(2, 50_280, generator=torch.Generator().manual_seed(0))
    want = transformers.TopPLogitsWarper(p)(None, logits)
    assert torch.equal(keep_top_p(logits, p), want)
    exact = transformers.TopPLogitsWarper(p)(None, logits.double())
    assert (keep_top_p(logits, p).isfinite() != exact.isfinite()).sum() <= 2


@pytest.mark.parametrize("p", [0.0, 0.01, 0.3, 1.0])
def test_min_p_is_that_of_transformers(logits, p):
    want = transformers.MinPLogitsWarper(p)(None, logits)
    assert torch.equal(keep_min_p(logits, p), want)


@pytest.mark.parametrize("penalty", [0.5, 1.0, 1.3, 5.0])
def test_repetition_penalty_is_that_of_transformers(logits, penalty):
    said = torch.randint(101, (5, 20), generator=torch.Generator().manual_seed(4))
    seen = torch.zeros_like(logits, dtype=torch.bool).scatter(1, said, True)
    want = transformers.RepetitionPenaltyLogitsProcessor(penalty)(said, logits.clone())
    assert torch.equal(penalize_repetition(logits, seen, penalty), want)


def test_processors_change_no_argument(logits):
    before, seen = logits.clone(), torch.ones_like(logits, dtype=torch.bool)
    for change in (keep_top_k, keep_top_p, keep_min_p):
        change(logits, 1)
    penalize_repetition(logits, seen, 2.0)
    next_token(logits, seen, 0.5, 5, 0.5, 0.1, 2.0)
    assert torch.equal(logits, before)


def test_ties_are_kept_by_top_k_and_one_is_by_top_p():
    even = torch.zeros(1, 4)
    assert keep_top_k(even, 2).isfinite().sum() == 4
    assert keep_top_p(even, 0.25).isfinite().sum() == 1
    assert keep_top_p(even, 0.3).isfinite().sum() == 2


@pytest.mark.parametrize(
    "options",
    [
        {"temperature": 0.7},
        {"temperature": 3.0, "top_k": 5},
        {"top_p": 0.7},
        {"temperature": 1.5, "min_p": 0.2},
        {"temperature": 0.9, "top_k": 9, "top_p": 0.9, "min_p": 0.05, "repetition_penalty": 1.5},
    ],
    ids=str,
)
def test_tokens_are_drawn_from_the_distribution_of_transformers(options):
    """20,000 draws against the probabilities that transformers' processors leave, in its order."""
    logits = 2 * torch.randn(1, 12, generator=torch.Generator().manual_seed(0))
    said = torch.tensor([[3, 7]])
    processors = transformers.LogitsProcessorList()
    if "repetition_penalty" in options:
        processors.append(transformers.RepetitionPenaltyLogitsProcessor(options["repetition_penalty"]))
    processors.append(transformers.TemperatureLogitsWarper(options.get("temperature", 1.0)))
    for name, kind in (("top_k", "TopK"), ("top_p", "TopP"), ("min_p", "MinP")):
        if name in options:
            processors.append(getattr(transformers, f"{kind}LogitsWarper")(options[name]))
    want = processors(said, logits.clone()).softmax(-1)[0]
    seen = torch.zeros(20_000, 12, dtype=torch.bool)
    seen[:, [3, 7]] = True
    random = torch.Generator().manual_seed(0)
    drawn = next_token(logits.expand(20_000, -1), seen, random=random, **options).bincount(minlength=12)
    assert not drawn[want == 0].any()
    possible = want > 0
    assert possible.sum() > 1
    expected = (want / want.sum() * 20_000)[possible]
    assert (
        scipy.stats.chisquare(drawn[possible], expected * drawn.sum() / expected.sum(), sum_check=False).pvalue > 1e-3
    )


@pytest.mark.parametrize("temperature", [5e-324, 1e-46, 1e-30, 1e-3, 0])
def test_the_coldest_takes_the_likeliest(temperature):
    logits = 50 * torch.randn(7, 30)
    seen = torch.zeros(7, 30, dtype=torch.bool)
    assert torch.equal(next_token(logits, seen, temperature), logits.argmax(-1))


# Greedy text is that of transformers


@pytest.fixture(scope="module")
def theirs(model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    model.save_pretrained(folder)
    return transformers.MambaForCausalLM.from_pretrained(folder)


@pytest.mark.parametrize("penalty", [1.0, 1.3])
def test_64_greedy_tokens_are_those_of_transformers(model, theirs, penalty):
    prompt = tokens(3, 9)
    suppressed = list(range(VOCAB, 48))  # it knows of no padded vocabulary
    options = {"max_new_tokens": 64, "do_sample": False, "repetition_penalty": penalty, "suppress_tokens": suppressed}
    want = theirs.generate(prompt, attention_mask=torch.ones_like(prompt), **options)[:, 9:]
    got = generate(model, prompt, 64, temperature=0, repetition_penalty=penalty)
    assert got.tokens == want.tolist()
    assert len({token for row in got.tokens for token in row}) > 5  # the text says something


@torch.no_grad()
def test_greedy_is_the_likeliest_token_again_and_again(model):
    prompt = tokens(1, 5)
    for _ in range(8):
        logits, _ = model(prompt)
        prompt = torch.cat([prompt, logits[:, -1:].argmax(-1)], dim=1)
    assert generate(model, prompt[:, :5], 8, temperature=0).tokens == prompt[:, 5:].tolist()


# Batches and states


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("options", [{}, {"repetition_penalty": 1.5}], ids=str)
@torch.no_grad()
def test_a_batch_of_different_lengths_is_each_alone(model, side, options):
    prompts = [tokens(n, seed=n) for n in (1, 3, 8)]
    padded, mask = torch.full((3, 8), 10**6), torch.zeros(3, 8, dtype=torch.long)
    for row, prompt in enumerate(prompts):
        place = slice(8 - len(prompt), None) if side == "left" else slice(len(prompt))
        padded[row, place], mask[row, place] = prompt, 1
    stop_tokens = {generate(model, prompts[1][None], 9, temperature=0, **options).tokens[0][4]}
    together = generate(model, padded, 20, temperature=0, attention_mask=mask, stop_tokens=stop_tokens, **options)
    assert len({len(row) for row in together.tokens}) > 1  # they end at different times
    for row, prompt in enumerate(prompts):
        alone = generate(model, prompt[None], 20, temperature=0, stop_tokens=stop_tokens, **options)
        assert together.tokens[row] == alone.tokens[0]
        for got, want in zip(flat(together.state), flat(alone.state), strict=True):
            torch.testing.assert_close(got[[row]], want, rtol=1e-4, atol=1e-5)


@torch.no_grad()
def test_the_state_has_read_the_prompt_and_every_new_token(model):
    prompt = tokens(2, 5)
    written = generate(model, prompt, 7, seed=0)
    _, want = model(torch.cat([prompt, torch.tensor(written.tokens)], dim=1))
    torch.testing.assert_close(flat(written.state), flat(want), rtol=1e-4, atol=1e-5)
    more = tokens(2, 3, seed=9)
    whole = torch.cat([prompt, torch.tensor(written.tokens), more], dim=1)
    assert (
        generate(model, more, 5, temperature=0, state=written.state).tokens
        == generate(model, whole, 5, temperature=0).tokens
    )


def test_generating_does_not_change_the_state_that_it_starts_from(model):
    state = generate(model, tokens(1, 5), 3, seed=0).state
    before = [tensor.clone() for tensor in flat(state)]
    generate(model, tokens(1, 2), 5, state=state)
    assert all(torch.equal(*pair) for pair in zip(flat(state), before, strict=True))
    assert not any(tensor.requires_grad for tensor in flat(state))


def test_padded_vocabulary_is_never_drawn():
    model = make(vocab_size=41, pad_vocab_size_multiple=64)
    with torch.no_grad():
        model.backbone.embeddings.weight[41:] *= 100  # what would win
    written = generate(model, tokens(4, 3).clamp(max=40), 100, temperature=5.0, seed=0)
    assert max(token for row in written.tokens for token in row) <= 40
    assert len({token for row in written.tokens for token in row}) == 41  # and all others can be


# Random numbers


def test_the_same_seed_gives_the_same_text(model):
    prompt = tokens(2, 4)
    first = generate(model, prompt, 30, seed=5)
    torch.rand(3)
    assert generate(model, prompt, 30, seed=5).tokens == first.tokens
    assert generate(model, prompt, 30, seed=6).tokens != first.tokens


def test_without_a_seed_torchs_own_numbers_are_drawn(model):
    def run(seed):
        torch.manual_seed(seed)
        return generate(model, tokens(2, 4), 30).tokens

    assert run(1) == run(1)
    assert run(1) != run(2)


def test_a_seed_leaves_torchs_own_numbers_alone(model):
    torch.manual_seed(0)
    want = torch.rand(1)
    torch.manual_seed(0)
    generate(model, tokens(2, 4), 5, seed=3)
    assert torch.equal(torch.rand(1), want)


# Where a text ends


@pytest.fixture(scope="module")
def long(model):
    """A text without a stop, to choose stops from."""
    return generate(model, tokens(1, 5), 40, temperature=0.9, decode=letters, seed=2)


def test_a_text_ends_after_max_new_tokens(model, long):
    assert (len(long.tokens[0]), long.text[0]) == (40, letters(long.tokens[0]))
    assert long.ended == [True]
    assert len(generate(model, tokens(1, 5), 1, seed=0).tokens[0]) == 1


@pytest.mark.parametrize("length", [1, 2, 5])
def test_a_stop_string_ends_the_text_before_it(model, long, length):
    stop = long.text[0][10 : 10 + length]
    place = long.text[0].find(stop)
    got = generate(model, tokens(1, 5), 40, temperature=0.9, decode=letters, seed=2, stop=["never there", stop])
    assert got.text == [long.text[0][:place]]
    assert got.tokens == [long.tokens[0][: place + length]]


def test_the_stop_that_begins_first_counts(model):
    pairs = {row: "abcd" for row in range(VOCAB)}  # every token is these four letters
    got = generate(model, tokens(1, 5), 40, decode=lambda ids: "".join(pairs[i] for i in ids), stop=["d", "bc"])
    assert (got.text, len(got.tokens[0])) == (["a"], 1)


def test_a_stop_string_may_lie_in_the_middle_of_tokens(model):
    """Tokens of five letters, and a stop that begins in one and ends in the next but one."""
    got = generate(
        model, tokens(1, 5), 9, decode=lambda ids: "".join(f"<{n:03}>" for n in range(len(ids))), stop=["1><002"]
    )
    assert (got.text, len(got.tokens[0])) == (["<000><00"], 3)


def test_a_stop_in_the_prompt_does_not_count(model, long):
    prompt = torch.tensor(long.tokens)
    got = generate(model, prompt, 3, decode=letters, stop=[long.text[0][:20]], seed=0)
    assert len(got.tokens[0]) == 3


def test_a_stop_token_ends_the_text_and_is_kept(model, long):
    token = long.tokens[0][7]
    got = generate(model, tokens(1, 5), 40, temperature=0.9, seed=2, stop_tokens=[token])
    assert got.tokens == [long.tokens[0][: long.tokens[0].index(token) + 1]]


# Streams


def test_a_stream_is_the_same_text_piece_by_piece(model, long):
    stream = generate(model, tokens(1, 5), 40, temperature=0.9, decode=letters, seed=2, stream=True)
    assert (stream.tokens, stream.text, stream.ended) == ([[]], [""], [False])
    steps = []
    for step in stream:
        steps.append(step)
        assert stream.tokens[0] == [step.tokens[0] for step in steps]
        assert stream.text[0] == "".join(step.text[0] for step in steps)
    assert (stream.tokens, stream.text, stream.ended) == (long.tokens, long.text, [True])
    assert len(steps) == 40
    assert next(stream, None) is None
    assert all(torch.equal(*pair) for pair in zip(flat(stream.state), flat(long.state), strict=True))


@torch.no_grad()
def test_a_stream_that_is_left_has_a_state_of_all_that_it_gave(model):
    stream = generate(model, tokens(1, 5), 40, seed=2, stream=True)
    for _ in range(3):
        next(stream)
    _, want = model(torch.cat([tokens(1, 5), torch.tensor(stream.tokens)], dim=1))
    torch.testing.assert_close(flat(stream.state), flat(want), rtol=1e-4, atol=1e-5)
    rest = [step.tokens[0] for step in stream]  # and it can go on, as if it had not been asked
    assert stream.tokens == generate(model, tokens(1, 5), 40, seed=2).tokens
    assert len(rest) == 37


def test_rows_that_ended_give_nothing_more(model):
    plain = generate(model, tokens(3, 5), 20, seed=1)
    stop = plain.tokens[0][2]
    stream = generate(model, tokens(3, 5), 20, seed=1, stop_tokens=[stop], decode=letters, stream=True)
    counts = collections.Counter()
    for step in stream:
        for row, token in enumerate(step.tokens):
            counts[row] += token is not None
            assert (token is not None) or step.text[row] == ""
    assert [counts[row] for row in range(3)] == [len(row) for row in stream.tokens]
    assert len(stream.tokens[0]) <= 3 < max(len(row) for row in stream.tokens)


def test_a_streamed_text_never_shows_the_beginning_of_a_stop(model, long):
    text = long.text[0]
    stop = text[20:24]
    stream = generate(model, tokens(1, 5), 40, temperature=0.9, decode=letters, seed=2, stop=[stop], stream=True)
    shown = ""
    for step in stream:
        shown += step.text[0]
        assert text[: text.find(stop)].startswith(shown)
    assert shown == text[: text.find(stop)]


def test_what_only_looked_like_a_stop_is_shown_in_the_end(model, long):
    text = long.text[0]
    stop = text[-2:] + "_"  # begins at the end and does not come
    stream = generate(model, tokens(1, 5), 40, temperature=0.9, decode=letters, seed=2, stop=[stop], stream=True)
    pieces = [step.text[0] for step in stream]
    assert "".join(pieces) == text
    assert pieces[-1].endswith(text[-2:])


def test_characters_of_many_bytes_are_shown_whole(model):
    """A tokenizer of single bytes: a character comes with its last byte."""
    data = "Grüße, 世界 🐍!".encode()
    stream = generate(
        model, tokens(1, 5), len(data), decode=lambda ids: data[: len(ids)].decode(errors="replace"), stream=True
    )
    pieces = [step.text[0] for step in stream]
    assert "".join(pieces) == data.decode()
    assert not any("\ufffd" in piece for piece in pieces)
    assert [piece for piece in pieces if piece] == list(data.decode())


@pytest.mark.parametrize(
    ("text", "stop", "want"),
    [
        ("hello", (), "hello"),
        ("hello\n", ("\n\n",), "hello"),
        ("hello\nUs", ("\nUser:",), "hello"),
        ("hello\nUx", ("\nUser:",), "hello\nUx"),
        ("aa", ("aab",), ""),
        ("aaa", ("aab",), "a"),
        ("xab", ("abc", "b!"), "x"),
        ("x\ufffd\ufffd", (), "x"),
        ("x\ufffdy", (), "x\ufffdy"),
        ("x<\ufffd", ("<é",), "x"),
        ("", ("a",), ""),
    ],
)
def test_certain(text, stop, want):
    assert certain(text, stop) == want


# Errors


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"max_new_tokens": 0}, "max_new_tokens must be at least 1, got 0"),
        ({"max_new_tokens": 12.5}, "max_new_tokens must be a whole number, got 12.5"),
        ({"temperature": -0.1}, "temperature must be a number from 0 upwards, got -0.1"),
        ({"temperature": math.nan}, "temperature must be a number from 0 upwards, got nan"),
        ({"temperature": math.inf}, "temperature must be a number from 0 upwards, got inf"),
        ({"top_k": 0}, "top_k must be a whole number, at least 1, got 0"),
        ({"top_p": 0}, "top_p must lie above 0 and not above 1, got 0"),
        ({"top_p": 1.1}, "top_p must lie above 0 and not above 1, got 1.1"),
        ({"min_p": -0.1}, "min_p must lie from 0 to 1, got -0.1"),
        ({"repetition_penalty": 0}, "repetition_penalty must be a number above 0, got 0"),
        ({"stop": ["a"]}, "decode must be given with stop"),
        ({"stop": "abc", "decode": letters}, "stop must be a list of strings that are not empty, got 'abc'"),
        ({"stop": ["a", ""], "decode": letters}, "stop must be a list of strings that are not empty, got ['a', '']"),
        ({"attention_mask": torch.ones(2, 3)}, "attention_mask must be (2, 4) like input_ids"),
        ({"attention_mask": torch.tensor([[1] * 4, [0] * 4])}, "attention_mask must leave a token in each row"),
        ({"input_ids": torch.tensor([[43]])}, "input_ids must lie from 0 to 42, got 43 to 43"),
        ({"input_ids": torch.tensor([1, 2])}, "input_ids must be (batch, length)"),
        ({"input_ids": torch.zeros(1, 0, dtype=torch.long)}, "input_ids must be (batch, length)"),
    ],
    ids=str,
)
def test_bad_arguments_are_one_error(model, options, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        generate(model, **({"input_ids": tokens(2, 4), "max_new_tokens": 3} | options))


# Prefill


@pytest.mark.parametrize("piece", [1, 4, 5, 100])
def test_prefill_in_pieces_is_one_forward_pass(model, monkeypatch, piece):
    monkeypatch.setattr("mambalib.generate.PIECE", piece)
    ids, start = tokens(3, 13), model(tokens(3, 5, seed=2))[1].detach()
    with torch.no_grad():
        want, after = model(ids, start)
    got, state = prefill(model, ids, start)
    assert torch.allclose(got, want[:, -1], atol=1e-5)
    assert all(torch.allclose(a, b, atol=1e-5) for a, b in zip(flat(state), flat(after), strict=True))


@pytest.mark.parametrize("left", [True, False])
def test_prefill_passes_over_padding_in_whole_pieces_too(model, monkeypatch, left):
    monkeypatch.setattr("mambalib.generate.PIECE", 4)
    ids, lengths = tokens(3, 13), (13, 3, 8)
    place = torch.arange(13).flip(0) if left else torch.arange(13)
    mask = place < torch.tensor(lengths).unsqueeze(1)
    got, state = prefill(model, ids, attention_mask=mask)
    for row, real in enumerate(mask):
        want, alone = prefill(model, ids[row][real].unsqueeze(0))
        assert torch.allclose(got[row], want[0], atol=1e-5)
        assert all(torch.allclose(a[row], b[0], atol=1e-5) for a, b in zip(flat(state), flat(alone), strict=True))
