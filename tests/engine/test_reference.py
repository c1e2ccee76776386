"""fit, evaluate, predict and the history against runs recorded in Keras, to 1e-9."""

import json

import numpy as np
import pytest

import nnviz
from tests.engine.reference import cases
from tests.engine.reference.record import RESULTS

RECORDED = json.loads(RESULTS.read_text(encoding="utf-8"))
ALL = [(group, name) for group, members in cases.GROUPS.items() for name in members]


def assert_close(found: object, expected: object) -> None:
    """Close to 1e-9 of the value, or of the largest beside it where it is next to 0."""
    largest = np.abs(expected).max(initial=0.0)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9 * min(1.0, largest))


@pytest.mark.parametrize(("group", "name"), ALL)
def test_against_keras(group: str, name: str) -> None:
    expected = RECORDED[group][name]
    found = cases.run(nnviz, cases.GROUPS[group][name])
    assert found["history"].keys() == expected["history"].keys()
    for key, values in expected["history"].items():
        assert_close(found["history"][key], values)
    assert list(found["evaluate"]) == list(expected["evaluate"])
    assert_close(list(found["evaluate"].values()), list(expected["evaluate"].values()))
    assert_close(found["predict"], expected["predict"])
    assert_close(found["weights"], expected["weights"])


def test_what_was_recorded_is_what_is_run() -> None:
    assert RECORDED["versions"]["keras"].startswith("3.")
    recorded = {(group, name) for group in cases.GROUPS for name in RECORDED[group]}
    assert recorded == set(ALL)
