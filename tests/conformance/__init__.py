"""Suites of test cases by others, run against the SDKs that specloom emits. See README.md."""
