"""The whole of `mambalib train`: corpus, tokenizer, training, and the finished model in a folder (chapter 7)."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, closing
from importlib.util import find_spec
from io import BytesIO
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from mambalib.data import Sampler, TokenFile, english, hugging_face, is_held_out, text_files, write_tokens
from mambalib.files import write_atomically
from mambalib.tokenizer import Tokenizer
from mambalib.train.processes import joined, rank, wait_for_all, world_size
from mambalib.train.settings import DataConfig, RunConfig
from mambalib.train.storage import Record, plot_loss
from mambalib.train.trainer import Batches, Trainer

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mambalib.npc.training import DialogueSampler, InAdvance

DIALOGUES = "dialogues"
MADE = "corpus.json"  # of which corpus the tokens in a folder are: written last, so with it all is there
_TOKENIZER_DOCUMENTS = 100_000  # so many are enough to learn a vocabulary from, and fit in memory


def train(path: str | Path, resume: bool = False, progress: bool = True) -> list[Record]:
    """Do what a TOML file says: prepare the corpus, train, and write the finished model with its tokenizer.

    In several processes: `torchrun --nproc-per-node 2 --no-python mambalib train CONFIG.toml`. All of them, on whatever
    machine, must see the same folders. The first prepares the corpus while the others wait; as they do not wait for
    ever, prepare a large one beforehand, with `prepare`.

    Args:
        path: see RunConfig.
        resume, progress: see Trainer.run.

    Returns:
        The history, see Trainer.run.

    Raises:
        ValueError, OSError, TrainingError: as RunConfig.load, prepare and Trainer.run.
    """
    config = RunConfig.load(path)
    with joined() as device, ExitStack() as at_the_end:
        batches = _dialogues if config.data.corpus == DIALOGUES else _texts
        if rank() == 0:
            batches(config)
        wait_for_all()
        sampler, valid, tokenizer = batches(config)
        if batches is _dialogues and device.type == "cuda":
            sampler = at_the_end.enter_context(closing(_in_advance(sampler)))
        if config.start and Tokenizer.load(config.start).fingerprint != tokenizer.fingerprint:
            raise ValueError(f"start must hold a model with the tokenizer of {config.data.folder}, got {config.start}")
        model = config.new_model(tokenizer.vocab_size).to(device)
        trainer = Trainer(model, sampler, config.train, config.folder, valid)
        history, plain = trainer.run(resume, progress), trainer.plain_model()
        if rank() == 0:
            plain.save_pretrained(Path(config.folder) / "model")
            tokenizer.save(Path(config.folder) / "model" / "tokenizer.json")
            if find_spec("matplotlib") is not None:
                write_atomically(Path(config.folder) / "loss.png", _png(plot_loss(history)))
    return history


def _texts(config: RunConfig) -> tuple[Batches, TokenFile, Tokenizer]:
    """Windows of a corpus, its validation text, and the tokenizer."""
    text, valid, tokenizer = prepare(config.data, Tokenizer.load(config.start) if config.start else None)
    of_rank = {"rank": rank(), "world_size": world_size(), "carry": config.train.carry}
    sizes = config.data.batch_size, config.data.length, config.seed
    return Sampler(text.tokens, *sizes, end_of_text=text.end_of_text, **of_rank), valid, tokenizer


def _dialogues(config: RunConfig) -> tuple[Batches, None, Tokenizer]:
    """Conversations with characters: there is no end of them, so none is put aside."""
    from mambalib.npc.dialogue import dialogues
    from mambalib.npc.training import DialogueSampler  # it is made of the trainer's own parts
    from mambalib.npc.transcript import Transcript, train_tokenizer

    data, folder = config.data, Path(config.data.folder)
    if config.train.carry:
        raise ValueError("carry must be false for dialogues, each of which begins anew")
    if not (folder / "tokenizer.json").exists():
        tokenizer = Tokenizer.load(config.start) if config.start else train_tokenizer(data.vocab_size)
        tokenizer.save(folder / "tokenizer.json")
        write_atomically(folder / MADE, json.dumps({"corpus": DIALOGUES}) + "\n")
    if (folder / MADE).exists():
        _require_corpus(folder, {"corpus": DIALOGUES})
    tokenizer = Tokenizer.load(folder)
    if tokenizer.vocab_size != data.vocab_size:
        raise ValueError(f"vocab_size must be {tokenizer.vocab_size}, as in {folder}, got {data.vocab_size}")
    facts = median(len(Transcript(tokenizer).facts(talk.character)) for talk in islice(dialogues(config.seed), 16))
    if data.length <= facts:  # from rows that end before the first answer nothing is learned
        raise ValueError(f"length must be above {facts:.0f}, the tokens of a character's facts, got {data.length}")
    how = {"growth": data.growth, "rank": rank(), "world_size": world_size()}
    return DialogueSampler(tokenizer, data.batch_size, data.length, config.seed, **how), None, tokenizer


def _in_advance(sampler: "DialogueSampler") -> "InAdvance":
    """Nearly all processors make dialogues while a GPU learns those before: it does not wait for them."""
    from mambalib.npc.training import InAdvance

    return InAdvance(sampler, max(1, (os.cpu_count() or 1) // world_size() - 2))


def _png(fig: "Figure") -> bytes:
    import matplotlib.pyplot as plt

    file = BytesIO()
    fig.savefig(file, format="png")
    plt.close(fig)
    return file.getvalue()


def prepare(data: DataConfig, tokenizer: Tokenizer | None = None) -> tuple[TokenFile, TokenFile, Tokenizer]:
    """Tokens for training, tokens for validation and the tokenizer: made, unless they are in the folder already.

    Args:
        data: which corpus, and where.
        tokenizer: the one to use; without it, one is learned from the text.

    Raises:
        ValueError: a corpus that cannot be read, or a folder with another one.
        OSError: files that cannot be read or written.
    """
    folder = Path(data.folder)
    wanted = {name: getattr(data, name) for name in ("corpus", "vocab_size", "held_out", "column", "variant")}
    if not (folder / MADE).exists():
        for left in folder.glob(".*.tokens.*"):  # by a process that was killed
            left.unlink()
        for held_out, use in ((False, "training"), (True, "validation")):
            if next(_documents(data, held_out), None) is None:
                raise ValueError(
                    f"held_out must leave a document for {use}, but {data.held_out} of {data.corpus} does not"
                )
        if tokenizer is None:
            tokenizer = Tokenizer.train(islice(_documents(data, False), _TOKENIZER_DOCUMENTS), data.vocab_size)
        tokenizer.save(folder / "tokenizer.json")
        for name, held_out in (("train.tokens", False), ("valid.tokens", True)):
            write_tokens(folder / name, _documents(data, held_out), tokenizer)
        write_atomically(folder / MADE, json.dumps(wanted, indent=2) + "\n")
    _require_corpus(folder, wanted)
    return TokenFile(folder / "train.tokens"), TokenFile(folder / "valid.tokens"), Tokenizer.load(folder)


def _require_corpus(folder: Path, wanted: dict[str, Any]) -> None:
    found = {"column": "text", "variant": ""} | json.loads((folder / MADE).read_text(encoding="utf-8"))
    if any(found.get(name) != value for name, value in wanted.items()):
        raise ValueError(f"folder must be another one than {folder}, which holds {found}, for {wanted}")


def _documents(data: DataConfig, held_out: bool) -> Iterator[str]:
    """The documents of a corpus on one side of the split."""
    if data.corpus == "english":
        documents = english()
    else:
        of_hub = {"column": data.column, "config": data.variant or None}
        documents = text_files(data.corpus) if Path(data.corpus).is_dir() else hugging_face(data.corpus, **of_hub)
    return (document for document in documents if is_held_out(document, data.held_out) == held_out)
