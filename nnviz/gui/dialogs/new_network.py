"""A new network by its layer sizes."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from nnviz.diagram.fonts import interface_font
from nnviz.document.builders import dense_layers, new_document
from nnviz.document.document import Document
from nnviz.document.edits import ReplaceNetwork
from nnviz.document.settings import TrainingSettings
from nnviz.document.structure import count_parameters
from nnviz.document.vocabulary import ACTIVATIONS, NOTES_ACTIVATIONS
from nnviz.gui.dialogs.form import Form
from nnviz.gui.dialogs.sizes import parse_sizes
from nnviz.gui.dialogs.waiting import made_beside
from nnviz.gui.files import Files
from nnviz.gui.ready import LARGE, made_of
from nnviz.gui.session import Session
from nnviz.gui.task import GivenUpError
from nnviz.gui.widgets.select import Select
from nnviz.gui.widgets.switch import Switch


class NewNetworkDialog(Form):
    """Asks for sizes and activations; makes a new document, or fits the data at hand."""

    def __init__(self, session: Session, files: Files, parent: QWidget | None = None) -> None:
        super().__init__("New network", "Make network", "Work on this network from now on", parent)
        self._session, self._files = session, files
        self.sizes = QLineEdit("–".join(map(str, _proposal(session.document))))
        self.sizes.setToolTip("Inputs, hidden layers, outputs: 2-5-1")
        self.hidden = _activation("Activation of the hidden layers", "relu")
        last = session.document.layers[-1].activation
        self.output = _activation("Activation of the output layer", last)
        self.keep = Switch(f"Keep the data: {session.document.title}", "Train on the same data")
        self.count = QLabel()
        self.count.setFont(interface_font(12))
        self.count.setProperty("role", "secondary")
        self._lay_out()
        self.sizes.textChanged.connect(self._tell)
        self._tell()

    def _lay_out(self) -> None:
        self.setMinimumWidth(420)
        self.row("Layer sizes", self.sizes)
        self.row("Hidden layers", self.hidden)
        self.row("Output layer", self.output)
        has_data = self._session.document.data is not None
        self.keep.setVisible(has_data)
        self.keep.setChecked(has_data)
        self.rows.addRow("", self.keep)
        self.rows.addRow("", self.count)

    def _tell(self) -> None:
        try:
            sizes = parse_sizes(self.sizes.text())
        except ValueError:
            self.count.setText("Inputs, hidden layers, outputs")
            return
        layers = dense_layers(sizes[1:])
        self.count.setText(f"{count_parameters(sizes[0], layers):,} weights and biases")

    def take(self) -> str | None:
        """Make the network."""
        try:
            sizes = parse_sizes(self.sizes.text())
            if self.keep.isChecked() and self._session.document.data is not None:
                return self._fit_data(sizes)
            document = self._made(sizes)
        except ValueError as error:
            return str(error)
        except GivenUpError:
            return "No network is made: you have ended it."
        if self._files.may_replace():
            self._session.new(document)
        return None

    def _made(self, sizes: tuple[int, ...]) -> Document:
        """Return the new document; of a large one the window is told what goes on."""
        if count_parameters(sizes[0], dense_layers(sizes[1:])) < LARGE:
            return self._document(sizes)
        make = partial(self._document, sizes)
        ready = made_beside(partial(made_of, make), "Make network", self)
        self._session.expect(ready)
        return ready.document

    def _fit_data(self, sizes: tuple[int, ...]) -> str | None:
        now = self._session.document.sizes
        if (sizes[0], sizes[-1]) != (now[0], now[-1]):
            return (
                f"Layer sizes: the data have {now[0]} inputs and {now[-1]} outputs, "
                f"not {sizes[0]} and {sizes[-1]}; change them, or do not keep the data."
            )
        layers = dense_layers(sizes[1:], self.hidden.key(), self.output.key())
        return self._session.try_apply(ReplaceNetwork(layers))

    def _document(self, sizes: tuple[int, ...]) -> Document:
        output = self.output.key()
        fields: dict[str, Any] = {}
        if output == "softmax":
            fields["training"] = TrainingSettings(loss="categorical_crossentropy")
            fields["target"] = np.eye(1, sizes[-1])[0]
        return new_document(
            sizes, self.hidden.key(), output, seed=self._session.document.seed, **fields
        )


def _proposal(document: Document) -> tuple[int, ...]:
    """Return sizes that suit the data at hand, else those of the present network."""
    if document.data is None or len(document.sizes) > 2:
        return document.sizes
    return (document.sizes[0], 5, document.sizes[-1])


def _activation(name: str, key: str) -> Select:
    select = Select(name)
    select.set_choices(ACTIVATIONS.items(), NOTES_ACTIVATIONS)
    select.set_key(key)
    return select
