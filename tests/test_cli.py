"""The commands, as a user types them."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import pytest

import nnviz
from nnviz.cli import main
from nnviz.document.edits import ChangeLayer
from nnviz.document.examples import example_path, examples
from nnviz.document.files import open_document, save


@pytest.fixture
def run(capfd):
    """Run a command here; return its exit code, stdout and stderr."""

    def run(*words: str) -> tuple[int, str, str]:
        try:
            code = main(words)
        except SystemExit as exit:
            code = exit.code
        return code, *capfd.readouterr()

    return run


@pytest.fixture
def fails(run):
    """Run a command that must fail; return its one line on stderr."""

    def fails(*words: str) -> str:
        code, out, err = run(*words)
        assert (code, out) == (2, "")
        assert err.startswith("nnviz: ")
        assert err.count("\n") == 1
        assert err.endswith("\n")
        return err

    return fails


@pytest.fixture
def xor(tmp_path):
    """A copy of an example that can be written over."""
    path = tmp_path / "xor.nnviz"
    path.write_bytes(example_path("xor").read_bytes())
    return path


def in_a_process(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    gone = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    present = {key: value for key, value in os.environ.items() if key not in gone}
    return subprocess.run(
        [sys.executable, *words],
        env={**present, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_version(run):
    assert run("--version") == (0, f"nnviz {nnviz.__version__}\n", "")


def test_examples_are_listed_by_name_and_title(run):
    code, out, err = run("examples")
    assert (code, err) == (0, "")
    assert [line.split(maxsplit=1) for line in out.splitlines()] == [list(e) for e in examples()]


@pytest.mark.parametrize("words", [["-h"], ["examples", "-h"], ["render", "-h"], ["train", "-h"]])
def test_help(run, words):
    code, out, err = run(*words)
    assert (code, err) == (0, "")
    assert out.startswith("usage: nnviz")


# ---------------------------------------------------------------- train


def test_one_epoch_of_the_chain_is_the_update_calculated_by_hand(run, tmp_path):
    output = tmp_path / "chain.nnviz"
    code, _, err = run("train", "example:chain", "--epochs", "1", "--output", str(output))
    assert (code, err) == (0, "")
    w1, b1, w2, b2 = open_document(output).parameters
    assert (round(w2, 3), round(b2, 3)) == (0.427, 0.612)
    assert (round(w1, 4), round(b1, 4)) == (0.1496, 0.3959)


def test_json_is_one_object_on_one_line(run):
    code, out, err = run("train", "example:xor", "--epochs", "7", "--json")
    assert (code, err, out.count("\n")) == (0, "", 1)
    result = json.loads(out)
    assert list(result) == ["epochs", "loss", "stopped_by"]
    assert (result["epochs"], result["stopped_by"]) == (7, "epochs")


def test_xor_is_learned_within_its_stored_epochs(run):
    _, out, _ = run("train", "example:xor", "--json")
    result = json.loads(out)
    assert result["epochs"] == open_document("example:xor").training.epochs
    assert result["loss"] < 0.01


def test_until_loss_ends_early_and_is_capped_by_the_epochs(run):
    _, out, _ = run("train", "example:xor", "--until-loss", "0.05", "--json")
    early = json.loads(out)
    assert early["stopped_by"] == "threshold"
    assert early["loss"] < 0.05
    assert early["epochs"] < open_document("example:xor").training.epochs
    _, out, _ = run("train", "example:xor", "--until-loss", "0.05", "--epochs", "3", "--json")
    assert json.loads(out)["epochs"] == 3


def test_training_in_two_runs_is_training_in_one(run, tmp_path):
    halves, whole = tmp_path / "halves.nnviz", tmp_path / "whole.nnviz"
    first = tmp_path / "first.nnviz"
    run("train", "example:iris", "--epochs", "10", "--output", str(first))
    run("train", str(first), "--epochs", "10", "--output", str(halves))
    run("train", "example:iris", "--epochs", "20", "--output", str(whole))
    assert open_document(first).history.epochs == 10
    assert halves.read_bytes() == whole.read_bytes()


def test_training_a_binary_step_says_that_it_cannot_work(run, tmp_path):
    path = tmp_path / "step.nnviz"
    document = open_document("example:xor")
    save(ChangeLayer(1, {"activation": "binary_step"}).apply(document), path)
    code, out, err = run("train", str(path), "--epochs", "1", "--json")
    assert code == 0
    assert json.loads(out)["epochs"] == 1
    assert err == (
        "nnviz: Gradient descent cannot train through a binary step: its derivative is 0.\n"
    )


def test_the_bar_ends_full_and_a_sentence_says_why(run):
    code, out, err = run("train", "example:iris", "--epochs", "2")
    assert (code, err) == (0, "")
    bar, sentence = out.splitlines()
    assert bar.startswith("2/2 ━━━━━━━━━━━━━━━━━━━━ ")
    assert "val_loss" in bar
    assert sentence.startswith("loss ")
    assert sentence.endswith("after 2 epochs")


def test_a_divergence_is_told_and_exits_with_0(run, tmp_path):
    source, output = tmp_path / "wild.nnviz", tmp_path / "tamed.nnviz"
    values = json.loads(example_path("regression").read_text())
    values["training"].update(optimizer="sgd", learning_rate=1e6)
    source.write_text(json.dumps(values))
    code, out, err = run("train", str(source), "--json", "--output", str(output))
    assert (code, err) == (0, "")
    assert json.loads(out)["stopped_by"] == "divergence"
    assert np.isfinite(open_document(output).parameters).all()
    code, out, err = run("train", str(source))
    assert (code, err) == (0, "")
    assert "the loss became infinite" in out


def test_the_source_is_never_written(run, fails, xor, tmp_path):
    before = xor.read_bytes()
    run("train", str(xor), "--epochs", "2", "--output", str(tmp_path / "out.nnviz"))
    assert "it is the source" in fails("train", str(xor), "--output", str(xor))
    link = tmp_path / "link.nnviz"
    os.link(xor, link)
    assert "it is the source" in fails("train", str(xor), "--output", str(link))
    assert "it is the source" in fails("render", str(xor), str(xor))
    assert "it is the source" in fails("train", "example:xor", "--output", str(example_path("xor")))
    assert xor.read_bytes() == before


def test_what_cannot_be_trained(fails, tmp_path):
    assert "no data" in fails("train", "example:neuron")
    assert "must end in .nnviz" in fails("train", "example:xor", "--output", "xor.txt")
    absent = tmp_path / "absent" / "xor.nnviz"
    assert "its folder is missing" in fails("train", "example:xor", "--output", str(absent))
    folder = tmp_path / "folder.nnviz"
    folder.mkdir()
    assert "it is a folder" in fails("train", "example:xor", "--output", str(folder))
    assert "it is a folder" in fails("train", "example:xor", "--output", f"{tmp_path}/a.nnviz/")


# ---------------------------------------------------------------- mistakes


@pytest.mark.parametrize("command", [["train"], ["render"]])
def test_sources_that_cannot_be_opened(fails, tmp_path, command):
    picture = [str(tmp_path / "out.png")] if command == ["render"] else []
    assert "no such file" in fails(*command, str(tmp_path / "absent.nnviz"), *picture)
    assert "choose one of neuron" in fails(*command, "example:mnist", *picture)
    (tmp_path / "bad.nnviz").write_text('{"format": "other"}')
    assert "not an nnviz file" in fails(*command, str(tmp_path / "bad.nnviz"), *picture)
    (tmp_path / "cut.nnviz").write_text(example_path("xor").read_text()[:300])
    fails(*command, str(tmp_path / "cut.nnviz"), *picture)
    values = json.loads(example_path("xor").read_text())
    (tmp_path / "new.nnviz").write_text(json.dumps({**values, "version": 99}))
    assert "version 99" in fails(*command, str(tmp_path / "new.nnviz"), *picture)
    assert not (tmp_path / "out.png").exists()


def test_an_unknown_example_is_told_in_one_way(fails, tmp_path):
    out = str(tmp_path / "a.png")
    words = (["render", "example:no", out], ["train", "example:no"], ["example:no"])
    words += (["example:no", "--screenshot", out], ["train", "example:no", "--output", "a.nnviz"])
    assert len({fails(*each) for each in words}) == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full disk to write to")
@pytest.mark.parametrize("words", [["examples"], ["train", "example:chain", "--epochs", "1"]])
def test_a_full_disk_is_told_once(words):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "nnviz", *words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 2
    assert done.stderr == "nnviz: cannot write the output: no space left on device\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["train"], "required: SOURCE"),
        (["train", "example:xor", "--epochs", "0"], "'0' is not a whole number from 1"),
        (["train", "example:xor", "--epochs", "9" * 5000], "is not a whole number from 1"),
        (["train", "example:xor", "--until-loss", "abc"], "'abc' is not a finite number"),
        (["train", "example:xor", "--until-loss", "1e400"], "'1e400' is not a finite number"),
        (["train", "example:xor", "--until-loss=-1"], "-1 is below 0"),
        (["train", "example:xor", "--ep", "3"], "unrecognized arguments: --ep 3"),
        (["render", "example:xor"], "required: OUT"),
        (["render", "example:xor", "out.gif"], "none of .png, .svg, .pdf"),
        (["render", "example:xor", "/nowhere/out.png"], "cannot write"),
        (["render", "example:xor", "out.png", "--scale", "nan"], "'nan' is not a finite number"),
        (["render", "example:xor", "out.png", "--scale", "0"], "the scale 0 is not between"),
        (["render", "example:xor", "out.png", "--theme", "system"], "--theme: invalid choice"),
        (["render", "example:xor", "out.png", "--numbers", "9"], "--numbers: invalid choice"),
        (["render", "example:xor", "out.png", "--unfold", "-1"], "neither the number of a layer"),
        (["render", "example:xor", "out.png", "--unfold", "7"], "there is no layer 7 to unfold"),
        (["render", "example:xor", "out.png", "--show", "frozen"], "no weight of the network is"),
        (["example:xor", "--theme", "blue"], "--theme: invalid choice"),
        (["example:xor", "--size", "big"], "'big' is not a size such as 1440x900"),
        (["example:xor", "--size", "1x1"], "'1x1' is not from 1024x640 to 8192x8192"),
        (["example:xor", "--screenshot", "window.txt"], "'window.txt' does not end in .png"),
        (["example:xor", "example:iris"], "unrecognized arguments: example:iris"),
        (["example:xor", "--screenshot", "a.png/"], "'a.png/' does not end in .png"),
        (["render", "example:xor", "a.png/"], "cannot write a.png/: it is a folder"),
        (["rendr", "example:xor", "a.png"], "'rendr' is no command and no file: the commands are"),
        (["trian"], "the commands are examples, render, train"),
        (["examples", "all"], "unrecognized arguments: all"),
    ],
)
def test_mistakes_get_one_clear_line(fails, words, sentence):
    assert sentence in fails(*words)


# ---------------------------------------------------------------- pictures


@pytest.mark.parametrize(
    ("name", "start"), [("a.png", b"\x89PNG"), ("a.svg", b"<?xml"), ("a.pdf", b"%PDF")]
)
def test_render_needs_no_display_and_says_nothing(tmp_path, name, start):
    path = tmp_path / name
    done = in_a_process("-m", "nnviz", "render", "example:chain", str(path), "--theme", "dark")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert path.read_bytes().startswith(start)


@pytest.mark.usefixtures("qapp")
def test_render_takes_what_is_shown_and_in_which_form(run, tmp_path):
    import nnviz

    here, said = tmp_path / "here.svg", tmp_path / "said.svg"
    flags = ("--show", "gradients", "--numbers", "all", "--rows", "--curved", "--unfold", "all")
    assert run("render", "example:iris", str(here), *flags) == (0, "", "")
    form = {"rows": True, "curved": True, "unfolded": (0, 1, 2)}
    nnviz.render("example:iris", said, show="gradients", numbers="all", **form)
    assert here.read_bytes() == said.read_bytes()


def test_screenshot_has_the_size_asked_for_and_says_nothing(tmp_path):
    from PySide6.QtGui import QImage

    plain, scaled = tmp_path / "plain.png", tmp_path / "scaled.png"
    for path, environment in (
        (plain, {}),
        (scaled, {"QT_SCALE_FACTOR": "2", "QT_FONT_DPI": "192"}),
    ):
        picture = ("--screenshot", str(path), "--size", "1280x800", "--theme", "dark")
        done = in_a_process("-m", "nnviz", "example:iris", *picture, **environment)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    image = QImage(str(plain))
    assert (image.width(), image.height()) == (1280, 800)
    assert QImage(str(scaled)) == image


@pytest.mark.skipif(sys.platform != "linux", reason="POSIX locales")
@pytest.mark.parametrize("locale", ["C", "xx_YY.UTF-8"])
@pytest.mark.parametrize(
    "words", [["render", "example:chain"], ["example:chain", "--screenshot"]], ids=lambda w: w[0]
)
def test_pictures_are_made_in_silence_in_any_locale(tmp_path, locale, words):
    done = in_a_process("-m", "nnviz", *words, str(tmp_path / "a.png"), LC_ALL=locale)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "a.png").exists()


def test_without_a_display_one_line_names_render():
    done = in_a_process("-m", "nnviz", "example:chain")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "nnviz render" in done.stderr


def test_a_missing_system_library_is_told_by_its_package(tmp_path):
    code = (
        "import sys\n"
        "class Bare:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'PySide6.QtGui':\n"
        "            raise ImportError('libEGL.so.1: cannot open shared object file')\n"
        "sys.meta_path.insert(0, Bare())\n"
        "from nnviz.cli import main\n"
        f"sys.exit(main(['render', 'example:chain', {str(tmp_path / 'a.png')!r}]))\n"
    )
    done = in_a_process("-c", code)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "libegl1" in done.stderr


# ---------------------------------------------------------------- manners


@pytest.mark.parametrize(
    "words", [["--version"], ["examples"], ["train", "example:chain", "--epochs", "1"]]
)
def test_commands_that_paint_nothing_load_no_qt(words):
    code = (
        "import sys\n"
        "from nnviz.cli import main\n"
        "try:\n"
        f"    main({words!r})\n"
        "except SystemExit:\n"
        "    pass\n"
        "sys.exit(any('PySide6' in name or 'pyqtgraph' in name for name in sys.modules))\n"
    )
    assert in_a_process("-c", code).returncode == 0


def test_a_terminal_without_letters_gets_question_marks():
    words = ("-m", "nnviz", "train", "example:chain", "--epochs", "1")
    done = in_a_process(*words, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stdout.startswith("1/1 ????????????????????")


@pytest.mark.skipif(os.name == "nt", reason="asks a Unix shell")
def test_a_reader_that_goes_away_is_no_error():
    command = f"{sys.executable} -m nnviz examples | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_interrupted_training_leaves_without_a_traceback(run, monkeypatch):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("nnviz.engine.training.Training.run_for", interrupt)
    assert run("train", "example:chain") == (130, "", "nnviz: interrupted\n")


def test_a_document_comes_back_from_train_as_it_was_but_trained(run, xor, tmp_path):
    before = open_document(xor)
    output = tmp_path / "out.nnviz"
    run("train", str(xor), "--epochs", "3", "--until-loss", "0.0001", "--output", str(output))
    after = open_document(output)
    assert (after.title, after.layers, after.training) == (
        before.title,
        before.layers,
        before.training,
    )
    assert (after.history.epochs, after.history.stopped_by) == (3, "epochs")
    np.testing.assert_array_equal(after.initial, before.initial)
    again = tmp_path / "again.nnviz"
    save(after, again)
    assert again.read_bytes() == output.read_bytes()
