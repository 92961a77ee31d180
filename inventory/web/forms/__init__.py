"""The forms of inventory's pages, by noun."""
