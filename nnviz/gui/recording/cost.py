"""About how long a minibatch takes, known before the first: what a replay will cost. No Qt."""

from __future__ import annotations

from nnviz.document.document import Document
from nnviz.document.learning import lesson

# Measured: the calls of a step, of each layer, and a multiplication; seconds on a slow machine.
_STEP, _LAYER, _PRODUCT = 8e-6, 3e-6, 0.15e-9


def training_samples(document: Document) -> int:
    """Return how many samples an epoch has; 1 where there is nothing to train on."""
    try:
        return len(lesson(document).x)
    except ValueError:
        return 1


def step_seconds(document: Document) -> float:
    """Return about how long one minibatch of `document` takes."""
    batch = min(document.training.batch_size, training_samples(document))
    products = document.n_parameters * batch
    return _STEP + _LAYER * len(document.layers) + _PRODUCT * products


def feed_bytes(document: Document) -> int:
    """Return about how much memory a training takes for its samples."""
    return training_samples(document) * (document.sizes[0] + document.sizes[-1]) * 8
