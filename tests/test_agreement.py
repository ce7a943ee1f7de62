"""How far reviewers agree: the measures, and what is told of the differences."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from wechat_policy.tuning import agreement

FIRST = {"a": True, "b": True, "c": True, "d": False, "e": False, "f": False, "x": True}
SECOND = {"a": True, "b": True, "c": False, "d": False, "e": False, "f": True, "y": True}


def test_what_both_have_labelled_is_compared() -> None:
    """Counts, the share of one label, and the messages with two."""
    told = agreement(FIRST, SECOND)

    assert (told.both, told.only_first, told.only_second) == (6, 1, 1)
    assert told.observed is not None and told.observed.value == pytest.approx(4 / 6)
    assert told.labels == ("false", "true")
    assert told.counts == ((2, 1), (1, 2))
    assert [(one.id, one.first, one.second) for one in told.disagreements] == [
        ("c", "true", "false"),
        ("f", "false", "true"),
    ]
    assert told.to_dict()["counts"] == [[2, 1], [1, 2]]


@pytest.mark.parametrize("seed", range(5))
def test_kappa_is_that_of_scikit_learn(seed: int) -> None:
    """Whatever the labels, kappa is what a well-kept library says, within its interval."""
    from sklearn.metrics import cohen_kappa_score

    chance = random.Random(seed)
    labels = ["insult", "fraud", "leak"]
    first = {str(number): chance.choice(labels) for number in range(60)}
    second = {id_: one if chance.random() < 0.6 else chance.choice(labels)
              for id_, one in first.items()}  # fmt: skip
    told = agreement(first, second).kappa

    assert told is not None and told.low < told.value < told.high
    assert told.value == pytest.approx(
        cohen_kappa_score(list(first.values()), [second[id_] for id_ in first])
    )


def test_full_agreement_of_few_is_not_certain() -> None:
    """Four of four say little: the interval tells so."""
    labels = {"a": True, "b": False, "c": True, "d": False}
    told = agreement(labels, labels)

    assert told.kappa is not None and told.kappa.value == 1
    assert told.kappa.low < 0.2
    assert told.alpha == 1


@pytest.mark.parametrize(
    ("first", "second"), [({}, {}), ({"a": True}, {"b": True}), ({"a": True}, {"a": True})]
)
def test_nothing_is_told_where_nothing_can_be(first: Any, second: Any) -> None:
    """No common message, or one label only: chance explains all."""
    told = agreement(first, second)

    assert told.kappa is None and told.alpha is None


def test_alpha_with_gaps_is_that_of_the_book() -> None:
    """Krippendorff's own example: four observers, twelve units, labels missing; nominal 0.743."""
    rows = ["1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .",
            "1 2 3 3 2 4 4 1 2 5 1 ."]  # fmt: skip
    told = [
        {str(unit): f"k{value}" for unit, value in enumerate(row.split()) if value != "."}
        for row in rows
    ]

    assert agreement(*told).alpha == pytest.approx(0.743, abs=0.0005)


def test_sheets_are_read(tmp_path: Path) -> None:
    """Each reviewer may hand in a sheet."""
    (tmp_path / "a.csv").write_text("id,label\nm1,是\nm2,否\n", "utf-8")
    (tmp_path / "b.csv").write_text("id,label\nm1,是\nm2,是\n", "utf-8")
    told = agreement(tmp_path / "a.csv", str(tmp_path / "b.csv"))

    assert told.both == 2
    assert [one.id for one in told.disagreements] == ["m2"]
