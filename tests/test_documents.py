"""What the documents show is what happens: each code block of each page is run."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RUNNER = Path(__file__).with_name("document_runner.py")
DOCUMENTS = [ROOT / "README.md", ROOT / "README.zh.md", *sorted(ROOT.glob("docs/**/*.md"))]
# The pages of the diagnostics hold drawings only, which `test_checker.py` holds against the code,
# those of the policies hold no code at all.
DRAWINGS = re.compile(r"^```(?!text$|$)", re.MULTILINE)
RUNNING = [
    page
    for page in DOCUMENTS
    if page.parent.name not in ("errors", "policies")
    or DRAWINGS.search(page.read_text(encoding="utf-8"))
]
PAGES = [ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *DOCUMENTS]

FENCED = re.compile(r"^ *(```+|~~~+).*?^ *\1 *$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\]\((?P<target>[^)\s#:]+)(?:#[^)\s]*)?\)")


class Runner:
    """The process that runs documents."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", str(RUNNER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def run(self, document: Path, directory: Path) -> str:
        """Run the blocks of one document in a directory; what is wrong with it, or nothing."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps([str(document), str(directory)]) + "\n")
        self.process.stdin.flush()
        told: str = json.loads(self.process.stdout.readline())
        return told

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


@pytest.fixture(scope="session")
def runner() -> Iterator[Runner]:
    """One process for all documents."""
    made = Runner()
    yield made
    made.close()


def name(page: Path) -> str:
    """A page's path in the repository."""
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", RUNNING, ids=name)
def test_blocks_do_what_the_document_says(document: Path, tmp_path: Path, runner: Runner) -> None:
    """Every block of the document, run beside a copy of the examples, does what the page shows."""
    if (ROOT / "examples").exists():
        shutil.copytree(ROOT / "examples", tmp_path / "examples")

    assert "" == runner.run(document, tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of the page leads to a file of the repository."""
    prose = CODE.sub("", FENCED.sub("", page.read_text(encoding="utf-8")))
    targets = [match["target"] for match in LINK.finditer(prose)]

    assert [] == [target for target in targets if not (page.parent / target).exists()]


POLICY = """\
policy "tidy" "Tidy chat"
  version "1"
  timezone "Asia/Shanghai"

lexicon insult = {"饭桶"}

clause no_insults
  forbid content when text contains insult
  severity minor

penalties
  minor: warning
"""

# What a page says, and the line and the words of the failure ("" if it is right).
CASES = {
    "python runs": ("```python\nx = 1\n```", ""),
    "names last over blocks": ("```python\nx = 1\n```\n\n```python\nassert x == 1\n```", ""),
    "python breaks": ("words\n\n```python\nx = 1\nassert x == 2\n```", "5: AssertionError()"),
    "python breaks in a function": (
        "```python\ndef f():\n    return 1 / 0\n```\n\n```python\nf()\n```",
        "3: ZeroDivisionError",
    ),
    "python is no python": ("```python\nx =\n```", "1: invalid syntax"),
    "python in a list": ("- so:\n\n  ```python\n  x = 1\n  ```\n", ""),
    "output is right": ("```python\nprint('ab')\n```\n\n```output\nab\n```", ""),
    "output is wrong": (
        "```python\nprint('ab')\n```\n\n```output\na\n```",
        "5: the output differs",
    ),
    "output is elided": (
        "```python\nfor i in range(9):\n    print(i)\n```\n\n```output\n0\n…\n8\n```",
        "",
    ),
    "elided output ends otherwise": (
        "```python\nfor i in range(9):\n    print(i)\n```\n\n```output\n0\n…\n7\n```",
        "6: the output differs",
    ),
    "output of nothing": ("```output\na\n```", "1: no Python block"),
    "console is right": ("```console\n$ echo a; echo b\na\nb\n$ echo c\nc\n```", ""),
    "console is wrong": ("```console\n$ echo a\na\n$ echo b\nc\n```", "4: the output differs"),
    "console is silent about output": ("```console\n$ echo a\n```", "2: the output differs"),
    "console over two lines": ("```console\n$ echo a \\\n    b\na b\n```", ""),
    "console keeps the exit code": ("```console\n$ exit 3\n$ echo $?\n3\n```", ""),
    "console without a command": ("```console\na\n```", "1: a console block begins"),
    "the command breaks": (
        "```console\n$ echo 'Traceback (most recent call last)'\n…\n```",
        "2: the command broke",
    ),
    "a block is a file": (
        "```text file=a/b.txt\nhi\n```\n\n```console\n$ cat a/b.txt\nhi\n```",
        "",
    ),
    "policy is right": (f"```policy\n{POLICY}```", ""),
    "policy has an error": ("a\n\n```policy\nclause 1\n```", "3: the policy has errors"),
    "faulty policy": ("```policy faulty\nclause 1\n```", ""),
    "faulty policy without an error": (f"```policy faulty\n{POLICY}```", "1: the policy is called"),
    "json is wrong": ("```json\n{\n```", "1: Expecting property name"),
    "a line of jsonl is wrong": ("```jsonl\n{}\n{\n```", "1: Expecting property name"),
    "toml is wrong": ("```toml\na =\n```", "1: Invalid value"),
    "unknown language": ("```cobol\n```", "1: `cobol` is none of"),
    "no language": ("a\n```\nb\n```", "2: `` is none of"),
    "never closed": ("a\n```text\nb\n", "2: this block is never closed"),
}


@pytest.mark.parametrize(("text", "wrong"), CASES.values(), ids=CASES)
def test_a_page_is_held_to_its_word(text: str, wrong: str, tmp_path: Path, runner: Runner) -> None:
    """A page is right, or fails with the document, the line and what is wrong."""
    document = tmp_path / "page.md"
    document.write_text(text, encoding="utf-8")
    (tmp_path / "work").mkdir()

    told = runner.run(document, tmp_path / "work")

    assert told.startswith(f"{document}:{wrong}") if wrong else told == ""
