"""What a file holds: documents, edits and files."""
