"""What a policy of 5,000 lines costs to read, check, compile, keep and take up again.

Exits with 1 if parsing and checking take more than 3 seconds in either skin.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import TypeVar

import chat
from machine import machine

from wechat_policy import Engine, loads
from wechat_policy.loading import checked
from wechat_policy.parser import parse
from wechat_policy.printer import print_policy
from wechat_policy.source import Source

LINES = 5_000
MOST_SECONDS = 3.0
ROUNDS = 3
WORDS_A_LIST = 12

T = TypeVar("T")

_HEAD = """policy "size" "A long policy"
  version "1"
  timezone "Asia/Shanghai"

hours work = workdays 08:30-12:00, 13:30-17:30

severities minor < serious
"""
_CLAUSES = (
    """
lexicon list_{n} = {{{words}}}

clause words_{n}
  cites "Article {n}" ref S-{n:04}
  title "Words of list {n}"
  forbid content when text contains list_{n} and not sender.external unless text has url
  severity minor
  violates "{word}"
  complies "{clean}"
""",
    """
clause often_{n}
  cites "Article {n}" ref S-{n:04}
  title "Not too often in working hours"
  limit message to 20 per 30m by sender when text contains list_{m} and during work
  severity minor
""",
    """
clause in_time_{n}
  cites "Article {n}" ref S-{n:04}
  title "Approvals are decided in time"
  after approval.assign within 1h of work require approval.decide by request
  severity serious
""",
    """
clause account_{n}
  cites "Article {n}" ref S-{n:04}
  title "One's own account, on the company's network"
  suspect login when identity != account.holder or network in {{public, home}}
  severity serious
  violates login(actor = "a", account = "k", network = public)
""",
)
_TAIL = """
penalties
  minor: oral_warning
  serious: fine 100 CNY for first 3 per month, then written_warning
  repeat 3 minor within 90d: as serious
"""


def main() -> int:
    """Measures both skins and prints what it found; 0 if both are read and checked in time."""
    print(machine())
    english = _text()
    chinese = print_policy(parse(Source("size", english))[0], "zh")
    fresh = _fresh()
    print("in a fresh interpreter, the first and the second time")
    print(f"  a policy of one line  {_milliseconds(fresh[0]):>8}{_milliseconds(fresh[1]):>8}")
    print(f"  then load('P06')      {_milliseconds(fresh[2]):>8}{_milliseconds(fresh[3]):>8}")
    in_time = True
    print(f"\n{'':<24}{'English':>12}{'Chinese':>12}")
    found: dict[str, list[str]] = {}
    for text in (english, chinese):
        figures, seconds = _figures(text)
        in_time &= seconds <= MOST_SECONDS
        for name, figure in figures.items():
            found.setdefault(name, []).append(figure)
    for name, (one, other) in found.items():
        print(f"{name:<24}{one:>12}{other:>12}")
    return 0 if in_time else 1


def _text() -> str:
    """A policy of at least 5,000 lines, all of whose clauses are sound."""
    clean = chat.messages(100)
    words = iter(chat.words(10_000, clean))
    parts = [_HEAD]
    lines = _HEAD.count("\n") + _TAIL.count("\n")
    number = 0
    while lines < LINES:
        listed = [next(words) for _ in range(WORDS_A_LIST)] if number % len(_CLAUSES) == 0 else [""]
        part = _CLAUSES[number % len(_CLAUSES)].format(
            n=number,
            m=number - number % len(_CLAUSES),
            words=", ".join(f'"{word}"' for word in listed),
            word=listed[0],
            clean=clean[number % len(clean)],
        )
        parts.append(part)
        lines += part.count("\n")
        number += 1
    return "".join([*parts, _TAIL])


def _figures(text: str) -> tuple[dict[str, str], float]:
    """The figures of one skin as they are shown, and the seconds for reading and checking."""
    source = Source("size", text)
    reading, (_, faults) = _middle(lambda: parse(source))
    both, (_, diagnostics) = _middle(lambda: checked(source))
    assert not faults, faults[:3]
    assert not any(one.level == "error" for one in diagnostics), diagnostics[:3]
    whole, policy = _middle(lambda: loads(text))
    kept = pickle.dumps(policy)
    reload, again = _middle(lambda: pickle.loads(kept))
    assert len(again.clauses) == len(policy.clauses)
    ready, _ = _middle(lambda: Engine(policy))
    return {
        "lines": f"{source.line_count:,}",
        "clauses": f"{len(policy.clauses):,}",
        "parsing": _milliseconds(reading),
        "lines a second": f"{source.line_count / reading:,.0f}",
        "parsing and checking": _milliseconds(both),
        "both and compiling": _milliseconds(whole),
        "pickle": f"{len(kept) / 1024:,.0f} KiB",
        "pickle taken up again": _milliseconds(reload),
        "an engine of it": _milliseconds(ready),
    }, both


def _middle(work: Callable[[], T]) -> tuple[float, T]:
    """The median time of a few rounds, in seconds of this thread, and what the last gave."""
    times = []
    for _ in range(ROUNDS):
        begin = time.thread_time()
        answer = work()
        times.append(time.thread_time() - begin)
    return median(times), answer


def _fresh() -> list[float]:
    """Seconds for a one-line policy and for P06, each twice, in an interpreter that did neither."""
    script = (
        "import time\n"
        "from wechat_policy import load\n"
        "from wechat_policy.parser import parse\n"
        "from wechat_policy.source import Source\n"
        "one = lambda: parse(Source('one', 'policy \"one\"'))\n"
        "pack = lambda: load('P06')\n"
        "for work in (one, one, pack, pack):\n"
        "    begin = time.thread_time()\n"
        "    work()\n"
        "    print(time.thread_time() - begin)\n"
    )
    told = [
        subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
        for _ in range(ROUNDS)
    ]
    return [
        median(map(float, those))
        for those in zip(*(one.stdout.split() for one in told), strict=True)
    ]


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
