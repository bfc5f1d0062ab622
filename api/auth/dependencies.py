"""Typed dependencies that say who is calling."""

from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase

from api.auth.principal import Principal
from api.auth.tokens import TokenVerifier
from api.errors import NotSignedIn

PREFIX = b"bearer "


class AccessToken(SecurityBase):
    """Reads and verifies `Authorization: Bearer <access token of Supabase Auth>`."""

    model = HTTPBearer(bearerFormat="JWT", description="An access token of Supabase Auth.")
    scheme_name = "access_token"

    async def __call__(self, request: Request) -> Principal:
        """The verified caller; raises NotSignedIn."""
        for name, value in request.scope["headers"]:
            if name == b"authorization":
                if value[:7].lower() != PREFIX:
                    break
                verifier = cast(TokenVerifier, request.app.state.tokens)
                return await verifier.verify(value[7:].strip().decode("latin-1"))
        raise NotSignedIn("not_signed_in")


access_token = AccessToken()
CurrentUser = Annotated[Principal, Depends(access_token)]
"""The verified caller. His role and status are the database's to say, inside the transaction."""
