"""TypeScript as a target language."""
