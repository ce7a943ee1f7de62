"""The pytest plugin: collects policies, files of cases and sheets, and lends a tester to tests.

pytest imports this in every run of every project, so everything of the library is loaded on first
use, and files are collected only where a project asks for them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from wechat_policy.cases import Item, Result
    from wechat_policy.errors import Language
    from wechat_policy.testing import PolicyTester

_SUFFIXES = (".policy", ".cases", ".xlsx", ".xlsm", ".csv")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds what a project says of its files in its own settings."""
    parser.addini(
        "wechat_policy_files",
        type="args",
        default=[],
        help="globs of the .policy, .cases, .xlsx and .csv files to collect in folders, such as "
        "*.cases; files that are named on the command line are collected anyway",
    )
    parser.addini(
        "wechat_policy_language",
        default="",
        help="language of what is said of failures: zh or en; by default that of LC_ALL or LANG",
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> PolicyFile | None:
    """Collects a file that a project asks for."""
    if file_path.suffix.lower() not in _SUFFIXES or file_path.name.startswith("~$"):
        return None
    is_named = parent.session.isinitpath(file_path)
    if not is_named and not _is_asked_for(file_path, parent.config):
        return None
    file: PolicyFile = PolicyFile.from_parent(parent, path=file_path)
    file.is_named = is_named
    return file


def _is_asked_for(path: Path, config: pytest.Config) -> bool:
    globs = config.getini("wechat_policy_files")
    inside = Path(os.path.relpath(path, config.rootpath)).as_posix()
    return any(fnmatch(path.name, glob) or fnmatch(inside, glob) for glob in globs)


class PolicyFile(pytest.File):
    """A policy, a file of cases or a sheet of examples."""

    is_named = True

    def collect(self) -> Iterator[pytest.Item]:
        """Its tests; a file with faults is an error, a sheet still has its good rows."""
        from wechat_policy.cases import collect
        from wechat_policy.errors import PolicyError, tally

        language = language_of(self.config)
        try:
            suite = collect(str(self.path), found=not self.is_named)
        except (PolicyError, UnicodeDecodeError) as fault:
            raise self.CollectError(self.told(str(fault))) from None
        faults = [one.render(language) for one in suite.errors]
        words = self.told("\n\n".join([*faults, tally(suite.errors, language)]))
        if faults and not suite.items:
            raise self.CollectError(words)
        for item in suite.items:
            yield PolicyItem.from_parent(self, name=_plain(item.name), item=item)
        if faults:
            yield FaultItem.from_parent(self, name="faults", words=words)

    def told(self, words: str) -> str:
        """Words with the file as one sees it from where pytest was started."""
        return words.replace(str(self.path), os.path.relpath(self.path, self.config.rootpath))


class PolicyItem(pytest.Item):
    """An example of a clause, a case, or a row of a sheet."""

    def __init__(self, *, item: Item, **rest: Any) -> None:
        super().__init__(**rest)
        self.item = item
        self.funcargs: dict[str, Any] = {}  # other plugins look into it on every item

    def runtest(self) -> None:
        """Plays it."""
        result = self.item.play()
        if not result.passed:
            raise NotAsExpected(result)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], *args: Any, **rest: Any
    ) -> Any:
        """What `wechat-policy test` says of it."""
        fault = excinfo.value
        if not isinstance(fault, NotAsExpected):
            return super().repr_failure(excinfo, *args, **rest)
        from wechat_policy.commands.failures import failure_lines

        lines = failure_lines(fault.result, self.item.tested, language_of(self.config))
        assert isinstance(self.parent, PolicyFile)
        return self.parent.told("\n".join(lines))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Its file, its line from 0, and its name."""
        return self.path, self.item.line - 1, self.name


class FaultItem(pytest.Item):
    """What is wrong with a sheet of which some rows can be played."""

    def __init__(self, *, words: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.words = words
        self.funcargs: dict[str, Any] = {}

    def runtest(self) -> None:
        """Fails with the faults."""
        pytest.fail(self.words, pytrace=False)


class NotAsExpected(Exception):
    """A test that did not come out as it should, or could not be played."""

    def __init__(self, result: Result) -> None:
        super().__init__(result)
        self.result = result


def language_of(config: pytest.Config) -> Language:
    """The language of what is said."""
    from wechat_policy.commands.options import default_language

    told = config.getini("wechat_policy_language")
    return told if told in ("zh", "en") else default_language(os.environ)


def _plain(name: str) -> str:
    from wechat_policy.source import visible

    return visible(name)


@pytest.fixture
def policy_tester(request: pytest.FixtureRequest) -> Callable[..., PolicyTester]:
    """A function that gives a tester of a policy: `policy_tester("leave.policy", busy_chat=5)`.

    The policy is a file, as seen from the file of the test, or a shipped pack; keywords bind its
    parameters.
    """
    from wechat_policy.testing import PolicyTester

    def tester(policy: str | os.PathLike[str], **parameters: Any) -> PolicyTester:
        beside = request.path.parent / policy
        name = beside if beside.is_file() else policy
        return PolicyTester.of(name, parameters, language_of(request.config))

    return tester
