"""Pages of distribution, as people use them."""
