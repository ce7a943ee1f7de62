"""What judging a chat message costs beside the raw scan for its words, and what grows with what.

Messages of 8 to 60 characters of which 3% hold a word. A raw scan is a call of the fastest binding
at hand (daachorse, and ahocorasick-rs, pyahocorasick and hyperscan where they are installed) with
the same words, on one message or on 4,096 joined. Everything is measured twice in one run, in one
thread, by processor time. Then the shipped policy `content`, with the readings of its words; how
many of the everyday messages of `WECHAT_POLICY_DATA` (`chitchat.csv`) had to be cut into words; and
what a policy of 100,000 words costs to make and to take up again. Exits with 1 beyond the marks.
"""

from __future__ import annotations

import csv
import os
import pickle
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median

import chat
from machine import machine

from wechat_policy import Engine, Event, Policy, load, loads, read_event, segmenter
from wechat_policy.rules.lexicons import scanner_of

MESSAGES = 20_480
BLOCK = 4_096
DIRTY = 0.03
AIMS = {
    "judge_many / joined scan": 4.0,
    "judge / scan": 4.0,
    "judge_many, 1,000 / 10 clauses": 1.15,
    "judge_many, 100,000 / 1,000 words": 2.5,
    "messages cut into words": 0.05,
    "compiling 100,000 words, seconds": 3.0,
    "taking up its pickle, seconds": 0.5,
}
MOST = {
    "judge_many, 1,000 / 10 clauses": 1.3,
    "judge_many, 100,000 / 1,000 words": 2.5,
    "compiling 100,000 words, seconds": 5.0,
}
"""Beyond these the script fails: loose enough for a machine that has other work."""

DATA = Path(os.environ.get("WECHAT_POLICY_DATA") or Path(__file__).parents[2] / "shared" / "data")
Scan = Callable[[str], object]


def scans(words: Sequence[str]) -> dict[str, Scan]:
    """The raw scans for some words, by the names of the bindings."""
    from daachorse import CharwiseDoubleArrayAhoCorasick

    found: dict[str, Scan] = {"daachorse": CharwiseDoubleArrayAhoCorasick(words).find_overlapping}
    with suppress(ImportError):
        import ahocorasick_rs

        those = ahocorasick_rs.AhoCorasick(words, store_patterns=False)
        found["ahocorasick-rs"] = lambda text: those.find_matches_as_indexes(text, overlapping=True)
    with suppress(ImportError):
        import ahocorasick

        tree = ahocorasick.Automaton()
        for number, word in enumerate(words):
            tree.add_word(word, number)
        tree.make_automaton()
        found["pyahocorasick"] = lambda text: list(tree.iter(text))
    with suppress(ImportError):
        import hyperscan

        database = hyperscan.Database()
        database.compile(
            expressions=[word.encode() for word in words],
            ids=list(range(len(words))),
            elements=len(words),
            literal=True,
        )
        hits: list[int] = []
        noted = hits.append
        found["hyperscan"] = lambda text: database.scan(
            text.encode(), match_event_handler=lambda number, *_: noted(number)
        )
    return found


def taken(work: Callable[[], object], count: int) -> float:
    """Microseconds of processor time for each of so many."""
    begin = time.process_time()
    work()
    return (time.process_time() - begin) / count * 1e6


def events(texts: Sequence[str]) -> list[Event]:
    """The messages as events that nobody has read before."""
    return [read_event(chat.record(number, text)) for number, text in enumerate(texts)]


def judged(policy: Policy, texts: Sequence[str], *, many: bool) -> float:
    """Microseconds a message, judged one by one or many at a time."""
    engine = Engine(policy)
    whole = events(texts)
    costs = []
    for first in range(0, len(whole), BLOCK):
        block = whole[first : first + BLOCK]
        if many:
            costs.append(taken(lambda block=block: list(engine.judge_many(block)), len(block)))
        else:
            costs.append(taken(lambda block=block: list(map(engine.judge, block)), len(block)))
    return median(costs)


def scanned(scan: Scan, texts: Sequence[str]) -> tuple[float, float]:
    """Microseconds a message for a raw scan of each, and for one of many joined."""
    single, joined = [], []
    for first in range(0, len(texts), BLOCK):
        fresh = [chat.fresh(text) for text in texts[first : first + BLOCK]]
        joined.append(taken(lambda fresh=fresh: scan("\n".join(fresh)), len(fresh)))
        single.append(taken(lambda fresh=fresh: list(map(scan, fresh)), len(fresh)))
    return median(single), median(joined)


def once(
    texts: Sequence[str], words: Sequence[str], policies: dict[str, Policy]
) -> dict[str, float]:
    """One pass over all that is compared."""
    found: dict[str, float] = {}
    for name, scan in scans(words).items():
        found[f"scan, {name}"], found[f"joined scan, {name}"] = scanned(scan, texts)
    for name, policy in policies.items():
        found[f"judge_many, {name}"] = judged(policy, texts, many=True)
    found["judge, 10,000 words, 1,000 clauses"] = judged(
        policies["10,000 words, 1,000 clauses"], texts, many=False
    )
    return found


def cut_share(policy: Policy) -> float | None:
    """The part of everyday messages that the segmenter was asked about; None without any."""
    path = DATA / "chitchat.csv"
    if not path.is_file():
        return None
    with path.open(encoding="utf-8-sig", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    engine = Engine(policy)
    asked = 0
    for event in events(texts):
        segmenter.likelihood.cache_clear()
        segmenter.tokens.cache_clear()
        engine.judge(event)
        asked += bool(
            segmenter.likelihood.cache_info().misses or segmenter.tokens.cache_info().misses
        )
    return asked / len(texts)


def made(words: Sequence[str]) -> tuple[float, float, float]:
    """Seconds to make an engine of 1,000 clauses with words in files, and from a pickle; MiB."""
    with tempfile.TemporaryDirectory() as folder:
        parts = ['policy "large"\n  timezone "Asia/Shanghai"\n']
        for number, those in enumerate(chat.dealt(words, 1_000)):
            (Path(folder) / f"{number}.txt").write_text("\n".join(those), encoding="utf-8")
            parts.append(
                f'lexicon list_{number} = file "{number}.txt"\n'
                f"clause clause_{number}\n  forbid message when text contains list_{number}\n"
            )
        path = Path(folder) / "large.policy"
        path.write_text("\n".join(parts), encoding="utf-8")
        begin = time.process_time()
        policy = load(path)
        Engine(policy)
        compiling = time.process_time() - begin
    kept = pickle.dumps(policy)
    scanner_of.cache_clear()
    begin = time.process_time()
    Engine(pickle.loads(kept))
    return compiling, time.process_time() - begin, len(kept) / 2**20


def main() -> int:
    """Measures, prints, and says whether the marks are met."""
    print(machine())
    plain = chat.messages(MESSAGES)
    every = chat.words(100_000, plain)
    words = every[:10_000]
    texts = chat.dirtied(plain, every[:1_000], DIRTY)
    policies = {
        f"{count:,} words, {clauses:,} clauses": loads(
            chat.policy(chat.dealt(every[:count], clauses))
        )
        for count, clauses in ((10_000, 1_000), (10_000, 10), (1_000, 1_000), (100_000, 1_000))
    }
    passes = [once(texts, words, policies) for _ in range(2)]
    print(f"{MESSAGES:,} messages, {DIRTY:.0%} with a word; microseconds a message, two passes")
    for name in passes[0]:
        print(f"  {name:42}" + "".join(f"{one[name]:9.2f}" for one in passes))
    content = load("content")
    for number in range(2):
        print(f"  judge_many, content with its readings {judged(content, texts, many=True):15.2f}")
        del number

    reached: dict[str, list[float]] = {name: [] for name in AIMS}
    for one in passes:
        many = {name: one[f"judge_many, {name}"] for name in policies}
        usual = many["10,000 words, 1,000 clauses"]
        joined = min(cost for name, cost in one.items() if name.startswith("joined scan"))
        single = min(cost for name, cost in one.items() if name.startswith("scan"))
        reached["judge_many / joined scan"].append(usual / joined)
        reached["judge / scan"].append(one["judge, 10,000 words, 1,000 clauses"] / single)
        reached["judge_many, 1,000 / 10 clauses"].append(usual / many["10,000 words, 10 clauses"])
        reached["judge_many, 100,000 / 1,000 words"].append(
            many["100,000 words, 1,000 clauses"] / many["1,000 words, 1,000 clauses"]
        )
    share = cut_share(content)
    if share is not None:
        reached["messages cut into words"].append(share)
    compiling, taking_up, size = made(every)
    reached["compiling 100,000 words, seconds"].append(compiling)
    reached["taking up its pickle, seconds"].append(taking_up)
    print(f"\n{'':38}{'aim':>8}   reached")
    short = False
    for name, figures in reached.items():
        print(f"{name:38}{AIMS[name]:8}   " + "  ".join(f"{one:.3g}" for one in figures))
        short |= any(one > MOST.get(name, one) for one in figures)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nthe pickle has {size:.1f} MiB; at most {peak:.0f} MiB of memory in use")
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
