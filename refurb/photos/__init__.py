"""Photos from phones: made small and bare of traces, kept as files, served to whom they concern."""
