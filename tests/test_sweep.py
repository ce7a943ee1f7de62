"""`sweep` turns one value of a policy and counts what each finds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from workweek import DIRECTORY, EVENTS, LABELS, OLD

from wechat_policy import InvalidPolicy, load, loads
from wechat_policy.source import Source
from wechat_policy.tuning import Sweep, backtest, sweep

OFFICE = Source("office", OLD)
ABOUT: dict[str, dict[str, Any]] = {
    "threshold of a clause": {"threshold": "scored", "values": [1, 3]},
    "threshold of a lexicon": {"threshold": "insult", "values": [0.5]},
    "parameter": {"parameter": "quota", "values": [1]},
    "weight": {"weight": ("insult", "窝囊废"), "values": [2]},
}
TOUCHED = [("scored",), ("scored",), ("often",), ("rude", "scored")]
EDITS = {"threshold": ">= {}", "parameter": "quota = {}", "weight": '"窝囊废" {}'}
WRITTEN = {"threshold": ">= 2", "parameter": "quota = 2", "weight": '"窝囊废" 1'}


@pytest.mark.parametrize("case", ABOUT.values(), ids=ABOUT.keys())
def test_each_row_is_a_backtest_of_the_text_with_that_value(case: dict[str, Any]) -> None:
    """The tree that is edited says what a text would say in which the value is written."""
    kind = next(name for name in case if name != "values")
    found = sweep(OFFICE, events=iter(EVENTS), labels=LABELS, directory=DIRECTORY, **case)

    assert found.rows
    for row in found.rows:
        text = OLD.replace(WRITTEN[kind], EDITS[kind].format(row.value))
        want = backtest(loads(text), EVENTS, LABELS, directory=DIRECTORY)
        flagged = sum(want.clause(one).events for one in found.clauses)
        if len(found.clauses) == 1:
            assert want.clause(found.clauses[0]).quality == row.quality
            assert want.clause(found.clauses[0]).days == row.days
            assert flagged == row.events
        assert row.events <= flagged


@pytest.mark.parametrize(
    ("case", "clauses"),
    list(zip(ABOUT.values(), TOUCHED, strict=True)),
    ids=ABOUT.keys(),
)
def test_only_what_hangs_on_it_is_counted(case: dict[str, Any], clauses: tuple[str, ...]) -> None:
    """The clauses that a value touches are named."""
    assert clauses == sweep(OFFICE, events=EVENTS, **case).clauses


def test_what_lifts_a_clause_goes_with_it() -> None:
    """A permission lifts what it lifts, though it is not counted itself."""
    found = sweep(OFFICE, [1], EVENTS, weight=("insult", "笨蛋"))

    assert 5 == found.rows[0].events  # all with an insult but “笨蛋，赞”


class TestBudget:
    """The value for so many events a day."""

    def _found(self, labels: Any = None) -> Sweep:
        return sweep(OFFICE, [0.5, 1, 2, 3], EVENTS, labels, threshold="scored")

    def test_it_is_kept_on_the_busiest_day(self) -> None:
        """The one that flags most and no more than that on any day."""
        found = self._found()
        rows = {row.value: row for row in found.rows}

        assert rows[2].busiest == 3
        assert found.within(3) == rows[2]
        assert found.within(2) == rows[3]
        assert found.within(100) == rows[0.5]

    def test_labels_choose_by_recall_then_precision(self) -> None:
        """Of values that find as much the more precise one."""
        found = self._found({"m7": True, "m1": False, "m3": False})

        assert found.within(100) == found.rows[2]

    def test_there_may_be_none(self) -> None:
        """Where every value flags too much."""
        assert sweep(OFFICE, [1], EVENTS, threshold="scored").within(1) is None


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ({"threshold": "insul"}, "did you mean `insult`"),
        ({"threshold": "rude"}, "no threshold of `rude`"),
        ({"weight": ("insult", "笨")}, "no word `笨`"),
        ({"weight": ("insul", "笨蛋")}, "did you mean `insult`"),
        ({"parameter": "quoat"}, "did you mean `quota`"),
        ({}, "name one of"),
        ({"parameter": "quota", "threshold": "scored"}, "name one of"),
        ({"threshold": "scored", "values": ["much"]}, "no number"),
        ({"threshold": "scored", "values": []}, "needs a value"),
    ],
)
def test_wrong_use_is_told(case: dict[str, Any], told: str) -> None:
    """With what was probably meant."""
    with pytest.raises(ValueError, match=told):
        sweep(OFFICE, events=EVENTS, **{"values": [1], **case})


def test_a_policy_with_faults_is_refused() -> None:
    """As wherever it is loaded."""
    with pytest.raises(InvalidPolicy):
        sweep(Source("p", "policy"), [1], [], parameter="quota")


def test_a_word_of_a_file_can_be_turned(tmp_path: Path) -> None:
    """Words need not stand in the text; the file stays as it is."""
    (tmp_path / "w.csv").write_text("word,weight\n饭桶,1\n笨蛋,1\n", "utf-8")
    path = tmp_path / "p.policy"
    path.write_text(
        'policy "p"\nlexicon w = file "w.csv"\n'
        "clause c\n  suspect message when text score w >= 2\n", "utf-8"
    )  # fmt: skip
    load(path)
    found = sweep(path, [1, 2], EVENTS, weight=("w", "饭桶"))

    assert [0, 3] == [row.events for row in found.rows]
    json.dumps(found.to_dict())
