"""The range of a slider: round numbers that hold the value and grow when it outgrows them."""

from __future__ import annotations

import math
from dataclasses import dataclass

_ROOM = 2.4
_SMALL = 50.0
_STEPS = 200
_MOST, _LEAST = 1e308, 1e-300


@dataclass(frozen=True)
class Range:
    """What a slider spans, from `low` to `high`."""

    low: float
    high: float

    @property
    def half(self) -> float:
        """Half the width of the range, which is finite where the width itself is not."""
        return self.high / 2 - self.low / 2

    @property
    def step(self) -> float:
        """One step of an arrow key: 0.01 in a range of ±2."""
        return power_of_ten(max(abs(self.low), abs(self.high)) / _STEPS)

    def position(self, value: float) -> float:
        """Return where `value` stands, 0 at `low` and 1 at `high`."""
        return min(max((value / 2 - self.low / 2) / self.half, 0.0), 1.0)

    def moved(self, value: float, share: float, digit: float) -> float:
        """Return `value` moved by `share` of the range, rounded to a digit and kept inside."""
        moved = round((value / 2 + share * self.half) * 2 / digit) * digit
        return min(max(float(f"{moved:.12g}"), self.low), self.high)

    def holding(self, value: float) -> Range:
        """Return this range, or a wider one of the same kind if `value` lies outside it."""
        if self.low <= value <= self.high:
            return self
        if self.low == 0 and value > 0:
            return Range(0.0, nice_ceiling(value))
        reach = nice_ceiling(abs(value))
        return Range(-reach, reach) if self.low == -self.high else self._stretched(value)

    def _stretched(self, value: float) -> Range:
        if value < self.low:
            return Range(_signed_ceiling(value), self.high)
        return Range(self.low, _signed_ceiling(value))


def signed_range(largest: float, least: float = 2.0) -> Range:
    """Return ±`least`, or a wider range that holds ±`largest`."""
    return Range(-least, least).holding(abs(largest))


def positive_range(value: float, now: Range | None = None) -> Range:
    """Return 0 … about twice `value`; keeps `now` as long as `value` can be set well in it."""
    if now is not None and now.high / _SMALL <= value <= now.high:
        return now
    return Range(0.0, nice_ceiling(min(value * _ROOM, _MOST) if value > 0 else 1.0))


def nice_ceiling(value: float) -> float:
    """Return the least of 1, 2, 5 · 10ᵏ that is not below the positive `value`."""
    power = power_of_ten(value)
    for factor in (1.0, 2.0, 5.0, 10.0):
        if value <= factor * power * (1 + 1e-12):
            return min(factor * power, _MOST)
    return _MOST


def power_of_ten(value: float) -> float:
    """Return the largest power of ten that is not above the positive `value`."""
    return float(f"1e{math.floor(math.log10(max(value, _LEAST)))}")


def _signed_ceiling(value: float) -> float:
    if value == 0:
        return 0.0
    return math.copysign(nice_ceiling(abs(value)), value)
