"""Every published sample record becomes events, or is refused with a reason: the table says which.

The samples are no part of the project; where they lie is told by WECHAT_POLICY_SHARED. With
`--update-golden` the table is written anew.
"""

from __future__ import annotations

import os
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from wechat_policy.adapters import read

SHARED = Path(os.environ.get("WECHAT_POLICY_SHARED", Path(__file__).parents[2] / "shared"))
SAMPLES = SHARED / "wecom" / "samples"
TABLE = Path(__file__).parent / "data" / "wecom_samples.toml"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample records are not here")


def outcome(path: Path) -> list[str]:
    """What becomes of the records of a sample: types of events, codes of refusals, how many."""
    told: Counter[str] = Counter()
    for record in read(path):
        if record.event is not None:
            told[record.event.type] += 1
        elif record.refusal is not None:
            fact = record.refusal.field or record.refusal.got
            told[f"{record.refusal.code}: {fact}" if fact else record.refusal.code] += 1
    return [name if count == 1 else f"{name} x{count}" for name, count in told.items()]


def test_every_sample_has_its_outcome(request: pytest.FixtureRequest) -> None:
    """No sample is passed over, and none gives nothing."""
    found = {
        path.relative_to(SAMPLES).as_posix(): outcome(path)
        for path in sorted(SAMPLES.rglob("*"))
        if path.is_file()
    }
    if request.config.getoption("--update-golden"):
        rows = [f"{name!r} = {one}".replace("'", '"') for name, one in found.items()]
        head = "# What becomes of each sample record; written by test_wecom_samples.py.\n\n"
        TABLE.write_text(head + "\n".join(rows) + "\n", "utf-8")

    assert tomllib.loads(TABLE.read_text("utf-8")) == found
    assert [] == [name for name, one in found.items() if not one]
    assert 141 == len(found)
