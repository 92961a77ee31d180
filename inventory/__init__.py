"""From the donor's door to the shelf."""
