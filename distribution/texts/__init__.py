"""The texts that go to people, as administrators edit them: drafted, published, kept by version."""
