"""Machines set aside for a line: offered, accompanied, prepared, given back when they lapse."""
