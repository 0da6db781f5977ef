"""The library: what there is. Media, their files, words, pictures and collections.

`publish` is the one gate in; `visible_to` is the one way to reach media. What is scanned in place
is never written to, and nothing people did with a media is lost because a disk is away.
"""

from matinee.library import duplicates, rules
from matinee.library.actions import (
    alter_many,
    edit,
    empty_trash,
    get_keyframes,
    purge_expired,
    restore,
    save_full_hash,
    save_keyframes,
    trash,
    trash_by_rule,
    trash_many,
)
from matinee.library.artwork import (
    Sprites,
    get_sprites,
    posters_of,
    set_poster,
    set_sprites,
    unchoose,
    with_sprites,
)
from matinee.library.catalogue import Catalogued, CataloguedFile, catalogue, collected
from matinee.library.collections import collections
from matinee.library.collections.tables import CollectionItemRow, CollectionRow
from matinee.library.derived import Derived, derived
from matinee.library.described import (
    DescribedFile,
    DescribedSeries,
    described_files,
    described_series,
)
from matinee.library.files import asset_file, asset_files, inside, sidecar_file
from matinee.library.filling import (
    fill_media,
    fill_series,
    has_from_elsewhere,
    wants_picture,
)
from matinee.library.gate import works
from matinee.library.gate.extras import attach as attach_extras
from matinee.library.gate.publish import landed_file, publish, publish_many
from matinee.library.gate.retelling import tell_again
from matinee.library.jobs import wire
from matinee.library.many import (
    bring_back_many,
    lock_many,
    put_facts_back,
    take_from_trash,
    words_of,
)
from matinee.library.owned import owned_addresses
from matinee.library.people import people
from matinee.library.people.people import Part, other_ids, series_ids
from matinee.library.presenting import artwork_url, decorate_with, present
from matinee.library.queries import (
    count_with,
    find_by_fingerprint,
    find_by_source,
    get_asset,
    get_editable,
    get_media,
    get_probe,
    hidden_from,
    known_sizes,
    listed,
    main_asset,
    picture_beside,
    seen_by,
    stats,
    text_tracks,
    visible_to,
)
from matinee.library.recognition import fix
from matinee.library.roots.absence import UNSURE, believe_gone, note_gone
from matinee.library.roots.folders import known_folders, remember_folders
from matinee.library.roots.missing import purge_missing
from matinee.library.roots.nesting import hand_over, inner_paths
from matinee.library.roots.places import (
    add_root,
    adopt_moved,
    change_root,
    get_root,
    known_files,
    mark_missing,
    mark_root_ready,
    mark_root_unavailable,
    mark_seen,
    media_by_path,
    media_counts,
    note_watching,
    recheck,
    remember_failure,
    remove_root,
    roots,
    save_scan,
    series_by_path,
)
from matinee.library.routes import router, whole_media
from matinee.library.rules import clean_line, clean_text, fold, label_key, sort_title
from matinee.library.schemas import Chapter, Kind, Media, MediaItems, MediaPage, TagCount
from matinee.library.series import files as series_files
from matinee.library.series import pictures as series_pictures
from matinee.library.series import series
from matinee.library.series.presenting import Seen as SeriesSeen
from matinee.library.series.presenting import look_with, present_series
from matinee.library.series.tables import SeriesFileRow, SeriesGenreRow
from matinee.library.sound.loudness import get_loudness, save_loudness
from matinee.library.sound.markers import markers_of, parts_of
from matinee.library.sound.seasons import (
    HeardEpisode,
    Season,
    compare_again,
    heard_episodes,
    is_to_compare,
    is_unheard,
    prints,
    save_markers,
    save_print,
    season_of,
    to_compare,
    unheard,
)
from matinee.library.tables import AssetRow, MediaRow, PlaceRow, RootRow, SeriesRow, SidecarRow
from matinee.library.texts.cues import CueRow, CueTrackRow, read_tracks, save_cues
from matinee.library.texts.fonts import LIST as FONT_LIST
from matinee.library.texts.fonts import fonts_folder, take_fonts
from matinee.library.texts.sidecars import known_beside, sync_beside
from matinee.library.texts.texts import (
    Film,
    TextSource,
    read_cues,
    take_texts,
    text_folder,
    text_sources,
    texts_made,
)
from matinee.library.texts.uploads import (
    GivenText,
    KeptText,
    add_text,
    check_may_add_text,
    remove_text,
)
from matinee.library.values import (
    CHOSEN,
    GIVEN,
    ONLINE,
    STILL,
    CollectionsChanged,
    Credit,
    Identity,
    KnownFile,
    Landing,
    MediaAdded,
    MediaChanged,
    MediaPlayed,
    MediaRemoved,
    Picture,
    Published,
    RootsChanged,
    SeasonFacts,
    SeriesFacts,
    SeriesFile,
    Sidecar,
    SpriteSheets,
)
from matinee.library.versions import follow_with
from matinee.library.words import many as words_many
from matinee.library.words.labels import add_labels, tag_counts, take_labels
from matinee.library.words.tables import GenreRow, MediaGenreRow, MediaTagRow, TagRow
from matinee.library.work_routes import router as work_router
from matinee.library.work_routes import whole_series
from matinee.library.work_schemas import PersonCount, Series

router.include_router(work_router)
router.include_router(duplicates.router)

__all__ = [
    "CHOSEN",
    "FONT_LIST",
    "GIVEN",
    "ONLINE",
    "STILL",
    "UNSURE",
    "AssetRow",
    "Catalogued",
    "CataloguedFile",
    "Chapter",
    "CollectionItemRow",
    "CollectionRow",
    "CollectionsChanged",
    "Credit",
    "CueRow",
    "CueTrackRow",
    "Derived",
    "DescribedFile",
    "DescribedSeries",
    "Film",
    "GenreRow",
    "GivenText",
    "HeardEpisode",
    "Identity",
    "KeptText",
    "Kind",
    "KnownFile",
    "Landing",
    "Media",
    "MediaAdded",
    "MediaChanged",
    "MediaGenreRow",
    "MediaItems",
    "MediaPage",
    "MediaPlayed",
    "MediaRemoved",
    "MediaRow",
    "MediaTagRow",
    "Part",
    "PersonCount",
    "Picture",
    "PlaceRow",
    "Published",
    "RootRow",
    "RootsChanged",
    "Season",
    "SeasonFacts",
    "Series",
    "SeriesFacts",
    "SeriesFile",
    "SeriesFileRow",
    "SeriesGenreRow",
    "SeriesRow",
    "SeriesSeen",
    "Sidecar",
    "SidecarRow",
    "SpriteSheets",
    "Sprites",
    "TagCount",
    "TagRow",
    "TextSource",
    "add_labels",
    "add_root",
    "add_text",
    "adopt_moved",
    "alter_many",
    "artwork_url",
    "asset_file",
    "asset_files",
    "attach_extras",
    "believe_gone",
    "bring_back_many",
    "catalogue",
    "change_root",
    "check_may_add_text",
    "clean_line",
    "clean_text",
    "collected",
    "collections",
    "compare_again",
    "count_with",
    "decorate_with",
    "derived",
    "described_files",
    "described_series",
    "duplicates",
    "edit",
    "empty_trash",
    "fill_media",
    "fill_series",
    "find_by_fingerprint",
    "find_by_source",
    "fix",
    "fold",
    "follow_with",
    "fonts_folder",
    "get_asset",
    "get_editable",
    "get_keyframes",
    "get_loudness",
    "get_media",
    "get_probe",
    "get_root",
    "get_sprites",
    "hand_over",
    "has_from_elsewhere",
    "heard_episodes",
    "hidden_from",
    "inner_paths",
    "inside",
    "is_to_compare",
    "is_unheard",
    "known_beside",
    "known_files",
    "known_folders",
    "known_sizes",
    "label_key",
    "landed_file",
    "listed",
    "lock_many",
    "look_with",
    "main_asset",
    "mark_missing",
    "mark_root_ready",
    "mark_root_unavailable",
    "mark_seen",
    "markers_of",
    "media_by_path",
    "media_counts",
    "note_gone",
    "note_watching",
    "other_ids",
    "owned_addresses",
    "parts_of",
    "people",
    "picture_beside",
    "posters_of",
    "present",
    "present_series",
    "prints",
    "publish",
    "publish_many",
    "purge_expired",
    "purge_missing",
    "put_facts_back",
    "read_cues",
    "read_tracks",
    "recheck",
    "remember_failure",
    "remember_folders",
    "remove_root",
    "remove_text",
    "restore",
    "roots",
    "router",
    "rules",
    "save_cues",
    "save_full_hash",
    "save_keyframes",
    "save_loudness",
    "save_markers",
    "save_print",
    "save_scan",
    "season_of",
    "seen_by",
    "series",
    "series_by_path",
    "series_files",
    "series_ids",
    "series_pictures",
    "set_poster",
    "set_sprites",
    "sidecar_file",
    "sort_title",
    "stats",
    "sync_beside",
    "tag_counts",
    "take_fonts",
    "take_from_trash",
    "take_labels",
    "take_texts",
    "tell_again",
    "text_folder",
    "text_sources",
    "text_tracks",
    "texts_made",
    "to_compare",
    "trash",
    "trash_by_rule",
    "trash_many",
    "unchoose",
    "unheard",
    "visible_to",
    "wants_picture",
    "whole_media",
    "whole_series",
    "wire",
    "with_sprites",
    "words_many",
    "words_of",
    "works",
]
