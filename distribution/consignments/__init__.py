"""What leaves for a partner: packed, shipped, received, and settled where it went wrong."""
