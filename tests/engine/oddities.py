"""Odd media by the table: every shape of film that people have and players stumble over.

Each is small, made with the bundled ffmpeg (and, where ffmpeg makes only sound files, by
surgery on its bytes), once a session. Sound is a pure tone of TONE_HZ throughout unless the
entry says otherwise, so that every join can be heard.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from matinee import engine

from . import surgery

TONE_HZ: Final = 440.0
Fate = Literal["plays", "survives"]

X264: Final = "-c:v libx264 -preset veryfast -pix_fmt yuv420p".split()
KEYS: Final = ["-g", "25"]
HEVC: Final = "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=25".split()
AV1: Final = "-c:v libsvtav1 -preset 12 -svtav1-params lp=1 -g 25".split()
AAC: Final = "-c:a aac -b:a 192k".split()
PASS: Final = "-fps_mode passthrough -enc_time_base 1:90000".split()
HDR10: Final = "-color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc".split()
HLG: Final = "-color_primaries bt2020 -color_trc arib-std-b67 -colorspace bt2020nc".split()


@dataclass(frozen=True, slots=True)
class Oddity:
    """One entry: how it is made, and what has to become of it."""

    arguments: tuple[str, ...]  # `@name` stands for another entry's file
    why: str
    fate: Fate = "plays"
    tone: bool = True
    sample: bool = False  # part of the plain run of the tests
    slow: bool = False
    surgery: Callable[[bytes], bytes] | None = None


def seen(size: str = "320x180", rate: str = "25", seconds: float = 5, more: str = "") -> list[str]:
    """Return an input of moving picture."""
    source = f"testsrc2=size={size}:rate={rate}:duration={seconds}"
    return ["-f", "lavfi", "-i", f"{source},{more}" if more else source]


def heard(seconds: float = 5, rate: int = 48000, more: str = "") -> list[str]:
    """Return an input of one pure tone."""
    source = f"sine=frequency={TONE_HZ:g}:sample_rate={rate}:duration={seconds},volume=4"
    return ["-f", "lavfi", "-i", f"{source},{more}" if more else source]


def spread(layout: str, count: int, *, low: int | None = None) -> str:
    """Return a filter that puts the tone on every channel but the low one."""
    gains = "|".join(f"c{n}={'0*' if n == low else ''}c0" for n in range(count))
    return f"pan={layout}|{gains}"


TABLE: dict[str, Oddity] = {}


def odd(name: str, why: str, arguments: Sequence[str], **more: object) -> None:
    """Put an entry into the table."""
    assert name not in TABLE, name
    TABLE[name] = Oddity(tuple(arguments), why, **more)  # type: ignore[arg-type]


BOTH = [*seen(), *heard()]

# fmt: off
# --- groups of pictures
odd("plain.mp4", "nothing odd: what all others are measured by", [*BOTH, *X264, *KEYS, *AAC])
odd("opengop.mkv", "open groups: keyframes that pictures before them lean on", [*BOTH, *X264,
    "-bf", "3", "-x264-params", "open-gop=1:keyint=25:scenecut=0", *AAC], sample=True)
odd("opengop-hevc.mkv", "open groups of HEVC (CRA, RASL)", [*BOTH, "-c:v", "libx265", "-preset",
    "fast", "-x265-params", "log-level=none:open-gop=1:keyint=25:bframes=4", *AAC])
odd("pyramid.mp4", "B-pictures that others lean on", [*BOTH, *X264, *KEYS, "-bf", "7",
    "-b_strategy", "0", "-refs", "5", "-x264-params", "b-pyramid=normal", *AAC])
odd("onekey.mp4", "one keyframe only", [*BOTH, *X264, "-g", "9999", "-sc_threshold", "0", *AAC])
odd("dense.mp4", "a keyframe every 80 ms", [*BOTH, *X264, "-g", "2", *AAC])
odd("intra.mov", "every picture a keyframe", [*BOTH, *X264, "-g", "1", *AAC])
odd("sparse.mkv", "twenty seconds from keyframe to keyframe", [*seen("160x90", "25", 45),
    *heard(45), *X264, "-g", "500", "-sc_threshold", "0", *AAC])
odd("uneven.mkv", "keyframes 0.1 s to 7 s apart", [*seen(seconds=16), *heard(16), *X264, "-g",
    "9999", "-sc_threshold", "0", "-force_key_frames", "0.1,0.2,0.3,1,8,8.1,12,15.9", *AAC])
odd("refresh.mp4", "no keyframe after the first: the picture is refreshed line by line", [*BOTH,
    *X264, "-x264-params", "intra-refresh=1:keyint=25:bframes=0", *AAC])

# --- time
odd("vfr.mp4", "variable frame rate", [*seen(more="setpts='(N*0.04+0.015*mod(N,3))/TB'"),
    *heard(), *X264, *KEYS, *PASS, *AAC])
odd("vfr.mkv", "variable frame rate in milliseconds", ["-i", "@vfr.mp4", "-c", "copy"], sample=True)
odd("stutter.mkv", "25, then 6, then 12 pictures a second", [*seen(seconds=9,
    more="select='if(lt(t,3),1,if(lt(t,6),not(mod(n,4)),not(mod(n,2))))'"), *heard(9), *X264,
    *KEYS, *PASS, *AAC])
odd("ntsc.ts", "30000/1001 in a transport stream", [*seen(rate="30000/1001"), *heard(), *X264,
    *KEYS, "-bf", "2", *AAC])
odd("sixty.mp4", "60 pictures a second", [*seen(rate="60"), *heard(), *X264, "-g", "60", *AAC])
odd("slides.mp4", "one picture in two seconds", [*seen(rate="1/2", seconds=12), *heard(12), *X264,
    "-g", "2", *AAC])
odd("late.ts", "begins at an hour", ["-i", "@plain.mp4", "-c", "copy", "-output_ts_offset", "3600"])
odd("wrap.ts", "the 33-bit clock starts over in the middle", ["-i", "@plain.mp4", "-c", "copy",
    "-output_ts_offset", "95441.5"], sample=True)
odd("offset.mkv", "begins at five seconds", ["-i", "@plain.mp4", "-c", "copy",
    "-output_ts_offset", "5"])
odd("negative.mp4", "cut without encoding: begins before zero", ["-ss", "1.3", "-i",
    "@pyramid.mp4", "-c", "copy"], sample=True)
odd("negative.mkv", "the same in Matroska", ["-ss", "1.3", "-i", "@pyramid.mp4", "-c", "copy"])
odd("emptyedit.mp4", "an empty edit: the picture begins at 0.7 s", ["-itsoffset", "0.7", "-i",
    "@plain.mp4", "-i", "@plain.mp4", "-map", "0:v", "-map", "1:a", "-c", "copy"])
odd("latesound.mkv", "the sound begins at 1.3 s", ["-i", "@plain.mp4", "-itsoffset", "1.3", "-i",
    "@plain.mp4", "-map", "0:v", "-map", "1:a", "-c", "copy"])
odd("edits.mp4", "several edits: two stretches of the film", ["-i", "@plain.mp4", "-c", "copy", "-an"],
    surgery=surgery.several_edits, tone=False)
odd("short.mp4", "0.3 seconds", [*seen(seconds=0.3), *heard(0.3), *X264, *KEYS, *AAC], tone=False,
    sample=True)
odd("single.mp4", "one picture", [*seen(seconds=0.04), *X264], tone=False)
odd("longpicture.mkv", "the picture is longer than the sound", [*seen(seconds=8), *heard(3),
    *X264, *KEYS, *AAC])
odd("longsound.mkv", "the sound is longer than the picture", [*seen(seconds=3), *heard(8), *X264,
    *KEYS, *AAC])
odd("gaps.mkv", "three seconds without picture", [*seen(seconds=9,
    more="select='lt(t,2)+gt(t,5)'"), *heard(9), *X264, *KEYS, *PASS, *AAC])
odd("hush.mkv", "two seconds without sound, not even silence", [*seen(seconds=8), *heard(8,
    more="aselect='lt(t,3)+gt(t,5)'"), *X264, *KEYS, *AAC], tone=False)
odd("threehours.mp4", "three hours", [
    *seen("96x54", "2", 10800), *heard(10800, 16000), *X264, "-preset", "ultrafast", "-g", "20", "-c:a",
    "aac", "-b:a", "24k"], slow=True)  # fmt: skip

# --- shape
odd("oddsize.mkv", "321x179", [*seen("642x358", more="scale=321:179"), *heard(), "-c:v",
    "libx264", "-preset", "veryfast", "-pix_fmt", "yuv444p", *KEYS, *AAC])
odd("oddsize.webm", "321x179 of VP9", [*seen("321x179"), *heard(),
    *"-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 25".split(), "-c:a", "libopus"])
odd("tiny.mp4", "2x2", [*seen("160x90", more="scale=2:2"), *heard(), *X264, *KEYS, *AAC])
odd("tiny.mkv", "16x16 of FFV1's kind: MPEG-4", [*seen("160x90", more="scale=16:16"), *heard(),
    "-c:v", "mpeg4", *AAC])
odd("wide.mkv", "4096 wide and 128 high", [*seen("4096x128", seconds=3), *heard(3), *X264, *KEYS,
    *AAC])
odd("tall.mp4", "90x640", [*seen("90x640"), *heard(), *X264, *KEYS, *AAC])
odd("fourk.mkv", "4096x2160 HEVC of ten bits", [*seen("4096x2160", seconds=2), *heard(2), *HEVC,
    "-pix_fmt", "yuv420p10le", *AAC], slow=True)
odd("hd.mp4", "1280x720 that does not say its colours", [*seen("1280x720", seconds=3), *heard(3),
    *X264, *KEYS, *AAC])
for turn in (90, 180, 270):
    odd(f"turned{turn}.mp4", f"turned by {turn} degrees", ["-display_rotation:v:0", str(turn),
        "-i", "@plain.mp4", "-c", "copy"])
odd("mirrored.mp4", "mirrored", ["-display_hflip:v:0", "-i", "@plain.mp4", "-c", "copy"])
odd("turnedmirrored.mp4", "turned and mirrored", ["-display_rotation:v:0", "90",
    "-display_hflip:v:0", "-i", "@plain.mp4", "-c", "copy"])
odd("turned.mov", "turned, in a codec that has to be encoded", ["-display_rotation:v:0", "90",
    "-i", "@mjpeg.mov", "-c", "copy"], sample=True)
odd("anamorphic.mpg", "720x576 shown as 16:9: pixels that are not square", [*seen("720x576",
    seconds=3, more="setsar=64/45"), *heard(3),
    *"-c:v mpeg2video -q:v 3 -g 12 -bf 2 -c:a mp2 -b:a 256k".split()], sample=True)
odd("narrow.mkv", "pixels that are higher than wide", [*seen(more="setsar=3/4"), *heard(), *X264,
    *KEYS, *AAC])
odd("resized.ts", "the size changes in the middle", ["-i", "concat:@small.ts|@large.ts", "-c",
    "copy"], fate="survives")
odd("small.ts", "part of resized.ts", [*seen("320x180", seconds=3), *heard(3), *X264, *KEYS, *AAC])
odd("large.ts", "part of resized.ts", [*seen("640x360", seconds=3), *heard(3), *X264, *KEYS, *AAC,
    "-output_ts_offset", "3"])

# --- lines
TFF = ["-flags", "+ildct+ilme"]
WOVEN = "tinterlace=interleave_top,fieldorder=tff"
odd("interlaced.ts", "interlaced MPEG-2", [*seen("320x240", "50", 4, WOVEN), *heard(4),
    *"-c:v mpeg2video -q:v 3 -g 12".split(), *TFF, "-c:a", "mp2", "-b:a", "256k"], sample=True)
odd("mbaff.mkv", "interlaced H.264 (MBAFF)", [*seen("320x240", "50", 4, WOVEN), *heard(4), *X264,
    *TFF, "-x264-params", "tff=1:keyint=25", *AAC])
odd("bottomfirst.avi", "interlaced DV, lower field first", [*seen("720x576", "50", 2,
    "tinterlace=interleave_bottom"), *heard(2), "-c:v", "dvvideo", *TFF, "-pix_fmt", "yuv420p",
    "-c:a", "pcm_s16le"])

# --- depth and colour
odd("tenbit.mkv", "H.264 of ten bits (Hi10P)", [*BOTH, "-c:v", "libx264", "-preset", "veryfast",
    "-pix_fmt", "yuv420p10le", *KEYS, *AAC])
odd("tenbit-hevc.mp4", "HEVC of ten bits", [*BOTH, *HEVC, "-pix_fmt", "yuv420p10le", *AAC])
odd("fourtwotwo.mp4", "H.264 4:2:2", [*BOTH, "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt",
    "yuv422p", *KEYS, *AAC])
odd("fourfourfour.mkv", "H.264 4:4:4", [*BOTH, "-c:v", "libx264", "-preset", "veryfast",
    "-pix_fmt", "yuv444p", *KEYS, *AAC])
odd("fullrange.mp4", "full range", [*BOTH, "-c:v", "libx264", "-preset", "veryfast", "-vf",
    "scale=out_range=full", "-pix_fmt", "yuvj420p", *KEYS, *AAC])
odd("gray.mkv", "without colour", [*BOTH, "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt",
    "gray", *KEYS, *AAC])
odd("rgb.mkv", "H.264 of RGB", [*BOTH, "-c:v", "libx264rgb", "-preset", "veryfast", *KEYS, *AAC])
odd("bt601.mp4", "HD with the colours of SD", [*seen("1280x720", seconds=2), *heard(2), *X264,
    *KEYS, "-colorspace", "smpte170m", "-color_primaries", "smpte170m", "-color_trc", "smpte170m",
    *AAC])
odd("hdr10.mkv", "HDR10 of HEVC", [*BOTH, *HEVC, "-pix_fmt", "yuv420p10le", *HDR10, *AAC],
    sample=True)
odd("hlg.mkv", "HLG of HEVC", [*BOTH, *HEVC, "-pix_fmt", "yuv420p10le", *HLG, *AAC])
odd("hdr10-av1.mp4", "HDR10 of AV1", [*BOTH, *AV1, "-pix_fmt", "yuv420p10le", *HDR10, *AAC])
odd("hlg-av1.mkv", "HLG of AV1", [*BOTH, *AV1, "-pix_fmt", "yuv420p10le", *HLG, *AAC])

# --- codecs and containers
odd("asp.avi", "MPEG-4 ASP with B-pictures: AVI does not say when they are shown", [*BOTH,
    *"-c:v mpeg4 -q:v 3 -bf 2 -g 25 -vtag XVID -c:a libmp3lame -b:a 192k".split()])
odd("xvid.avi", "Xvid", [*BOTH, *"-c:v libxvid -q:v 4 -g 25 -c:a libmp3lame -b:a 192k".split()])
odd("packed.avi", "MPEG-4 ASP, two pictures in one packet", [*seen(),
    *"-c:v mpeg4 -q:v 3 -bf 1 -g 25 -vtag DX50".split()], surgery=surgery.packed, tone=False)
odd("h264.avi", "H.264 with B-pictures in AVI", [*BOTH, *X264, *KEYS, "-bf", "2", "-c:a",
    "libmp3lame", "-b:a", "192k"])
odd("program.mpg", "MPEG-2 program stream", [*BOTH,
    *"-c:v mpeg2video -q:v 3 -g 12 -bf 2 -c:a mp2 -b:a 256k -f vob".split()])
odd("mpeg1.mpg", "MPEG-1", [*BOTH, *"-c:v mpeg1video -q:v 3 -g 12 -c:a mp2 -b:a 256k".split()])
odd("mpeg2.mkv", "MPEG-2 and AC-3, as from a DVD", [*BOTH,
    *"-c:v mpeg2video -q:v 3 -g 12 -bf 2 -c:a ac3 -b:a 256k".split()])
odd("windows.wmv", "WMV 8 and WMA", [*BOTH,
    *"-c:v wmv2 -q:v 3 -g 25 -c:a wmav2 -b:a 192k".split()])
odd("msmpeg4.avi", "DivX 3", [*BOTH,
    *"-c:v msmpeg4 -q:v 3 -g 25 -c:a libmp3lame -b:a 192k".split()])
odd("sorenson.flv", "Sorenson H.263 and MP3 in FLV", [*BOTH,
    *"-c:v flv -q:v 3 -g 25 -c:a libmp3lame -ar 44100 -b:a 192k".split()])
odd("h264.flv", "H.264 and AAC in FLV", [*BOTH, *X264, *KEYS, "-bf", "2", *AAC, "-ar", "44100"])
odd("theora.ogv", "Theora and Vorbis in OGG", [*BOTH,
    *"-c:v libtheora -q:v 8 -g 25 -c:a libvorbis -b:a 192k".split()])
odd("prores.mov", "ProRes and PCM", [*BOTH, *"-c:v prores_ks -c:a pcm_s24le".split()])
odd("mjpeg.mov", "Motion JPEG and PCM, as from cameras", [*BOTH,
    *"-c:v mjpeg -q:v 3 -pix_fmt yuvj422p -c:a pcm_s16be".split()])
odd("mjpeg.avi", "Motion JPEG in AVI", [*BOTH,
    *"-c:v mjpeg -q:v 3 -pix_fmt yuvj420p -c:a pcm_u8".split()])
odd("dv.mov", "DV", [*seen("720x576", seconds=2), *heard(2),
    *"-c:v dvvideo -pix_fmt yuv420p -c:a pcm_s16le".split()])
odd("vp8.webm", "VP8 with pictures that are never shown", [*BOTH,
    *"-c:v libvpx -b:v 1M -deadline good -cpu-used 4 -auto-alt-ref 1 -lag-in-frames 16 -g 50 -c:a libvorbis -b:a 192k".split()])
odd("vp9.webm", "VP9 with pictures that are never shown", [*BOTH,
    *"-c:v libvpx-vp9 -b:v 1M -deadline good -cpu-used 5 -auto-alt-ref 1 -lag-in-frames 16 -g 50 -c:a libopus -b:a 160k".split()])
odd("av1.mp4", "AV1", [*BOTH, *AV1, *AAC])
odd("mpeg4.mp4", "MPEG-4 ASP with B-pictures in MP4", [*BOTH,
    *"-c:v mpeg4 -q:v 3 -bf 2 -g 25".split(), *AAC])
odd("h263.3gp", "H.263 and AMR's successor in 3GP", [*seen("352x288", seconds=3), *heard(3),
    *"-c:v h263 -q:v 3".split(), *AAC])
odd("fragmented.mp4", "fragments without an index", [*BOTH, *X264, *KEYS, "-bf", "2", *AAC,
    "-movflags", "+frag_keyframe+empty_moov+default_base_moof"])
odd("live.mkv", "Matroska as it is streamed: no cues, no length", [*BOTH, *X264, *KEYS, "-bf",
    "2", *AAC, "-f", "matroska", "-live", "1"])

# --- sound
AUDIO: Final = {
    "mono.mp4": ("mono", AAC, ""), "twopointone.mkv": ("2.1", ["-c:a", "flac"], spread("2.1", 3, low=2)),
    "surround.mkv": ("5.1 AC-3", "-c:a ac3 -b:a 448k".split(), spread("5.1", 6, low=3)),
    "surround.mp4": ("5.1 AAC", "-c:a aac -b:a 384k".split(), spread("5.1", 6, low=3)),
    "sevenone.mkv": ("7.1", ["-c:a", "flac"], spread("7.1", 8, low=3)),
    "vorbis.mkv": ("Vorbis", "-c:a libvorbis -b:a 192k".split(), ""), "opus.mkv": ("Opus", "-c:a libopus -b:a 160k".split(), ""),
    "flac.mkv": ("FLAC", ["-c:a", "flac"], ""), "alac.mp4": ("ALAC", ["-c:a", "alac"], ""),
    "pcm.mkv": ("PCM", ["-c:a", "pcm_s24le"], ""), "float.mkv": ("PCM of floats", ["-c:a", "pcm_f32le"], ""),
    "dts.mkv": ("DTS", "-c:a dca -strict -2 -b:a 768k".split(), spread("5.1(side)", 6, low=3)),
    "eac3.mkv": ("E-AC-3", "-c:a eac3 -b:a 256k".split(), "aformat=channel_layouts=stereo"),
    "truehd.mkv": ("TrueHD", "-c:a truehd -strict -2".split(), "aformat=channel_layouts=stereo"),
    "mp2.mkv": ("MP2", "-c:a mp2 -b:a 256k".split(), ""), "mp3.mkv": ("MP3", "-c:a libmp3lame -b:a 192k".split(), ""),
    "cd.mkv": ("44.1 kHz", [*AAC, "-ar", "44100"], ""), "phone.mkv": ("8 kHz", "-c:a pcm_s16le -ar 8000".split(), ""),
    "studio.mkv": ("96 kHz", "-c:a flac -ar 96000".split(), ""), "mulaw.mov": ("mu-law", "-c:a pcm_mulaw -ar 16000".split(), ""),
    "adpcm.avi": ("ADPCM", ["-c:a", "adpcm_ms"], ""),
}  # fmt: skip
for file, (what, coder, chain) in AUDIO.items():
    odd(file, f"sound: {what}", [*seen(), *heard(more=chain), *X264, *KEYS, *coder],
        sample=file == "surround.mkv")
odd("changing.ts", "sample rate and channels change in the middle", ["-i",
    "concat:@stereo.ts|@mono.ts", "-c", "copy"], tone=False, fate="survives")
odd("stereo.ts", "part of changing.ts", [*seen(seconds=3), *heard(3,
    more="aformat=channel_layouts=stereo"), *X264, *KEYS, *AAC])
odd("mono.ts", "part of changing.ts", [*seen(seconds=3), *heard(3, 44100), *X264, *KEYS, *AAC,
    "-output_ts_offset", "3"])
odd("alone.ogg", "sound alone: Vorbis", [*heard(), *"-c:a libvorbis -b:a 192k".split()],
    sample=True)
odd("alone.mka", "sound alone: DTS in Matroska", [*heard(),
    *"-c:a dca -strict -2 -b:a 768k".split()])
odd("alone.wav", "sound alone: PCM", [*heard()])
odd("alone.wma", "sound alone: WMA", [*heard(), *"-c:a wmav2 -b:a 192k".split()])
odd("silent.avi", "picture alone", [*seen(), *"-c:v mpeg4 -q:v 3 -g 25".split()], tone=False)

# --- many tracks
odd("choir.mkv", "sixty sound tracks", [*seen(seconds=3), *heard(3), "-map", "0", *["-map",
    "1"] * 60, *X264, *KEYS, *"-c:a aac -b:a 128k".split()], slow=True)
odd("textful.mkv", "twenty subtitle tracks", [*BOTH, "-f", "srt", "-i", "@cues.srt", "-map", "0",
    "-map", "1", *["-map", "2"] * 20, *X264, *KEYS, *AAC])
odd("chapters.mp4", "chapters", ["-i", "@plain.mp4", "-f", "ffmetadata", "-i", "@chapters.txt",
    "-map_metadata", "1", "-c", "copy"])
odd("cover.mp4", "a cover image beside the film", ["-i", "@plain.mp4", "-i", "@cover.png", "-map",
    "1", "-map", "0", "-c", "copy", "-disposition:v:0", "attached_pic"])
odd("timecode.mov", "a timecode track", ["-i", "@plain.mp4", "-c", "copy", "-timecode",
    "01:00:00:00"])
odd("twopictures.mkv", "two pictures, the second the default one", [*BOTH, *seen("160x90",
    more="hue=h=90"), "-map", "0", "-map", "2", "-map", "1", *X264, *KEYS, "-disposition:v:0",
    "0", "-disposition:v:1", "default", *AAC])
odd("cues.srt", "part of textful.mkv", [], fate="survives", surgery=lambda _: surgery.CUES)
odd("chapters.txt", "part of chapters.mp4", [], fate="survives", surgery=lambda _: surgery.CHAPTERS)
odd("cover.png", "part of cover.mp4", [*seen("300x400", seconds=0.04), "-frames:v", "1"],
    tone=False)

# --- damaged on purpose
odd("cutoff.mkv", "cut off in the middle", ["-i", "@plain.mp4", "-c", "copy"], fate="survives",
    surgery=surgery.half, sample=True)
odd("cutoff.mp4", "cut off in the middle, its index before", ["-i", "@plain.mp4", "-c", "copy",
    "-movflags", "+faststart"], fate="survives", surgery=surgery.half)
odd("cutoff.ts", "cut off in the middle", ["-i", "@ntsc.ts", "-c", "copy"], fate="survives",
    surgery=surgery.half)
odd("cutoff.avi", "cut off in the middle: no index", ["-i", "@asp.avi", "-c", "copy"],
    fate="survives", surgery=surgery.half)
odd("noindex.mp4", "cut off before its index", ["-i", "@plain.mp4", "-c", "copy"],
    fate="survives", surgery=surgery.half)
odd("longlength.mp4", "says that it lasts ten times as long", ["-i", "@plain.mp4", "-c", "copy"],
    fate="survives", surgery=surgery.longer)
odd("shortlength.mp4", "says that it lasts no time", ["-i", "@plain.mp4", "-c", "copy"],
    fate="survives", surgery=surgery.timeless)
odd("huge.mp4", "says that it is 65000 wide", ["-i", "@plain.mp4", "-c", "copy"], fate="survives",
    surgery=surgery.huge)
odd("garbage.mp4", "noise in the middle of its pictures", ["-i", "@plain.mp4", "-c", "copy"],
    fate="survives", surgery=surgery.noise, sample=True)
odd("garbage.mkv", "noise in the middle", ["-i", "@plain.mp4", "-c", "copy"], fate="survives",
    surgery=surgery.noise)
odd("garbage.ts", "noise in the middle", ["-i", "@ntsc.ts", "-c", "copy"], fate="survives",
    surgery=surgery.noise)
odd("garbage.avi", "noise in the middle, of a codec that has to be encoded", ["-i", "@asp.avi",
    "-c", "copy"], fate="survives", surgery=surgery.noise)
odd("flipped.mkv", "single bits turned everywhere", ["-i", "@plain.mp4", "-c", "copy"],
    fate="survives", surgery=surgery.bits)
odd("flipped.avi", "single bits turned everywhere", ["-i", "@asp.avi", "-c", "copy"],
    fate="survives", surgery=surgery.bits)

# fmt: on


class Kitchen:
    """Makes entries in a folder, each once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, name: str) -> Path:
        """Return the file of an entry."""
        path = self.folder / name
        if path.exists():
            return path
        entry = TABLE[name]
        half = self.folder / f"half-{name}"
        if entry.arguments:
            engine.ffmpeg.run([*(self._meant(a) for a in entry.arguments), half], timeout_s=900)
        else:
            half.touch()
        if entry.surgery:
            half.write_bytes(entry.surgery(half.read_bytes()))
        half.rename(path)
        return path

    def _meant(self, argument: str) -> str:
        if "@" not in argument:
            return argument
        for name in sorted(TABLE, key=len, reverse=True):
            if f"@{name}" in argument:
                argument = argument.replace(f"@{name}", str(self.make(name)))
        return argument
