"""Addresses of sign-in, the person's own settings, and who is who."""

from allauth.account import views as allauth
from allauth.mfa.base.views import authenticate
from django.urls import path

from refurb.accounts.access import public
from refurb.accounts.web.views import (
    invitations,
    mine,
    organisations,
    password,
    people,
    second_factor,
    sessions,
    tokens,
    trail,
)

PERSON = "people/<pk:pk>/"
INVITATION = "invitations/<pk:pk>/"
ORGANISATION = "organisations/<reference:code>/"

urlpatterns = [
    path(
        "accounts/login/",
        public(reason="one signs in here")(allauth.login),
        name="account_login",
    ),
    path(
        "accounts/code/",
        public(reason="whoever gave the right password types a code here")(authenticate),
        name="mfa_authenticate",
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
    path(
        "accounts/reset/",
        public(reason="who forgot a password asks for a link here")(allauth.password_reset),
        name="account_reset_password",
    ),
    path(
        "accounts/reset/done/",
        public(reason="says where the link goes; the same for any address")(
            allauth.password_reset_done
        ),
        name="account_reset_password_done",
    ),
    path(
        "accounts/reset/<slug:uidb36>/<token:key>/",
        public(reason="whoever holds the link of the letter may choose a password")(
            allauth.password_reset_from_key
        ),
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/reset/changed/",
        public(reason="says that one can log in again")(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("accounts/signup/", mine.how_to_join, name="account_signup"),
    path("join/<token:token>/", invitations.join, name="join"),
    path("switch/", mine.switch, name="switch"),
    path("me/", mine.settings, name="settings"),
    path("me/password/", password.password, name="password"),
    path("me/second-factor/", second_factor.second_factor, name="second-factor"),
    path(
        "me/second-factor/set-up/", second_factor.second_factor_set_up, name="second-factor-set-up"
    ),
    path("me/second-factor/codes/", second_factor.second_factor_codes, name="second-factor-codes"),
    path("me/second-factor/off/", second_factor.second_factor_off, name="second-factor-off"),
    path("me/sessions/end/", sessions.session_end_others, name="session-end-others"),
    path("me/sessions/<token:token>/end/", sessions.session_end, name="session-end"),
    path("me/tokens/", tokens.tokens, name="tokens"),
    path("me/tokens/revoke/", tokens.token_revoke, name="token-revoke"),
    path("language/", mine.choose_language, name="set_language"),
    path("people/", people.people, name="people"),
    path(PERSON, people.person, name="person"),
    path(f"{PERSON}role/", people.person_role, name="person-role"),
    path(f"{PERSON}end/", people.person_end, name="person-end"),
    path(f"{PERSON}close/", people.person_close, name="person-close"),
    path(f"{PERSON}second-factor/", people.person_second_factor, name="person-second-factor"),
    path(f"{PERSON}open/", people.person_open, name="person-open"),
    path("invitations/", invitations.invitation_list, name="invitation-list"),
    path("invitations/add/", invitations.invitation_add, name="invitation-add"),
    path(f"{INVITATION}renew/", invitations.invitation_renew, name="invitation-renew"),
    path(f"{INVITATION}withdraw/", invitations.invitation_withdraw, name="invitation-withdraw"),
    path("organisations/", organisations.organisation_list, name="organisation-list"),
    path("organisations/add/", organisations.organisation_add, name="organisation-add"),
    path(ORGANISATION, organisations.organisation, name="organisation"),
    path(f"{ORGANISATION}edit/", organisations.organisation_edit, name="organisation-edit"),
    path(f"{ORGANISATION}offers/", organisations.organisation_offers, name="organisation-offers"),
    path("audit/", trail.trail, name="audit"),
]
