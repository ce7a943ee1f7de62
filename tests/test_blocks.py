"""Many events at once come to what they come to one by one, whoever stops or steps in between."""

from __future__ import annotations

import pickle
import random
from datetime import UTC, datetime, timedelta

import attrs
import pytest

from wechat_policy import Engine, InvalidRecord, loads, read_event
from wechat_policy.engine.blocks import Block
from wechat_policy.engine.progress import PLACE
from wechat_policy.state import Memory

POLICY = """policy "blocks"
  timezone "Asia/Shanghai"

lexicon banned = {"刷单", "返利"}
lexicon luring = {"加我"}

clause words
  forbid message when text contains banned

clause often
  limit message where (text contains luring) to 2 per 1h by sender
"""
TIMED = """
lexicon asked = {"回复"}

clause answered
  after message where (text contains asked) within 10m require message by sender
"""
AT = datetime(2026, 3, 4, 8, tzinfo=UTC)
EVER = timedelta(days=9_999)
SAID = ("好的", "马上到", "刷单吧", "加我", "请回复", "收到", "谢谢", "在吗")


def messages(seed: int, count: int = 60) -> list[dict[str, object]]:
    """Messages of which some come twice, too early, in another year or are of another type."""
    chance = random.Random(seed)
    at = AT
    told: list[dict[str, object]] = []
    for number in range(count):
        at += timedelta(seconds=chance.choice((0, 1, 40, 400, -30)))
        if chance.random() < 0.03:
            at += timedelta(days=chance.choice((3, 9, 300)))
        id_ = f"m{number}" if chance.random() < 0.9 else f"m{chance.randrange(count)}"
        said = {"type": "message", "id": id_, "at": at, "sender": f"u{number % 3}"}
        said |= {"text": chance.choice(SAID), "group": "g", "kind": "text"}
        if chance.random() < 0.05:
            said = {"type": "employee.join", "id": id_, "at": at, "actor": f"u{number % 3}"}
        told.append(said)
    return told


def kept(engine: Engine) -> object:
    """All that an engine remembers."""
    state, changes = pickle.loads(engine.snapshot())
    return {**vars(state), "_journal": ()}, changes


@pytest.fixture(scope="module", params=["plain", "timed"])
def policy(request):
    """A policy of words and a limit, without and with a duty."""
    return loads(POLICY + (TIMED if request.param == "timed" else ""))


@pytest.mark.parametrize("seed", range(8))
def test_a_block_without_its_clean_verdicts(policy, seed):
    """A block tells of each event that came to something, and of each that came before."""
    events = [read_event(one) for one in messages(seed)]
    one, other = Engine(policy), Engine(policy)
    expected = [verdict for verdict in one.judge_many(events) if verdict]
    told, again = [], []
    for first in range(0, len(events), 25):
        block = events[first : first + 25]
        for place, answer in other.judge_block(Block.of(block)):
            if answer is None:
                again.append(block[place].id)
            told += answer or ()
    assert expected == [verdict for verdict in told if verdict]
    assert one.stats() == other.stats()
    assert other.stats()["duplicates"] == len(again)
    for name in ("_values", "_timers", "_set", "_until", "_seen"):
        assert kept(one)[0][name] == kept(other)[0][name]


@pytest.mark.parametrize("seed", range(12))
def test_same(policy, seed):
    """All verdicts, all counts and all that is remembered are the same."""
    events = [read_event(one) for one in messages(seed)]
    one, other = Engine(policy), Engine(policy)
    expected = [verdict for event in events for verdict in one.feed(event)]
    assert expected == list(other.judge_many(events))
    assert one.stats() == other.stats()
    assert kept(one)[0]["_seen"].keys() >= kept(other)[0]["_seen"].keys()
    for name in ("_values", "_timers", "_set", "_until"):
        assert kept(one)[0][name] == kept(other)[0][name]


@pytest.mark.parametrize("seed", range(6))
def test_stopped(policy, seed):
    """What was not asked for has not been judged, and can be judged later."""
    events = [read_event(one) for one in messages(seed)]
    one, other = Engine(policy, redelivery=EVER), Engine(policy, redelivery=EVER)
    expected = list(one.judge_many(events))
    given = []
    for verdict in (asked := other.judge_many(events)):
        given.append(verdict)
        assert one.stats()["events"] >= other.stats()["events"]
        if len(given) == 17:
            asked.close()
    assert expected == [*given, *other.judge_many(events)]
    values, others = kept(one)[0]["_values"], kept(other)[0]["_values"]
    assert {**values, PLACE: None} == {**others, PLACE: None}  # it counts the ids that came again


@pytest.mark.parametrize("count", range(1, 20, 3))
def test_interrupted(count):
    """An event that is fed in between counts at once: what it repeats gives nothing."""
    told = (one | {"text": "好的", "id": f"n{number}"} for number, one in enumerate(messages(1)))
    events = [read_event(one) for one in told if one["type"] == "message"]
    events.sort(key=lambda event: event.at)
    engine = Engine(loads(POLICY), redelivery=EVER)
    given = []
    for verdict in engine.judge_many(events):
        given.append(verdict.id)
        if len(given) == count:
            assert count == engine.stats()["events"]
            assert [] == engine.feed(events[count - 1])
            assert [events[20].id] == [one.id for one in engine.feed(events[20])]
    assert [one.id for one in events if one is not events[20]] == given
    assert len(events) == engine.stats()["events"]


def test_bare(policy):
    """A store without the quicker ways remembers the same."""

    class Bare(Memory):
        has_seen_any = see_all = None

    events = [read_event(one) for one in messages(5)]
    one, other = Engine(policy), Engine(policy, state=Bare())
    assert list(one.judge_many(events)) == list(other.judge_many(events))
    for name in ("_values", "_timers", "_set", "_until", "_seen", "_order"):
        assert getattr(one.state, name) == getattr(other.state, name)


def test_fault():
    """A record that is no event is told after all that came before it."""
    said = [{"type": "message", "id": f"m{number}", "at": AT, "sender": "u", "group": "g",
             "kind": "text", "text": "好的"} for number in range(5)]  # fmt: skip
    for events in (said, [read_event(one) for one in said]):
        engine = Engine(loads(POLICY))
        given = []
        with pytest.raises(InvalidRecord):
            for verdict in engine.judge_many([*events, {"type": "message", "id": "", "at": AT}]):
                given.append(verdict.id)
        assert ["m0", "m1", "m2", "m3", "m4"] == given
        assert 5 == engine.stats()["events"]


def test_unsound():
    """An event made by hand of which the stamp will not do is refused in its turn."""
    good = read_event({"type": "x.own", "id": "a", "at": AT})
    engine = Engine(loads(POLICY))
    given = engine.judge_many([good, attrs.evolve(good, id="")])
    assert "a" == next(given).id
    with pytest.raises(InvalidRecord):
        next(given)
