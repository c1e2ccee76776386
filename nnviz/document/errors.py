"""What can be wrong with a file or an edit, said in one sentence."""

from __future__ import annotations


class DocumentError(ValueError):
    """A file cannot be opened or saved; the message names the file and the path of the fault."""


class EditError(ValueError):
    """An edit cannot be applied; the document stays as it was."""
