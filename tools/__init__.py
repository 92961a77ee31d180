"""Commands for working on Refurb; the Makefile calls them."""
