"""Drives the SDK of any pack: see README.md."""
