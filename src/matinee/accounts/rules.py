"""What a name and a password must be. Pure."""

import re
import unicodedata

from matinee.kit.errors import Invalid

MIN_PASSWORD = 8
MAX_PASSWORD = 256
_NAME = re.compile(r"^[\w][\w .@+-]{0,62}[\w]$|^[\w]$", re.UNICODE)


def clean_name(name: str) -> str:
    """Return a user name in its normal form (NFKC, trimmed). Raises Invalid."""
    normal = unicodedata.normalize("NFKC", name).strip()
    if not _NAME.match(normal):
        raise Invalid(
            "A name has 1 to 64 letters, digits, spaces or . _ - @ +",
            fix="Choose another name.",
            code="name_invalid",
        )
    return normal


def name_key(name: str) -> str:
    """Return what makes two names the same: case does not."""
    return name.casefold()


def check_password(password: str) -> str:
    """Return the password. Raises Invalid when it is too short or absurdly long."""
    if len(password) < MIN_PASSWORD:
        raise Invalid(
            f"The password needs at least {MIN_PASSWORD} characters.",
            fix="A few words are easy to remember and hard to guess.",
            code="password_short",
        )
    if len(password) > MAX_PASSWORD:
        raise Invalid(
            f"The password has more than {MAX_PASSWORD} characters.", code="password_long"
        )
    return password
