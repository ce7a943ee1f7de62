"""The notebooks of examples/notebooks: they run, and what they show is what a run gives."""

from __future__ import annotations

import importlib.util
import itertools
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import pytest
from browser import SCHEMES, SIZES, Browser

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "examples" / "notebooks").glob("*.ipynb"))
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width">
<style>:root{{color-scheme:light dark}}</style><main><h1>{title}</h1>{pieces}</main></html>"""


def tool() -> ModuleType:
    """The tool that runs the notebooks, as a module."""
    path = ROOT / "tools" / "run_notebooks.py"
    spec = importlib.util.spec_from_file_location("run_notebooks", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shown(cell: Any) -> list[dict[str, Any]]:
    """What a cell shows; pictures look otherwise with other fonts, and are only there."""
    told = []
    for output in cell.get("outputs", []):
        one = {name: value for name, value in output.items() if name != "execution_count"}
        if "data" in one:
            one["data"] = {
                kind: "a picture" if kind == "image/png" else value
                for kind, value in one["data"].items()
            }
        told.append(one)
    return told


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_run_gives_what_the_notebook_shows(path: Path) -> None:
    """Each cell runs, and shows what the file shows; `tools/run_notebooks.py` renews it."""
    kept = nbformat.read(path, as_version=4)
    run = tool().executed(path)

    for before, after in zip(kept.cells, run.cells, strict=True):
        assert shown(before) == shown(after), before.source


@pytest.fixture(name="pieces", scope="module")
def _pieces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All HTML that the notebooks show, on one page."""
    pieces = [
        output["data"]["text/html"]
        for path in NOTEBOOKS
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", [])
        if "text/html" in output.get("data", {})
    ]
    assert len(pieces) > 8
    page = tmp_path_factory.mktemp("notebooks") / "pieces.html"
    page.write_text(PAGE.format(title="记录", pieces="\n".join(pieces)), encoding="utf-8")
    return page


@pytest.mark.parametrize(("size", "scheme"), [*itertools.product(SIZES, SCHEMES)])
def test_what_notebooks_show_can_be_read(
    chromium: Browser, pieces: Path, size: str, scheme: str
) -> None:
    """On a desk and on a phone, in light and dark: nothing too wide, illegible, complained of."""
    chromium.look(size, scheme)
    chromium.open(pieces)
    for one in chromium.driver.find_elements("css selector", "details"):
        chromium.run("arguments[0].open = true", one)

    assert chromium.overflow() <= 0
    assert chromium.barriers(*RULES) == []
    assert chromium.complaints() == []
