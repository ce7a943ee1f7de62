"""The public names: complete, sorted, documented, and loaded only when they are used."""

from __future__ import annotations

import inspect

import pytest

import wechat_policy


def test_public_names_are_sorted() -> None:
    """`__all__` is in order and holds no name twice."""
    assert sorted(set(wechat_policy.__all__)) == wechat_policy.__all__


@pytest.mark.parametrize("name", wechat_policy.__all__)
def test_public_name_is_there_and_documented(name: str) -> None:
    """Every public name can be had and says what it is."""
    assert inspect.getdoc(getattr(wechat_policy, name))


def test_unknown_name_is_refused_like_any_attribute() -> None:
    """A name that is not there is an AttributeError that names it."""
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = wechat_policy.nothing_of_the_kind


def test_dir_lists_the_public_names() -> None:
    """`dir()` shows the public names before they are loaded."""
    assert set(wechat_policy.__all__) <= set(dir(wechat_policy))
