"""What a newcomer writes first with the SDKs of five large documents, against a server that answers from a script."""
