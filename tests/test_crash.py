"""A process may die at any moment: nothing is lost, and nothing is said that is not so."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("crashing.py")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="it forks and kills")


def crash(file: Path, kills: int, seed: int, synchronous: str = "NORMAL") -> int:
    """Runs the program; how often it killed."""
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(file), str(kills), str(seed), synchronous],
        capture_output=True,
        text=True,
        timeout=3_000,
        check=False,
    )
    assert 0 == done.returncode, done.stderr[-3_000:]
    killed: int = json.loads(done.stdout)["killed"]
    return killed


@pytest.mark.parametrize("synchronous", ["NORMAL", "FULL"])
def test_a_killed_process_loses_nothing(tmp_path: Path, synchronous: str) -> None:
    """What a consumer has, once by id, and the ledger are those of an undisturbed run."""
    assert crash(tmp_path / "state", 10, 1, synchronous) >= 10


@pytest.mark.long
@pytest.mark.parametrize("synchronous", ["NORMAL", "FULL"])
def test_hundreds_of_kills_lose_nothing(tmp_path: Path, synchronous: str) -> None:
    """The same at 200 random moments and more."""
    assert crash(tmp_path / "state", 200, 2, synchronous) >= 200
