"""Training, the way through its recording, and the pass that is told."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.stateful import rule
from PySide6.QtTest import QTest

from nnviz.explain.grain import Grain
from nnviz.gui.passage import SCOPES
from nnviz.gui.player import MODES
from tests.gui.hand.frame import Frame, share


class OverTime(Frame):
    """Trains, scrubs, steps and plays."""

    # ---------------------------------------------------------------- training

    @rule(what=st.sampled_from(["one_sample", "one_batch", "one_epoch"]))
    def train_a_little(self, what):
        runner = self.window.runner
        runner.stop()  # an epoch beside a run under way would be that run
        before = self.window.session.document
        getattr(runner, what)()
        self.wait(lambda: not runner.running)
        after = self.window.session.document
        assert np.array_equal(before.parameters[before.frozen], after.parameters[before.frozen])

    @rule()
    def train_on_and_on(self):
        self.window.runner.start(10**9)
        QTest.qWait(20)

    @rule()
    def stop(self):
        self.window.runner.stop()

    @rule(at=share)
    def scrub(self, at):
        recorder = self.window.recorder
        recorder.seek(recorder.start + at * (recorder.end - recorder.start))
        self.wait(lambda: not recorder.busy)

    @rule(by=st.sampled_from([-3, -1, 1, 2]))
    def step_through_recording(self, by):
        self.window.recorder.step(by)
        self.wait(lambda: not self.window.recorder.busy)

    @rule(go_back=st.booleans())
    def leave_recording(self, go_back):
        self.wait(lambda: not self.window.recorder.busy)
        self.window.session.go_back() if go_back else self.window.recorder.leave()

    # -------------------------------------------------------------------- pass

    @rule(by=st.sampled_from([-1, 1, 1, 3]))
    def step(self, by):
        self.window.player.step(by)

    @rule(at=share)
    def seek(self, at):
        player = self.window.player
        player.seek(round(at * len(player.frames)))

    @rule(mode=st.sampled_from(MODES))
    def choose_mode(self, mode):
        self.window.acts[f"run.{mode}"].trigger()

    @rule(scope=st.sampled_from(SCOPES), grain=st.sampled_from(list(Grain)))
    def tell(self, scope, grain):
        self.window.player.set_scope(scope)
        self.window.player.set_grain(grain)

    @rule(name=st.sampled_from(["into_next", "into_previous", "into_whole"]))
    def enter(self, name):
        """Go into a sample of the minibatch told, or out again."""
        self.trigger(f"run.{name}")

    @rule()
    def play(self):
        self.window.player.toggle()
        QTest.qWait(5)
        self.window.player.pause()

    @rule()
    def leave_pass(self):
        self.window.player.leave()
