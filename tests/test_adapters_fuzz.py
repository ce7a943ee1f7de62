"""Whatever befalls a record, it gives an event or a refusal, and its neighbours are intact."""

from __future__ import annotations

import copy
import io
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wechat_policy.adapters import Record, detect, read
from wechat_policy.adapters.archive import _plain_text, native_form
from wechat_policy.adapters.documents import items
from wechat_policy.adapters.jsontext import decode, mended
from wechat_policy.adapters.records import Refused

CASES = [
    json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parent / "data" / "archive").glob("*.json"))
]
RECORDS: dict[str, list[Any]] = {
    "archive": [case["record"] for case in CASES],
    "events": [case["event"] for case in CASES if "event" in case],
}
PLAIN_TEXTS = [record for record in RECORDS["archive"] if record.get("msgtype") == "text"]
FIRST = {"archive": PLAIN_TEXTS[0] | {"msgid": "first"}, "events": {"id": "first"}}
FIRST["events"] |= {key: RECORDS["events"][0][key] for key in ("type", "at", "sender", "kind")}
LAST = {"archive": FIRST["archive"] | {"msgid": "last"}, "events": FIRST["events"] | {"id": "last"}}

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([0, -1, 2**63, 2**64, 10**30, 10**400, "", "0", "-1", "NaN", "{", "[]", '"'])
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=()), max_size=20)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=10,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            found += places(inner, (*path, key))
    return found


@st.composite
def mutants(draw: st.DrawFn, records: list[Any]) -> Any:
    """A record with up to three of its values dropped, replaced, renamed or cut."""
    record = copy.deepcopy(draw(st.sampled_from(records)))
    for _ in range(draw(st.integers(1, 3))):
        *outer, key = draw(st.sampled_from(places(record) or [("msgid",)]))
        holder = record
        for step in outer:
            holder = holder[step]
        held = holder[key] if isinstance(holder, list) or key in holder else None
        match draw(st.sampled_from(["drop", "replace", "cut", "rename", "wrap"])):
            case "drop":
                holder.pop(key) if isinstance(holder, list) else holder.pop(key, None)
            case "replace":
                holder[key] = draw(VALUES)
            case "cut" if isinstance(held, str):
                holder[key] = held[: draw(st.integers(0, len(held)))]
            case "rename" if isinstance(holder, dict):
                holder[draw(st.text(max_size=8))] = holder.pop(key, None)
            case _:
                holder[key] = draw(st.sampled_from([[held], {"content": held}, json.dumps(held)]))
    return record


def checked(records: list[Record]) -> None:
    """Each record has an event or a refusal that can be shown and encoded."""
    for record in records:
        assert (record.event is None) != (record.refusal is None)
        if record.refusal is not None:
            for language in ("en", "zh"):
                words = record.refusal.render(language)
                assert "\n" not in words
                json.dumps(record.refusal.to_dict(language), ensure_ascii=False).encode()


def intact(records: list[Record]) -> None:
    """The first and the last record are as they would be alone."""
    checked(records)
    first, *_, last = records
    assert first.event is not None and "first" == first.event.id
    assert last.event is not None and "last" == last.event.id
    assert 1 == first.line


@pytest.mark.parametrize("format", ["archive", "events"])
@settings(max_examples=300)
@given(data=st.data())
def test_a_mutant_never_raises(format: str, data: st.DataObject) -> None:
    """A record changed at random, as a line, gives an event or a refusal between its neighbours."""
    record = data.draw(mutants(RECORDS[format]))
    lines = [json.dumps(one) + "\n" for one in (FIRST[format], record, LAST[format])]
    records = list(read(io.BytesIO("".join(lines).encode())))

    intact(records)
    assert 3 == records[-1].line
    assert records[1:-1]
    assert all(2 == one.line for one in records[1:-1])


@pytest.mark.parametrize("format", ["archive", "events"])
@settings(max_examples=100)
@given(data=st.data())
def test_a_decoded_mutant_never_raises(format: str, data: st.DataObject) -> None:
    """A record changed at random and not written out gives an event or a refusal too."""
    record = data.draw(mutants(RECORDS[format]))

    intact(list(read([FIRST[format], record, LAST[format]])))


@pytest.mark.parametrize("format", ["archive", "events"])
@settings(max_examples=200)
@given(data=st.data())
def test_a_torn_line_never_raises(format: str, data: st.DataObject) -> None:
    """A line with bytes cut out of it or put into it leaves its neighbours as they are."""
    record = data.draw(st.sampled_from(RECORDS[format]))
    line = json.dumps(record, ensure_ascii=data.draw(st.booleans())).encode()
    start = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(start, len(line)))
    put = data.draw(st.binary(max_size=8)).replace(b"\n", b"")
    torn = line[:start] + put + line[end:]
    pieces = [json.dumps(FIRST[format]).encode(), torn, json.dumps(LAST[format]).encode()]
    records = list(read(io.BytesIO(b"\n".join(pieces))))

    intact(records)
    assert 3 == records[-1].line


@pytest.mark.parametrize("format", ["archive", "events"])
@settings(max_examples=100)
@given(data=st.data())
def test_a_torn_list_never_raises(format: str, data: st.DataObject) -> None:
    """A list with something cut out of its middle item keeps the items around it."""
    record = data.draw(st.sampled_from(RECORDS[format]))
    line = json.dumps(record, ensure_ascii=False)
    start = data.draw(st.integers(0, len(line)))
    # An opening quote or bracket that lost its other half swallows what follows: so none is cut.
    end = data.draw(st.integers(start, len(line)))
    kept = "".join(one for one in line[start:end] if one in '"{}[]\\')
    torn = line[:start] + kept + line[end:]
    source = io.StringIO(f"[{json.dumps(FIRST[format])},\n{torn},\n{json.dumps(LAST[format])}]")

    checked(list(read(source)))


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_never_raise(content: bytes) -> None:
    """Any bytes at all can be read and looked at."""
    checked(list(read(io.BytesIO(content))))
    detect(io.BytesIO(content)).reason("zh")


@settings(max_examples=200)
@given(st.text(st.sampled_from('{}[]",:\\u d8"msgid1\n\ufeff'), max_size=60))
def test_any_brackets_never_raise(content: str) -> None:
    """Text made of what JSON is made of can be read, as lines and as a document."""
    checked(list(read(io.StringIO(content))))
    checked(list(read(io.StringIO(f"[{{{content}"))))


@given(st.lists(VALUES.filter(lambda value: not isinstance(value, list)), max_size=5))
def test_items_of_a_whole_list(values: list[Any]) -> None:
    """The items of a list that is not damaged are those that JSON knows of it."""
    assert mended(json.loads(json.dumps(values))) == list(items(json.dumps(values)))


@given(VALUES)
def test_decoding_is_that_of_json(value: Any) -> None:
    """A value is decoded as JSON says, lone surrogates apart."""
    written = json.dumps(value)

    assert (mended(json.loads(written)), len(written)) == decode(written)


@settings(max_examples=300)
@given(mutants(PLAIN_TEXTS))
def test_the_short_way_agrees(record: Any) -> None:
    """Where the short way of a plain text applies, it gives what the long way gives."""
    zone = ZoneInfo("Asia/Shanghai")
    record["msgtype"] = "text"
    short = _plain_text(record, zone)
    if short is not None:
        # Anything but a plain `dict` goes the long way.
        long = native_form(record | {"text": Body(record["text"])}, zone)
        assert long == short


class Body(dict[str, Any]):
    """A body that only the long way takes."""


@given(VALUES)
def test_refusals_are_only_ever_refusals(value: Any) -> None:
    """Any value in place of a record is a refusal, raised as nothing else."""
    try:
        native_form({"msgtype": "text", "text": value}, None)  # type: ignore[arg-type]
    except Refused as refused:
        assert refused.at(1).reason()
    else:
        pytest.fail("a record without an id was taken")
