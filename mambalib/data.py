"""Text for training: where it comes from, how it is stored, and in which order it is read (chapter 7).

    documents  --write_tokens-->  token file  --TokenFile-->  tokens  --Sampler-->  batches

A token file is larger than memory without harm: it is written document by document, and read window by window. It is a
safetensors file with one tensor, `tokens`, so that other tools open it, too.

    the cat sat . <|endoftext|> a dog ran . <|endoftext|> ...      tokens; the end of text closes each document
    [ window 0      ][ window 1      ][ window 2      ] ...       of `length` tokens; a target is the token after

The sampler has no memory: batch k follows from the seed and k alone. So a run that was stopped goes on from its step
number, and of several processes each takes its own rows of the batch that one process would see.

Symbols, with their shapes:
    tokens     (number of tokens,)   the corpus, whole numbers below vocab_size
    input_ids  (batch_size, length)  what the model reads, int64
    targets    (batch_size, length)  what comes next at each position, int64
    seq_idx    (batch_size, length)  which document of its row a position belongs to, int32
    continues  (batch_size,)         whether a row goes on in the document where the batch before left it
"""

import json
import mmap
import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from mambalib.files import open_atomically
from mambalib.tokenizer import Tokenizer

_HEADER = 1024  # bytes before the first token: their number is fixed before the tokens are counted
_FORMAT = "mambalib tokens"
_TYPES = {"U16": np.dtype("<u2"), "U32": np.dtype("<u4")}  # as safetensors names them
_HEADING = re.compile(r"^(\S.*)\n([*=\-~^\"'])\2{2,}\n", re.MULTILINE)  # a line, underlined


# Corpora


def english() -> list[str]:
    """The sections of Python's own manual as documents: real English, and code, that every CPython brings along.

    About 370,000 characters, a little more in later versions. Sections that the manual holds twice come once, so that
    none stands both in the text for training and in the text held out.

    Raises:
        ValueError: a Python that comes without its manual.
    """
    try:
        from pydoc_data.topics import topics
    except ImportError as error:
        raise ValueError("this Python comes without pydoc_data.topics: use text_files on a folder of text") from error
    sections = []
    for name in sorted(topics):
        starts = [0, *(heading.start() for heading in _HEADING.finditer(topics[name])), len(topics[name])]
        pieces = (topics[name][start:end] for start, end in pairwise(starts))
        sections += [_HEADING.sub(r"\1\n", piece).strip() for piece in pieces]
    return [section for section in dict.fromkeys(sections) if "\n" in section]  # a heading alone says nothing


def text_files(folder: str | Path) -> Iterator[str]:
    """Every *.txt and *.md file in a folder and the folders below, in the order of their paths, each one document.

    Lines end with "\\n" in the documents, whatever they end with in the files.

    Raises:
        ValueError: no folder, a folder without such files, or a file that is not UTF-8, by its name.
        OSError: a file that cannot be read.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ValueError(f"folder must be a folder of text files, got {folder}")
    paths = [path for path in folder.rglob("*") if path.suffix.lower() in (".txt", ".md") and path.is_file()]
    if not paths:
        raise ValueError(f"folder must hold *.txt or *.md files, but there are none in {folder}")
    return map(_read_text, sorted(paths, key=Path.as_posix))  # paths themselves sort otherwise on Windows


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")  # some editors begin a file with a mark, which is no text
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} must be UTF-8, but is not at byte {error.start}") from error


def hugging_face(name: str, split: str = "train", column: str = "text", config: str | None = None) -> Iterator[str]:
    """The documents of a data set of the Hugging Face hub, streamed: needs the package `datasets` and the network.

    Args:
        name: as the hub has it, "owner/name", or a local folder that `datasets` can read.
        split: which part.
        column: which column holds the text.
        config: which variant, for a data set that has several.

    Raises:
        ValueError: no package `datasets`, or a data set without such a column of text.
    """
    try:
        from datasets import load_dataset
    except ImportError as error:
        raise ValueError(f"{name} is no folder; to read the data set of that name: pip install datasets") from error

    def text(row: dict[str, Any]) -> str:
        if not isinstance(row.get(column), str):
            raise ValueError(f"column must name a column of text in {name}, got {column!r} among {sorted(row)}")
        return row[column]

    return map(text, load_dataset(name, config, split=split, streaming=True))


def is_held_out(document: str, share: float) -> bool:
    """Whether a document belongs to the share that is kept from training: a matter of its text alone.

    So it stays where it is when the corpus grows, and twice the same document is never on both sides.
    """
    digest = blake2b(document.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") < share * 2**64


def split(documents: Iterable[str], held_out: float) -> tuple[list[str], list[str]]:
    """Documents for training and documents for validation, each in their order; see `is_held_out`.

    Args:
        documents: a corpus that fits in memory. A larger one is filtered with `is_held_out` as it streams by.
        held_out: the share of the documents that is for validation, about.

    Raises:
        ValueError: a share that is not between 0 and 1, or one that leaves a side without a document.
    """
    if not 0 < held_out < 1:
        raise ValueError(f"held_out must lie between 0 and 1, got {held_out}")
    train, valid = [], []
    for document in _documents(documents):
        (valid if is_held_out(document, held_out) else train).append(document)
    if not train or not valid:
        raise ValueError(f"held_out must leave documents on both sides, got {held_out}: {len(train)} and {len(valid)}")
    return train, valid


def _documents(documents: Iterable[str]) -> Iterable[str]:
    """The same, but for a mistake that would make a document of each character."""
    if isinstance(documents, str):
        raise ValueError("documents must be several documents, got a single str")
    return documents


# Token files


def write_tokens(path: str | Path, documents: Iterable[str], tokenizer: Tokenizer) -> int:
    """Write documents as tokens, each closed by the end of text, to a file that is whole or not there.

    One document at a time is in memory.

    Returns:
        The number of tokens.

    Raises:
        ValueError: no document, or a tokenizer without an end of text.
        OSError: the file cannot be written; what was there before is still there.
    """
    kind = "U16" if tokenizer.vocab_size <= 1 << 16 else "U32"
    end, size, bytes_of_text = tokenizer.end_of_text, 0, 0
    with open_atomically(Path(path)) as file:
        file.seek(_HEADER)
        for document in _documents(documents):
            size += file.write(np.array([*tokenizer.encode(document), end], _TYPES[kind]).tobytes())
            bytes_of_text += len(document.encode("utf-8", "surrogatepass"))
        if not size:
            raise ValueError("documents must hold at least one document, got none")
        facts = {
            "format": _FORMAT,
            "bytes_of_text": str(bytes_of_text),
            "vocab_size": str(tokenizer.vocab_size),
            "end_of_text": str(end),
            "tokenizer": tokenizer.fingerprint,
        }
        count = size // _TYPES[kind].itemsize
        tensor = {"dtype": kind, "shape": [count], "data_offsets": [0, size]}
        header = json.dumps({"__metadata__": facts, "tokens": tensor}).encode().ljust(_HEADER - 8)
        file.seek(0)
        file.write(len(header).to_bytes(8, "little") + header)
    return count


class TokenFile:
    """A file that `write_tokens` has written, as an array that is read from disk where it is looked at.

    Args:
        path: the file.

    Attributes:
        tokens: (number of tokens,), read-only, uint16 or uint32.
        bytes_of_text: length of all documents in UTF-8: a loss per token becomes one per byte with it.
        vocab_size: every token is below it.
        end_of_text: the token after each document.
        tokenizer: fingerprint of the tokenizer that made the tokens.

    Raises:
        ValueError: a file that is damaged, cut off, or none of these.
        OSError: a file that cannot be read.
    """

    def __init__(self, path: str | Path) -> None:
        try:
            with safe_open(path, "np") as file:  # it compares the header with the length of the file
                facts, tensor = file.metadata() or {}, file.get_slice("tokens")
                kind, shape = tensor.get_dtype(), tuple(tensor.get_shape())
            if facts.get("format") != _FORMAT or kind not in _TYPES or len(shape) != 1 or not shape[0]:
                raise ValueError("it holds something else")
            self.bytes_of_text, self.vocab_size = int(facts["bytes_of_text"]), int(facts["vocab_size"])
            self.end_of_text, self.tokenizer = int(facts["end_of_text"]), facts["tokenizer"]
        except (SafetensorError, KeyError, ValueError) as error:
            raise ValueError(f"{path} must be a whole file of write_tokens, but is not: {error}") from error
        with open(path, "rb") as file:
            start = 8 + int.from_bytes(file.read(8), "little")
        self.tokens = np.memmap(path, _TYPES[kind], "r", offset=start, shape=shape)

    def __len__(self) -> int:
        return len(self.tokens)


# Batches


class Batch(NamedTuple):
    """What one step of training reads; the shapes are in the glossary above.

    Args:
        input_ids: what the model reads.
        targets: what comes next.
        seq_idx: the document of each position, or None where documents are not told apart.
        continues: False where a row must be read with an empty memory, True where with that of the batch before.
    """

    input_ids: Tensor
    targets: Tensor
    seq_idx: Tensor | None
    continues: Tensor


class Sampler:
    """The order in which a corpus is read: `batch(k)` is batch k, whatever was asked for before.

    In each epoch every window comes once. Between epochs the windows are cut at other places, and come in another
    order. With `carry` each row reads a stretch of the corpus of its own from end to end, for truncated
    backpropagation through time: the state after one batch is where the next one goes on.

    Args:
        tokens: (number of tokens,), any array of whole numbers, for instance that of a TokenFile.
        batch_size: rows of a batch, over all processes.
        length: tokens of a window.
        seed: another seed, another order.
        end_of_text: the token that parts documents; with it, batches have a `seq_idx`. The end of one document is
            counted to the next one: there, with an empty memory, the first word of a text is learned.
        carry: read stretches instead of single windows.
        rank, world_size: this process, and how many there are: it gets its own batch_size / world_size rows.

    Attributes:
        windows: number of windows in an epoch.
        steps_per_epoch: number of batches in an epoch; not always whole, unless with `carry`.
        settings: what the first tokens of a run do not show.

    Raises:
        ValueError: one that names the argument, what it should be and what it is.
    """

    def __init__(
        self,
        tokens: np.ndarray,
        batch_size: int,
        length: int,
        seed: int = 0,
        *,
        end_of_text: int | None = None,
        carry: bool = False,
        rank: int = 0,
        world_size: int = 1,
    ) -> None:
        _check_sizes(tokens, batch_size, length, rank, world_size)
        windows = max(1, len(tokens) // length - 1)  # one is left out, so that the others have room to shift
        if carry:
            windows -= windows % batch_size
            if not windows:
                least = (batch_size + 1) * length
                raise ValueError(f"tokens must be at least {least}, a window for each row, got {len(tokens)}")
        share = batch_size // world_size
        self._tokens, self._length, self._seed = tokens.view(np.ndarray), length, seed  # a memmap is slow to slice
        self._end_of_text, self._carry, self._batch_size = end_of_text, carry, batch_size
        self._rows = range(rank * share, (rank + 1) * share)
        self.windows, self.steps_per_epoch = windows, windows / batch_size
        self.settings = {"end_of_text": end_of_text}

    def batch(self, step: int) -> Batch:
        """Batch number `step`, from 0 upwards and without end."""
        if step < 0:
            raise ValueError(f"step must not be negative, got {step}")
        starts = [self._start(step, row) for row in self._rows]
        text = np.stack([self._tokens[start : start + self._length + 1] for start in starts]).astype(np.int64)
        _unmap(self._tokens)
        input_ids, targets = torch.from_numpy(text[:, :-1].copy()), torch.from_numpy(text[:, 1:].copy())
        continues = torch.full((len(text),), bool(self._carry and step % self.steps_per_epoch))
        if self._end_of_text is None:
            return Batch(input_ids, targets, None, continues)
        begins = input_ids == self._end_of_text
        return Batch(input_ids, targets, begins.cumsum(1, dtype=torch.int32), continues & ~begins[:, 0])

    def _start(self, step: int, row: int) -> int:
        """Where in the corpus a row of a batch starts."""
        if self._carry:
            pieces = self.windows // self._batch_size
            epoch, piece = divmod(step, pieces)
            window = row * pieces + piece
        else:
            epoch, place = divmod(step * self._batch_size + row, self.windows)
            window = shuffled(place, self.windows, self._seed, epoch)
        room = len(self._tokens) - 1 - self.windows * self._length
        return _random(self._seed, epoch) % (room + 1) + window * self._length


def shuffled(place: int, size: int, *seed: int) -> int:
    """What stands at a place of 0 ... size - 1 in shuffled order, without the list of all: for any size, at once.

    Halve the digits of the number, scramble one half with the other, by turns: that can be undone, so no two numbers
    become one. What comes out too large goes in again.

    Source: Luby & Rackoff 1988 (Feistel networks); Black & Rogaway 2002 (cycle walking).
    """
    bits = max(1, ((size - 1).bit_length() + 1) // 2)
    while True:
        left, right = place >> bits, place & ((1 << bits) - 1)
        for turn in range(6):  # four are enough for a great size, not for a small one
            left, right = right, left ^ (_random(*seed, turn, right) & ((1 << bits) - 1))
        place = left << bits | right
        if place < size:
            return place


def _random(*seed: int) -> int:
    """64 random bits, the same for the same numbers, on every machine."""
    return int.from_bytes(blake2b(",".join(map(str, seed)).encode(), digest_size=8).digest(), "little")


def _unmap(tokens: np.ndarray) -> None:
    """Give back the memory into which parts of a token file were read; the file itself stays mapped."""
    writeable = tokens.flags.writeable
    while isinstance(tokens, np.ndarray):
        tokens = tokens.base
    if isinstance(tokens, mmap.mmap) and not writeable and hasattr(mmap, "MADV_DONTNEED"):
        tokens.madvise(mmap.MADV_DONTNEED)


def _check_sizes(tokens: np.ndarray, batch_size: int, length: int, rank: int, world_size: int) -> None:
    if not isinstance(tokens, np.ndarray) or tokens.ndim != 1 or tokens.dtype.kind not in "iu":
        got = f"{tokens.dtype} {tokens.shape}" if isinstance(tokens, np.ndarray) else type(tokens).__name__
        raise ValueError(f"tokens must be a numpy array of whole numbers in one dimension, got {got}")
    if length < 1:
        raise ValueError(f"length must be at least 1, got {length}")
    if len(tokens) <= length:
        raise ValueError(f"tokens must be more than the {length} of a window, got {len(tokens)}")
    if not 0 <= rank < world_size:
        raise ValueError(f"rank must lie from 0 to below world_size, got {rank} of {world_size}")
    if batch_size < 1 or batch_size % world_size:
        raise ValueError(f"batch_size must be a multiple of world_size, {world_size}, got {batch_size}")
