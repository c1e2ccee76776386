"""How inputs and targets are scaled before the network sees them."""

from __future__ import annotations

from nnviz.document.edits import ChangePreparation
from nnviz.document.vocabulary import SCALINGS
from nnviz.gui.session import Session
from nnviz.gui.widgets.labels import Label
from nnviz.gui.widgets.problem_label import ProblemLabel
from nnviz.gui.widgets.section import Section
from nnviz.gui.widgets.select import Select


class ScalingSection(Section):
    """A choice for the inputs and, where the target is a number, one for the target."""

    def __init__(self, session: Session) -> None:
        super().__init__("Scaling")
        self._session = session
        self.inputs = Select("Scaling of the inputs", "Scaled by what the training part shows")
        self.target = Select("Scaling of the target", "Predictions are scaled back")
        self._target_name = Label("Scaling of the target", "section")
        self._problem = ProblemLabel()
        for select in (self.inputs, self.target):
            select.set_choices(SCALINGS.items())
        for widget in (self.inputs, self._target_name, self.target, self._problem):
            self.add(widget)
        self.inputs.chosen.connect(self._scale_inputs)
        self.target.chosen.connect(self._scale_target)

    def refresh(self) -> None:
        """Show the document's scalings."""
        document = self._session.document
        assert document.data is not None
        numbers = not document.data.classes
        self.set_heading("Scaling of the inputs" if numbers else "Scaling")
        self._target_name.setVisible(numbers)
        self.target.setVisible(numbers)
        self.inputs.set_key(document.preparation.input_scaling)
        self.target.set_key(document.preparation.target_scaling)
        self._problem.say(None)

    def _scale_inputs(self, kind: str) -> None:
        self._scale("input_scaling", kind)

    def _scale_target(self, kind: str) -> None:
        self._scale("target_scaling", kind)

    def _scale(self, name: str, kind: str) -> None:
        problem = self._session.try_apply(ChangePreparation({name: kind}, "Change scaling"))
        self.refresh()
        self._problem.say(problem)
