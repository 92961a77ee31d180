"""Referrals: a household that wants training, or help to get connected, and the place near it."""
