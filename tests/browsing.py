"""Being a browser against the test client."""

from flask.testing import FlaskClient

from tests.cast import PASSWORD, Person

# What a browser says of a request that one of our own pages made.
FROM_OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}


def sign_in(client: FlaskClient, person: Person) -> FlaskClient:
    form = {"email": person.account.email, "password": PASSWORD}
    answer = client.post("/login", data=form, headers=FROM_OUR_PAGE)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return client
