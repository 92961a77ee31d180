"""The policy of priority: its versions, its draft, who would move under it, its publication."""
