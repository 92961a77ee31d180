from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "refurb.audit"
    label = "audit"
