"""The names of a document are the engine's, all of them."""

import pytest

from nnviz.data import scaling
from nnviz.document import vocabulary
from nnviz.engine import activations, initializers, losses, metrics, optimizers


@pytest.mark.parametrize(
    ("known", "names"),
    [
        (vocabulary.ACTIVATIONS, activations.names()),
        (vocabulary.LOSSES, losses.names()),
        (vocabulary.OPTIMIZERS, optimizers.names()),
        (vocabulary.INITIALIZERS, initializers.names()),
        (vocabulary.METRICS, metrics.names()),
        (vocabulary.SCALINGS, scaling.SCALINGS),
    ],
    ids=["activations", "losses", "optimizers", "initializers", "metrics", "scalings"],
)
def test_every_name_is_known_and_has_words(known, names):
    assert set(known) == set(names)
    assert all(known.values())
