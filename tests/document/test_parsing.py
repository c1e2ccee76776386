from __future__ import annotations

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.document.parsing import parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.5", 0.5),
        ("0,5", 0.5),
        (" .5 ", 0.5),
        ("5.", 5.0),
        ("+7", 7.0),
        ("1/3", 1 / 3),
        ("1 / 3", 1 / 3),
        ("-1/-4", 0.25),
        ("0,5/2", 0.25),
        ("-2e-3", -0.002),
        ("−2E−3", -0.002),
        ("-0", 0.0),
    ],
)
def test_typed_numbers_are_read(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Type a number"),
        ("   ", "Type a number"),
        ("abc", "“abc” is not a number"),
        ("1,000.5", "is not a number"),
        ("1_000", "is not a number"),
        ("0x10", "is not a number"),
        ("1/2/3", "is not a number"),
        ("nan", "is not a number"),
        ("inf", "is not a number"),
        ("٣", "is not a number"),
        ("1e400", "“1e400” is too large"),
        ("1e300/1e-300", "is too large"),
        ("1/0", "divides by zero"),
        ("1/0,0", "divides by zero"),
    ],
)
def test_bad_text_gives_one_clear_sentence(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as caught:
        parse_number(text)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_long_text_is_shortened_in_the_sentence() -> None:
    with pytest.raises(ValueError, match="…") as caught:
        parse_number("x" * 10_000)
    assert len(str(caught.value)) < 120


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_writes_is_read_back_exactly(value: float) -> None:
    assert parse_number(repr(value)) == value


@given(st.text(alphabet="0123456789.,eE+-−/ \t\nx∞", max_size=30))
def test_any_text_gives_a_finite_number_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        assert math.isfinite(parse_number(text))
