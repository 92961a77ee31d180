"""What every page shares: lists, forms, errors, navigation, template tags."""
