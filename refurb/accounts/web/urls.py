"""Addresses of sign-in, the person's own settings, and who is who."""

from allauth.account import views as allauth
from django.urls import path

from refurb.accounts.access import public
from refurb.accounts.web import views

urlpatterns = [
    path(
        "accounts/login/",
        public(reason="one signs in here")(allauth.login),
        name="account_login",
    ),
    path(
        "accounts/logout/",
        public(reason="one signs out here; signed out already is fine")(allauth.logout),
        name="account_logout",
    ),
    path(
        "accounts/inactive/",
        public(reason="says that the account was closed")(allauth.account_inactive),
        name="account_inactive",
    ),
    path("accounts/signup/", views.how_to_join, name="account_signup"),
    path("switch/", views.switch, name="switch"),
    path("me/", views.settings, name="settings"),
    path("language/", views.choose_language, name="set_language"),
    path("people/", views.people, name="people"),
    path("audit/", views.trail, name="audit"),
]
