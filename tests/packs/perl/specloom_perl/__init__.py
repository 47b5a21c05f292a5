"""Perl for specloom: a language, and the pack `perl_tiny`."""
