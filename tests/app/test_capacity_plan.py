"""Planning: the arithmetic, what is printed, and what cannot be."""

import json
import math
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.app import cli
from matinee.capacity import planning
from matinee.capacity.planning import Assumptions, costs, prices, units
from matinee.engine import ladder

PAGE = Path(__file__).parents[2] / "docs" / "planning.md"


def way(asked: planning.Demand, name: str, **changes: float) -> dict[str, float]:
    """Return the costs of one way by their names."""
    found = planning.ways(Assumptions(1000, 1000, **changes), asked)
    one = next(way for way in found if way.name == name)
    return {cost.name: cost.usd for cost in (*one.monthly, *one.once)}


def asked_for(**changes: float) -> planning.Demand:
    return replace(planning.demand(Assumptions(1000, 1000)), **changes)


def test_fifteen_million_viewers_at_seven_tenths_of_a_gb_an_hour_are_23_tb_a_second() -> None:
    exact = units.bits_per_s(15_000_000, 0.7)
    assert exact == pytest.approx(23.333e12, rel=1e-4)
    assert round(exact / 1e12) == 23
    assert round(exact * units.GIB / units.GB / 1e12) == 25  # so it is decimal
    planned = planning.demand(
        Assumptions(15_000_000, 20_000, concurrent=15_000_000, gb_per_hour=0.7)
    )
    assert planned.bits_per_s == exact


def test_732_422_gib_a_day_are_261_000_tib_a_year() -> None:
    exact = units.tib_a_year(732_422)
    assert exact == 732_422 * 365 / 1024
    assert round(exact, -3) == 261_000
    assert round(732_422 * 365 / 1000, -3) == 267_000  # so it is binary
    half_a_gib = 500 * 2**20 / units.GB
    planned = planning.demand(Assumptions(1_500_000, 1, gb_per_hour=half_a_gib))
    assert round(planned.sent_gib_a_day) == 732_422
    assert round(planned.sent_tib_a_year, -3) == 261_000
    assert round(planned.sent_gb_a_day) == 786_432


def test_a_bit_rate_and_gigabytes_an_hour_are_the_same_thing() -> None:
    assert units.gb_per_hour(5) == 2.25
    assert planning.demand(Assumptions(10, 1, bitrate=5)) == planning.demand(
        Assumptions(10, 1, gb_per_hour=2.25)
    )
    assert units.bits_per_s(1000, units.gb_per_hour(5)) == 5e9


def test_what_is_asked_for_follows_its_formulas() -> None:
    asked = planning.demand(
        Assumptions(
            2_000, 300, hours_per_user_day=1.5, peak_share=0.2, bitrate=4, title_hours=2,
            original_mbps=10, renditions="1080:4.84,480:1", segment_s=4, encode_speed=0.5,
            encode_cores=10,
        )
    )  # fmt: skip
    assert asked.hours_a_day == 3_000
    assert asked.viewers == 600  # 3,000 hours, a fifth of them in one hour
    assert asked.bits_per_s == 2.4e9
    assert asked.sent_gb_a_day == 5_400
    assert asked.requests_a_month == 3_000 * 365 / 12 * 900 * 2
    assert asked.title_hours == 600
    assert asked.originals_gb == 600 * 4.5
    assert asked.rendition_mbps == ((1080, 5.0), (480, 1.0))  # the sound is made once
    assert asked.renditions_gb == pytest.approx(600 * 6 * 0.45)
    assert asked.stored_gb == pytest.approx(2_700 + 1_620)
    assert asked.objects == 600 * 900 * 3
    assert asked.core_hours == 1_200
    assert asked.encode_days == 5


def test_renditions_take_what_the_engine_caps_them_at() -> None:
    caps = dict(ladder.BOXES)
    asked = planning.demand(Assumptions(1, 1, renditions="720,1080"))
    assert asked.rendition_mbps == ((720, 2.8 + 0.16), (1080, 5.0))
    assert caps[720] == 2_800_000
    bare = planning.demand(Assumptions(1, 1, renditions="none"))
    assert (bare.renditions_gb, bare.core_hours, bare.objects) == (0, 0, 0)


def test_a_bill_of_r2_is_that_of_cloudflares_own_examples() -> None:
    # developers.cloudflare.com/r2/pricing: "Standard storage example" and "Asset hosting".
    files = asked_for(
        originals_gb=1_000, renditions_gb=0, objects=1_000, requests_a_month=1_000_000
    )
    bill = way(files, "Cloudflare R2", cdn_hit=0)
    assert (bill["storage"], bill["writing"], bill["requests"]) == (pytest.approx(14.85), 0, 0)
    assets = asked_for(originals_gb=10, renditions_gb=0, objects=1e5, requests_a_month=3e8)
    bill = way(assets, "Cloudflare R2", cdn_hit=0)
    assert bill["requests"] == pytest.approx(104.40)
    assert (bill["storage"], bill["sending"]) == (0, 0)
    begun = asked_for(originals_gb=11.1, renditions_gb=0, objects=1_000_001)
    bill = way(begun, "Cloudflare R2")
    assert bill["storage"] == pytest.approx(2 * 0.015)  # a unit that is begun counts
    assert bill["writing"] == pytest.approx(4.50)


def test_steps_are_counted_as_in_amazons_own_example() -> None:
    # aws.amazon.com/s3/pricing as of 2011: 52,900 GB-months at the prices of then.
    then = ((1024, 0.140), (49 * 1024, 0.125), (450 * 1024, 0.110))
    steps = prices.stepped(52_900, then)
    assert [taken for taken, _ in steps] == [1024, 50_176, 1_700]
    assert sum(taken * price for taken, price in steps) == pytest.approx(6_602.36)


def test_a_bill_of_amazon_counts_gib_and_what_is_free() -> None:
    asked = asked_for(
        originals_gb=100 * units.TIB / units.GB, renditions_gb=0, objects=2e6,
        requests_a_month=110e6, sent_gib_a_month=51 * 1024,
    )  # fmt: skip
    bill = way(asked, "Amazon S3 with CloudFront", cdn_hit=0.9)
    assert bill["storage"] == pytest.approx(50 * 1024 * 0.023 + 50 * 1024 * 0.022)
    assert bill["sending"] == pytest.approx(10 * 1024 * 0.085 + 40 * 1024 * 0.080)
    assert bill["requests"] == pytest.approx(100 * 1.00 + 11 * 0.40)
    assert bill["writing"] == pytest.approx(10.00)
    flat = way(asked, "Amazon S3 with CloudFront", price_cdn_gb=0.01, price_s3_storage=0.02)
    assert flat["sending"] == pytest.approx(51 * 1024 * 0.01)  # a price of one's own has no gifts
    assert flat["storage"] == pytest.approx(100 * 1024 * 0.02)


def test_disks_and_servers_of_ones_own_are_the_most_of_what_is_needed() -> None:
    given_ = Assumptions(1000, 1000)  # two copies, 20 TB filled to 0.8, 100 MB/s, half in memory
    for_room = asked_for(originals_gb=80_000, renditions_gb=0, bits_per_s=1e9)
    house = costs.machines(given_, for_room)
    assert (house.disks, house.servers) == (10, 1)
    for_reading = asked_for(originals_gb=1, renditions_gb=0, bits_per_s=32e9)
    house = costs.machines(given_, for_reading)
    assert (house.disks, house.servers) == (20, 4)  # 4 GB/s, half of it from disks; 8 Gb/s each
    one_of_each = costs.machines(given_, asked_for(originals_gb=1, renditions_gb=0, bits_per_s=1))
    assert (one_of_each.disks, one_of_each.servers) == (2, 1)  # the copies lie apart
    assert one_of_each.kw == pytest.approx((2 * 8 + 150) / 1000)


def test_a_house_of_ones_own_pays_by_years_watts_and_line() -> None:
    asked = asked_for(originals_gb=16_000, renditions_gb=0, bits_per_s=1e9, core_hours=1_000)
    bill = way(asked, "own disks", disk_failures=0.06)
    assert bill["storage"] == pytest.approx(2 * 400 * (0.2 + 0.06) / 12)
    assert bill["servers"] == pytest.approx(2_000 / 60)
    assert bill["power"] == pytest.approx(0.166 * 730 * 0.20)
    assert bill["sending"] == pytest.approx(100)
    assert bill["encoding"] == pytest.approx(1_000 * 0.010 * 0.20)


def test_a_year_is_twelve_months_and_what_comes_before_them() -> None:
    found = planning.ways(Assumptions(5_000, 300), planning.demand(Assumptions(5_000, 300)))
    for one in found:
        assert one.month_usd == pytest.approx(sum(cost.usd for cost in one.monthly))
        assert one.first_year_usd == pytest.approx(12 * one.month_usd + one.once_usd)
        assert one.month_usd > 0


@settings(max_examples=60, deadline=None)
@given(
    users=st.integers(1, 10**10), titles=st.integers(1, 10**9),
    share=st.floats(1 / 24, 1), hours=st.floats(1e-3, 24), mbps=st.floats(1e-3, 10_000),
)  # fmt: skip
def test_more_people_never_need_less(
    users: int, titles: int, share: float, hours: float, mbps: float
) -> None:
    def of(people: int) -> tuple[planning.Demand, tuple[planning.Way, ...]]:
        one = Assumptions(people, titles, hours_per_user_day=hours, peak_share=share, bitrate=mbps)
        asked = planning.demand(one)
        return asked, planning.ways(one, asked)

    few, many = of(users), of(min(10**10, users * 2))
    assert few[0].bits_per_s <= many[0].bits_per_s
    for less, more in zip(few[1], many[1], strict=True):
        assert less.month_usd <= more.month_usd * (1 + 1e-9)
        assert math.isfinite(more.first_year_usd)
    assert planning.sheet(Assumptions(users, titles), *few)


def test_the_whole_of_a_plan_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    line = "plan --users 15,000,000 --titles 20000 --concurrent 15e6 --gb-per-hour 0.7"
    assert cli.main(line.split()) == 0
    text = capsys.readouterr().out
    assert re.search(r"line +23\.3 Tb/s   15,000,000 x 0\.7 GB/h x 8 / 3600 s", text)
    for part in ("Watching", "Keeping", "Cost", "How that is worked out", "Where prices"):
        assert f"\n{part}" in text
    for source in prices.SOURCES:
        assert source.url in text
    table = text.partition("\nCost\n")[2].partition("\n\n")[0].splitlines()
    assert len(table) > 10
    assert len({len(row) for row in table}) == 1  # aligned


def test_each_amount_of_the_table_is_worked_out_below_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main("plan --users 1000 --titles 2000".split()) == 0
    text = capsys.readouterr().out
    asked = planning.demand(Assumptions(1000, 2000))
    for one in planning.ways(Assumptions(1000, 2000), asked):
        for cost in (*one.monthly, *one.once):
            assert f" = {cost.working}" in text


def test_a_plan_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main("plan --users 1000 --titles 2000 --price-kwh 0.5 --json".split()) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["assumptions"]["price_kwh"] == 0.5
    assert found["demand"]["bits_per_s"] == 5e8
    assert [one["name"] for one in found["ways"]] == [
        "Cloudflare R2", "Amazon S3 with CloudFront", "own disks",
    ]  # fmt: skip
    assert found["ways"][0]["month_usd"] == sum(c["usd"] for c in found["ways"][0]["monthly"])
    assert all(source["url"] for source in found["sources"])


NUMBERS = [one for one in planning.listed() if one.name != "renditions"]


@pytest.mark.parametrize("one", NUMBERS, ids=lambda one: one.name)
@pytest.mark.parametrize("value", ["-1", "nan", "inf", "1e30", "", "x", "1,5", "0x10"])
def test_no_number_is_taken_that_cannot_be(
    capsys: pytest.CaptureFixture[str], one: planning.Known, value: str
) -> None:
    line = ["plan", "--users=10", "--titles=10", f"{one.flag}={value}"]
    assert cli.main(line) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert told.err.startswith(f"matinee plan: {one.flag} ")
    assert "Give " in told.err


@pytest.mark.parametrize(
    "line, says",
    [
        ("", "--users is missing"),
        ("--users 5", "--titles is missing"),
        ("--users 0 --titles 5", "--users cannot be 0."),
        ("--users 2.5 --titles 5", "Give a whole number above 0"),
        ("--users 5 --titles 5 --gb-per-hour 1 --bitrate 2", "say the same thing"),
        ("--users 1e6 --titles 5 --concurrent 10", "below the average of a whole day, 41,667"),
        ("--users 5 --titles 5 --renditions 999", "the ladder has no 999"),
        ("--users 5 --titles 5 --renditions tall", "cannot be read"),
        ("--users 5 --titles 5 --renditions 720:0", "cannot be 0"),
        ("--users 5 --titles 5 --renditions 720:1:2", "cannot be read"),
        ("--users 5 --titles 5 --segment-s 0.01", "--segment-s cannot be 0.01"),
        ("--users 5 --titles 5 --peak-share 0", "--peak-share cannot be 0"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], line: str, says: str
) -> None:
    assert cli.main(["plan", *line.split()]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert says in told.err


def test_numbers_are_read_as_people_write_them() -> None:
    for text in ("15,000,000", "15_000_000", "15000000", "1.5e7", " 15000000 "):
        assert planning.read({"users": text, "titles": "1"}).users == 15e6


def test_every_assumption_has_a_flag_and_stands_in_its_page(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        cli.main(["plan", "--help"])
    told = capsys.readouterr().out
    page = PAGE.read_text()
    for one in planning.listed():
        default = "-" if one.default is None else str(one.default).removesuffix(".0")
        assert f"{one.flag} N" in told
        assert re.search(rf"\| `{one.flag}` \| {re.escape(default)} \|", page), one.flag
    for source in prices.SOURCES:
        assert source.url in page or source.url == "docs/planning.md"
