"""What a sum of words comes to: what is added, what is taken away, and what comes twice."""

from __future__ import annotations

import pytest
from playing import message, played, policy, violations


@pytest.mark.parametrize(
    ("terms", "text", "least", "found"),
    [
        ('{"SPAM", "饭桶"} - {"spam"}', "spam", 1, False),
        ('{"SPAM", "饭桶"} - {"ｓｐａｍ"}', "spam", 1, False),
        ('{"蠢货"} - {"蠢貨"}', "蠢货", 1, False),
        ('{"蠢货", "饭桶"} - {"蠢貨"}', "饭桶", 1, True),
        ('{"SPAM" 2} + {"spam" 5}', "Spam", 5, True),
        ('{"SPAM" 2} + {"spam" 5}', "Spam", 6, False),
        ('{"spam" 5} + {"SPAM" 2}', "Spam", 3, False),
        ('{"蠢货" 2} - {"蠢貨"} + {"蠢貨" 3}', "蠢货", 3, True),
    ],
)
def test_a_word_is_one_whatever_its_width_case_and_script(
    terms: str, text: str, least: int, found: bool
) -> None:
    """It can be taken away as somebody else writes it; of one that comes twice the last counts."""
    body = f"lexicon bad = {terms} + {{'never'}}\nclause c\n".replace("'", '"')
    body += f"  forbid message when text score bad >= {least}\n"
    verdicts = played(policy(body), [message("03-04 10:00", "m", text)])

    assert bool(violations(verdicts)) is found
