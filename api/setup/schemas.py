"""What the first-run page asks."""

from typing import Annotated

from pydantic import EmailStr, Field, SecretStr, StringConstraints

from api.kit.schemas import Payload
from api.me.schemas import FullName
from api.messages import Language


class FirstRun(Payload):
    """The company and its first admin."""

    company_name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    time_zone: Annotated[str, StringConstraints(max_length=64)] = Field(examples=["Europe/Kyiv"])
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = Field(examples=["UAH"])
    phone_region: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = Field(examples=["UA"])
    locale: Language
    full_name: FullName
    email: EmailStr
    password: SecretStr = Field(min_length=10, max_length=72)
