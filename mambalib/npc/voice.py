"""What all characters share: the weights, the tokenizer, and which tokens a character can say (chapter 9).

A model's folder holds

    config.json, model.safetensors, tokenizer.json     the model, see `mambalib.engine`
    characters/NAME.toml                               characters that come with it
    characters/NAME.safetensors                        the state after their facts, see `NPC.prepare`

Symbols:
    logits   (vocab_size,), of the token that comes next
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np

from mambalib.engine import Engine, EngineState
from mambalib.files import project_folder
from mambalib.npc.transcript import Transcript
from mambalib.tokenizer import Tokenizer


class Voice:
    """A model that has learned to play characters, for any number of them.

    Args:
        folder: the model's.
        threads: how many work on a step.
        guarded: whether a `guard.Guard` sees to it that characters say only what could be an answer.

    Attributes:
        folder, guarded: the same.
        engine: the weights.
        transcript: how a conversation is written.
        fingerprint: the same for the same weights and tokenizer, 64 hexadecimal digits.

    Raises:
        CheckpointError: a folder without a model that can be loaded.
        ValueError: a tokenizer that is not the model's.
        OSError: a file that cannot be read.
    """

    def __init__(self, folder: str | Path, threads: int = 1, guarded: bool = True) -> None:
        self.folder, self.guarded = Path(folder), guarded
        self.engine = Engine.load(self.folder, threads=threads)
        tokenizer = Tokenizer.load(self.folder)
        self.transcript = Transcript(tokenizer)
        vocab_size = self.engine.config.vocab_size
        if tokenizer.vocab_size > vocab_size:
            raise ValueError(
                f"tokenizer must have at most {vocab_size} tokens, as the model, got {tokenizer.vocab_size}"
            )
        self.fingerprint = _fingerprint(self.folder)
        says = [bool(tokenizer.token_bytes(token)) for token in range(tokenizer.vocab_size)]
        self._mute = np.array(says + [False] * (vocab_size - len(says))) == 0
        self._mute[self.transcript.end] = False
        self.read([self.transcript.end], self.engine.new_state())  # so the compiled code is there when it is needed

    @staticmethod
    def shipped() -> Path:
        """The folder of the model that comes with the course."""
        return project_folder() / "assets" / "character"

    @property
    def characters(self) -> list[str]:
        """The names of the characters that come with the model."""
        return sorted(path.stem for path in (self.folder / "characters").glob("*.toml"))

    def file_of(self, character: str | Path | None) -> Path:
        """The file of a character: that of a name, the first one's if there is no name, or the file itself.

        Raises:
            ValueError: a name that there is not, or what is no name.
        """
        if isinstance(character, Path) or (isinstance(character, str) and character.endswith((".toml", ".json"))):
            return Path(character)
        names = self.characters
        name = character if character is not None or not names else names[0]
        name = name.lower() if isinstance(name, str) else name
        if name not in names:
            known = ", ".join(names) or "none"
            raise ValueError(f"character must be a .toml or .json file, or one of: {known}; got {character!r}")
        return self.folder / "characters" / f"{name}.toml"

    def read(self, ids: Iterable[int], state: EngineState) -> np.ndarray | None:
        """Let the engine read tokens, and change the state in place: the logits after the last one, if there is one.

        They are read one by one, always, so that the result does not depend on how they were parted.
        """
        logits = None
        for token in ids:
            logits = self.engine.step(np.array([token]), state)[0]
        return logits

    def likeliest(self, logits: np.ndarray) -> Iterator[tuple[float, int]]:
        """Probability and number of the tokens that an answer can have, the likeliest first."""
        logits = np.where(self._mute, -np.inf, logits)
        p, order = np.exp(logits - logits.max()), _ranked(logits)
        return zip((p[order] / p.sum()).tolist(), order.tolist(), strict=True)

    def offer(self, logits: np.ndarray, temperature: float, random: np.random.Generator) -> Iterator[int]:
        """The next token of an answer, text or the one that ends it; then what is next where that may not be said.

        To draw one after the other, each by its share of those that are left, is to sort them by their logits with
        Gumbel noise (Kool et al. 2019, section 2.3).
        """
        logits = np.where(self._mute, -np.inf, logits)
        if temperature:
            logits = (logits - logits.max()).astype(np.float64) / temperature + random.gumbel(size=len(logits))
        return iter(_ranked(logits).tolist())


def _ranked(logits: np.ndarray) -> np.ndarray:
    """The tokens that are not ruled out, the highest first."""
    order = np.argsort(-logits, kind="stable")
    return order[np.isfinite(logits[order])]


def _fingerprint(folder: Path) -> str:
    """The hash of what makes a model; a conversation that was saved into its folder is no part of it."""
    digest, whole = sha256(), folder / "model.safetensors"
    weights = [whole] if whole.is_file() else sorted(folder.glob("model-*.safetensors"))
    for path in (*weights, folder / "config.json", folder / "tokenizer.json"):
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()
