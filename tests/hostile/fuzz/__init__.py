"""Documents of a corpus with hostile texts in every place: `python -m tests.hostile.fuzz`, `make fuzz`."""
