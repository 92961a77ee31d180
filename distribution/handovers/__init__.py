"""The handover and its receipt: at the desk, reported after the fact, corrected, come back."""
