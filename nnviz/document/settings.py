"""The parts of a document that are chosen, not computed: layers, training, preparation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LayerSpec:
    """One dense layer as the user asked for it; names are Keras's."""

    units: int
    activation: str = "linear"
    use_bias: bool = True
    kernel_initializer: str = "glorot_uniform"
    name: str = ""


@dataclass(frozen=True)
class TrainingSettings:
    """How the network is trained.

    Attributes
    ----------
    threshold : float, optional
        Training ends once an epoch's loss is below it.
    momentum : float
        Of SGD; Adam has its own.
    """

    loss: str = "mean_squared_error"
    optimizer: str = "sgd"
    learning_rate: float = 0.01
    momentum: float = 0.0
    batch_size: int = 32
    epochs: int = 100
    threshold: float | None = None
    shuffle: bool = True


@dataclass(frozen=True)
class Preparation:
    """How raw data become what the network sees; scalings are fitted on the training part."""

    input_scaling: str = "none"
    target_scaling: str = "none"
    test_share: float = 0.0
