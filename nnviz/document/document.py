"""The one state that every view is a picture of."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nnviz.data.dataset import Dataset
from nnviz.document.elements import Bias, Edge, Element, Neuron, Target
from nnviz.document.history import History
from nnviz.document.preparing import Prepared, prepare
from nnviz.document.settings import LayerSpec, Preparation, TrainingSettings
from nnviz.document.structure import LayerSlices, layer_slices
from nnviz.engine.arrays import BoolArray, unchanging

if TYPE_CHECKING:
    from nnviz.engine.models import Sequential

FloatArray = NDArray[np.float64]

# What each cached property is computed from: as long as these stay, so does it.
_CACHE_SOURCES = {
    "sizes": ("layers", "input_names"),
    "layer_slices": ("layers", "input_names"),
    "prepared": ("data", "preparation", "seed"),
    "has_frozen": ("frozen",),
}


@dataclass(frozen=True, eq=False)
class Document:
    """A network, its data and how it is trained; immutable, changed by edits only.

    Attributes
    ----------
    input_names, output_names : tuple of str
        One name per input and output; "x1", "y1", … where nobody gave one.
    layers : tuple of LayerSpec
        The layers after the input, the output layer last.
    parameters, initial : ndarray, shape (n_parameters,)
        All weights and biases now and before any training, read-only.
    input, target : ndarray, shape (n_inputs,) and (n_outputs,)
        The sample shown, in raw units; the target may be None.
    sample : int, optional
        The row of `data` that `input` and `target` are.
    seed : int
        Draws the initial weights, the split and the order of training.
    optimizer_state : mapping, optional
        What the optimizer remembers from earlier epochs; None when it starts afresh.
    frozen : ndarray of bool, shape (n_parameters,)
        Which parameters do not learn, read-only; given as None, all do.
    """

    title: str
    input_names: tuple[str, ...]
    output_names: tuple[str, ...]
    layers: tuple[LayerSpec, ...]
    parameters: FloatArray
    initial: FloatArray
    input: FloatArray
    target: FloatArray | None = None
    sample: int | None = None
    data: Dataset | None = None
    preparation: Preparation = field(default_factory=Preparation)
    training: TrainingSettings = field(default_factory=TrainingSettings)
    seed: int = 0
    history: History = field(default_factory=History)
    optimizer_state: Mapping[str, FloatArray | int] | None = None
    frozen: BoolArray = None  # type: ignore[assignment]  # an array once it is made

    def __post_init__(self) -> None:
        self._freeze("parameters", self.n_parameters)
        self._freeze("initial", self.n_parameters)
        self._freeze("input", self.sizes[0])
        if self.target is not None:
            self._freeze("target", self.sizes[-1])
        if len(self.output_names) != self.sizes[-1]:
            raise ValueError(f"output names: expected {self.sizes[-1]}, got {self.output_names}")
        if self.optimizer_state and not isinstance(self.optimizer_state, MappingProxyType):
            state = {key: _frozen_slot(slot) for key, slot in self.optimizer_state.items()}
            object.__setattr__(self, "optimizer_state", MappingProxyType(state))
        object.__setattr__(self, "frozen", _mask(self.frozen, self.n_parameters))

    def _freeze(self, name: str, size: int) -> None:
        array = frozen_array(getattr(self, name))
        if array.shape != (size,):
            raise ValueError(f"{name}: expected {size} values, got shape {array.shape}")
        object.__setattr__(self, name, array)

    def replaced(self, **fields: Any) -> Document:
        """Return this document with some fields replaced; what they do not touch stays cached."""
        reshaped = not {"layers", "input_names"}.isdisjoint(fields)
        if reshaped and "frozen" not in fields and not self.has_frozen:
            fields["frozen"] = None
        new = dataclasses.replace(self, **fields)
        for name, sources in _CACHE_SOURCES.items():
            if name in self.__dict__ and not any(source in fields for source in sources):
                new.__dict__[name] = self.__dict__[name]
        return new

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Number of units of each layer, the input's first."""
        return (len(self.input_names), *(layer.units for layer in self.layers))

    @cached_property
    def layer_slices(self) -> tuple[LayerSlices, ...]:
        """Each layer's place in the flat vector; entry 0 is layer 1."""
        return layer_slices(len(self.input_names), self.layers)

    @property
    def n_parameters(self) -> int:
        """Number of weights and biases."""
        return self.layer_slices[-1].stop

    @cached_property
    def prepared(self) -> Prepared | None:
        """The data split and scaled as the network sees them; None without data."""
        return None if self.data is None else prepare(self.data, self.preparation, self.seed)

    @cached_property
    def has_frozen(self) -> bool:
        """Whether some parameters do not learn."""
        return bool(self.frozen.any())

    def checked(self) -> Document:
        """Return the document itself once its data are found to fit it and can be scaled.

        Raises
        ------
        ValueError
            If not; a DataError says what is wrong with the data.
        """
        if self.data is not None:
            present = self.data.inputs.shape[1], self.data.targets.shape[1]
            if present != (self.sizes[0], self.sizes[-1]):
                raise ValueError(
                    f"the data have {present[0]} inputs and {present[1]} targets, "
                    f"the network {self.sizes[0]} and {self.sizes[-1]}"
                )
        _ = self.prepared
        return self

    @cached_property
    def x(self) -> FloatArray:
        """The current input, scaled; shape (1, n_inputs)."""
        raw = self.input[np.newaxis]
        return raw if self.prepared is None else self.prepared.input_scaler.transform(raw)

    @cached_property
    def y(self) -> FloatArray | None:
        """The current target, scaled; shape (1, n_outputs)."""
        if self.target is None:
            return None
        raw = self.target[np.newaxis]
        return raw if self.prepared is None else self.prepared.target_scaler.transform(raw)

    def raw_output(self, output: FloatArray) -> FloatArray:
        """Return what the network put out, scaled back to the target's units."""
        return output if self.prepared is None else self.prepared.target_scaler.inverse(output)

    def kernel(self, layer: int) -> FloatArray:
        """Return the weights into layer `layer` (from 1); shape (n_in, units), read-only."""
        part = self.layer_slices[layer - 1]
        return self.parameters[part.kernel].reshape(part.n_in, part.units)

    def bias(self, layer: int) -> FloatArray | None:
        """Return the biases of layer `layer` (from 1), read-only; None where it has none."""
        part = self.layer_slices[layer - 1].bias
        return None if part is None else self.parameters[part]

    def parameter_index(self, element: Edge | Bias) -> int:
        """Return where a weight or bias lies in `parameters`; IndexError if there is none."""
        if not 1 <= element.layer <= len(self.layers):
            raise IndexError(f"{element} does not exist: there are {len(self.layers)} layers")
        return self.layer_slices[element.layer - 1].index(element)

    def element_at(self, index: int) -> Edge | Bias:
        """Return the weight or bias at `index` of `parameters`."""
        for layer, part in enumerate(self.layer_slices, start=1):
            if index < part.stop:
                return part.element(index, layer)
        raise IndexError(f"there are {self.n_parameters} parameters, not {index + 1}")

    def value(self, element: Element) -> float:
        """Return the number of a weight, bias, input or target, inputs and targets raw.

        Raises
        ------
        TypeError
            If the element's value is computed: ask the trace for it.
        """
        if isinstance(element, Edge | Bias):
            return float(self.parameters[self.parameter_index(element)])
        if isinstance(element, Neuron) and element.layer == 0:
            return float(self.input[element.unit])
        if isinstance(element, Target) and self.target is not None:
            return float(self.target[element.unit])
        raise TypeError(f"{element} has no value of its own in the document")

    def layer_title(self, layer: int) -> str:
        """Return the words over a layer: its own name, else "Input", "Hidden 1", "Output"."""
        if layer == 0:
            return "Input"
        if self.layers[layer - 1].name:
            return self.layers[layer - 1].name
        if layer == len(self.layers):
            return "Output"
        return "Hidden" if len(self.layers) == 2 else f"Hidden {layer}"

    def model(self, *, learns: bool = True) -> Sequential:
        """Return a compiled model with these parameters and this optimizer state.

        Where it `learns` they are copies; else they are the document's own, for reading only.
        """
        from nnviz.document.models import build_model

        return build_model(self, learns=learns)

    @staticmethod
    def new(
        sizes: Sequence[int], activation: str = "relu", output: str = "linear", **options: Any
    ) -> Document:
        """Return a new document; see `nnviz.document.builders.new_document`."""
        from nnviz.document.builders import new_document

        return new_document(sizes, activation, output, **options)


def frozen_array(values: Any) -> FloatArray:
    """Return `values` as float64 that nobody can write to, copied only if somebody could."""
    return unchanging(np.asarray(values, dtype=np.float64))


def _mask(flags: BoolArray | None, size: int) -> BoolArray:
    """Return `size` booleans that nobody can write to; where none are given, no memory is taken."""
    if flags is None:
        return np.broadcast_to(np.False_, size)
    if flags.dtype != bool or flags.shape != (size,):
        raise ValueError(
            f"frozen: expected {size} booleans, got {flags.dtype} of shape {flags.shape}"
        )
    if flags.flags.writeable:
        flags = flags.copy()
        flags.flags.writeable = False
    return flags


def _frozen_slot(slot: FloatArray | int) -> FloatArray | int:
    return frozen_array(slot) if isinstance(slot, np.ndarray) else int(slot)
