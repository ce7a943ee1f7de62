"""Runs the code blocks of Markdown documents in order: `document_runner.py`.

Each line of its input is a JSON list, DOCUMENT and DIRECTORY; each line of its output is what is
wrong, as JSON, empty if nothing is. The blocks run in DIRECTORY; the first that does not do what
the document says ends the run. `CONTRIBUTING.md` tells what each kind of block means.

A document runs in a process of its own, and so does each command in it. They are forked from one
that has loaded the library: to load it for each of hundreds of commands took longer than all else.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import re
import shlex
import subprocess
import sys
import textwrap
import tomllib
import traceback
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs

ANYTHING = "…"
FENCE = re.compile(r"(?P<indent> *)(?P<fence>`{3,}|~{3,})(?P<info>.*)")
INTERPRETER = str(Path(sys.executable).parent)
START = """#!/usr/bin/env bash
exec {python} -c 'import sys
from wechat_policy.cli import main
sys.argv[0] = "wechat-policy"
sys.exit(main())' "$@"
"""


class Failure(Exception):
    """A block does not do what the document says."""


@attrs.frozen
class Block:
    """One code block: the line of its fence (from 1), the words behind the fence, the code."""

    line: int
    words: tuple[str, ...]
    code: str

    @property
    def language(self) -> str:
        """The first word behind the fence."""
        return self.words[0] if self.words else ""

    @property
    def file(self) -> str | None:
        """The file that the block stands for, if it says `file=NAME`."""
        names = [word.removeprefix("file=") for word in self.words if word.startswith("file=")]
        return names[0] if names else None


def blocks(text: str) -> Iterator[Block]:
    """The code blocks of a document; raises Failure at one that is not closed."""
    lines = iter(enumerate(text.splitlines(), 1))
    for number, line in lines:
        opening = FENCE.fullmatch(line)
        if opening is None:
            continue
        code: list[str] = []
        for _, inner in lines:
            if inner.strip() == opening["fence"]:
                break
            code.append(inner.removeprefix(opening["indent"]))
        else:
            raise Failure(f"{number}: this block is never closed")
        yield Block(number, tuple(opening["info"].split()), "".join(f"{row}\n" for row in code))


def agrees(expected: str, actual: str) -> bool:
    """Whether an output is as shown, where a line of nothing but `…` stands for any lines."""
    rows = [row.rstrip() for row in expected.strip("\n").splitlines()]
    pattern = "".join(
        r"(?:.*\n)*?" if row.strip() == ANYTHING else re.escape(row) + r"\n" for row in rows
    )
    shown = [row.rstrip() for row in actual.strip("\n").splitlines()]
    return re.fullmatch(pattern, "".join(f"{row}\n" for row in shown)) is not None


def compare(line: int, expected: str, actual: str) -> None:
    """Raise Failure, with both texts, unless the output is as shown."""
    if not agrees(expected, actual):
        shown = textwrap.indent(expected.strip("\n") or "(nothing)", "    ")
        came = textwrap.indent(actual.strip("\n") or "(nothing)", "    ")
        raise Failure(f"{line}: the output differs\n  shown:\n{shown}\n  printed:\n{came}")


@attrs.frozen
class Command:
    """One line behind a `$ ` and the output shown below it."""

    line: int
    words: str
    output: str


def commands(block: Block) -> Iterator[Command]:
    """The commands of a console block; raises Failure at output before the first of them."""
    rows = list(enumerate(block.code.splitlines(), block.line + 1))
    starts = [index for index, (_, row) in enumerate(rows) if row.startswith("$ ")]
    if not starts or starts[0] != 0:
        raise Failure(f"{block.line}: a console block begins with `$ ` and a command")
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        number, words = rows[start][0], rows[start][1].removeprefix("$ ")
        below = [row for _, row in rows[start + 1 : end]]
        while words.endswith("\\") and below:
            words = f"{words}\n{below.pop(0)}"
        yield Command(number, words, "".join(f"{row}\n" for row in below))


def plain(words: str) -> list[str] | None:
    """The arguments of a line that is one call of `wechat-policy`; None where a shell is needed."""
    if re.search(r"[$`*?~\\\n\[{!#=]", words):
        return None
    parts = list(shlex.shlex(words, posix=True, punctuation_chars=True))
    if any(set(part) <= set("();<>|&") for part in parts):
        return None
    program, *arguments = shlex.split(words)
    return arguments if program == "wechat-policy" else None


def forked(run: Callable[[], int]) -> tuple[int, str]:
    """How a function ends in a process of its own, and what it writes to both outputs."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", buffering=1, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", buffering=1, encoding="utf-8", closefd=False)  # noqa: SIM115
        status = 1
        try:
            status = run()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    os.close(writing)
    with open(reading, encoding="utf-8", errors="replace") as printed:
        told = printed.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), told


def called(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Call the command as its own process would."""
    from wechat_policy.cli import main

    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["wechat-policy", *arguments]
    main()
    return 0


class Page:
    """A document while its blocks run: its Python names, its last output, its last exit code."""

    def __init__(self, path: Path, directory: Path) -> None:
        self.path = path
        self.directory = directory
        self.printed: str | None = None
        self.status = 0
        self.module = types.ModuleType("document")
        # The policies of a page name functions of the page by module and name.
        sys.modules["document"] = self.module
        self.bin = directory / ".bin"
        self.bin.mkdir()
        start = self.bin / "wechat-policy"
        start.write_text(START.format(python=sys.executable), encoding="utf-8")
        start.chmod(0o755)

    def run(self) -> None:
        """Run every block."""
        for block in blocks(self.path.read_text(encoding="utf-8")):
            if block.file is not None:
                target = self.directory / block.file
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(block.code, encoding="utf-8")
            kind = RUNNERS.get(block.language)
            if kind is None:
                known = ", ".join(sorted(RUNNERS))
                raise Failure(f"{block.line}: `{block.language}` is none of {known}")
            try:
                kind(self, block)
            except (ValueError, SyntaxError) as error:
                raise Failure(f"{block.line}: {error}") from error

    def python(self, block: Block) -> None:
        """Run Python in the page's one namespace, with the page's own line numbers."""
        printed = io.StringIO()
        code = compile("\n" * block.line + block.code, str(self.path), "exec")
        try:
            with contextlib.redirect_stdout(printed):
                exec(code, self.module.__dict__)
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            own = [frame.lineno for frame in frames if frame.filename == str(self.path)]
            told = textwrap.indent("".join(traceback.format_exception(error)), "    ")
            raise Failure(f"{own[-1] if own else block.line}: {error!r}\n{told}") from error
        self.printed = printed.getvalue()

    def output(self, block: Block) -> None:
        """Compare with what the Python block before printed."""
        if self.printed is None:
            raise Failure(f"{block.line}: no Python block stands before this output")
        compare(block.line, block.code, self.printed)

    def policy(self, block: Block) -> None:
        """Parse and check a policy; one marked `faulty` must have an error, any other none."""
        import wechat_policy

        found = wechat_policy.check_text(block.code, f"{self.path.name}:{block.line}")
        errors = [diagnostic for diagnostic in found if diagnostic.level == "error"]
        if "faulty" in block.words and not errors:
            raise Failure(f"{block.line}: the policy is called faulty and has no error")
        if errors and "faulty" not in block.words:
            drawn = "\n".join(error.render("en") for error in errors)
            raise Failure(f"{block.line}: the policy has errors\n{textwrap.indent(drawn, '    ')}")

    def cases(self, block: Block) -> None:
        """Read a file of cases and check it against its policy."""
        from wechat_policy.cases import check_cases
        from wechat_policy.source import Source

        found = check_cases(Source(block.file or "page.cases", block.code))
        if found:
            drawn = "\n".join(one.render("en") for one in found)
            raise Failure(f"{block.line}: the cases have faults\n{textwrap.indent(drawn, '    ')}")

    def console(self, block: Block) -> None:
        """Run each command and compare what a reader would see."""
        environment = {
            **os.environ,
            # The command speaks the language of its surroundings; the pages are written for one.
            "LC_ALL": "C.UTF-8",
            "PATH": os.pathsep.join([str(self.bin), INTERPRETER, os.environ["PATH"]]),
            "COLUMNS": "100",
            "NO_COLOR": "1",
            "PYTHONUTF8": "1",
            # Both outputs come in the order in which a terminal shows them.
            "PYTHONUNBUFFERED": "1",
            "TERM": "dumb",
        }
        for command in commands(block):
            arguments = plain(command.words)
            if arguments is None:
                printed = self.shell(command.words, environment)
            else:
                self.status, printed = forked(functools.partial(called, arguments, environment))
            compare(command.line, command.output, printed)
            if "Traceback (most recent call last)" in printed:
                raise Failure(f"{command.line}: the command broke\n{printed}")

    def shell(self, words: str, environment: Mapping[str, str]) -> str:
        """Run a line in a shell; what it prints."""
        done = subprocess.run(
            ["bash", "-c", f"(exit {self.status})\n{words}"],
            cwd=self.directory,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.status = done.returncode
        return done.stdout

    def json(self, block: Block) -> None:
        """Read JSON."""
        json.loads(block.code)

    def jsonl(self, block: Block) -> None:
        """Read each line as JSON."""
        for line in block.code.splitlines():
            json.loads(line)

    def toml(self, block: Block) -> None:
        """Read TOML."""
        tomllib.loads(block.code)

    def shown(self, block: Block) -> None:
        """Leave a block that is only to be read."""


RUNNERS = {
    "cases": Page.cases,
    "console": Page.console,
    "csv": Page.shown,
    "json": Page.json,
    "jsonl": Page.jsonl,
    "output": Page.output,
    "policy": Page.policy,
    "python": Page.python,
    "sh": Page.shown,
    "text": Page.shown,
    "toml": Page.toml,
}


def run(document: str, directory: str) -> int:
    """Run one document; print where it fails as `DOCUMENT:LINE: what is wrong`."""
    os.chdir(directory)
    sys.path.insert(0, directory)
    try:
        Page(Path(document), Path(directory)).run()
    except Failure as failure:
        print(f"{document}:{failure}")
        return 1
    return 0


def warm() -> None:
    """Load what nearly every page needs: the command, the shipped words, the dictionary."""
    from wechat_policy import Engine, load
    from wechat_policy.cli import COMMANDS, main
    from wechat_policy.segmenter import tokens

    assert main and COMMANDS
    Engine(load("P06"))
    list(tokens("预先装入词典"))


def serve() -> None:
    """Run the documents asked for until there are no more."""
    warm()
    for line in sys.stdin:
        document, directory = json.loads(line)
        status, told = forked(functools.partial(run, document, directory))
        print(json.dumps(told if status else ""), flush=True)


if __name__ == "__main__":
    serve()
