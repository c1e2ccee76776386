"""What a value may be, said once for edits and files alike."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol
from unicodedata import category

import numpy as np

# What stands in a file's values for a text so long that its bytes were not parsed (`Blobs`). No
# name may hold the control character, so a mark cannot be taken for one.
MARK = re.compile(r"\0(\d{1,9})")


class Rule(Protocol):
    """What a value may be; `wording` completes the sentence "… is not"."""

    @property
    def wording(self) -> str:
        """What is allowed, e.g. "a whole number from 1 to 9"."""

    def accepts(self, value: Any) -> bool:
        """Return whether the value is allowed."""

    def read(self, value: Any) -> Any:
        """Return an allowed value as the plain Python type it is kept as."""


@dataclass(frozen=True)
class Whole:
    """A whole number from `low` to `high`."""

    low: int
    high: int

    @property
    def wording(self) -> str:
        """What is allowed."""
        return f"a whole number from {self.low:,} to {self.high:,}"

    def accepts(self, value: Any) -> bool:
        """Return whether the value is allowed; true and false are no numbers."""
        if isinstance(value, bool) or not isinstance(value, int | np.integer):
            return False
        return bool(self.low <= value <= self.high)

    def read(self, value: Any) -> int:
        """Return a plain int."""
        return int(value)


@dataclass(frozen=True)
class Number:
    """A finite number from `low` to `high`; `above` leaves `low` itself out, `below` `high`."""

    low: float = -math.inf
    high: float = math.inf
    above: bool = False
    below: bool = False

    @property
    def wording(self) -> str:
        """What is allowed."""
        if self.low == -math.inf:
            return "a finite number"
        if self.high == math.inf:
            return f"a finite number {'above' if self.above else 'from'} {self.low:g}{self._up}"
        return f"a number from {self.low:g} to {'below ' if self.below else ''}{self.high:g}"

    @property
    def _up(self) -> str:
        return "" if self.above else " up"

    def accepts(self, value: Any) -> bool:
        """Return whether the value is allowed; true and false are no numbers."""
        if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
            return False
        if not abs(value) <= sys.float_info.max:  # a whole number may be too large for a float
            return False
        is_end = (self.above and value == self.low) or (self.below and value == self.high)
        return bool(self.low <= value <= self.high and not is_end)

    def read(self, value: Any) -> float:
        """Return a plain float."""
        return float(value)


@dataclass(frozen=True)
class Choice:
    """One of some names."""

    names: Collection[str]

    @property
    def wording(self) -> str:
        """What is allowed."""
        return f"one of {', '.join(self.names)}"

    def accepts(self, value: Any) -> bool:
        """Return whether the value is allowed."""
        return isinstance(value, str) and value in self.names

    def read(self, value: Any) -> str:
        """Return the name."""
        return str(value)


@dataclass(frozen=True)
class Text:
    """A line of text, of a length from `low` to `high`, that can be written as UTF-8."""

    low: int = 0
    high: int = 200

    @property
    def wording(self) -> str:
        """What is allowed."""
        return f"a line of {self.low} to {self.high:,} characters"

    def accepts(self, value: Any) -> bool:
        """Return whether the value is allowed; control characters and lone surrogates are not."""
        if not isinstance(value, str) or not self.low <= len(value) <= self.high:
            return False
        return all(category(character) not in ("Cc", "Cs") for character in value)

    def read(self, value: Any) -> str:
        """Return the text."""
        return str(value)


@dataclass(frozen=True)
class Flag:
    """True or false."""

    wording: str = "true or false"

    def accepts(self, value: Any) -> bool:
        """Return whether the value is allowed."""
        return isinstance(value, bool)

    def read(self, value: Any) -> bool:
        """Return the flag."""
        return bool(value)


@dataclass(frozen=True)
class OrNone:
    """Nothing, or what another rule allows."""

    rule: Rule

    @property
    def wording(self) -> str:
        """What is allowed."""
        return f"{self.rule.wording} or nothing"

    def accepts(self, value: Any) -> bool:
        """Return whether the value is allowed."""
        return value is None or self.rule.accepts(value)

    def read(self, value: Any) -> Any:
        """Return the value as the other rule keeps it."""
        return None if value is None else self.rule.read(value)


def complaint(rule: Rule, value: Any) -> str | None:
    """Return the sentence that a value is not allowed, or None if it is."""
    return None if rule.accepts(value) else f"{brief(value)} is not {rule.wording}"


def brief(value: Any) -> str:
    """Return a value in a few characters, as a message can quote it."""
    if isinstance(value, list | tuple):
        return f"a list of {len(value):,}"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, str) and MARK.fullmatch(value):
        return "a long text"
    if isinstance(value, int) and abs(value) >= 10**20:
        return "a huge whole number"
    text = _printable(value) if isinstance(value, str) else _JSON_WORDS.get(str(value), str(value))
    return text if len(text) <= 40 else f"{text[:37]}…"


_JSON_WORDS = {"None": "null", "True": "true", "False": "false"}


def _printable(text: str) -> str:
    """Return quoted text in which what cannot be written as UTF-8 is escaped."""
    return repr(text[:60]).encode("utf-8", "backslashreplace").decode("utf-8")
