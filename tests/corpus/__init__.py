"""The corpus run: every document of a folder through the generator and through checks of what it emits; `make corpus`.

`documents` finds them, `generating` runs the command line on one, `checks` and `typing_checks` look at the output,
`results` keeps what was found, `table` shows it.
"""
