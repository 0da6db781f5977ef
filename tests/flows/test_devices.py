"""The player on a device: what is heard, what the system is told, and what fingers do."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.flows.conftest import Server, asked_for, house_of, watched
from tests.flows.playing import MOVED, NOW, choose, told
from tests.flows.test_plays import steer

from matinee import engine

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

PICTURE = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p", "-c:a", "aac",
           "-b:a", "128k"]  # fmt: skip
FILM_S = 50
ENGLISH_HZ, SPANISH_HZ = 440, 1760

# What goes to the loudspeakers is heard by an ear beside them.
EARS = """() => {
  window.ears = [];
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (to, ...more) {
    if (to instanceof AudioDestinationNode) {
      const ear = new AnalyserNode(this.context, { fftSize: 2048 });
      connect.call(this, ear);
      window.ears.push(ear);
    }
    return connect.call(this, to, ...more);
  };
}"""
# Decibels of every twentieth of a second for some seconds.
LISTEN = """(seconds) => new Promise((resolve) => {
  const ear = window.ears.at(-1), heard = [], samples = new Float32Array(2048);
  const until = performance.now() + seconds * 1000;
  const timer = setInterval(() => {
    ear.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, x) => sum + x * x, 0) / samples.length;
    heard.push(10 * Math.log10(power + 1e-12));
    if (performance.now() < until) return;
    clearInterval(timer);
    resolve(heard.sort((a, b) => a - b));
  }, 50);
})"""
# The test's own ear, where the player built none.
OWN_EAR = """() => { const context = new AudioContext();
  context.createMediaElementSource(document.querySelector('video')).connect(context.destination);
  window.pitch = () => { const ear = window.ears.at(-1), bins = new Float32Array(ear.frequencyBinCount);
    ear.getFloatFrequencyData(bins);
    return bins.indexOf(Math.max(...bins)) * ear.context.sampleRate / ear.fftSize; }; }"""
# Everything that could go wrong while the sound changes, written down as it happens.
WATCH = """() => { const v = document.querySelector('video');
  window.log = { waiting: 0, back: 0, still: 0, frames: v.getVideoPlaybackQuality().totalVideoFrames, longest: 0 };
  v.addEventListener('waiting', () => log.waiting++);
  new MutationObserver((all) => all.forEach((one) => one.addedNodes.forEach(
    (node) => { if (node.nodeName === 'CANVAS') log.still++; }))).observe(v.parentElement, { childList: true });
  let before = v.currentTime, at = performance.now();
  const look = () => { const now = performance.now();
    if (v.currentTime < before) log.back++;
    if (v.currentTime !== before) at = now;
    log.longest = Math.max(log.longest, now - at);
    before = v.currentTime;
    requestAnimationFrame(look); };
  look(); }"""


def film(path: Path, *sounds: str, size: str = "320x180") -> None:
    """Make a small film with sounds of which each is a filter's words."""
    inputs: list[str] = ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate=25"]
    maps = ["-map", "0:v"]
    for n, sound in enumerate(sounds):
        inputs += ["-f", "lavfi", "-i", sound]
        language = ("eng", "spa")[n]
        maps += ["-map", f"{n + 1}:a", f"-metadata:s:a:{n}", f"language={language}"]
    engine.ffmpeg.run([*inputs, *maps, "-t", str(FILM_S), *PICTURE, path])


def sine(hertz: int, more: str = "") -> str:
    return f"sine=frequency={hertz}:sample_rate=48000{more}"


@pytest.fixture(scope="module")
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    films = tmp_path_factory.mktemp("films")
    if asked_for(request, "levelling", "night_mode"):
        film(films / "Quiet.mp4", sine(440, ",volume=-8dB"))
        film(films / "Loud.mp4", sine(440, ",volume=14dB"))
        film(films / "Night.mp4", sine(440, r",volume='if(lt(mod(t\,12)\,6)\,4\,0.7)':eval=frame"))
    film(films / "Two.mp4", sine(ENGLISH_HZ), sine(SPANISH_HZ))
    film(films / "Tall.mp4", sine(440), size="640x360")
    with house_of(tmp_path_factory.mktemp("devices") / "data", films) as server:
        yield server


@pytest.fixture
def page(chromium: Any, house: Server) -> Iterator[Any]:
    context = chromium.new_context(base_url=house.url, viewport={"width": 1280, "height": 720})
    yield from opened(context, house)


@pytest.fixture
def phone(chromium: Any, house: Server) -> Iterator[Any]:
    size = {"width": 844, "height": 390}
    context = chromium.new_context(
        base_url=house.url, viewport=size, has_touch=True, is_mobile=True
    )
    yield from opened(context, house)


def opened(context: Any, house: Server) -> Iterator[Any]:
    usual = {"levelling": False, "night": False}
    house.client().patch("/api/account/preferences", json=usual).raise_for_status()
    context.add_init_script(f"({EARS})()")
    yield from watched(context, house)


RESTING = """() => new Promise((done) => {
  const video = document.querySelector('video');
  const look = (place, times) => requestAnimationFrame(() => video.currentTime !== place
    ? look(video.currentTime, 0) : times < 5 ? look(place, times + 1) : done(place));
  look(-1, 0);
})"""
"""Where the film stands, once it does: for a moment after it was paused its place still moves."""


def play(page: Any, server: Server, title: str, at_s: int = 0) -> None:
    page.goto(f"/watch/{server.titled(title)['id']}?t={at_s}")
    page.wait_for_selector("video", state="attached", timeout=60_000)
    page.wait_for_function(MOVED, arg=at_s + 0.2, timeout=60_000)


def measured(server: Server, title: str, until: Callable[..., Any]) -> dict[str, Any]:
    """Return the loudness of a title, once the job has found it out."""
    address = f"/api/media/{server.titled(title)['id']}/playback"
    client = server.client()
    return until(lambda: client.get(address).json()["tracks"]["audio"][0]["loudness"], 120)


def switch(page: Any, name: str) -> None:
    """Turn a switch of the sound menu, and close the menu."""
    item = page.get_by_role("menuitemcheckbox", name=re.compile(f"^{name}"))
    page.mouse.move(400, 300)
    page.mouse.move(430, 330)
    page.get_by_role("button", name="Subtitles and sound").click(timeout=20_000)
    item.click(timeout=20_000)
    page.keyboard.press("Escape")
    page.wait_for_function("() => window.ears.length > 0", timeout=30_000)


def middle(heard: list[float]) -> float:
    return heard[len(heard) // 2]


@pytest.mark.slow
def test_levelling_brings_a_quiet_and_a_loud_title_together(
    page: Any, house: Server, until: Callable[..., Any]
) -> None:
    raw = [measured(house, title, until)["integrated_lufs"] for title in ("Quiet", "Loud")]
    assert raw[1] - raw[0] > 15
    play(page, house, "Quiet")
    switch(page, "Even loudness")
    page.wait_for_timeout(600)
    quiet = middle(page.evaluate(LISTEN, 2))
    # It is remembered, and begins at the first touch of a page that was opened by its address.
    play(page, house, "Loud")
    page.mouse.click(640, 300)
    page.mouse.click(640, 300)
    page.wait_for_function("() => window.ears.length > 0", timeout=30_000)
    page.evaluate("document.querySelector('video').play()")
    page.wait_for_timeout(600)
    loud = middle(page.evaluate(LISTEN, 2))
    print(f"measured {raw} LUFS, heard {quiet:.1f} and {loud:.1f} dB")
    assert quiet > -60
    assert abs(loud - quiet) < 1.5
    # The slider is still the viewer's.
    page.evaluate("document.querySelector('video').volume = 0.5")
    page.wait_for_timeout(300)
    assert middle(page.evaluate(LISTEN, 1)) == pytest.approx(loud - 6, abs=1)


@pytest.mark.slow
def test_night_mode_brings_quiet_and_loud_together(
    page: Any, house: Server, until: Callable[..., Any]
) -> None:
    assert measured(house, "Night", until)["range_lu"] > 10
    play(page, house, "Night")
    switch(page, "Night mode")
    page.wait_for_timeout(600)
    night = page.evaluate(LISTEN, 13)
    switch(page, "Night mode")
    page.wait_for_timeout(600)
    day = page.evaluate(LISTEN, 13)
    spread = [one[int(0.85 * len(one))] - one[int(0.15 * len(one))] for one in (day, night)]
    print(f"day {spread[0]:.1f} dB from quiet to loud, night {spread[1]:.1f} dB")
    assert spread[0] > 13
    assert spread[1] < 9
    low, high = int(0.15 * len(day)), int(0.85 * len(day))
    assert night[int(0.15 * len(night))] > day[low] + 1
    assert night[int(0.85 * len(night))] < day[high]


def near(hertz: int) -> str:
    return f"() => Math.abs(window.pitch() - {hertz}) < 60"


def test_another_language_is_heard_without_a_stall(page: Any, house: Server) -> None:
    steer(page, "hls")
    play(page, house, "Two")
    page.evaluate(OWN_EAR)
    page.wait_for_function(near(ENGLISH_HZ), timeout=30_000)
    page.wait_for_function(
        "() => { const b = document.querySelector('video').buffered; return b.length && b.end(0) > 20; }",
        timeout=60_000,
    )
    page.evaluate(WATCH)
    # A machine that is busy with other tests may stall any film: one of three changes has to go by unseen.
    for language, hertz in (
        ("Spanish", SPANISH_HZ),
        ("English", ENGLISH_HZ),
        ("Spanish", SPANISH_HZ),
    ):
        before = page.evaluate("log.waiting")
        choose(page, "Subtitles and sound", language)
        page.wait_for_function(near(hertz), timeout=30_000)
        page.wait_for_function(MOVED, arg=page.evaluate(NOW) + 1, timeout=30_000)
        if page.evaluate("log.waiting") == before:
            break
    else:
        raise AssertionError(f"every change stood still: {told(page)}")
    log = page.evaluate("log")
    print(f"longest stand {log['longest']:.0f} ms")
    assert log["back"] == 0
    assert log["still"] == 0
    frames = page.evaluate(
        "document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames"
    )
    assert frames > log["frames"] + 20


def test_from_a_plain_file_the_picture_stays_until_the_stream_comes(
    page: Any, house: Server
) -> None:
    play(page, house, "Tall", 10)
    assert "/stream" in page.evaluate("document.querySelector('video').src")
    page.evaluate(WATCH)
    choose(page, "Quality", "240p")
    page.wait_for_function("() => log.still > 0", timeout=30_000)
    before = page.evaluate("performance.now()")
    page.wait_for_function(
        "() => document.querySelector('video').currentTime > 10 && !document.querySelector('canvas[data-still]')",
        timeout=60_000,
    )
    print(f"the picture went on after {(page.evaluate('performance.now()') - before) / 1000:.2f} s")
    at = page.evaluate(NOW)
    assert at < 30
    page.wait_for_function(MOVED, arg=at + 0.5, timeout=60_000)


def test_the_system_knows_what_plays_and_forgets_it(page: Any, house: Server) -> None:
    page.add_init_script("""() => 0; (() => {
      window.places = []; window.handlers = {};
      const place = MediaSession.prototype.setPositionState, handle = MediaSession.prototype.setActionHandler;
      MediaSession.prototype.setPositionState = function (one) { places.push(one ?? null); return place.call(this, one); };
      MediaSession.prototype.setActionHandler = function (name, does) { handlers[name] = does; return handle.call(this, name, does); };
    })()""")
    play(page, house, "Two", 5)
    session = "(() => ({ title: navigator.mediaSession.metadata?.title, state: navigator.mediaSession.playbackState }))()"
    page.wait_for_function(
        "() => navigator.mediaSession.playbackState === 'playing'", timeout=30_000
    )
    assert page.evaluate(session)["title"] == "Two"
    place = page.evaluate("places.at(-1)")
    assert place["duration"] == pytest.approx(FILM_S, abs=0.3)
    assert place["position"] >= 5
    few = page.evaluate("places.length")
    page.evaluate("handlers.seekto({ action: 'seekto', seekTime: 30, fastSeek: true })")
    page.wait_for_function("() => places.at(-1).position > 29", timeout=30_000)
    page.keyboard.press(">")
    page.wait_for_function("() => places.at(-1).playbackRate === 1.25", timeout=30_000)
    assert page.evaluate("places.length") - few < 8
    page.evaluate("handlers.pause({ action: 'pause' })")
    page.wait_for_function(
        "() => navigator.mediaSession.playbackState === 'paused'", timeout=30_000
    )
    page.evaluate("handlers.previoustrack({ action: 'previoustrack' })")
    page.wait_for_function("() => places.at(-1).position < 1", timeout=30_000)
    page.keyboard.press("Escape")
    page.wait_for_function("() => navigator.mediaSession.metadata === null", timeout=30_000)
    assert page.evaluate("navigator.mediaSession.playbackState") == "none"
    assert page.evaluate("places.at(-1)") is None
    assert page.evaluate("Object.values(handlers).every((one) => one === null)")


def test_frames_are_stepped_while_paused(page: Any, house: Server) -> None:
    play(page, house, "Two", 5)
    page.keyboard.press("k")
    page.wait_for_function("() => document.querySelector('video').paused", timeout=30_000)
    before = page.evaluate(RESTING)
    for key, step in ((".", 1), (".", 2), (",", 1), (",", 0)):
        page.keyboard.press(key)
        arrived = f"() => {{ const v = document.querySelector('video'); return !v.seeking && Math.floor(v.currentTime * 25 + 1e-3) === {int(before * 25 + 1e-3) + step}; }}"
        page.wait_for_function(arrived, timeout=30_000)


# --- fingers


class Finger:
    """A finger on the screen, as the browser's own protocol moves it."""

    def __init__(self, page: Any) -> None:
        self.wire = page.context.new_cdp_session(page)

    def put(self, *points: tuple[float, float]) -> None:
        self._send("touchStart", points)

    def move(self, *points: tuple[float, float]) -> None:
        self._send("touchMove", points)

    def lift(self) -> None:
        self._send("touchEnd", ())

    def swipe(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Move to `end` and stay there."""
        self.put(start)
        for n in range(1, 9):
            self.move(tuple(a + (b - a) * n / 8 for a, b in zip(start, end, strict=True)))

    def _send(self, kind: str, points: Any) -> None:
        named = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)]
        self.wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": named})


def test_fingers_change_volume_brightness_speed_place_and_size(phone: Any, house: Server) -> None:
    play(phone, house, "Two", 5)
    finger = Finger(phone)
    video = "document.querySelector('video')"
    finger.swipe((650, 120), (652, 240))
    phone.wait_for_function(f"() => {video}.volume < 0.75", timeout=30_000)
    finger.lift()
    finger.swipe((200, 120), (202, 240))
    phone.wait_for_function(
        f"() => {video}.style.filter.startsWith('brightness(0.')", timeout=30_000
    )
    finger.lift()
    finger.put((420, 150))
    phone.wait_for_function(f"() => {video}.playbackRate === 2", timeout=30_000)
    finger.lift()
    phone.wait_for_function(f"() => {video}.playbackRate === 1", timeout=30_000)
    finger.put((380, 150), (460, 150))
    finger.move((300, 150), (540, 150))
    phone.wait_for_function(
        f"() => getComputedStyle({video}).objectFit === 'cover'", timeout=30_000
    )
    finger.lift()
    finger.put((300, 150), (540, 150))
    finger.move((400, 150), (450, 150))
    phone.wait_for_function(
        f"() => getComputedStyle({video}).objectFit === 'contain'", timeout=30_000
    )
    finger.lift()
    before = phone.evaluate(NOW)
    finger.swipe((250, 150), (650, 155))
    phone.get_by_text(re.compile(r"^\+\d:\d\d$")).wait_for(timeout=30_000)
    assert phone.evaluate(NOW) < before + 15
    finger.lift()
    phone.wait_for_function(f"() => {video}.currentTime > {before + 15}", timeout=30_000)
    # From the edge it is the system's.
    at, volume = phone.evaluate(NOW), phone.evaluate(f"{video}.volume")
    finger.swipe((5, 150), (300, 150))
    finger.lift()
    assert phone.evaluate(NOW) < at + 5
    assert phone.evaluate(f"{video}.volume") == volume


# --- a window of its own


def test_the_stage_goes_into_its_own_window_and_comes_back(page: Any, house: Server) -> None:
    play(page, house, "Two")
    if not page.evaluate("'documentPictureInPicture' in window"):
        pytest.skip("this Chromium has no Document Picture-in-Picture")
    page.evaluate(
        "window.kept = document.querySelector('video'); kept.addEventListener('emptied', () => window.broke = true);"
        "kept.addEventListener('pause', () => window.broke = true)"
    )
    page.keyboard.press("i")
    page.wait_for_function(
        "() => documentPictureInPicture.window?.document.querySelector('video') === kept",
        timeout=30_000,
    )
    at = page.evaluate("kept.currentTime")
    page.wait_for_function(f"() => kept.currentTime > {at} + 0.5", timeout=30_000)
    assert page.evaluate("window.broke") is None
    inside = "documentPictureInPicture.window"
    look = f"{inside}.getComputedStyle({inside}.document.querySelector('main')).position"
    page.wait_for_function(f"() => {look} === 'fixed'", timeout=30_000)
    key = f"{inside}.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'm' }}))"
    page.evaluate(key)
    page.wait_for_function("() => kept.muted", timeout=30_000)
    page.evaluate(f"{inside}.document.querySelector('button[aria-label=\"Sound on\"]').click()")
    page.wait_for_function("() => !kept.muted", timeout=30_000)
    page.get_by_role("button", name="Bring it back here").click(timeout=30_000)
    page.wait_for_function("() => document.querySelector('video') === kept", timeout=30_000)
    at = page.evaluate("kept.currentTime")
    page.wait_for_function(f"() => kept.currentTime > {at} + 0.5", timeout=30_000)
    assert page.evaluate("window.broke") is None
