"""Tags about saved filters."""
