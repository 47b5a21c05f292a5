"""Calls of an emitted SDK over a loopback connection, judged by the document alone; docs/proof.md says how.

Nothing here knows the generator's model: `source` and `operations` read the document, `schemas`, `leaves` and `values`
make values that it allows, `styles`, `bodies` and `requests` read back what was sent, `answers` says what is served and
what must come of it, `driving` puts it together.
"""
