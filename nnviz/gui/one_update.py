"""One update on the sample shown alone, as one edit. No Qt."""

from __future__ import annotations

import numpy as np

from nnviz.document.document import Document
from nnviz.document.edits import Trained

ONE_UPDATE = "Update once on this sample"


def one_update(document: Document) -> Trained | None:
    """Return the update on the sample shown; None if it would make the loss infinite.

    The history of epochs stays as it is.
    """
    model = document.model()
    training = model.training(document.x, document.y, batch_size=1, epochs=1, seed=0)
    training.run_steps(1)
    with np.errstate(all="ignore"):
        loss = model.trace(document.x, document.y).loss
    if training.diverged_at is not None or loss is None or not np.isfinite(loss):
        return None
    assert model.optimizer is not None  # the document's model is compiled
    state = model.optimizer.state()
    return Trained(model.parameters.copy(), document.history, state, text=ONE_UPDATE)
