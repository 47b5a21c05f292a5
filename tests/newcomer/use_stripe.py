"""A customer, their charges page by page, a file, and a card that is declined."""

import datetime as dt
import sys

from stripe import ApiStatusError, Stripe

with Stripe(base_url=sys.argv[1], username="sk_test_1", password="") as stripe:
    customer = stripe.customers.create(
        email="mona@example.com",
        address={"line1": "1 Main Street", "city": "Paris"},
        metadata={"plan": "gold & more"},
        preferred_locales=["fr", "en"],
    )
    print(customer.id, customer.email, customer.metadata)

    since = int(dt.datetime(2026, 1, 1, tzinfo=dt.UTC).timestamp())
    for charge in stripe.charges.list(customer=customer.id, created={"gte": since}, limit=2):
        print(charge.id, charge.amount, charge.currency, charge.status)

    file = stripe.files.create(file=("logo.png", b"\x89PNG", "image/png"), purpose="business_logo")
    print(file.id, file.size)

    try:
        stripe.payment_intents.create(amount=2000, currency="eur", customer=customer.id, confirm=True)
    except ApiStatusError as error:
        print(error.status_code, error.code, error.message)
