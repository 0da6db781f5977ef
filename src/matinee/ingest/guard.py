"""Which addresses a link may reach: pure arithmetic on addresses, no I/O.

The list is the IANA special-purpose registries (RFC 6890 and successors) for IPv4 and IPv6,
plus the cloud metadata addresses that stand outside them. An IPv6 address that carries an IPv4
one (mapped, compatible, 6to4, NAT64, Teredo, ISATAP) is judged by what it carries as well.
Only what a socket is really connected to is judged, so spelling tricks (decimal, octal, short
forms, names that resolve inside, redirects) end at the same question.
"""

import ipaddress
import urllib.parse
from dataclasses import dataclass

MARK = "matinee-private-address"
"""Stands in the text of every refusal, so that it is known again behind other people's errors."""

MAX_URL_CHARS = 4096

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network


class Refused(OSError):
    """The address stands in a private or reserved range. An OSError, as sockets raise."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{MARK}: {address} is {reason}")
        self.address = address
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be reached. `permitted` holds exact "address:port" pairs that always may."""

    allow_private: bool = False
    permitted: frozenset[str] = frozenset()


def _nets(*texts: str) -> tuple[IPNetwork, ...]:
    return tuple(ipaddress.ip_network(text) for text in texts)


_NEVER: tuple[tuple[str, tuple[IPNetwork, ...]], ...] = (
    ("a cloud metadata address", _nets(
        "169.254.0.0/16", "168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32",
        "fd00:ec2::254/128", "fd20:ce::254/128")),
    ("a multicast or broadcast address", _nets("224.0.0.0/4", "255.255.255.255/32", "ff00::/8")),
    ("a reserved address", _nets("240.0.0.0/4")),
)  # fmt: skip

_PRIVATE: tuple[tuple[str, tuple[IPNetwork, ...]], ...] = (
    ("this machine itself", _nets("0.0.0.0/8", "127.0.0.0/8", "::/128", "::1/128")),
    ("a private address", _nets(
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10")),
    ("a link-local address", _nets("fe80::/10")),
    ("a carrier-grade NAT address", _nets("100.64.0.0/10")),
    ("a reserved address", _nets(
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23", "2001:db8::/32",
        "2620:4f:8000::/48", "3fff::/20", "5f00::/16")),
)  # fmt: skip

_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_TEREDO = ipaddress.IPv6Network("2001::/32")
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)


def refusal(address: str, policy: Policy, *, port: int = 0) -> str | None:
    """Say why a connection to a literal address is refused, or None when it may be made.

    Anything that is not a literal address in canonical notation is refused: names must have
    been resolved before, so that what is checked is what is connected to.
    """
    if f"{address}:{port}" in policy.permitted:
        return None
    if "%" in address:
        return "a link-local address"
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "not a literal address"
    for one in (parsed, *_carried(parsed)):
        reason = _range_of(one, _NEVER)
        if reason is None and not policy.allow_private:
            reason = _range_of(one, _PRIVATE) or _outside_global(one)
        if reason is not None:
            return reason
    return None


def _range_of(
    address: IPAddress, ranges: tuple[tuple[str, tuple[IPNetwork, ...]], ...]
) -> str | None:
    for reason, nets in ranges:
        if any(address.version == net.version and address in net for net in nets):
            return reason
    return None


def _outside_global(address: IPAddress) -> str | None:
    if address.version == 4 or address in _GLOBAL_V6 or _carried(address):
        return None
    return "a reserved address"


def _carried(address: IPAddress) -> tuple[ipaddress.IPv4Address, ...]:
    """Return the IPv4 addresses hidden in an IPv6 one."""
    if not isinstance(address, ipaddress.IPv6Address):
        return ()
    low = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    found: list[ipaddress.IPv4Address] = []
    if address.ipv4_mapped is not None:
        found.append(address.ipv4_mapped)
    if address.sixtofour is not None:
        found.append(address.sixtofour)
    if address in _TEREDO and address.teredo is not None:
        found.extend(address.teredo)
    if address in _NAT64 or address in _LOCAL_NAT64:
        found.append(low)
    if address in _COMPATIBLE and int(address) > 1:
        found.append(low)
    if (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP:
        found.append(low)
    return tuple(found)


def tidy_url(text: str) -> str | None:
    """Return a link fit to be fetched (http or https with a host), or None.

    Surrounding blanks are dropped and a missing scheme in front of what is clearly a host is
    filled in with https; anything with control characters or a user name in it is no link.
    """
    text = text.strip()
    if not text or len(text) > MAX_URL_CHARS or any(ord(c) < 33 or ord(c) == 127 for c in text):
        return None
    if "://" not in text.split("?")[0].split("#")[0]:
        head = text.split("/")[0].split("?")[0]
        if "." not in head.strip(".") or "@" in head or head.startswith((".", "-")):
            return None
        text = f"https://{text}"
    try:
        parts = urllib.parse.urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or port == 0:
        return None
    if "@" in parts.netloc or "\\" in parts.netloc:
        return None
    return text


_TRACKING = ("utm_", "fbclid", "gclid", "igshid", "mc_eid")


def normal_url(url: str) -> str:
    """Return the one spelling under which two links to the same thing are equal."""
    parts = urllib.parse.urlsplit(url)
    host = (parts.hostname or "").rstrip(".").lower()
    if ":" in host:
        host = f"[{host}]"
    default = {"http": 80, "https": 443}.get(parts.scheme.lower())
    netloc = host if parts.port in {None, default} else f"{host}:{parts.port}"
    query = "&".join(
        part for part in parts.query.split("&") if part and not part.lower().startswith(_TRACKING)
    )
    # A fragment is a place within a page, except where scripts use it as the address itself.
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    return urllib.parse.urlunsplit(
        (parts.scheme.lower(), netloc, parts.path or "/", query, fragment)
    )
