"""Python as a target language: identifiers, types, and text laid out as black would."""
