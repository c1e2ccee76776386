from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.explain.numbers import format_fixed, format_given, format_number


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.415, 4, "0.4150"),
        (-1.3, 2, "−1.30"),
        (0.0, 4, "0.0000"),
        (-0.0, 4, "0.0000"),
        (0.00005, 4, "0.0001"),
        (0.0000321, 4, "3.21e−5"),
        (-0.0000321, 4, "−3.21e−5"),
        (999999.4, 2, "999999.40"),
        (1234567.0, 4, "1.23e6"),
        (float("inf"), 4, "∞"),
        (float("-inf"), 4, "−∞"),
        (float("nan"), 4, "not a number"),
    ],
)
def test_numbers_are_written_with_fixed_decimals_or_an_exponent(value, digits, text):
    assert format_number(value, digits) == text


def test_a_place_with_little_room_writes_tiny_numbers_as_zero():
    assert format_fixed(0.0004, 2) == "0.00"
    assert format_fixed(-0.0004, 2) == "0.00"
    assert format_fixed(-0.25, 2) == "−0.25"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.45, "0.45"),
        (-3.0, "−3"),
        (0.1 + 0.2, "0.3000"),
        (0.40001, "0.4000"),
        (1e-7, "1.00e−7"),
        (0.0, "0"),
    ],
)
def test_a_number_somebody_set_loses_zeros_only_where_nothing_was_rounded(value, text):
    assert format_given(value, 4) == text


def test_a_number_somebody_set_keeps_the_zeros_asked_for():
    assert format_given(0.4, 4, least=2) == "0.40"


@given(st.floats(-1e5, 1e5), st.integers(2, 10))
def test_every_number_is_the_exact_value_rounded_once(value, digits):
    text = format_fixed(value, digits).replace("−", "-")
    exact = Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)
    assert Decimal(text) == exact
