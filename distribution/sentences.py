"""What the trail says."""
