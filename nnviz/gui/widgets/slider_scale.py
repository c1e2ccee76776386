"""The range of a slider: round numbers that hold the value and grow when it outgrows them."""

from __future__ import annotations

import math
from dataclasses import dataclass

_STEPS = 200
_FINE_GRAIN = 1e-3
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

    def moved(self, value: float, share: float, grain: float) -> float:
        """Return `value` moved by `share` of the range and kept inside.

        It is rounded to the power of ten that `grain`, a share of the range, can tell apart.
        """
        digit = power_of_ten(max(self.half * 2 * grain, 1e-300))
        moved = round((value / 2 + share * self.half) * 2 / digit) * digit
        return min(max(float(f"{moved:.12g}"), self.low), self.high)

    def stepped(self, value: float, steps: float) -> float:
        """Return `value` so many arrow steps on; the range does not hinder it."""
        return float(f"{value + steps * self.step:.12g}")

    def holding(self, value: float) -> Range:
        """Return this range, or a wider one of the same kind if `value` lies outside it."""
        if self.low <= value <= self.high:
            return self
        reach = abs(_signed_ceiling(value))
        return Range(-reach, reach) if self.low == -self.high else self._stretched(value)

    def _stretched(self, value: float) -> Range:
        if value < self.low:
            return Range(_signed_ceiling(value), self.high)
        return Range(self.low, _signed_ceiling(value))


@dataclass(frozen=True)
class PowerRange:
    """What the slider of a positive number spans: every power of ten takes the same room.

    So 0.01, 0.4 and 1000 stand at places of their own, and each can be set equally well.
    """

    low: float = 1e-5
    high: float = 10.0

    @property
    def decades(self) -> float:
        """How many powers of ten there are from `low` to `high`."""
        return math.log10(self.high) - math.log10(self.low)

    def position(self, value: float) -> float:
        """Return where `value` stands, 0 at `low` and 1 at `high`."""
        if value <= self.low:
            return 0.0
        return min((math.log10(value) - math.log10(self.low)) / self.decades, 1.0)

    def moved(self, value: float, share: float, grain: float) -> float:
        """Return `value` moved by `share` of the range and kept inside, in two or three digits."""
        place = math.log10(max(value, self.low)) + share * self.decades
        place = min(max(place, math.log10(self.low)), math.log10(self.high))
        return float(f"{10.0**place:.{2 if grain >= _FINE_GRAIN else 3}g}")

    def stepped(self, value: float, steps: float) -> float:
        """Return `value` so many tenths of a power of ten on."""
        exponent = min(max(math.log10(max(value, _LEAST)) + steps / 10, -300.0), 308.0)
        return float(f"{10.0**exponent:.{2 if abs(steps) >= 1 else 3}g}")

    def holding(self, value: float) -> PowerRange:
        """Return this range, or a wider one if `value` lies outside it."""
        low = min(self.low, power_of_ten(value)) if value > 0 else self.low
        high = self.high
        if value > high:
            high = max(min(10.0 ** math.ceil(math.log10(value) - 1e-12), _MOST), value)
        return PowerRange(low, high)


def signed_range(largest: float, least: float = 2.0) -> Range:
    """Return ±`least`, or a wider range that holds ±`largest`."""
    return Range(-least, least).holding(abs(largest))


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
    """Return the round number that holds `value`, or itself where it is that but for a hair."""
    if value == 0:
        return 0.0
    return math.copysign(max(nice_ceiling(abs(value)), abs(value)), value)
