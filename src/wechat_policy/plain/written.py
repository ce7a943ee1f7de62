"""Regular expressions by samples of what they find: `换个?话题|停` finds 换话题 and 停."""

from __future__ import annotations

MOST = 8
"""Samples that are shown at most."""

_GAP = "…"
_DIGITS = "dD"
_SILENT = "bBAZz"
_HEADS = ("?:", "?=", "?!", "?<=", "?<!")


def samples(pattern: str) -> tuple[str, ...]:
    """A few texts that a regular expression finds, … for what may be anything.

    Nothing comes back for one that is not read, or that finds anything.
    """
    try:
        found = _Reader(pattern).alternatives(0)
    except (IndexError, RecursionError, ValueError):
        return ()
    told = dict.fromkeys(_tidy(one) for one in found)
    return tuple(one for one in told if one.strip(f"{_GAP} 3") and one.isprintable())[:MOST]


def _tidy(text: str) -> str:
    while _GAP * 2 in text:
        text = text.replace(_GAP * 2, _GAP)
    return text.strip()


class _Reader:
    """Reads a pattern from left to right; `at` is how far it has come."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def alternatives(self, depth: int) -> list[str]:
        """What the branches up to a closing bracket find."""
        found: list[str] = []
        while True:
            found += self.branch(depth)
            if self.at >= len(self.pattern) or self.pattern[self.at] != "|":
                return found[: 3 * MOST]
            self.at += 1

    def branch(self, depth: int) -> list[str]:
        """What one branch finds."""
        found = [""]
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            options = self.quantified(self.atom(depth))
            found = [one + more for one in found for more in options][: 3 * MOST]
        return found

    def atom(self, depth: int) -> list[str]:
        """What the next character, class or group finds."""
        sign = self.pattern[self.at]
        self.at += 1
        if sign in "^$":
            return [""]
        if sign == ".":
            return [_GAP]
        if sign == "\\":
            return [self.escaped()]
        if sign == "[":
            return [self.one_of()]
        if sign == "(":
            return self.group(depth)
        return [sign]

    def escaped(self) -> str:
        """What a backslash and its character find."""
        sign = self.pattern[self.at]
        self.at += 1
        if sign in "pP" and self.pattern[self.at] == "{":
            self.at = self.pattern.index("}", self.at) + 1
            return _GAP
        if sign in _DIGITS:
            return "3"
        if sign in _SILENT:
            return ""
        if sign == "s":
            return " "
        return _GAP if sign in "SwW" else sign

    def one_of(self) -> str:
        """A character of a class."""
        start = self.at
        is_negated = self.pattern[self.at] == "^"
        self.at += is_negated or self.pattern[self.at] == "]"
        while self.pattern[self.at] != "]":
            self.at += 2 if self.pattern[self.at] == "\\" else 1
        inside = self.pattern[start : self.at]
        self.at += 1
        if is_negated or inside.startswith("\\") or "A-Z" in inside:
            return "3" if inside.startswith("\\d") else _GAP
        return "3" if "0-9" in inside else inside[0]

    def group(self, depth: int) -> list[str]:
        """What a group finds; one that only looks around finds nothing."""
        looks = False
        if self.pattern[self.at] == "?":
            rest = self.pattern[self.at :]
            head = next((one for one in _HEADS if rest.startswith(one)), None)
            if head is None:
                raise ValueError(self.pattern)
            looks = head != "?:"
            self.at += len(head)
        if depth > 20:
            raise ValueError(self.pattern)
        found = self.alternatives(depth + 1)
        if self.pattern[self.at] != ")":
            raise ValueError(self.pattern)
        self.at += 1
        return [""] if looks else found

    def quantified(self, options: list[str]) -> list[str]:
        """The options with what a quantifier behind them makes of them."""
        if self.at >= len(self.pattern):
            return options
        sign = self.pattern[self.at]
        if sign in "?*+":
            self.at += 1
        elif sign == "{" and self.pattern[self.at + 1].isdigit():
            end = self.pattern.index("}", self.at)
            sign = "*" if self.pattern[self.at + 1] == "0" else "+"
            self.at = end + 1
        else:
            return options
        if self.at < len(self.pattern) and self.pattern[self.at] in "?+":
            self.at += 1
        if sign == "+" or options == [_GAP]:
            return options
        return [""] if sign == "?" or options == [" "] else [_GAP]
