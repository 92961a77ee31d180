"""Nominations for institutions: public-access machines, with a list of their own."""
