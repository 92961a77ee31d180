"""What a load balancer asks."""

from django.test import Client


def test_healthz_says_up_to_anybody(client: Client, db: None) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "up"})
