"""A thousand viewers of prepared segments at 5 Mb/s, as `matinee load` simulates them.

Everything is made before: what is measured is sending. Playing is asked for once and not by each
of the thousand, whose starts are another figure (`--only player`).
"""

from functools import partial
from pathlib import Path

from bench import processes
from bench.processes import Server
from bench.starting import add
from bench.table import Figure
from matinee import engine
from matinee.capacity import load

VIEWERS, SECONDS, SPREAD_S = 1000, 60.0, 20.0
MBPS, LIMIT_S = 5.0, 1.0
FILM_S, PAINTED_S = 600, 20
WATCHED = f"{VIEWERS:,} viewers at {MBPS:g} Mb/s for {SECONDS:.0f} s, p99 of a segment"


def measure(folder: Path) -> list[Figure]:
    """Measure on a server of its own with a film of which all segments are made."""
    path = film(folder)
    data, log = folder / "viewers", folder / "viewers.log"
    data.mkdir()
    processes.add_user(data)
    with processes.server(data, log) as server:
        server.sign_in()
        add(data, server, path)
        server.quiet()
        opened, chosen = load.run(segments_made(server))
        figures = load.run(_watched(server, opened))
        return [_paced(figures, chosen)]


def film(folder: Path) -> Path:
    """Make a film of 5 Mb/s with its sound: some seconds painted, and repeated as packets."""
    short, path = folder / "painted.mp4", folder / "five.mp4"
    if path.exists():
        return path
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25,noise=alls=20:allf=t",
         "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-t", str(PAINTED_S),
         "-c:v", "libx264", "-preset", "ultrafast", "-b:v", "4.8M", "-maxrate", "4.8M",
         "-bufsize", "4.8M", "-g", "100", "-keyint_min", "100", "-sc_threshold", "0",
         "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "160k", "-ac", "2", short]
    )  # fmt: skip
    times = FILM_S // PAINTED_S - 1
    engine.ffmpeg.run(["-stream_loop", str(times), "-i", short, "-c", "copy", path])
    return path


def _place(port: int) -> load.Place:
    return load.place(f"http://127.0.0.1:{port}")


async def segments_made(server: Server) -> tuple[load.Film, load.Chosen]:
    """Open the film and have every segment of it made."""
    with load.Line(_place(server.port), timeout_s=60) as line:
        [chosen] = await load.choose(line, server.token, [], titles=1, mbps=MBPS, encode=False)
        film = await load.open_film(line, server.token, chosen)
        await load.make_all(line, film)
        return film, chosen


async def _watched(server: Server, film: load.Film) -> load.Figures:
    crowd = load.Crowd(VIEWERS, SECONDS, SPREAD_S)
    return await load.watch(_place(server.port), [partial(load.already, film=film)], crowd, None)


def _paced(figures: load.Figures, chosen: load.Chosen) -> Figure:
    p99, errors = figures.p99_s, figures.errors.total()
    shown = "none came" if p99 is None else f"{p99 * 1000:.0f} ms"
    rate = chosen.quality.bits_per_s / 1e6
    note = (
        f"{figures.segments:,} segments of a film of {rate:.2f} Mb/s, "
        f"{figures.bits_per_s / 1e9:.2f} Gb/s, {figures.stalls} stalls; the viewers took "
        f"{100 * figures.cpu_s / figures.elapsed_s:.0f} % of a core of the same machine"
    )
    ok = p99 is not None and p99 <= LIMIT_S and not errors
    return Figure(
        WATCHED, f"{shown}, {errors} errors", "—", "—", f"≤ {LIMIT_S:g} s, 0 errors", ok, note
    )
