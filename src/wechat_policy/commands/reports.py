"""How the results of tests are written: as text for people, as JUnit XML, or as JSON."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol
from xml.etree import ElementTree

import attrs
import click

from wechat_policy.cases import CaseResult, Item, Result, Suite
from wechat_policy.commands.failures import expected_words, failure_lines, headline, outcome_words
from wechat_policy.commands.output import write_json
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.streams import in_colour
from wechat_policy.errors import Language, tally
from wechat_policy.penalties import Penalty
from wechat_policy.source import visible
from wechat_policy.wording import Wording

Status = Literal["passed", "failed", "error"]
Played = Sequence[tuple[Item, Result]]

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Report(Protocol):
    """Takes what came of each file, and tells it."""

    def suite(self, suite: Suite, played: Played) -> None:
        """The tests of a file that were played, and what is wrong with the file."""

    def problem(self, name: str, words: str) -> None:
        """A file that could not be opened, and why."""

    def close(self) -> None:
        """What is told when everything is over."""


def status_of(result: Result) -> Status:
    """Whether a test came out as it should, did not, or could not be played."""
    if result.fault is not None:
        return "error"
    return "passed" if result.passed else "failed"


@attrs.define
class Text:
    """Failures as they are found, and a line for each file."""

    language: Language
    counts: list[Status] = attrs.field(factory=list)
    files: int = 0

    def suite(self, suite: Suite, played: Played) -> None:
        """The failures of a file, and its tally."""
        for fault in suite.faults:
            click.echo(f"{fault.render(self.language)}\n", err=True)
        if suite.errors:
            told = tally(suite.faults, self.language)
            said = phrase("tally", self.language, name=visible(suite.file), tally=told)
            click.echo(said, err=True)
        statuses = [status_of(result) for _, result in played]
        colour = in_colour(sys.stdout)
        for item, result in played:
            if status_of(result) != "passed":
                for line in failure_lines(result, item.tested, self.language, colour):
                    sys.stdout.write(f"{line}\n")
                sys.stdout.write("\n")
        if played or not suite.errors:
            kind = "cases" if suite.file.endswith(".cases") else "examples"
            passed = statuses.count("passed")
            said = phrase(
                kind, self.language, name=visible(suite.file), count=len(played), passed=passed,
                failed=len(played) - passed,
            )  # fmt: skip
            sys.stdout.write(f"{said}\n")
        self.counts += statuses
        self.files += 1

    def problem(self, name: str, words: str) -> None:
        """Why a file could not be opened."""
        click.echo(words, err=True)
        self.files += 1

    def close(self) -> None:
        """The sum, where there is more than one file."""
        if self.files > 1:
            sys.stdout.write(
                phrase(
                    "tests_total", self.language, count=len(self.counts),
                    passed=self.counts.count("passed"), failed=self.counts.count("failed"),
                    errors=self.counts.count("error"),
                ) + "\n"
            )  # fmt: skip


@attrs.define
class JUnit:
    """JUnit XML: a test suite for each file, a fault of a file as a test case with an error."""

    language: Language
    root: ElementTree.Element = attrs.field(
        factory=lambda: ElementTree.Element("testsuites", name="wechat-policy")
    )

    def suite(self, suite: Suite, played: Played) -> None:
        """A test suite."""
        element = self._suite(suite.file)
        for item, result in played:
            case = self._case(element, suite.file, item.name, item.line)
            status = status_of(result)
            if status != "passed":
                lines = failure_lines(result, item.tested, self.language)
                _add(
                    case, "failure" if status == "failed" else "error",
                    headline(result, self.language), "\n".join(lines),
                )  # fmt: skip
        for fault in suite.errors:
            place = f"{fault.code}"
            line = fault.source.position(fault.span.start)[0]
            case = self._case(element, suite.file, place, line)
            _add(case, "error", fault.message(self.language), fault.render(self.language))

    def problem(self, name: str, words: str) -> None:
        """A suite whose only test case is an error."""
        case = self._case(self._suite(name), name, name, 1)
        _add(case, "error", words.split("\n")[0], words)

    def close(self) -> None:
        """Writes all of it, with the counts."""
        for element in (*self.root, self.root):
            for count, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
                element.set(count, str(len(list(element.iter(tag)))))
        ElementTree.indent(self.root)
        text = ElementTree.tostring(self.root, encoding="unicode")
        encoding = (sys.stdout.encoding or "").lower().replace("-", "")
        if encoding != "utf8":  # what another encoding may lack is spelt out
            text = text.encode("ascii", "xmlcharrefreplace").decode("ascii")
        sys.stdout.write(f"<?xml version='1.0' encoding='UTF-8'?>\n{text}\n")

    def _suite(self, file: str) -> ElementTree.Element:
        return ElementTree.SubElement(self.root, "testsuite", name=_plain(file))

    def _case(
        self, suite: ElementTree.Element, file: str, name: str, line: int
    ) -> ElementTree.Element:
        told = {"classname": file, "name": name, "file": file, "line": str(line)}
        plain = {key: _plain(value) for key, value in told.items()}
        return ElementTree.SubElement(suite, "testcase", plain)


def _add(case: ElementTree.Element, tag: str, message: str, text: str) -> None:
    element = ElementTree.SubElement(case, tag, message=_plain(message), type=tag)
    element.text = _plain(text)


def _plain(text: str) -> str:
    """A text with what XML cannot hold replaced."""
    return _NOT_IN_XML.sub("\ufffd", text)


@attrs.define
class Json:
    """One JSON document; `docs/reference/test-report.schema.json` is its schema."""

    language: Language
    files: list[Mapping[str, Any]] = attrs.field(factory=list)

    def suite(self, suite: Suite, played: Played) -> None:
        """A file with its tests and faults."""
        self.files.append(
            {
                "file": visible(suite.file),
                "problem": None,
                "faults": [one.to_dict(self.language) for one in suite.faults],
                "tests": [self._test(item, result) for item, result in played],
            }
        )

    def problem(self, name: str, words: str) -> None:
        """A file without tests, and why."""
        self.files.append({"file": visible(name), "problem": words, "faults": [], "tests": []})

    def close(self) -> None:
        """Writes all of it."""
        told = [test["status"] for file in self.files for test in file["tests"]]
        summary = {
            "tests": len(told),
            "passed": told.count("passed"),
            "failed": told.count("failed"),
            "errors": told.count("error"),
            "faults": sum(
                fault["level"] == "error" for file in self.files for fault in file["faults"]
            ),
            "problems": sum(file["problem"] is not None for file in self.files),
        }
        write_json(sys.stdout, {"summary": summary, "files": self.files}, indent=2)

    def _test(self, item: Item, result: Result) -> dict[str, Any]:
        status = status_of(result)
        lines = failure_lines(result, item.tested, self.language) if status != "passed" else ()
        told: dict[str, Any] = {
            "name": visible(item.name),
            "line": item.line,
            "kind": "case" if isinstance(result, CaseResult) else "example",
            "status": status,
            "message": None if status == "passed" else headline(result, self.language),
            "details": [visible(line) for line in lines],
        }
        if isinstance(result, CaseResult):
            wording = Wording(self.language)
            told["expectations"] = result.expectations
            told["shortfalls"] = [
                {
                    "line": one.line,
                    "expectation": visible(one.expected),
                    "expected": expected_words(one.expectation, wording),
                    "found": [outcome_words(found, wording) for found in one.found],
                    "violations": [
                        found.id for found in one.found if not isinstance(found, Penalty)
                    ],
                }
                for one in result.shortfalls
            ]
        else:
            told["clause"] = result.clause
            told["expected"] = result.expected
            told["found"] = result.got
        return told
