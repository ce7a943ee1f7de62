"""Writes `docs/policies/`: a page for each shipped policy, their index and their open terms.

Run it after changing a pack, or the way in which policies are told:

    python tools/policy_pages.py
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from wechat_policy import nodes
from wechat_policy.gallery import counts_of, page, sheet_of, terms_of
from wechat_policy.loading import find_library, open_source
from wechat_policy.packs import pack_names
from wechat_policy.parser import parse

FOLDER = Path(__file__).parents[1] / "docs" / "policies"
BEGIN, END = "<!-- table -->", "<!-- /table -->"

Read = Callable[[str], nodes.Document]


def read(name: str) -> nodes.Document:
    """The tree of a shipped policy."""
    return parse(open_source(name))[0]


def pages(read: Read) -> dict[str, str]:
    """The pages by their names."""
    names = [name for name in pack_names() if name[:1] == "P" and "." not in name]
    sheets = [sheet_of(read(name), find_library, name) for name in names]
    return {
        **{f"{sheet.name}.md": page(sheet, "both") for sheet in sheets},
        "index.md": _filled("index.md", counts_of(sheets, "both")),
        "open-terms.md": _filled("open-terms.md", terms_of(sheets, "both")),
    }


def _filled(name: str, table: Iterable[str]) -> str:
    """A page with its table between the marks, and what people wrote around it."""
    text = (FOLDER / name).read_text("utf-8")
    before, rest = text.split(BEGIN)
    return "\n".join([before + BEGIN, "", *table, "", END + rest.split(END)[1]])


def main() -> None:
    """Writes every page, and removes those of policies that are gone."""
    found = pages(read)
    for old in FOLDER.glob("*.md"):
        if old.name not in found:
            old.unlink()
    for name, text in found.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
