"""Runs the commands for their tests, and writes the JSON lines that they read."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner, Result

from wechat_policy.cli import COMMANDS, main


def run(*words: str, stdin: str | bytes | None = None, language: str = "en") -> Result:
    """What a command says and how it ends; an exception of its own would be raised here."""
    environment = {"LC_ALL": "C", "LANG": "C", "NO_COLOR": "1"}
    if words and words[0] in COMMANDS and words[-1] != "--help":
        words = (*words, "--language", language)
    return CliRunner(env=environment).invoke(main, words, stdin, catch_exceptions=False)


def lines(*records: Any) -> str:
    """Records as JSON lines."""
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)
