"""Forms about accounts."""
