"""Lexicons without one of their words, or without one of the phrases that protect."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import blake2b

import attrs

from wechat_policy import nodes

Sample = Callable[[tuple[nodes.Word, ...]], tuple[nodes.Word, ...]]
"""Picks those of a list of words that are tried."""


def removed_word(node: nodes.Node, sample: Sample) -> Iterator[nodes.Node]:
    """A lexicon loses a word that is written in it."""
    if isinstance(node, nodes.Lexicon):
        for place, term in enumerate(node.terms):
            if term.sign == "+" and isinstance(term.term, nodes.Words):
                for rest in _without_each(term.term, sample):
                    new = attrs.evolve(term, term=rest)
                    terms = (*node.terms[:place], new, *node.terms[place + 1 :])
                    yield attrs.evolve(node, terms=terms)


def removed_protection(node: nodes.Node, sample: Sample) -> Iterator[nodes.Node]:
    """A lexicon loses a phrase that protects, or takes back a word that it leaves out."""
    if not isinstance(node, nodes.Lexicon):
        return
    if node.protects is not None:
        for rest in _without_each(node.protects, sample):
            yield attrs.evolve(node, protects=rest if rest.words else None)
    for place, term in enumerate(node.terms):
        if term.sign == "-" and isinstance(term.term, nodes.Words):
            for rest in _without_each(term.term, sample):
                new = () if not rest.words else (attrs.evolve(term, term=rest),)
                yield attrs.evolve(
                    node, terms=(*node.terms[:place], *new, *node.terms[place + 1 :])
                )


def _without_each(words: nodes.Words, sample: Sample) -> Iterator[nodes.Words]:
    for gone in sample(words.words):
        rest = tuple(word for word in words.words if word is not gone)
        yield attrs.evolve(words, words=rest)


def sample_of(most: int) -> Sample:
    """Picks all of a short list, else as many as said.

    Which ones hangs on the words alone: a word that is added moves none of the others.
    """

    def pick(words: tuple[nodes.Word, ...]) -> tuple[nodes.Word, ...]:
        if len(words) <= most:
            return words
        chosen = sorted(words, key=lambda word: blake2b(word.text.encode()).digest())[:most]
        return tuple(word for word in words if word in chosen)

    return pick
