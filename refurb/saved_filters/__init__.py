"""A list's filter, kept under a name: for oneself, or for one's organisation."""
