import os
import subprocess
import sys
import textwrap

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from nnviz.document.files import DocumentError, open_document
from nnviz.gui import app
from nnviz.gui.settings import Settings
from nnviz.gui.theme import current_theme
from tests.gui.saving import save_session


@pytest.fixture
def visit(qtbot, monkeypatch):
    """Run the application's window until `what(window)` has been done."""

    def _visit(call, what):
        from PySide6.QtCore import QTimer

        seen, window_made = [], app.Window.start

        def start(window):
            window_made(window)
            window.ready.connect(lambda: QTimer.singleShot(0, leave))

            def leave():
                try:
                    seen.append(what(window))
                finally:
                    window.session.undo_stack.setClean()
                    window.close()

        monkeypatch.setattr(app.Window, "start", start)
        result = call()
        return result, seen[0]

    return _visit


def title(window):
    return window.session.document.title


def test_it_starts_with_the_neuron_and_then_with_the_last_file(visit, tmp_path):
    def save(window):
        save_session(window.session, tmp_path / "mine.nnviz")
        window.settings.add_recent(tmp_path / "mine.nnviz")
        return title(window)

    assert visit(app.run, save) == (0, open_document("example:neuron").title)
    code, path = visit(app.run, lambda window: window.session.path)
    assert (code, path) == (0, tmp_path / "mine.nnviz")


def test_the_first_window_stands_as_it_does_when_it_is_put_back(visit):
    def sizes(window):
        panels = window.arrangement
        first = panels.plots.height(), panels.inspector.width()
        panels.reset()
        QCoreApplication.sendPostedEvents()
        return first, (panels.plots.height(), panels.inspector.width())

    _, (first, put_back) = visit(lambda: app.run("example:chain"), sizes)
    assert first == put_back


def test_a_last_file_that_broke_is_told_over_the_neuron(visit, tmp_path):
    path = tmp_path / "broken.nnviz"
    path.write_text("{", encoding="utf-8")
    Settings().add_recent(path)
    _, (name, notice) = visit(app.run, lambda w: (title(w), w.messages.notice()))
    assert name == open_document("example:neuron").title
    assert "last file" in notice.title


def test_a_source_and_a_theme_for_this_time(visit):
    _, (name, theme) = visit(
        lambda: app.run("example:chain", theme="dark"),
        lambda w: (title(w), current_theme().name),
    )
    assert (name, theme) == (open_document("example:chain").title, "dark")
    assert Settings().theme == "system"


def test_a_source_that_cannot_be_opened_is_the_callers_to_tell(qapp):
    with pytest.raises(DocumentError):
        app.run("example:unknown")


def test_show_opens_on_a_model_and_its_data_and_returns(visit):
    from nnviz.engine.layers import Dense
    from nnviz.engine.models import Sequential

    model = Sequential([Dense(3, activation="relu", input_shape=(2,)), Dense(1)])
    model.compile(optimizer="adam", loss="mean_squared_error")
    x = np.arange(8.0).reshape(4, 2)
    _, document = visit(lambda: app.show(model, x, x.sum(axis=1)), lambda w: w.session.document)
    assert document.sizes == (2, 3, 1)
    assert np.array_equal(document.parameters, model.parameters)
    assert document.data.n_samples == 4


def test_show_works_twice_in_one_process(visit):
    from nnviz.engine.layers import Dense
    from nnviz.engine.models import Sequential

    model = Sequential([Dense(1, input_shape=(1,))])
    model.compile(optimizer="sgd", loss="mean_squared_error")
    for _ in range(2):
        _, sizes = visit(lambda: app.show(model), lambda w: w.session.document.sizes)
        assert sizes == (1, 1)


def test_an_error_in_a_slot_is_shown_in_the_window_and_loses_nothing(visit, caplog):
    def fail(window):
        def slot(_change):
            raise RuntimeError("a view failed")

        window.session.changed.connect(slot)
        window.session.new(open_document("example:xor"))
        return title(window), window.messages.notice()

    _, (name, notice) = visit(lambda: app.run("example:chain"), fail)
    assert name == open_document("example:xor").title
    assert "RuntimeError" in notice.title
    assert "a view failed" in notice.details


def run(code, **environment):
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    kept.pop("QT_QPA_PLATFORM", None)
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 and Wayland")
def test_without_a_display_it_says_so_in_one_line_and_does_not_abort():
    done = run("import sys; from nnviz.gui.app import run; sys.exit(run('example:chain'))")
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "nnviz render" in line


@pytest.mark.parametrize("theme", ["light", "dark", "system"])
def test_a_screenshot_is_the_size_asked_for_and_silent(tmp_path, theme):
    path = tmp_path / "window.png"
    done = run(
        f"""
        import sys
        from nnviz.gui.app import run
        sys.exit(run("example:iris", {theme!r}, {str(path)!r}, (1280, 800)))
        """,
        XDG_CONFIG_HOME=str(tmp_path),
        LC_ALL="C",
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    picture = QImage(str(path))
    assert (picture.width(), picture.height()) == (1280, 800)
    chrome = "#131417" if theme == "dark" else "#f4f4f6"
    assert picture.pixelColor(700, 5).name() == chrome
    assert not list(tmp_path.glob("**/*.conf"))


def test_a_screenshot_that_cannot_be_written(tmp_path):
    path = tmp_path / "missing" / "window.png"
    code = f"import sys; from nnviz.gui.app import run; sys.exit(run(screenshot={str(path)!r}))"
    done = run(code)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_a_missing_file_is_told_where_there_is_no_display_either(monkeypatch, tmp_path):
    monkeypatch.setattr(app, "display_problem", lambda: "no display")
    with pytest.raises(DocumentError, match=r"missing\.nnviz"):
        app.run(str(tmp_path / "missing.nnviz"))


def test_pyqtgraph_comes_after_the_first_paint():
    done = run(
        """
        import sys
        import nnviz.gui.app
        assert "pyqtgraph" not in sys.modules
        """
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it counts threads in /proc")
def test_products_leave_a_processor_to_the_window():
    done = run(
        """
        import os
        from nnviz.gui.app import leave_a_processor
        leave_a_processor()
        import numpy as np
        np.ones((600, 600)) @ np.ones((600, 600))
        assert len(os.listdir("/proc/self/task")) == 1
        """
    )
    assert done.returncode == 0, done.stderr
