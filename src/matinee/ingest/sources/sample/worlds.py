"""Six pictures in motion, each a generator of linear-light RGB arrays (height, width, 3)."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from matinee.ingest.sources.sample.scenes import Scene

Array = Any
F = np.float32


def _grid(scene: Scene) -> tuple[Array, Array]:
    """Return x from -aspect to aspect and y from -1 (top) to 1."""
    aspect = scene.width / scene.height
    y, x = np.mgrid[0 : scene.height, 0 : scene.width].astype(F)
    return (2 * x / (scene.width - 1) - 1) * F(aspect), 2 * y / (scene.height - 1) - 1


def _mix(low: Array, high: Array, amount: Array) -> Array:
    return np.asarray(low, F) + (np.asarray(high, F) - np.asarray(low, F)) * amount[..., None]


def _light(amount: Array, colour: tuple[float, float, float]) -> Array:
    return amount[..., None] * np.asarray(colour, F)


def _smooth(low: float, high: float, value: Array) -> Array:
    t = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def _ridge(x: Array, height: float, seed: float, roughness: float) -> Array:
    """Return the height of a mountain line at each x."""
    line = np.zeros_like(x)
    for octave in range(6):
        k = 1.3 * 1.9**octave
        line += roughness * 0.52**octave * np.abs(np.sin(x * k + seed * (octave + 1.7)))
    return height - line


def northern_lights(scene: Scene) -> Iterator[Array]:
    """Curtains of light over a dark range, under stars, mirrored in a lake."""
    x, y = _grid(scene)
    rng = np.random.default_rng(11)
    stars = (rng.random(x.shape) > 0.9982) * rng.random(x.shape) * 0.9
    horizon, shore = 0.42, 0.56
    far = _ridge(x, 0.50, 2.1, 0.17) < y
    near = _ridge(x + 3, 0.575, 5.3, 0.15) < y
    up = np.clip((horizon - y) / 1.42, 0, 1)
    water = y > shore
    mirror = np.clip(((2 * shore - y) + 1) / 2 * (scene.height - 1), 0, scene.height - 1).astype(
        int
    )
    columns = np.arange(scene.width)[None, :].repeat(scene.height, 0)
    frame = 0
    while True:
        t = frame / scene.rate
        sky = _mix((0.002, 0.006, 0.018), (0.004, 0.018, 0.034), 1 - up)
        sky += _light(stars * (0.7 + 0.3 * np.sin(t * 3 + x * 40)), (0.8, 0.9, 1.0))
        for n, (base, low, high) in enumerate(_CURTAINS):
            fold = 0.16 * np.sin(x * (1.3 + 0.35 * n) + t * (0.35 + 0.1 * n) + 2 * n)
            fold += 0.06 * np.sin(x * 4.1 - t * 0.7 + n)
            foot = base + fold
            height = 0.55 + 0.2 * np.sin(x * 2.2 + t * 0.5 + n)
            over = np.clip((foot - y) / height, -0.2, 1.4)
            body = np.where(over > 0, np.exp(-2.6 * over), np.exp(26 * over))
            rays = 0.55 + 0.25 * np.sin(x * 23 + 5 * fold * 9 + t * 1.1 + n)
            rays += 0.20 * np.sin(x * 57 - t * 1.9 + 7 * fold * 5)
            swell = 0.45 + 0.55 * np.sin(x * 0.9 - t * 0.45 + 1.7 * n) ** 2
            sky += _mix(low, high, _smooth(0, 0.9, over)) * (body * rays * swell * 0.62)[..., None]
        land = np.where(far[..., None], sky * 0.05 + (0.001, 0.003, 0.006), sky)
        land = np.where(near[..., None], np.asarray((0.0006, 0.0012, 0.002), F), land)
        ripple = (2.2 * np.sin(y * 90 + t * 2.2) * np.sin(x * 9 + t)).astype(int)
        reflected = land[mirror, np.clip(columns + ripple, 0, scene.width - 1)]
        yield np.where(water[..., None], reflected * 0.80 + (0.0005, 0.003, 0.006), land)
        frame += 1


_CURTAINS = (
    (0.16, (0.05, 0.95, 0.38), (0.30, 0.10, 0.62)),
    (-0.08, (0.06, 0.80, 0.50), (0.55, 0.08, 0.50)),
    (0.30, (0.10, 0.75, 0.30), (0.05, 0.22, 0.60)),
)


def tide_at_dusk(scene: Scene) -> Iterator[Array]:
    """A low sun over the sea, its road of light on the moving water."""
    x, y = _grid(scene)
    horizon = -0.02
    sun_x, sun_y = 0.35, -0.16
    depth = np.clip(y - horizon, 0.004, None)
    sea = y > horizon
    far = 1 / (depth + 0.05)
    clouds_at = np.clip((horizon - y), 0, 1)
    frame = 0
    while True:
        t = frame / scene.rate
        sky = _mix((0.98, 0.36, 0.10), (0.16, 0.07, 0.24), _smooth(0, 0.55, clouds_at))
        sky = _mix_to(sky, (0.02, 0.03, 0.12), _smooth(0.4, 1.0, clouds_at))
        away = np.hypot(x - sun_x, y - sun_y - 0.004 * t)
        sky += _light(np.exp(-away * 3.2), (0.9, 0.34, 0.08))
        sky += _light(_smooth(0.135, 0.125, away), (1.0, 0.80, 0.42))
        band = np.sin(x * 1.7 + y * 9 + 0.05 * t) + np.sin(x * 3.9 - y * 21 + 2 + 0.04 * t) * 0.6
        band += np.sin(x * 8.3 + y * 33 - 0.08 * t) * 0.35
        veil = _smooth(0.15, 1.6, band) * _smooth(0.02, 0.25, clouds_at) * 0.55
        sky = sky * (1 - veil[..., None] * 0.75) + _light(veil, (0.36, 0.10, 0.16))
        wave = np.zeros_like(x)
        for k, (fx, fy, speed, size) in enumerate(_WAVES):
            wave += size * np.sin(x * far * fx + far * fy + t * speed + k * 1.3)
        slope = wave * np.clip(depth * 2.4, 0.08, 1.2)
        road = np.exp(-(((x - sun_x) / (0.10 + depth * 0.55)) ** 2))
        glint = np.clip(slope * 1.3 + 0.1, 0, 1) ** 2 * road
        water = _mix((0.42, 0.14, 0.12), (0.012, 0.022, 0.07), _smooth(0, 0.75, depth))
        water = water * (0.75 + 0.35 * slope[..., None])
        water += _light(glint * 1.5, (1.0, 0.52, 0.18)) + _light(road * 0.10, (1.0, 0.4, 0.12))
        yield np.where(sea[..., None], water, sky)
        frame += 1


def _mix_to(picture: Array, colour: tuple[float, float, float], amount: Array) -> Array:
    return picture + (np.asarray(colour, F) - picture) * amount[..., None]


_WAVES = (
    (1.1, 7.0, 1.3, 0.40),
    (-2.3, 11.0, 1.9, 0.34),
    (4.7, 17.0, -2.4, 0.30),
    (-7.9, 26.0, 3.1, 0.26),
)


def silk(scene: Scene) -> Iterator[Array]:
    """Cloth of colour folding over itself: space bent by waves, bent again."""
    x, y = _grid(scene)
    frame = 0
    while True:
        t = frame / scene.rate * 0.42
        px, py = x * 0.8, y * 0.8
        for n in range(1, 5):
            px = px + 0.62 / n * np.sin(n * 1.4 * py + t * 1.1 + 0.4 * n)
            py = py + 0.55 / n * np.cos(n * 1.3 * px - t * 0.9 + 1.1 * n)
        fold = np.sin(px * 1.6 + py * 1.1 + t)
        sheen = np.clip(np.gradient(fold, axis=1) * scene.width * 0.035, -1, 1)
        base = _mix((0.05, 0.01, 0.14), (0.78, 0.10, 0.26), _smooth(-1, 0.5, fold))
        base = _mix_to(base, (1.0, 0.55, 0.20), _smooth(0.25, 1.0, fold))
        base = _mix_to(base, (0.02, 0.28, 0.42), _smooth(0.1, 1.4, np.sin(py * 1.9 - t)) * 0.8)
        yield base * (0.72 + 0.45 * sheen[..., None]) + _light(
            np.clip(sheen, 0, 1) ** 4 * 0.30, (1.0, 0.86, 0.80)
        )
        frame += 1


def garden_of_cells(scene: Scene) -> Iterator[Array]:
    """Conway's Life as a garden at night: what lives glows, what dies leaves its colour."""
    rows, columns = scene.height // 3, scene.width // 3
    rng = np.random.default_rng(4)
    alive = rng.random((rows, columns)) < 0.17
    warm = np.zeros((rows, columns), F)
    trail = np.zeros((rows, columns), F)
    frame = 0
    while True:
        if frame % 2 == 0:
            near = sum(
                np.roll(alive, (dy, dx), (0, 1)).astype(np.int8)
                for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dy or dx
            )  # fmt: skip
            born = ~alive & (near == 3)
            alive = born | (alive & ((near == 2) | (near == 3)))
            if frame % 96 == 48:  # a breeze carries new seeds in
                top, left = rng.integers(0, rows - 20), rng.integers(0, columns - 30)
                alive[top : top + 20, left : left + 30] |= rng.random((20, 30)) < 0.3
        warm += (alive - warm) * F(0.5)
        trail = np.maximum(trail * F(0.972), warm)
        halo = _blur(warm, 3) * 1.5 + _blur(trail, 7) * 0.9
        hue = _blur(trail, 9)
        ground = _mix((0.004, 0.010, 0.022), (0.01, 0.13, 0.16), np.clip(halo * 1.3, 0, 1))
        ground = _mix_to(ground, (0.36, 0.03, 0.26), np.clip(trail - warm, 0, 1) * 0.6)
        lit = _mix((0.20, 0.95, 0.62), (1.0, 0.72, 0.22), np.clip(hue * 1.9, 0, 1))
        cells = ground + lit * (warm * 0.95)[..., None]
        grown = cells.repeat(3, 0).repeat(3, 1)
        mask = _petal(rows, columns)[: scene.height, : scene.width]
        picture = np.zeros((scene.height, scene.width, 3), F)
        soft = ground.repeat(3, 0).repeat(3, 1)
        blended = soft + (grown - soft) * mask[..., None]
        picture[: blended.shape[0], : blended.shape[1]] = blended
        yield picture
        frame += 1


def _petal(rows: int, columns: int) -> Array:
    cell = np.asarray([[0.45, 0.85, 0.45], [0.85, 1.0, 0.85], [0.45, 0.85, 0.45]], F)
    return np.tile(cell, (rows, columns))


def _blur(value: Array, size: int) -> Array:
    """Return a value averaged over a window, twice, edges joined."""
    for axis in (0, 1, 0, 1):
        kernel = sum(np.roll(value, shift, axis) for shift in range(-(size // 2), size // 2 + 1))
        value = kernel / F(size)
    return value


def lanterns(scene: Scene) -> Iterator[Array]:
    """Paper lanterns rising from a river into the night."""
    x, y = _grid(scene)
    rng = np.random.default_rng(21)
    count = 52
    home = rng.uniform(-2.0, 2.0, count)
    nearness = np.sort(rng.random(count)) ** 1.5
    start = rng.uniform(-0.1, 2.4, count)
    pace = 0.07 + 0.15 * nearness
    phase = rng.uniform(0, 6.28, count)
    shore = 0.62
    hills = _ridge(x * 0.7, 0.60, 3.7, 0.16) < y
    stars = (rng.random(x.shape) > 0.9986) * rng.random(x.shape) * 0.5
    frame = 0
    while True:
        t = frame / scene.rate
        picture = _mix((0.006, 0.008, 0.030), (0.060, 0.030, 0.070), _smooth(-1, shore, y))
        picture += _light(stars * (y < shore), (0.8, 0.85, 1.0))
        picture = np.where(hills[..., None], picture * 0.25, picture)
        picture = np.where((y > shore)[..., None], picture * 0.0 + (0.010, 0.010, 0.028), picture)
        for n in range(count):
            rise = (start[n] + pace[n] * t) % 2.5
            cx = home[n] + 0.05 * np.sin(phase[n] + t * 0.6) + 0.012 * t
            cy = shore - rise * 0.75
            size = (0.012 + 0.055 * nearness[n]) * (1 - 0.16 * rise)
            flicker = 0.86 + 0.14 * np.sin(phase[n] * 7 + t * 5.1)
            power = flicker * (0.35 + 0.75 * nearness[n]) * _fade(rise)
            _glow(picture, x, y, (cx, cy, size), power)
            _reflect(picture, x, y, (cx, 2 * shore - cy, size), power * 0.30, t)
        yield picture
        frame += 1


def _fade(rise: float) -> float:
    return float(min(1.0, rise * 5, (2.5 - rise) * 3))


def _window(
    x: Array, y: Array, spot: tuple[float, float, float], reach: float
) -> tuple[slice, slice]:
    cx, cy, size = spot
    height, width = x.shape
    step = 2 / (height - 1)
    row, column = (cy + 1) / step, (cx - float(x[0, 0])) / step
    span = size * reach / step + 1
    rows = slice(max(0, int(row - span)), max(0, min(height, int(row + span) + 1)))
    columns = slice(max(0, int(column - span)), max(0, min(width, int(column + span) + 1)))
    return rows, columns


def _glow(
    picture: Array, x: Array, y: Array, spot: tuple[float, float, float], power: float
) -> None:
    cx, cy, size = spot
    where = _window(x, y, spot, 6)
    dx, dy = (x[where] - cx) / size, (y[where] - cy) / size
    paper = _smooth(1.08, 0.80, np.maximum(np.abs(dx) * 1.25, np.abs(dy) * 0.86))
    flame = np.exp(-(dx**2 + (dy - 0.45) ** 2) * 0.9)
    halo = np.exp(-np.hypot(dx, dy) * 0.85) * 0.16
    picture[where] += _light(paper * (0.35 + 0.85 * flame) * power, (1.0, 0.42, 0.09))
    picture[where] += _light(flame * paper * power * 0.6, (1.0, 0.85, 0.45))
    picture[where] += _light(halo * power, (1.0, 0.38, 0.10))


def _reflect(
    picture: Array, x: Array, y: Array, spot: tuple[float, float, float], power: float, t: float
) -> None:
    cx, cy, size = spot
    if cy > 1.6:
        return
    where = _window(x, y, spot, 7)
    sway = 0.02 * np.sin(y[where] * 70 + t * 3 + cx * 9)
    dx, dy = (x[where] - cx - sway) / size, (y[where] - cy) / size
    streak = np.exp(-(dx**2) * 1.1 - (dy**2) * 0.10) * (0.6 + 0.4 * np.sin(y[where] * 120 - t * 4))
    picture[where] += _light(np.where(y[where] > 0.62, streak, 0) * power, (1.0, 0.40, 0.10))


def seahorse_valley(scene: Scene) -> Iterator[Array]:
    """A long fall into the Mandelbrot set: a few deep pictures, glided between."""
    from PIL import Image

    total = int(scene.length_s * scene.rate)
    steps = 7
    width, height = scene.width, scene.height
    deep = [_mandelbrot(2 * width, 2 * height, 0.018 * 0.5**n) for n in range(steps + 1)]
    shown = [Image.fromarray((np.clip(one, 0, 1) * 255).astype(np.uint8)) for one in deep]
    for frame in range(total + 1):
        place = steps * (frame / total)
        level = min(int(place), steps - 1)
        part = place - level
        outer = _crop(shown[level], 0.5**part, (width, height))
        inner = _crop(shown[level + 1], min(1.0, 2 * 0.5**part), (width, height))
        share = 0.5**part * 2 - 1  # 1 at the outer picture, 0 at the inner
        blended = inner if share <= 0 else _paste(outer, inner, 0.5 ** (1 - part), Image)
        yield (np.asarray(blended, F) / 255) ** 2.2


def _crop(picture: Any, part: float, size: tuple[int, int]) -> Any:
    """Return the middle `part` of a picture at the size of a frame."""
    w, h = picture.size
    left, top = w * (1 - part) / 2, h * (1 - part) / 2
    return picture.resize(size, box=(left, top, w - left, h - top), resample=3)


def _paste(outer: Any, inner: Any, share: float, image: Any) -> Any:
    """Lay the finer inner picture over the middle of the outer one, edges feathered."""
    w, h = outer.size
    small = inner.resize((max(2, round(w * share)), max(2, round(h * share))), resample=3)
    mask = np.ones((small.size[1], small.size[0]), F)
    edge = max(2, int(min(small.size) * 0.12))
    ramp = np.linspace(0, 1, edge, dtype=F)
    mask[:edge] *= ramp[:, None]
    mask[-edge:] *= ramp[::-1, None]
    mask[:, :edge] *= ramp[None]
    mask[:, -edge:] *= ramp[None, ::-1]
    whole = outer.copy()
    at = ((w - small.size[0]) // 2, (h - small.size[1]) // 2)
    whole.paste(small, at, image.fromarray((mask * 255).astype(np.uint8)))
    return whole


def _mandelbrot(width: int, height: int, radius: float) -> Array:
    """Return one picture of the set around a spiral of the seahorse valley, in sRGB 0..1."""
    cx, cy = -0.743643887037151, 0.131825904205330
    ys, xs = np.mgrid[0:height, 0:width]
    scale = radius / height * 2
    c = ((xs - width / 2) * scale + cx) + 1j * ((ys - height / 2) * scale + cy)
    flat = c.ravel()
    z = np.zeros_like(flat)
    escape = np.full(flat.shape, np.nan)
    live = np.arange(flat.size)
    most = int(120 + 42 * np.log2(1 / radius))
    for n in range(most):
        z = z * z + flat
        gone = (z.real**2 + z.imag**2) > 256
        if gone.any():
            size = np.abs(z[gone])
            escape[live[gone]] = n + 1 - np.log2(np.log2(size) / 4)
            stay = ~gone
            z, flat, live = z[stay], flat[stay], live[stay]
    value = np.sqrt(np.nan_to_num(escape, nan=-1.0).clip(0)) * 0.34
    inside = np.isnan(escape)
    phase = np.asarray((0.62, 0.50, 0.36))
    colour = 0.5 + 0.5 * np.cos(2 * np.pi * (value[:, None] * 0.55 + phase))
    colour = colour**1.35 * np.asarray((1.0, 0.86, 0.80)) + np.asarray((0.02, 0.02, 0.06))
    colour[inside] = (0.01, 0.008, 0.03)
    return colour.reshape(height, width, 3)
