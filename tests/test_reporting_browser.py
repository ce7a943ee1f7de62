"""Reports in a browser: as a person reads, searches, sorts and chooses, on any screen."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import reported
from browser import SCHEMES, SIZES, Browser
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from wechat_policy.reporting import write_report
from wechat_policy.tuning import Backtest

EVERYWHERE = list(itertools.product(SIZES, SCHEMES))
OPPOSITES = (("desktop", "light"), ("phone", "dark"))
PAGES = {
    "backtest": reported.backtest(40),
    "difference": reported.difference(60),
    "learned": reported.learned(),
    "suggestions": reported.suggestions(),
}
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
ROWS = "return [...document.querySelectorAll('#wp-list tbody tr')]"
SMALL = """
return [...document.querySelectorAll("button, select, input, summary")]
    .filter(one => one.checkVisibility())
    .map(one => [one.outerHTML.slice(0, 60), one.getBoundingClientRect().height])
    .filter(one => one[1] < 24);
"""
"""Controls lower than a finger needs (WCAG 2.2, 2.5.8)."""


@pytest.fixture(name="pages", scope="module")
def _pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    for name, result in PAGES.items():
        write_report(result, folder / f"{name}.html", directory=reported.DIRECTORY)
    return {name: folder / f"{name}.html" for name in PAGES}


@pytest.fixture(name="report")
def _report(chromium: Browser, pages: dict[str, Path]) -> Callable[..., Browser]:
    def opened(name: str = "backtest", size: str = "desktop", scheme: str = "light", hash_: str = ""
               ) -> Browser:  # fmt: skip
        chromium.look(size, scheme)
        chromium.open(pages[name], hash_)
        return chromium

    return opened


def cells(page: Browser, key: str) -> list[str]:
    """A column of the rows that are drawn."""
    number = page.run(
        "return [...document.querySelectorAll('#wp-list th')]"
        ".findIndex(one => one.dataset.key === arguments[0])",
        key,
    )
    return list(page.run(f"{ROWS}.map(row => row.cells[{number}].innerText)"))


def found(page: Browser) -> str:
    return str(page.run("return document.getElementById('wp-found').textContent"))


def search(page: Browser, words: str) -> None:
    box = page.driver.find_element("id", "wp-search")
    box.clear()
    before = found(page)
    box.send_keys(words)
    page.until(lambda: found(page) != before)


def choose(page: Browser, key: str, label: str) -> None:
    """Choose what a box offers, by its words without the number behind them."""
    done = page.run(
        "const box = document.getElementById('wp-by-' + arguments[0]);"
        "const one = [...box.options].find(one => one.text.startsWith(arguments[1]));"
        "box.value = one.value; box.dispatchEvent(new Event('change')); return one.text",
        key, label,
    )  # fmt: skip
    assert done.startswith(label)


def hash_of(page: Browser) -> str:
    return str(page.run("return decodeURIComponent(location.hash)"))


@pytest.mark.parametrize(
    ("name", "size", "scheme"),
    [("backtest", *one) for one in EVERYWHERE]
    + [(name, *one) for name in PAGES for one in OPPOSITES if name != "backtest"],
)
def test_a_report_suits_every_screen(
    report: Callable[..., Browser], name: str, size: str, scheme: str
) -> None:
    """Nothing is wider than the screen, too small for a finger, complained of, or illegible.

    What is illegible, unnamed or out of order is judged by the rules of axe.
    """
    page = report(name, size, scheme)
    assert page.run("return document.body.dataset.ready") == "yes"
    for one in page.driver.find_elements("css selector", "details"):
        page.run("arguments[0].open = true", one)
    assert page.overflow() <= 0
    assert page.run(SMALL) == []
    assert page.barriers(*RULES) == []
    assert page.complaints() == []


@pytest.mark.parametrize("size", SIZES)
def test_searching_sorting_and_choosing(report: Callable[..., Browser], size: str) -> None:
    """The list follows the search and the boxes, tells how many are left, and sorts both ways."""
    page = report(size=size)
    rows = [one for clause in PAGES["backtest"].clauses for one in clause.examples]  # type: ignore[union-attr]
    everything = f"共 {len(rows)} 条"
    assert len(cells(page, "at")) == 50 and everything in found(page)

    search(page, "窝囊废")
    wanted = sum("窝囊废" in one.text for one in rows)
    assert f"符合 {wanted} 条，{everything}" in found(page)
    assert all("窝囊废" in one for one in cells(page, "evidence"))
    assert page.run("return document.querySelectorAll('#wp-list mark').length") == wanted

    choose(page, "status", "疑似")
    fewer = sum("窝囊废" in one.text and one.status == "suspected" for one in rows)
    assert f"符合 {fewer} 条" in found(page)
    assert set(cells(page, "status")) == {"疑似"}
    options = page.run(
        "return [...document.getElementById('wp-by-severity').options].map(one => one.text)"
    )
    counts = [int(one.rpartition("(")[2].rstrip(")")) for one in options[1:]]
    assert sum(counts) == fewer, "the boxes tell what each choice would leave"

    page.driver.find_element("id", "wp-clear").click()
    assert f"符合 {len(rows)} 条" in found(page)
    search(page, "没有这样的词")
    assert "没有符合的" in found(page) and cells(page, "at") == []


def test_every_column_sorts_both_ways(report: Callable[..., Browser]) -> None:
    page = report()
    keys = page.run("return [...document.querySelectorAll('#wp-list th')].map(o => o.dataset.key)")
    assert len(keys) >= 8
    for key in keys:
        seen = []
        for _ in range(2):
            page.driver.find_element("css selector", f"#wp-list th[data-key={key}] button").click()
            head = page.driver.find_element("css selector", f"#wp-list th[data-key={key}]")
            seen.append(head.get_attribute("aria-sort"))
            told = cells(page, key)
            order = page.run(
                "const by = new Intl.Collator('zh-CN', {numeric: true});"
                "return arguments[0].every((one, n, all) => !n || "
                "arguments[1] * by.compare(all[n - 1], one) <= 0)",
                told, 1 if seen[-1] == "ascending" else -1,
            )  # fmt: skip
            assert order or key == "evidence", key
        assert sorted(seen) == ["ascending", "descending"]
        others = page.run("return document.querySelectorAll('#wp-list [aria-sort]').length")
        assert others == 1


def test_the_tables_sort_too(report: Callable[..., Browser]) -> None:
    """Numbers by what they are, empty ones last; the choice is kept in the address."""
    page = report()
    column = (
        "return [...document.querySelectorAll('#clauses tbody tr')].map(r => r.cells[{}].innerText)"
    )
    button = page.driver.find_element("css selector", "#clauses th[data-key=precision] button")
    button.click()
    told = page.run(column.format(7))
    assert told == sorted(told, reverse=True)
    button.click()
    assert page.run(column.format(7)) == told[::-1]
    assert "sort.clauses=precision" in hash_of(page)


def test_the_address_brings_the_same_back(
    report: Callable[..., Browser], pages: dict[str, Path]
) -> None:
    """What was searched, chosen and sorted, and the page of the list, stand behind the `#`."""
    page = report()
    search(page, "饭桶")
    choose(page, "department", "技术部")
    page.driver.find_element("css selector", "#wp-list th[data-key=subject] button").click()
    address, told, seen = hash_of(page), found(page), cells(page, "event")
    assert "q=饭桶" in address and "department=技术部" in address and "sort=subject" in address
    again = report(hash_=page.run("return location.hash"))
    assert (found(again), cells(again, "event")) == (told, seen)
    assert again.run("return document.getElementById('wp-search').value") == "饭桶"
    second = report(hash_="#page=2")
    assert "51–" in found(second)
    odd = report(hash_="#page=x&clause=none&sort=-nothing&day=%E0%A4%A")
    assert "1–50" in found(odd) and odd.complaints() == []


def test_the_keys_are_enough(report: Callable[..., Browser]) -> None:
    """From the skip link to the next page of the list, nothing but Tab, Enter and arrows."""
    page = report()

    def press(*keys: str) -> Any:
        ActionChains(page.driver).send_keys(*keys).perform()
        return page.driver.switch_to.active_element

    skip = press(Keys.TAB)
    assert skip.get_attribute("class") == "wp-skip"
    assert page.run("return arguments[0].getBoundingClientRect().top >= 0", skip)
    press(Keys.ENTER)
    box = press(Keys.TAB)
    assert box.get_attribute("id") == "wp-search", "the skip link leads past all before the list"
    press("废")
    page.until(lambda: "q=废" in hash_of(page))
    visited = []
    while len(visited) < 12:
        visited.append(press(Keys.TAB))
        ring = page.run(
            "const s = getComputedStyle(document.activeElement);"
            "return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2"
        )
        assert ring, "what has the focus shows it"
        if visited[-1].get_attribute("id") == "wp-by-status":
            press(Keys.ARROW_DOWN)
        if visited[-1].get_attribute("id") == "wp-clear":
            break
    assert "status=" in hash_of(page)
    press(Keys.ENTER)
    assert "1–50" in found(page)
    region = press(Keys.TAB)
    assert region.get_attribute("role") == "region"
    head = press(Keys.TAB)
    assert head.tag_name == "button"
    press(Keys.SPACE)
    assert "sort=" in hash_of(page)
    for _ in range(12):
        if press(Keys.TAB).text == "下一页":
            break
    press(Keys.ENTER)
    assert "51–100" in found(page)
    assert page.driver.switch_to.active_element.text == "下一页", "the focus stays where it was"


def test_hostile_words_stay_words(chromium: Browser, tmp_path: Path) -> None:
    """What somebody wrote to do harm is shown, searched and chosen like any other words."""
    import attrs

    plain = reported.backtest(2)
    clause = attrs.evolve(
        plain.clauses[0],
        title=reported.HOSTILE,
        examples=(reported.excerpt(1, reported.HOSTILE, "alert(1)", subject=reported.HOSTILE),),
    )
    poisoned: Backtest = attrs.evolve(plain, clauses=(clause,))
    write_report(poisoned, tmp_path / "r.html", people=True)
    chromium.look()
    chromium.open(tmp_path / "r.html")
    assert chromium.run("return document.images.length") == 0
    [evidence] = cells(chromium, "evidence")
    assert '</script><img src=x onerror="alert(1)">\'"&amp; ‹U+0000›' in evidence
    search(chromium, 'onerror="alert(2)')
    assert cells(chromium, "evidence") == []
    search(chromium, 'onerror="alert(1)')
    assert cells(chromium, "evidence") == [evidence]
    choose(chromium, "clause", "</script>")
    assert cells(chromium, "evidence") == [evidence]
    assert chromium.complaints() == []


def test_the_first_rows_are_drawn_as_they_stand(chromium: Browser, pages: dict[str, Path]) -> None:
    """With the script and without it the same is read."""
    chromium.look()
    chromium.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        chromium.open(pages["backtest"])
    finally:
        chromium.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert chromium.run("return document.body.dataset.ready ?? null") is None
    assert chromium.run("return document.getElementById('wp-choose').checkVisibility()") is False
    assert "JavaScript" in chromium.run("return document.getElementById('violations').innerText")
    standing = chromium.run(f"{ROWS}.map(row => row.outerHTML)")
    chromium.open(pages["backtest"])
    drawn = chromium.run(f"{ROWS}.map(row => row.outerHTML)")
    assert [_plain(one) for one in standing] == [_plain(one) for one in drawn]


def _plain(row: str) -> list[str]:
    """A row as a browser has it: its elements and their words, the order of attributes aside."""
    from html.parser import HTMLParser

    told: list[str] = []

    class Row(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            told.append(json.dumps([tag, sorted((n, v or "") for n, v in attrs if v)]))

        def handle_data(self, data: str) -> None:
            told.append(data)

    Row().feed(row)
    return told


def test_a_printed_report_is_light_and_has_no_controls(
    report: Callable[..., Browser],
) -> None:
    page = report(scheme="dark")
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        shown = "return [...document.querySelectorAll('{}')].some(one => one.checkVisibility())"
        assert page.run(shown.format(".wp-choose, .wp-pages, .wp-skip, nav")) is False
        assert page.run(shown.format("#wp-list tr")) is True
        assert (
            page.run("return getComputedStyle(document.body).backgroundColor")
            == "rgb(255, 255, 255)"
        )
        page.run("dispatchEvent(new Event('beforeprint'))")
        assert len(page.run(ROWS)) == 120
    finally:
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
