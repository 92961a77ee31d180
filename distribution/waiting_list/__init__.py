"""The waiting list: its order kept in rows, places read from it, what they mean for one line."""
