"""Hundreds of connections at a time: no callback is lost, none is judged twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[1] / "bench" / "callbacks.py"


def load(count: int) -> str:
    """What the benchmark prints of so many callbacks; it fails where one is lost or doubled."""
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(count)], capture_output=True, text=True, timeout=900
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout


def test_hundreds_of_callbacks_are_judged_once() -> None:
    """500 callbacks and 50 that come again."""
    told = load(500)
    assert "550 callbacks" in told
    assert "p50" in told and "p95" in told and "p99" in told
    assert "lost: 0, doubled: 0" in told


@pytest.mark.long
def test_thousands_of_callbacks_are_judged_once() -> None:
    """10,000 and 1,000 that come again."""
    assert "lost: 0, doubled: 0" in load(10_000)
