"""Lists are filtered by all that titles have: a narrow row a title, kept right by triggers."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TRIGGERS = (
    """CREATE TRIGGER facet_media_insert AFTER INSERT ON media BEGIN INSERT INTO media_facet (number, kind, platform, status, year, duration_s, added_at)
        VALUES (new.number, new.kind, new.source_platform, new.status, new.year, new.duration_s, new.added_at); END""",
    """CREATE TRIGGER facet_media_update AFTER UPDATE OF kind, source_platform, status, year, duration_s, added_at ON media BEGIN UPDATE media_facet SET kind = new.kind, platform = new.source_platform, status = new.status,
    year = new.year, duration_s = new.duration_s, added_at = new.added_at WHERE number = new.number; END""",
    """CREATE TRIGGER facet_asset_insert AFTER INSERT ON asset BEGIN INSERT INTO facet_word (kind, name, bit)
    SELECT 'codec', name, 1 << min(62, row_number() OVER () - 1
        + (SELECT count(*) FROM facet_word WHERE kind = 'codec'))
    FROM (SELECT DISTINCT name FROM (SELECT new.video_codec AS name) WHERE name IS NOT NULL AND name NOT IN ('', 'und')
        AND name NOT IN (SELECT name FROM facet_word WHERE kind = 'codec')); UPDATE media_facet SET heights = coalesce((SELECT sum(DISTINCT CASE WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 1800 THEN 16 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 1260 THEN 8 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 900 THEN 4 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 600 THEN 2 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 0 THEN 1 END) FROM asset
        WHERE asset.media_id = new.media_id AND asset.height IS NOT NULL), 0),
    ranges = coalesce((SELECT sum(DISTINCT CASE WHEN asset.hdr IS NULL THEN 1 ELSE 2 END)
        FROM asset WHERE asset.media_id = new.media_id AND asset.height IS NOT NULL), 0),
    codecs = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN facet_word ON facet_word.kind = 'codec' AND facet_word.name = asset.video_codec
        WHERE asset.media_id = new.media_id), 0) WHERE number = (SELECT number FROM media WHERE id = new.media_id); END""",
    """CREATE TRIGGER facet_asset_update AFTER UPDATE OF media_id, width, height, hdr, video_codec ON asset BEGIN INSERT INTO facet_word (kind, name, bit)
    SELECT 'codec', name, 1 << min(62, row_number() OVER () - 1
        + (SELECT count(*) FROM facet_word WHERE kind = 'codec'))
    FROM (SELECT DISTINCT name FROM (SELECT new.video_codec AS name) WHERE name IS NOT NULL AND name NOT IN ('', 'und')
        AND name NOT IN (SELECT name FROM facet_word WHERE kind = 'codec')); UPDATE media_facet SET heights = coalesce((SELECT sum(DISTINCT CASE WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 1800 THEN 16 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 1260 THEN 8 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 900 THEN 4 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 600 THEN 2 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 0 THEN 1 END) FROM asset
        WHERE asset.media_id = old.media_id AND asset.height IS NOT NULL), 0),
    ranges = coalesce((SELECT sum(DISTINCT CASE WHEN asset.hdr IS NULL THEN 1 ELSE 2 END)
        FROM asset WHERE asset.media_id = old.media_id AND asset.height IS NOT NULL), 0),
    codecs = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN facet_word ON facet_word.kind = 'codec' AND facet_word.name = asset.video_codec
        WHERE asset.media_id = old.media_id), 0), audio = coalesce((SELECT sum(DISTINCT bit) FROM (
        SELECT bit FROM asset JOIN probe ON probe.asset_id = asset.id
        JOIN json_each(probe.probe, '$.tracks') AS track
        JOIN facet_word ON facet_word.kind = 'audio'
            AND facet_word.name = lower(json_extract(track.value, '$.language'))
        WHERE asset.media_id = old.media_id AND json_extract(track.value, '$.kind') = 'audio')), 0), texts = coalesce((SELECT sum(DISTINCT bit) FROM (
        SELECT bit FROM asset JOIN probe ON probe.asset_id = asset.id
        JOIN json_each(probe.probe, '$.tracks') AS track
        JOIN facet_word ON facet_word.kind = 'text'
            AND facet_word.name = lower(json_extract(track.value, '$.language'))
        WHERE asset.media_id = old.media_id AND json_extract(track.value, '$.kind') = 'text'
        UNION ALL SELECT bit FROM asset JOIN sidecar ON sidecar.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'text' AND facet_word.name = lower(sidecar.language)
        WHERE asset.media_id = old.media_id AND sidecar.kind = 'subtitle')), 0), folders = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN place ON place.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'folder' AND facet_word.name = place.root_id
        WHERE asset.media_id = old.media_id), 0) WHERE number = (SELECT number FROM media WHERE id = old.media_id); UPDATE media_facet SET heights = coalesce((SELECT sum(DISTINCT CASE WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 1800 THEN 16 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 1260 THEN 8 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 900 THEN 4 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 600 THEN 2 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 0 THEN 1 END) FROM asset
        WHERE asset.media_id = new.media_id AND asset.height IS NOT NULL), 0),
    ranges = coalesce((SELECT sum(DISTINCT CASE WHEN asset.hdr IS NULL THEN 1 ELSE 2 END)
        FROM asset WHERE asset.media_id = new.media_id AND asset.height IS NOT NULL), 0),
    codecs = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN facet_word ON facet_word.kind = 'codec' AND facet_word.name = asset.video_codec
        WHERE asset.media_id = new.media_id), 0), audio = coalesce((SELECT sum(DISTINCT bit) FROM (
        SELECT bit FROM asset JOIN probe ON probe.asset_id = asset.id
        JOIN json_each(probe.probe, '$.tracks') AS track
        JOIN facet_word ON facet_word.kind = 'audio'
            AND facet_word.name = lower(json_extract(track.value, '$.language'))
        WHERE asset.media_id = new.media_id AND json_extract(track.value, '$.kind') = 'audio')), 0), texts = coalesce((SELECT sum(DISTINCT bit) FROM (
        SELECT bit FROM asset JOIN probe ON probe.asset_id = asset.id
        JOIN json_each(probe.probe, '$.tracks') AS track
        JOIN facet_word ON facet_word.kind = 'text'
            AND facet_word.name = lower(json_extract(track.value, '$.language'))
        WHERE asset.media_id = new.media_id AND json_extract(track.value, '$.kind') = 'text'
        UNION ALL SELECT bit FROM asset JOIN sidecar ON sidecar.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'text' AND facet_word.name = lower(sidecar.language)
        WHERE asset.media_id = new.media_id AND sidecar.kind = 'subtitle')), 0), folders = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN place ON place.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'folder' AND facet_word.name = place.root_id
        WHERE asset.media_id = new.media_id), 0) WHERE number = (SELECT number FROM media WHERE id = new.media_id); END""",
    """CREATE TRIGGER facet_asset_delete AFTER DELETE ON asset BEGIN UPDATE media_facet SET heights = coalesce((SELECT sum(DISTINCT CASE WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 1800 THEN 16 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 1260 THEN 8 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 900 THEN 4 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 600 THEN 2 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 0 THEN 1 END) FROM asset
        WHERE asset.media_id = old.media_id AND asset.height IS NOT NULL), 0),
    ranges = coalesce((SELECT sum(DISTINCT CASE WHEN asset.hdr IS NULL THEN 1 ELSE 2 END)
        FROM asset WHERE asset.media_id = old.media_id AND asset.height IS NOT NULL), 0),
    codecs = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN facet_word ON facet_word.kind = 'codec' AND facet_word.name = asset.video_codec
        WHERE asset.media_id = old.media_id), 0), audio = coalesce((SELECT sum(DISTINCT bit) FROM (
        SELECT bit FROM asset JOIN probe ON probe.asset_id = asset.id
        JOIN json_each(probe.probe, '$.tracks') AS track
        JOIN facet_word ON facet_word.kind = 'audio'
            AND facet_word.name = lower(json_extract(track.value, '$.language'))
        WHERE asset.media_id = old.media_id AND json_extract(track.value, '$.kind') = 'audio')), 0), texts = coalesce((SELECT sum(DISTINCT bit) FROM (
        SELECT bit FROM asset JOIN probe ON probe.asset_id = asset.id
        JOIN json_each(probe.probe, '$.tracks') AS track
        JOIN facet_word ON facet_word.kind = 'text'
            AND facet_word.name = lower(json_extract(track.value, '$.language'))
        WHERE asset.media_id = old.media_id AND json_extract(track.value, '$.kind') = 'text'
        UNION ALL SELECT bit FROM asset JOIN sidecar ON sidecar.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'text' AND facet_word.name = lower(sidecar.language)
        WHERE asset.media_id = old.media_id AND sidecar.kind = 'subtitle')), 0), folders = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN place ON place.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'folder' AND facet_word.name = place.root_id
        WHERE asset.media_id = old.media_id), 0) WHERE number = (SELECT number FROM media WHERE id = old.media_id); END""",
    """CREATE TRIGGER facet_probe_insert AFTER INSERT ON probe BEGIN INSERT INTO facet_word (kind, name, bit)
    SELECT 'audio', name, 1 << min(62, row_number() OVER () - 1
        + (SELECT count(*) FROM facet_word WHERE kind = 'audio'))
    FROM (SELECT DISTINCT name FROM (SELECT lower(json_extract(track.value, '$.language')) AS name
        FROM json_each(new.probe, '$.tracks') AS track WHERE json_extract(track.value, '$.kind') = 'audio') WHERE name IS NOT NULL AND name NOT IN ('', 'und')
        AND name NOT IN (SELECT name FROM facet_word WHERE kind = 'audio')); INSERT INTO facet_word (kind, name, bit)
    SELECT 'text', name, 1 << min(62, row_number() OVER () - 1
        + (SELECT count(*) FROM facet_word WHERE kind = 'text'))
    FROM (SELECT DISTINCT name FROM (SELECT lower(json_extract(track.value, '$.language')) AS name
        FROM json_each(new.probe, '$.tracks') AS track WHERE json_extract(track.value, '$.kind') = 'text') WHERE name IS NOT NULL AND name NOT IN ('', 'und')
        AND name NOT IN (SELECT name FROM facet_word WHERE kind = 'text')); UPDATE media_facet SET audio = coalesce((SELECT sum(DISTINCT bit) FROM (
        SELECT bit FROM asset JOIN probe ON probe.asset_id = asset.id
        JOIN json_each(probe.probe, '$.tracks') AS track
        JOIN facet_word ON facet_word.kind = 'audio'
            AND facet_word.name = lower(json_extract(track.value, '$.language'))
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id) AND json_extract(track.value, '$.kind') = 'audio')), 0), texts = coalesce((SELECT sum(DISTINCT bit) FROM (
        SELECT bit FROM asset JOIN probe ON probe.asset_id = asset.id
        JOIN json_each(probe.probe, '$.tracks') AS track
        JOIN facet_word ON facet_word.kind = 'text'
            AND facet_word.name = lower(json_extract(track.value, '$.language'))
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id) AND json_extract(track.value, '$.kind') = 'text'
        UNION ALL SELECT bit FROM asset JOIN sidecar ON sidecar.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'text' AND facet_word.name = lower(sidecar.language)
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id) AND sidecar.kind = 'subtitle')), 0) WHERE number = (SELECT number FROM media WHERE id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id)); END""",
    """CREATE TRIGGER facet_probe_update AFTER UPDATE OF probe ON probe BEGIN INSERT INTO facet_word (kind, name, bit)
    SELECT 'audio', name, 1 << min(62, row_number() OVER () - 1
        + (SELECT count(*) FROM facet_word WHERE kind = 'audio'))
    FROM (SELECT DISTINCT name FROM (SELECT lower(json_extract(track.value, '$.language')) AS name
        FROM json_each(new.probe, '$.tracks') AS track WHERE json_extract(track.value, '$.kind') = 'audio') WHERE name IS NOT NULL AND name NOT IN ('', 'und')
        AND name NOT IN (SELECT name FROM facet_word WHERE kind = 'audio')); INSERT INTO facet_word (kind, name, bit)
    SELECT 'text', name, 1 << min(62, row_number() OVER () - 1
        + (SELECT count(*) FROM facet_word WHERE kind = 'text'))
    FROM (SELECT DISTINCT name FROM (SELECT lower(json_extract(track.value, '$.language')) AS name
        FROM json_each(new.probe, '$.tracks') AS track WHERE json_extract(track.value, '$.kind') = 'text') WHERE name IS NOT NULL AND name NOT IN ('', 'und')
        AND name NOT IN (SELECT name FROM facet_word WHERE kind = 'text')); UPDATE media_facet SET audio = coalesce((SELECT sum(DISTINCT bit) FROM (
        SELECT bit FROM asset JOIN probe ON probe.asset_id = asset.id
        JOIN json_each(probe.probe, '$.tracks') AS track
        JOIN facet_word ON facet_word.kind = 'audio'
            AND facet_word.name = lower(json_extract(track.value, '$.language'))
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id) AND json_extract(track.value, '$.kind') = 'audio')), 0), texts = coalesce((SELECT sum(DISTINCT bit) FROM (
        SELECT bit FROM asset JOIN probe ON probe.asset_id = asset.id
        JOIN json_each(probe.probe, '$.tracks') AS track
        JOIN facet_word ON facet_word.kind = 'text'
            AND facet_word.name = lower(json_extract(track.value, '$.language'))
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id) AND json_extract(track.value, '$.kind') = 'text'
        UNION ALL SELECT bit FROM asset JOIN sidecar ON sidecar.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'text' AND facet_word.name = lower(sidecar.language)
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id) AND sidecar.kind = 'subtitle')), 0) WHERE number = (SELECT number FROM media WHERE id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id)); END""",
    """CREATE TRIGGER facet_sidecar_insert AFTER INSERT ON sidecar BEGIN INSERT INTO facet_word (kind, name, bit)
    SELECT 'text', name, 1 << min(62, row_number() OVER () - 1
        + (SELECT count(*) FROM facet_word WHERE kind = 'text'))
    FROM (SELECT DISTINCT name FROM (SELECT lower(new.language) AS name WHERE new.kind = 'subtitle') WHERE name IS NOT NULL AND name NOT IN ('', 'und')
        AND name NOT IN (SELECT name FROM facet_word WHERE kind = 'text')); UPDATE media_facet SET texts = coalesce((SELECT sum(DISTINCT bit) FROM (
        SELECT bit FROM asset JOIN probe ON probe.asset_id = asset.id
        JOIN json_each(probe.probe, '$.tracks') AS track
        JOIN facet_word ON facet_word.kind = 'text'
            AND facet_word.name = lower(json_extract(track.value, '$.language'))
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id) AND json_extract(track.value, '$.kind') = 'text'
        UNION ALL SELECT bit FROM asset JOIN sidecar ON sidecar.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'text' AND facet_word.name = lower(sidecar.language)
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id) AND sidecar.kind = 'subtitle')), 0) WHERE number = (SELECT number FROM media WHERE id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id)); END""",
    """CREATE TRIGGER facet_sidecar_update AFTER UPDATE OF language, kind, asset_id ON sidecar BEGIN INSERT INTO facet_word (kind, name, bit)
    SELECT 'text', name, 1 << min(62, row_number() OVER () - 1
        + (SELECT count(*) FROM facet_word WHERE kind = 'text'))
    FROM (SELECT DISTINCT name FROM (SELECT lower(new.language) AS name WHERE new.kind = 'subtitle') WHERE name IS NOT NULL AND name NOT IN ('', 'und')
        AND name NOT IN (SELECT name FROM facet_word WHERE kind = 'text')); UPDATE media_facet SET texts = coalesce((SELECT sum(DISTINCT bit) FROM (
        SELECT bit FROM asset JOIN probe ON probe.asset_id = asset.id
        JOIN json_each(probe.probe, '$.tracks') AS track
        JOIN facet_word ON facet_word.kind = 'text'
            AND facet_word.name = lower(json_extract(track.value, '$.language'))
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id) AND json_extract(track.value, '$.kind') = 'text'
        UNION ALL SELECT bit FROM asset JOIN sidecar ON sidecar.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'text' AND facet_word.name = lower(sidecar.language)
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id) AND sidecar.kind = 'subtitle')), 0) WHERE number = (SELECT number FROM media WHERE id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id)); END""",
    """CREATE TRIGGER facet_sidecar_delete AFTER DELETE ON sidecar BEGIN UPDATE media_facet SET texts = coalesce((SELECT sum(DISTINCT bit) FROM (
        SELECT bit FROM asset JOIN probe ON probe.asset_id = asset.id
        JOIN json_each(probe.probe, '$.tracks') AS track
        JOIN facet_word ON facet_word.kind = 'text'
            AND facet_word.name = lower(json_extract(track.value, '$.language'))
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = old.asset_id) AND json_extract(track.value, '$.kind') = 'text'
        UNION ALL SELECT bit FROM asset JOIN sidecar ON sidecar.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'text' AND facet_word.name = lower(sidecar.language)
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = old.asset_id) AND sidecar.kind = 'subtitle')), 0) WHERE number = (SELECT number FROM media WHERE id = (SELECT media_id FROM asset WHERE asset.id = old.asset_id)); END""",
    """CREATE TRIGGER facet_place_insert AFTER INSERT ON place BEGIN INSERT INTO facet_word (kind, name, bit)
    SELECT 'folder', name, 1 << min(62, row_number() OVER () - 1
        + (SELECT count(*) FROM facet_word WHERE kind = 'folder'))
    FROM (SELECT DISTINCT name FROM (SELECT new.root_id AS name) WHERE name IS NOT NULL AND name NOT IN ('', 'und')
        AND name NOT IN (SELECT name FROM facet_word WHERE kind = 'folder')); UPDATE media_facet SET folders = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN place ON place.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'folder' AND facet_word.name = place.root_id
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id)), 0) WHERE number = (SELECT number FROM media WHERE id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id)); END""",
    """CREATE TRIGGER facet_place_update AFTER UPDATE OF asset_id, root_id ON place BEGIN INSERT INTO facet_word (kind, name, bit)
    SELECT 'folder', name, 1 << min(62, row_number() OVER () - 1
        + (SELECT count(*) FROM facet_word WHERE kind = 'folder'))
    FROM (SELECT DISTINCT name FROM (SELECT new.root_id AS name) WHERE name IS NOT NULL AND name NOT IN ('', 'und')
        AND name NOT IN (SELECT name FROM facet_word WHERE kind = 'folder')); UPDATE media_facet SET folders = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN place ON place.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'folder' AND facet_word.name = place.root_id
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = old.asset_id)), 0) WHERE number = (SELECT number FROM media WHERE id = (SELECT media_id FROM asset WHERE asset.id = old.asset_id)); UPDATE media_facet SET folders = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN place ON place.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'folder' AND facet_word.name = place.root_id
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id)), 0) WHERE number = (SELECT number FROM media WHERE id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id)); END""",
    """CREATE TRIGGER facet_place_delete AFTER DELETE ON place BEGIN UPDATE media_facet SET folders = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN place ON place.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'folder' AND facet_word.name = place.root_id
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = old.asset_id)), 0) WHERE number = (SELECT number FROM media WHERE id = (SELECT media_id FROM asset WHERE asset.id = old.asset_id)); END""",
)

FILL = (
    """INSERT INTO facet_word (kind, name, bit)
    SELECT 'codec', name, 1 << min(62, row_number() OVER () - 1
        + (SELECT count(*) FROM facet_word WHERE kind = 'codec'))
    FROM (SELECT DISTINCT name FROM (SELECT video_codec AS name FROM asset) WHERE name IS NOT NULL AND name NOT IN ('', 'und')
        AND name NOT IN (SELECT name FROM facet_word WHERE kind = 'codec'))""",
    """INSERT INTO facet_word (kind, name, bit)
    SELECT 'audio', name, 1 << min(62, row_number() OVER () - 1
        + (SELECT count(*) FROM facet_word WHERE kind = 'audio'))
    FROM (SELECT DISTINCT name FROM (SELECT lower(json_extract(track.value, '$.language')) AS name
        FROM probe, json_each(probe.probe, '$.tracks') AS track WHERE json_extract(track.value, '$.kind') = 'audio') WHERE name IS NOT NULL AND name NOT IN ('', 'und')
        AND name NOT IN (SELECT name FROM facet_word WHERE kind = 'audio'))""",
    """INSERT INTO facet_word (kind, name, bit)
    SELECT 'text', name, 1 << min(62, row_number() OVER () - 1
        + (SELECT count(*) FROM facet_word WHERE kind = 'text'))
    FROM (SELECT DISTINCT name FROM (SELECT lower(json_extract(track.value, '$.language')) AS name
        FROM probe, json_each(probe.probe, '$.tracks') AS track WHERE json_extract(track.value, '$.kind') = 'text' UNION ALL
        SELECT lower(language) FROM sidecar WHERE kind = 'subtitle') WHERE name IS NOT NULL AND name NOT IN ('', 'und')
        AND name NOT IN (SELECT name FROM facet_word WHERE kind = 'text'))""",
    """INSERT INTO facet_word (kind, name, bit)
    SELECT 'folder', name, 1 << min(62, row_number() OVER () - 1
        + (SELECT count(*) FROM facet_word WHERE kind = 'folder'))
    FROM (SELECT DISTINCT name FROM (SELECT root_id AS name FROM place) WHERE name IS NOT NULL AND name NOT IN ('', 'und')
        AND name NOT IN (SELECT name FROM facet_word WHERE kind = 'folder'))""",
    """INSERT INTO media_facet (number, kind, platform, status, year, duration_s, added_at)
    SELECT number, kind, source_platform, status, year, duration_s, added_at FROM media""",
    """UPDATE media_facet SET heights = coalesce((SELECT sum(DISTINCT CASE WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 1800 THEN 16 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 1260 THEN 8 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 900 THEN 4 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 600 THEN 2 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 0 THEN 1 END) FROM asset
        WHERE asset.media_id = (SELECT id FROM media WHERE media.number = media_facet.number) AND asset.height IS NOT NULL), 0),
    ranges = coalesce((SELECT sum(DISTINCT CASE WHEN asset.hdr IS NULL THEN 1 ELSE 2 END)
        FROM asset WHERE asset.media_id = (SELECT id FROM media WHERE media.number = media_facet.number) AND asset.height IS NOT NULL), 0),
    codecs = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN facet_word ON facet_word.kind = 'codec' AND facet_word.name = asset.video_codec
        WHERE asset.media_id = (SELECT id FROM media WHERE media.number = media_facet.number)), 0), audio = coalesce((SELECT sum(DISTINCT bit) FROM (
        SELECT bit FROM asset JOIN probe ON probe.asset_id = asset.id
        JOIN json_each(probe.probe, '$.tracks') AS track
        JOIN facet_word ON facet_word.kind = 'audio'
            AND facet_word.name = lower(json_extract(track.value, '$.language'))
        WHERE asset.media_id = (SELECT id FROM media WHERE media.number = media_facet.number) AND json_extract(track.value, '$.kind') = 'audio')), 0), texts = coalesce((SELECT sum(DISTINCT bit) FROM (
        SELECT bit FROM asset JOIN probe ON probe.asset_id = asset.id
        JOIN json_each(probe.probe, '$.tracks') AS track
        JOIN facet_word ON facet_word.kind = 'text'
            AND facet_word.name = lower(json_extract(track.value, '$.language'))
        WHERE asset.media_id = (SELECT id FROM media WHERE media.number = media_facet.number) AND json_extract(track.value, '$.kind') = 'text'
        UNION ALL SELECT bit FROM asset JOIN sidecar ON sidecar.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'text' AND facet_word.name = lower(sidecar.language)
        WHERE asset.media_id = (SELECT id FROM media WHERE media.number = media_facet.number) AND sidecar.kind = 'subtitle')), 0), folders = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN place ON place.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'folder' AND facet_word.name = place.root_id
        WHERE asset.media_id = (SELECT id FROM media WHERE media.number = media_facet.number)), 0)""",
)

BITS = ("heights", "ranges", "codecs", "audio", "texts", "folders")


def upgrade() -> None:
    op.create_table(
        "facet_word",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("bit", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "media_facet",
        sa.Column(
            "number",
            sa.Integer,
            sa.ForeignKey("media.number", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("platform", sa.String(64)),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("year", sa.Integer),
        sa.Column("duration_s", sa.Float),
        sa.Column("added_at", sa.DateTime, nullable=False),
        *(
            sa.Column(name, sa.BigInteger, nullable=False, server_default=sa.text("0"))
            for name in BITS
        ),
    )
    op.create_index(
        "ix_media_channel",
        "media",
        ["uploader", "number"],
        sqlite_where=sa.text("uploader IS NOT NULL"),
    )
    op.add_column("opinion", sa.Column("liked", sa.Boolean))
    op.add_column("opinion", sa.Column("listed_at", sa.DateTime))
    op.add_column("collection", sa.Column("rule", sa.JSON))
    op.add_column("collection", sa.Column("cover_media_id", sa.String(36)))
    op.add_column("collection", sa.Column("deleted_at", sa.DateTime))
    op.create_table(
        "bulk_change",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("undo_id", sa.String(36), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("before", sa.JSON, nullable=False),
    )
    op.create_index("ix_bulk_change_undo", "bulk_change", ["undo_id"])
    op.create_index("ix_bulk_change_at", "bulk_change", ["at"])
    for statement in (*FILL, *TRIGGERS):
        op.execute(statement)


def downgrade() -> None:
    for statement in TRIGGERS:
        op.execute(f"DROP TRIGGER {statement.split()[2]}")
    for table, column in (
        ("collection", "deleted_at"),
        ("collection", "cover_media_id"),
        ("collection", "rule"),
        ("opinion", "listed_at"),
        ("opinion", "liked"),
    ):
        op.drop_column(table, column)
    op.drop_table("bulk_change")
    op.drop_index("ix_media_channel", "media")
    op.drop_table("media_facet")
    op.drop_table("facet_word")
