"""The changes of which weights and biases learn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from nnviz.document.document import Document
from nnviz.document.edit import Edit, Fields
from nnviz.document.errors import EditError


@dataclass(frozen=True, eq=False)
class Freeze(Edit):
    """Keep some weights and biases from learning, by their places in the flat vector.

    A hand may still set them: training alone leaves them as they are.
    """

    indices: NDArray[np.intp]
    text: str = "Freeze weights"
    holds: ClassVar[bool] = True

    def changes(self, document: Document) -> Fields:
        """Return which parameters are frozen, these among or no longer among them."""
        if self.indices.size and not 0 <= self.indices.min() <= self.indices.max() < (
            document.n_parameters
        ):
            raise EditError(f"{self.text}: the network has {document.n_parameters} parameters")
        frozen = document.frozen.copy()
        frozen[self.indices] = self.holds
        frozen.flags.writeable = False
        return {"frozen": frozen}


@dataclass(frozen=True, eq=False)
class Unfreeze(Freeze):
    """Let some weights and biases learn again."""

    text: str = "Unfreeze weights"
    holds: ClassVar[bool] = False
