"""The phrases of the commands: one key, two languages, the same places in both."""

from string import Formatter

from wechat_policy.commands.phrases import listed, phrase, phrases


def test_every_phrase_has_the_same_places_in_both_languages() -> None:
    """A translation that forgets or misspells a fact would hide it, or fail when it is said."""

    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

    odd = [
        key
        for key, row in phrases().items()
        if {"en", "zh"} != set(row) or places(row["en"]) != places(row["zh"])
    ]
    assert [] == odd


def test_a_phrase_is_filled_in_its_language() -> None:
    """Facts stand where the language wants them, lists have its comma."""
    assert "there is no file `甲`" == phrase("no_file", "en", name="甲")
    assert "没有文件 `甲`" == phrase("no_file", "zh", name="甲")
    assert ("甲, 乙", "甲、乙") == (listed(["甲", "乙"], "en"), listed(["甲", "乙"], "zh"))
