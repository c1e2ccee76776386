"""What every edit can do, and the plainest one: replacing whole fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from nnviz.document.checks import check_fields
from nnviz.document.document import Document
from nnviz.document.errors import EditError

Fields = Mapping[str, Any]


class Edit:
    """A change of a document; `text` is what the Edit menu calls it.

    Every method takes the document as it is before the change.

    Attributes
    ----------
    touches : tuple of str
        The fields that may change, where it takes long to find out by making them.
    """

    text: str
    touches: ClassVar[tuple[str, ...]] = ()

    def changes(self, document: Document) -> Fields:
        """Return the new values of the fields that change, or raise EditError."""
        raise NotImplementedError

    def size(self, document: Document) -> int:
        """Return about how many numbers there are to make: of many, it takes long."""
        del document
        return 0

    def apply(self, document: Document) -> Document:
        """Return the changed document, or raise EditError and change nothing."""
        changes = self.changes(document)
        check_fields(document, changes)
        try:
            return document.replaced(**changes).checked()
        except ValueError as error:
            raise EditError(f"{self.text}: {error}") from error

    def invert(self, document: Document) -> Edit:
        """Return the edit that takes the changed document back to `document`."""
        names = self.touches or self.changes(document)
        before = {name: getattr(document, name) for name in names}
        return Replace(before, self.text)

    def merge(self, later: Edit) -> Edit | None:
        """Return one edit that does this and then `later`, or None if they differ in kind."""
        del later
        return None


@dataclass(frozen=True, eq=False)
class Replace(Edit):
    """Replace whole fields of the document."""

    fields: Fields
    text: str = "Change"

    def changes(self, document: Document) -> Fields:
        """Return the fields as they are."""
        del document
        return self.fields

    def merge(self, later: Edit) -> Edit | None:
        """Merge with a later replacement of the same fields."""
        if isinstance(later, Replace) and set(later.fields) == set(self.fields):
            return replace(later, text=self.text)
        return None
