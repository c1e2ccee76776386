"""The minibatches of an epoch, of which some are in memory at a time."""

from __future__ import annotations

from nnviz.engine.arrays import FloatArray, aligned
from nnviz.engine.feed import Feed
from nnviz.engine.mixing import Mixing
from nnviz.engine.optimizers.base import AHEAD
from nnviz.engine.parts import gradient_length, learns_freely
from nnviz.engine.results import Results
from nnviz.engine.setting import Setting
from nnviz.engine.slots import SHORT, Call
from nnviz.engine.sums import NotASum
from nnviz.engine.window import Window, inputs_together

_BYTES = 2**17  # in one window, so that it stays in the cache; larger minibatches are alone
_MOST = AHEAD  # minibatches in one window, since each has a list of calls of its own


class Windows:
    """All minibatches of an epoch, one window of them in memory at a time.

    Parameters
    ----------
    setting : Setting
    feed : Feed
    batch_size : int
    results : Results
        Which keeps what the minibatches leave.

    Attributes
    ----------
    hurry : bool
        Whether steps take logits for moderate; may be set to False, and back to what it was.
    """

    def __init__(self, setting: Setting, feed: Feed, batch_size: int, results: Results) -> None:
        self.hurry = setting.sees_range
        n = gradient_length(setting)
        self._gradient = aligned((2 * n if n <= SHORT else n,), setting.parameters.dtype)
        self._mixing = _mixing(setting)
        self._setting = setting
        self._feed = feed
        self._batch_size = batch_size
        self._results = results
        self._full, self._left = divmod(len(feed), batch_size)
        inputs, targets = feed.widths
        numbers = targets + sum(setting.output_rule.heights(setting.layers[-1].units))
        numbers += inputs if inputs_together(feed, batch_size) else 0
        fitting = _BYTES // (batch_size * numbers * self._gradient.itemsize)
        self._count = max(1, min(self._full, _MOST, fitting))
        self._place: int | None = None  # of the parameters and slots, while steps are made
        self._made: dict[tuple[int, bool], Window] = {}
        self._loaded: tuple[Window, int] | None = None

    def forget(self) -> None:
        """Take what is in memory for gone, since the order or the masks of dropout have changed."""
        self._loaded = None

    def calls_from(self, batch: int, last: int) -> list[list[Call]]:
        """Return the calls of the minibatches from `batch` on that are in memory together.

        They are to be made at once, since the learning rate is read here.
        """
        window, first = self._at(batch)
        if self._loaded != (window, first):
            window.load(first * self._batch_size)
            self._loaded = window, first
        end = min(last, self._full, first + self._count) if batch < self._full else last
        window.prepare(batch - first, end - first)
        self._bring((batch - first) % 2)
        return window.calls[batch - first : end - first]

    def keep(self, batch: int, last: int) -> None:
        """Keep the results of minibatches that `calls_from` gave and that are done."""
        if last == batch:
            return
        window, first = self._at(batch)
        self._place = (last - first) % 2
        self._results.keep(batch, window.left(batch - first, last - first))

    def finish(self) -> None:
        """Bring parameters and slots back to where they belong."""
        if self._mixing is not None and self._place is not None:
            self._mixing.take(self._place, self._vectors())
        self._place = None

    def _bring(self, place: int) -> None:
        """Bring parameters and slots to one of the places that the next steps lead from."""
        if self._mixing is None or self._place == place:
            return
        if self._place is None:
            self._mixing.bring(place, self._vectors())
        else:
            self._mixing.move(place)
        self._place = place

    def _vectors(self) -> list[FloatArray]:
        return [self._setting.parameters, *self._setting.optimizer.slots.values()]

    def _at(self, batch: int) -> tuple[Window, int]:
        """Return the window that holds a minibatch, and the first that is in it."""
        if batch >= self._full:
            return self._window(self._left, 1), self._full
        return self._window(self._batch_size, self._count), batch - batch % self._count

    def _window(self, size: int, count: int) -> Window:
        key = size, self.hurry
        if key not in self._made:
            parts = self._setting, self._feed, self._gradient
            self._made[key] = Window(*parts, size, count, self._mixing, self.hurry)
        return self._made[key]


def _mixing(setting: Setting) -> Mixing | None:
    """Return how updates are made by one product, if nothing else changes short parameters."""
    n = setting.parameters.size
    if n > SHORT or not learns_freely(setting):
        return None
    try:
        return Mixing(setting.optimizer, n, setting.parameters.dtype)
    except NotASum:
        return None
