"""What a list in a document may hold, said once for edits and files alike."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from nnviz.document.rules import Number, Rule

_FROM_0 = Number(0)


@dataclass(frozen=True)
class NumberList:
    """Some numbers, each of which another rule allows."""

    rule: Rule = _FROM_0
    most: int = 1_000

    @property
    def wording(self) -> str:
        """What is allowed."""
        return f"a list of at most {self.most:,} numbers, each {self.rule.wording}"

    def accepts(self, value: Any) -> bool:
        """Return whether the value is allowed."""
        if not isinstance(value, list | tuple) or not 1 <= len(value) <= self.most:
            return False
        return all(self.rule.accepts(item) for item in value)

    def read(self, value: Any) -> tuple[Any, ...]:
        """Return the numbers as a tuple."""
        return tuple(self.rule.read(item) for item in value)


@dataclass(frozen=True)
class Increasing(NumberList):
    """Numbers of which each is larger than the one before."""

    @property
    def wording(self) -> str:
        """What is allowed."""
        return f"{super().wording}, each larger than the one before"

    def accepts(self, value: Any) -> bool:
        """Return whether the value is allowed."""
        return super().accepts(value) and all(a < b for a, b in pairwise(value))


@dataclass(frozen=True)
class Names:
    """A list of names, each once and out of some."""

    names: Collection[str]

    @property
    def wording(self) -> str:
        """What is allowed."""
        return f"a list of different names out of {', '.join(self.names)}"

    def accepts(self, value: Any) -> bool:
        """Return whether the value is allowed."""
        if not isinstance(value, list | tuple):
            return False
        known = all(isinstance(item, str) and item in self.names for item in value)
        return known and len(set(value)) == len(value)

    def read(self, value: Any) -> tuple[str, ...]:
        """Return the names as a tuple."""
        return tuple(value)
