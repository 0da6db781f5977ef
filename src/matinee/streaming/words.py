"""What people call containers and codecs."""

CONTAINERS = {
    "matroska": "Matroska (MKV)", "mpegts": "MPEG transport stream (TS)", "avi": "AVI",
    "flv": "Flash video (FLV)", "mp4": "MP4", "webm": "WebM", "ogg": "Ogg", "asf": "Windows Media",
    "mpeg": "MPEG program stream",
}  # fmt: skip
CODECS = {
    "h264": "H.264", "hevc": "HEVC (H.265)", "av1": "AV1", "vp9": "VP9", "vp8": "VP8",
    "mpeg2video": "MPEG-2", "mpeg1video": "MPEG-1", "mpeg4": "MPEG-4 Part 2 (DivX, Xvid)",
    "vc1": "VC-1", "wmv3": "Windows Media Video 9", "wmv2": "Windows Media Video 8",
    "wmv1": "Windows Media Video 7", "vvc": "VVC (H.266)", "theora": "Theora", "prores": "ProRes",
    "mjpeg": "Motion JPEG", "dvvideo": "DV", "flv1": "Sorenson H.263",
    "aac": "AAC", "mp3": "MP3", "opus": "Opus", "flac": "FLAC", "vorbis": "Vorbis",
    "ac3": "Dolby Digital (AC-3)", "eac3": "Dolby Digital Plus (E-AC-3)", "dts": "DTS",
    "truehd": "Dolby TrueHD", "mp2": "MPEG audio layer 2", "alac": "Apple Lossless",
    "ac4": "Dolby AC-4", "wmav2": "Windows Media Audio",
}  # fmt: skip


def codec_words(codec: str) -> str:
    """Return what people call a codec."""
    return CODECS.get(codec, codec.upper())
