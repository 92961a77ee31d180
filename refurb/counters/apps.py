from django.apps import AppConfig


class CountersConfig(AppConfig):
    name = "refurb.counters"
    label = "counters"
