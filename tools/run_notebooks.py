"""Runs the notebooks of examples/notebooks and writes their outputs into them.

    python tools/run_notebooks.py [NAME ...]

What a reader sees on a page without running anything is what a run gives: tests compare them.
Numbers of executions and the like are left out, so that a file changes only where its outputs do.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "examples" / "notebooks"


def executed(path: Path) -> Any:
    """A notebook as it looks after a run in its folder; raises where a cell fails unasked."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(FOLDER)}})
    client.execute(env={**os.environ, "LC_ALL": "zh_CN.UTF-8"})
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.execution_count = None
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = None
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return notebook


def main() -> None:
    """Runs the notebooks named, or all."""
    names = sys.argv[1:] or sorted(path.name for path in FOLDER.glob("*.ipynb"))
    for name in names:
        nbformat.write(executed(FOLDER / name), FOLDER / name)
        print(name)


if __name__ == "__main__":
    main()
