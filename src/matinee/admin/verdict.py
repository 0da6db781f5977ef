"""What a health check says of a part, and what all of them say together. Values only.

Each is said by its code with its facts, so that pages can say it in their own language.
"""

from dataclasses import dataclass, field
from typing import Final, Literal

Status = Literal["ok", "warning", "failing"]
WORDS: Final[dict[str, tuple[str, str]]] = {  # code -> how it is, and what to do about it
    "unknown": ("It cannot be looked at: {why}", "See the server's log."),
    "database_ok": ("{kind} answers in {ms} ms.", ""),
    "database_slow": ("{kind} took {ms} ms to answer.", "Look at the disk."),
    "folder_ok": ("{folder} can be written; {free} GB are free.", ""),
    "folder_near": (
        "{folder} can be written; {free} GB are free. That is near the floor.",
        "Free some space soon.",
    ),
    "folder_full": (
        "{folder} can be written; {free} GB are free. Nothing more is brought in below {floor} GB.",
        "Free some space, or lower MATINEE_FREE_SPACE_FLOOR_BYTES.",
    ),
    "folder_locked": (
        "{folder} cannot be written: {why}.",
        "Give this user the right to write there, or choose another folder with --data.",
    ),
    "storage_ok": ("{where} takes files and gives them; {held} GB of it are here.", ""),
    "storage_failing": ("{where}: {why}", "{what}"),
    "uploads_direct": ("Browsers send films straight to {where}.", ""),
    "uploads_untried": (
        "Browsers may send films straight to {where}; none has since the start.",
        "",
    ),
    "uploads_refused": (
        "Films from pages at {origin} come through this server, not straight to {where}: {why}.",
        "Let {origin} PUT in the CORS rules of the bucket, or set MATINEE_STORAGE_UPLOADS=server.",
    ),
    "cdn_ok": ("Players fetch what is prepared by way of {where}.", ""),
    "cdn_away": (
        "{where} gives no segments: {why}. Players fetch all from this server meanwhile.",
        "Let it pass on /api/cdn/ to this server, and its headers back, or unset MATINEE_CDN_URL.",
    ),
    "ffmpeg_ok": ("ffmpeg {version} ({origin}).", ""),
    "ffmpeg_dead": ("{path} does not run.", "Install ffmpeg or set MATINEE_FFMPEG."),
    "engine_ok": ("Media workers read files; {running} of at most {most} run now.", ""),
    "engine_dead": ("{why}", "Install Matinee again: its media library does not load."),
    "links_ok": ("yt-dlp {version}, {days} days old.", ""),
    "links_undated": ("yt-dlp {version}.", ""),
    "links_old": (
        "yt-dlp {version} is {days} days old; some sites may no longer work.",
        "Update Matinee, or only yt-dlp: pip install --upgrade yt-dlp",
    ),
    "jobs_ok": ("{waiting} waiting, {running} running.", ""),
    "jobs_failed": (
        "{waiting} waiting, {running} running, {failed} failed today.",
        "See Activity for each reason.",
    ),
    "jobs_stuck": (
        "{waiting} waiting, {running} running, {stuck} stuck.",
        "Restart Matinee: they begin again by themselves.",
    ),
    "folders_ok": ("{count} library folders are there.", ""),
    "folders_one": ("The library folder is there.", ""),
    "folders_none": ("No folders yet.", ""),
    "folders_away": (
        "{away} of {count} library folders are away: {shown}.",
        "Connect the disk they lie on, then scan them. Nothing was deleted.",
    ),
    "cache_ok": ("{size} of at most {cap} GB.", ""),
    "cache_full": (
        "{size} of at most {cap} GB.",
        "Delete the folder data/cache: it is made again.",
    ),
    "links_no_js": (
        "yt-dlp {version} has no JavaScript runtime; large sites give it only some of their films.",
        "Install Matinee again: deno comes with it.",
    ),
    "backups_ok": ("The last was made {hours} hours ago; {count} are kept.", ""),
    "backups_none": ("None was made yet: the first is made within minutes.", ""),
    "backups_off": ("None is made by itself; {count} are kept.", ""),
    "backups_old": (
        "The last was made {days} days ago.",
        "See Settings, Backups, and the log for why none is made.",
    ),
    "backups_away": (
        "The folder {folder} is not there.",
        "Connect its disk, or change MATINEE_BACKUP_FOLDER.",
    ),
    "backups_store_away": (
        "Copies stay here, and are not sent to {where}: {why}",
        "{what} What waits is sent within the hour.",
    ),
    "backups_unsent": (
        "{count} copies should be in {where}, and are not.",
        "They are sent within the hour; the log says why one is not.",
    ),
    "rot_ok": ("What was read again is as it came in; {files} files the last time.", ""),
    "rot_none": ("Nothing was read again yet.", ""),
    "rot_found": (
        "{count} files have changed by themselves: {shown}.",
        "Put them back from a backup of the files, and look at the disk.",
    ),
    "redis_ok": ("Redis answers in {ms} ms.", ""),
    "redis_away": (
        "{why} Pages are not told at once what workers do; jobs go on.",
        "Check MATINEE_REDIS_URL (redis://[:password@]host:6379/0), and that it runs there.",
    ),
    "workers_ok": ("{count} running, on {hosts}.", ""),
    "workers_none": ("No worker runs: nothing is brought in.", "Start one: matinee worker"),
    "workers_lacking": (
        "{count} running, on {hosts}, none of them for: {lanes}.",
        "Start one without --lane, or with these.",
    ),
    "workers_other": (
        "{count} running, on {hosts}, some of another version ({versions}).",
        "Update and restart them.",
    ),
    "servers_ok": ("{count} running: {hosts}.", ""),
    "servers_other": (
        "{count} running: {hosts}. Some are of another version ({versions}).",
        "Update and restart them.",
    ),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One part: how it is, in words, and what to do when it is not well. `code` and `facts` say
    the same; without a code the words are all there is."""

    status: Status
    detail: str
    fix: str = ""
    code: str = ""
    facts: dict[str, str] = field(default_factory=dict[str, str])


def say(status: Status, code: str, **facts: object) -> Check:
    """Return a check by its code, with the facts its words have places for."""
    told = {name: str(value) for name, value in facts.items()}
    detail, fix = WORDS[code]
    return Check(status, detail.format(**told), fix.format(**told), code, told)


def worst(checks: dict[str, Check]) -> Status:
    """Return the state of the whole: that of its worst part."""
    for status in ("failing", "warning"):
        if any(check.status == status for check in checks.values()):
            return status
    return "ok"
