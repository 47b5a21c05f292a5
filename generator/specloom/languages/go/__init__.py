"""Go as a target language: identifiers, types, and text laid out as gofmt would."""
