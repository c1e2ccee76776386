"""The pass of a sample, made where the network trains. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.document.document import Document, FloatArray
from nnviz.engine.models import Sequential
from nnviz.engine.trace import Trace


@dataclass(frozen=True)
class Traced:
    """A pass, and the very sample that it is of.

    Attributes
    ----------
    input, target : ndarray
        In raw units; the target may be None.
    trace : Trace
    """

    input: FloatArray
    target: FloatArray | None
    trace: Trace

    def is_of(self, document: Document) -> bool:
        """Return whether this is the sample that a document shows."""
        return self.input is document.input and self.target is document.target


def traced(model: Sequential, document: Document) -> Traced:
    """Return the pass that a model makes of the sample shown, all of it at hand."""
    return Traced(document.input, document.target, model.trace(document.x, document.y).completed())
