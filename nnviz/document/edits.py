"""All the changes a document can take, under one name."""

from __future__ import annotations

from nnviz.document.edit import Edit, Replace
from nnviz.document.errors import EditError
from nnviz.document.freeze_edits import Freeze, Unfreeze
from nnviz.document.name_edits import Name
from nnviz.document.network_edits import (
    ChangeLayer,
    ChangePreparation,
    ChangeTraining,
    InitialWeights,
    NewWeights,
    Rename,
    ReplaceData,
    ReplaceNetwork,
    SetSeed,
)
from nnviz.document.several_edits import SetAddresses, redrawn, reset, set_values
from nnviz.document.structure_edits import (
    AddLayer,
    AddNeuron,
    MoveLayer,
    MoveNeuron,
    Remove,
    RemoveNeuron,
    ResizeLayer,
    UseBias,
)
from nnviz.document.value_edits import (
    GoBack,
    SetInput,
    SetParameters,
    SetTarget,
    ShowSample,
    Trained,
    set_value,
)

__all__ = [
    "AddLayer",
    "AddNeuron",
    "ChangeLayer",
    "ChangePreparation",
    "ChangeTraining",
    "Edit",
    "EditError",
    "Freeze",
    "GoBack",
    "InitialWeights",
    "MoveLayer",
    "MoveNeuron",
    "Name",
    "NewWeights",
    "Remove",
    "RemoveNeuron",
    "Rename",
    "Replace",
    "ReplaceData",
    "ReplaceNetwork",
    "ResizeLayer",
    "SetAddresses",
    "SetInput",
    "SetParameters",
    "SetSeed",
    "SetTarget",
    "ShowSample",
    "Trained",
    "Unfreeze",
    "UseBias",
    "redrawn",
    "reset",
    "set_value",
    "set_values",
]
