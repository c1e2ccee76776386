"""What the window has to say: errors, warnings and news."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Notice:
    """One message for the bar over the canvas' top edge.

    Attributes
    ----------
    kind : str
        ``"error"`` or ``"warning"``.
    title, text : str
        What happened; and where it came from or what to do.
    details : str
        What folds out and can be copied, such as a traceback.
    action, act : str, callable
        The one thing offered, and what does it.
    more : tuple of (str, callable)
        Other things offered beside it.
    """

    kind: Literal["error", "warning"]
    title: str
    text: str = ""
    details: str = ""
    action: str = ""
    act: Callable[[], object] | None = None
    more: tuple[tuple[str, Callable[[], object]], ...] = ()
