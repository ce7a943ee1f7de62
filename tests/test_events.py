"""Events: what a record may look like, what is refused, and what comes back."""

from __future__ import annotations

import enum
import json
import os
import pickle
import re
from collections import UserDict, namedtuple
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wechat_policy.errors import InvalidRecord
from wechat_policy.events import Action, Content, Event, Report, Snapshot, described, read_event
from wechat_policy.vocabulary import Attribute, EventType, vocabulary

SHARED = Path(os.environ.get("WECHAT_POLICY_SHARED") or Path(__file__).parents[2] / "shared")
AT = "2026-03-02T09:15:00+08:00"
MOMENT = datetime.fromisoformat(AT)


def message(**changes: Any) -> dict[str, Any]:
    """A clean message, with some attributes changed."""
    clean = {
        "type": "message",
        "id": "m1",
        "at": AT,
        "sender": "zhang",
        "recipients": ["li"],
        "group": None,
        "kind": "text",
        "text": "报表已发",
        "mentions": [],
    }
    return clean | changes


def without(name: str) -> dict[str, Any]:
    """A clean message that lacks an attribute."""
    record = message()
    del record[name]
    return record


def login(**changes: Any) -> dict[str, Any]:
    """A clean login, with some attributes changed."""
    return {"type": "login", "id": "l1", "at": AT, "actor": "zhang", "account": "a1"} | changes


def refused(record: object) -> InvalidRecord:
    """The fault found in a record that must be refused."""
    with pytest.raises(InvalidRecord) as caught:
        read_event(record)
    return caught.value


class NoOffset(tzinfo):
    """A zone that does not know its offset."""

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        return None


class TestFamilies:
    """The four families."""

    @pytest.mark.parametrize(
        ("record", "family"),
        [
            (message(), Content),
            (login(), Action),
            (
                {
                    "type": "report",
                    "id": "r",
                    "at": AT,
                    "actor": "zhang",
                    "category": "dishonesty",
                    "established": True,
                },
                Report,
            ),
            (
                {
                    "type": "snapshot.group",
                    "id": "s",
                    "at": AT,
                    "group": "g",
                    "admins": [],
                    "members": ["zhang"],
                },
                Snapshot,
            ),
        ],
    )
    def test_class(self, record: dict[str, Any], family: type[Event]) -> None:
        """The class of an event is its family, and says so."""
        event = read_event(record)

        assert family is type(event)
        assert vocabulary().events[event.type].family == event.family

    def test_own_type(self) -> None:
        """A type of one's own is an action that may say anything."""
        event = read_event({"type": "x.door.open", "id": "1", "at": AT, "actor": 7})

        assert Action is type(event)
        assert 7 == event.get("actor")

    def test_own_type_needs_a_name(self) -> None:
        """The prefix alone is no type."""
        assert "type" == refused({"type": "x.", "id": "1", "at": AT}).field


class TestReading:
    """What a record may look like."""

    def test_message(self) -> None:
        """Everything but type, id and moment is among the facts."""
        event = read_event(message())

        assert ("message", "m1", MOMENT) == (event.type, event.id, event.at)
        assert {
            "sender": "zhang",
            "recipients": ["li"],
            "group": None,
            "kind": "text",
            "text": "报表已发",
            "mentions": [],
        } == event.facts

    def test_record_is_left_alone(self) -> None:
        """Reading changes nothing in the record."""
        record = message()
        read_event(record)

        assert message() == record

    def test_event_comes_back(self) -> None:
        """An event is read as itself."""
        event = read_event(message())

        assert event is read_event(event)

    def test_absent_is_not_none(self) -> None:
        """None was told, a missing attribute was not."""
        event = read_event(message())

        assert "group" in event.facts
        assert "topic" not in event.facts
        assert "nobody" == event.get("topic", "nobody")

    def test_mapping(self) -> None:
        """Any mapping will do."""
        assert read_event(message()) == read_event(MappingProxyType(message()))
        assert read_event(message()) == read_event(UserDict(message()))

    def test_object(self) -> None:
        """Public attributes of an object are its record."""

        class Record:
            def __init__(self) -> None:
                self.__dict__.update(message(), _private=1)

        assert read_event(message()) == read_event(Record())

    def test_dataclass(self) -> None:
        """A slotted dataclass is a record."""

        @dataclass(slots=True)
        class Login:
            type: str = "login"
            id: str = "l1"
            at: datetime = MOMENT
            actor: str = "zhang"
            account: str = "a1"

        assert read_event(login()) == read_event(Login())

    def test_attrs_class(self) -> None:
        """A slotted attrs class is a record."""

        @attrs.frozen
        class Login:
            type: str = "login"
            id: str = "l1"
            at: datetime = MOMENT
            actor: str = "zhang"
            account: str = "a1"

        assert read_event(login()) == read_event(Login())

    def test_named_tuple(self) -> None:
        """A named tuple, as frames give their rows, is a record."""
        row = namedtuple("row", login())(**login())

        assert read_event(login()) == read_event(row)

    def test_model(self) -> None:
        """What `model_dump` gives is the record, without what nobody set and is None."""

        class Model:
            model_fields_set = frozenset({"group"})

            def model_dump(self) -> dict[str, Any]:
                return message(topic=None)

        event = read_event(Model())

        assert event.get("group", "not told") is None
        assert "topic" not in event.facts

    def test_last_underscore_of_an_object(self) -> None:
        """An attribute whose name is reserved in Python is spelt with an underscore."""

        class Record:
            def __init__(self) -> None:
                self.type = "audit.request"
                self.id = "1"
                self.at = MOMENT
                self.actor = "zhang"
                self.from_ = "li"
                self.subject = "chat_records"

        assert "li" == read_event(Record()).get("from")

    @pytest.mark.parametrize("record", [None, "message", b"", 7, [], ["type"], object(), {1, 2}])
    def test_no_record(self, record: object) -> None:
        """What has no attributes is no record."""
        assert "record" == refused(record).field

    def test_words_of_another_class(self) -> None:
        """A text by a class of its own is a text."""

        class Kind(enum.StrEnum):
            TYPE = "message"
            TEXT = "text"

        event = read_event(message(type=Kind.TYPE, kind=Kind.TEXT))

        assert "message" == event.type
        assert str is type(event.type)
        assert "text" == event.get("kind")


class TestMoments:
    """Time is aware."""

    @pytest.mark.parametrize(
        "at",
        [
            "2026-03-02T01:15:00Z",
            "2026-03-02T01:15:00+00:00",
            "2026-03-02T09:15:00.000000+08:00",
            "2026-03-02 09:15:00+08:00",
            datetime(2026, 3, 2, 1, 15, tzinfo=UTC),
            datetime(2026, 3, 2, 9, 15, tzinfo=timezone(timedelta(hours=8))),
        ],
    )
    def test_same_moment(self, at: object) -> None:
        """An aware moment is understood in every spelling."""
        assert MOMENT == read_event(message(at=at)).at

    @pytest.mark.parametrize(
        "at",
        [
            "2026-03-02T09:15:00",
            "2026-03-02",
            "",
            "yesterday",
            "\ud800",
            1_772_414_100,
            1_772_414_100.5,
            None,
            datetime(2026, 3, 2),
            datetime(2026, 3, 2, tzinfo=NoOffset()),
            date(2026, 3, 2),
            "0001-01-01T00:00:00+14:00",
            datetime.max.replace(tzinfo=UTC),
        ],
    )
    def test_no_moment(self, at: object) -> None:
        """A moment without offset, or next to the ends of time, is refused."""
        fault = refused(message(at=at))

        assert ("at", "ISO 8601 with offset") == (fault.field, fault.expected)

    def test_offset_is_kept(self) -> None:
        """The offset of the record is the offset of the event."""
        assert timedelta(hours=8) == read_event(message()).at.utcoffset()

    def test_dates_and_moments_of_facts(self) -> None:
        """Dates become dates and moments aware moments."""
        event = read_event(
            {
                "type": "material.publish",
                "id": "1",
                "at": AT,
                "sender": "zhang",
                "valid_from": "2026-03-02T00:00:00Z",
            }
        )
        mark = read_event(
            {
                "type": "attendance.mark",
                "id": "2",
                "at": AT,
                "actor": "zhang",
                "date": "2026-03-02",
                "mark": "late",
            }
        )

        assert datetime(2026, 3, 2, tzinfo=UTC) == event.get("valid_from")
        assert date(2026, 3, 2) == mark.get("date")

    @pytest.mark.parametrize(
        "day", ["20260302", "2026-W10-1", "2026-3-2", "2026-02-30", AT, MOMENT, 20260302]
    )
    def test_no_date(self, day: object) -> None:
        """A date is written YYYY-MM-DD and holds no time."""
        record = {"type": "attendance.mark", "id": "2", "at": AT, "actor": "z", "mark": "late"}

        assert "date" == refused({**record, "date": day}).field


class TestRefusals:
    """Faults name their field."""

    @pytest.mark.parametrize("name", ["type", "id", "at", "sender", "kind"])
    def test_missing(self, name: str) -> None:
        """What is required must be there."""
        fault = refused(without(name))

        assert (name, "nothing") == (fault.field, fault.got)

    @pytest.mark.parametrize("name", ["type", "id", "at", "sender", "kind"])
    def test_none(self, name: str) -> None:
        """What is required must not be None."""
        assert name == refused(message(**{name: None})).field

    def test_unknown_type(self) -> None:
        """A mistyped type comes with the type that was probably meant."""
        fault = refused(message(type="mesage"))

        assert "type" == fault.field
        assert "`message`" in fault.expected

    @pytest.mark.parametrize("type_", ["", "content", "消息", "Message", 7, [], {}, b"message"])
    def test_no_type(self, type_: object) -> None:
        """Only a name from the table is a type: no alias, no family."""
        assert "type" == refused(message(type=type_)).field

    @pytest.mark.parametrize("id_", ["", 17, 1.5, b"m1", ["m1"], True])
    def test_no_id(self, id_: object) -> None:
        """An id is a text that is not empty."""
        fault = refused(message(id=id_))

        assert ("id", "a text that is not empty") == (fault.field, fault.expected)

    def test_number_as_person(self) -> None:
        """A number is no name of a person, and the message says what came instead."""
        fault = refused(message(sender=1001))

        assert ("sender", "a text that is not empty", "1001 (int)") == (
            fault.field,
            fault.expected,
            fault.got,
        )

    @pytest.mark.parametrize(
        ("record", "field"),
        [
            (message(sender=""), "sender"),
            (message(group=7), "group"),
            (message(group=""), "group"),
            (message(text=7), "text"),
            (message(text=["报表"]), "text"),
            (message(recipients="li"), "recipients"),
            (message(recipients={"li"}), "recipients"),
            (message(recipients=["li", 7]), "recipients[1]"),
            (message(recipients=["li", ""]), "recipients[1]"),
            (message(recipients=["li", None]), "recipients[1]"),
            (message(mentions=("li", 7)), "mentions[1]"),
            (message(kind="txt"), "kind"),
            (message(kind=["text"]), "kind"),
            (message(kind=True), "kind"),
            (message(urgent="yes"), "urgent"),
            (message(urgent=1), "urgent"),
            (message(file="a.xlsx"), "file"),
            (message(items=[{"kind": "text"}, "text"]), "items[1]"),
            (message(audience=[7]), "audience[0]"),
            (message(duration="3"), "duration"),
            (message(duration=True), "duration"),
            (message(duration=float("nan")), "duration"),
            (message(duration=float("inf")), "duration"),
            (message(amount=Decimal("NaN")), "amount"),
            (message(amount=Decimal("-Infinity")), "amount"),
            (message(amount=1j), "amount"),
            (login(device=7), "device"),
            (login(first=0), "first"),
        ],
    )
    def test_wrong_type(self, record: dict[str, Any], field: str) -> None:
        """A value of another type than the vocabulary says is refused."""
        assert field == refused(record).field

    @pytest.mark.parametrize("length", [1.0, "8", True, Decimal(8), Fraction(8)])
    def test_no_whole_number(self, length: object) -> None:
        """A whole number is neither a float, a text nor a truth value."""
        record = {"type": "password.change", "id": "1", "at": AT, "actor": "z", "account": "a"}

        assert "length" == refused({**record, "length": length}).field

    def test_mistyped_value(self) -> None:
        """A mistyped value comes with the value that was probably meant."""
        assert "`redpacket`" in refused(message(kind="redpackets")).expected

    def test_values_are_listed(self) -> None:
        """Where a few values are possible the message lists them."""
        assert "one of low, normal, high" == refused(message(importance="?")).expected

    def test_category(self) -> None:
        """A report needs one of the report categories."""
        record = {"type": "report", "id": "1", "at": AT, "actor": "z", "established": True}
        fault = refused({**record, "category": "dishonest"})

        assert "category" == fault.field
        assert "`dishonesty`" in fault.expected

    @pytest.mark.parametrize(
        "value",
        [10**5000, "字" * 1_000_000, [[]], {"a": {}}, object(), "\ud800\x00", None, True],
        ids=lambda value: type(value).__name__,
    )
    def test_description_is_short(self, value: object) -> None:
        """Whatever was got, it is told in a few words."""
        assert 0 < len(described(value)) <= 100


class TestNumbers:
    """Numbers stay what they were."""

    @pytest.mark.parametrize("amount", [0, 200, -5, 12.5, Decimal("0.10"), 10**30])
    def test_kept(self, amount: object) -> None:
        """Whole numbers, decimals and finite floats are neither rounded nor converted."""
        found = read_event(message(amount=amount)).get("amount")

        assert amount == found
        assert type(amount) is type(found)

    def test_numbers_of_other_libraries(self) -> None:
        """What counts as a whole number, or as a real one, becomes Python's."""

        class Count:
            def __index__(self) -> int:
                return 12

        record = {"type": "password.change", "id": "1", "at": AT, "actor": "z", "account": "a"}

        assert 12 == read_event({**record, "length": Count()}).get("length")
        assert 12 == read_event(message(amount=Count())).get("amount")
        assert 1.5 == read_event(message(amount=Fraction(3, 2))).get("amount")


class TestOddInput:
    """Nothing that a record holds does harm."""

    def test_unknown_attributes_are_kept(self) -> None:
        """Attributes that the vocabulary does not know pass as they are."""
        thing = object()
        event = read_event(message(seq=17, thing=thing, 序号=None))

        assert 17 == event.get("seq")
        assert thing is event.get("thing")
        assert event.get("序号", "not told") is None

    @pytest.mark.parametrize(
        "text",
        ["", "\x00", "\ud83d", "字" * 1_000_000, "😀\u200b\u202e"],
        ids=["empty", "NUL", "lone surrogate", "huge", "emoji and bidi"],
    )
    def test_text(self, text: str) -> None:
        """Any text passes unchanged, broken or huge."""
        assert text == read_event(message(text=text)).get("text")

    def test_depth(self) -> None:
        """Values nested without end are passed on and not walked."""
        deep: list[Any] = []
        for _ in range(100_000):
            deep = [deep]
        event = read_event(message(file={"deep": deep}, extra=deep))

        assert deep is event.facts["extra"]
        assert deep is event.to_dict()["extra"]

    def test_many_recipients(self) -> None:
        """A long list is checked to its end."""
        people = [f"p{number}" for number in range(5000)]

        assert people == read_event(message(recipients=people)).get("recipients")
        assert "recipients[5000]" == refused(message(recipients=[*people, 7])).field

    @given(
        st.dictionaries(
            st.sampled_from([*message(), "file", "amount", "url", "unknown"]),
            st.recursive(
                st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(AT),
                lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            ),
        )
    )
    def test_any_record(self, changes: dict[str, Any]) -> None:
        """A record is read or refused, and nothing else happens."""
        try:
            event = read_event(message(**changes))
        except InvalidRecord as fault:
            assert fault.field
        else:
            assert event.at.utcoffset() is not None


def value_of(one: Attribute) -> st.SearchStrategy[Any]:
    """Values that suit an attribute."""
    simple: dict[str, st.SearchStrategy[Any]] = {
        "string": st.text(),
        "bool": st.booleans(),
        "int": st.integers(),
        "number": st.integers() | st.decimals(allow_nan=False, allow_infinity=False),
        "date": st.dates(),
        "datetime": st.datetimes(
            min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 31), timezones=st.just(UTC)
        ),
        "enum": st.sampled_from(one.values or ("",)),
        "category": st.sampled_from(sorted(vocabulary().categories)),
        "object": st.dictionaries(st.text(), st.integers() | st.text()),
    }
    found = simple.get(one.element, st.text(min_size=1))
    return st.lists(found, max_size=3) if one.is_list else found


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """Records of every type that the vocabulary allows."""
    kind: EventType = draw(st.sampled_from(list(vocabulary().events.values())))
    record: dict[str, Any] = {"type": kind.name, "id": draw(st.text(min_size=1)), "at": AT}
    for name, one in kind.attributes.items():
        if name not in record and (one.required or draw(st.booleans())):
            record[name] = draw(value_of(one) if one.required else st.none() | value_of(one))
    return record


class TestRoundTrip:
    """Events go back to records."""

    def test_clean_record(self) -> None:
        """A record in canonical spelling comes back as it was."""
        assert message() == read_event(message()).to_dict()

    def test_dates_are_spelt(self) -> None:
        """Dates and moments are spelt in ISO 8601 again."""
        record = {
            "type": "employee.leave",
            "id": "1",
            "at": AT,
            "actor": "zhang",
            "last_day": "2026-03-31",
        }

        assert record == read_event(record).to_dict()

    @given(records())
    def test_every_type(self, record: dict[str, Any]) -> None:
        """Whatever the vocabulary allows is read, and its record gives the same event."""
        event = read_event(record)

        assert event == read_event(event.to_dict())

    def test_json(self) -> None:
        """A record that came as JSON goes as JSON."""
        assert message() == json.loads(json.dumps(read_event(message()).to_dict()))


class TestValue:
    """An event is a value."""

    def test_equality(self) -> None:
        """Events that say the same are equal and hash alike, in any offset."""
        one, other = read_event(message()), read_event(message(at="2026-03-02T01:15:00Z"))

        assert one == other
        assert hash(one) == hash(other)
        assert one != read_event(message(text="报表未发"))

    def test_frozen(self) -> None:
        """An event does not change."""
        event = read_event(message())

        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            event.id = "m2"  # type: ignore[misc]

    def test_slots(self) -> None:
        """An event has no room for more."""
        assert not hasattr(read_event(message()), "__dict__")

    def test_pickle(self) -> None:
        """An event survives a process border."""
        event = read_event(message())

        assert event == pickle.loads(pickle.dumps(event))


def test_published_samples() -> None:
    """The sample events of the vocabulary's own description are read."""
    page = SHARED / "events.md"
    if not page.is_file():
        pytest.skip("the description is not at hand")
    lines = re.findall(r'^\{"type".*\}$', page.read_text(encoding="utf-8"), re.MULTILINE)

    assert lines
    for line in lines:
        assert json.loads(line) == read_event(json.loads(line)).to_dict()
