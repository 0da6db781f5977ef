"""Playing a little of a file: what its headers promise is believed when something comes out."""

from typing import Any, Final

import av.error
from av.codec import CodecContext

from matinee.engine.errors import Unreadable
from matinee.engine.opening import Source, decoder, in_words
from matinee.engine.tracks import Facts, is_picture

DECODED_PACKETS: Final = 240


def decodes(source: Source, known: dict[int, Facts]) -> None:
    """Decode a picture, or sound where there is none; raises Unreadable where nothing comes out."""
    films = [f for i, f in known.items() if is_film(source, i, f)]
    if not films:
        films = [f for f in known.values() if f.kind == "audio"]
    if not any(_decodes(source, fact) for fact in films):
        raise Unreadable(
            "The file looks like a video, but no picture or sound can be decoded from it."
        )


def is_film(source: Source, index: int, fact: Facts) -> bool:
    """Say whether a track is a picture that moves, and no cover."""
    return fact.kind == "video" and not is_picture(source.container.streams[index])


def rewind(source: Source) -> None:
    """Go back to the beginning, as far as the container can."""
    try:
        source.container.seek(source.container.start_time or 0, backward=True)
    except (av.error.FFmpegError, OSError) as error:
        if isinstance(error, MemoryError):
            raise in_words(error) from error


def _decodes(source: Source, fact: Facts) -> bool:
    stream = source.container.streams[fact.index]
    context: Any = decoder(stream)
    if context is None and fact.codec == "av1":
        context = CodecContext.create("libdav1d", "r")
    if context is None:
        return False
    # One thread: the first picture comes out soonest, and none has to be started and joined.
    context.thread_count = 1
    source.only(fact.index)
    rewind(source)
    for count, packet in enumerate(source.container.demux(stream)):
        if _gives(context, packet if packet.size else None):
            return True
        if count == 0 and packet.is_keyframe:
            # A picture that waits for its turn comes out at once where nothing follows.
            if _gives(context, None):
                return True
            context.flush_buffers()
            _gives(context, packet)
        if count > DECODED_PACKETS or not packet.size:
            return False
    return False


def _gives(context: Any, packet: Any) -> bool:
    """Say whether a picture or sound comes out; None is the end of all packets."""
    try:
        return bool(context.decode(packet))
    except (av.error.FFmpegError, ValueError):
        return False
