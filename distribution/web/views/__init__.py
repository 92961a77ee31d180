"""Pages from the nomination to the kitchen table, a module for each noun."""
