"""A quicker way to make objects of frozen classes, for where thousands are made a second."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import attrs

_P = ParamSpec("_P")
_T = TypeVar("_T")


def thawed(cls: type) -> dict[str, Any]:
    """The body of a subclass of a frozen class with slots whose objects can be filled.

    Such an object has the shape of the frozen class, so that it becomes one of it by its
    `__class__`: until then its attributes are set as those of any object, which takes a third of
    the time that attrs needs to set one of a frozen object.
    """
    return {
        "__slots__": (),
        "__doc__": cls.__doc__,
        "__module__": cls.__module__,
        "__setattr__": object.__setattr__,
        "__delattr__": object.__delattr__,
    }


def maker(cls: Callable[_P, _T]) -> Callable[_P, _T]:
    """What makes the objects that a frozen attrs class with slots makes, with the same arguments.

    They are of that class and as frozen as any of it.
    """
    made: Any = cls
    check = getattr(made, "__attrs_post_init__", None)

    def freeze(self: Any) -> None:
        self.__class__ = made
        if check is not None:
            check(self)

    body = thawed(made) | {"__attrs_post_init__": freeze}
    draft = attrs.define(type(made)(f"{made.__name__}Draft", (made,), body), eq=False, repr=False)
    quick: Callable[_P, _T] = draft
    return quick
