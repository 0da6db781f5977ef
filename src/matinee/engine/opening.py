"""The one way a media file is opened: as a plain file, by allow-list, within limits.

Demuxers, decoders and protocols are named, nothing else is built in reach; the path itself
never reaches the media library, which is given an open descriptor instead.
"""

import os
import stat
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final

import av
import av.error
from av.container import InputContainer
from av.stream import Discard, Stream

from matinee.engine import holes, silence, sniff
from matinee.engine.brief import Overlay, brief
from matinee.engine.errors import Encrypted, EngineError, LimitExceeded, Missing, Unreadable
from matinee.engine.mp4 import Layout, layout

silence.keep()

DECODERS: Final = (
    "h264,hevc,libdav1d,av1,vp9,libvpx-vp9,vp8,libvpx,mpeg4,mpeg2video,mpeg1video,vc1,wmv3,"
    "theora,prores,mjpeg,png,h263,h263i,flv,dvvideo,msmpeg4,msmpeg4v2,msmpeg4v1,wmv2,wmv1,"
    "vp6,vp6a,vp6f,svq1,svq3,rv30,rv40,cinepak,ffv1,huffyuv,ffvhuff,utvideo,rawvideo,dnxhd,qtrle,"
    "cfhd,v210,flashsv,"
    "aac,aac_latm,opus,libopus,flac,mp3,mp3float,mp2,mp2float,vorbis,ac3,eac3,dca,truehd,alac,"
    "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_f32le,pcm_u8,pcm_bluray,pcm_dvd,"
    "wmav2,wmav1,wmapro,wmalossless,adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,adpcm_swf,pcm_mulaw,"
    "pcm_alaw,pcm_s8,pcm_f32be,pcm_f64le,pcm_s32be,pcm_s16le_planar,mlp,amrnb,amrwb,cook,nellymoser,"
    "speex,libspeex,tta,wavpack,ape,gsm,gsm_ms,qdm2"
)
ALLOWED: Final = frozenset(DECODERS.split(","))
FORMATS: Final = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,avi,flv,ogg,flac,mp3,aac,wav,asf,mpeg,w64,"
    "aiff,ac3,eac3,amr,caf,dv,ivf,wv,tta,ape,au,rm,mxf"
)
SELF_DESCRIBING: Final = frozenset({"mov", "matroska"})
"""Their headers say all: opened without any decoder, which is safer and many times faster."""
MOST_STREAMS: Final = 64
MOST_PIXELS: Final = 16384 * 8704
LONGEST_S: Final = 7 * 24 * 3600.0
PROBE_BYTES: Final = {"mov": 5_000_000, "matroska": 5_000_000}
PROBE_US: Final = {"mov": 1_000_000, "matroska": 2_000_000}


class Source:
    """An open file: its container, its kind and, of an MP4, its layout of boxes."""

    def __init__(self, path: str, *, briefly: bool = False) -> None:
        self._briefly = briefly
        self.descriptor = _descriptor(path)
        try:
            status = os.fstat(self.descriptor)
            self.size = status.st_size
            self.key = identity(path, status)
            self.again = path if holes.is_holed(self.descriptor) else by_number(self.descriptor)
            head = holes.pread(self.descriptor, sniff.HEAD_BYTES, 0)
            self.demuxer = sniff.demuxer(head, self.size)
            self.layout = self._layout()
            self.container = self._open()
        except BaseException:
            _close(self.descriptor)
            raise
        try:
            _check(self.container)
        except EngineError:
            self.close()
            raise

    def _layout(self) -> Layout | None:
        if self.demuxer != "mov":
            return None
        found = layout(self.descriptor, self.size)
        if found.encrypted:
            raise Encrypted("The file is encrypted (copy protection), so it cannot be played.")
        return found

    def _open(self) -> InputContainer:
        options = {
            "format_whitelist": FORMATS,
            "codec_whitelist": "none" if self.demuxer in SELF_DESCRIBING else DECODERS,
            "protocol_whitelist": "file",
            "max_streams": str(MOST_STREAMS),
            "probesize": str(PROBE_BYTES.get(self.demuxer or "", 10_000_000)),
            "analyzeduration": str(PROBE_US.get(self.demuxer or "", 10_000_000)),
        }
        if self.demuxer == "mov":
            options |= {"enable_drefs": "0", "use_absolute_path": "0"}
        if self.demuxer == "mov" and not (self.layout and self.layout.many_edits):
            # A single edit is a plain shift of all times: no packet is hidden, and a long
            # file opens in half the time.
            options["advanced_editlist"] = "0"
        shown = self._shown()
        try:
            found: Any = av.open(
                shown, "r", format=self.demuxer, options=options, metadata_errors="replace"
            )
        except (av.error.FFmpegError, ValueError, UnicodeError) as error:
            if self._briefly and not isinstance(shown, str):
                self._briefly = False
                return self._open()
            if self.layout and not self.layout.has_index:
                raise sniff.missing_index() from error
            raise in_words(error) from error
        return found

    def _shown(self) -> "str | Overlay | holes.Whole":
        """Return what the media library is given: the file, or a long MP4 cut short."""
        if self._briefly and self.layout and not self.layout.many_edits:
            short = brief(self.descriptor, self.size)
            if short and len(short.extents) == len(self.layout.tracks):
                for track, extent in zip(self.layout.tracks, short.extents, strict=True):
                    track.data_bytes, track.data_end = extent.data_bytes, extent.end
                return Overlay(self.descriptor, self.size, short)
        if holes.is_holed(self.descriptor):
            return holes.Whole(self.descriptor, self.size)
        return f"file:{by_number(self.descriptor)}"

    @property
    def name(self) -> str:
        """What people call the container."""
        if self.demuxer == "matroska":
            head = holes.pread(self.descriptor, 64, 0)
            return "webm" if b"webm" in head else "matroska"
        known = self.demuxer or self.container.format.name.split(",")[0]
        return sniff.DEMUXERS.get(known, known)

    def reopen(self) -> None:
        """Start over from the file's first byte."""
        self.container.close()
        self.container = self._open()

    def only(self, *indexes: int) -> None:
        """Let the demuxer skip every stream but these."""
        for stream in self.container.streams:
            stream.discard = Discard.default if stream.index in indexes else Discard.all

    def close(self) -> None:
        """Give the file back."""
        self.container.close()
        _close(self.descriptor)


def decoder(stream: Stream) -> Any:
    """Return the decoder of a stream, if it is an allowed one."""
    context: Any = stream.codec_context
    if context is None or context.name not in ALLOWED:
        return None
    try:
        av.Codec(context.name, "r")
    except ValueError:
        return None
    return context


@contextmanager
def opened(path: str, *, briefly: bool = False) -> Generator[Source, None, None]:
    """Open a file for the length of a block. Raises EngineError in words.

    `briefly`: to be described and not to be read through.
    """
    source = Source(path, briefly=briefly)
    try:
        yield source
    except (av.error.FFmpegError, UnicodeError) as error:
        raise in_words(error) from error
    finally:
        source.close()


def in_words(error: Exception) -> EngineError:
    """Turn a fault of a media library into words."""
    if isinstance(error, EngineError):
        return error
    if isinstance(error, MemoryError | av.error.MemoryError):
        return LimitExceeded("The file asks for more memory than any real video needs.")
    if isinstance(error, av.error.EOFError):
        return Unreadable("The file is cut off: it ends before it says what it holds.")
    if isinstance(error, av.error.InvalidDataError | av.error.FFmpegError):
        return Unreadable("This is not a video or sound file, or it is damaged.")
    return Unreadable(f"The file could not be read ({type(error).__name__}).")


def identity(path: str, status: os.stat_result) -> tuple[str, int, int, int, int]:
    """Return what tells a file from another that took its name; one with holes changes its date
    with every piece that comes."""
    changed_ns = 0 if holes.has(path) else status.st_mtime_ns
    return (path, status.st_dev, status.st_ino, status.st_size, changed_ns)


def by_number(descriptor: int) -> str:
    """Return the path of an open file, whatever has become of its name."""
    return f"/proc/self/fd/{descriptor}"


def _descriptor(path: str) -> int:
    for attempt in range(2):
        descriptor = None
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            holes.opened(path, descriptor)
        except (OSError, ValueError) as error:
            if descriptor is not None:
                os.close(descriptor)
            if attempt == 0 and isinstance(error, FileNotFoundError) and holes.has(path):
                holes.fill(path, 0, 1)  # let go in between: it is put there again
                continue
            reason = getattr(error, "strerror", None) or str(error)
            raise Missing(f"The file cannot be opened: {reason.lower()}.") from error
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            _close(descriptor)
            raise Missing("This is not a plain file.")
        return descriptor
    raise Missing("The file cannot be opened.")


def _close(descriptor: int) -> None:
    holes.closing(descriptor)
    os.close(descriptor)


def _check(container: InputContainer) -> None:
    streams = container.streams
    if len(streams) == 0:
        raise Unreadable("There is neither picture nor sound in this file.")
    if len(streams) > MOST_STREAMS:
        raise LimitExceeded(f"The file has {len(streams)} tracks; at most {MOST_STREAMS} are read.")
    for stream in streams.video:
        context: Any = stream.codec_context
        if context is not None and context.width * context.height > MOST_PIXELS:
            raise LimitExceeded(
                f"The picture is {context.width}x{context.height}, larger than any real video."
            )
    if container.duration and container.duration / 1e6 > LONGEST_S:
        raise LimitExceeded("The file says it is longer than a week.")
