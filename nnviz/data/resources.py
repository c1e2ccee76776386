"""Find the files that nnviz ships, in a wheel and in an editable install alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def resources_folder() -> Path:
    """Return the folder of shipped files: inside the package, else beside it in a checkout.

    Raises
    ------
    FileNotFoundError
        If neither exists, which means the installation is damaged.
    """
    for folder in (_PACKAGE / "resources", _PACKAGE.parent / "resources"):
        if (folder / "fonts").is_dir():
            return folder
    raise FileNotFoundError(f"nnviz's resources are missing beside {_PACKAGE}: install nnviz again")


def resource(*parts: str) -> Path:
    """Return the path of one shipped file, e.g. ``resource("icons", "play.svg")``."""
    return resources_folder().joinpath(*parts)
