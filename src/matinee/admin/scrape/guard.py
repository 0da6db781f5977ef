"""Who may be told the figures: whoever shows the token of the settings."""

import hmac

from matinee.kit.config import Settings


def is_scraper(settings: Settings, authorization: str) -> bool:
    """Say whether an Authorization header shows the token; nobody does where there is none."""
    scheme, _, shown = authorization.partition(" ")
    if settings.metrics_token is None or scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(shown.strip().encode(), settings.metrics_token.encode())
