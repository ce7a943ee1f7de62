"""The shipped example day: archive, actions, directory and labels hold together."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

DAY = Path(__file__).parents[1] / "examples" / "day"
REQUIREMENTS = Path(os.environ.get("WECHAT_POLICY_SHARED", Path(__file__).parents[2] / "shared"))
SHANGHAI = timezone(timedelta(hours=8))
CLAUSE = re.compile(r"P06-\d{3}")

# Where the body of a record stands under another key than its msgtype.
BODY_KEYS = {
    "docmsg": "doc",
    "voiptext": "info",
    "note": "info",
    "solitaire": "info",
    "qydiskfile": "info",
}
KINDS_SHOWN = {
    "agree",
    "card",
    "chatrecord",
    "file",
    "image",
    "link",
    "meeting",
    "mixed",
    "redpacket",
    "revoke",
    "text",
    "todo",
    "voice",
}
# Attributes of an action that name people, accounts and other events.
PERSON_KEYS = ("actor", "sender", "holder", "person", "reporter", "applicant")
PEOPLE_KEYS = ("recipients", "approvers", "to", "customers", "participants")
EVENT_KEYS = ("message", "request", "approval", "subject")


def lines(name: str) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file of the example, in file order."""
    text = (DAY / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def whole(name: str) -> dict[str, Any]:
    """The one object of a JSON file of the example."""
    content: dict[str, Any] = json.loads((DAY / name).read_text(encoding="utf-8"))
    return content


ARCHIVE = lines("archive.jsonl")
ACTIONS = lines("actions.jsonl")
DIRECTORY = whole("directory.json")
LABELS = whole("labels.json")
PEOPLE = {row["id"]: row for row in DIRECTORY["people"]}
GROUPS = {row["id"]: row for row in DIRECTORY["groups"]}


def strings(value: object) -> Iterator[str]:
    """Every string inside a JSON value, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def expected_clauses() -> Iterator[tuple[str, str]]:
    """Pairs of event id and clause, violations and borderline cases alike."""
    for section in ("violations", "borderline"):
        for event, clauses in LABELS[section].items():
            for clause in clauses:
                yield event, clause


def test_archive_is_a_full_day() -> None:
    """The archive holds at least 300 records."""
    assert len(ARCHIVE) >= 300


def test_event_ids_are_unique() -> None:
    """No id occurs twice in the archive and the actions together."""
    ids = Counter([r["msgid"] for r in ARCHIVE] + [e["id"] for e in ACTIONS])

    assert [] == [key for key, count in ids.items() if count > 1]


def test_archive_stays_within_the_day() -> None:
    """Every record was sent on 4 March 2026, Shanghai time."""
    days = {datetime.fromtimestamp(r["msgtime"] / 1000, SHANGHAI).date() for r in ARCHIVE}

    assert {datetime(2026, 3, 4).date()} == days


def test_archive_is_in_time_order() -> None:
    """Each record is later than the one before it."""
    times = [r["msgtime"] for r in ARCHIVE]

    assert sorted(set(times)) == times


def test_archive_record_has_its_body() -> None:
    """Every record carries the common fields and the body its msgtype names."""
    common = {"msgid", "action", "from", "tolist", "roomid", "msgtime", "msgtype"}

    for record in ARCHIVE:
        body = BODY_KEYS.get(record["msgtype"], record["msgtype"])

        assert common | {body} == set(record), record["msgid"]


def test_archive_shows_the_common_kinds() -> None:
    """Each kind of record the example promises occurs."""
    assert set() == KINDS_SHOWN - {r["msgtype"] for r in ARCHIVE}


def test_archive_words_are_not_repeated() -> None:
    """No two text records say the same."""
    words = Counter(r["text"]["content"] for r in ARCHIVE if r["msgtype"] == "text")

    assert [] == [text for text, count in words.items() if count > 1]


def test_archive_people_are_in_the_directory() -> None:
    """Every sender and recipient stands in the directory."""
    named = {r["from"] for r in ARCHIVE} | {p for r in ARCHIVE for p in r["tolist"]}

    assert set() == named - set(PEOPLE)


def test_archive_group_reaches_all_other_members() -> None:
    """A group record goes to every member of its group except the sender."""
    for record in ARCHIVE:
        if record["roomid"]:
            members = GROUPS[record["roomid"]]["members"]

            assert set(members) == {record["from"], *record["tolist"]}, record["msgid"]
            assert record["from"] not in record["tolist"], record["msgid"]


def test_archive_private_chat_has_one_recipient() -> None:
    """A record outside a group goes to exactly one other person."""
    for record in ARCHIVE:
        if not record["roomid"]:
            assert [record["from"]] != record["tolist"], record["msgid"]
            assert len(record["tolist"]) == 1, record["msgid"]


def test_external_record_says_so_in_its_id() -> None:
    """An id ends in _external exactly when an external contact takes part."""
    for record in ARCHIVE:
        outside = any(PEOPLE[p]["external"] for p in (record["from"], *record["tolist"]))

        assert outside == record["msgid"].endswith("_external"), record["msgid"]


def test_recall_names_an_earlier_record_of_the_sender() -> None:
    """A recall takes back a record its sender sent before in the same conversation."""
    seen: dict[str, dict[str, Any]] = {}
    for record in ARCHIVE:
        if record["action"] == "recall":
            taken_back = seen[record["revoke"]["pre_msgid"]]

            assert record["from"] == taken_back["from"]
            assert record["roomid"] == taken_back["roomid"]
        seen[record["msgid"]] = record


def test_external_contacts_have_external_ids() -> None:
    """Exactly the people marked external have an id that begins with wm."""
    for person in PEOPLE.values():
        assert person["external"] == person["id"].startswith("wm"), person["id"]


def test_directory_refers_to_its_own_people() -> None:
    """Managers, members, owners, admins, holders and operators are people of the directory."""
    named = {p["manager"] for p in PEOPLE.values() if "manager" in p}
    for group in GROUPS.values():
        named |= {group["owner"], *group["admins"], *group["members"]}
        assert {group["owner"], *group["admins"]} <= set(group["members"]), group["id"]
    for account in DIRECTORY["accounts"]:
        named |= {account["holder"], *account.get("operators", [])}

    assert set() == named - set(PEOPLE)


def test_external_group_has_outside_members() -> None:
    """A group is marked external exactly when a member is from outside."""
    for group in GROUPS.values():
        assert group["external"] == any(PEOPLE[p]["external"] for p in group["members"])


def test_actions_are_in_time_order_within_the_month() -> None:
    """The actions follow each other through March 2026."""
    times = [datetime.fromisoformat(e["at"]) for e in ACTIONS]

    assert sorted(times) == times
    assert {(2026, 3)} == {(at.year, at.month) for at in times}
    assert {timedelta(hours=8)} == {at.utcoffset() for at in times}


def test_actions_name_people_of_the_directory() -> None:
    """Everybody named in an action stands in the directory."""
    for action in ACTIONS:
        named = {action[key] for key in PERSON_KEYS if key in action}
        if action["type"] != "suggestion.submit":  # its "to" is a department
            named |= {p for key in PEOPLE_KEYS for p in action.get(key, [])}

        assert set() == named - set(PEOPLE), action["id"]


def test_actions_name_known_accounts() -> None:
    """An account in an action stands in the directory or was opened before."""
    known = {a["id"] for a in DIRECTORY["accounts"]}
    for action in ACTIONS:
        if action["type"] == "account.open":
            known.add(action["account"])

        assert action.get("account") in known | {None}, action["id"]


def test_actions_refer_to_events_that_exist() -> None:
    """References of an action lead to an archive record or an earlier action."""
    known = {r["msgid"] for r in ARCHIVE}
    for action in ACTIONS:
        if action["type"] != "suggestion.submit":  # its "subject" is a text
            named = {action[key] for key in EVENT_KEYS if key in action}

            assert named <= known, action["id"]
        known.add(action["id"])


def test_labels_refer_to_events_that_exist() -> None:
    """Every labelled or annotated id is an archive record or an action."""
    known = {r["msgid"] for r in ARCHIVE} | {e["id"] for e in ACTIONS}
    labelled = {
        *LABELS["violations"],
        *LABELS["borderline"],
        *LABELS["near_misses"],
        *LABELS["notes"],
    }

    assert set() == labelled - known


def test_label_sections_are_disjoint() -> None:
    """An event is a violation, borderline or a near miss, and only one of them."""
    sections = [
        *LABELS["violations"],
        *LABELS["borderline"],
        *LABELS["near_misses"],
    ]

    assert len(sections) == len(set(sections))


def test_labels_name_clauses() -> None:
    """Every label names at least one clause, each written P06-nnn."""
    assert all(LABELS["violations"].values())
    assert all(LABELS["borderline"].values())
    assert [] == [c for _, c in expected_clauses() if not CLAUSE.fullmatch(c)]


def test_unclear_labels_are_explained() -> None:
    """Each borderline case and each near miss has a note."""
    unclear = {*LABELS["borderline"], *LABELS["near_misses"]}

    assert set() == unclear - set(LABELS["notes"])


def test_violations_are_few_among_many() -> None:
    """Between 25 and 40 archive records break the rules, and over ten actions do."""
    in_archive = {r["msgid"] for r in ARCHIVE} & set(LABELS["violations"])
    in_actions = {e["id"] for e in ACTIONS} & set(LABELS["violations"])

    assert 25 <= len(in_archive) <= 40
    assert len(in_actions) >= 10


def test_violations_come_from_employees() -> None:
    """No record of an external contact is labelled: the policy binds employees only."""
    for record in ARCHIVE:
        if PEOPLE[record["from"]]["external"]:
            assert record["msgid"] not in LABELS["violations"], record["msgid"]
            assert record["msgid"] not in LABELS["borderline"], record["msgid"]


def test_addresses_are_invented() -> None:
    """Links lead to .example hosts and phone numbers are of the invented 138-0000 series."""
    for text in strings([ARCHIVE, ACTIONS, DIRECTORY]):
        hosts = re.findall(r"https?://([^/?\"\\]+)", text)
        numbers = re.findall(r"(?<![\w-])1[3-9]\d-?\d{4}-?\d{4}(?![\w-])", text)

        assert [] == [host for host in hosts if not host.endswith(".example")], text
        assert [] == [n for n in numbers if not n.startswith("138-0000-")], text


def test_labelled_clauses_are_in_the_inventory() -> None:
    """Every clause named in the labels is one of the written policy."""
    inventory = sorted(REQUIREMENTS.glob("clauses/P06-*.jsonl"))
    if not inventory:
        pytest.skip("the clause inventory is not at hand")
    written = {
        json.loads(line)["id"]
        for path in inventory
        for line in path.read_text(encoding="utf-8").splitlines()
    }

    assert set() == {clause for _, clause in expected_clauses()} - written


def test_actions_use_the_event_vocabulary() -> None:
    """Every action is of a known type, has its required attributes and no unknown ones."""
    path = REQUIREMENTS / "events.json"
    if not path.exists():
        pytest.skip("the event vocabulary is not at hand")
    types = json.loads(path.read_text(encoding="utf-8"))["events"]
    for action in ACTIONS:
        attributes = types[action["type"]]["attributes"]
        required = {name for name, facts in attributes.items() if facts["required"]}

        assert required <= set(action) <= set(attributes), action["id"]
        for name, value in action.items():
            values = attributes[name].get("values")

            assert not values or value in values, (action["id"], name)
