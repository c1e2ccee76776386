"""Where a box stands beside a field so that it covers least of what is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect, QSize

_GAPS = (4, 16, 32)
_SHIFTS = tuple(0.5 + way * k / 16 for k in range(9) for way in ((1, -1) if k else (1,)))


def beside(field: QRect, size: QSize, room: QRect, taken: Sequence[QRect]) -> QRect:
    """Return where a box of `size` stands in `room`, near `field` and not over it.

    Of the places that cover least of `taken` it is the first: below before above before aside,
    near before far, in the middle before to one side.
    """
    places = [place for place in _places(field, size) if room.contains(place)]
    if not places:
        return _within(QRect(field.bottomLeft(), size), room)
    near = [one for one in taken if one.intersects(room)]
    return min(places, key=lambda place: sum(_area(place & one) for one in near))


def _places(field: QRect, size: QSize) -> Iterator[QRect]:
    """Yield places around a field, the best first."""
    for gap in _GAPS:
        for top in (field.bottom() + 1 + gap, field.top() - gap - size.height()):
            for share in _SHIFTS:
                left = field.center().x() - round(share * size.width())
                yield QRect(left, top, size.width(), size.height())
        for left in (field.right() + 1 + gap, field.left() - gap - size.width()):
            for share in _SHIFTS:
                top = field.center().y() - round(share * size.height())
                yield QRect(left, top, size.width(), size.height())


def _within(place: QRect, room: QRect) -> QRect:
    place.moveLeft(max(min(place.left(), room.right() - place.width()), room.left()))
    place.moveTop(max(min(place.top(), room.bottom() - place.height()), room.top()))
    return place


def _area(rect: QRect) -> int:
    return rect.width() * rect.height() if rect.isValid() else 0
