"""The pack python_dataclass: its templates, and the runtime that it copies into every SDK."""
