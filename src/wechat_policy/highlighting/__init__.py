"""Colours for the text of a policy: what each stretch of it is, by one table of rules.

`rules` holds the table, `lexer` serves it to Pygments, `textmate` to editors.
"""
