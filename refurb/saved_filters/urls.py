"""Addresses of saved filters."""

from django.urls import path

from refurb.saved_filters import views

urlpatterns = [
    path("filters/", views.saved_filters, name="saved-filters"),
    path("filters/add/", views.saved_filter_add, name="saved-filter-add"),
]
