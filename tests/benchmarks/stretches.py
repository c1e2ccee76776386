"""Every stretch in which the window's thread does not listen, while it has something to do.

Run as a program with the name of a network; it prints what it measured as JSON. Without GLib, Qt
tells when it begins a round of its events and when it goes to sleep; a stretch is what lies
between two moments in which the mouse could be heard.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter, thread_time

# NumPy multiplies in one thread, as in the program itself.
os.environ.update(QT_NO_GLIB="1", QT_QPA_PLATFORM="offscreen", OPENBLAS_NUM_THREADS="1")

import numpy as np
from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QObject

from nnviz.data.dataset import Dataset
from nnviz.document.document import Document
from nnviz.document.edits import SetParameters
from nnviz.document.files import open_document, save
from nnviz.document.settings import TrainingSettings
from nnviz.gui import app
from nnviz.gui.recovery.keeper import Keeper
from nnviz.gui.recovery.shelf import Shelf
from nnviz.gui.window import Window
from tests.benchmarks.windows import live, opened

_NOTHING = 2e-4  # seconds of sleep that are none: nobody could have been heard


class Stretches(QObject):
    """Notes (wall, own processor's) seconds of each stretch."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[tuple[float, float]] = []
        self._begun: tuple[float, float] | None = None
        self._slept = 0.0
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        dispatcher.awake.connect(self._wake)
        dispatcher.aboutToBlock.connect(self._sleep)
        self.parent_filter = app.application()
        self.parent_filter.installEventFilter(self)

    def take(self) -> list[tuple[float, float]]:
        """Return what was noted, and begin anew."""
        taken, self.taken = self.taken, []
        return taken

    def _wake(self) -> None:
        """Begin a round: the mouse was heard just now, so what was under way is over."""
        self._note(until=self._slept)
        self._slept = 0.0
        self._begun = (perf_counter(), thread_time())

    def _sleep(self) -> None:
        self._slept = perf_counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the first event after a sleep: what was before is over, if it was one."""
        if self._slept:
            now = perf_counter()
            if now - self._slept > _NOTHING:
                self._note(until=self._slept)
                self._begun = (now, thread_time())
            self._slept = 0.0
        return False

    def _note(self, until: float) -> None:
        """Note a stretch until then; 0 is now."""
        if self._begun is not None:
            wall, own = self._begun
            self.taken.append(((until or perf_counter()) - wall, thread_time() - own))
        self._begun = None


def network(name: str) -> Document:
    """Return an example, or a network of sizes such as 784-128-10 on noise."""
    if not name[0].isdigit():
        document = open_document(f"example:{name}")
        endless = replace(document.training, threshold=None)
        return document.replaced(training=endless)
    sizes = tuple(map(int, name.split("-")))
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(256, sizes[0])), rng.normal(size=(256, sizes[-1]))
    document = Document.new(sizes, seed=0)
    data = Dataset("noise", "Noise", x, y, document.input_names, document.output_names)
    training = TrainingSettings("mean_squared_error", "adam", batch_size=32)
    return document.replaced(data=data, input=x[0], target=y[0], sample=0, training=training)


def _train(window: Window) -> None:
    window.runner.start(10**9)
    live(1000)


def _save(window: Window) -> None:
    for _ in range(4):
        window.files.save()
        live(700)


def _paint(window: Window) -> None:
    """Zoom in and out again and again, each time for long enough that all edges are painted."""
    for factor in (1.25, 1.25, 0.8, 0.8) * 5:
        window.canvas.network.zoom(factor)
        live(100)
    live(1500)


def _change(window: Window) -> None:
    """Change a weight, which is kept safe a moment later."""
    value = window.session.present.parameters[:1] * 0.99 + 1e-3
    window.session.apply(SetParameters(np.array([0]), value, "Nudge"))


def _recover(window: Window, keeper: Keeper) -> None:
    window.session.undo_stack.setClean()
    keeper._offer(keeper._left[0]).act()
    live(1500)


def measured(name: str) -> dict[str, list[tuple[float, float]]]:
    """Return the stretches of each thing that goes on."""
    app.application()
    noted: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as folder, opened(network(name)) as window:
        left = Shelf(Path(folder))
        left.keep(window.session.document, None)
        left.leave()
        keeper = Keeper(window, Path(folder))
        window.session.path = Path(folder, "it.nnviz")
        window.session.digest = save(window.session.document, window.session.path)
        live(1500)
        stretches = Stretches()

        def note(what: str, run: Callable[[], object]) -> None:
            stretches.take()
            run()
            noted[what] = stretches.take()

        _train(window)  # its first second
        note("training", lambda: live(4000))
        window.runner.stop()
        live(500)
        note("painting", lambda: _paint(window))
        note("saving", lambda: _save(window))
        _change(window)
        live(100)
        note("keeping safe", lambda: live(2000))
        note("recovering", lambda: _recover(window, keeper))
    return noted


if __name__ == "__main__":
    app.leave_a_processor()
    print(json.dumps(measured(sys.argv[1])))
