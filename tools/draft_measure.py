"""Measures what `draft` makes of written policies whose statements are known.

    WECHAT_POLICY_SHARED=FOLDER python tools/draft_measure.py [--misses] [NAME ...]

The folder holds the written policies, `sources/*.txt`, and `clauses/*.jsonl` of the same names:
their statements, one a line, with `text` (the words of the source), `article` and `checkable`. NAME
picks some of them by the beginning of their names.

**Served.** The words of all drafted statements, letters and figures only, are laid end to end, and
the words of each inventory statement are looked for in them, in the order of the text. A drafted
statement may serve the inventory statement of whose words it holds at least half. It serves one
only, the one of which it holds most: two duties drafted as one leave one of the two unserved. The
columns `held`, and the kind beside it, leave that last rule out.

**Kind.** What an inventory statement is: `penalty` and `none` (a note) of `checkable` are taken as
they are; else its words decide: words of number or measure make a limit, words of prohibition a ban
(such as 避免 only where nothing is demanded), and all others a requirement. Where it has no such
words those of its sentence before it count, then those of the line with a colon that opens its
list; what it only allows is a note. Without any, an offence with a `penalty` of its own is a ban.
An unserved statement counts as wrong.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import attrs

from wechat_policy.drafting import draft, read_document
from wechat_policy.text import fold

UNSEEN = ("P03", "P07", "P11", "P15", "P19", "P22", "P26")
"""Policies that were only measured while the tables were written, and never read."""

LIMIT = re.compile(r"超过|至多|最多|频繁|长时间|过度|过多|\d+[次条字]以内")
FORBID = re.compile(
    r"不得|禁止|严禁|不准|不许|不允许|不可|切勿|勿|不应|不要|不能|不发|不传|不泄|[应须需要]避免"
)
AVOID = re.compile(r"避免|杜绝|防止|严防")
ONLY = re.compile(r"只有|仅有")
MAY = re.compile(r"可以|有权|拥有[^,;。]*权限")
REQUIRE = re.compile(r"应|必须|须|需|要|确保|负责|只能|仅限")


def bare(text: str) -> str:
    """Letters and figures only."""
    return "".join(one for one in fold(text) if one.isalnum())


def wanted(row: dict[str, Any], before: str, head: str) -> str:
    """The kind of an inventory statement; `before` is its sentence up to it, `head` its list's."""
    checkable = row["checkable"]
    if checkable in ("penalty", "none"):
        return {"penalty": "penalty", "none": "note"}[checkable]
    text = fold(row["text"])
    if LIMIT.search(text):
        return "limit"
    if FORBID.search(text):
        return "forbid"
    if REQUIRE.search(text):
        return "require"
    if AVOID.search(text):
        return "forbid"
    if MAY.search(text) and not ONLY.search(text):
        return "note"
    for words in (before, head):
        forbids = [found.start() for found in FORBID.finditer(fold(words))]
        requires = [found.start() for found in REQUIRE.finditer(fold(words))]
        if forbids or requires:
            return "forbid" if max(forbids, default=-1) > max(requires, default=-1) else "require"
    return "forbid" if row.get("penalty") else "require"


def heads(source: str) -> list[tuple[int, str]]:
    """Where each list begins and ends, in letters and figures, with the line that opens it.

    A list goes on as long as its lines begin with the same kind of number or bullet.
    """
    found: list[tuple[int, str]] = []
    at, opening, bullet = 0, "", None
    for line in source.split("\n"):
        told = line.strip()
        kind = re.sub(r"\d+|[一二三四五六七八九十]+", "0", told[:3])[:2] if told else ""
        if opening and bullet is None:
            bullet = kind
        elif opening and kind != bullet:
            opening = ""
        if told.endswith((":", "：")):
            opening, bullet = told, None
            found.append((at, ""))
        else:
            found.append((at, opening))
        at += len(bare(line))
    return found


@attrs.frozen
class Served:
    """An inventory statement with the drafted one that serves it."""

    row: dict[str, Any]
    wanted: str
    holder: Any
    got: Any


def align(statements: list[Any], rows: list[dict[str, Any]], source: str) -> list[Served]:
    """Each inventory statement with what serves it."""
    words, owner = "", []
    for number, one in enumerate(statements):
        told = bare(one.text)
        words += told
        owner += [number] * len(told)
    whole = bare(source)
    ends = [0]
    for piece in re.split(r"[。\n]", source):
        ends.append(ends[-1] + len(bare(piece)))
    openings = heads(source)
    cursor = reach = 0
    shares: list[tuple[int, int, int]] = []
    befores, lists = [], []
    for index, row in enumerate(rows):
        text = bare(row["text"])
        at = whole.find(text, reach)
        at = at if at >= 0 else whole.find(text)
        begin = max((one for one in ends if one <= at), default=0)
        befores.append(whole[begin:at] if at >= 0 else "")
        lists.append(next((head for start, head in reversed(openings) if start <= at), ""))
        reach = at + len(text) if at >= 0 else reach
        start = words.find(text, cursor)
        start = start if start >= 0 else words.find(text)
        counted: Counter[int] = Counter()
        if start >= 0:
            counted.update(owner[start : start + len(text)])
            cursor = start + len(text)
        else:
            for block in SequenceMatcher(None, text, words, autojunk=False).get_matching_blocks():
                if block.size >= min(4, len(text)):
                    counted.update(owner[block.b : block.b + block.size])
        shares += [
            (count, index, number) for number, count in counted.items() if count * 2 >= len(text)
        ]
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, index, number in sorted(shares, key=lambda one: (-one[0], one[1], one[2])):
        if index not in taken and number not in used:
            taken[index] = number
            used.add(number)
    holders: dict[int, int] = {}
    for _, index, number in sorted(shares):
        holders[index] = number
    return [
        Served(
            row, wanted(row, befores[index], lists[index]),
            statements[holders[index]] if index in holders else None,
            statements[taken[index]] if index in taken else None,
        )
        for index, row in enumerate(rows)
    ]  # fmt: skip


def main() -> None:
    """Prints a line for each policy, and the totals of those that were read and of the others."""
    folder = os.environ.get("WECHAT_POLICY_SHARED")
    if not folder:
        sys.exit("WECHAT_POLICY_SHARED has to name the folder of sources and clauses")
    names = [one for one in sys.argv[1:] if not one.startswith("--")]
    totals: dict[str, Counter[str]] = {"read": Counter(), "unseen": Counter()}
    confusion: dict[str, Counter[tuple[str, str]]] = {"read": Counter(), "unseen": Counter()}
    heads = ("policy", "statements", "drafted", "held", "right kind", "served", "right kind")
    print("| " + " | ".join([*heads, "of those served"]) + " |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for path in sorted((Path(folder) / "sources").glob("*.txt")):
        if names and not path.name.startswith(tuple(names)):
            continue
        inventory = Path(folder) / "clauses" / f"{path.stem}.jsonl"
        rows = [json.loads(line) for line in inventory.read_text("utf-8").splitlines()]
        drafted = draft(read_document(path))
        statements = list(drafted.statements)
        result = align(statements, rows, path.read_text("utf-8"))
        served = sum(one.got is not None for one in result)
        right = sum(one.got is not None and one.got.kind == one.wanted for one in result)
        group = "unseen" if path.name.startswith(UNSEEN) else "read"
        counts = Counter(
            rows=len(rows), drafted=len(statements), served=served, right=right,
            held=sum(one.holder is not None for one in result),
            right_held=sum(
                one.holder is not None and one.holder.kind == one.wanted for one in result
            ),
        )  # fmt: skip
        totals[group] += counts
        confusion[group].update(
            (one.wanted, "-" if one.got is None else one.got.kind) for one in result
        )
        print(line(path.stem[:3], counts))
        if "--misses" in sys.argv and group == "read":
            for one in result:
                if one.got is None or one.got.kind != one.wanted:
                    got = "-" if one.got is None else f"{one.got.kind} {one.got.text[:40]!r}"
                    print(f"    {one.row['id']} {one.wanted}: {one.row['text'][:60]} -> {got}")
    for group, counts in totals.items():
        if counts:
            print(line(group, counts))
    if "--confusion" in sys.argv:
        for group, told in confusion.items():
            for (want, got), count in sorted(told.items()):
                print(f"{group}: {want} -> {got}: {count}")


def line(name: str, counts: Counter[str]) -> str:
    """A row of the table."""
    shares = [counts[one] / counts["rows"] for one in ("held", "right_held", "served", "right")]
    shares.append(counts["right"] / max(1, counts["served"]))
    told = " | ".join(f"{share:.1%}" for share in shares)
    return f"| {name} | {counts['rows']} | {counts['drafted']} | {told} |"


if __name__ == "__main__":
    main()
