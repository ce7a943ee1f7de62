"""The policies that are judged by: read from files, and read again when the files change."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from service.settings import Settings
from wechat_policy import Directory, InvalidPolicy, Policy, PolicyError, load


@attrs.frozen
class Rules:
    """What an engine is made with: policies and the directory, as the files had them."""

    policies: tuple[Policy, ...]
    directory: Directory


class Faulty(Exception):
    """Files that cannot be judged by; `faults` say why, as JSON-able data."""

    def __init__(self, faults: list[dict[str, Any]]) -> None:
        self.faults = faults
        super().__init__(len(faults))


def read_rules(settings: Settings) -> Rules:
    """The policies and the directory as they now stand in their files.

    Raises:
        Faulty: one of them cannot be used; every fault of every policy is in it.
    """
    policies: list[Policy] = []
    faults: list[dict[str, Any]] = []
    for name in settings.policies:
        try:
            policies.append(load(name))
        except InvalidPolicy as fault:
            faults += [
                {"file": name, "code": one.code, "text": one.render()}
                for one in fault.diagnostics
                if one.level == "error"
            ]
        except (PolicyError, OSError, UnicodeDecodeError) as fault:
            faults.append({"file": name, "code": type(fault).__name__, "text": _told(fault)})
    ids = [one.id for one in policies]
    faults += [
        {"file": "", "code": "same_id", "text": f"two policies have the id {one}"}
        for one in sorted({one for one in ids if ids.count(one) > 1})
    ]
    directory = Directory.of(None)
    if settings.directory is not None:
        try:
            directory = Directory.of(settings.directory)
        except (PolicyError, OSError, ValueError) as fault:
            name = str(settings.directory)
            faults.append({"file": name, "code": type(fault).__name__, "text": _told(fault)})
    if faults:
        raise Faulty(faults)
    return Rules(tuple(policies), directory)


def appearance(settings: Settings) -> Mapping[Path, tuple[int, int]]:
    """Time and size of every file that the rules may come from, libraries beside them too."""
    files = {Path(name) for name in settings.policies if Path(name).is_file()}
    files |= {library for one in files for library in one.absolute().parent.glob("*.policy")}
    if settings.directory is not None:
        files.add(settings.directory)
    found = {}
    for file in files:
        try:
            told = file.stat()
        except OSError:  # Gone between the look at its folder and this one.
            continue
        found[file] = (told.st_mtime_ns, told.st_size)
    return found


def _told(fault: Exception) -> str:
    """A fault in words; of a file that is not UTF-8 not its bytes."""
    if isinstance(fault, UnicodeDecodeError):
        return "not UTF-8"
    return str(fault)
