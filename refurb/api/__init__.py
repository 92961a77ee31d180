"""The floor of the API: who calls, what is let in, how answers and problems look."""
