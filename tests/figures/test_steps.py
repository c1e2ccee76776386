"""A picture is written in steps, and whoever leaves it before the last one leaves the old file."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest

from nnviz.figures import View, render
from nnviz.figures.rendering import rendering
from nnviz.figures.steps import Beside
from tests.diagram.samples import network

ENDINGS = ("png", "svg", "pdf")
LARGE = (300, 200, 10)


def _steps(path, sizes=LARGE):
    return rendering(network(sizes), path, 2.0, "light", False, View())


def _on_a_thread(step):
    """Do a step as a window does it."""
    made = []
    thread = threading.Thread(target=lambda: made.append(step.work(lambda share: None)))
    thread.start()
    thread.join()
    return made[0]


def _next(steps, step):
    """Do a step beside; return the next one."""
    return steps.send(_on_a_thread(step) if isinstance(step, Beside) else None)


def _all(steps):
    """Do every step; return them."""
    done = [None]
    with suppress(StopIteration):
        while True:
            done.append(_next(steps, done[-1]))
    return done


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("ending", ENDINGS)
class TestSteps:
    def test_what_is_written_in_steps_is_what_is_written_at_once(self, tmp_path, ending):
        path = tmp_path / f"steps.{ending}"
        _all(_steps(path))
        render(network(LARGE), tmp_path / f"once.{ending}")
        whole, expected = path.read_bytes(), (tmp_path / f"once.{ending}").read_bytes()
        assert len(whole) == len(expected)
        if ending != "pdf":  # which says when it was made
            assert whole == expected

    def test_it_pauses_and_tells_how_much_is_painted(self, tmp_path, ending):
        steps = _all(_steps(tmp_path / f"a.{ending}"))
        told = [step for step in steps if isinstance(step, float)]
        assert steps.count(None) > 10
        assert told == sorted(told)
        assert told[-1] == 1.0

    @pytest.mark.parametrize("after", [1, 4, 12])
    def test_leaving_it_in_the_middle_leaves_the_old_file(self, tmp_path, ending, after):
        path = tmp_path / f"old.{ending}"
        path.write_bytes(b"old")
        steps, step = _steps(path), None
        for _ in range(after):
            step = _next(steps, step)
        steps.close()
        assert path.read_bytes() == b"old"
        assert [one.name for one in tmp_path.iterdir()] == [path.name]

    def test_only_the_last_step_writes_and_can_be_stopped(self, tmp_path, ending):
        path = tmp_path / f"old.{ending}"
        path.write_bytes(b"old")
        steps, step = _steps(path), None
        while not (isinstance(step, Beside) and step.writes):
            assert path.read_bytes() == b"old"
            step = _next(steps, step)

        class EnoughError(Exception):
            pass

        def stop(share):
            raise EnoughError

        with pytest.raises(EnoughError):
            step.work(stop)
        steps.close()
        assert path.read_bytes() == b"old"
        assert [one.name for one in tmp_path.iterdir()] == [path.name]
