"""A nomination from its first draft to its last decision: written, changed, renewed, decided."""
