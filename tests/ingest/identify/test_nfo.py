"""NFO files: the real ones of Kodi and Jellyfin, the careless and the hostile."""

import os
import time
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.ingest.identify import nfo
from matinee.ingest.identify.description import Person

KODI_MOVIE = """<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>
<movie>
    <title>Das Boot</title>
    <originaltitle>Das Boot (original)</originaltitle>
    <sorttitle>Boot</sorttitle>
    <ratings>
        <rating name="themoviedb" max="10"><value>8.1</value><votes>1000</votes></rating>
        <rating name="imdb" max="100" default="true"><value>84</value><votes>9</votes></rating>
    </ratings>
    <userrating>9</userrating>
    <outline>Short.</outline>
    <plot>A boat.
Many men.</plot>
    <tagline>A journey</tagline>
    <runtime>149</runtime>
    <thumb aspect="poster" preview="">https://pictures.example/p.jpg</thumb>
    <fanart><thumb preview="">https://pictures.example/f.jpg</thumb></fanart>
    <mpaa>US:R / US:Rated R</mpaa>
    <playcount>2</playcount>
    <lastplayed>2021-03-04 21:05:06</lastplayed>
    <id>387</id>
    <uniqueid type="tmdb">387</uniqueid>
    <uniqueid type="imdb" default="true">tt0082096</uniqueid>
    <genre>Drama</genre>
    <genre>War / History</genre>
    <country>Germany</country>
    <set><name>Boats</name><overview>x</overview></set>
    <tag>submarine</tag>
    <credits>Lothar Example</credits>
    <director>Wolfgang Example</director>
    <premiered>1981-09-17</premiered>
    <year>1981</year>
    <studio>Bavaria Film</studio>
    <trailer>plugin://plugin.video.youtube/?action=play_video&amp;videoid=abcdefghijk</trailer>
    <fileinfo><streamdetails><video><codec>h264</codec><durationinseconds>8994</durationinseconds>
    </video></streamdetails></fileinfo>
    <actor><name>Jürgen Example</name><role>Captain</role><order>0</order>
        <thumb>https://pictures.example/j.jpg</thumb></actor>
    <resume><position>120.5</position><total>8994</total></resume>
    <dateadded>2020-01-01 10:00:00</dateadded>
</movie>
"""


def one(text: str | bytes):
    raw = text.encode() if isinstance(text, str) else text
    reading = nfo.parse(raw)
    assert reading.problem is None
    assert reading.one is not None
    return reading.one


def test_a_film_as_kodi_writes_it():
    said = one(KODI_MOVIE)
    assert (said.kind, said.title, said.original_title, said.sort_title) == (
        "movie", "Das Boot", "Das Boot (original)", "Boot",
    )  # fmt: skip
    assert said.description == "A boat.\nMany men."
    assert (said.rating, said.user_rating, said.runtime_s) == (8.4, 9.0, 8994.0)
    assert (said.year, said.released) == (1981, date(1981, 9, 17))
    assert said.ids == {"tmdb": "387", "imdb": "tt0082096"}
    assert said.genres == ("Drama", "War", "History")
    assert (said.collection, said.tags, said.studios) == (
        "Boats",
        ("submarine",),
        ("Bavaria Film",),
    )
    assert said.countries == ("Germany",)
    assert said.content_rating == "US:R / US:Rated R"
    assert said.trailer_url == "https://www.youtube.com/watch?v=abcdefghijk"
    assert said.watched is not None
    assert (said.watched.plays, said.watched.position_s) == (2, 120.5)
    assert said.watched.last_played == datetime(2021, 3, 4, 21, 5, 6)
    assert said.people == (
        Person("Lothar Example", "writer"),
        Person("Wolfgang Example", "director"),
        Person("Jürgen Example", "actor", "Captain", 0, "https://pictures.example/j.jpg"),
    )


def test_an_episode_as_jellyfin_writes_it():
    said = one("""<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<episodedetails>
  <plot><![CDATA[Tom & Jerry <3]]></plot>
  <lockdata>true</lockdata>
  <lockedfields>Name|Overview|Cast|Nonsense</lockedfields>
  <title>Pilot</title>
  <showtitle>The Show</showtitle>
  <aired>2008-01-20</aired>
  <imdbid>tt0959621</imdbid><tvdbid>349232</tvdbid>
  <season>1</season><episode>1</episode><episodenumberend>2</episodenumberend>
  <art><poster>/media/x-thumb.jpg</poster></art>
  <actor><name>A</name><role>B</role><type>GuestStar</type><sortorder>4</sortorder>
  <thumb>/config/people/a.jpg</thumb></actor>
</episodedetails>""")
    assert (said.kind, said.season, said.episode, said.episode_end) == ("episode", 1, 1, 2)
    assert (said.series_title, said.description) == ("The Show", "Tom & Jerry <3")
    assert said.locked
    assert said.locked_fields == ("title", "description", "people")
    assert said.ids == {"imdb": "tt0959621", "tvdb": "349232"}
    assert said.people == (Person("A", "guest", "B", 4, None),)


def test_several_episodes_in_one_file_are_one_that_reaches_to_the_last():
    parts = "".join(
        f"<?xml version='1.0'?>\n<episodedetails><title>T{n}</title><season>2</season>"
        f"<episode>{n}</episode><plot>P{n}</plot><director>D</director></episodedetails>\n"
        for n in (6, 5)
    )
    reading = nfo.parse(parts.encode())
    assert [part.episode for part in reading.found] == [6, 5]
    said = reading.one
    assert said is not None
    assert (said.episode, said.episode_end, said.title) == (5, 6, "T5 / T6")
    assert said.description == "P5\n\nP6"
    assert said.people == (Person("D", "director"),)


def test_a_series_and_a_season():
    said = one("""<tvshow><title>Show</title><year>2008</year>
      <id IMDB="tt0903747" TMDB="1396" TVDB="81189">81189</id>
      <namedseason number="1">The first</namedseason><namedseason number="x">no</namedseason>
      <season>-1</season><episode>-1</episode></tvshow>""")
    assert (said.kind, said.season, said.episode) == ("series", None, None)
    assert said.ids == {"imdb": "tt0903747", "tmdb": "1396", "tvdb": "81189"}
    assert said.season_names == ((1, "The first"),)
    guide = one(
        '<tvshow><title>S</title><episodeguide>{"tmdb":"1396","x":1}</episodeguide></tvshow>'
    )
    assert guide.ids == {"tmdb": "1396"}
    season = one("<season><title>Part two</title><seasonnumber>2</seasonnumber></season>")
    assert (season.kind, season.season, season.season_name) == ("season", 2, "Part two")


@pytest.mark.parametrize(
    ("text", "kind", "ids"),
    [
        ("https://www.imdb.com/title/tt0137523/", None, {"imdb": "tt0137523"}),
        ("http://www.themoviedb.org/movie/550-fight-club\n", "movie", {"tmdb": "550"}),
        ("https://www.themoviedb.org/tv/1396-x/season/1/episode/2", "episode",
         {"series_tmdb": "1396"}),
        ("https://thetvdb.com/?tab=series&id=81189", "series", {"tvdb": "81189"}),
        ("http://thetvdb.com/index.php?tab=series&id=81189&lid=7", "series", {"tvdb": "81189"}),
        ("https://www.thetvdb.com/dereferrer/series/81189", "series", {"tvdb": "81189"}),
    ],
)  # fmt: skip
def test_a_file_of_an_address_names_a_work(text, kind, ids):
    said = one(text)
    assert (said.kind, said.ids) == (kind, ids)


def test_an_address_after_the_xml_adds_to_it():
    said = one("<movie><title>Mine</title></movie>\nhttps://www.imdb.com/title/tt0137523/?a=1&b=2")
    assert (said.title, said.kind, said.ids) == ("Mine", "movie", {"imdb": "tt0137523"})


def test_notes_of_a_release_say_nothing_but_their_address():
    art = "\u2584\u2588\u2580 GROUP \u2592\u2593 <3 & more\r\n".encode("cp437") * 200
    assert nfo.parse(art) == nfo.Reading()
    said = one(art + b"IMDB: http://www.imdb.com/title/tt0137523\r\n" + art)
    assert said.ids == {"imdb": "tt0137523"}


@pytest.mark.parametrize(
    "raw",
    [
        "<movie><title>Amélie</title></movie>".encode(),
        b"\xef\xbb\xbf" + "<?xml version='1.0'?><movie><title>Amélie</title></movie>".encode(),
        "<?xml version='1.0' encoding='utf-16'?><movie><title>Amélie</title></movie>".encode("utf-16"),
        "<movie><title>Amélie</title></movie>".encode("utf-16-be"),
        "<movie><title>Amélie</title></movie>".encode("latin-1"),
        "<?xml version='1.0' encoding='utf-8'?><movie><title>Amélie</title></movie>".encode("latin-1"),
        "<?xml version='1.0' encoding='ISO-8859-1'?><movie><title>Amélie</title></movie>".encode(),
        "<?xml version='1.0' encoding='nonsense'?><movie><title>Amélie</title></movie>".encode("cp1252"),
        "<?xml version='1.0' encoding='cp850'?><movie><title>Amélie</title></movie>".encode("cp850"),
        b"<movie><title>Am&eacute;lie</title></movie>",
        b"<movie><title>Am&#233;lie</title></movie>",
        b"<!DOCTYPE movie>\n<movie>\x00\x07<title>Am\xc3\xa9lie</title></movie>",
    ],
)  # fmt: skip
def test_every_encoding_and_lie_about_it_reads_alike(raw):
    assert one(raw).title == "Amélie"


def test_a_bare_ampersand_is_meant_as_one():
    said = one("<movie><title>Tom & Jerry &amp; x&y; AT&T</title></movie>")
    assert said.title == "Tom & Jerry & x&y; AT&T"


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE movie [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><movie><title>&i;</title></movie>"
)
XXE = (
    '<?xml version="1.0"?><!DOCTYPE movie [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    "<movie><title>&x;</title></movie>"
)


@pytest.mark.security
@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (LAUGHS, "entities"),
        (XXE, "entities"),
        ('<!DOCTYPE m SYSTEM "http://x/y" [ ]><movie><title>a</title></movie>', "entities"),
        ("<movie>" + "<a>" * 100_000 + "</a>" * 100_000 + "</movie>", "nested"),
        ("<movie>" + "<a/>" * 200_000 + "</movie>", "more entries"),
        ("<movie><title>" + "x" * 1_100_000 + "</title></movie>", "1 MB"),
        ("<movie><title>cut off</ti", "cut off"),
        ("<movie><title>x</movie>", "damaged"),
        ("<movie>" + "<![CDATA[" * 100_000 + "</movie>", "damaged"),
        ("<movie>" + "<?xml" * 200_000 + "</movie>", "damaged"),
        ("<movie>" + "<!DOCTYPE " * 100_000 + "</movie>", "damaged"),
        ("<!DOCTYPE " * 100_000 + "<movie>x</movi>", "cut off"),
        ("<movie " + "a='1' " * 100_000 + "/></movie>", "damaged"),
    ],
)
def test_the_hostile_gets_a_word_in_no_time(raw, word):
    began = time.process_time()
    reading = nfo.parse(raw.encode())
    assert reading.problem is not None
    assert word in reading.problem
    assert reading.found == ()
    assert time.process_time() - began < 5


@pytest.mark.security
def test_an_entity_that_was_never_declared_unfolds_to_nothing():
    inner = "<movie><!-- <!ENTITY x SYSTEM 'file:///etc/passwd'> --><title>&x;</title></movie>"
    assert one(inner).title == "&x;"


@pytest.mark.security
def test_a_hundred_thousand_actors_are_bounded():
    actors = "".join(f"<actor><name>A{n}</name></actor>" for n in range(25_000))
    said = one(f"<movie><title>x</title>{actors}</movie>")
    assert len(said.people) == 300
    more = "<movie><title>x</title>" + "<actor><name>A</name></actor>" * 100_000 + "</movie>"
    assert nfo.parse(more.encode()).problem is not None


@pytest.mark.security
def test_numbers_out_of_bounds_are_left_out():
    said = one("""<episodedetails><title>x</title><season>-1</season>
      <episode>99999999999999999999</episode><year>30000</year><runtime>1e99</runtime>
      <userrating>NaN</userrating><rating>-3</rating><playcount>-7</playcount>
      <aired>9999-99-99</aired><lastplayed>0000-00-00</lastplayed>
      <resume><position>inf</position></resume><uniqueid type="imdb">../../x</uniqueid>
      <uniqueid type="tmdb">0</uniqueid><uniqueid type="tvdb">١٢</uniqueid>
      <ratings><rating max="0"><value>5</value></rating></ratings>
      <trailer>file:///etc/passwd</trailer></episodedetails>""")
    assert (said.season, said.episode, said.year, said.user_rating) == (None, None, None, None)
    assert said.runtime_s in {None, 60.0}
    assert said.released is None
    assert said.watched is None
    assert said.ids == {}
    assert said.trailer_url is None


@pytest.mark.security
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda t: f"<movie>{t}</movie>".encode(
    "utf-8", "surrogatepass")))  # fmt: skip
def test_no_bytes_make_it_fall(raw):
    nfo.parse(raw)


@pytest.mark.security
def test_only_a_plain_file_is_opened(tmp_path: Path):
    real = tmp_path / "real.nfo"
    real.write_text("<movie><title>x</title></movie>")
    (tmp_path / "link.nfo").symlink_to(real)
    os.mkfifo(tmp_path / "pipe.nfo")
    (tmp_path / "folder.nfo").mkdir()
    assert nfo.read(real) is not None
    for name in ("link.nfo", "pipe.nfo", "folder.nfo", "none.nfo", "a\0b"):
        assert nfo.look(tmp_path / name).problem, name
        assert nfo.read(tmp_path / name) is None


def test_an_empty_file_says_nothing():
    for raw in (b"", b"   \n", b"<movie/>", b"<movie></movie>", b"\xff\xfe", b"<html></html>"):
        assert nfo.parse(raw) == nfo.Reading()
