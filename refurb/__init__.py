"""Refurb: from a donated computer to a household's table."""
