"""Findings as SARIF 2.1.0, which code hosts and editors show at the line."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from wechat_policy.errors import Diagnostic, Fault, Language, Level, catalogue
from wechat_policy.linting.running import Report
from wechat_policy.source import Source, Span

_LEVELS: Mapping[Level, str] = {"error": "error", "warning": "warning", "hint": "note"}
_ROOT = "%SRCROOT%"


def to_sarif(report: Report, root: Path, version: str, language: Language = "en") -> dict[str, Any]:
    """One run of SARIF with all findings, those that a comment lets pass among them.

    Files below `root` are named from there, so that a code host finds them in its copy.
    """
    passed = {id(one.finding): one.reason for one in report.suppressed}
    every = (*report.findings, *(one.finding for one in report.suppressed))
    codes = sorted({one.code for one in every})
    seen: Counter[str] = Counter()
    results = []
    for finding in every:
        result = _result(finding, codes, root, language, seen)
        if id(finding) in passed:
            suppression = {"kind": "inSource"}
            if passed[id(finding)]:
                suppression["justification"] = passed[id(finding)]
            result["suppressions"] = [suppression]
        results.append(result)
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "wechat-policy",
                        "semanticVersion": version,
                        "rules": [_rule(catalogue()[code], language) for code in codes],
                    }
                },
                "columnKind": "utf16CodeUnits",
                "originalUriBaseIds": {_ROOT: {"uri": f"{root.absolute().as_uri()}/"}},
                "results": results,
            }
        ],
    }


def _rule(fault: Fault, language: Language) -> dict[str, Any]:
    prefer = f"```text\n{fault.prefer.strip()}\n```"
    avoid = f"```text\n{fault.avoid.strip()}\n```"
    words = ("Avoid", "Prefer") if language == "en" else ("避免", "宜写")
    return {
        "id": fault.code,
        "shortDescription": {"text": fault.title[language]},
        "fullDescription": {"text": fault.why[language]},
        "help": {
            "text": fault.why[language],
            "markdown": f"{fault.why[language]}\n\n{words[0]}:\n\n{avoid}\n\n"
            f"{words[1]}:\n\n{prefer}",
        },
        "defaultConfiguration": {"level": _LEVELS[fault.level]},
        "properties": {"tags": ["policy"]},
    }


def _result(
    finding: Diagnostic, codes: list[str], root: Path, language: Language, seen: Counter[str]
) -> dict[str, Any]:
    told = finding.message(language)
    if help_text := finding.help(language):
        told += f"\n{help_text}"
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.level],
        "message": {"text": told},
        "locations": [_location(finding.source, finding.span, root)],
        "partialFingerprints": {"primaryLocationLineHash": _fingerprint(finding, seen)},
    }
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": number,
                **_location(one.source or finding.source, one.span, root),
                "message": {"text": finding.related_label(one, language)},
            }
            for number, one in enumerate(finding.related, 1)
        ]
    if finding.edits:
        replacements = [
            {
                "deletedRegion": _region(finding.source, one.span),
                "insertedContent": {"text": one.text},
            }
            for one in finding.edits
        ]
        changes = [{"artifactLocation": _artifact(finding.source, root),
                    "replacements": replacements}]  # fmt: skip
        result["fixes"] = [{"description": {"text": help_text or told}, "artifactChanges": changes}]
    return result


def _fingerprint(finding: Diagnostic, seen: Counter[str]) -> str:
    """What stays the same when lines are put in above: code, words of the line, and which one."""
    line, _ = finding.source.position(finding.span.start)
    words = " ".join(finding.source.line(line).split())
    told = "\n".join((finding.code, finding.message("en"), words))
    key = hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()[:16]
    place = f"{finding.source.name}\n{key}"
    seen[place] += 1
    return f"{key}:{seen[place]}"


def _location(source: Source, span: Span, root: Path) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(source, root),
            "region": _region(source, span),
        }
    }


def _artifact(source: Source, root: Path) -> dict[str, Any]:
    path = Path(source.name)
    try:
        inner = path.absolute().relative_to(root.absolute())
    except ValueError:
        return {"uri": "file://" + _quoted(path.absolute().as_posix())}
    return {"uri": _quoted(inner.as_posix()), "uriBaseId": _ROOT}


def _quoted(path: str) -> str:
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")


def _region(source: Source, span: Span) -> dict[str, int]:
    """Lines and columns from 1, the columns in code units of UTF-16."""
    line, column = source.position(span.start)
    end_line, end_column = source.position(span.end)
    return {
        "startLine": line,
        "startColumn": _units(source.text[span.start - column + 1 : span.start]) + 1,
        "endLine": end_line,
        "endColumn": _units(source.text[span.end - end_column + 1 : span.end]) + 1,
    }


def _units(text: Iterable[str]) -> int:
    return sum(2 if character > "\uffff" else 1 for character in text)
