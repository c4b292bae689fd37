"""mambalib.data on corpora whose tokens are their own places, so that a batch shows where it was read."""

import json
import os
import re
import sys
import tracemalloc
import types
from collections import Counter

import numpy as np
import psutil
import pytest
import safetensors.numpy
import torch

from mambalib import data
from mambalib.data import Sampler, TokenFile, english, hugging_face, is_held_out, split, text_files, write_tokens
from mambalib.model import MambaConfig, MambaLM
from mambalib.tokenizer import Tokenizer

SIZES = {  # tokens, batch_size, length
    "odd": (1009, 3, 7),
    "one row": (100, 1, 9),
    "windows of one": (61, 4, 1),
    "a single window": (12, 1, 11),
    "wide": (997, 31, 5),
    "round": (1024, 8, 16),
}


@pytest.fixture(scope="module")
def tokenizer():
    return Tokenizer.train(english()[:30], 300)


def places(count):
    """A corpus in which each token is its own place."""
    return np.arange(count, dtype=np.uint32)


def starts(sampler, steps):
    return [start for step in steps for start in sampler.batch(step).input_ids[:, 0].tolist()]


# Corpora


def test_english_is_a_good_deal_of_text_in_sections():
    documents = english()
    assert documents == english()
    assert len(documents) > 100
    assert 300_000 < sum(map(len, documents)) < 600_000
    assert any(text.startswith('The "assert" statement\n\nAssert statements are') for text in documents)
    assert not any(re.search(r"^\S.*\n([*=\-~])\1{2,}$", text, re.MULTILINE) for text in documents)  # no underlines
    assert all(text == text.strip() and "\n" in text for text in documents)


def test_english_says_nothing_twice():
    paragraphs = Counter(" ".join(p.split()) for text in english() for p in text.split("\n\n"))
    repeated = sum(len(p) * (count - 1) for p, count in paragraphs.items() if len(p) > 60)
    assert repeated < 0.002 * sum(map(len, english()))


def test_english_takes_the_sections_as_they_are(monkeypatch):
    topics = {
        "b": "Beta\n****\n\nText of b.\n\n\nInner\n=====\n\nOf a\n  and b.\n",
        "a": "Alpha\n*****\n\nText of a.\n\nInner\n-----\n\nOf a\n  and b.\n\nEmpty\n~~~~~\n",
        "c": "No heading.\nTwo lines.",
    }
    monkeypatch.setitem(sys.modules, "pydoc_data.topics", types.SimpleNamespace(topics=topics))
    wanted = ["Alpha\n\nText of a.", "Inner\n\nOf a\n  and b.", "Beta\n\nText of b.", "No heading.\nTwo lines."]
    assert english() == wanted


def test_a_python_without_its_manual_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pydoc_data.topics", None)
    with pytest.raises(ValueError, match=re.escape("this Python comes without pydoc_data.topics")):
        english()


def test_text_files_come_in_order_of_their_paths(tmp_path):
    files = {
        "b.txt": "b é".encode(),
        "a/z.md": b"\xef\xbb\xbfa marked file",
        "a/B.TXT": b"two\r\nlines\n",
        "a/ignored.py": b"\xff",
        "c.txt": b"",
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder.txt").mkdir()
    assert list(text_files(tmp_path)) == ["two\nlines\n", "a marked file", "b é", ""]


def test_a_file_that_is_no_text_is_named(tmp_path):
    (tmp_path / "good.txt").write_text("good")
    (tmp_path / "later.txt").write_bytes(b"ab\xff")
    documents = text_files(str(tmp_path))
    assert next(documents) == "good"
    with pytest.raises(ValueError, match=re.escape(f"{tmp_path / 'later.txt'} must be UTF-8, but is not at byte 2")):
        next(documents)


def test_a_folder_without_text_is_named_at_once(tmp_path):
    with pytest.raises(ValueError, match=re.escape(f"but there are none in {tmp_path}")):
        text_files(tmp_path)
    with pytest.raises(ValueError, match=r"folder must be a folder of text files, got .*nowhere"):
        text_files(tmp_path / "nowhere")


def test_a_data_set_is_streamed(monkeypatch):
    asked = []

    def load_dataset(*arguments, **options):
        asked.append((arguments, options))
        return ({"text": f"text {number}", "id": number} for number in range(3))

    monkeypatch.setitem(sys.modules, "datasets", types.SimpleNamespace(load_dataset=load_dataset))
    assert list(hugging_face("a/b", split="test", config="small")) == ["text 0", "text 1", "text 2"]
    assert asked == [(("a/b", "small"), {"split": "test", "streaming": True})]
    for column in ("id", "body"):
        message = f"column must name a column of text in a/b, got '{column}' among ['id', 'text']"
        with pytest.raises(ValueError, match=re.escape(message)):
            next(hugging_face("a/b", column=column))


def test_without_the_package_a_data_set_is_refused_at_once(monkeypatch):
    monkeypatch.setitem(sys.modules, "datasets", None)
    with pytest.raises(
        ValueError, match=re.escape("a/b is no folder; to read the data set of that name: pip install datasets")
    ):
        hugging_face("a/b")


# Held out


def test_split_keeps_every_document_on_one_side():
    documents = [f"document {number}" for number in range(2000)]
    train, valid = split(iter(documents), 0.1)
    assert sorted(train + valid) == sorted(documents)
    assert train == [text for text in documents if text in {*train}]  # in their order
    assert 140 < len(valid) < 260  # 200 expected, 4.5 standard deviations
    assert valid == [text for text in documents if is_held_out(text, 0.1)]


def test_a_document_stays_where_it_is_when_others_come():
    documents = [f"document {number}" for number in range(500)]
    before, after = split(documents[:400], 0.2)[1], split(["\ud800", *documents], 0.2)[1]
    assert {*before} == {*after} & {*documents[:400]}
    assert {*before} <= {*split(documents, 0.3)[1]}  # a greater share takes more, and gives none back


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, float("nan")])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(ValueError, match=f"held_out must lie between 0 and 1, got {share}"):
        split(["a", "b"], share)


def test_a_side_without_documents_is_refused():
    with pytest.raises(ValueError, match=re.escape("documents on both sides, got 0.001: 2 and 0")):
        split(["a", "b"], 0.001)


# Token files


def test_a_token_file_holds_each_document_and_its_end(tokenizer, tmp_path):
    documents = ["the cat", "", "é\0\ud800", "<|endoftext|>"]
    count = write_tokens(tmp_path / "new" / "corpus", iter(documents), tokenizer)
    file = TokenFile(str(tmp_path / "new" / "corpus"))
    assert file.tokens.tolist() == [id for text in documents for id in [*tokenizer.encode(text), 0]]
    assert len(file) == len(file.tokens) == count
    assert file.bytes_of_text == 7 + 0 + (2 + 1 + 3) + 13
    assert (file.vocab_size, file.end_of_text) == (tokenizer.vocab_size, tokenizer.end_of_text)
    assert file.tokenizer == tokenizer.fingerprint
    assert (file.tokens.dtype, type(file.tokens)) == (np.uint16, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        file.tokens[0] = 1
    assert os.listdir(tmp_path / "new") == ["corpus"]


def test_other_tools_can_open_a_token_file(tokenizer, tmp_path):
    write_tokens(tmp_path / "corpus", ["the cat"], tokenizer)
    assert safetensors.numpy.load_file(tmp_path / "corpus")["tokens"].tolist() == [*tokenizer.encode("the cat"), 0]


@pytest.mark.parametrize(("vocab_size", "dtype"), [(1 << 16, np.uint16), ((1 << 16) + 1, np.uint32)])
def test_tokens_take_two_bytes_where_that_is_enough(tmp_path, vocab_size, dtype):
    last = vocab_size - 1
    of_one_word = types.SimpleNamespace(
        vocab_size=vocab_size, end_of_text=last, fingerprint="0", encode=lambda text: [5, last]
    )
    write_tokens(tmp_path / "corpus", ["a"], of_one_word)
    assert TokenFile(tmp_path / "corpus").tokens.dtype == dtype
    assert TokenFile(tmp_path / "corpus").tokens.tolist() == [5, last, last]


def test_what_goes_wrong_on_the_way_leaves_the_old_file(tokenizer, tmp_path):
    def documents():
        yield "new"
        raise OSError("no space left on device")

    write_tokens(tmp_path / "corpus", ["old"], tokenizer)
    before = (tmp_path / "corpus").read_bytes()
    with pytest.raises(OSError, match="no space"):
        write_tokens(tmp_path / "corpus", documents(), tokenizer)
    with pytest.raises(ValueError, match="documents must hold at least one document, got none"):
        write_tokens(tmp_path / "corpus", [], tokenizer)
    assert (tmp_path / "corpus").read_bytes() == before
    assert os.listdir(tmp_path) == ["corpus"]


def test_a_single_text_is_no_corpus(tokenizer, tmp_path):
    for use in (lambda text: write_tokens(tmp_path / "corpus", text, tokenizer), lambda text: split(text, 0.5)):
        with pytest.raises(ValueError, match="documents must be several documents, got a single str"):
            use("the cat")


def test_a_corpus_is_written_one_document_at_a_time(tokenizer, tmp_path):
    document = english()[0][:1500]
    write_tokens(tmp_path / "corpus", [document], tokenizer)  # what is loaded once
    tracemalloc.start()
    write_tokens(tmp_path / "corpus", (document + str(number) for number in range(400)), tokenizer)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 0.3 * (tmp_path / "corpus").stat().st_size


def foreign(whole, tokens):
    """Another tensor under the facts of a token file."""
    facts = json.loads(whole[8:1024])["__metadata__"]
    return safetensors.numpy.save({"tokens": tokens}, facts)


DAMAGES = {
    "empty": lambda whole: b"",
    "cut in the header": lambda whole: whole[:500],
    "cut in the tokens": lambda whole: whole[:-1],
    "too long": lambda whole: whole + b"\0\0",
    "text": lambda whole: b"the cat sat on the mat, and so on",
    "a huge header": lambda whole: b"\xff" * 8 + whole[8:],
    "garbled": lambda whole: whole.replace(b'"tokens"', b'"tok\xffns"'),
    "more tokens said than there": lambda whole: whole.replace(b'"shape": [', b'"shape": [1'),
    "another format": lambda whole: whole.replace(b"mambalib tokens", b"mambalib sounds"),
    "no number": lambda whole: whole.replace(b'"vocab_size": "300"', b'"vocab_size": "3x0"'),
    "no fact": lambda whole: whole.replace(b'"vocab_size"', b'"vocabulary"'),
    "floats": lambda whole: foreign(whole, np.zeros(3, np.float32)),
    "no tokens": lambda whole: foreign(whole, np.zeros(0, np.uint16)),
    "two dimensions": lambda whole: foreign(whole, np.zeros((2, 2), np.uint16)),
    "a model": lambda whole: safetensors.numpy.save({"weight": np.zeros(3, np.float32)}),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_or_foreign_file_is_refused(tokenizer, tmp_path, damage):
    path = tmp_path / "corpus"
    write_tokens(path, ["the cat"], tokenizer)
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert path.read_bytes() != whole
    with pytest.raises(ValueError, match=re.escape(f"{path} must be a whole file of write_tokens, but is not: ")):
        TokenFile(path)


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        TokenFile(tmp_path / "nowhere")


# The sampler


@pytest.mark.parametrize(("count", "batch_size", "length"), SIZES.values(), ids=SIZES)
def test_a_batch_is_tokens_and_what_comes_after_each(count, batch_size, length):
    sampler = Sampler(places(count), batch_size, length, seed=1)
    for step in range(5):
        batch = sampler.batch(step)
        assert batch.input_ids.shape == batch.targets.shape == (batch_size, length)
        assert batch.input_ids.dtype == batch.targets.dtype == torch.int64
        assert (batch.targets == batch.input_ids + 1).all()
        assert (batch.input_ids == batch.input_ids[:, :1] + torch.arange(length)).all()
        assert batch.targets.max() < count
        assert batch.seq_idx is None
        assert batch.continues.tolist() == [False] * batch_size


@pytest.mark.parametrize(("count", "batch_size", "length"), SIZES.values(), ids=SIZES)
def test_every_window_comes_once_an_epoch(count, batch_size, length):
    sampler = Sampler(places(count), batch_size, length, seed=2)
    windows = sampler.windows
    assert windows == max(1, count // length - 1)
    assert sampler.steps_per_epoch == windows / batch_size
    order = starts(sampler, range(-(-5 * windows // batch_size)))
    phases = set()
    for epoch in range(5):
        of_epoch = sorted(order[epoch * windows : (epoch + 1) * windows])
        assert [start - of_epoch[0] for start in of_epoch] == list(range(0, windows * length, length))
        phases.add(of_epoch[0])
    assert len(phases) > 1 or count - 1 == windows * length  # other windows each time, where there is room


def test_in_the_long_run_every_token_is_read():
    sampler = Sampler(places(103), 4, 10, seed=3)
    read = torch.cat([sampler.batch(step).input_ids.flatten() for step in range(300)])
    assert set(read.tolist()) == set(range(102))


def test_epochs_and_seeds_have_other_orders():
    first, second = (Sampler(places(7 * 51), 10, 7, seed=seed) for seed in (0, 1))
    orders = [starts(first, range(5)), starts(first, range(5, 10)), starts(second, range(5))]
    orders = [[start - min(order) for start in order] for order in orders]
    assert sorted(orders[0]) == sorted(orders[1]) == sorted(orders[2])
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert sum(a == b for a, b in zip(orders[one], orders[other], strict=True)) < 10  # of 50, 1 expected
    assert orders[0] != sorted(orders[0])


@pytest.mark.parametrize("size", [1, 2, 3, 5, 64, 65, 1000])
def test_shuffled_is_a_permutation(size):
    for seed in range(20):
        assert sorted(data.shuffled(place, size, seed) for place in range(size)) == list(range(size))


def test_shuffled_sends_every_place_everywhere_equally_often():
    size, seeds = 7, 7000
    table = np.zeros((size, size))
    for seed in range(seeds):
        for place in range(size):
            table[place, data.shuffled(place, size, seed)] += 1
    expected = seeds / size
    assert ((table - expected) ** 2 / expected).sum() < 67  # chi squared, 36 degrees of freedom: 0.1 % lie above


def test_shuffled_takes_sizes_of_any_length():
    size = 10**30 + 57
    sample = [data.shuffled(place, size, 0) for place in range(500)]
    assert len({*sample}) == 500
    assert 0 <= min(sample) < size // 50 < size - size // 50 < max(sample) < size


@pytest.mark.parametrize("carry", [False, True])
def test_a_batch_depends_on_seed_and_step_alone(carry):
    def sampler():
        return Sampler(places(1009), 3, 7, seed=4, end_of_text=9, carry=carry)

    straight = sampler()
    whole = [straight.batch(step) for step in range(120)]  # beyond one epoch
    for step in (0, 119, 46, 47, 48, 7, 7):
        for got, want in zip(sampler().batch(np.int64(step)), whole[step], strict=True):
            assert torch.equal(got, want)


def test_the_order_is_the_same_on_every_machine():
    assert starts(Sampler(places(1000), 2, 10, seed=5), range(3)) == FIRST_STARTS
    assert starts(Sampler(places(1000), 2, 10, seed=np.int64(5)), range(3)) == FIRST_STARTS


FIRST_STARTS = [606, 266, 296, 326, 536, 6]


@pytest.mark.parametrize("world_size", [2, 3, 6])
@pytest.mark.parametrize("carry", [False, True])
def test_processes_see_together_what_one_would_see(carry, world_size):
    tokens = places(1009) % 11
    options = {"seed": 6, "end_of_text": 0, "carry": carry}
    one = Sampler(tokens, 6, 7, **options)
    ranks = [Sampler(tokens, 6, 7, **options, rank=rank, world_size=world_size) for rank in range(world_size)]
    assert {rank.windows for rank in ranks} == {one.windows}
    for step in range(60):
        for got, want in zip(zip(*(rank.batch(step) for rank in ranks), strict=True), one.batch(step), strict=True):
            assert torch.equal(torch.cat(got), want)


WRONG = {
    "floats": ({"tokens": np.zeros(99)}, "tokens must be a numpy array of whole numbers .*, got float64 (99,)"),
    "a list": ({"tokens": [1] * 99}, "tokens must be a numpy array of whole numbers .*, got list"),
    "two dimensions": ({"tokens": places(98).reshape(2, 49)}, "in one dimension, got uint32 (2, 49)"),
    "no length": ({"length": 0}, "length must be at least 1, got 0"),
    "too few": ({"length": 99}, "tokens must be more than the 99 of a window, got 99"),
    "too few to carry": ({"length": 20, "carry": True}, "tokens must be at least 100, a window for each row, got 99"),
    "no rank": ({"rank": 2, "world_size": 2}, "rank must lie from 0 to below world_size, got 2 of 2"),
    "a rank below": ({"rank": -1}, "rank must lie from 0 to below world_size, got -1 of 1"),
    "odd shares": ({"world_size": 3}, "batch_size must be a multiple of world_size, 3, got 4"),
    "no rows": ({"batch_size": 0}, "batch_size must be a multiple of world_size, 1, got 0"),
}


@pytest.mark.parametrize(("change", "message"), WRONG.values(), ids=WRONG)
def test_bad_arguments_are_named(change, message):
    with pytest.raises(ValueError, match=".*".join(map(re.escape, message.split(".*")))):
        Sampler(**({"tokens": places(99), "batch_size": 4, "length": 7} | change))


def test_a_step_below_zero_is_refused():
    with pytest.raises(ValueError, match="step must not be negative, got -1"):
        Sampler(places(99), 4, 7).batch(-1)


def test_the_least_tokens_to_carry_are_enough():
    assert Sampler(places(100), 4, 20, carry=True).windows == 4


# Documents in a row


@pytest.mark.parametrize("carry", [False, True])
def test_seq_idx_changes_where_an_end_of_text_is_read(carry):
    tokens = np.random.default_rng(7).integers(0, 5, 1009).astype(np.uint16)
    sampler = Sampler(tokens, 3, 13, seed=7, end_of_text=4, carry=carry)
    for step in range(50):
        batch = sampler.batch(step)
        assert batch.seq_idx.dtype == torch.int32
        for row, numbers in zip(batch.input_ids.tolist(), batch.seq_idx.tolist(), strict=True):
            document, wanted = 0, []
            for token in row:
                document += token == 4
                wanted.append(document)
            assert numbers == wanted


@pytest.mark.parametrize("kind", ["one pass", "pieces"])
def test_a_model_reads_packed_documents_as_if_each_were_alone(kind):
    torch.manual_seed(8)
    model = MambaLM(MambaConfig(vocab_size=11, d_model=8, n_layer=2)).double()
    documents = [torch.randint(1, 11, (length,)) for length in (6, 1, 13, 0, 4, 9, 2, 2, 30)]
    end = torch.zeros(1, dtype=torch.int64)
    tokens = torch.cat([torch.cat([text, end]) for text in documents])
    with torch.no_grad():  # a document is read after the end of the one before, the first after nothing
        read = [documents[0], *(torch.cat([end, text]) for text in documents[1:]), end]
        alone = torch.cat([model(text.unsqueeze(0))[0][0] for text in read])
    length = len(tokens) - 1 if kind == "one pass" else 5
    sampler = Sampler(tokens.numpy(), 1, length, end_of_text=0, carry=True)
    state, phase = None, None
    for step in range(int(sampler.steps_per_epoch)):
        batch = sampler.batch(step)
        with torch.no_grad():
            logits, state = model(batch.input_ids, state if batch.continues[0] else None, seq_idx=batch.seq_idx)
        if phase is None:  # the first document is cut here
            phase = next(p for p in range(len(tokens)) if torch.equal(tokens[p : p + length], batch.input_ids[0]))
        place = phase + step * length
        known = (tokens[phase : place + length] == 0).nonzero()[:, 0] + phase
        if len(known):
            since = max(place, int(known[0]))
            torch.testing.assert_close(logits[0, since - place :], alone[since : place + length], rtol=1e-9, atol=1e-9)
    assert len(known)


# Stretches


@pytest.mark.parametrize(("count", "batch_size", "length"), [(1009, 3, 7), (100, 1, 9), (997, 31, 5), (12, 1, 11)])
def test_pieces_join_up_to_a_stretch_for_each_row(count, batch_size, length):
    sampler = Sampler(places(count), batch_size, length, seed=9, carry=True)
    pieces = int(sampler.steps_per_epoch)
    assert pieces == sampler.steps_per_epoch == max(1, count // length - 1) // batch_size
    for epoch in range(3):
        batches = [sampler.batch(epoch * pieces + piece) for piece in range(pieces)]
        for row in range(batch_size):
            stretch = torch.cat([batch.input_ids[row] for batch in batches])
            first = batches[0].input_ids[0, 0] + row * pieces * length  # the rows' stretches join up, too
            assert torch.equal(stretch, torch.arange(first, first + pieces * length))
        assert [batch.continues.tolist() for batch in batches] == [[piece > 0] * batch_size for piece in range(pieces)]


def test_a_piece_that_begins_with_a_document_continues_nothing():
    tokens = places(300) % 7  # a document of 7 tokens, pieces of 5
    sampler = Sampler(tokens, 2, 5, seed=10, end_of_text=0, carry=True)
    seen = set()
    for step in range(2 * int(sampler.steps_per_epoch)):
        batch = sampler.batch(step)
        fresh = (batch.input_ids[:, 0] == 0) | (step % int(sampler.steps_per_epoch) == 0)
        assert torch.equal(batch.continues, ~fresh)
        seen |= set(batch.continues.tolist())
    assert seen == {True, False}


# Memory


@pytest.mark.skipif(sys.platform == "win32", reason="Windows would write the 4 GiB of zeros to the disk")
def test_memory_does_not_grow_with_a_corpus_of_four_gigabytes(tokenizer, tmp_path):
    path, count = tmp_path / "corpus", 1 << 31
    write_tokens(path, ["the cat"], tokenizer)
    length = len(TokenFile(path))
    header = path.read_bytes()[8:1024].rstrip()
    header = header.replace(b"[%d]" % length, b"[%d]" % count).replace(b", %d]" % (2 * length), b", %d]" % (2 * count))
    with path.open("wb") as file:
        file.write((1016).to_bytes(8, "little") + header.ljust(1016))
        file.seek(1022 + 2 * count)
        file.write(b"\x07\x01")  # the last token, far from the first
    process = psutil.Process()
    before = process.memory_info().rss
    file = TokenFile(path)
    assert (len(file), int(file.tokens[-1])) == (count, 0x107)
    for carry in (False, True):
        sampler = Sampler(file.tokens, 16, 1000, end_of_text=0, carry=carry)
        read = [sampler.batch(step).input_ids for step in range(150)]
        del read
    assert process.memory_info().rss - before < 30 << 20
