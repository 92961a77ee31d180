"""From the nomination to the kitchen table."""
