"""Writes `docs/reference/errors/`: a page for each kind of fault, and a list of them.

Run it after changing the catalogue or a drawing:

    python tools/error_reference.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wechat_policy.errors import Fault, catalogue

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "reference" / "errors"
DRAWINGS = ROOT / "tests" / "golden" / "diagnostics"

FAMILIES = {
    "E0": ("Syntax", "语法"),
    "E1": ("Names", "名称"),
    "E2": ("Kinds and arguments", "类型与参数"),
    "E3": ("Sense", "语义"),
    "E4": ("Tests", "检验"),
    "W1": ("Warnings on names", "名称方面的警告"),
    "W3": ("Warnings on sense", "语义方面的警告"),
    "L4": ("Findings of `lint`", "`lint` 的提示"),
    "W4": ("Warnings on tests", "检验方面的警告"),
}

INTRODUCTION = """\
<!-- Written by tools/error_reference.py; the words stand in src/wechat_policy/diagnostics.toml. -->

# Faults of a policy · 制度的错误

`wechat-policy check` tells all faults of a policy at once. A policy with an error (E) cannot be
loaded; a warning (W) says what is doubtful. A code is never given to another fault. What is legal
and yet poor (L) is told by `wechat-policy lint`: [Lint a policy](../../how-to/lint-a-policy.md).

`wechat-policy check` 一次列出制度里的全部错误。有错误（E）的制度不能载入，警告（W）只提示可疑之处。
合法但欠妥的写法（L）由 `wechat-policy lint` 指出。
"""


def block(text: str) -> Iterator[str]:
    """A text that is only shown."""
    yield "```text"
    yield text.strip("\n")
    yield "```"
    yield ""


def drawing(code: str, language: str) -> str:
    """How a fault of a kind is told."""
    (path,) = DRAWINGS.glob(f"{code}-*.{language}.txt")
    return path.read_text(encoding="utf-8")


def page(fault: Fault) -> str:
    """The page of one kind of fault."""
    lines = [
        "<!-- Written by tools/error_reference.py from src/wechat_policy/diagnostics.toml. -->",
        "",
        f"# {fault.code} · {fault.title['en']} · {fault.title['zh']}",
        "",
        fault.why["en"],
        "",
        fault.why["zh"],
        "",
        "## Avoid · 避免",
        "",
        *block(fault.avoid),
        "## Prefer · 宜写",
        "",
        *block(fault.prefer),
        "## As it is told · 提示样例",
        "",
        *block(drawing(fault.code, "en")),
        *block(drawing(fault.code, "zh")),
        "[All faults · 全部错误](index.md)",
    ]
    return "\n".join(lines) + "\n"


def index() -> str:
    """The list of all kinds."""
    lines = [INTRODUCTION]
    for family, (english, chinese) in FAMILIES.items():
        lines += [
            f"## {english} · {chinese}",
            "",
            "| code | English | 中文 |",
            "| --- | --- | --- |",
        ]
        lines += [
            f"| [{code}]({code}.md) | {fault.title['en']} | {fault.title['zh']} |"
            for code, fault in catalogue().items()
            if code.startswith(family)
        ]
        lines.append("")
    return "\n".join(lines)


def pages() -> dict[str, str]:
    """Every page by the name of its file."""
    return {"index.md": index(), **{f"{code}.md": page(one) for code, one in catalogue().items()}}


def main() -> None:
    """Writes the pages, and takes away those of codes that are gone."""
    PAGES.mkdir(parents=True, exist_ok=True)
    written = pages()
    for path in PAGES.glob("*.md"):
        if path.name not in written:
            path.unlink()
    for name, text in written.items():
        (PAGES / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
