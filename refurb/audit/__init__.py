"""The trail of what was done: append-only, codes and facts, no personal values."""
