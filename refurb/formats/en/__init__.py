"""English as written in Belgium."""
