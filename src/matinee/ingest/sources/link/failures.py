"""What went wrong with a link, in words: codes made in the child, sentences made here.

The child sends a code and, at most, a number or a site's name. Sites' own error texts are kept
for the log only, because they can say anything.
"""

from dataclasses import dataclass

from matinee.kit.errors import (
    Forbidden,
    Invalid,
    MatineeError,
    NoSpace,
    NotFound,
    RateLimited,
    SourceError,
    TooLarge,
    Unavailable,
    Unsupported,
)


@dataclass(frozen=True, slots=True)
class Failure:
    """One way in which a link fails."""

    kind: type[MatineeError]
    detail: str
    fix: str


_ADDRESS = "Check that the address is right and opens in a browser."
_LATER = "Try again in a little while."

FAILURES: dict[str, Failure] = {
    "not_a_link": Failure(
        Invalid, "This is not a link.", "Paste an address that starts with http:// or https://."
    ),
    "private_address": Failure(
        Forbidden,
        "This link leads to a private address (your own network or this machine).",
        "If that is what you want, start Matinee with MATINEE_ALLOW_PRIVATE_URLS=1.",
    ),
    "unknown_host": Failure(SourceError, "There is no site of that name.", _ADDRESS),
    "unreachable": Failure(
        SourceError, "The site could not be reached.", f"{_ADDRESS} {_LATER}"
    ),
    "timed_out": Failure(
        SourceError, "The site took too long to answer.", _LATER
    ),
    "stalled": Failure(
        SourceError, "The download stood still.", f"What is there is kept. {_LATER}"
    ),
    "tls": Failure(
        SourceError,
        "The site could not prove that it is who it says (its certificate is not valid).",
        "Check the address and this machine's clock; the site's owner has to mend the rest.",
    ),
    "not_found": Failure(NotFound, "The site says there is nothing at this address.", _ADDRESS),
    "gone": Failure(
        NotFound, "This video has been removed from the site.", "Look for another copy."
    ),
    "forbidden": Failure(
        SourceError,
        "The site refused to give this video.",
        "It may need a sign-in: give the site's cookies in Settings, then retry.",
    ),
    "sign_in": Failure(
        SourceError,
        "The site gives this video only to people who are signed in.",
        "Give the site's cookies in Settings, then retry.",
    ),
    "private_video": Failure(
        SourceError,
        "This video is private.",
        "If your account may see it, give the site's cookies in Settings, then retry.",
    ),
    "geo": Failure(
        SourceError, "The site does not show this video in your country.", "Look for another copy."
    ),
    "drm": Failure(
        Unsupported, "This video is locked with DRM and cannot be brought in.",
        "Look for a copy without DRM.",
    ),
    "live": Failure(
        Unsupported,
        "This is a live broadcast, which cannot be brought in yet.",
        "Come back when it is over and the recording is there.",
    ),
    "rate_limited": Failure(
        RateLimited, "The site has had too many requests from here.",
        "Wait a quarter of an hour, then retry.",
    ),
    "no_video": Failure(
        Unsupported,
        "No video was found on this page.",
        "Open the page of the video itself and paste that address.",
    ),
    "unsupported_site": Failure(
        Unsupported,
        "This site is not understood.",
        "Paste a direct link to the video file, if there is one.",
    ),
    "no_format": Failure(
        NotFound, "The quality asked for is not offered (any more).", "Choose another quality."
    ),
    "site_error": Failure(
        SourceError, "The site answered with an error of its own.", _LATER
    ),
    "too_many_redirects": Failure(
        SourceError, "The address leads round in circles.", _ADDRESS
    ),
    "incomplete": Failure(
        SourceError,
        "The site kept cutting the download off before its end.",
        f"What is there is kept. {_LATER}",
    ),
    "page_too_large": Failure(
        SourceError, "The page is too large to be read.", "Paste the address of the video itself."
    ),
    "too_large": Failure(
        TooLarge, "The video is larger than this server allows.",
        "Choose a lower quality, or raise MATINEE_MAX_UPLOAD_BYTES.",
    ),
    "no_space": Failure(
        NoSpace, "The disk is full, down to the space that is kept free.",
        "Free some space on the disk that holds the data folder, then retry.",
    ),
    "changed": Failure(
        SourceError, "The site's answer could not be understood.",
        "The site may have changed: updating Matinee (yt-dlp inside it) may mend it.",
    ),
    "crashed": Failure(
        Unavailable, "Reading this link failed half-way.", _LATER
    ),
}  # fmt: skip


def error(code: str) -> MatineeError:
    """Return the error for a code the child sent; unknown codes are "changed"."""
    code = code if code in FAILURES else "changed"
    found = FAILURES[code]
    if found.kind is RateLimited:
        return RateLimited(found.detail, retry_after_s=900, fix=found.fix, code=code)
    return found.kind(found.detail, fix=found.fix, code=code)
