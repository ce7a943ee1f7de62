"""How large the report of a large backtest is, how long it takes to write, and to be usable.

A month of 1,000,000 messages is taken to bring 30,000 violations, all of which are listed.
Ends with 1 where the page takes more than 2 seconds in Chromium, until its list can be searched.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
from machine import machine

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import reported

from wechat_policy.reporting import write_report
from wechat_policy.tuning import Backtest, Excerpt

VIOLATIONS = 30_000
POLICIES = 25
EACH = 40
TAIL = "另外，今天下午三点之前把上个月的对账单发到群里，别再拖到明天。"
PROMISED = 2.0
_numbers = itertools.count()
LOADED = """
const spent = performance.getEntriesByType("navigation")[0];
return [spent.domInteractive, spent.loadEventEnd].map(one => one / 1000);
"""
SEARCH = """
const box = document.getElementById("wp-search");
const list = document.getElementById("wp-found");
const told = arguments[arguments.length - 1];
const begun = performance.now();
const was = list.textContent;
new MutationObserver(() => told((performance.now() - begun) / 1000))
    .observe(list, {childList: true, characterData: true, subtree: true});
box.value = "窝囊废";
box.dispatchEvent(new Event("input"));
"""


def opened(page: Path) -> Iterator[tuple[float, float, float]]:
    """Seconds until the page is there, until it is usable, and for a first search; three times."""
    import browser

    with browser.started() as chromium:
        for _ in range(3):
            begun = time.perf_counter()
            chromium.open(page)
            there, _ = chromium.run(LOADED)
            assert chromium.run("return document.body.dataset.ready") == "yes"
            usable = time.perf_counter() - begun
            assert not chromium.complaints()
            yield there, usable, chromium.driver.execute_async_script(SEARCH)


def large() -> Backtest:
    """A backtest of many policies, no two of whose violations say the same."""
    small = reported.backtest(EACH, labels=False)
    policies = [attrs.evolve(small.policies[0], id=f"P{number:02}") for number in range(POLICIES)]
    clauses = [
        attrs.evolve(
            clause,
            policy=policy.id,
            clause=f"{clause.clause}_{number}",
            examples=tuple(map(told_apart, clause.examples)),
        )
        for policy in policies
        for number in range(VIOLATIONS // POLICIES // EACH // 3)
        for clause in small.clauses
    ]
    return attrs.evolve(small, policies=tuple(policies), clauses=tuple(clauses))


def told_apart(excerpt: Excerpt) -> Excerpt:
    number = next(_numbers)
    at = excerpt.at + timedelta(seconds=83 * number)
    return attrs.evolve(
        excerpt, event=f"{number:019}_177258{number}_external", at=at, text=excerpt.text + TAIL
    )


def main() -> int:
    print(machine())
    result = large()
    with TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        begun = time.perf_counter()
        write_report(result, page, directory=reported.DIRECTORY)
        spent = time.perf_counter() - begun
        size = page.stat().st_size / 1e6
        print(f"{VIOLATIONS:,} violations: {size:.1f} MB, written in {spent:.1f} s")
        try:
            import browser

            missing = browser.missing()
        except ImportError:
            missing = "selenium is not installed"
        if missing:
            print(f"not opened: {missing}")
            return 0
        times = list(opened(page))
    there, usable, search = map(min, zip(*times, strict=True))
    print(f"there after {there:.2f} s, usable after {usable:.2f} s, first search {search:.2f} s")
    return int(usable > PROMISED)


if __name__ == "__main__":
    sys.exit(main())
