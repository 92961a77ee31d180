"""Addresses of long work."""

from django.urls import path

from refurb.jobs.web import views

urlpatterns = [
    path("tasks/", views.job_list, name="job-list"),
    path("tasks/<pk:pk>/", views.job, name="job"),
    path("tasks/<pk:pk>/file/", views.job_file, name="job-file"),
    path("tasks/<pk:pk>/report.csv", views.job_report, name="job-report"),
    path("tasks/<pk:pk>/cancel/", views.job_cancel, name="job-cancel"),
    path("tasks/<pk:pk>/continue/", views.job_continue, name="job-continue"),
    path("tasks/<pk:pk>/undo/", views.job_undo, name="job-undo"),
]
