"""A made-up company as files: its records, its directory and its labels."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Literal, TypeAlias

from wechat_policy.synthetic.archive import archived
from wechat_policy.synthetic.company import Company
from wechat_policy.synthetic.journal import Record
from wechat_policy.synthetic.rates import Label

Form: TypeAlias = Literal["events", "archive"]


def files_of(form: Form) -> tuple[str, ...]:
    """The files that a form has."""
    records = ("events.jsonl",) if form == "events" else ("archive.jsonl", "actions.jsonl")
    return (*records, "directory.json", "labels.csv")


def write(company: Company, folder: Path, form: Form = "events") -> Counter[str]:
    """Writes the files of a company into a folder; how many records each has.

    In the form `events` all events are native records of one file; in the form `archive` messages
    and recalls are records of WeCom's chat archive, and all else is beside them. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: Counter[str] = Counter()
    with ExitStack() as opened:
        files = {
            name: opened.enter_context(open(folder / name, "w", encoding="utf-8", newline="\n"))
            for name in files_of(form)
        }
        labels = csv.writer(files["labels.csv"], lineterminator="\n")
        labels.writerow(("id", "label", "looks_like", "cloaking", "who"))

        def put(name: str, record: Record) -> None:
            files[name].write(json.dumps(record, ensure_ascii=False) + "\n")
            written[name] += 1

        for record, told in company.labelled():
            if form == "events":
                put("events.jsonl", record)
            elif (kept := archived(record)) is not None:
                put("archive.jsonl", kept)
            else:
                put("actions.jsonl", record)
            labels.writerow(_row(record, told))
            written["labels.csv"] += 1
        json.dump(company.directory, files["directory.json"], ensure_ascii=False, indent=1)
        files["directory.json"].write("\n")
        written["directory.json"] = len(company.directory["people"])
    return written


def _row(record: Record, told: Iterable[Label]) -> tuple[str, str, str, str, str]:
    """A row of labels as `backtest` reads them: the harmless has one too, it may be flagged."""
    breaches = [one for one in told if not one.near_miss]
    return (
        record["id"],
        _joined(one.kind for one in breaches) or "no",
        _joined(one.kind for one in told if one.near_miss),
        _joined(one.cloaking for one in breaches),
        _joined(one.who for one in breaches),
    )


def _joined(words: Iterable[str]) -> str:
    return ";".join(dict.fromkeys(filter(None, words)))
