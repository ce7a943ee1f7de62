"""A headless Chromium to open pages in, where there is one; nothing it does leaves the machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.wait import WebDriverWait

SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
SCHEMES = ("light", "dark")

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--disable-extensions", "--hide-scrollbars", "--lang=zh-CN",
)  # fmt: skip


def missing() -> str:
    """Why no page can be opened; empty where one can."""
    if not any(map(shutil.which, _NAMES)):
        return f"no Chromium was found (looked for {', '.join(_NAMES)})"
    return "" if shutil.which("chromedriver") else "no chromedriver was found"


@contextmanager
def started() -> Iterator[Browser]:
    """A browser with an empty profile of its own."""
    os.environ["SE_OFFLINE"] = "true"  # its driver is given: nothing has to be fetched
    os.environ["SE_AVOID_STATS"] = "true"
    options = webdriver.ChromeOptions()
    options.binary_location = next(filter(None, map(shutil.which, _NAMES)))
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True) as profile:
        for flag in (*_FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        driver = webdriver.Chrome(options, Service(shutil.which("chromedriver")))
        try:
            yield Browser(driver)
        finally:
            driver.quit()


class Browser:
    """A page in a browser, as a person meets it."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def look(self, size: str = "desktop", scheme: str = "light") -> None:
        """Choose the size of the screen, and light or dark."""
        width, height = SIZES[size]
        phone = size == "phone"
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone},
        )
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia",
            {"features": [{"name": "prefers-color-scheme", "value": scheme}]},
        )

    def open(self, page: Path, hash_: str = "") -> None:
        """Open a file; what the one before it said is forgotten."""
        self.driver.get("about:blank")
        self.complaints()
        self.driver.get(page.as_uri() + hash_)

    def run(self, script: str, *given: Any) -> Any:
        """What a script comes to."""
        return self.driver.execute_script(script, *given)

    def until(self, holds: Callable[[], object], seconds: float = 20) -> None:
        """Wait for something to hold; a busy machine may take its time."""
        WebDriverWait(self.driver, seconds, poll_frequency=0.05).until(lambda _: holds())

    def complaints(self) -> list[str]:
        """What the browser had to say since it was asked last: errors of scripts, refused loads."""
        return [one["message"] for one in self.driver.get_log("browser")]

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        wide = "document.documentElement.scrollWidth"
        return int(self.run(f"return {wide} - document.documentElement.clientWidth"))

    def barriers(self, *rules: str) -> list[tuple[str, list[str], str]]:
        """What keeps people from reading the page, by the rules of axe: rule, places, what to do.

        Raises AssertionError where no colours were judged: then nothing was.
        """
        import axe_core_python

        self.run((Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8"))
        told = self.driver.execute_async_script(
            "const told = arguments[1];"
            "axe.run(document, {runOnly: arguments[0], resultTypes: ['violations']}).then(told)",
            list(rules),
        )
        assert "color-contrast" in {rule["id"] for rule in told["passes"]}
        return [
            (
                rule["id"],
                [node["html"][:90] for node in rule["nodes"]][:3],
                rule["nodes"][0]["failureSummary"],
            )
            for rule in told["violations"]
        ]

    def shoot(self, path: Path, *, whole: bool = False) -> None:
        """A picture of what is on the screen, or of the whole page."""
        from base64 import b64decode

        told = self.driver.execute_cdp_cmd(
            "Page.captureScreenshot", {"captureBeyondViewport": whole, "format": "png"}
        )
        path.write_bytes(b64decode(told["data"]))
