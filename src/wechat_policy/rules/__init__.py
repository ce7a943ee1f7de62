"""What clauses can test: one registered function for each condition word, one family a module."""

from __future__ import annotations
