"""`docs/reference/verdict.schema.json` is what verdicts give as JSON, no more and no less."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from verdict_samples import SAMPLES, VERDICTS

from wechat_policy.verdict import Kind, Status, Verdict

SCHEMA = json.loads(
    (Path(__file__).parents[1] / "docs/reference/verdict.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA)


def told(name: str) -> dict[str, Any]:
    """A sample as a reader of its JSON has it."""
    data: dict[str, Any] = json.loads(json.dumps(SAMPLES[name][0].to_dict()))
    return data


def objects(schema: Any, place: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema of an object with named properties, and where it stands."""
    if isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            yield place, schema
        for key, part in schema.items():
            yield from objects(part, f"{place}/{key}")


def keys(data: Any, place: str = "") -> Iterator[str]:
    """The key of every object in some JSON, with those of its parents; values are left out."""
    if isinstance(data, dict):
        for key, part in data.items():
            yield f"{place}.{key}"
            if key != "values":
                yield from keys(part, f"{place}.{key}".removesuffix(".parts.parts"))
    if isinstance(data, list):
        for part in data:
            yield from keys(part, place)


class TestSchema:
    def test_is_a_schema(self) -> None:
        """The schema keeps the rules of JSON Schema 2020-12."""
        Draft202012Validator.check_schema(SCHEMA)

        assert "https://json-schema.org/draft/2020-12/schema" == SCHEMA["$schema"]

    def test_every_object_is_closed(self) -> None:
        """No object may hold more than is written down, and what is required is written down."""
        found = dict(objects(SCHEMA))

        assert len(found) == 8
        for schema in found.values():
            assert schema["additionalProperties"] is False
            assert set(schema["required"]) <= schema["properties"].keys()

    def test_every_definition_is_used(self) -> None:
        """Nothing is defined in vain."""
        text = json.dumps(SCHEMA)

        assert all(f'"#/$defs/{name}"' in text for name in SCHEMA["$defs"])

    @pytest.mark.parametrize(
        ("words", "place"),
        [(Kind, SCHEMA), (Status, SCHEMA["$defs"]["violation"])],
        ids=["kind", "status"],
    )
    def test_the_words_are_those_of_the_code(self, words: Any, place: dict[str, Any]) -> None:
        """Kinds and statuses are the same in the schema and in the code."""
        name = "kind" if words is Kind else "status"

        assert list(get_args(words)) == place["properties"][name]["enum"]


class TestVerdicts:
    @pytest.mark.parametrize("name", SAMPLES)
    def test_samples_keep_to_it(self, name: str) -> None:
        """Verdicts of every kind, and with every sort of entry, are valid."""
        assert [] == [error.message for error in VALIDATOR.iter_errors(told(name))]

    def test_the_samples_show_all_of_it(self) -> None:
        """Between them the samples hold every property that the schema names."""
        shown = {key.rpartition(".")[2] for name in SAMPLES for key in keys(told(name))}
        named = {key for _, schema in objects(SCHEMA) for key in schema["properties"]}

        assert set() == named - shown

    @given(VERDICTS)
    @settings(max_examples=150)
    def test_any_verdict_keeps_to_it(self, one: Verdict) -> None:
        """Whatever the classes can hold is valid as JSON."""
        data = json.loads(json.dumps(one.to_dict()))

        assert [] == [error.message for error in VALIDATOR.iter_errors(data)]


def put(*path: str | int) -> Callable[[Any], Callable[[Any], None]]:
    """A change that sets a place of a verdict to a value."""

    def of(value: Any) -> Callable[[Any], None]:
        def change(data: Any) -> None:
            for key in path[:-1]:
                data = data[key]
            data[path[-1]] = value

        return change

    return of


def drop(*path: str | int) -> Callable[[Any], None]:
    """A change that leaves a place of a verdict out."""

    def change(data: Any) -> None:
        for key in path[:-1]:
            data = data[key]
        del data[path[-1]]

    return change


EVIDENCE = ("violations", 0, "evidence", 0)
SANCTIONS = ("penalties", 0, "sanctions")

WRONG: dict[str, tuple[str, Callable[[Any], None]]] = {
    "another key": ("clean", put("score")(1)),
    "a key too few": ("clean", drop("revises")),
    "another kind": ("clean", put("kind")("message")),
    "no text as id": ("clean", put("id")(7)),
    "a time without zone": ("clean", put("at")("2026-03-04T09:18:10")),
    "a time in words": ("clean", put("at")("yesterday")),
    "violations as an object": ("clean", put("violations")({})),
    "another status": ("insult", put("violations", 0, "status")("guilty")),
    "a violation with another key": ("insult", put("violations", 0, "penalty")("fine")),
    "a violation without condition": ("insult", drop("violations", 0, "condition")),
    "a number as severity": ("insult", put("violations", 0, "severity")(2)),
    "refs as text": ("insult", put("violations", 0, "refs")("P01-024")),
    "settled without delay": ("late", drop("violations", 0, "delay_seconds")),
    "delay without settled": ("late", drop("violations", 0, "settled_at")),
    "no reason to review": ("without-text", put("violations", 0, "review")(None)),
    "evidence with a start only": ("insult", put(*EVIDENCE, "end")(None)),
    "evidence before the text": ("insult", put(*EVIDENCE, "start")(-1)),
    "half a character": ("insult", put(*EVIDENCE, "start")(0.5)),
    "evidence without text": ("insult", drop(*EVIDENCE, "text")),
    "truth as a word": ("insult", put("violations", 0, "condition", "truth")("unknown")),
    "a condition with no parts": ("insult", put("violations", 0, "condition", "parts")([])),
    "a part that is none": ("limit", put("violations", 0, "condition", "parts", 0)("a = 1")),
    "another way to join": ("limit", put("violations", 0, "condition", "joined")("xor")),
    "no values": ("limit", put("violations", 0, "condition", "values")({})),
    "a list that is not cut": (
        "limit",
        put("violations", 0, "condition", "values", "measured")([1] * 22),
    ),
    "missing facts as text": ("undetermined", put("undetermined", 0, "missing")("text")),
    "an undecided clause with a status": (
        "undetermined",
        put("undetermined", 0, "status")("violation"),
    ),
    "a penalty of nobody": ("penalties", put("penalties", 0, "subject")(None)),
    "a penalty with another key": ("penalties", put("penalties", 0, "sum")(1)),
    "a step before the first": ("penalties", put("penalties", 0, "step")(-1)),
    "a count below none": ("penalties", put("penalties", 0, "count")(-1)),
    "open as a word": ("penalties", put("penalties", 0, "open")("yes")),
    "lapsing in words": ("penalties", put("penalties", 0, "lapses_at")("next year")),
    "a sanction with another key": ("penalties", put(*SANCTIONS, 0, "fine")(True)),
    "a sanction without option": ("penalties", drop(*SANCTIONS, 0, "option")),
    "an amount as number": ("penalties", put(*SANCTIONS, 1, "amount", "low")(500)),
    "an amount with an exponent": ("penalties", put(*SANCTIONS, 1, "amount", "low")("1E+3")),
    "an amount of none": ("penalties", put(*SANCTIONS, 1, "amount", "high")("None")),
    "an amount in another unit": ("penalties", put(*SANCTIONS, 1, "amount", "unit")("USD")),
    "an amount in other words": ("penalties", put(*SANCTIONS, 3, "amount")("unknown")),
    "nothing above": ("penalties", put(*SANCTIONS, 0, "or_above")([])),
    "no sources": ("penalties", put(*SANCTIONS, 3, "sources")([])),
    "a length in words": ("penalties", put("penalties", 1, "sanctions", 0, "lasting")("7 days")),
    "an empty length": ("penalties", put("penalties", 1, "sanctions", 0, "lasting")("PT")),
}


class TestRefusals:
    @pytest.mark.parametrize(("name", "change"), WRONG.values(), ids=WRONG)
    def test_what_is_wrong_is_refused(self, name: str, change: Callable[[Any], None]) -> None:
        """One change makes a valid verdict invalid."""
        data = told(name)
        assert VALIDATOR.is_valid(data)

        change(data)

        assert not VALIDATOR.is_valid(data)
