"""Writes `src/wechat_policy/traditional.txt`: traditional characters, each with its simplified one.

The pairs are what OpenCC (Apache-2.0) answers for single characters with its `t2s` configuration.
They are shipped, not asked for at run time: a verdict must not change with the OpenCC that happens
to be installed, and asking for all takes three times as long as reading them. Run it after an
OpenCC release worth having, and read the difference:

    python tools/traditional_characters.py > src/wechat_policy/traditional.txt
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict

IDEOGRAPHS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0x20000, 0x323B0))


def simplified() -> dict[str, str]:
    """Each traditional character and its simplified one, but for those Unicode itself unites."""
    import opencc

    converter = opencc.OpenCC("t2s")
    pairs = {}
    for block in IDEOGRAPHS:
        for character in map(chr, block):
            answer = converter.convert(character)
            if answer != character and len(answer) == 1:
                pairs[character] = answer
    return {old: new for old, new in pairs.items() if unicodedata.is_normalized("NFKC", old)}


def main() -> None:
    """Prints a line per simplified character: itself, a space, the traditional ones it replaces."""
    variants = defaultdict(list)
    for old, new in simplified().items():
        variants[new].append(old)
    for new in sorted(variants):
        print(new, "".join(sorted(variants[new])))


if __name__ == "__main__":
    main()
