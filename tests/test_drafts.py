"""Objects that a maker makes are those of the class itself."""

from __future__ import annotations

import pickle

import attrs
import pytest

from wechat_policy.drafts import maker
from wechat_policy.source import Span


@attrs.frozen
class Told:
    """Something with every kind of field."""

    name: str
    words: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    facts: dict[str, int] = attrs.field(factory=dict)


made = maker(Told)
span = maker(Span)


def test_equal():
    """By every way to give arguments they are equal to those of the class, and of the class."""
    for one, other in (
        (Told("a"), made("a")),
        (Told("a", ["b"]), made("a", ["b"])),
        (Told("a", facts={"b": 1}), made("a", facts={"b": 1})),
        (Told(words="bc", name="a"), made(words="bc", name="a")),
    ):
        assert one == other
        assert Told is type(other)
        assert repr(one) == repr(other)
        assert one == pickle.loads(pickle.dumps(other))
        assert attrs.evolve(one, name="z") == attrs.evolve(other, name="z")
    assert made("a").facts is not made("a").facts
    assert hash(Span(1, 2)) == hash(span(1, 2))


def test_frozen():
    """They cannot be changed."""
    one = made("a")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one.name = "b"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del one.name


def test_refused():
    """What the class refuses is refused."""
    with pytest.raises(ValueError, match="a span needs"):
        span(2, 1)
    with pytest.raises(TypeError):
        made()
