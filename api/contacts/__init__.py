"""How to reach a client: phone, e-mail, messengers; written in one normal form so that doubles are found."""
