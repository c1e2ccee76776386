"""Parts of a layer's page: how its new weights begin, and the layers beside it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from nnviz.document.edits import AddLayer, ChangeLayer, Edit, MoveLayer, Remove, UseBias
from nnviz.document.elements import Layer
from nnviz.document.structure_edits import is_hidden
from nnviz.document.vocabulary import INITIALIZERS
from nnviz.gui.session import Session
from nnviz.gui.widgets.labels import button
from nnviz.gui.widgets.problem_label import ProblemLabel
from nnviz.gui.widgets.section import Section
from nnviz.gui.widgets.select import Select
from nnviz.gui.widgets.switch import Switch

_OF_INITIALIZER = "How weights are drawn from now on; those that are there stay"
_OF_BIAS = "Biases begin at 0; without them, those that are there go"


class NewWeights(Section):
    """The initializer, and whether there are biases."""

    def __init__(self, session: Session) -> None:
        super().__init__("New weights")
        self._session, self._layer = session, 1
        self.initializer = Select("Initializer of new weights", _OF_INITIALIZER)
        self.initializer.set_choices(INITIALIZERS.items())
        self.bias = Switch("Use bias", _OF_BIAS)
        self._problem = ProblemLabel()
        for widget in (self.initializer, self.bias, self._problem):
            self.add(widget)
        self.initializer.chosen.connect(self._choose)
        self.bias.clicked.connect(self._use)

    def stand_for(self, layer: int) -> None:
        """Show what layer `layer` has."""
        if layer != self._layer:
            self._problem.say(None)
        self._layer = layer
        spec = self._session.document.layers[layer - 1]
        self.initializer.set_key(spec.kernel_initializer)
        self.bias.setChecked(spec.use_bias)

    def _choose(self, key: str) -> None:
        settings = {"kernel_initializer": key}
        self._apply(ChangeLayer(self._layer, settings, "Change initializer"))

    def _use(self, on: bool) -> None:
        self._apply(UseBias(self._layer, use_bias=on))

    def _apply(self, edit: Edit) -> None:
        self._problem.say(self._session.try_apply(edit))
        self.stand_for(self._layer)


class Neighbours(Section):
    """Adds a layer, moves this one, removes it.

    Attributes
    ----------
    went : Signal(object)
        The layer to be shown from now on.
    """

    went = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__("Layers")
        self._session, self._layer = session, 1
        self.before = button("Add before", tip="Add a layer before this one")
        self.after = button("Add after", tip="Add a layer after this one")
        self.earlier = button("Move earlier", tip="Move this layer towards the inputs")
        self.later = button("Move later", tip="Move this layer towards the outputs")
        self.remove = button("Remove layer", tip="Remove this layer with its weights")
        self._problem = ProblemLabel()
        self._lay_out()
        self.before.clicked.connect(self._add_before)
        self.after.clicked.connect(self._add_after)
        self.earlier.clicked.connect(self._move_earlier)
        self.later.clicked.connect(self._move_later)
        self.remove.clicked.connect(self._remove)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.addWidget(self.before, 0, 0)
        grid.addWidget(self.after, 0, 1)
        grid.addWidget(self.earlier, 1, 0)
        grid.addWidget(self.later, 1, 1)
        grid.addWidget(self.remove, 2, 0)
        self.body.addLayout(grid)
        self.add(self._problem)

    def stand_for(self, layer: int) -> None:
        """Offer what can be done around layer `layer`."""
        self._layer = layer
        document = self._session.document
        hidden = is_hidden(document, layer)
        self.before.setEnabled(layer > 0)
        self.after.setEnabled(layer < len(document.layers))
        self.earlier.setEnabled(layer > 1)
        self.later.setEnabled(is_hidden(document, layer + 1))
        for move in (self.earlier, self.later):
            move.setVisible(hidden and len(document.layers) > 2)
        self.remove.setVisible(hidden)

    def _add_before(self) -> None:
        self._apply(AddLayer(self._layer - 1), self._layer)

    def _add_after(self) -> None:
        self._apply(AddLayer(self._layer), self._layer + 1)

    def _move_earlier(self) -> None:
        self._apply(MoveLayer(self._layer, self._layer - 1), self._layer - 1)

    def _move_later(self) -> None:
        self._apply(MoveLayer(self._layer, self._layer + 1), self._layer + 1)

    def _remove(self) -> None:
        self._apply(Remove((Layer(self._layer),), "Remove layer"), self._layer)

    def _apply(self, edit: Edit, to: int) -> None:
        problem = self._session.try_apply(edit)
        self._problem.say(problem)
        if problem is None:
            self.went.emit(Layer(to))
