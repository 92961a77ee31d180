"""The views of inventory, by noun."""
