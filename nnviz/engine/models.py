"""`Sequential`: a stack of layers with Keras's methods, and nnviz's own `trace` and `training`."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from nnviz.engine import fitting
from nnviz.engine.arrays import positive_integer, whole_number
from nnviz.engine.callbacks import Callback, History
from nnviz.engine.evaluated import Evaluated, reported
from nnviz.engine.layers import InputLayer, deserialize
from nnviz.engine.options import require_epochs, require_none, three_of, watchers_of
from nnviz.engine.progress import verbosity
from nnviz.engine.samples import BATCH_SIZE, Samples, batching, class_weighted, split_off
from nnviz.engine.summary import summary
from nnviz.engine.testing import tested
from nnviz.engine.training import Training

__all__ = [
    "Sequential",
    "clone_model",
    "model_from_json",
]


class Sequential(Evaluated):
    """A network of dense layers, each fed by the one before.

    Parameters
    ----------
    layers : iterable of Dense, optional
        May begin with an `Input`.
    trainable : bool
        Whether the layers learn.
    name : str, optional
    dtype : {'float64', 'float32'}
        The type of parameters, and of everything in training and in a trace.

    Attributes
    ----------
    optimizer : Optimizer or None
    loss : Loss or None
        Both None before `compile`.
    stop_training : bool
        A callback sets it to end `fit`.
    history : History or None
        That of the last `fit`.
    """

    stop_training = False
    history: History | None = None

    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: str | int = "auto",
        callbacks: Sequence[Callback] | Callback | None = None,
        validation_split: float = 0.0,
        validation_data: tuple[Any, ...] | None = None,
        shuffle: bool = True,
        class_weight: Mapping[int, float] | None = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        steps_per_epoch: None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = None,
        validation_freq: int | Sequence[int] = 1,
    ) -> History:
        """Train, and return the history.

        Parameters
        ----------
        x : array_like, shape (n, inputs)
        y : array_like, shape (n,) or (n, outputs)
        batch_size : int, optional
            32 if not given.
        epochs : int
            The number of the last epoch, counted from `initial_epoch`.
        verbose : {'auto', 0, 1, 2}
            Silent, a progress bar, or one line per epoch; 'auto' is the bar.
        callbacks : sequence of Callback, optional
        validation_split : float
            This share of the samples, the last ones, is not trained on but reported.
        validation_data : (x, y) or (x, y, sample_weight), optional
            Samples to be reported instead.
        shuffle : bool
            Whether each epoch has an order of its own.
        class_weight : dict of int to float, optional
            What the loss of a sample of each class counts; 1 for classes not named.
        sample_weight : array_like, shape (n,), optional
            What the loss of each sample counts.
        initial_epoch : int
        steps_per_epoch : None
            Stands here for Keras's order of arguments: an epoch is all samples.
        validation_steps : int, optional
            How many minibatches of the validation data, the first ones; all if not given.
        validation_batch_size : int, optional
            As for `evaluate`; that of training if not given.
        validation_freq : int or sequence of int
            After every how many epochs, or after which, validation data are looked at.

        Raises
        ------
        ValueError
            If the model is not compiled or the data do not fit it.

        Warns
        -----
        RuntimeWarning
            If training diverged; the parameters are then the last finite ones.
        """
        require_none(steps_per_epoch=steps_per_epoch)
        watchers = watchers_of(callbacks)
        require_epochs(validation_freq)
        samples = self._samples(x, y, "fit", sample_weight)
        samples, held_out = split_off(samples, validation_split if validation_data is None else 0.0)
        samples = class_weighted(samples, class_weight, sample_weight)
        if validation_data is not None:
            held_out = self._samples(*three_of(validation_data))
        training = self._training(
            samples,
            None,
            batch_size=BATCH_SIZE if batch_size is None else batch_size,
            epochs=epochs,
            initial_epoch=initial_epoch,
            shuffle=shuffle,
        )
        fitting.warn_if_nothing_learns(self)
        fit = fitting.Fit(self, training, epochs, verbosity(verbose), watchers)
        if held_out is not None:
            sizes = (validation_batch_size or batch_size, validation_steps)
            fit.validate(validation_freq, self._validation(held_out, *sizes, watchers))
        return fit.run()

    def training(
        self,
        x: Any,
        y: Any,
        *,
        batch_size: int = BATCH_SIZE,
        epochs: int = 1,
        initial_epoch: int = 0,
        seed: int | None = None,
        shuffle: bool = True,
        threshold: float | None = None,
        validation_data: tuple[Any, ...] | None = None,
        sample_weight: Any = None,
    ) -> Training:
        """Return a training that can be run in parts; `fit` is one that is run at once.

        The parameters are described at `Training`.

        Raises
        ------
        ValueError
            If the model is not compiled or the data do not fit it.
        """
        return self._training(
            self._samples(x, y, "fit", sample_weight),
            None if validation_data is None else self._samples(*three_of(validation_data)),
            batch_size=batch_size,
            epochs=epochs,
            initial_epoch=initial_epoch,
            seed=seed,
            shuffle=shuffle,
            threshold=threshold,
        )

    def _training(
        self,
        samples: Samples,
        validation: Samples | None,
        *,
        batch_size: int,
        epochs: int = 1,
        initial_epoch: int = 0,
        seed: int | None = None,
        **options: Any,
    ) -> Training:
        return Training(
            self._setting("fit", samples.y),
            samples,
            batch_size=positive_integer("batch_size", batch_size),
            epochs=whole_number("epochs", epochs),
            initial_epoch=whole_number("initial_epoch", initial_epoch),
            seed=None if seed is None else whole_number("seed", seed),
            validation=validation,
            **options,
        )

    def _validation(
        self,
        samples: Samples,
        batch_size: int | None,
        steps: int | None,
        watchers: Sequence[Callback],
    ) -> Callable[[], dict[str, float]]:
        """Return how validation samples are looked at after an epoch."""
        size, number = batching(len(samples.x), batch_size, steps)
        part = samples.part(0, size * number)
        return partial(tested, self, self._setting("fit", samples.y), part, size, watchers)

    def train_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: Mapping[int, float] | None = None,
        return_dict: bool = False,
    ) -> float | list[float] | dict[str, float]:
        """Make one step on all samples at once; return loss, or loss and metrics.

        They are those before the step, of this minibatch alone. The parameters are those of `fit`.

        Raises
        ------
        ValueError
            If the model is not compiled or the data do not fit it.

        Warns
        -----
        RuntimeWarning
            If the step diverged; the parameters are then those before it, and the loss is NaN.
        """
        samples = self._samples(x, y, "train_on_batch", sample_weight)
        samples = class_weighted(samples, class_weight, sample_weight)
        reports = self._setting("train_on_batch", samples.y).evaluation(samples, len(samples.x))
        training = self._training(samples, None, batch_size=len(samples.x), shuffle=False)
        fitting.warn_if_nothing_learns(self)
        training.run()
        fitting.warn_of_divergence(training, stacklevel=3)
        # the loss as training has it, with dropout
        return reported({**reports, "loss": training.latest.get("loss", math.nan)}, return_dict)

    def get_config(self) -> dict[str, Any]:
        """Return name and layers in Keras's form, as JSON can hold them; no weights."""
        layers = [layer.serialized() for layer in self.layers]
        if self._input is None:
            return {"name": self.name, "trainable": self.trainable, "layers": layers}
        before = self._input_layer or InputLayer(self._input)
        return {
            "name": self.name,
            "trainable": self.trainable,
            "layers": [before.serialized(), *layers],
            "build_input_shape": [None, *self._input],
        }

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Sequential:
        """Make a model, with new weights, from what `get_config` returned.

        Raises
        ------
        ValueError
            If nnviz has no such layer.
        """
        return cls([deserialize(layer) for layer in config["layers"]], name=config.get("name"))

    def to_json(self, **options: Any) -> str:
        """Return the config as JSON; `options` are those of `json.dumps`."""
        whole = {"module": "keras", "class_name": "Sequential", "config": self.get_config()}
        return json.dumps({**whole, "registered_name": None}, **options)

    def summary(
        self,
        line_length: int | None = None,
        positions: Sequence[float] | None = None,
        print_fn: Callable[..., Any] | None = None,
        expand_nested: bool = False,  # noqa: ARG002
        show_trainable: bool = False,
        layer_range: Sequence[str] | None = None,
    ) -> None:
        """Print layers, output shapes and numbers of parameters.

        Parameters
        ----------
        line_length : int, optional
            That of the terminal, if not given, up to 88.
        positions : sequence of float, optional
            Where each column ends, as a share of the line.
        print_fn : callable, optional
            Takes the text, instead of `print`.
        expand_nested : bool
            Stands here for Keras's order of arguments; no layer of nnviz is a model.
        show_trainable : bool
            Whether to say which layers learn.
        layer_range : (str, str), optional
            The names of the first and the last layer shown; patterns, as of `re.match`.
        """
        text = summary(self, line_length, positions, show_trainable, layer_range)
        if print_fn is None:
            print(text)
        else:
            print_fn(text + "\n")


def clone_model(model: Sequential) -> Sequential:
    """Return a model of the same layers, not compiled, with new weights."""
    return type(model).from_config(model.get_config())


def model_from_json(json_string: str) -> Sequential:
    """Make a model, with new weights, from what `Sequential.to_json` returned.

    Raises
    ------
    ValueError
        If it is no JSON of a Sequential model.
    """
    try:
        whole = json.loads(json_string)
        return Sequential.from_config(whole["config"])
    except (TypeError, KeyError, json.JSONDecodeError):
        raise ValueError(
            f"Expected the JSON of a Sequential model; received {json_string!r:.60}."
        ) from None
