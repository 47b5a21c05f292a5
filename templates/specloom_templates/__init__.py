"""The packs that come with specloom: one folder each, found through the entry point group `specloom.packs`."""
