"""mambalib.tokenizer against transformers, against pairs merged by hand, and against any text that a str can hold."""

import json
import os
import random
import re
import subprocess
import sys
import unicodedata
from collections import Counter

import numpy as np
import pytest
import torch
import transformers

from mambalib.data import english
from mambalib.tokenizer import END_OF_TEXT, Tokenizer

SPECIAL = (END_OF_TEXT, "<|user|>", "assistant", "the", "==", "Ġand")  # the last four are what merges make, too
KINDS = {  # what a str can hold, by the ranges it is drawn from
    "controls and NUL": [(0x00, 0x20), (0x7F, 0xA0), (0x2028, 0x202F)],
    "ASCII": [(0x20, 0x7F)],
    "Latin and its marks": [(0x41, 0x5B), (0xC0, 0x180), (0x300, 0x370)],
    "emoji": [(0x1F300, 0x1FAFF), (0x200D, 0x200E), (0xFE0F, 0xFE10), (0x1F3FB, 0x1F400)],
    "scripts": [(0x590, 0x780), (0x900, 0xE00), (0x3040, 0x3100), (0x4E00, 0xA000), (0xAC00, 0xD7A4)],
    "lone surrogates": [(0xD800, 0xE000), (0x61, 0x63), (0x1F600, 0x1F602)],
    "no characters": [(0xFDD0, 0xFDF0), (0xFFFE, 0x10000), (0x10FFFE, 0x110000), (0xE000, 0xE010)],
    "anything": [(0, 0x110000)],
}


@pytest.fixture(scope="module")
def tokenizer():
    return Tokenizer.train(english(), 1024, SPECIAL)


def fields_of(tokenizer, tmp_path):
    tokenizer.save(tmp_path)
    return json.loads((tmp_path / "tokenizer.json").read_text(encoding="utf-8"))


@pytest.fixture
def neox(tokenizer, tmp_path):
    """A file like GPT-NeoX's: NFC, runs of spaces as tokens at the end, merges as "a b", no tokens for bytes that UTF-8
    has not."""
    plain = fields_of(Tokenizer.train(english(), 700, (END_OF_TEXT, "<|padding|>")), tmp_path)
    never = {chr(byte) for byte in (0xC0, 0xC1, *range(0xF5, 0x100))}
    vocab = [token for token in plain["model"]["vocab"] if token not in never]
    flags = {"single_word": False, "lstrip": False, "rstrip": False}
    added = [
        {"id": id, "special": True, "content": token, "normalized": False, **flags}
        for id, token in enumerate(vocab[:2])
    ]
    runs = [" " * count for count in range(24, 1, -1)]
    added += [
        {"id": len(vocab) + place, "special": False, "content": run, "normalized": True, **flags}
        for place, run in enumerate(runs)
    ]
    added.append({"id": len(vocab) + 23, "special": True, "content": "method", "normalized": False, **flags})
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True}
    return {
        "version": "1.0",
        "truncation": {"direction": "Right", "max_length": 3, "strategy": "LongestFirst", "stride": 0},
        "padding": None,
        "added_tokens": added,
        "normalizer": {"type": "NFC"},
        "pre_tokenizer": byte_level,
        "post_processor": byte_level,
        "decoder": byte_level,
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "vocab": {token: id for id, token in enumerate(vocab)},
            "merges": [" ".join(pair) for pair in plain["model"]["merges"]],
        },
    }


def write(path, fields):
    path.write_text(json.dumps(fields), encoding="utf-8")
    return path


def of_transformers(fields, path):
    """The ids that transformers gives, of the whole text."""
    theirs = transformers.PreTrainedTokenizerFast(tokenizer_file=str(write(path, fields | {"truncation": None})))
    return lambda text: theirs.encode(text, add_special_tokens=False)


def any_text(ranges, count, length, seed=0):
    draw = random.Random(seed)
    for _ in range(count):
        yield "".join(chr(draw.randrange(*draw.choice(ranges))) for _ in range(draw.randrange(length)))


# Any text comes back


@pytest.mark.parametrize("ranges", KINDS.values(), ids=KINDS)
def test_any_text_comes_back(tokenizer, ranges):
    for text in any_text(ranges, 300, 40):
        ids = tokenizer.encode(text)
        assert tokenizer.decode(ids) == text, ascii(text)
        assert b"".join(map(tokenizer.token_bytes, ids)) == text.encode("utf-8", "surrogatepass")


def test_any_text_comes_back_from_a_file_like_gpt_neox(neox, tmp_path):
    tokenizer = Tokenizer.load(write(tmp_path / "tokenizer.json", neox))
    for ranges in KINDS.values():
        for text in any_text(ranges, 60, 40, seed=1):
            assert tokenizer.decode(tokenizer.encode(text)) == text, ascii(text)


@pytest.mark.parametrize(
    "text",
    ["", "\0", "\0\0a\0", "\r\n\t \u00a0 ", "\ufeff", "\ufffd", "\ud800", "\udfff\ud800", "\ud83d\ude00", "a\ud83db"],
    ids=ascii,
)
def test_hard_texts_come_back(tokenizer, text):
    assert tokenizer.decode(tokenizer.encode(text)) == text


def test_a_surrogate_pair_is_not_the_character_that_it_spells(tokenizer):
    assert tokenizer.encode("\ud83d\ude00") != tokenizer.encode("\U0001f600")


def test_a_text_of_a_megabyte_comes_back(tokenizer):
    text = "\n\n".join(english()) * 3
    assert tokenizer.decode(tokenizer.encode(text)) == text


def test_marks_are_not_composed(neox, tmp_path):
    tokenizer = Tokenizer.load(write(tmp_path / "tokenizer.json", neox))
    apart = "cafe\u0301"
    assert tokenizer.decode(tokenizer.encode(apart)) == apart != unicodedata.normalize("NFC", apart)


# Special tokens


def test_text_that_looks_like_a_special_token_is_ordinary(tokenizer):
    special = {tokenizer.special(name) for name in SPECIAL}
    assert len(special) == len(SPECIAL)
    draw = random.Random(2)
    for _ in range(300):
        text = "".join(draw.choice([*SPECIAL, " ", "a", "=", "\ud800", " and", "<|", "|>"]) for _ in range(12))
        ids = tokenizer.encode(text)
        assert special.isdisjoint(ids), text
        assert tokenizer.decode(ids) == text


def test_a_special_token_is_not_even_made_where_training_merged_its_name(tokenizer, tmp_path):
    merges = {"".join(pair) for pair in fields_of(tokenizer, tmp_path)["model"]["merges"]}
    assert {"the", "==", "Ġand"} <= merges  # so the test above has seen the danger
    assert tokenizer.special("the") not in tokenizer.encode("in the end, the")


def test_a_special_token_of_a_loaded_file_is_never_made(neox, tmp_path):
    neox["model"]["ignore_merges"] = True  # a whole word is looked up, before anything is merged
    of_ing = neox["model"]["vocab"]["ing"]
    assert Tokenizer.load(write(tmp_path / "tokenizer.json", neox)).encode("ing") == [of_ing]
    neox["added_tokens"][-1] |= {"content": "ing", "id": of_ing}
    tokenizer = Tokenizer.load(write(tmp_path / "tokenizer.json", neox))
    assert tokenizer.special("ing") == of_ing
    assert of_ing not in tokenizer.encode("ing sing ing")
    assert tokenizer.decode(tokenizer.encode("ing sing ing")) == "ing sing ing"


def test_special_tokens_have_the_first_ids_and_stand_for_no_text(tokenizer):
    assert [tokenizer.special(name) for name in SPECIAL] == list(range(len(SPECIAL)))
    assert tokenizer.end_of_text == 0
    assert tokenizer.token_bytes(0) == b""
    assert tokenizer.decode([0, *tokenizer.encode("a b"), 1]) == "a b"


def test_a_special_token_that_is_not_there_is_named_with_those_that_are(tokenizer):
    with pytest.raises(ValueError, match=re.escape("got '<|system|>'")) as error:
        tokenizer.special("<|system|>")
    assert all(name in str(error.value) for name in SPECIAL)
    with pytest.raises(ValueError, match=re.escape("one of ['<|x|>'], got '<|endoftext|>'")):
        _ = Tokenizer.train(["a"], 300, ["<|x|>"]).end_of_text


# Decoding


def test_what_a_model_writes_is_text_whatever_the_bytes(tokenizer):
    byte = {tokenizer.token_bytes(id): id for id in range(tokenizer.vocab_size)}
    draw = random.Random(3)
    for _ in range(500):
        data = bytes(draw.choice([*range(0x80, 0x100), 0x41]) for _ in range(draw.randrange(12)))
        text = tokenizer.decode([byte[bytes([value])] for value in data])
        if not re.search("[\ud800-\udfff]", text):
            assert text == data.decode("utf-8", "replace")


def test_a_partial_character_becomes_a_replacement_character(tokenizer):
    ids = tokenizer.encode("a\U0001fa90")  # a rare one, so a token a byte
    assert [tokenizer.decode(ids[:count]) for count in range(6)] == [
        "",
        "a",
        "a\ufffd",
        "a\ufffd",
        "a\ufffd",
        "a\U0001fa90",
    ]


def test_numbers_of_numpy_and_torch_are_ids_too(tokenizer):
    ids = tokenizer.encode("the cat")
    assert tokenizer.decode(np.array(ids, np.uint16)) == tokenizer.decode(torch.tensor(ids)) == "the cat"


@pytest.mark.parametrize("id", [-1, 1024, 2**40, 1.5, "a", None], ids=repr)
def test_what_is_no_token_is_refused(tokenizer, id):
    with pytest.raises(ValueError, match=re.escape(f"id must be a token, from 0 to below 1024, got {id}")):
        tokenizer.decode([5, id])


# Training


def test_encoding_merges_the_pairs_in_their_order(tokenizer, tmp_path):
    fields = fields_of(tokenizer, tmp_path)
    vocab, merges = fields["model"]["vocab"], [tuple(pair) for pair in fields["model"]["merges"]]
    merges = [pair for pair in merges if not {*pair, "".join(pair)} & {*SPECIAL}]
    draw = random.Random(4)
    words = sorted({word for text in english() for word in re.findall("[a-z]+", text)})
    for word in draw.sample(words, 300):
        parts = list(word)
        for left, right in merges:
            place = 0
            while place < len(parts) - 1:
                if (parts[place], parts[place + 1]) == (left, right):
                    parts[place : place + 2] = [left + right]
                place += 1
        assert tokenizer.encode(word) == [vocab[part] for part in parts], word


def test_training_merges_the_most_frequent_pair_first():
    words = {"lower": 5, "lowest": 3, "newer": 7, "wider": 2}
    tokenizer = Tokenizer.train([word for word, count in words.items() for _ in range(count)], 258)
    pairs = Counter()
    for word, count in words.items():
        pairs.update({word[place : place + 2]: count for place in range(len(word) - 1)})
    (best, most), (_, second) = pairs.most_common(2)
    assert most > second
    assert tokenizer.token_bytes(257).decode() == best


def test_training_gives_the_same_file_in_every_process(tmp_path):
    program = (
        "import sys; from pydoc_data.topics import topics; from mambalib.tokenizer import Tokenizer;"
        "Tokenizer.train(sorted(topics.values())[:30], 600).save(sys.argv[1])"
    )
    files = [tmp_path / f"{seed}.json" for seed in range(3)]
    for seed, file in enumerate(files):
        environment = os.environ | {"PYTHONHASHSEED": str(seed), "RAYON_NUM_THREADS": str(seed + 1)}
        subprocess.run([sys.executable, "-c", program, str(file)], env=environment, check=True)
    assert len({file.read_bytes() for file in files}) == 1


def test_too_little_text_gives_fewer_tokens():
    assert Tokenizer.train([], 1000).vocab_size == 257
    assert Tokenizer.train(["ab ab"], 1000).vocab_size == 258  # "ab"; " ab" occurs once


def test_training_reads_a_stream_with_surrogates_in_it():
    tokenizer = Tokenizer.train(iter(["ab\ud800ab \0"] * 3), 300)
    assert tokenizer.decode(tokenizer.encode("ab\ud800ab \0")) == "ab\ud800ab \0"


def test_an_error_of_the_texts_comes_through():
    def texts():
        yield "a"
        raise ValueError("b.txt must be UTF-8")

    with pytest.raises(ValueError, match=r"^b\.txt must be UTF-8$"):
        Tokenizer.train(texts(), 300)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((["a"], 256), "vocab_size must be at least 257, the bytes and special tokens, got 256"),
        (("a text", 300), "texts must be several texts, got a single str"),
        ((["a"], 300, ["<x>", "<x>"]), "special_tokens must be different names .*, got ['<x>', '<x>']"),
        ((["a"], 300, ["§"]), "special_tokens must be .* two letters or more, got ['§']"),
        ((["a"], 300, ["\ud800\ud800"]), "special_tokens must be .* two letters or more, got ['\\ud800\\ud800']"),
        ((["a"], 300, END_OF_TEXT), "special_tokens must be different names .*, got '<|endoftext|>'"),
    ],
    ids=["too small", "one text", "twice", "short", "surrogates", "no list"],
)
def test_bad_arguments_are_named(arguments, message):
    pattern = ".*".join(map(re.escape, message.split(".*")))
    with pytest.raises(ValueError, match=pattern):
        Tokenizer.train(*arguments)


# Files


def test_a_saved_tokenizer_is_the_same_when_loaded(tokenizer, tmp_path):
    for name in ("folder", "folder/other.json"):
        tokenizer.save(tmp_path / name)
        again = Tokenizer.load(tmp_path / name)
        assert again.fingerprint == tokenizer.fingerprint
        assert again.vocab_size == tokenizer.vocab_size == 1024
        assert again.encode(english()[5]) == tokenizer.encode(english()[5])
    assert sorted(path.name for path in (tmp_path / "folder").iterdir()) == ["other.json", "tokenizer.json"]


def test_another_tokenizer_has_another_fingerprint(tokenizer):
    assert Tokenizer.train(english(), 1023, SPECIAL).fingerprint != tokenizer.fingerprint


def test_transformers_gives_the_same_ids(neox, tokenizer, tmp_path):
    plain = Tokenizer.train(english(), 1024)
    files = {"plain": fields_of(plain, tmp_path), "neox": neox}
    for name, fields in files.items():
        ours = Tokenizer.load(write(tmp_path / f"{name}.json", fields)).encode
        theirs = of_transformers(fields, tmp_path / "theirs.json")
        texts = [text for kind in ("ASCII", "scripts", "emoji") for text in any_text(KINDS[kind], 50, 60)]
        texts += [re.sub("method", "", text) for text in english()]
        for text in map(lambda text: unicodedata.normalize("NFC", text), texts):
            assert ours(text) == theirs(text), text
    spaces = "    x" + " " * 30
    assert len(ours(spaces)) < len(spaces) / 5  # the runs of spaces were used


def test_a_loaded_file_is_saved_as_it_was(neox, tmp_path):
    source = write(tmp_path / "tokenizer.json", neox)
    Tokenizer.load(tmp_path).save(tmp_path / "copy.json")
    assert (tmp_path / "copy.json").read_bytes() == source.read_bytes()


def test_ids_of_a_loaded_file_are_those_that_it_gives(neox, tmp_path):
    last = len(neox["model"]["vocab"]) + 23
    tokenizer = Tokenizer.load(write(tmp_path / "tokenizer.json", neox))
    assert (tokenizer.vocab_size, tokenizer.special("method")) == (last + 1, last)
    assert tokenizer.token_bytes(last - 1) == b"  "
    assert tokenizer.encode("x  ")[-1] == last - 1


def test_white_space_beside_an_added_token_is_kept(neox, tmp_path):
    neox["added_tokens"][-1] |= {"special": False, "lstrip": True, "rstrip": True}
    tokenizer = Tokenizer.load(write(tmp_path / "tokenizer.json", neox))
    assert neox["added_tokens"][-1]["id"] in tokenizer.encode("a  method \n b")
    assert tokenizer.decode(tokenizer.encode("a  method \n b")) == "a  method \n b"


def test_what_is_for_training_only_or_makes_no_difference_is_left_out(neox, tmp_path):
    ids = Tokenizer.load(write(tmp_path / "tokenizer.json", neox)).encode(english()[3])
    neox["model"] |= {
        "dropout": 0.5,
        "unk_token": END_OF_TEXT,
        "continuing_subword_prefix": "",
        "end_of_word_suffix": "",
    }
    assert Tokenizer.load(write(tmp_path / "tokenizer.json", neox)).encode(english()[3]) == ids


BROKEN = {
    "no JSON": (lambda fields: "{", "Expecting"),
    "another JSON": (lambda fields: [], "list indices"),
    "no model": (lambda fields: fields.pop("model"), "'model'"),
    "another model": (lambda fields: fields["model"].update(type="WordPiece"), "its model is WordPiece"),
    "a prefix": (lambda fields: fields["model"].update(continuing_subword_prefix="x"), "a prefix or suffix"),
    "a suffix": (lambda fields: fields["model"].update(end_of_word_suffix="</w>"), "a prefix or suffix"),
    "lower case": (lambda fields: fields.update(normalizer={"type": "Lowercase"}), "its normalizer, Lowercase"),
    "a space before": (lambda fields: fields["pre_tokenizer"].update(add_prefix_space=True), "gives back every text"),
    "white space split": (lambda fields: fields.update(pre_tokenizer={"type": "Whitespace"}), "gives back every text"),
    "a byte without token": (
        lambda fields: fields["model"]["vocab"].update({"x": 5000}) or drop(fields, "é"),
        "every text",
    ),
    "an id twice": (lambda fields: fields["added_tokens"][0].update(id=7), "two of its tokens have the same id"),
    "a negative id": (lambda fields: fields["added_tokens"][0].update(id=-7), "integer `-7`"),
    "a huge id": (lambda fields: fields["model"]["vocab"].update({"zzz": 2**40}), "integer `1099511627776`"),
    "a merge of nothing": (lambda fields: fields["model"]["merges"].append("qqq zzz"), "qqq"),
    "a token that is no bytes": (lambda fields: fields["model"]["vocab"].update({"語": 5000}), "語"),
}


def drop(fields, token):
    del fields["model"]["vocab"][token]
    fields["model"]["merges"] = [pair for pair in fields["model"]["merges"] if token not in pair]


@pytest.mark.parametrize(("change", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_by_its_name(neox, tmp_path, change, reason):
    path = tmp_path / "tokenizer.json"
    other = change(neox)
    path.write_text(other if isinstance(other, str) else json.dumps(other if other == [] else neox), encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(reason)) as error:
        Tokenizer.load(path)
    assert str(path) in str(error.value)
    assert "tokenizer.json must be" in str(error.value)


def test_a_cut_or_garbled_file_is_refused(tokenizer, tmp_path):
    tokenizer.save(tmp_path)
    path = tmp_path / "tokenizer.json"
    whole = path.read_bytes()
    for content in (whole[: len(whole) // 2], b"", b"\xff" + whole, bytes(100)):
        path.write_bytes(content)
        with pytest.raises(ValueError, match=re.escape(str(path))):
            Tokenizer.load(path)


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError, match=re.escape("tokenizer.json")):
        Tokenizer.load(tmp_path / "nowhere")
