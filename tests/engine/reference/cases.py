"""All that was run in Keras and is run again in nnviz, by group and name."""

from __future__ import annotations

from tests.engine.reference import learning, parts, rules
from tests.engine.reference.running import Case, run

__all__ = ["GROUPS", "Case", "run"]

GROUPS: dict[str, dict[str, Case]] = {
    "activations": rules.activations(),
    "losses": rules.losses(),
    "regularizers": parts.regularizers(),
    "layers": parts.layers(),
    "optimizers": learning.optimizers(),
    "metrics": learning.metrics(),
    "weights": learning.weights(),
    "callbacks": learning.callbacks(),
    "frozen": learning.frozen(),
}
