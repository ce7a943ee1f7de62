"""What is stored comes back as it was, and a text can build nothing that is not ours."""

from __future__ import annotations

import json
import math
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
import verdict_samples
from hypothesis import given, settings
from hypothesis import strategies as st

from wechat_policy.codec import (
    decode,
    encode,
    key_beginning,
    key_of,
    key_text,
    readable,
    storable,
    strings_of,
)
from wechat_policy.events import Action
from wechat_policy.rules.truth import UNKNOWN
from wechat_policy.verdict import Evidence

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=()))
    | st.decimals(allow_nan=False)
    | st.timedeltas()
    | st.dates()
    | st.datetimes(timezones=st.sampled_from([UTC, SHANGHAI, timezone(timedelta(hours=-3))]))
    | st.just(UNKNOWN)
)
HASHABLE = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3).map(tuple))
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text() | st.just("!"), inner, max_size=3)
        | st.dictionaries(HASHABLE, inner, max_size=2)
        | st.frozensets(HASHABLE, max_size=3)
        | st.builds(Evidence, st.text(), st.text())
    ),
    max_leaves=8,
)


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal, of one class and, moments, in one time zone."""
    if one.__class__ is not other.__class__ or one != other:
        return False
    if isinstance(one, datetime):
        return one.isoformat() == other.isoformat()
    if isinstance(one, list | tuple):
        return all(map(same, one, other))
    return True


@settings(max_examples=300)
@given(VALUES)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    """Of the same class, equal, and as ASCII on the way."""
    text = encode(value)

    assert text.isascii()
    assert same(value, decode(text))


@settings(max_examples=100)
@given(verdict_samples.VERDICTS)
def test_a_verdict_comes_back_as_it_was(verdict: Any) -> None:
    """A verdict that was stored says the same to the last letter."""
    again = decode(encode(verdict))

    assert json.dumps(verdict.to_dict()) == json.dumps(again.to_dict())


@given(st.lists(HASHABLE, max_size=4).map(tuple))
def test_a_key_comes_back_equal(key: tuple[Any, ...]) -> None:
    """And its beginning begins its text."""
    text = key_text(key)

    assert key_text(key_of(text)) == text
    for length in range(len(key)):
        assert text.startswith(key_beginning(key[:length]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (1, 1.0),
        (1, Decimal("1.00")),
        (Decimal("0.5"), 0.5),
        (AT, AT.astimezone(UTC)),
        (10**400, 10**400),
    ],
)
def test_equal_keys_have_one_text(one: Any, other: Any) -> None:
    """What is one key in memory is one key in a file."""
    assert one == other
    assert key_text((one,)) == key_text((other,))


@pytest.mark.parametrize(
    ("one", "other"), [("1", 1), (date(2026, 3, 2), AT), ("a", ("a",)), (None, "None"), (0, "")]
)
def test_different_keys_have_different_texts(one: Any, other: Any) -> None:
    """What are two keys in memory are two keys in a file."""
    assert key_text((one,)) != key_text((other,))


def test_a_huge_number_comes_back() -> None:
    """Also one with more digits than Python reads from a decimal text."""
    assert decode(encode(10**10_000)) == 10**10_000


def test_what_is_no_value_becomes_its_words() -> None:
    """An object of a service's own does not stop an event from being kept."""

    class Score:
        def __str__(self) -> str:
            return "high"

    event = decode(encode(Action("x.thing", "e", AT, {"score": Score(), "at": AT})))

    assert {"score": "high", "at": AT} == event.facts


@pytest.mark.parametrize(
    "text", ['{"!":"os.system","is":"true"}', '{"!":"Path"}', "{", '{"!":["at"]}']
)
def test_a_foreign_text_builds_nothing(text: str) -> None:
    """Only the classes that are stored can be named."""
    with pytest.raises((ValueError, TypeError)):
        decode(text)


def test_a_later_field_takes_its_default() -> None:
    """A text without a field that has a default since is read."""
    told = json.loads(encode(Evidence("text", "a", 1, 2)))
    del told["start"]

    assert Evidence("text", "a", None, 2) == decode(json.dumps(told))


def test_two_classes_of_one_name() -> None:
    """They could not be told apart, so the second is refused."""

    @attrs.frozen
    class Evidence:
        text: str

    with pytest.raises(ValueError, match="Evidence"):
        storable(Evidence)


READABLE = {
    "whole": ("字" * 500, "字" * 500),
    "moment": (AT, "2026-03-02T09:30:00+08:00"),
    "day": (date(2026, 3, 2), "2026-03-02"),
    "length": (timedelta(minutes=2), 120.0),
    "amount": (Decimal("1.50"), "1.50"),
    "no number": (math.nan, "nan"),
    "set": ({2, 1}, [1, 2]),
    "mapping": ({1: (True, None)}, {"1": [True, None]}),
    "class": (
        Evidence("text", "a", 1),
        {"field": "text", "text": "a", "start": 1, "end": None, "word": None, "reading": None},
    ),
    "constant": (UNKNOWN, "UNKNOWN"),
    "other": (Ellipsis, "Ellipsis"),
}


@pytest.mark.parametrize(("value", "told"), READABLE.values(), ids=READABLE)
def test_a_value_for_others_to_read(value: Any, told: Any) -> None:
    """Plain JSON, in which nothing is shortened."""
    assert told == readable(value)
    assert told == json.loads(json.dumps(readable(value)))


def test_strings_of_a_value() -> None:
    """Every text in it however deep, keys of mappings too, but not the names of fields."""
    event = Action("x.thing", "e", AT, {"who": [{"张三": ("a", {"b"})}], "n": 1})

    assert {"x.thing", "e", "2026-03-02T09:30:00", "Asia/Shanghai", "who", "n", "张三", "a",
            "b"} == set(strings_of(event))  # fmt: skip
