"""What the tests share: golden files, and the profile that Hypothesis runs with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

pytest_plugins = ["pytester"]

GOLDEN = Path(__file__).parent / "golden"

# A busy build machine must not turn a slow example into a failure.
settings.register_profile("ci", deadline=None, max_examples=50)
settings.register_profile("long", deadline=None, max_examples=1_000)
settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes golden files in place of comparing them."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(name="chromium", scope="session")
def _chromium() -> Iterator[Any]:
    """A browser; without one, what needs it is skipped and says so."""
    import browser

    if reason := browser.missing():
        pytest.skip(reason)
    with browser.started() as opened:
        yield opened


@pytest.fixture(name="golden")
def _golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """A function that compares a text with the golden file of that name."""

    def compare(name: str, actual: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{actual}\n", encoding="utf-8", newline="\n")

        assert path.read_text(encoding="utf-8") == f"{actual}\n"

    return compare
