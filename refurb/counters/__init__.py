"""Gapless numbers: a row per series, locked until the transaction that uses the number ends."""
