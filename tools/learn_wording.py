"""Learns the weighted lexicons `通用.…口吻` of the pack `common` from labelled messages.

One for each class of bench/data/workplace_training.csv and workplace.csv, which were written for
this project; the words come from there alone. Everyday texts of WECHAT_POLICY_DATA (`chitchat.csv`,
`meetings.csv` and the safe rows of `insult.csv`), of which every second one is taken up to 4,000,
only keep the weights down. Prints the threshold of each lexicon, where the model finds both labels
equally likely. Needs the extra `learn`.
"""

from __future__ import annotations

import csv
import os
import sys
from pathlib import Path

from wechat_policy.tuning import learn_lexicon
from wechat_policy.tuning.fitting import Groups, Method

ROOT = Path(__file__).parents[1]
WORDS = ROOT / "src" / "wechat_policy" / "packs" / "words"
TRAINING = ("workplace", "workplace_training")
SIZE = 1_500
MOST = 4_000
METHOD = Method(
    Groups(digits=4),
    least=2,
    harmless=1.0,
    distinct=False,
    step=0.0,
    strength=3.0,
    tolerance=1e-5,
    margin=None,
)


def main() -> int:
    """Writes the files of words."""
    folder = os.environ.get("WECHAT_POLICY_DATA")
    if folder is None:
        print("WECHAT_POLICY_DATA has to name the folder of everyday texts", file=sys.stderr)
        return 2
    data = Path(folder)
    harmless = [
        *_texts(data / "chitchat.csv"),
        *_texts(data / "meetings.csv"),
        *_texts(data / "insult.csv", "safe"),
    ]
    rows = [row for name in TRAINING for row in _rows(ROOT / "bench" / "data" / f"{name}.csv")]
    for one in dict.fromkeys(row["class"] for row in rows):
        if one == "none":
            continue
        # A message of another class may be one of this class too: it says neither yes nor no.
        kept = [row for row in rows if row["label"] != "positive" or row["class"] == one]
        learned = learn_lexicon(
            [row["text"] for row in kept],
            [row["label"] == "positive" for row in kept],
            SIZE,
            harmless=harmless,
            parts=0,
            method=METHOD,
        )
        path = WORDS / f"wording_{one}.csv"
        path.write_text(learned.to_csv(), "utf-8")
        print(f"{path.name}: {len(learned.entries)} groups, threshold {learned.threshold}")
    return 0


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _texts(path: Path, label: str | None = None) -> list[str]:
    texts = [row["text"] for row in _rows(path) if label is None or row["label"] == label]
    return texts[::2][:MOST]


if __name__ == "__main__":
    sys.exit(main())
