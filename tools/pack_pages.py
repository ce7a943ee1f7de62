"""Fills in the figures of the pages in `docs/reference/packs/`, and their index.

Sizes come from the tables of words, the rest from `figures.json` beside the pages. After a change
of a pack, where the labelled texts of `bench/packs.py` are at hand, measure anew and fill in:

    python tools/pack_pages.py --measure

Without the option it fills in what `figures.json` says.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "reference" / "packs"
FIGURES = PAGES / "figures.json"
WORDS = ROOT / "src" / "wechat_policy" / "packs" / "words"
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"

CLASSES = {
    "insult": ("insult",),
    "vulgarity": ("vulgarity_porn",),
    "pornography": ("vulgarity_porn",),
    "violence": ("violence_threat",),
    "harassment": ("harassment_defamation",),
    "defamation": ("harassment_defamation",),
    "gambling": ("gambling",),
    "fraud": ("fraud",),
    "advertising": ("advertising_private_sales",),
    "private_sales": ("advertising_private_sales",),
    "diversion": ("diversion",),
    "overpromising": ("overpromising",),
    "secrets": ("secrets_credentials",),
    "credentials": ("secrets_credentials",),
    "contraband": ("contraband",),
    "rumour": ("rumour",),
}
"""The classes of the workplace messages that a pack is for; some share one."""

SETS = {
    "chitchat": "everyday talk, harmless",
    "meetings": "meetings, harmless",
    "insult safe": "forum posts without insult",
    "chat_spam safe": "live chat without spam",
    "insult insult": "forum posts with insult",
    "chat_spam spam": "spam in live chat",
}


def measured() -> dict[str, Any]:
    """What each clause of the policy `content` flags."""
    sys.path.insert(0, str(ROOT / "bench"))
    import packs

    from wechat_policy import Engine, load

    engine = Engine(load("content"))
    sizes: dict[str, int] = {}
    flagged: dict[str, dict[str, int]] = {}
    for name, texts in packs.sets().items():
        sizes[name] = len(texts)
        for text in texts:
            for clause in {one.clause for one in packs.judge(engine, text).violations}:
                told = flagged.setdefault(clause, dict.fromkeys(SETS, 0))
                told[name] += 1
    workplace: dict[str, Counter[str]] = {}
    asked: Counter[str] = Counter()
    for name in ("workplace", "workplace_second"):
        path = ROOT / "bench" / "data" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found = {one.clause for one in packs.judge(engine, row["text"]).violations}
                kind = row["class"] if row["label"] == "positive" else "near_miss"
                asked[kind] += 1
                for clause in {*found, *(("any",) if found else ())}:
                    workplace.setdefault(clause, Counter())[kind] += 1
    return {"sizes": sizes, "flagged": flagged, "asked": asked, "workplace": workplace}


def table(name: str) -> list[dict[str, str]]:
    """The rows of a pack's words."""
    with (WORDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def block(name: str, clause: str, figures: dict[str, Any]) -> str:
    """The figures of a pack as lines of its page."""
    rows = table(name)
    weights = Counter(row["weight"] for row in rows)
    hidden = sum(bool(set(row["readings"].split()) - {"whole", "own"}) for row in rows)
    told = ", ".join(
        f"{count:,} of weight {weight}" for weight, count in sorted(weights.items(), reverse=True)
    )
    lines = [f"{len(rows):,} words: {told}; {hidden:,} are looked for in further readings too."]
    if clause in figures["flagged"]:
        lines += ["", "| texts | | flagged by its clause |", "| --- | --- | --- |"]
        for key, title in SETS.items():
            count, size = figures["flagged"][clause][key], figures["sizes"][key]
            lines.append(f"| {title} | {size:,} | {count:,} ({count / size:.2%}) |")
        classes = CLASSES.get(name, ())
        hits, all_hits = figures["workplace"].get(clause, {}), figures["workplace"]["any"]
        asked = sum(figures["asked"][one] for one in classes)
        false = hits.get("near_miss", 0)
        near = figures["asked"]["near_miss"]
        if classes:
            found = sum(hits.get(one, 0) for one in classes)
            by_any = sum(all_hits.get(one, 0) for one in classes)
            lines += [
                f"| workplace messages of its class | {asked} | {found} ({found / asked:.0%});"
                f" by any pack {by_any} ({by_any / asked:.0%}) |",
                f"| workplace near-misses of all classes | {near} | {false} |",
                "",
                f"Precision {found / max(1, found + false):.2f}, recall {found / asked:.2f} on "
                "these workplace messages.",
            ]
    return "\n".join(lines)


def main() -> None:
    """Fills in every page."""
    if "--measure" in sys.argv:
        FIGURES.write_text(
            json.dumps(measured(), ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8"
        )
    figures = json.loads(FIGURES.read_text("utf-8"))
    index = [
        "<!-- Written by tools/pack_pages.py -->",
        "",
        "# Shipped words",
        "",
        "Each pack is a lexicon that every policy may name, and most have a clause in the policies",
        "`content` and `worktime`. [Matching](../../explanation/matching.md) has the measures.",
        "",
        "| lexicon | | words |",
        "| --- | --- | --- |",
    ]
    for path in sorted(PAGES.glob("*.md")):
        if path.stem == "index":
            continue
        text = path.read_text("utf-8")
        heading = re.match(r"# (\S+) · (\S+)\n\n(.+?)\n\n", text, re.DOTALL)
        assert heading is not None, path
        clause, _, purpose = heading.groups()
        filled = block(path.stem, clause, figures)
        before, rest = text.split(BEGIN)
        after = rest.split(END)[1]
        path.write_text(f"{before}{BEGIN}\n{filled}\n{END}{after}", "utf-8")
        purpose = re.split(r"(?<=\.) ", purpose.replace("\n", " "))[0]
        index.append(f"| [`通用.{clause}`]({path.name}) | {purpose} | {len(table(path.stem)):,} |")
    (PAGES / "index.md").write_text("\n".join(index) + "\n", "utf-8")


if __name__ == "__main__":
    main()
