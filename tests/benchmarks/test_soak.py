"""A hand that does anything for a long time: everything agrees, and the memory stays flat.

NNVIZ_SOAK is how many seconds: 3600 is the hour that a lesson takes; by default one minute.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path
from random import Random
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from nnviz.explain.grain import Grain
from nnviz.gui import files
from nnviz.gui.passage import SCOPES
from nnviz.gui.player import MODES
from tests.gui.test_state_machine import BEGINNINGS, CHANGES, HELD, Hand

pytestmark = pytest.mark.benchmark

SECONDS = float(os.environ.get("NNVIZ_SOAK", "60"))
# So that what may grow is full when the measuring begins.
UNDO, RECORDING = 8, 8
_PAGE = os.sysconf("SC_PAGE_SIZE") / 2**20 if hasattr(os, "sysconf") else 0.0


def memory() -> float:
    """MiB that the process has in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE


def actions(hand: Hand, chance: Random):
    """Everything that a hand does, each with values of its own."""
    place, pick, share = lambda: chance.randrange(10**6), chance.choice, chance.random
    return [
        lambda: hand.drag(place(), chance.randint(-90, 90), pick(HELD), share() < 0.3),
        lambda: hand.click(place(), pick(HELD)),
        lambda: hand.select(place()),
        lambda: hand.press_on_canvas(pick(["Up", "Down", "Left", "Tab"]), pick(HELD), 3),
        lambda: hand.type_in_place(place(), pick(["0,5", "1/3", "words"]), Qt.Key.Key_Return),
        lambda: hand.switch(pick(["values", "gradients", "updates", "maps"])),
        lambda: hand.press_on_slider(place(), ["Right", "PageUp", "Left"]),
        lambda: hand.type_in_field(place(), pick(["0,5", "-2e-3", "x"])),
        lambda: hand.open_table(place()),
        lambda: hand.restructure(place(), pick(["add", "remove", "layer", "move", "bias"])),
        lambda: hand.freeze(place(), 2, share() < 0.5),
        lambda: hand.change(pick(sorted(CHANGES))),
        lambda: hand.undo(3),
        lambda: hand.redo(2),
        lambda: hand.train_a_little(pick(["one_sample", "one_batch", "one_epoch"])),
        lambda: hand.train_on_and_on(),
        lambda: hand.stop(),
        lambda: hand.scrub(share()),
        lambda: hand.step_through_recording(pick([-3, 1])),
        lambda: hand.leave_recording(share() < 0.5),
        lambda: hand.step(pick([-1, 1, 3])),
        lambda: hand.choose_mode(pick(MODES)),
        lambda: hand.tell(pick(SCOPES), pick(list(Grain))),
        lambda: hand.play(),
        lambda: hand.leave_pass(),
        lambda: hand.save_as(pick(["one.nnviz", "two.nnviz"])),
    ]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux's account of memory")
def test_memory_is_flat_however_long_one_works(qapp, tmp_path, monkeypatch):
    buttons = QMessageBox.StandardButton
    monkeypatch.setattr(files, "ask_to_save", lambda *_: buttons.Discard)
    monkeypatch.setattr(files, "ask_to_overwrite", lambda *_: buttons.Yes)
    monkeypatch.setattr(Hand, "folder", tmp_path)
    hand, chance = Hand(), Random(7)
    hand.begin("xor")
    hand.window.settings.undo_mib, hand.window.settings.recording_mib = UNDO, RECORDING
    doing, count, sampled = actions(hand, chance), 0, []
    started = perf_counter()
    while (passed := perf_counter() - started) < SECONDS:
        if count % 150 == 149:
            hand.window.runner.stop()
            hand.window.session.new(BEGINNINGS[chance.choice(sorted(BEGINNINGS))]())
            hand.settle()
            hand.start_afresh()
        chance.choice(doing)()
        hand.everything_agrees()
        count += 1
        if count % 150 == 0:
            gc.collect()
            sampled.append((passed, memory()))
    hand.teardown()
    times, sizes = np.array(sampled).T
    settled = times > SECONDS / 3
    first, last = np.array_split(sizes[settled], 2)
    growth = float(np.median(last) - np.median(first))
    print(f"\n{count:,} actions in {SECONDS:.0f} s; {sizes[0]:.0f} MiB at first,", end=" ")
    print(f"{np.median(first):.0f}, then {np.median(last):.0f} MiB: {growth:+.1f} MiB")
    assert growth < 8
