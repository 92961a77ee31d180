"""Django's entry to this app."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """Inventory, as Django knows it."""

    name = "inventory"

    def ready(self) -> None:
        """Register what is registered on import."""
        from inventory import long_work, sentences  # noqa: F401, PLC0415  on import
