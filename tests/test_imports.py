"""What imports may load, nothing that takes long; and the layers that they run down."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HEAVY = {
    "chinese_calendar",
    "click",
    "daachorse",
    "docx",
    "jieba",
    "lark",
    "lsprotocol",
    "narwhals",
    "numpy",
    "opencc",
    "openpyxl",
    "pandas",
    "polars",
    "pyarrow",
    "pygls",
    "pygments",
    "pypinyin",
    "rich",
}

PROBE = """
import sys
before = set(sys.modules)
{statement}
print(*sorted({{name.partition(".")[0] for name in set(sys.modules) - before}}))
"""


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that a statement loads in a fresh interpreter."""
    run = subprocess.run(
        [sys.executable, "-c", PROBE.format(statement=statement)],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(run.stdout.split())


def test_the_package_loads_nothing_heavy() -> None:
    """Importing the package loads none of the libraries that it needs for single tasks."""
    loaded = loaded_by("import wechat_policy")

    assert "wechat_policy" in loaded
    assert set() == loaded & HEAVY


@pytest.mark.parametrize("library", ["lark", "click"])
def test_the_probe_sees_a_heavy_library(library: str) -> None:
    """A heavy library loaded beside the package would be noticed."""
    assert library in loaded_by(f"import wechat_policy, {library}") & HEAVY


def test_the_layers_are_told_as_the_contract_has_them() -> None:
    """The explanation of the library's shape lists every layer, in order."""
    root = Path(__file__).parent.parent
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    told = "".join(f"{one}\n" for one in layers).replace("(", "").replace(")", "")

    shape = (root / "docs" / "explanation" / "shape.md").read_text(encoding="utf-8")
    assert f"```text\n{told}```" in shape
