"""A file of a million weights: opened from its menu's command to the last pixel, and saved."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from time import perf_counter

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.document.document import Document
from nnviz.document.files import open_document, save
from tests.benchmarks.windows import live, opened, yardstick

pytestmark = [pytest.mark.benchmark, pytest.mark.usefixtures("qapp")]

ROUNDS = 3


def test_a_million_weights_are_opened_and_shown(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, small = tmp_path / "large.nnviz", open_document("example:neuron")
    save(Document.new((1000, 1000), seed=0), path)
    taken = []
    for _ in range(ROUNDS):
        with opened(small) as window:
            network = window.canvas.network
            started = perf_counter()
            assert window.files.load(path)
            QApplication.processEvents()
            while not network._stage.settled:
                QApplication.processEvents()
            taken.append(perf_counter() - started)
            assert window.session.document.n_parameters == 1_001_000
            live(1)
    with capsys.disabled():
        print(f"\n10⁶ weights: opened and shown in {median(taken):.2f} s; {yardstick(qtbot)}")
    assert median(taken) <= 2.0
