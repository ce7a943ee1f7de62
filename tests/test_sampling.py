"""Which messages to label next, and that the labels tell of all messages without bias."""

from __future__ import annotations

import random
from typing import Any

import pytest

from wechat_policy import Engine, loads
from wechat_policy.tuning import LearnedEntry, LearnedLexicon, sample

ENGINE = Engine(
    loads("""
policy "p" "P"
lexicon rude = {"饭桶"}
lexicon sales = {"刷单"}
lexicon odd = {"暗号"}
clause rude
  forbid message when text contains rude
clause sales
  suspect message when text contains sales
clause odd
  suspect message when text contains odd
""")
)


def message(number: int, text: str) -> dict[str, Any]:
    """A message."""
    return {"type": "message", "id": f"m{number}", "at": "2026-03-03T10:00:00+08:00",
            "sender": "u", "kind": "text", "text": text}  # fmt: skip


TEXTS = ["饭桶"] * 30 + ["刷单 饭桶"] * 5 + ["刷单"] * 25 + ["暗号"] * 4 + ["开会"] * 400
EVENTS = [message(number, text) for number, text in enumerate(TEXTS)]
VERDICTS = [ENGINE.judge(event) for event in EVENTS]


def test_every_reason_has_its_share() -> None:
    """Half at random, with probabilities; the rest is uncertain, or of rare clauses."""
    told = sample(EVENTS, VERDICTS, 40, seed=1)
    why = [one.why for one in told.chosen]

    assert len({one.id for one in told.chosen}) == len(told.chosen) == 40
    assert {name: why.count(name) for name in set(why)} == {
        "random": 20, "uncertain": 10, "rare": 10,
    }  # fmt: skip
    assert {one.name: one.messages for one in told.strata} == {
        "p/odd": 4, "p/rude": 30, "p/sales": 30, "unflagged": 400,
    }  # fmt: skip
    assert all(one.chosen >= 2 for one in told.strata)
    for one in told.chosen:
        stratum = next(each for each in told.strata if each.name == one.stratum)
        expected = stratum.chosen / stratum.messages if one.why == "random" else None
        assert one.probability == expected


def test_the_same_seed_gives_the_same_sample_in_any_order() -> None:
    """And another seed another one."""
    told = sample(EVENTS, VERDICTS, 40, seed=1)

    assert sample(EVENTS[::-1], ENGINE, 40, seed=1) == told
    assert sample(EVENTS, VERDICTS, 40, seed=2).chosen != told.chosen


def test_labelled_messages_are_left_out_and_counted_for_their_clauses() -> None:
    """What has a label needs none; the clause with the fewest labels comes first."""
    labels = {f"m{number}": True for number in [*range(10), *range(40, 50)]}
    told = sample(EVENTS, VERDICTS, 30, seed=3, labels=labels, random=0.0)
    rare = [one.stratum for one in told.chosen if one.why == "rare"]

    assert not labels.keys() & {one.id for one in told.chosen}
    assert told.messages == len(EVENTS) - len(labels)
    assert rare.count("p/odd") + sum(
        one.stratum == "p/odd" for one in told.chosen if one.why == "uncertain"
    ) == 4  # fmt: skip


def test_uncertain_is_near_the_threshold() -> None:
    """With a learned lexicon the messages come first whose score is nearest to its threshold."""
    words = [LearnedEntry(word, weight, 1, 0) for word, weight in (("甲", 2.0), ("乙", 0.9))]
    lexicon = LearnedLexicon("l", tuple(words), 1.0)
    events = [message(number, "甲乙会"[number % 3] * 2) for number in range(30)]
    told = sample(events, ENGINE, 10, seed=1, lexicon=lexicon, random=0.0)
    uncertain = [one for one in told.chosen if one.why == "uncertain"]

    assert {one.score for one in uncertain} == {0.9}


@pytest.mark.parametrize("size", [0, 3, 1000])
def test_any_size_will_do(size: int) -> None:
    """Never more than was asked for, nor than there is."""
    told = sample(EVENTS, VERDICTS, size, seed=1)

    assert len(told.chosen) == (size if size < 1000 else len(EVENTS))


def test_the_estimate_is_not_biased_and_its_interval_holds() -> None:
    """Over many samples the mean is the truth, and about 95 of 100 intervals hold it."""
    chance = random.Random(5)
    often = {"饭桶": 0.9, "刷单 饭桶": 0.9, "刷单": 0.6, "暗号": 0.5, "开会": 0.2}
    truth = {f"m{number}": chance.random() < often[text] for number, text in enumerate(TEXTS)}
    flagged = {event["id"] for event, one in zip(EVENTS, VERDICTS, strict=True) if one.violations}
    found = sum(truth[id_] for id_ in flagged)
    precision, recall = found / len(flagged), found / sum(truth.values())
    told = [sample(EVENTS, VERDICTS, 160, seed=seed, random=1.0).estimate(truth)
            for seed in range(60)]  # fmt: skip

    for name, value in (("precision", precision), ("recall", recall)):
        shares = [getattr(one, name) for one in told]
        assert sum(one.value for one in shares) / len(shares) == pytest.approx(value, abs=0.03)
        assert sum(one.low <= value <= one.high for one in shares) >= 54


def test_without_labels_nothing_is_estimated() -> None:
    """A stratum without a label leaves the whole open."""
    told = sample(EVENTS, VERDICTS, 40, seed=1)
    estimate = told.estimate({})

    assert estimate.precision is None and estimate.recall is None
    assert (estimate.labelled, estimate.waiting) == (0, 20)
    assert estimate.to_dict()["precision"] is None
    assert told.to_dict()["messages"] == len(EVENTS)
