"""The examples of clauses: what they stand for, and what comes of them when they are played."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from wechat_policy import nodes
from wechat_policy.compiler import compile_policy
from wechat_policy.directory import Directory
from wechat_policy.errors import InvalidPolicy
from wechat_policy.events import read_event
from wechat_policy.examples import ExampleResult, run_examples
from wechat_policy.loading import checked
from wechat_policy.source import Source
from wechat_policy.staging import Scene, stage
from wechat_policy.vocabulary import vocabulary

HEAD = 'policy "p" "P"\n  version "1"\n  timezone "Asia/Shanghai"\n\n'
LEXICON = 'lexicon insult = {"饭桶", "窝囊废"}\n\n'
PENALTIES = "\npenalties\n  minor: warning\n"
SHOUTS = "  forbid message when text contains insult\n  severity minor\n"
FIRST = datetime.fromisoformat("2026-03-04T10:00+08:00")


def policy_text(norms: str, examples: str, head: str = HEAD) -> str:
    """A policy of one clause."""
    return f"{head}{LEXICON}clause c\n{norms}\n  severity minor\n{examples}\n{PENALTIES}"


def results(text: str) -> tuple[ExampleResult, ...]:
    return run_examples(Source("p.policy", text))


def conduct(norms: str, example: str) -> str | None:
    """What was found in the one example of a clause."""
    (result,) = results(policy_text(norms, example))
    assert result.fault is None
    return result.got


def scene(example: str, norms: str = "  forbid message when text contains insult") -> Scene:
    """What an example stands for."""
    return scene_of(policy_text(norms, f"  violates {example}"))


def scene_of(text: str) -> Scene:
    assembly, diagnostics = checked(Source("p.policy", text))
    assert [one.render() for one in diagnostics if one.level == "error"] == []
    clauses = {name: clause for name, (clause, _) in assembly.all(nodes.Clause).items()}
    clause = clauses["c"]
    return stage(clause.examples[0], clause, clauses, compile_policy(assembly))


def records(example: str, norms: str = "  forbid message when text contains insult") -> list[Any]:
    return [step for step in scene(example, norms).steps if isinstance(step, dict)]


def row(found: Scene, kind: str, id_: str) -> Any:
    """A row of a scene's directory at the time of its first event."""
    return getattr(Directory.of(found.directory), kind)(id_, FIRST)


# ------------------------------------------------------------------------- what is filled in


def test_a_text_alone_is_a_message() -> None:
    """A quoted text is a message of an employee to another one, at ten on a Wednesday."""
    (record,) = records('"你这个饭桶"')

    assert {
        "type": "message",
        "id": "e1",
        "at": FIRST,
        "sender": "员工甲",
        "recipients": ["员工乙"],
        "kind": "text",
        "text": "你这个饭桶",
    } == record


OWN = {
    "content": ("  forbid content when text contains insult", "message"),
    "an action": ("  forbid call.start when topic = “赌博”", "call.start"),
    "a list": ("  forbid broadcast, message when text contains insult", "broadcast"),
    "a norm with a text": (
        "  forbid credential.disclose\n  forbid message when text contains insult",
        "message",
    ),
    "what opens a duty": (
        "  after approval.assign within 1h require approval.decide by request",
        "approval.assign",
    ),
    "what comes again": (
        "  every 30d for each a in accounts require password.change by account = a",
        "password.change",
    ),
}


@pytest.mark.parametrize(("norms", "type_"), OWN.values(), ids=OWN)
def test_an_example_without_event_is_the_clauses_own(norms: str, type_: str) -> None:
    """The event is the first that the clause is about and that carries a text, if any does."""
    (record,) = records('"在吗"', norms)

    assert type_ == record["type"]


def test_the_own_event_of_a_duty_after_a_violation_is_that_of_its_clause() -> None:
    """A duty that a violation opens is about the events of the clause that is violated."""
    text = (
        f"{HEAD}{LEXICON}clause first\n{SHOUTS}\nclause c\n"
        "  after violation first within 1h require message.delete by message = that.id\n"
        f'  severity minor\n  violates "饭桶" then advance 2h\n{PENALTIES}'
    )

    assert "message" == scene_of(text).steps[0]["type"]  # type: ignore[index]
    assert [True] == [one.passed for one in results(text)]


def test_a_report_has_the_category_of_the_clause() -> None:
    """A report is of the clause's category and established, unless the example says otherwise."""
    (record,) = records("report (actor = “甲”)", "  forbid report of dishonesty")

    assert ("dishonesty", True) == (record["category"], record["established"])


FILTERS = {
    "=": ("message where (kind = file)", {"kind": "file"}),
    "in": ("message where (kind in {image, video})", {"kind": "image"}),
    "and": (
        "account.open where (account_type = official and channel = document)",
        {"account_type": "official"},
    ),
    "true": ("file.share where (authorized)", {"authorized": True}),
    "not": ("file.share where (not authorized)", {"authorized": False}),
}


@pytest.mark.parametrize(("pattern", "facts"), FILTERS.values(), ids=FILTERS)
def test_the_own_event_meets_the_clauses_filter(pattern: str, facts: dict[str, Any]) -> None:
    """What a filter asks for by equality holds of an event that the example does not name."""
    pattern = pattern.replace(" and channel = document", "")
    (record,) = records('"x"', f"  forbid {pattern}")

    assert facts == {name: record[name] for name in facts}


def test_a_filter_does_not_fill_in_what_a_named_event_leaves_open() -> None:
    """An event that the example names gets only what it cannot be without."""
    (record,) = records(
        "login (actor = “甲”, account = “a”)", "  forbid login where (network = public)"
    )

    assert "network" not in record


def test_every_event_type_can_be_an_example() -> None:
    """An event of which nothing is told is filled in until it can be read and judged."""
    types = list(vocabulary().events)
    clauses = "\n".join(
        f"clause c{number}\n  forbid {name}\n  severity minor\n  violates {name}\n"
        for number, name in enumerate(types)
    )
    found = results(HEAD + clauses + PENALTIES)

    assert [] == [(one.words, one.fault) for one in found if not one.passed]
    assert len(types) == len(found)


# ------------------------------------------------------------------------------------- times


def times(example: str, head: str = HEAD) -> list[str]:
    """The times of the steps, moments up to which time passes included."""
    text = policy_text("  forbid message when text contains insult", f"  violates {example}", head)
    zone = Directory.of(scene_of(text).directory).timezone
    return [
        (step["at"] if isinstance(step, dict) else step).astimezone(zone).strftime("%m-%d %H:%M:%S")
        for step in scene_of(text).steps
    ]


TIMES = {
    "one after the other": ('"a" then "b"', ["03-04 10:00:00", "03-04 10:01:00"]),
    "times": ('3times "a"', ["03-04 10:00:00", "03-04 10:01:00", "03-04 10:02:00"]),
    "apart": ('2times "a" apart 30s', ["03-04 10:00:00", "03-04 10:00:30"]),
    "apart from the one before": ('"a" then "b" apart 2h', ["03-04 10:00:00", "03-04 12:00:00"]),
    "a day and time": ('"a" (at = "2026-03-06 20:15")', ["03-06 20:15:00"]),
    "a time": ('"a" (at = 20:15)', ["03-04 20:15:00"]),
    "midnight": ('"a" (at = 24:00)', ["03-05 00:00:00"]),
    "a day": ('"a" (at = 2026-03-07)', ["03-07 10:00:00"]),
    "with an offset": ('"a" (at = "2026-03-06T12:00+00:00")', ["03-06 20:00:00"]),
    "from there on": (
        '"a" (at = 20:15) then "b"',
        ["03-04 20:15:00", "03-04 20:16:00"],
    ),
    "time passes": (
        '"a" then advance 2h then "b"',
        ["03-04 10:00:00", "03-04 12:00:00", "03-04 12:01:00"],
    ),
    "time passes twice": (
        '"a" then advance 2h then advance 1d',
        ["03-04 10:00:00", "03-04 12:00:00", "03-05 12:00:00"],
    ),
}


@pytest.mark.parametrize(("example", "expected"), TIMES.values(), ids=TIMES)
def test_events_follow_each_other(example: str, expected: list[str]) -> None:
    """Events are a minute apart, or as the example says, in the policy's time zone."""
    assert expected == times(example)


def test_working_days_pass() -> None:
    """Three working days after a Wednesday morning lie behind the weekend."""
    assert ["03-04 10:00:00", "03-10 00:00:00"] == times('"a" then advance 3workdays')


def test_an_example_begins_when_the_policy_is_in_force() -> None:
    """Before a policy is in force nothing is judged, so an example begins on a Wednesday after."""
    head = HEAD.rstrip() + "\n  effective from 2027-05-01\n\n"

    assert ["05-05 10:00:00"] == times('"a"', head)
    (result,) = results(
        policy_text("  forbid message when text contains insult", '  violates "饭桶"', head)
    )
    assert result.passed


def test_time_passes_by_every_clock() -> None:
    """A day across the change to summer time has twenty-three hours by the clock on the wall."""
    head = HEAD.replace("Asia/Shanghai", "Europe/Berlin")
    found = scene_of(
        policy_text(
            "  forbid message when text contains insult",
            '  violates "a" (at = "2026-03-28 12:00") then advance 1d',
            head,
        )
    )
    first, then = found.steps
    assert isinstance(first, dict) and isinstance(then, datetime)

    assert timedelta(days=1) == then.astimezone(UTC) - first["at"].astimezone(UTC)
    assert 13 == then.hour


# ------------------------------------------------------------------------------------- facts


def test_ids_are_told_or_made() -> None:
    """Each event has an id of its own, and no made one is that of another."""
    found = records('"a" (id = "e1") then 2times "b" then 2times "c" (id = "x")')

    assert ["e1", "e2", "e3", "x", "x-2"] == [one["id"] for one in found]


def test_an_event_can_refer_to_another() -> None:
    """What an id names is found under it by the events that follow."""
    norms = "  after approval.assign within 1h require approval.decide by request = that.id"
    settled = 'approval.decide (request = "a1", decision = approve)'

    assert "complies" == conduct(
        norms, f'  complies approval.assign (id = "a1") then {settled} then advance 2h'
    )
    assert "violates" == conduct(
        norms, f'  violates approval.assign (id = "a2") then {settled} then advance 2h'
    )


VALUES = {
    "list": ('message (recipients = ["乙", "丙"])', "recipients", ["乙", "丙"]),
    "single value of a list": ('message (recipients = "乙")', "recipients", ["乙"]),
    "empty list": ("message (recipients = [])", "recipients", []),
    "none": ("message (group = none)", "group", None),
    "map": (
        'message (file = (name = "b.zip", label = secret))',
        "file",
        {"name": "b.zip", "label": "secret"},
    ),
    "part of a map": ('message (file.name = "b.zip")', "file", {"name": "b.zip"}),
    "bool": ("file.share (authorized = false)", "authorized", False),
    "money": ("payment.make (amount = 12.5 CNY)", "amount", Decimal("12.5")),
    "whole number": ("payment.make (amount = 12)", "amount", 12),
    "seconds": ("call.start (duration = 2m)", "duration", 120),
    "date": ("attendance.mark (date = 2026-03-05)", "date", "2026-03-05"),
    "text of a number": ("software.update (version = 12)", "version", "12"),
    "moment": (
        'account.restrict (until = "2026-03-05 09:00")',
        "until",
        datetime.fromisoformat("2026-03-05T09:00+08:00"),
    ),
    "moment of the day": (
        "account.restrict (until = 12:30)",
        "until",
        datetime.fromisoformat("2026-03-04T12:30+08:00"),
    ),
}


@pytest.mark.parametrize(("example", "name", "value"), VALUES.values(), ids=VALUES)
def test_values_are_of_the_vocabularys_type(example: str, name: str, value: Any) -> None:
    """A value is what a record would hold, and the event can be read."""
    type_ = example.split()[0]
    (record,) = records(example, f"  forbid {type_}")

    assert value == record[name]
    assert type(value) is type(record[name])
    assert read_event(record)


def test_people_who_are_named_have_rows() -> None:
    """Whoever an event names is an employee in service, and a group is simply there."""
    found = scene('"a" (sender = "甲", recipients = ["乙"], group = "g")')

    for person in ("甲", "乙"):
        assert {"id": person, "name": person, "external": False, "status": "active"} == row(
            found, "person", person
        )
    assert "g" == row(found, "group", "g")["name"]


def test_dotted_facts_make_rows() -> None:
    """A fact behind a person or group is one of its row, whoever the event names or not."""
    found = scene('"a" (sender.roles = ["hr"], group.level = department)')
    record = found.steps[0]
    assert isinstance(record, dict)

    assert ["hr"] == row(found, "person", "员工甲")["roles"]
    assert "department" == row(found, "group", record["group"])["level"]


def test_dotted_facts_lead_from_row_to_row() -> None:
    """A fact of a sender's manager is one of the manager's row."""
    found = scene('"a" (sender.manager = "丙", sender.manager.roles = ["executive"])')

    assert "丙" == row(found, "person", "员工甲")["manager"]
    assert ["executive"] == row(found, "person", "丙")["roles"]


def test_rows_of_an_example_go_before_plain_ones() -> None:
    """A row that the example tells of says what it says, and what goes without saying besides."""
    found = scene('with person "外客" (external = true) then "a" (recipients = ["外客"])')

    assert {"id": "外客", "name": "外客", "external": True, "status": "active"} == row(
        found, "person", "外客"
    )


def test_rows_name_others_who_have_rows() -> None:
    """The owner of a group that only a row names has a row too."""
    found = scene('with group "g" (owner = "丁") then "a" (group = "g")')

    assert "丁" == row(found, "person", "丁")["name"]


def test_rows_may_follow_each_other_in_time() -> None:
    """Two rows of one person hold at different times."""
    found = scene(
        'with person "甲" (roles = ["hr"], valid_until = "2026-03-04 12:00") then '
        'with person "甲" (roles = ["it"], valid_from = "2026-03-04 12:00") then '
        '"a" (sender = "甲")'
    )
    directory = Directory.of(found.directory)

    assert ["hr"] == directory.person("甲", FIRST)["roles"]  # type: ignore[index]
    assert ["it"] == directory.person("甲", FIRST + timedelta(hours=3))["roles"]  # type: ignore[index]


def test_the_organization_can_be_told() -> None:
    """A fact of the organization stands in the directory."""
    found = scene('"a" (organization.size = 20)')

    assert 20 == Directory.of(found.directory).organization["size"]


# ---------------------------------------------------------------------------------- what counts


STRENGTHS = {
    "violation": "  forbid message when text contains insult",
    "suspected": "  suspect message when text contains insult",
    "advisory": "  should not message when text contains insult",
}


@pytest.mark.parametrize("norms", STRENGTHS.values(), ids=STRENGTHS)
def test_every_status_is_a_violation(norms: str) -> None:
    """A suspicion and an advisory make an example one that violates, too."""
    assert "violates" == conduct(norms, '  violates "饭桶"')
    assert "complies" == conduct(norms, '  complies "早"')


def test_only_the_clause_itself_counts() -> None:
    """A violation of another clause leaves an example one that complies."""
    text = (
        f"{HEAD}{LEXICON}clause other\n{SHOUTS}\nclause c\n  forbid credential.disclose\n"
        f'  severity minor\n  complies message "饭桶"\n{PENALTIES}'
    )
    (result,) = results(text)

    assert result.passed
    assert ["other"] == [one.clause for verdict in result.verdicts for one in verdict.violations]


def test_permissions_of_other_clauses_hold() -> None:
    """The whole policy is in force when an example is played."""
    text = (
        f"{HEAD}{LEXICON}clause c\n{SHOUTS}  complies “饭桶” (sender = “甲”)\n\n"
        f"clause free\n  permit message lifts c when sender = “甲”\n{PENALTIES}"
    )

    assert [True] == [one.passed for one in results(text)]


def test_time_passes_only_if_it_is_said() -> None:
    """A duty that is open when the example ends is not violated."""
    norms = "  after approval.assign within 1h require approval.decide by request"

    assert "complies" == conduct(norms, "  complies approval.assign")
    assert "violates" == conduct(norms, "  violates approval.assign then advance 2h")


def test_examples_come_in_order_with_their_lines() -> None:
    """Each result says where its example stands."""
    text = policy_text("  forbid message", '  violates "a"\n  complies login\n')
    found = results(text)

    assert [("c", 1, "violates"), ("c", 2, "complies")] == [
        (one.clause, one.number, one.expected) for one in found
    ]
    assert ['violates "a"', "complies login"] == [one.words for one in found]
    assert [text.splitlines()[one.line - 1].strip() for one in found] == [
        one.words for one in found
    ]


def test_libraries_have_their_own_tests() -> None:
    """Examples of clauses that are taken in are not played again."""
    text = (
        'policy "mine" "M"\n  version "1"\n\nextends "P06"\n\n'
        "clause mine\n  forbid message when text matches /饭桶/\n  severity 一般\n"
        '  violates "饭桶"\n'
    )

    assert ["mine"] == [one.clause for one in results(text)]


def test_a_faulty_policy_is_refused() -> None:
    """The examples of a policy with errors are not played."""
    with pytest.raises(InvalidPolicy):
        results(policy_text("  forbid mesage", '  violates "a"'))


# ---------------------------------------------------------------------------------- failures


def test_a_failure_tells_what_stood_in_the_way() -> None:
    """An example that should violate and does not comes with the tests that were not met."""
    (result,) = results(
        policy_text(
            "  forbid message when text contains insult and sender.external", '  violates "饭桶"'
        )
    )
    assert not result.passed
    (why,) = result.reasons
    (norm,) = why.norms

    assert ["sender.external"] == [one.trace.text for one in norm.obstacles]


@pytest.mark.parametrize("day", ["2026-03-04", '"2026-03-04"'])
def test_a_day_inside_an_object(day: str) -> None:
    """It is a whole day as in a record, and not its first moment."""
    norms = "  forbid login when had (approval.request) by actor covering at"
    asked = f'approval.request (actor = "a", period = (start = {day}, end = {day}))'

    assert "violates" == conduct(norms, f'  violates {asked} then login (actor = "a")')


@pytest.mark.parametrize("told", ["[(kind = invoice)]", "(kind = invoice)", "[]"])
def test_objects_in_a_list(told: str) -> None:
    """A list of objects is told like any other list, and looked into by `any`."""
    norms = '  forbid approval.request when any attachments (kind = "invoice")'
    expected = "complies" if told == "[]" else "violates"

    assert expected == conduct(norms, f"  {expected} approval.request (attachments = {told})")


def test_a_failure_is_explained_in_the_state_of_its_event() -> None:
    """The third of four allowed messages is told to be the third."""
    (result,) = results(
        policy_text("  limit message to 4times per 1h by sender", '  violates 3times "在"')
    )

    assert ["1 of 4", "2 of 4", "3 of 4"] == [
        norm.distance for why in result.reasons for norm in why.norms
    ]


def test_a_failure_tells_of_open_duties() -> None:
    """A duty that no time was given to fall due is named."""
    (result,) = results(
        policy_text(
            "  after approval.assign within 1h require approval.decide by request",
            "  violates approval.assign",
        )
    )

    assert [FIRST + timedelta(hours=1)] == [one.due for one in result.pending]


def test_an_event_of_another_type_is_told_to_be_none_of_the_clauses() -> None:
    """Where no norm is about the events, the last is explained all the same."""
    (result,) = results(policy_text("  forbid message", "  violates login"))

    assert ["apart"] == [norm.outcome for why in result.reasons for norm in why.norms]


def test_an_example_that_cannot_be_played_is_a_failure() -> None:
    """A time beyond all calendars is told, and nothing is found."""
    (result,) = results(
        policy_text(
            "  forbid message", '  violates message (at = "9998-12-31 10:00") then advance 800d'
        )
    )

    assert not result.passed
    assert result.got is None
    assert result.fault is not None and "9999" in result.fault.render()
