"""The pages of long work."""
