"""Text to numbers and back: byte-level byte pair encoding, by the `tokenizers` library (chapter 7).

A text is bytes, in UTF-8. Every byte has a token of its own, so that no text is beyond reach; pairs of tokens that were
often neighbours in the training text have got tokens, too, and so have pairs of these.

    "the cat"  ->  t h e _ c a t  ->  th e _c at  ->  the _cat  ->  [262, 414]

A special token stands for no text but for an event, such as the end of a document. Text that looks like its name is
ordinary text: what users write can never end a document.

Symbols:
    id           a token, a whole number from 0 to vocab_size - 1
    token_bytes  the bytes that a token stands for, not always whole characters; none for a special token
    merges       pairs of tokens, in the order in which they become one
    alphabet     256 visible characters, by which tokenizer.json writes the 256 bytes, so that it is text

Source: Sennrich, Haddow & Birch 2016, for the pairs; Radford et al. 2019 (GPT-2), for the bytes.
"""

import codecs
import json
import operator
import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import tokenizers
from tokenizers import decoders, models, pre_tokenizers, trainers

from mambalib.files import write_atomically

END_OF_TEXT = "<|endoftext|>"
_SURROGATES = re.compile("([\ud800-\udfff]+)")  # in a str, but in no UTF-8: halves of a character of UTF-16
_BYTES_OF_TEXT = {*range(0xF5)} - {0xC0, 0xC1}  # UTF-8 has no others, and GPT-NeoX no tokens for others
_PROBE = "A a  é e\u0301\n\n\t\x00 漢字 🙂 it's 42 <|x|>"  # comes back from a tokenizer that loses nothing


class Tokenizer:
    """A byte-level tokenizer. Made by `Tokenizer.train` or `Tokenizer.load`.

    What it encodes comes back as it was, any str. So characters are not composed (NFC) before, where a file of another
    library asks for that: for a model that was trained so, use `unicodedata.normalize("NFC", text)`.

    Args:
        content: what a tokenizer.json holds.

    Attributes:
        vocab_size: one more than the highest id.
        fingerprint: the same for two tokenizers of the same content, 64 hexadecimal digits.

    Raises:
        ValueError: content that is no byte-level BPE, or that would change text.
    """

    def __init__(self, content: str) -> None:
        try:
            fields = json.loads(content)
            self._special = {token["content"]: token["id"] for token in fields["added_tokens"] if token["special"]}
            self._encoder = tokenizers.Tokenizer.from_str(json.dumps(_without_special(fields, self._special)))
            self._bytes = _bytes_of_tokens(fields, self._special)
        except Exception as error:  # the library raises Exception itself
            raise ValueError(f"tokenizer.json must be a byte-level BPE of the tokenizers library: {error}") from error
        self._byte_ids = {token[0]: id for id, token in self._bytes.items() if len(token) == 1}
        self._content, self.vocab_size = content, max(self._bytes) + 1
        self.fingerprint = sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
        if not self._byte_ids.keys() >= _BYTES_OF_TEXT or self.decode(self.encode(_PROBE)) != _PROBE:
            raise ValueError("tokenizer.json must be of a tokenizer that gives back every text, but this one does not")

    @classmethod
    def train(
        cls, texts: Iterable[str], vocab_size: int, special_tokens: Sequence[str] = (END_OF_TEXT,)
    ) -> "Tokenizer":
        """Learn the pairs that are frequent in texts. The same texts give the same tokenizer.

        Args:
            texts: read once, one after the other.
            vocab_size: how many tokens there shall be. There are fewer where the texts have too few pairs that occur
                at least twice.
            special_tokens: names of special tokens, which get the first ids.

        Raises:
            ValueError: a vocab_size without room for the bytes, or names that are too short or not different.
        """
        names, least = list(special_tokens), 256 + len(special_tokens)
        if isinstance(texts, str):
            raise ValueError("texts must be several texts, got a single str")
        if isinstance(special_tokens, str) or len({*names}) < len(names) or not all(map(_is_name, names)):
            raise ValueError(f"special_tokens must be different names of two letters or more, got {special_tokens!r}")
        if vocab_size < least:
            raise ValueError(f"vocab_size must be at least {least}, the bytes and special tokens, got {vocab_size}")
        tokenizer = tokenizers.Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        tokenizer.decoder = decoders.ByteLevel()
        trainer = trainers.BpeTrainer(
            vocab_size=vocab_size,
            min_frequency=2,
            special_tokens=names,
            initial_alphabet=list(_alphabet()),
            show_progress=False,
        )
        tokenizer.train_from_iterator((_SURROGATES.sub("", text) for text in texts), trainer)
        return cls(tokenizer.to_str(pretty=True))

    @classmethod
    def load(cls, path: str | Path) -> "Tokenizer":
        """Read a tokenizer.json, or that of a folder.

        Raises:
            ValueError: a file that is no byte-level BPE, by its name.
            OSError: a file that cannot be read.
        """
        path = _file(path)
        try:
            return cls(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ValueError(f"{path} cannot be loaded: {error}") from error

    def save(self, path: str | Path) -> None:
        """Write a tokenizer.json, whole or not at all; into a folder, unless `path` ends with .json."""
        write_atomically(_file(path), self._content)

    def encode(self, text: str) -> list[int]:
        """The ids of a text, of which none is a special token."""
        ids = []
        for number, run in enumerate(_SURROGATES.split(text)):
            if number % 2:
                ids += [self._byte_ids[byte] for byte in run.encode("utf-8", "surrogatepass")]
            else:
                ids += self._encoder.encode(run, add_special_tokens=False).ids
        return ids

    def decode(self, ids: Iterable[int]) -> str:
        """The text that ids stand for: what was encoded, or any text that a model has written.

        Bytes that are no whole character become U+FFFD. Special tokens add nothing.

        Raises:
            ValueError: a number that is no token.
        """
        return b"".join(map(self.token_bytes, ids)).decode("utf-8", "mambalib.surrogates")

    def token_bytes(self, id: int) -> bytes:
        """The bytes that a token stands for, none for a special token.

        Raises:
            ValueError: a number that is no token.
        """
        try:
            return self._bytes[operator.index(id)]
        except (KeyError, TypeError):
            raise ValueError(f"id must be a token, from 0 to below {self.vocab_size}, got {id}") from None

    def special(self, name: str) -> int:
        """The id of a special token.

        Raises:
            ValueError: there is none of that name.
        """
        if name not in self._special:
            raise ValueError(f"name must be a special token, one of {sorted(self._special)}, got {name!r}")
        return self._special[name]

    @property
    def end_of_text(self) -> int:
        """The id of <|endoftext|>, which parts documents."""
        return self.special(END_OF_TEXT)


def _file(path: str | Path) -> Path:
    path = Path(path)
    return path if path.suffix == ".json" and not path.is_dir() else path / "tokenizer.json"


def _is_name(name: str) -> bool:
    """Whether it can be that of a special token: none of the alphabet, and text that a file can hold."""
    return len(name) > 1 and not _SURROGATES.search(name)


def _alphabet() -> dict[str, int]:
    """The byte of each character of the alphabet: itself where it is visible, else the next one from U+0100 on."""
    visible = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in visible]
    return {chr(byte): byte for byte in visible} | {chr(256 + place): byte for place, byte in enumerate(others)}


def _without_special(fields: dict[str, Any], special: dict[str, int]) -> dict[str, Any]:
    """A tokenizer of the same ids that no text can lead to a special token, and that keeps the whole text.

    A merge can make the name of a special token of its parts, and then its id. So these merges go, and the names are
    changed in the vocabulary: a space is not in the alphabet, so no text can be written in the new ones.
    """
    model, added = fields["model"], fields["added_tokens"]
    if model["type"] != "BPE":
        raise ValueError(f"its model is {model['type']}")
    if model.get("continuing_subword_prefix") or model.get("end_of_word_suffix"):  # a prefix can crash the library
        raise ValueError("its tokens have a prefix or suffix that is no text")
    if (fields.get("normalizer") or {"type": "NFC"})["type"] != "NFC":
        raise ValueError(f"its normalizer, {fields['normalizer']['type']}, changes text")
    vocab = model["vocab"] | {token["content"]: token["id"] for token in added}
    if len({*vocab.values()}) < len(vocab):
        raise ValueError("two of its tokens have the same id")
    merges = [tuple(pair.split(" ")) if isinstance(pair, str) else tuple(pair) for pair in model["merges"]]
    return fields | {
        "added_tokens": [token | {"lstrip": False, "rstrip": False} for token in added if not token["special"]],
        "normalizer": None,
        "post_processor": None,
        "truncation": None,
        "padding": None,
        "model": model
        | {
            "dropout": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "vocab": {f" {token}" if token in special else token: id for token, id in vocab.items()},
            "merges": [pair for pair in merges if special.keys().isdisjoint((*pair, "".join(pair)))],
        },
    }


def _bytes_of_tokens(fields: dict[str, Any], special: dict[str, int]) -> dict[int, bytes]:
    """What each id stands for. Tokens that were added are written as they are, the others in the alphabet."""
    alphabet = _alphabet()
    added = {token["content"]: token["id"] for token in fields["added_tokens"]}
    written = {token: id for token, id in fields["model"]["vocab"].items() if token not in added}
    tokens = {id: bytes(alphabet[character] for character in token) for token, id in written.items()}
    return tokens | {id: b"" if token in special else token.encode() for token, id in added.items()}


def _surrogates_or_replace(error: UnicodeError) -> tuple[str, int]:
    """How to read bytes that are no UTF-8: as the lone surrogate that they spell, else as U+FFFD."""
    try:
        return codecs.lookup_error("surrogatepass")(error)
    except UnicodeDecodeError:
        return codecs.lookup_error("replace")(error)


codecs.register_error("mambalib.surrogates", _surrogates_or_replace)
