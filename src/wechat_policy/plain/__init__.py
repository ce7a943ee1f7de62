"""Tells the clauses of a policy in plain words, for people who have never seen the language."""

from __future__ import annotations
