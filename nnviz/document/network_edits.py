"""The changes that concern a document's settings, weights, layers or data as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from nnviz.data.dataset import Dataset
from nnviz.document.builders import blank_ends, document_for_data, initial_parameters
from nnviz.document.checks import check_layers, check_seed, check_settings
from nnviz.document.document import Document
from nnviz.document.edit import Edit, Fields
from nnviz.document.history import History
from nnviz.document.models import make_optimizer
from nnviz.document.options import surviving
from nnviz.document.settings import LayerSpec, Preparation, TrainingSettings, options_of
from nnviz.document.structure import count_parameters

_OF_NEW_WEIGHTS = {"kernel_initializer"}


@dataclass(frozen=True, eq=False)
class ChangeTraining(Edit):
    """Change some training settings, e.g. ``ChangeTraining({"epochs": 50})``.

    Another optimizer or momentum forgets what the present optimizer remembers; another name keeps
    of the arguments only those that it takes too.
    """

    settings: Fields
    text: str = "Change training"

    def changes(self, document: Document) -> Fields:
        """Return the new settings; nothing if they are so."""
        training = replace(document.training, **_fitting(document.training, self.settings))
        check_settings(training)
        if training == document.training:
            return {}
        if _memory_of(training) == _memory_of(document.training):
            return {"training": training}
        return {"training": training, "optimizer_state": None}

    def merge(self, later: Edit) -> Edit | None:
        """Merge with a later change of the same settings."""
        if isinstance(later, ChangeTraining) and set(later.settings) == set(self.settings):
            return replace(later, text=self.text)
        return None


@dataclass(frozen=True, eq=False)
class ChangePreparation(Edit):
    """Change scaling or split, e.g. ``ChangePreparation({"test_share": 0.3})``."""

    settings: Fields
    text: str = "Change scaling or split"

    def size(self, document: Document) -> int:
        """Return how many numbers are scaled."""
        return _of_data(document)

    def changes(self, document: Document) -> Fields:
        """Return the new preparation; nothing if it is so."""
        preparation = replace(document.preparation, **self.settings)
        return {} if preparation == document.preparation else {"preparation": preparation}


@dataclass(frozen=True, eq=False)
class SetSeed(Edit):
    """Change the seed; the present weights stay until new ones are drawn."""

    seed: int
    text: str = "Change seed"

    def size(self, document: Document) -> int:
        """Return how many numbers are split anew."""
        return _of_data(document)

    def changes(self, document: Document) -> Fields:
        """Return the new seed."""
        del document
        return {"seed": self.seed}


@dataclass(frozen=True, eq=False)
class Rename(Edit):
    """Give the document another title."""

    title: str
    text: str = "Rename"

    def changes(self, document: Document) -> Fields:
        """Return the new title."""
        del document
        return {"title": self.title.strip()}


@dataclass(frozen=True, eq=False)
class NewWeights(Edit):
    """Draw new random weights from a seed and forget the training."""

    seed: int
    text: str = "New random weights"
    touches = ("seed", "initial", "parameters", "history", "optimizer_state")

    def size(self, document: Document) -> int:
        """Return how many numbers are drawn, and split anew."""
        return document.n_parameters + _of_data(document)

    def changes(self, document: Document) -> Fields:
        """Return the seed and the weights it draws."""
        check_seed(self.seed)
        drawn = initial_parameters(document.sizes[0], document.layers, self.seed)
        return {"seed": self.seed, "initial": drawn, "parameters": drawn, **_untrained()}


@dataclass(frozen=True, eq=False)
class InitialWeights(Edit):
    """Go back to the weights before any training."""

    text: str = "Initial weights"

    def changes(self, document: Document) -> Fields:
        """Return the initial weights."""
        return {"parameters": document.initial, **_untrained()}


@dataclass(frozen=True, eq=False)
class ReplaceNetwork(Edit):
    """Build another network with newly drawn weights; `n_inputs` None keeps the inputs."""

    layers: tuple[LayerSpec, ...]
    n_inputs: int | None = None
    text: str = "New network"
    touches = (
        *("layers", "input_names", "output_names", "input", "target", "sample"),
        *("parameters", "initial", "frozen", "optimizer_state", "history"),
    )

    def size(self, document: Document) -> int:
        """Return how many weights and biases there will be."""
        return count_parameters(self.n_inputs or document.sizes[0], self.layers)

    def changes(self, document: Document) -> Fields:
        """Return the network; it must fit the document's data."""
        n_in = document.sizes[0] if self.n_inputs is None else self.n_inputs
        check_layers(n_in, self.layers)
        drawn = initial_parameters(n_in, self.layers, document.seed)
        drawn_of = {"initial": drawn, "parameters": drawn, "frozen": None}
        network = {"layers": self.layers, **drawn_of}
        return {**network, **_new_ends(document, n_in, self.layers[-1].units), **_untrained()}


@dataclass(frozen=True, eq=False)
class ReplaceData(Edit):
    """Take other data, with a network that fits them; `options` as `document_for_data` has."""

    dataset: Dataset
    preparation: Preparation | None = None
    options: Fields = field(default_factory=dict)
    text: str = "Import data"
    touches = tuple(name for name in Document.__dataclass_fields__ if name != "seed")

    def size(self, document: Document) -> int:
        """Return how many numbers come in."""
        del document
        return self.dataset.inputs.size + self.dataset.targets.size

    def changes(self, document: Document) -> Fields:
        """Return every field but the seed."""
        new = document_for_data(self.dataset, self.preparation, seed=document.seed, **self.options)
        return {name: getattr(new, name) for name in self.touches}


@dataclass(frozen=True, eq=False)
class ChangeLayer(Edit):
    """Change what a layer is, but not its size, e.g. ``ChangeLayer(1, {"activation": "tanh"})``.

    The weights stay; the curves and the optimizer's memory are those of another network, unless
    only new weights are to be drawn in another way.
    """

    layer: int
    settings: Fields
    text: str = "Change activation"

    def changes(self, document: Document) -> Fields:
        """Return the layers, this one changed, and the training forgotten; nothing if it is so."""
        spec = document.layers[self.layer - 1]
        changed = replace(spec, **_fitting(spec, self.settings))
        if changed == spec:
            return {}
        layers = list(document.layers)
        layers[self.layer - 1] = changed
        forgotten = {} if set(self.settings) <= _OF_NEW_WEIGHTS else _untrained()
        return {"layers": tuple(layers), **forgotten}

    def merge(self, later: Edit) -> Edit | None:
        """Merge with a later change of the same settings of the same layer."""
        if not isinstance(later, ChangeLayer) or later.layer != self.layer:
            return None
        same = set(later.settings) == set(self.settings)
        return replace(later, text=self.text) if same else None


def _memory_of(training: TrainingSettings) -> tuple[str, tuple[str, ...]]:
    """Return what decides which slots an optimizer keeps, and what a slot means."""
    return training.optimizer, make_optimizer(training).slot_names


def _fitting(present: LayerSpec | TrainingSettings, settings: Fields) -> dict[str, Any]:
    """Return new settings without the arguments that what they name does not take."""
    kept = {}
    for name, of, table in options_of(replace(present, **settings)):
        if name not in settings and of in settings.values():
            kept[name] = surviving(table, getattr(present, name))
    return {**settings, **kept}


def _of_data(document: Document) -> int:
    return 0 if document.data is None else document.data.inputs.size


def _untrained() -> Fields:
    return {"history": History(), "optimizer_state": None}


def _new_ends(document: Document, n_in: int, n_out: int) -> Fields:
    """Return the names and the sample of a network with other inputs or outputs."""
    same = (n_in, n_out) == (document.sizes[0], document.sizes[-1])
    return {} if same else blank_ends(n_in, n_out)
