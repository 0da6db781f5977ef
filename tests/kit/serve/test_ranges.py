"""The rules of RFC 9110 for ranges and conditions."""

from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.kit.serve import Slice, Validators, answer, parse_range
from matinee.kit.serve.ranges import MAX_RANGES

SIZE = 1000
NOW = Validators('"v1"', 1_700_000_000)
LATER_S = NOW.modified_s + 3600.0


def got(method: str = "GET", size: int = SIZE, **headers: str):
    wire = {key.replace("_", "-"): value for key, value in headers.items()}
    return answer(method, wire, NOW, size, LATER_S)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", [(0, 1)]),
        ("bytes=0-499", [(0, 500)]),
        ("bytes=500-", [(500, 1000)]),
        ("bytes=-1", [(999, 1000)]),
        ("bytes=-5000", [(0, 1000)]),
        ("bytes=990-5000", [(990, 1000)]),
        ("bytes=0-0,-1", [(0, 1), (999, 1000)]),
        ("bytes=900-909, 100-109", [(900, 910), (100, 110)]),
        ("bytes=0-9,5-14", [(0, 15)]),
        ("bytes=0-9,10-19", [(0, 20)]),
        ("bytes=0-9,2000-3000", [(0, 10)]),
        ("bytes=,0-9,,", [(0, 10)]),
        ("BYTES=0-9", [(0, 10)]),
        ("bytes=1000-", []),
        ("bytes=-0", []),
        ("bytes=99999999999999999999-", []),
        ("bytes=5-4", None),
        ("bytes=", None),
        ("bytes=-", None),
        ("bytes=a-b", None),
        ("bytes=1-2-3", None),
        ("bytes=0-9;10-19", None),
        ("bytes=0x1-2", None),
        ("bytes=+1-2", None),
        ("bytes=1 -2", None),
        ("bytes=١-٢", None),
        ("bytes 0-9", None),
        ("items=0-9", None),
        ("", None),
        ("bytes=" + "9" * 5000 + "-", None),
        ("bytes=" + ",".join(["0-0"] * (MAX_RANGES + 1)), None),
    ],
)
def test_a_range_header_names_these_bytes(header, expected):
    slices = parse_range(header, SIZE)
    assert (None if slices is None else [(s.start, s.stop) for s in slices]) == expected


@given(
    st.lists(
        st.tuples(st.none() | st.integers(0, 60), st.none() | st.integers(0, 60)), max_size=40
    ),
    st.integers(0, 50),
)
def test_slices_lie_in_the_file_do_not_overlap_and_cover_what_was_asked(specs, size):
    header = "bytes=" + ",".join(
        f"{'' if first is None else first}-{'' if last is None else last}" for first, last in specs
    )
    slices = parse_range(header, size)
    if slices is None:
        return
    assert all(0 <= piece.start < piece.stop <= size for piece in slices)
    sent = [n for piece in slices for n in range(piece.start, piece.stop)]
    assert len(sent) == len(set(sent))
    wanted: set[int] = set()
    for first, last in specs:
        if first is None and last is not None:
            wanted |= set(range(max(0, size - last), size))
        elif first is not None:
            wanted |= set(range(first, size if last is None else min(last + 1, size)))
    # Coalescing joins only what touches, so nothing is sent that was not asked for.
    assert set(sent) == wanted


@given(st.text(max_size=80), st.integers(0, 10**15))
def test_any_text_as_a_header_is_survived(text, size):
    for header in (text, f"bytes={text}"):
        slices = parse_range(header, size)
        assert slices is None or all(piece.stop <= size for piece in slices)


def test_without_a_range_the_whole_file_is_sent():
    assert got().status == 200
    assert got().slices == (Slice(0, SIZE),)


def test_a_range_outside_the_file_is_refused():
    assert got(range="bytes=1000-") == type(got())(416)
    assert got(range="bytes=0-", size=0).status == 416


def test_head_ignores_the_range():
    reply = got("HEAD", range="bytes=0-9")
    assert (reply.status, reply.slices) == (200, (Slice(0, SIZE),))


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ('"v1"', 206),
        ('"v0"', 200),
        ('W/"v1"', 200),
        (formatdate(NOW.modified_s, usegmt=True), 206),
        (formatdate(NOW.modified_s - 1, usegmt=True), 200),
        (formatdate(NOW.modified_s + 1, usegmt=True), 200),
        ("nonsense", 200),
        ("", 200),
    ],
)
def test_if_range_sends_the_whole_when_the_file_is_another(condition, status):
    assert got(range="bytes=0-9", if_range=condition).status == status


def test_a_date_of_this_very_second_is_not_trusted_for_if_range():
    headers = {"range": "bytes=0-9", "if-range": NOW.last_modified}
    assert answer("GET", headers, NOW, SIZE, NOW.modified_s + 0.5).status == 200


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {"if-none-match": '"v1"'}, 304),
        ("HEAD", {"if-none-match": '"v1"'}, 304),
        ("GET", {"if-none-match": '"a", W/"v1"'}, 304),
        ("GET", {"if-none-match": "*"}, 304),
        ("GET", {"if-none-match": '"v2"'}, 200),
        ("GET", {"if-none-match": "v1"}, 200),
        ("GET", {"if-modified-since": NOW.last_modified}, 304),
        ("GET", {"if-modified-since": formatdate(NOW.modified_s - 1, usegmt=True)}, 200),
        ("GET", {"if-modified-since": "yesterday"}, 200),
        ("GET", {"if-none-match": '"v2"', "if-modified-since": NOW.last_modified}, 200),
        ("GET", {"if-match": '"v1"'}, 200),
        ("GET", {"if-match": 'W/"v1"'}, 412),
        ("GET", {"if-match": '"v2"'}, 412),
        ("GET", {"if-match": "*"}, 200),
        ("GET", {"if-unmodified-since": formatdate(NOW.modified_s - 1, usegmt=True)}, 412),
        ("GET", {"if-unmodified-since": NOW.last_modified}, 200),
        ("GET", {"if-none-match": '"v1"', "range": "bytes=0-9"}, 304),
        ("GET", {"if-match": '"v2"', "range": "bytes=0-9"}, 412),
    ],
)
def test_conditions_are_weighed_in_the_order_of_the_standard(method, headers, status):
    assert answer(method, headers, NOW, SIZE, LATER_S).status == status
