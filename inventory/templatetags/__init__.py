"""Template filters of inventory's pages."""
