"""The vocabulary: complete, spelt in two languages without a clash, and quick to ask."""

from __future__ import annotations

import json
import os
import pickle
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from wechat_policy.vocabulary import Attribute, vocabulary

SHARED = Path(os.environ.get("WECHAT_POLICY_SHARED") or Path(__file__).parents[2] / "shared")
SOURCE = SHARED / "events.json"
TYPES = {
    "string", "bool", "int", "number", "date", "datetime", "enum", "object", "ref", "category",
    "person", "group", "account", "device",
}  # fmt: skip
WORD = re.compile(r"[^\W\d]\w*")


def every_attribute() -> Iterator[tuple[str, Attribute]]:
    """Every attribute, fact and field, each with words that say where it stands."""

    def below(where: str, attribute: Attribute) -> Iterator[tuple[str, Attribute]]:
        yield where, attribute
        for name, field in attribute.fields.items():
            yield from below(f"{where}.{name}", field)

    words = vocabulary()
    for event in (words.content, *words.events.values()):
        for name, attribute in event.attributes.items():
            yield from below(f"{event.name}.{name}", attribute)
    for kind, facts in words.facts.items():
        for name, attribute in facts.items():
            yield from below(f"{kind}.{name}", attribute)


def repeated(words: Iterable[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]


@pytest.fixture(name="source")
def _source() -> dict[str, Any]:
    if not SOURCE.is_file():
        pytest.skip("the list of facts is not at hand")
    data: dict[str, Any] = json.loads(SOURCE.read_text(encoding="utf-8"))
    return data


class TestTable:
    """What stands in the table."""

    def test_counts(self) -> None:
        """There are 110 event types, 50 report categories and four kinds of rows."""
        words = vocabulary()

        assert (110, 50) == (len(words.events), len(words.categories))
        assert {"person", "group", "account", "device"} == words.facts.keys()

    def test_events_agree_with_the_source(self, source: dict[str, Any]) -> None:
        """Names, types, values, units and requirements of attributes are those of the source."""
        expected = {
            (event, name): (
                entry["type"],
                tuple(entry.get("values", ())),
                entry["required"],
                entry.get("unit"),
            )
            for event, described in source["events"].items()
            for name, entry in described["attributes"].items()
        }
        actual = {
            (event.name, name): (one.type, one.values, one.required, one.unit)
            for event in vocabulary().events.values()
            for name, one in event.attributes.items()
        }

        assert expected == actual

    def test_facts_agree_with_the_source(self, source: dict[str, Any]) -> None:
        """Names, types, values and requirements of facts are those of the source."""
        expected = {
            (kind, name): (entry["type"], tuple(entry.get("values", ())), entry["required"])
            for kind, facts in source["directory"].items()
            for name, entry in facts.items()
        }
        actual = {
            (kind, name): (one.type, one.values, one.required)
            for kind, facts in vocabulary().facts.items()
            for name, one in facts.items()
        }

        assert expected == actual

    def test_categories_agree_with_the_source(self, source: dict[str, Any]) -> None:
        """The report categories include one another as in the source."""
        expected = {
            name: tuple(entry.get("includes", ()))
            for name, entry in source["report_categories"].items()
        }

        assert expected == {name: one.includes for name, one in vocabulary().categories.items()}

    def test_groups_agree_with_the_source(self, source: dict[str, Any]) -> None:
        """Each event type stands under the heading it has in the source."""
        expected = {name: group for group, names in source["groups"].items() for name in names}

        assert expected == {one.name: one.group for one in vocabulary().events.values()}
        assert set(source["groups"]) == vocabulary().groups.keys()

    def test_meanings_are_in_own_words(self, source: dict[str, Any]) -> None:
        """No meaning is a sentence of the source."""

        def plain(text: str) -> str:
            return " ".join(re.findall(r"\w+", text.lower()))

        words = vocabulary()
        copied = [
            event.name
            for event in words.events.values()
            if plain(event.meaning) == plain(source["events"][event.name]["meaning"])
        ]
        copied += [
            name
            for name, one in words.categories.items()
            if plain(one.meaning) == plain(source["report_categories"][name]["meaning"])
        ]

        assert [] == copied

    def test_types_are_known(self) -> None:
        """Every type is one of fourteen, or a list of one."""
        assert [] == [where for where, one in every_attribute() if one.element not in TYPES]

    def test_enums_have_values(self) -> None:
        """An enum, and nothing else, has values."""
        wrong = [
            where for where, one in every_attribute() if (one.element == "enum") != bool(one.values)
        ]

        assert [] == wrong

    def test_defaults_are_values(self) -> None:
        """A default is one of the values."""
        with_default = [(where, one) for where, one in every_attribute() if one.default]

        assert with_default
        assert [] == [where for where, one in with_default if one.default not in one.values]

    def test_meanings_are_short(self) -> None:
        """Every meaning is one line of at most 90 characters without a full stop."""
        wrong = [
            where
            for where, one in every_attribute()
            if not 0 < len(one.meaning) <= 90 or one.meaning.endswith(".")
        ]

        assert [] == wrong

    def test_subjects_name_people_or_units(self) -> None:
        """A subject is an attribute of its event: a person or people, of settings a unit."""
        odd = {
            event.name: event.subject
            for event in vocabulary().events.values()
            if event.subject is None or event.attributes[event.subject].element != "person"
        }

        assert {
            "software.release": None,
            "snapshot.config": "scope",
            "snapshot.organization": "unit",
        } == odd

    @pytest.mark.parametrize(
        ("event", "subject"),
        [
            ("message", "sender"),
            ("account.share", "actor"),
            ("report", "actor"),
            ("violation.record", "person"),
            ("complaint.receive", "handler"),
            ("incident.open", "organiser"),
            ("handover.complete", "from"),
            ("snapshot.account", "holders"),
            ("snapshot.group", "owner"),
        ],
    )
    def test_subject(self, event: str, subject: str) -> None:
        """Who is judged by default depends on the type."""
        assert subject == vocabulary().events[event].subject

    @pytest.mark.parametrize(
        ("kind", "fact", "absent"),
        [
            ("person", "roles", "false"),
            ("person", "external", "false"),
            ("person", "opted_out", "false"),
            ("person", "department", "unknown"),
            ("group", "members", "false"),
            ("group", "encrypted", "unknown"),
            ("account", "operators", "false"),
            ("device", "trusted", "false"),
            ("device", "user", "unknown"),
        ],
    )
    def test_absence_of_facts(self, kind: str, fact: str, absent: str) -> None:
        """Marks and memberships that are not told are false, all else is unknown."""
        found = vocabulary().fact(kind, fact)

        assert found is not None
        assert absent == found.absent

    def test_absence_in_events(self) -> None:
        """What an event does not tell is unknown, but for what is left open or one's own words."""
        false = {
            f"{event.name}.{name}"
            for event in vocabulary().events.values()
            if event.family != "content"
            for name, one in event.attributes.items()
            if one.absent == "false"
        }

        assert {"account.restrict.until", "account.restrict.functions", "group.mute.until"} == false
        assert "false" == vocabulary().events["message"].attributes["forwarded_from"].absent


class TestAliases:
    """The Chinese words."""

    def test_event_aliases_are_unique(self) -> None:
        """No two event types, `content` included, share an alias."""
        words = vocabulary()

        assert [] == repeated(one.zh for one in (words.content, *words.events.values()))

    def test_category_aliases_are_unique(self) -> None:
        """No two report categories share an alias."""
        assert [] == repeated(one.zh for one in vocabulary().categories.values())

    def test_attribute_aliases_are_unique(self) -> None:
        """Attributes, facts and fields share one set of names without a clash."""
        assert [] == repeated(vocabulary().words.values())

    def test_one_name_one_alias(self) -> None:
        """A name has the same alias wherever it stands."""
        words = vocabulary().words

        assert [] == [where for where, one in every_attribute() if one.zh != words[one.name]]

    def test_every_word_is_used(self) -> None:
        """No alias is kept for a name that nothing has."""
        assert vocabulary().words.keys() == {one.name for _, one in every_attribute()}

    def test_every_value_has_an_alias(self) -> None:
        """Each value of an enum and each usual spelling has an alias."""
        values = vocabulary().values
        missing = [
            (where, value)
            for where, one in every_attribute()
            for value in (*one.values, *one.known)
            if value not in values.get(one.name, {})
        ]

        assert [] == missing

    def test_value_aliases_are_unique(self) -> None:
        """An alias stands for one value, whatever the attribute."""
        meant: dict[str, set[str]] = {}
        for aliases in vocabulary().values.values():
            assert [] == repeated(aliases.values())
            for value, alias in aliases.items():
                meant.setdefault(alias, set()).add(value)

        assert {} == {alias: values for alias, values in meant.items() if len(values) > 1}

    def test_aliases_are_chinese_words(self) -> None:
        """An alias holds a Chinese character and neither blank nor punctuation."""
        words = vocabulary()
        aliases = [
            *words.words.values(),
            *(one.zh for one in words.categories.values()),
            *(alias for values in words.values.values() for alias in values.values()),
            *(part for one in words.events.values() for part in one.zh.split(".")),
        ]
        wrong = [
            alias
            for alias in aliases
            if not WORD.fullmatch(alias) or not re.search("[一-鿿]", alias)
        ]

        assert [] == wrong

    def test_events_are_dotted_alike(self) -> None:
        """A type without a dot has an alias without one; the others have exactly one dot."""
        wrong = [
            one.name
            for one in vocabulary().events.values()
            if one.zh.count(".") != min(one.name.count("."), 1)
        ]

        assert [] == wrong

    def test_no_event_reads_as_a_path(self) -> None:
        """No alias of an event can be taken for a fact of what an attribute names."""
        words = vocabulary().words.values()
        paths = {f"{one}.{other}" for one in words for other in words}

        assert set() == paths & {one.zh for one in vocabulary().events.values()}

    @pytest.mark.parametrize(
        ("alias", "name"),
        [
            ("正文", "text"),
            ("发送人", "sender"),
            ("接收人", "recipients"),
            ("群", "group"),
            ("时间", "at"),
            ("操作人", "actor"),
            ("类型", "kind"),
            ("账号", "account"),
            ("持有人", "holder"),
            ("单号", "request"),
            ("部门", "department"),
            ("角色", "roles"),
            ("外部", "external"),
            ("标题", "title"),
            ("大小", "size"),
        ],
    )
    def test_word(self, alias: str, name: str) -> None:
        """An attribute word is understood in both languages."""
        words = vocabulary()

        assert name == words.word(alias) == words.word(name)
        assert alias == words.spell(name, "attribute")

    @pytest.mark.parametrize(
        ("alias", "name"),
        [
            ("消息", "message"),
            ("内容", "content"),
            ("报告", "report"),
            ("登录", "login"),
            ("审批.待办", "approval.assign"),
            ("审批.办结", "approval.decide"),
            ("账号.共用", "account.share"),
        ],
    )
    def test_event(self, alias: str, name: str) -> None:
        """An event word is understood in both languages."""
        words = vocabulary()
        found = words.event(alias)

        assert found is not None
        assert name == found.name
        assert found == words.event(name)
        assert alias == words.spell(name, "event")


class TestAsking:
    """The ways through the table."""

    def test_content_stands_for_its_types(self) -> None:
        """`content` expands to the seven content types."""
        expanded = vocabulary().expand("内容")

        assert 7 == len(expanded)
        assert {"content"} == {vocabulary().events[name].family for name in expanded}

    def test_other_types_stand_for_themselves(self) -> None:
        """A type expands to itself and an unknown word to nothing."""
        assert ("login",) == vocabulary().expand("登录")
        assert () == vocabulary().expand("nonsense")

    def test_unknown_words(self) -> None:
        """What is unknown is None in every way of asking."""
        words = vocabulary()

        assert words.event("nonsense") is None
        assert words.category("nonsense") is None
        assert words.word("nonsense") is None
        assert words.value("nonsense") is None
        assert words.value("channel", "nonsense") is None
        assert words.value("nonsense", "wecom") is None
        assert words.attribute(["message"], "nonsense") is None
        assert words.attribute(["nonsense"], "text") is None
        assert words.fact("person", "nonsense") is None
        assert words.fact("nonsense", "name") is None

    def test_category(self) -> None:
        """A report category is understood in both languages."""
        words = vocabulary()

        assert "privacy_breach" == words.category("侵犯隐私") == words.category("privacy_breach")
        assert "侵犯隐私" == words.spell("privacy_breach", "category")

    def test_includes_is_a_closure(self) -> None:
        """A category includes itself and what its parts include."""
        expected = {
            "noncompliant_content",
            "unlawful_content",
            "immoral_content",
            "untrue_content",
            "fabrication",
        }

        assert expected == vocabulary().includes("noncompliant_content")
        assert {"fabrication"} == vocabulary().includes("fabrication")

    def test_value_of_an_attribute(self) -> None:
        """The alias of a value depends on the attribute."""
        words = vocabulary()

        assert "leave" == words.value("mark", "请假") == words.value("about", "离职")
        assert "请假" == words.spell_value("mark", "leave")
        assert "离职" == words.spell_value("about", "leave")
        assert "active" == words.value("status", "启用") == words.value("status", "active")

    def test_value_of_any_attribute(self) -> None:
        """An alias of a value needs no attribute to be understood."""
        assert "managers_only" == vocabulary().value("仅管理员")
        assert "managers_only" == vocabulary().value("managers_only")

    def test_usual_roles_have_aliases(self) -> None:
        """A role is free text, and its usual spellings have aliases."""
        roles = vocabulary().fact("person", "角色")

        assert roles is not None
        assert "hr" in roles.known
        assert "hr" == vocabulary().value("roles", "人力资源")

    def test_spelling_of_the_unknown(self) -> None:
        """A name without an alias is spelt as it is."""
        words = vocabulary()

        for kind in ("event", "category", "attribute", "value", "person"):
            assert "nonsense" == words.spell("nonsense", kind)
        assert "nonsense" == words.spell_value("channel", "nonsense")

    def test_attribute_of_one_type(self) -> None:
        """An attribute of one type is what that type says."""
        words = vocabulary()

        assert words.events["login"].attributes["device"] == words.attribute(["登录"], "设备")

    def test_attribute_of_several_types(self) -> None:
        """Values of several types are united, and only what all require is required."""
        kind = vocabulary().attribute(["message", "audit.run"], "kind")

        assert kind is not None
        assert {"text", "inspection"} <= set(kind.values)
        assert kind.required
        moments = vocabulary().attribute(["message", "moments.post"], "kind")
        assert moments is not None
        assert not moments.required

    def test_attribute_that_some_types_lack(self) -> None:
        """What only some types have is not required of the rest."""
        account = vocabulary().attribute(["login", "journal.submit"], "account")

        assert account is not None
        assert not account.required

    def test_text_beside_an_enum(self) -> None:
        """A free text beside an enum is a text that knows the enum's values."""
        channel = vocabulary().attribute(["credential.disclose", "task.assign"], "channel")

        assert channel is not None
        assert ("string", ()) == (channel.type, channel.values)
        assert {"wecom", "email"} <= set(channel.known)

    def test_attributes_by_type(self) -> None:
        """Types that cannot be reconciled can be told apart."""
        found = vocabulary().attributes(["account.share", "filing.submit", "login"], "对方")

        assert {"account.share": "list[person]", "filing.submit": "string"} == {
            name: one.type for name, one in found.items()
        }

    def test_field_of_an_object(self) -> None:
        """The parts of an object are found by either word."""
        words = vocabulary()
        file = words.attribute(["content"], "文档")

        assert file is not None
        size = words.field(file, "大小")
        assert size is not None
        assert ("size", "int") == (size.name, size.type)
        assert words.field(file, "nonsense") is None

    @pytest.mark.parametrize(
        ("name", "element", "is_list"),
        [("recipients", "person", True), ("sender", "person", False), ("items", "object", True)],
    )
    def test_element(self, name: str, element: str, is_list: bool) -> None:
        """The type of one value is told apart from whether there are several."""
        one = vocabulary().content.attributes[name]

        assert (element, is_list) == (one.element, one.is_list)

    def test_every_event_is_stamped(self) -> None:
        """Type, id and moment are required of every event."""
        for event in vocabulary().events.values():
            stamp = [event.attributes[name] for name in ("type", "id", "at")]
            assert all(one.required for one in stamp)

    def test_is_read_once(self) -> None:
        """There is one vocabulary."""
        assert vocabulary() is vocabulary()

    def test_attributes_can_be_pickled_and_hashed(self) -> None:
        """An attribute survives a process border and serves as a key."""
        file = vocabulary().content.attributes["file"]

        assert file == pickle.loads(pickle.dumps(file))
        assert {file: 1}[file] == 1

    def test_import_reads_nothing(self) -> None:
        """The table is not read before somebody asks."""
        code = "import wechat_policy.vocabulary as v;print(v.vocabulary.cache_info().currsize)"
        result = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
        )

        assert "0" == result.stdout.strip()
