"""What each action does, and when it can be done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QMenu

from nnviz.document.edits import Edit, InitialWeights, NewWeights, ShowSample
from nnviz.document.elements import Layer, Neuron
from nnviz.explain.grain import Grain
from nnviz.gui.action_table import plain
from nnviz.gui.canvas.context_menu import context_menu, picture_menu
from nnviz.gui.canvas.layer_menu import fill_layer_menu
from nnviz.gui.canvas.values import last_settable
from nnviz.gui.equation_commands import EquationCommands
from nnviz.gui.notices import Notice
from nnviz.gui.passage import SCOPES
from nnviz.gui.picture_commands import PictureCommands
from nnviz.gui.picture_copy import PictureCopy
from nnviz.gui.session import Session
from nnviz.gui.settings import THEMES

if TYPE_CHECKING:
    from nnviz.gui.window import Window

_MODES = ("forward", "backward", "update", "train")
_WHOLE, _INTO = "run.into_whole", ("run.into_previous", "run.into_next")


def bind(window: Window) -> None:
    """Bind every action of the table."""
    commands, on = Commands(window), window.acts.on
    files, dialogs = window.files, window.dialogs
    player, runner, session = window.player, window.runner, window.session
    structure = window.canvas.structure
    for name, slot in {
        "file.new": dialogs.new_network,
        "file.open": files.open,
        "file.import": dialogs.choose_data,
        "file.save": files.save,
        "file.save_as": files.save_as,
        "file.export": dialogs.export_picture,
        "file.copy": PictureCopy(window).copy,
        "file.quit": window.close,
        "edit.undo": session.undo,
        "edit.redo": session.redo,
        "values.select_all": window.values.select_all,
        "values.edit": window.canvas.network.edit_value,
        "values.zero": window.values.zero,
        "values.randomise": window.values.randomise,
        "values.reset": window.values.reset,
        "values.freeze": window.values.toggle_frozen,
        "values.copy": window.values.copy,
        "edit.preferences": dialogs.preferences,
        "network.randomise": commands.new_weights,
        "network.initial": commands.initial_weights,
        "network.add_neuron": structure.add_neuron_here,
        "network.add_layer": structure.add_layer_here,
        "network.remove": structure.remove_selected,
        "network.select_layer": structure.select_layer,
        "network.earlier": structure.move_earlier,
        "network.later": structure.move_later,
        "network.rename": structure.rename,
        "network.table": dialogs.weights,
        "network.previous_sample": commands.previous_sample,
        "network.next_sample": commands.next_sample,
        "run.play": player.toggle,
        "run.first": player.first,
        "run.previous": commands.previous_step,
        "run.next": commands.next_step,
        "run.last": player.last,
        "run.faster": player.faster,
        "run.slower": player.slower,
        "run.leave": player.leave,
        "run.into_previous": commands.previous_member,
        "run.into_next": commands.next_member,
        _WHOLE: commands.whole_batch,
        "run.sample": runner.one_sample,
        "run.batch": runner.one_batch,
        "run.epoch": runner.one_epoch,
        "run.run": commands.train,
        "run.continue": window.recorder.continue_here,
        "run.newest": window.recorder.leave,
        "run.first_epoch": commands.first_epoch,
        "run.stop": runner.stop,
        "view.problem": window.arrangement.toggle_problem,
        "view.plots": commands.toggle_plots,
        "view.inspector": commands.toggle_inspector,
        "view.next_panel": window.panel_walk.next,
        "view.previous_panel": window.panel_walk.previous,
        "view.reset": window.arrangement.reset,
        "view.full": commands.full_screen,
        "help.search": dialogs.search,
        "help.shortcuts": dialogs.shortcuts,
        "help.about": dialogs.about,
    }.items():
        on(name, slot)
    commands.bind_choices()
    EquationCommands(window)
    PictureCommands(window)


class Commands(QObject):
    """The actions that need a few words more than a method of another room."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._session: Session = window.session
        for source in (window.session, window.player, window.runner, window.settings):
            source.changed.connect(self.refresh)
        window.canvas.structure.refused.connect(self._tell_refusal)
        window.selection.changed.connect(self._refresh_values)
        window.values.refused.connect(self._tell_wrong)
        window.values.done.connect(window.status.tell)
        window.canvas.network.zero_wanted.connect(window.values.zero)
        window.canvas.network.menu_wanted.connect(self._show_menu)
        stack = window.session.undo_stack
        stack.indexChanged.connect(self.refresh)
        for dock, name in self._docks():
            dock.visibilityChanged.connect(window.acts[name].setChecked)
        self.refresh()

    def bind_choices(self) -> None:
        """Bind the actions that choose one of several."""
        for mode in _MODES:
            self._window.acts[f"run.{mode}"].triggered.connect(self._choose_mode)
        scopes = [self._window.acts[f"run.over_{scope}"] for scope in SCOPES]
        grains = [self._window.acts[f"run.by_{grain.value}"] for grain in Grain]
        for action in scopes:
            action.triggered.connect(self._choose_scope)
        for action in grains:
            action.triggered.connect(self._choose_grain)
        self._window.canvas.scope.offer((scopes, grains))
        for theme in THEMES:
            self._window.acts[f"view.{theme}"].triggered.connect(self._choose_theme)

    # ------------------------------------------------------------------ edits

    def new_weights(self) -> None:
        """Draw new weights from the next seed."""
        self._apply(NewWeights(self._session.document.seed + 1))

    def initial_weights(self) -> None:
        """Go back to before any training."""
        self._apply(InitialWeights())

    def next_sample(self) -> None:
        """Show the next row of the data, after the last the first."""
        self._show_sample(1)

    def previous_sample(self) -> None:
        """Show the row before, before the first the last."""
        self._show_sample(-1)

    def _show_sample(self, by: int) -> None:
        document = self._session.document
        if document.data is None:
            return
        now = document.sample if document.sample is not None else (-1 if by > 0 else 0)
        self._apply(ShowSample((now + by) % len(document.data.inputs)))

    def _apply(self, edit: Edit) -> None:
        wrong = self._session.try_apply(edit)
        if wrong:
            self._window.say(Notice("error", wrong))

    def _tell_refusal(self, _element: object, sentence: str) -> None:
        """Say what cannot be done, where the place to say it is not on screen."""
        if not self._window.canvas.network.isVisible():
            self._window.say(Notice("error", sentence))

    # -------------------------------------------------------------------- run

    def next_step(self) -> None:
        """Go one step on."""
        self._window.player.step(1)

    def previous_step(self) -> None:
        """Go one step back."""
        self._window.player.step(-1)

    def train(self) -> None:
        """Train to the end of the chosen epochs."""
        self._window.player.set_mode("train")
        self._window.player.play()

    def next_member(self) -> None:
        """Go into the next sample of the minibatch told."""
        self._window.player.enter_beside(1)

    def previous_member(self) -> None:
        """Go into the sample before of the minibatch told."""
        self._window.player.enter_beside(-1)

    def whole_batch(self) -> None:
        """Tell of all samples of the minibatch again."""
        self._window.player.enter(None)

    @Slot()
    def _choose_scope(self) -> None:
        name = self.sender().objectName().partition("_")[2]
        self._window.player.set_scope(next(scope for scope in SCOPES if scope == name))
        self.refresh()

    @Slot()
    def _choose_grain(self) -> None:
        self._window.player.set_grain(Grain(self.sender().objectName().partition("_")[2]))
        self.refresh()

    def first_epoch(self) -> None:
        """Show the network as it was when its recording begins."""
        self._window.player.set_mode("train")
        self._window.recorder.first()

    @Slot()
    def _choose_mode(self) -> None:
        self._window.player.set_mode(self.sender().objectName().partition(".")[2])
        self.refresh()

    # ------------------------------------------------------------------- view

    @Slot()
    def _choose_theme(self) -> None:
        self._window.settings.theme = self.sender().objectName().partition(".")[2]
        self.refresh()

    def toggle_plots(self) -> None:
        """Show or hide the plots."""
        plots = self._window.arrangement.plots
        plots.setVisible(plots.isHidden())

    def toggle_inspector(self) -> None:
        """Show or hide the inspector."""
        inspector = self._window.arrangement.inspector
        inspector.setVisible(inspector.isHidden())

    def full_screen(self) -> None:
        """Fill the screen, or give it back."""
        # Turned over, not shown as normal: what was maximised before is so again.
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _docks(self) -> list[tuple[QDockWidget, str]]:
        arrangement = self._window.arrangement
        return [
            (arrangement.problem, "view.problem"),
            (arrangement.plots, "view.plots"),
            (arrangement.inspector, "view.inspector"),
        ]

    # ---------------------------------------------------------------- refresh

    def _tell_wrong(self, sentence: str) -> None:
        self._window.say(Notice("error", sentence))

    def _show_menu(self, place: QPoint, of_picture: bool) -> None:
        self._refresh_values()
        window, act = self._window, self._window.acts.__getitem__
        if of_picture:
            menu = picture_menu(act, window)
        else:
            units = isinstance(window.selection.element, Neuron)
            menu = context_menu(act, window, self._layer_part(), units=units)
        menu.popup(place)

    def _layer_part(self) -> Callable[[QMenu], None] | None:
        """Return what fills a menu with what can be done to a layer, if one is selected."""
        elements = self._window.selection.elements
        if len(elements) != 1 or not isinstance(elements[0], Layer):
            return None
        structure, layer = self._window.canvas.structure, elements[0].layer
        return partial(fill_layer_menu, session=self._session, structure=structure, layer=layer)

    def _refresh_values(self) -> None:
        """Enable what can be done to the values that are selected."""
        actions, values = self._window.acts, self._window.values
        weights = bool(values.places.size)
        for name in ("values.randomise", "values.reset", "values.freeze"):
            actions[name].setEnabled(weights)
        actions["values.zero"].setEnabled(values.has_values)
        actions["values.copy"].setEnabled(values.can_copy)
        editable = last_settable(self._window.selection.elements) is not None
        actions["values.edit"].setEnabled(editable)
        actions["values.freeze"].setText("Un&freeze" if values.frozen else "&Freeze")

    def refresh(self, *_: object) -> None:
        """Enable what can be done now and check what is chosen."""
        actions, player, runner = self._window.acts, self._window.player, self._window.runner
        self._refresh_values()
        stack, document = self._session.undo_stack, self._session.document
        _name(actions["edit.undo"], "Undo", stack.undoText(), stack.canUndo() or runner.running)
        _name(actions["edit.redo"], "Redo", stack.redoText(), stack.canRedo())
        for name in ("network.previous_sample", "network.next_sample"):
            actions[name].setEnabled(self._session.has_samples)
        actions["run.stop"].setEnabled(runner.running)
        recorder = self._window.recorder
        for name in ("run.continue", "run.newest"):
            actions[name].setEnabled(recorder.visiting)
        actions["run.first_epoch"].setEnabled(recorder.start < recorder.end)
        actions["run.leave"].setEnabled(player.index is not None)
        for mode in _MODES:
            actions[f"run.{mode}"].setChecked(player.mode == mode)
            usable = document.target is not None or mode in ("forward", "train")
            actions[f"run.{mode}"].setEnabled(usable)
        self._refresh_told()
        for theme in THEMES:
            actions[f"view.{theme}"].setChecked(self._window.settings.theme == theme)

    def _refresh_told(self) -> None:
        actions, player = self._window.acts, self._window.player
        choice, trains = player.choice, self._window.runner.can_train() is None
        for scope in SCOPES:
            actions[f"run.over_{scope}"].setChecked(scope == choice.scope)
            actions[f"run.over_{scope}"].setEnabled(trains or scope == "sample")
        for grain in Grain:
            actions[f"run.by_{grain.value}"].setChecked(grain is choice.grain)
        for name in _INTO:
            actions[name].setEnabled(player.samples > 1)
        actions[_WHOLE].setEnabled(choice.member is not None)


def _name(action: QAction, verb: str, what: str, enabled: bool) -> None:
    text = f"&{verb} {plain(what)[:1].lower()}{plain(what)[1:]}" if what else f"&{verb}"
    if action.text() != text:
        action.setText(text)
    action.setEnabled(enabled)
