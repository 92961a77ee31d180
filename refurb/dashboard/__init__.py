"""The dashboard: figures of both apps for a period and an organisation, each opening its list."""
