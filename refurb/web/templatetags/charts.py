"""Tags that draw charts: of refurb.web.charts, by name."""

from django import template

from refurb.web import charts

register = template.Library()
register.simple_tag(charts.columns_chart)
register.simple_tag(charts.rows_chart)
register.simple_tag(charts.stacks_chart)
