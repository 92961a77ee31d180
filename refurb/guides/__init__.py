"""The guides of docs/guides: one page for each role, read on the site as Help."""
