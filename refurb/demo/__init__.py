"""A quarter in Brussels, invented: the data of `manage.py load_demo`, made through the acts."""
