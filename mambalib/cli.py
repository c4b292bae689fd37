"""The command `mambalib`: one subcommand for each thing to do, each a call of the module that does it."""

import argparse
import sys
from pathlib import Path

_WIDTHS = ("float32", "bfloat16", "int8", "int4")  # those of the engine, of which parsing needs nothing else


def main(arguments: list[str] | None = None) -> int:
    """Run one subcommand; the exit status is 0 when all is well, 1 when something failed, 2 for bad arguments."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help()
        return 2
    try:
        return options.run(options) or 0
    except (ValueError, OSError) as error:
        print(f"mambalib {options.command}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mambalib", description="Mamba from scratch: the course and its library.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    doctor = commands.add_parser("doctor", help="is this machine ready, and how long will the course take here?")
    doctor.set_defaults(run=_doctor)

    progress = commands.add_parser("progress", help="which exercises you have solved")
    progress.set_defaults(run=_progress)

    grade = commands.add_parser("grade", help="grade a folder of learners' notebooks")
    grade.add_argument("folder", type=Path, help="one learner's notebooks, or a folder for each learner")
    grade.add_argument(
        "--chapters", nargs="+", type=int, metavar="N", help="grade the exercises of these chapters, not of all"
    )
    grade.add_argument("--junit", type=Path, metavar="FILE", help="write the results as JUnit XML")
    grade.add_argument("--json", type=Path, metavar="FILE", help="write the results as JSON")
    grade.add_argument("--csv", type=Path, metavar="FILE", help="write a row for each learner, for a spreadsheet")
    grade.set_defaults(run=_grade)

    build = commands.add_parser("build", help="execute chapters and write their notebooks")
    build.add_argument("chapters", nargs="*", metavar="CHAPTER", help="such as 02; all when left out")
    build.add_argument("--check", action="store_true", help="write nothing: fail if a notebook has drifted")
    build.set_defaults(run=_build)

    train = commands.add_parser("train", help="train a model as a TOML file describes it")
    train.add_argument("config", type=Path, metavar="CONFIG.toml", help="such as chapters/configs/english.toml")
    train.add_argument("--resume", action="store_true", help="go on from the last checkpoint, if there is one")
    train.set_defaults(run=_train)

    quantize = commands.add_parser("quantize", help="write a model with fewer bits for each weight")
    quantize.add_argument("folder", type=Path, metavar="FOLDER", help="a model in the Hugging Face layout")
    quantize.add_argument("--weights", choices=_WIDTHS[1:], default="int8", help="int8 if left out")
    quantize.add_argument("--out", type=Path, metavar="FOLDER", help="where to; FOLDER-int8 and so on if left out")
    quantize.set_defaults(run=_quantize)

    generate = commands.add_parser("generate", help="let a model write a text on")
    generate.add_argument("prompt", metavar="TEXT", help="where the text begins")
    generate.add_argument("--model", type=Path, required=True, metavar="FOLDER", help="a model with its tokenizer.json")
    generate.add_argument("--tokens", type=int, default=200, metavar="N", help="how many to write at most")
    generate.add_argument("--temperature", type=float, default=1.0, help="0 takes the likeliest token, 1 is bold")
    generate.add_argument("--top-k", type=int, metavar="N", help="take none but the N likeliest tokens")
    generate.add_argument("--top-p", type=float, metavar="P", help="take none but the likeliest that make up P")
    generate.add_argument("--min-p", type=float, metavar="P", help="take none of less than P of the likeliest one")
    generate.add_argument("--seed", type=int, help="the same seed writes the same text")
    generate.add_argument("--weights", choices=_WIDTHS, help="make them so narrow while loading")
    generate.add_argument("--threads", type=int, default=1, metavar="N", help="how many work on a step")
    generate.set_defaults(run=_generate)

    bench = commands.add_parser(
        "bench",
        help="measure speed and memory beside what else there is",
        epilog="What else can be measured, each with --help: "
        + ", ".join(f"python -m mambalib.bench.{what}" for what in ("character", "facts", "quantization", "soak")),
    )
    bench.add_argument(
        "groups", nargs="*", metavar="GROUP", help="scan, prefill, decode, training, length, attention; all if none"
    )
    bench.add_argument("--rounds", type=int, metavar="N", help="calls of each work, instead of the group's own number")
    bench.add_argument("--json", type=Path, metavar="FILE", help="write all that was measured as JSON")
    bench.add_argument("--pictures", type=Path, metavar="FOLDER", help="draw a chart of each group")
    bench.set_defaults(run=_bench)

    chat = commands.add_parser("chat", help="talk to a character")
    chat.add_argument("character", nargs="?", metavar="CHARACTER", help="a name, or a .toml or .json file of your own")
    chat.add_argument("--model", type=Path, metavar="FOLDER", help="a model's folder, instead of the course's own")
    chat.add_argument("--temperature", type=float, default=0.0, help="0 takes the likeliest word, 1 is bold")
    chat.add_argument("--seed", type=int, default=0, help="of what chance there is")
    chat.add_argument("--threads", type=int, default=1, help="how many work on a step")
    chat.set_defaults(run=_chat)

    book = commands.add_parser("book", help="make the book from the chapters")
    book.set_defaults(run=_book)
    return parser


def _doctor(options: argparse.Namespace) -> int:
    from mambalib.course.doctor import doctor

    return doctor()


def _progress(options: argparse.Namespace) -> None:
    from mambalib.exercises import progress

    progress()


def _grade(options: argparse.Namespace) -> int:
    from mambalib.exercises.grade import grade

    return grade(options.folder, options.junit, options.json, options.csv, options.chapters)


def _build(options: argparse.Namespace) -> int | None:
    from nbclient.exceptions import CellExecutionError

    from mambalib.course.build import build, drift

    try:
        return drift(options.chapters) if options.check else build(options.chapters)
    except CellExecutionError as error:
        print(f"a cell failed, so nothing was written:\n{error}", file=sys.stderr)
        return 1


def _train(options: argparse.Namespace) -> int:
    from mambalib.train import TrainingError, train
    from mambalib.train.processes import keep_memory

    keep_memory()
    try:
        train(options.config, options.resume)
    except TrainingError as error:
        print(f"mambalib train: {error}", file=sys.stderr)
        return 1
    return 0


def _quantize(options: argparse.Namespace) -> None:
    from mambalib.engine import quantize

    out = options.out or options.folder.resolve().with_name(f"{options.folder.resolve().name}-{options.weights}")
    quantize(options.folder, out, options.weights)
    size = (out / "model.safetensors").stat().st_size
    print(f"{out}: {size / 1e6:,.1f} MB")


def _generate(options: argparse.Namespace) -> None:
    from mambalib.engine.write import write_on

    names = "weights", "threads", "tokens", "temperature", "top_k", "top_p", "min_p", "seed"
    write_on(options.model, options.prompt, **{name: getattr(options, name) for name in names})


def _bench(options: argparse.Namespace) -> None:
    from mambalib import bench

    results = bench.run(options.groups, options.rounds, options.json)
    if options.pictures:
        from mambalib.bench.pictures import write_pictures

        write_pictures(results, options.pictures)


def _chat(options: argparse.Namespace) -> int:
    from mambalib.npc.chat import run, waiting
    from mambalib.npc.npc import NPC

    how = {"temperature": options.temperature, "seed": options.seed, "threads": options.threads}
    with waiting():
        npc = NPC.load(options.character, options.model, **how)
    return run(npc)


def _book(options: argparse.Namespace) -> None:
    from mambalib.course.publish import publish
    from mambalib.files import project_folder

    print(publish(project_folder()))
