"""`backtest` counts what an engine finds, by one process or several, and by labels what it is."""

from __future__ import annotations

import json
import multiprocessing
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import attrs
import pytest
from differential import SETTINGS, Scenario, policies
from history import events_of
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from reference.policies import scenarios
from workweek import DIRECTORY, EVENTS, LABELS, OLD

from wechat_policy import Directory, Engine, Policy, loads, read_event
from wechat_policy.adapters import read
from wechat_policy.tuning import Backtest, Quality, WrongLabels, backtest, read_labels
from wechat_policy.tuning.intake import Intake
from wechat_policy.tuning.intervals import f1, share
from wechat_policy.tuning.merging import Merger
from wechat_policy.tuning.scoring import Seen
from wechat_policy.tuning.sharing import Setting, Shared, _serve, shared_out
from wechat_policy.tuning.tallying import Options

SCHEMA = Path(__file__).parents[1] / "docs/reference/backtest.schema.json"


@pytest.fixture(name="office", scope="module")
def _office() -> Backtest:
    return backtest(loads(OLD), EVENTS, LABELS, directory=DIRECTORY)


class TestCounts:
    """What is counted of a day whose every hit was worked out by hand."""

    def test_hits_by_clause(self, office: Backtest) -> None:
        """Certain and suspected hits, events, those that nobody else flags, and people."""
        found = {
            one.clause: (one.hits.certain, one.hits.suspected, one.events, one.alone, one.people)
            for one in office.clauses
        }
        assert {
            "rude": (5, 0, 5, 1, 2),
            "scored": (0, 3, 3, 0, 2),
            "often": (1, 0, 1, 0, 1),
            "tardy": (2, 0, 2, 2, 1),
            "parting": (1, 0, 1, 1, 1),
            "silent": (0, 0, 0, 0, 0),
            "praise": (0, 0, 0, 0, 0),
        } == found

    def test_the_whole(self, office: Backtest) -> None:
        """Events with their period, flagged ones, people, and who would be punished."""
        assert (9, {"message": 9}) == (office.events, office.types)
        assert office.first == read_event(EVENTS[0]).at
        assert office.last == read_event(EVENTS[-1]).at
        assert (8, 3, 3) == (office.flagged_events, office.people, office.punished)
        assert (9, 3, 0, 0) == tuple(office.hits.to_dict().values())

    def test_days_and_departments(self, office: Backtest) -> None:
        """A person of two departments counts in both, and of none as unknown."""
        days = {day: hits.flagged for day, hits in office.days.items()}
        departments = {name: hits.flagged for name, hits in office.departments.items()}

        assert {date(2026, 3, 4): 10, date(2026, 3, 5): 2} == days
        assert {"华东区": 7, "研发部": 3, "销售部": 7, None: 2} == departments
        assert {None: 2} == office.clause("tardy").departments

    def test_overlaps(self, office: Backtest) -> None:
        """Only the pairs that occur, the greatest first."""
        pairs = [(one.first[1], one.second[1], one.events) for one in office.overlaps]

        assert [("rude", "scored", 3), ("rude", "often", 1)] == pairs

    def test_penalties(self, office: Backtest) -> None:
        """Penalties as they stand in the end, by step, with the people that they meet."""
        found = [(one.tier, one.sanctions, one.penalties, one.people) for one in office.penalties]

        assert [
            ("serious", ("written_warning",), 5, 2),
            ("minor", ("oral_warning",), 2, 1),
        ] == found

    def test_words_and_examples(self, office: Backtest) -> None:
        """Words as the policy writes them, and of a message no more than the sentence."""
        rude = office.clause("rude")

        assert (("饭桶", 3), ("窝囊废", 1), ("笨蛋", 1)) == rude.words
        told = {one.event: (one.text, one.spans) for one in rude.examples}
        assert told["m1"] == ("你这个笨蛋！", ((3, 5),))
        assert len(rude.examples) == 5

    def test_what_cannot_be_read_is_named(self, tmp_path: Path) -> None:
        """Records at fault have their place, id and reason; the words in them are not told."""
        broken = {**EVENTS[0], "id": "bad", "at": "有人写的话"}
        found = backtest(loads(OLD), [EVENTS[0], broken, {"type": "message"}, 7, EVENTS[1]])

        assert (2, 3) == (found.events, found.unread_count)
        assert [(2, "bad"), (3, None), (4, None)] == [(one.number, one.id) for one in found.unread]
        assert "有人写的话" not in str(found)
        file = tmp_path / "events.jsonl"
        file.write_text("\n".join(map(json.dumps, [EVENTS[0], broken])), "utf-8")
        with file.open("rb") as lines:
            assert backtest(loads(OLD), read(lines)).unread_count == 1

    def test_events_that_come_again_count_once(self) -> None:
        """A redelivered event is read and told, and changes no count."""
        once, twice = (backtest(loads(OLD), EVENTS * times) for times in (1, 2))

        assert (9, 0) == (twice.duplicates, once.duplicates)
        assert once.hits == twice.hits and once.flagged_events == twice.flagged_events

    def test_progress_may_end_a_run(self) -> None:
        """It is told how many events were judged, and what it raises comes out."""
        told: list[int] = []
        backtest(loads(OLD), EVENTS, progress=told.append)

        assert [9] == told
        with pytest.raises(KeyboardInterrupt):
            backtest(loads(OLD), EVENTS, progress=_stop)

    def test_time_may_pass_at_the_end(self) -> None:
        """Duties fall due up to the moment that is given."""
        policy = loads('policy "p"\nclause c\n  after message within 1d require message.read '
                       "by message = that.id")  # fmt: skip
        until = read_event({**EVENTS[0], "at": "2026-03-09T00:00:00+08:00"}).at

        assert 0 == backtest(policy, EVENTS[:2]).hits.certain
        assert 2 == backtest(policy, EVENTS[:2], until=until).hits.certain


def _stop(_: int) -> None:
    raise KeyboardInterrupt


class TestLabels:
    """What labels say."""

    def test_quality(self, office: Backtest) -> None:
        """Labelled events that came are right, false, missed or spared; None is no label."""
        assert office.labelled is not None
        assert Quality(found=2, false=4, missed=1, spared=0) == office.labelled.flagged
        assert 1 == office.labelled.unseen
        assert Quality(found=2, false=3, missed=1, spared=1) == office.clause("rude").quality
        assert [("m2", "missed")] == [
            (one.excerpt.event, one.excerpt.status) for one in office.labelled.misses
        ]

    def test_the_worst_false_alarms_come_first(self, office: Backtest) -> None:
        """By severity, then certain before suspected."""
        assert office.labelled is not None
        found = [(one.excerpt.event, round(one.weight, 2)) for one in office.labelled.false_alarms]

        assert [("m3", 1.0), ("m4", 1.0), ("m5", 1.0), ("m8", 0.33)] == sorted(
            found, key=lambda one: (-one[1], one[0])
        )
        assert [1.0, 1.0, 1.0, 0.33] == [weight for _, weight in found]
        by_event = {one.excerpt.event: one.clauses for one in office.labelled.false_alarms}
        assert (("office", "rude"), ("office", "scored")) == by_event["m4"]

    def test_labels_may_name_clauses_and_tags(self) -> None:
        """A clause that is named should find what names it; others whatever there is to find."""
        labels = {"m1": {"insulting"}, "m3": "rude", "m6": ["parting"], "m7": True, "m8": "",
                  "m2": {"nonsense"}}  # fmt: skip
        found = backtest(loads(OLD), EVENTS, labels)

        assert found.labelled is not None
        assert ("nonsense",) == found.labelled.unknown
        # m7 should be flagged as something: neither right nor wrong for a clause that is named.
        assert Quality(2, 0, 0, 3) == found.clause("rude").quality
        assert Quality(1, 0, 0, 4) == found.clause("parting").quality
        # Nobody said what a clause should find that labels do not name, where they name others.
        assert found.clause("scored").quality is None

    @pytest.mark.parametrize(
        "text",
        ["id,label\nm1,yes\nm2,0\nm3,a;b\nm4,\n", "编号\t标注\nm1\t是\nm2\t否\nm3\ta、b\nm4\t\n"],
    )
    @pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
    def test_a_sheet_of_labels(self, tmp_path: Path, text: str, encoding: str) -> None:
        """As people save it; a row that nobody has labelled is left out."""
        path = tmp_path / "labels.csv"
        path.write_text(text, encoding)

        want = {"m1": frozenset("*"), "m2": frozenset(), "m3": frozenset("ab")}
        assert want == read_labels(path)

    def test_a_workbook_of_labels(self, tmp_path: Path) -> None:
        """Booleans and numbers of Excel are what they look like."""
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.Workbook()
        for row in (["id", "label", "note"], ["m1", True, ""], [2, 0, "?"], ["m3", "rude", None]):
            book.active.append(row)
        book.save(tmp_path / "labels.xlsx")

        want = {"m1": frozenset("*"), "2": frozenset(), "m3": frozenset({"rude"})}
        assert want == read_labels(tmp_path / "labels.xlsx")

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("id,note\nm1,yes\n", "no_labels"),
            ("", "no_labels"),
            ("id,label\nm1,yes\nm1,no\n", "label_twice"),
            ('id,label\nm1,"yes\n', "label_row"),
        ],
    )
    def test_labels_at_fault(self, tmp_path: Path, text: str, code: str) -> None:
        """They are refused, with what is wrong."""
        path = tmp_path / "labels.csv"
        path.write_text(text, "utf-8")
        with pytest.raises(WrongLabels) as fault:
            read_labels(path)
        assert code == fault.value.code

    @pytest.mark.parametrize("label", [1.5, object(), [1]])
    def test_what_is_no_label(self, label: object) -> None:
        """A value that is neither true nor false nor names is refused."""
        with pytest.raises(WrongLabels):
            read_labels({"m1": label})


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_the_interval_of_wilson(hits: int, of: int, low: float, high: float) -> None:
    """As tables of it have it (Newcombe 1998)."""
    found = share(hits, of)
    assert found is not None
    assert (low, high) == (round(found.low, 4), round(found.high, 4))


@given(*[st.integers(0, 500)] * 3)
def test_the_interval_of_f1_holds_it(found: int, false: int, missed: int) -> None:
    """It lies within 0 and 1, holds the value, and is narrower with ten times as many events."""
    few, many = f1(found, false, missed), f1(10 * found, 10 * false, 10 * missed)
    if few is None or many is None:
        assert found + false + missed == 0
        return
    assert few.value == pytest.approx(2 * found / (2 * found + false + missed))
    assert 0 <= few.low <= few.value <= few.high <= 1
    assert many.high - many.low < few.high - few.low


class TestShares:
    """The policies shared out give what they give together."""

    @settings(SETTINGS, max_examples=40)
    @given(scenarios(), st.integers(2, 4), st.randoms(use_true_random=False))
    def test_shares_give_the_same(self, scenario: Scenario, workers: int, random: Any) -> None:
        """Whatever the policies, the events and the labels."""
        compiled = policies([*scenario[0], *(_again(text) for text in scenario[0])])
        events = events_of(scenario)
        labels = {one["id"]: random.random() < 0.5 for one in events[::2]}
        want = backtest(compiled, events, labels, directory=scenario[1])

        assert want == _shared(compiled, events, labels, scenario[1], workers)

    def test_processes_give_the_same(self) -> None:
        """Real ones too, of an iterator, which is asked once."""
        compiled = [loads(OLD), loads(OLD.replace('"office"', '"other"', 1))]
        want = backtest(compiled, EVENTS, LABELS, directory=DIRECTORY)
        found = backtest(compiled, iter(EVENTS), LABELS, directory=DIRECTORY, workers=2)

        assert want == found

    def test_what_goes_wrong_in_a_process_comes_out(self) -> None:
        """What was raised there is raised here, before the next block or at the end."""
        here, there = multiprocessing.Pipe()
        setting = Setting({("p", "c"): 0}, Directory.of(None), Options(), None)
        policy = loads('policy "p"\nclause c\n  forbid message.recall')
        thread = threading.Thread(target=_serve, args=(there, setting, [policy]))
        thread.start()
        shared = Shared([here])
        shared.take([attrs.evolve(read_event(EVENTS[0]), facts=None)], from_archive=True)
        with pytest.raises(AttributeError):
            shared.finish()
        here.close()
        thread.join(30)
        assert not thread.is_alive()

    def test_a_process_that_dies_is_told(self) -> None:
        """Nobody waits for ever."""
        here, there = multiprocessing.Pipe()
        there.close()
        with pytest.raises(RuntimeError, match="has died"):
            Shared([here]).take([], from_archive=False)

    def test_shares_are_about_equal(self) -> None:
        """No policy is left out, and none judged twice."""
        compiled = [loads(OLD.replace('"office"', f'"o{number}"', 1)) for number in range(5)]
        shares = shared_out(compiled, 2)

        assert {2, 3} == set(map(len, shares))
        assert {one.id for one in compiled} == {one.id for share in shares for one in share}


def _again(text: str) -> str:
    head, rest = text.split("\n", 1)
    return head.replace(head.split('"')[1], head.split('"')[1] + "_2", 1) + "\n" + rest


def _shared(
    compiled: list[Policy], events: list[Any], labels: dict[str, bool], rows: Any, workers: int
) -> Backtest:
    """A backtest of shares as processes make it, in this one."""
    keys = [(one.id, clause.id) for one in compiled for clause in one.clauses]
    read = read_labels(labels)
    assert read is not None
    numbers = {key: number for number, key in enumerate(keys)}
    setting = Setting(numbers, Directory.of(rows), Options(), read)
    tallies = [setting.tally(share) for share in shared_out(compiled, workers)]
    intake, seen = Intake(), Seen(read)
    for block in intake.blocks(events):
        for tally in tallies:
            tally.take(block, from_archive=False)
        seen.note(block)
    parts = [tally.finish() for tally in tallies]
    return Merger(tuple(compiled), setting.directory, keys, parts, intake, seen).backtest()


@settings(SETTINGS, max_examples=40)
@given(scenarios())
def test_the_counts_are_those_of_the_verdicts(scenario: Scenario) -> None:
    """Counted again from the verdicts of an engine, one by one."""
    compiled, events = policies(scenario[0]), events_of(scenario)
    engine = Engine(compiled, scenario[1])
    statuses: Counter[Any] = Counter()
    days: Counter[date] = Counter()
    flags: dict[str, set[tuple[str, str]]] = {}
    for verdict in (one for event in events for one in engine.feed(event)):
        for left in verdict.undetermined:
            statuses[left.policy, left.clause, "undetermined"] += 1
        for one in verdict.violations if verdict.kind != "settled" else ():
            statuses[one.policy, one.clause, one.status] += 1
            if one.status != "advisory":
                days[one.at.astimezone(_zone(compiled, one.policy)).date()] += 1
                if one.event is not None:
                    flags.setdefault(one.event, set()).add((one.policy, one.clause))
    pairs = Counter(pair for those in flags.values() for pair in combinations(sorted(those), 2))
    alone = Counter(next(iter(those)) for those in flags.values() if len(those) == 1)

    found = backtest(compiled, events, directory=scenario[1])

    for clause in found.clauses:
        key = clause.policy, clause.clause
        assert statuses[*key, "violation"] == clause.hits.certain
        assert statuses[*key, "suspected"] == clause.hits.suspected
        assert statuses[*key, "advisory"] == clause.hits.advisory
        assert statuses[*key, "undetermined"] == clause.hits.undetermined
        assert sum(key in those for those in flags.values()) == clause.events
        assert alone[key] == clause.alone
    told = {tuple(sorted((one.first, one.second))): one.events for one in found.overlaps}
    assert dict(pairs) == told
    assert {day: count for day, count in days.items() if count} == {
        day: hits.flagged for day, hits in found.days.items() if hits.flagged
    }
    assert len(flags) == found.flagged_events


def _zone(compiled: list[Policy], id_: str) -> Any:
    return next(one for one in compiled if one.id == id_).zone


class TestPeople:
    """Who people are is told only where it is asked for."""

    def test_pseudonyms_hide_ids_and_names(self, office: Backtest) -> None:
        """In subjects and in messages, where the found words keep their places."""
        hidden = office.pseudonymous()
        told = json.dumps(hidden.to_dict(), ensure_ascii=False)

        assert not [
            one for one in ("zhangsan", "张三", "lisi", "李四", "wangwu", "王五") if one in told
        ]
        example = next(one for one in hidden.clause("rude").examples if one.event == "m7")
        start, end = example.spans[0]
        assert example.text[start:end] == "饭桶" and "#" in example.text

    def test_a_person_is_one_person(self, office: Backtest) -> None:
        """The same number within one result; the same result gives the same numbers."""
        subjects = {
            (one.subject, other.subject)
            for clause, hidden in zip(office.clauses, office.pseudonymous().clauses, strict=True)
            for one, other in zip(clause.examples, hidden.examples, strict=True)
        }
        assert len(subjects) == len({one for one, _ in subjects}) == 3
        assert office.pseudonymous() == office.pseudonymous()

    def test_names_stand_where_they_are_asked_for(self, office: Backtest) -> None:
        """Of those who are told of, and who are named in what is told."""
        assert {"zhangsan": "张三", "lisi": "李四", "wangwu": "王五"} == office.names


def test_the_json_is_as_documented(office: Backtest) -> None:
    """With labels and without, with people and without."""
    validator = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    for one in (office, office.pseudonymous(), backtest(loads(OLD), []), backtest(loads(OLD), [7])):
        validator.validate(json.loads(json.dumps(one.to_dict())))


def test_an_iterator_is_never_held() -> None:
    """Of a long run only a block is read ahead of what was judged."""
    judged = 0

    def count(number: int) -> None:
        nonlocal judged
        judged = number

    def many() -> Iterator[dict[str, Any]]:
        for number in range(20_000):
            assert number - judged <= 4096
            yield {**EVENTS[0], "id": f"e{number}", "text": "早"}

    policy = loads('policy "p"\nclause c\n  forbid message.recall')
    assert 20_000 == backtest(policy, many(), progress=count).events


class TestPolicies:
    """Policies as they are given."""

    def test_parameters_are_bound_where_they_are(self, tmp_path: Path) -> None:
        """In files and packs; a policy that is compiled already was bound before."""
        path = tmp_path / "office.policy"
        path.write_text(OLD, "utf-8")

        found = backtest([path, loads('policy "p"')], EVENTS, parameters={"quota": 1})
        assert 4 == found.clause("often").hits.certain
        with pytest.raises(ValueError, match="no policy has a parameter `quoat`"):
            backtest(path, EVENTS, parameters={"quoat": 1})
        with pytest.raises(TypeError, match="compiled"):
            backtest(loads(OLD), EVENTS, parameters={"quota": 1})
