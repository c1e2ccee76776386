"""The commands. What one of them needs is loaded when it runs: the window does not wait for it."""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from nnviz import __version__
from nnviz.document.errors import DocumentError
from nnviz.document.examples import EXAMPLE, example_path, examples
from nnviz.document.vocabulary import MAX_COUNT
from nnviz.gui.display import missing_library

if TYPE_CHECKING:
    from nnviz.document.document import Document
    from nnviz.engine.training import Training

_DEFAULT_SIZE = (1440, 900)
_SEPARATORS = ("/", os.sep)
_SLICE = 0.1  # seconds of training between two drawings of the bar
_COMMANDS_HELP = """\
commands:
  nnviz examples                              list the examples
  nnviz render SOURCE OUT.{png,svg,pdf}       write a network's picture, without a display
  nnviz train SOURCE                          train a network on its own data
  nnviz explain SOURCE                        tell one pass and its update with every number

`nnviz COMMAND --help` tells their options."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    0 when it is done; 2, with one line on stderr, when something is wrong that the user can set
    right; 130 when it was interrupted.
    """
    words = sys.argv[1:] if arguments is None else list(arguments)
    _never_fail_on_letters()
    try:
        return _run(words)
    except BrokenPipeError:  # whoever read our output has seen enough
        _silence_output()
        return 0
    except KeyboardInterrupt:
        return _complain("interrupted", code=130)
    except MemoryError:
        return _complain("there is not enough memory for this")
    except ImportError as error:
        line = missing_library(error)
        if line is None:
            raise
        return _complain(line)
    except ValueError as error:
        return _complain(str(error))
    except OSError as error:
        if error.filename is not None:
            return _complain(str(error))
        _silence_output()  # files are named: this is our own output, on a disk that is full
        return _complain(f"cannot write the output: {str(error.strerror or error).lower()}")


def _silence_output() -> None:
    """Let what is left in the buffer go nowhere, so that leaving does not fail once more."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(words: list[str]) -> int:
    command = _COMMANDS.get(words[0]) if words else None
    if words and command is None:
        _check_is_source(words[0])
    code = command(words[1:]) if command else _window(words)
    with contextlib.suppress(AttributeError):  # the windowed script has no stdout on Windows
        sys.stdout.flush()  # here, where a broken pipe is still ours to handle
    return code


def _check_is_source(word: str) -> None:
    """Tell a misspelt command from a file."""
    if re.fullmatch(r"[\w-]+", word) and not word.startswith("-") and not Path(word).exists():
        commands = ", ".join(_COMMANDS)
        raise ValueError(f"{word!r} is no command and no file: the commands are {commands}")


def _complain(message: str, code: int = 2) -> int:
    line = " ".join(message.removeprefix("nnviz: ").split())
    print(f"nnviz: {line}", file=sys.stderr)
    return code


def _never_fail_on_letters() -> None:
    """Let a terminal that lacks a letter show "?" in its place."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


class _Parser(argparse.ArgumentParser):
    """A parser whose complaint is one line."""

    def __init__(self, prog: str, description: str, epilog: str | None = None) -> None:
        raw = argparse.RawDescriptionHelpFormatter
        super().__init__(prog, None, description, epilog, formatter_class=raw, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """Leave with exit code 2."""
        self.exit(2, f"nnviz: {message} (see `{self.prog} --help`)\n")


def _window(words: list[str]) -> int:
    parser = _Parser("nnviz", "Open the window on a network.", _COMMANDS_HELP)
    parser.add_argument("source", nargs="?", metavar="SOURCE", help=_SOURCE_HELP)
    parser.add_argument("--theme", choices=("light", "dark", "system"))
    parser.add_argument(
        "--screenshot", metavar="PNG", type=_png, help="save a picture of the window and leave"
    )
    parser.add_argument(
        "--size", type=_size, default=_DEFAULT_SIZE, metavar="1440x900", help="of the screenshot"
    )
    parser.add_argument("--version", action="version", version=f"nnviz {__version__}")
    options = parser.parse_args(words)
    if options.source is not None and options.screenshot is not None:
        _check_not_source(options.source, options.screenshot)

    from nnviz.gui.app import run

    return run(options.source, options.theme, options.screenshot, options.size)


def _examples(words: list[str]) -> int:
    _Parser("nnviz examples", "List the examples: names and titles.").parse_args(words)
    width = max(len(name) for name, _ in examples())
    for name, title in examples():
        print(f"{name:{width}}  {title}")
    return 0


def _render(words: list[str]) -> int:
    from nnviz import cli_render

    parser = _Parser("nnviz render", "Write the picture of a network; needs no display.")
    parser.add_argument("source", metavar="SOURCE", help=_SOURCE_HELP)
    parser.add_argument("output", metavar="OUT", help="a file that ends in .png, .svg or .pdf")
    cli_render.add_options(parser, _number)
    options = parser.parse_args(words)
    _check_not_source(options.source, options.output)
    cli_render.write(options)
    return 0


def _train(words: list[str]) -> int:
    parser = _Parser("nnviz train", "Train a network further, with its own data and settings.")
    parser.add_argument("source", metavar="SOURCE", help=_SOURCE_HELP)
    parser.add_argument("--epochs", type=_count, metavar="N", help="default: as many as it stores")
    parser.add_argument("--until-loss", type=_loss, metavar="X", help="end below this loss")
    parser.add_argument("--output", metavar="FILE.nnviz", help="save the trained network here")
    parser.add_argument("--json", action="store_true", help="print one line of JSON, no bar")
    options = parser.parse_args(words)

    from nnviz.document.files import open_document, save
    from nnviz.document.learning import STEP_IS_FLAT, has_step

    document = open_document(options.source)
    if options.output is not None:
        _check_not_source(options.source, options.output)
        _check_can_save(options.output)
    if has_step(document):
        print(f"nnviz: {STEP_IS_FLAT}", file=sys.stderr)
    epochs = options.epochs or document.training.epochs
    trained, result = _trained(document, epochs, options.until_loss, bar=not options.json)
    if options.output is not None:
        save(trained, options.output)
    print(json.dumps(result) if options.json else _sentence(result))
    return 0


def _explain(words: list[str]) -> int:
    from nnviz import cli_explain

    about = "Tell the whole pass of one sample, and the update it causes, with every number."
    parser = _Parser("nnviz explain", about)
    parser.add_argument("source", metavar="SOURCE", help=_SOURCE_HELP)
    cli_explain.add_options(parser)
    options = parser.parse_args(cli_explain.joined(words))
    print(cli_explain.explained(options), end="")
    return 0


def _trained(
    document: Document, epochs: int, threshold: float | None, *, bar: bool
) -> tuple[Document, dict[str, object]]:
    """Return the document after so many more epochs, and what --json tells of them."""
    from nnviz.document.learning import start_training

    if document.data is None:
        raise ValueError("there are no data in this document to train on; import some in nnviz")
    before = document.history.epochs
    model = document.model()
    training = start_training(document, model, before + epochs, threshold)
    _follow(training, before, epochs, verbose=int(bar))
    assert model.optimizer is not None  # the document's model is compiled
    trained = document.replaced(
        parameters=model.parameters,
        history=document.history.extended(training.history, training.stopped_by),
        optimizer_state=model.optimizer.state(),
    )
    loss = trained.history.last()
    result: dict[str, object] = {
        "epochs": training.epoch - before,
        "loss": loss if loss is not None and math.isfinite(loss) else None,
        "stopped_by": training.stopped_by,
    }
    return trained, result


def _follow(training: Training, before: int, epochs: int, verbose: int) -> None:
    """Train to the end under a progress bar that counts epochs."""
    from nnviz.engine.progress import Progress

    bar = Progress(epochs, verbose)
    while not training.finished:
        finished = training.run_for(_SLICE)
        done = training.epoch - before
        if finished:
            bar.target = done  # the bar is full wherever the run ended
        if done:
            bar.update(done, {key: values[-1] for key, values in training.history.items()})


def _sentence(result: dict[str, object]) -> str:
    reasons = {
        "threshold": ": the loss is below the one asked for",
        "divergence": ": the loss became infinite, a smaller learning rate may help",
    }
    epochs = "1 epoch" if result["epochs"] == 1 else f"{result['epochs']:,} epochs"
    loss = "no loss" if result["loss"] is None else f"loss {result['loss']:.6g}"
    return f"{loss} after {epochs}{reasons.get(str(result['stopped_by']), '')}"


def _check_not_source(source: str, output: str) -> None:
    """Make sure that no command writes over the file it reads."""
    is_same = False
    with contextlib.suppress(OSError, DocumentError):  # opening the source tells what is wrong
        path = example_path(source[len(EXAMPLE) :]) if source.startswith(EXAMPLE) else Path(source)
        is_same = path.samefile(output)
    if is_same:
        raise ValueError(f"cannot write {output}: it is the source, choose another file")


def _check_can_save(output: str) -> None:
    """Find out before the training whether its result can be saved."""
    path = Path(output)
    if path.suffix != ".nnviz":
        raise ValueError(f"cannot save {output}: its name must end in .nnviz")
    if path.is_dir() or output.endswith(_SEPARATORS):
        raise ValueError(f"cannot save {output}: it is a folder, name a file in it")
    if not os.access(path.parent, os.W_OK):
        raise ValueError(f"cannot save {output}: its folder is missing or not to be written to")


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:20]) <= MAX_COUNT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {MAX_COUNT:,}")
    return int(text)


def _number(text: str) -> float:
    with contextlib.suppress(ValueError):
        if math.isfinite(float(text)):
            return float(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a finite number")


def _loss(text: str) -> float:
    if _number(text) < 0:
        raise argparse.ArgumentTypeError(f"{text} is below 0, where no loss gets")
    return float(text)


def _png(text: str) -> str:
    if Path(text).suffix.lower() != ".png" or text.endswith(_SEPARATORS):
        raise argparse.ArgumentTypeError(f"{text!r} does not end in .png")
    return text


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", text, re.ASCII)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 1440x900")
    width, height = int(found[1]), int(found[2])
    if not (1024 <= width <= 8192 and 640 <= height <= 8192):
        raise argparse.ArgumentTypeError(f"{text!r} is not from 1024x640 to 8192x8192")
    return width, height


_SOURCE_HELP = "a .nnviz file or example:NAME"
_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "examples": _examples,
    "render": _render,
    "train": _train,
    "explain": _explain,
}
