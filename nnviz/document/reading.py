"""Walk through parsed JSON with the path at hand, so that every fault names its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeVar

import numpy as np
from numpy.typing import NDArray

from nnviz.document.arrays import Blobs, decode
from nnviz.document.errors import DocumentError
from nnviz.document.options import Option, option_faults
from nnviz.document.rules import Rule, brief, complaint
from nnviz.document.settings import (
    LayerSpec,
    Preparation,
    TrainingSettings,
    defaults_of,
    faults,
    options_of,
    rules_of,
)

FloatArray = NDArray[np.float64]
SettingsT = TypeVar("SettingsT", LayerSpec, TrainingSettings, Preparation)


@dataclass(frozen=True)
class Node:
    """A value of the file and where it stands, e.g. ``layers[2].units``."""

    value: Any
    path: str = ""
    blobs: Blobs = field(default_factory=Blobs)

    def fail(self, message: str) -> NoReturn:
        """Raise DocumentError for this place."""
        raise DocumentError(f"{self.path}: {message}" if self.path else message)

    @property
    def is_null(self) -> bool:
        """Whether there is nothing here."""
        return self.value is None

    def object(self) -> dict[str, Node]:
        """Return the fields of an object, whatever they are."""
        if not isinstance(self.value, dict):
            self.fail(f"{brief(self.value)} is not an object")
        start = f"{self.path}." if self.path else ""
        return {
            name: Node(value, start + _quoted(name), self.blobs)
            for name, value in self.value.items()
        }

    def fields(self, *names: str, seldom: Collection[str] = ()) -> dict[str, Node]:
        """Return the fields of an object that must have exactly these, and may have `seldom`."""
        found = self.object()
        for name in names:
            if name not in found:
                self.fail(f'"{name}" is missing')
        for name in found:
            if name not in names and name not in seldom:
                self.fail(f"{_quoted(name)} is unknown here")
        return found

    def items(self, high: int) -> list[Node]:
        """Return the items of a list of at least one and at most `high`."""
        if not isinstance(self.value, list):
            self.fail(f"{brief(self.value)} is not a list")
        if not 1 <= len(self.value) <= high:
            self.fail(f"{len(self.value):,} items, from 1 to {high:,} are allowed")
        return [
            Node(value, f"{self.path}[{index}]", self.blobs)
            for index, value in enumerate(self.value)
        ]

    def read(self, rule: Rule) -> Any:
        """Return a value that a rule allows."""
        fault = complaint(rule, self.value)
        if fault:
            self.fail(fault)
        return rule.read(self.value)

    def texts(self, rule: Rule, high: int) -> tuple[str, ...]:
        """Return a list of texts that a rule allows."""
        return tuple(item.read(rule) for item in self.items(high))

    def settings(self, kind: type[SettingsT]) -> SettingsT:
        """Return settings of which every field follows its rule."""
        seldom, rules = defaults_of(kind), rules_of(kind)
        found = self.fields(*(name for name in rules if name not in seldom), seldom=seldom)
        values = {name: item.read(rules[name]) for name, item in found.items() if name in rules}
        tables = options_of(kind(**values))
        for name, of, table in tables:
            if name in found:
                values[name] = found[name]._arguments(of, table)
        made = kind(**values)
        for name, fault in faults(made):
            Node(None, f"{self.path}.{name}").fail(fault)
        return made

    def _arguments(self, of: str, table: Mapping[str, Option]) -> dict[str, Any]:
        """Return the arguments of what is called `of`."""
        found = self.object()
        values = {name: item.value for name, item in found.items()}
        for name, fault in option_faults(of, table, values):
            found[name].fail(fault)
        return {name: item.read(table[name].rule) for name, item in found.items()}

    def array(self, *shape: int | None, nan: bool = False) -> FloatArray:
        """Return an array of this shape; None leaves a size open."""
        array = decode(self.value, self.path, self.blobs, nan=nan)
        fits = array.ndim == len(shape) and all(
            expected in (None, size) for expected, size in zip(shape, array.shape, strict=True)
        )
        if not fits:
            expected = " × ".join("n" if size is None else f"{size:,}" for size in shape)
            received = " × ".join(f"{size:,}" for size in array.shape)
            self.fail(f"{received} values instead of {expected}")
        return array


def _quoted(name: str) -> str:
    """Return a field's name as a path shows it; strange names are quoted and shortened."""
    return name if name.isidentifier() and len(name) <= 40 else brief(name)
