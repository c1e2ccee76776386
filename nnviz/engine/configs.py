"""Finding things by Keras's names, and turning them into Keras's configs and back."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np

T = TypeVar("T", bound="Configured")


class Configured:
    """What keeps its constructor's arguments under their own names, and so knows its config.

    Attributes
    ----------
    module : str
        Keras's module of it.
    name : str
        Keras's name of it.
    """

    module: ClassVar[str] = "keras"
    name: str

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, as JSON can hold them."""
        return {name: plain(getattr(self, name)) for name in arguments_of(type(self))}

    @classmethod
    def from_config(cls: type[T], config: Mapping[str, Any]) -> T:
        """Make one from what `get_config` returned; what is unknown and None is left out.

        Raises
        ------
        ValueError
            If a key is not one of the constructor's arguments.
        """
        known = arguments_of(cls)
        unknown = {key for key, value in config.items() if key not in known and value is not None}
        if unknown:
            raise ValueError(
                f"Expected a config of {cls.__name__} with the keys "
                f"{', '.join(arguments_of(cls))}; received also {', '.join(sorted(unknown))}."
            )
        return cls(**{key: value for key, value in config.items() if key in known})

    def serialized(self) -> Any:
        """Return Keras's form of a config that says which class it belongs to."""
        return {
            "module": self.module,
            "class_name": type(self).__name__,
            "config": self.get_config(),
            "registered_name": None,
        }


def arguments_of(cls: type[Any]) -> list[str]:
    """Return the names of the constructor's arguments."""
    parameters = inspect.signature(cls).parameters.values()
    return [one.name for one in parameters if one.kind is not one.VAR_KEYWORD]


def plain(value: Any) -> Any:
    """Return `value` as JSON can hold it."""
    if isinstance(value, Configured):
        return value.serialized()
    if isinstance(value, np.ndarray):
        return value.tolist()
    return list(value) if isinstance(value, tuple) else value


class Registry(Generic[T]):
    """The things of one kind, by name.

    Parameters
    ----------
    kind : str
        What they are, for the message.
    base : type
        What all of them are.
    classes : iterable of type
        Each found by its class's name and by its attribute `name`.
    aliases : mapping of str to type, optional
    """

    def __init__(
        self,
        kind: str,
        base: type[T],
        classes: Iterable[type[T]],
        aliases: Mapping[str, type[T]] | None = None,
    ) -> None:
        self._kind = kind
        self._base = base
        own = {cls.name: cls for cls in classes}
        self._names = tuple(own)
        self._by_name = {**own, **{cls.__name__: cls for cls in own.values()}, **(aliases or {})}

    def names(self) -> tuple[str, ...]:
        """Return the names of all."""
        return self._names

    def knows(self, name: str) -> bool:
        """Whether something has this name."""
        return name in self._by_name

    def get(self, identifier: Any) -> T:
        """Return what is named, configured by a dict, or given already.

        Raises
        ------
        ValueError
            If there is no such thing.
        """
        if isinstance(identifier, self._base):
            return identifier
        if isinstance(identifier, Mapping) and isinstance(identifier.get("class_name"), str):
            return self.find(identifier["class_name"]).from_config(identifier.get("config", {}))
        return self.find(identifier)()

    def find(self, identifier: Any) -> type[T]:
        """Return the class that is named, or given already.

        Raises
        ------
        ValueError
            If there is no such class.
        """
        if isinstance(identifier, type) and issubclass(identifier, self._base):
            return identifier
        if isinstance(identifier, str) and identifier in self._by_name:
            return self._by_name[identifier]
        raise ValueError(
            f"Could not interpret {self._kind} identifier: {identifier!r}. "
            f"Expected one of {', '.join(self._names)}."
        )
