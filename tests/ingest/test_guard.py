"""Which addresses may be reached: every spelling of a private one ends refused."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.ingest.guard import Policy, normal_url, refusal, tidy_url

pytestmark = pytest.mark.security
STRICT, OPEN = Policy(), Policy(allow_private=True)

PRIVATE = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255",
    "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "100.127.255.255",
    "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.1",
    "203.0.113.9", "::1", "::", "fc00::1", "fdff::1", "fe80::1", "fec0::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::ffff:7f00:1", "::127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::a00:1",
    "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::", "2001:db8::1",
    "2001::1", "100::1", "3fff::1", "5f00::1", "4000::1", "2a00:1450::5efe:127.0.0.1",
    "2001:20::1", "2620:4f:8000::1",
]  # fmt: skip
NEVER = [
    "169.254.169.254", "169.254.0.1", "168.63.129.16", "100.100.100.200", "192.0.0.192",
    "224.0.0.1", "239.1.1.1", "255.255.255.255", "240.0.0.1", "ff02::1", "fd00:ec2::254",
    "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::", "::ffff:224.0.0.1",
]  # fmt: skip
NOT_LITERAL = [
    "localhost", "2130706433", "0x7f000001", "017700000001", "127.1", "127.0.1", "0177.0.0.1",
    "0x7f.0.0.1", "", " 127.0.0.1", "127.0.0.1 ", "fe80::1%eth0", "::1%lo", "[::1]", "１２７.0.0.1",
    "127.0.0.1\0", "8.8.8.8.", "1.2.3.4/8",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001::200e",
          "::ffff:8.8.8.8", "64:ff9b::808:808", "172.32.0.1", "100.128.0.1", "11.0.0.1"]  # fmt: skip


@pytest.mark.parametrize("address", [*PRIVATE, *NEVER])
def test_an_inside_address_is_refused(address: str) -> None:
    assert refusal(address, STRICT)


@pytest.mark.parametrize("address", NOT_LITERAL)
def test_what_is_no_literal_address_is_refused_even_where_private_ones_are_allowed(
    address: str,
) -> None:
    assert refusal(address, STRICT)
    assert refusal(address, OPEN)


@pytest.mark.parametrize("address", NEVER)
def test_metadata_and_multicast_are_refused_even_where_private_ones_are_allowed(
    address: str,
) -> None:
    assert refusal(address, OPEN)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_reached(address: str) -> None:
    assert refusal(address, STRICT) is None


def test_the_owner_may_allow_private_addresses() -> None:
    assert refusal("127.0.0.1", OPEN) is None
    assert refusal("192.168.1.1", OPEN) is None


def test_an_exception_is_for_one_port_only() -> None:
    policy = Policy(permitted=frozenset({"127.0.0.1:8080"}))
    assert refusal("127.0.0.1", policy, port=8080) is None
    assert refusal("127.0.0.1", policy, port=8081)


@given(st.ip_addresses(v=4))
def test_an_address_pythons_own_registry_calls_private_is_refused(
    address: ipaddress.IPv4Address,
) -> None:
    if not address.is_global or address.is_multicast:
        assert refusal(str(address), STRICT)


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:{}", "64:ff9b::{}", "::{}"]))
def test_carrying_an_address_in_another_changes_nothing_about_it(
    address: ipaddress.IPv4Address, form: str
) -> None:
    if refusal(str(address), STRICT):
        assert refusal(form.format(address), STRICT)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "hello", "not a link", "javascript:alert(1)", "file:///etc/passwd", "ftp://a.b/c",
        "data:text/html,x", "http://", "http:///x", "https://a b.c/", "http://a.b\\@c.d/",
        "http://user:pass@host/x", "http://a.b:0/", "http://a.b:99999/", "http://[::1/",
        "http://a\n.b/", "gopher://a.b", "//a.b/c", "-oProxyCommand=x", "--exec=rm", "x" * 5000,
        "http://a.b/\x7f", "ytsearch:cats", "C:\\video.mp4",
    ],
)  # fmt: skip
def test_what_is_no_link_is_known_as_none(text: str) -> None:
    assert tidy_url(text) is None


def test_a_host_without_scheme_is_taken_for_a_link() -> None:
    assert tidy_url(" example.com/watch?v=1 ") == "https://example.com/watch?v=1"


@given(st.text(max_size=200))
def test_tidying_never_fails_and_only_gives_web_addresses(text: str) -> None:
    found = tidy_url(text)
    assert found is None or found.lower().startswith(("http://", "https://"))


def test_two_spellings_of_one_address_are_one() -> None:
    assert normal_url("HTTP://Example.com:80/a?x=1&utm_source=y#part") == "http://example.com/a?x=1"
    assert normal_url("http://example.com./a?x=1") == "http://example.com/a?x=1"
    assert normal_url("https://example.com") == "https://example.com/"
    assert normal_url("https://e.com/#/watch/1") != normal_url("https://e.com/#/watch/2")
