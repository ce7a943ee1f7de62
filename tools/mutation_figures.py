"""Prints how many changes of the shipped policies their examples notice, and what they reach.

The cases in `tests/cases/` count for the policies that they test. It takes minutes a policy;
without a name all are taken, one after the other:

    python tools/mutation_figures.py P06 P13
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from wechat_policy.commands.measured import Measured, measured
from wechat_policy.coverage import SIDES, reach_in
from wechat_policy.mutation import mutation_in, percent
from wechat_policy.packs import pack_names

CASES = Path(__file__).parents[1] / "tests" / "cases"


def with_cases(name: str) -> Measured:
    """A shipped policy with its cases; their files begin with its number."""
    number = name.split("-")[0]
    files = map(str, sorted(CASES.glob(f"{number}-*.cases")))
    (found,) = measured([name, *files], None, "en")
    return found


def main(names: Iterable[str]) -> None:
    """Prints a row for each policy, then the operators and the sum."""
    names = list(names) or [name for name in pack_names() if name[:1] == "P" and "." not in name]
    made: Counter[str] = Counter()
    killed: Counter[str] = Counter()
    print("| pack | changes | noticed | clauses | norms | conditions | tiers |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name in names:
        policy = with_cases(name)
        mutation = mutation_in(policy.tested.assembly, policy.trials)
        reach = reach_in(policy.tested.assembly, policy.trials)
        for one in mutation.tallies:
            if one.told == "conduct":
                made[one.operator] += one.made
                killed[one.operator] += one.killed
        shares = " | ".join(f"{reach.percent(kind):.1f}%" for kind in SIDES)
        print(f"| {name.split('-')[0]} | {mutation.made()} | {mutation.score:.1f}% | {shares} |",
              flush=True)  # fmt: skip
    print("\n| change | made | noticed |\n| --- | --- | --- |")
    for operator, count in made.most_common():
        print(f"| {operator} | {count} | {percent(killed[operator], count):.1f}% |")
    print(f"\n{killed.total()} of {made.total()}: {percent(killed.total(), made.total()):.1f}%")


if __name__ == "__main__":
    main(sys.argv[1:])
