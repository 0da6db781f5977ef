-- What the migrations together make, written by `make migrate`: revision 0024
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE collection (
	id VARCHAR(36) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	description TEXT, 
	added_by VARCHAR(36), 
	added_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, rule JSON, cover_media_id VARCHAR(36), deleted_at DATETIME, 
	CONSTRAINT pk_collection PRIMARY KEY (id)
);
CREATE TABLE genre (
	number INTEGER NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	name_key VARCHAR(120) NOT NULL, 
	CONSTRAINT pk_genre PRIMARY KEY (number), 
	CONSTRAINT uq_genre_name_key UNIQUE (name_key)
);
CREATE TABLE job (
	id VARCHAR(36) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	lane VARCHAR(16) NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	priority INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	picture_url TEXT, 
	payload JSON NOT NULL, 
	dedupe_key VARCHAR(200), 
	requested_by VARCHAR(36), 
	parent_id VARCHAR(36), 
	media_id VARCHAR(36), 
	waits BOOLEAN NOT NULL, 
	progress DOUBLE NOT NULL, 
	step VARCHAR(40), 
	downloaded_bytes INTEGER, 
	total_bytes INTEGER, 
	speed_bps DOUBLE, 
	eta_s DOUBLE, 
	error_code VARCHAR(60), 
	error_detail TEXT, 
	error_fix TEXT, 
	summary JSON, 
	control VARCHAR(10), 
	attempts INTEGER NOT NULL, 
	lease_owner VARCHAR(120), 
	lease_until DATETIME, 
	created_at DATETIME NOT NULL, 
	started_at DATETIME, 
	finished_at DATETIME, 
	CONSTRAINT pk_job PRIMARY KEY (id), 
	CONSTRAINT fk_job_parent_id_job FOREIGN KEY(parent_id) REFERENCES job (id) ON DELETE CASCADE
);
CREATE TABLE root (
	id VARCHAR(36) NOT NULL, 
	path BLOB NOT NULL, 
	added_at DATETIME NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	last_scan_at DATETIME, 
	last_scan JSON, kind VARCHAR(16) DEFAULT 'mixed' NOT NULL, watch BOOLEAN DEFAULT 1 NOT NULL, problem VARCHAR(32), gone INTEGER DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_root PRIMARY KEY (id), 
	CONSTRAINT uq_root_path UNIQUE (path)
);
CREATE TABLE series (
	id VARCHAR(36) NOT NULL, 
	title VARCHAR(500) NOT NULL, 
	title_key VARCHAR(500) NOT NULL, sort_title VARCHAR(600) DEFAULT '' NOT NULL, original_title VARCHAR(500), year INTEGER, description TEXT, content_rating VARCHAR(40), locked JSON, 
	CONSTRAINT pk_series PRIMARY KEY (id), 
	CONSTRAINT uq_series_title_key UNIQUE (title_key)
);
CREATE TABLE tag (
	number INTEGER NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	name_key VARCHAR(120) NOT NULL, 
	CONSTRAINT pk_tag PRIMARY KEY (number), 
	CONSTRAINT uq_tag_name_key UNIQUE (name_key)
);
CREATE TABLE upload (
	id VARCHAR(36) NOT NULL, 
	user_id VARCHAR(36) NOT NULL, 
	filename VARCHAR(1000) NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	title VARCHAR(500), 
	collection_id VARCHAR(36), 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	job_id VARCHAR(36), multipart VARCHAR(2000), part_bytes BIGINT, sent_bytes BIGINT DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_upload PRIMARY KEY (id)
);
CREATE TABLE user_account (
	id VARCHAR(36) NOT NULL, 
	name VARCHAR(64) NOT NULL, 
	name_key VARCHAR(128) NOT NULL, 
	password_hash VARCHAR(200) NOT NULL, 
	is_admin BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_user_account PRIMARY KEY (id), 
	CONSTRAINT uq_user_account_name_key UNIQUE (name_key)
);
CREATE TABLE media (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR(36) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	source_platform VARCHAR(64), 
	trashed_at DATETIME, 
	added_at DATETIME NOT NULL, 
	sort_title VARCHAR(600) NOT NULL, 
	year INTEGER, 
	duration_s FLOAT, 
	upload_date DATE, 
	size_bytes BIGINT NOT NULL, 
	shuffle INTEGER NOT NULL, 
	title VARCHAR(500) NOT NULL, 
	original_title VARCHAR(500), 
	series_id VARCHAR(36), 
	season_number INTEGER, 
	episode_number INTEGER, 
	episode_number_end INTEGER, 
	source_id VARCHAR(255), 
	source_url TEXT, 
	uploader VARCHAR(300), 
	recorded_at DATETIME, 
	added_by VARCHAR(36), 
	updated_at DATETIME NOT NULL, 
	purge_at DATETIME, 
	delete_file BOOLEAN NOT NULL, 
	width INTEGER, 
	height INTEGER, 
	hdr VARCHAR(16), 
	owned BOOLEAN NOT NULL, 
	description TEXT, tagline VARCHAR(500), released DATE, content_rating VARCHAR(40), available_from DATETIME, available_until DATETIME, part_number INTEGER, extra_kind VARCHAR(24), extra_of VARCHAR(36), work_key VARCHAR(700), confidence FLOAT DEFAULT (1.0) NOT NULL, doubts JSON, locked JSON, 
	CONSTRAINT ck_media_status CHECK (status IN ('ready', 'unavailable', 'trashed')), 
	CONSTRAINT fk_media_series_id_series FOREIGN KEY(series_id) REFERENCES series (id), 
	CONSTRAINT uq_media_id UNIQUE (id)
);
CREATE TABLE sign_in (
	id VARCHAR(36) NOT NULL, 
	user_id VARCHAR(36) NOT NULL, 
	token_hash VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	user_agent VARCHAR(300) NOT NULL, 
	address VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_sign_in PRIMARY KEY (id), 
	CONSTRAINT fk_sign_in_user_id_user_account FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE CASCADE, 
	CONSTRAINT uq_sign_in_token_hash UNIQUE (token_hash)
);
CREATE TABLE artwork (
	id VARCHAR(36) NOT NULL, 
	media_id VARCHAR(36) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	address VARCHAR(255) NOT NULL, 
	width INTEGER NOT NULL, 
	height INTEGER NOT NULL, 
	blurhash VARCHAR(128), 
	smaller JSON NOT NULL, origin VARCHAR(16), 
	CONSTRAINT pk_artwork PRIMARY KEY (id), 
	CONSTRAINT fk_artwork_media_id_media FOREIGN KEY(media_id) REFERENCES media (id) ON DELETE CASCADE
);
CREATE TABLE asset (
	id VARCHAR(36) NOT NULL, 
	media_id VARCHAR(36) NOT NULL, 
	"key" VARCHAR(255), 
	file_missing BOOLEAN NOT NULL, 
	fingerprint VARCHAR(128) NOT NULL, 
	full_hash VARCHAR(128), 
	size_bytes BIGINT NOT NULL, 
	container VARCHAR(32) NOT NULL, 
	duration_s FLOAT NOT NULL, 
	bit_rate BIGINT, 
	width INTEGER, 
	height INTEGER, 
	frame_rate FLOAT, 
	hdr VARCHAR(16), 
	video_codec VARCHAR(32), 
	audio_codecs JSON NOT NULL, 
	added_at DATETIME NOT NULL, edition VARCHAR(80), label VARCHAR(80), 
	CONSTRAINT pk_asset PRIMARY KEY (id), 
	CONSTRAINT fk_asset_media_id_media FOREIGN KEY(media_id) REFERENCES media (id) ON DELETE CASCADE, 
	CONSTRAINT uq_asset_fingerprint UNIQUE (fingerprint)
);
CREATE TABLE collection_item (
	collection_id VARCHAR(36) NOT NULL, 
	media_id VARCHAR(36) NOT NULL, 
	position INTEGER NOT NULL, 
	added_at DATETIME NOT NULL, 
	CONSTRAINT pk_collection_item PRIMARY KEY (collection_id, media_id), 
	CONSTRAINT fk_collection_item_collection_id_collection FOREIGN KEY(collection_id) REFERENCES collection (id) ON DELETE CASCADE, 
	CONSTRAINT fk_collection_item_media_id_media FOREIGN KEY(media_id) REFERENCES media (id) ON DELETE CASCADE
);
CREATE TABLE media_genre (
	genre_number INTEGER NOT NULL, 
	media_number INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_media_genre PRIMARY KEY (genre_number, media_number), 
	CONSTRAINT fk_media_genre_genre_number_genre FOREIGN KEY(genre_number) REFERENCES genre (number) ON DELETE CASCADE, 
	CONSTRAINT fk_media_genre_media_number_media FOREIGN KEY(media_number) REFERENCES media (number) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE media_tag (
	tag_number INTEGER NOT NULL, 
	media_number INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_media_tag PRIMARY KEY (tag_number, media_number), 
	CONSTRAINT fk_media_tag_media_number_media FOREIGN KEY(media_number) REFERENCES media (number) ON DELETE CASCADE, 
	CONSTRAINT fk_media_tag_tag_number_tag FOREIGN KEY(tag_number) REFERENCES tag (number) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE progress (
	profile_id VARCHAR(36) NOT NULL, 
	media_id VARCHAR(36) NOT NULL, 
	position_s FLOAT NOT NULL, 
	duration_s FLOAT, 
	percent FLOAT NOT NULL, 
	completed BOOLEAN NOT NULL, 
	times_completed INTEGER NOT NULL, 
	seen_at DATETIME NOT NULL, 
	started_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_progress PRIMARY KEY (profile_id, media_id), 
	CONSTRAINT fk_progress_media_id_media FOREIGN KEY(media_id) REFERENCES media (id) ON DELETE CASCADE
);
CREATE TABLE sprites (
	media_id VARCHAR(36) NOT NULL, 
	vtt TEXT NOT NULL, 
	tile_width INTEGER NOT NULL, 
	tile_height INTEGER NOT NULL, 
	interval_s FLOAT NOT NULL, 
	CONSTRAINT pk_sprites PRIMARY KEY (media_id), 
	CONSTRAINT fk_sprites_media_id_media FOREIGN KEY(media_id) REFERENCES media (id) ON DELETE CASCADE
);
CREATE TABLE place (
	id VARCHAR(36) NOT NULL, 
	root_id VARCHAR(36) NOT NULL, 
	relative_path BLOB NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	modified_ns BIGINT NOT NULL, 
	asset_id VARCHAR(36), 
	failure VARCHAR(64), 
	missing_since DATETIME, 
	CONSTRAINT pk_place PRIMARY KEY (id), 
	CONSTRAINT fk_place_asset_id_asset FOREIGN KEY(asset_id) REFERENCES asset (id) ON DELETE SET NULL, 
	CONSTRAINT fk_place_root_id_root FOREIGN KEY(root_id) REFERENCES root (id) ON DELETE CASCADE, 
	CONSTRAINT uq_place_root_id_relative_path UNIQUE (root_id, relative_path)
);
CREATE TABLE probe (
	asset_id VARCHAR(36) NOT NULL, 
	probe JSON NOT NULL, 
	keyframes BLOB, weight JSON, 
	CONSTRAINT pk_probe PRIMARY KEY (asset_id), 
	CONSTRAINT fk_probe_asset_id_asset FOREIGN KEY(asset_id) REFERENCES asset (id) ON DELETE CASCADE
);
CREATE VIRTUAL TABLE media_search USING fts5(
    title, other_titles, description, uploader, words, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE title_search USING fts5(title, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2');
CREATE TABLE "sidecar" (
	id VARCHAR(36) NOT NULL, 
	asset_id VARCHAR(36) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	"key" VARCHAR(255), 
	root_id VARCHAR(36), 
	relative_path BLOB, 
	language VARCHAR(35), 
	name VARCHAR(300), 
	format VARCHAR(16) NOT NULL, 
	position INTEGER NOT NULL, 
	forced BOOLEAN DEFAULT 0 NOT NULL, 
	described BOOLEAN DEFAULT 0 NOT NULL, 
	size_bytes BIGINT DEFAULT 0 NOT NULL, 
	modified_ns BIGINT DEFAULT 0 NOT NULL, 
	uploaded_by VARCHAR(36), 
	digest VARCHAR(64), 
	CONSTRAINT pk_sidecar PRIMARY KEY (id), 
	CONSTRAINT fk_sidecar_asset_id_asset FOREIGN KEY(asset_id) REFERENCES asset (id) ON DELETE CASCADE, 
	CONSTRAINT fk_sidecar_root_id_root FOREIGN KEY(root_id) REFERENCES root (id) ON DELETE CASCADE
);
CREATE TABLE cue_track (
	number INTEGER NOT NULL, 
	asset_id VARCHAR(36) NOT NULL, 
	track VARCHAR(64) NOT NULL, 
	language VARCHAR(35), 
	CONSTRAINT pk_cue_track PRIMARY KEY (number), 
	CONSTRAINT fk_cue_track_asset_id_asset FOREIGN KEY(asset_id) REFERENCES asset (id) ON DELETE CASCADE, 
	CONSTRAINT uq_cue_track_asset_id_track UNIQUE (asset_id, track)
);
CREATE TABLE cue (
	number INTEGER NOT NULL, 
	track_number INTEGER NOT NULL, 
	start_s FLOAT NOT NULL, 
	end_s FLOAT NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_cue PRIMARY KEY (number), 
	CONSTRAINT fk_cue_track_number_cue_track FOREIGN KEY(track_number) REFERENCES cue_track (number) ON DELETE CASCADE
);
CREATE TABLE prepare_rules (
	id INTEGER NOT NULL, 
	new BOOLEAN NOT NULL, 
	watched_often BOOLEAN NOT NULL, 
	unplayable BOOLEAN NOT NULL, 
	next BOOLEAN NOT NULL, 
	at_night BOOLEAN NOT NULL, 
	heights JSON NOT NULL, codec VARCHAR(10) DEFAULT 'h264' NOT NULL, 
	CONSTRAINT pk_prepare_rules PRIMARY KEY (id)
);
CREATE TABLE prepare_note (
	media_id VARCHAR(36) NOT NULL, 
	needed_at DATETIME, 
	why VARCHAR(20), 
	asked_at DATETIME, 
	CONSTRAINT pk_prepare_note PRIMARY KEY (media_id), 
	CONSTRAINT fk_prepare_note_media_id_media FOREIGN KEY(media_id) REFERENCES media (id) ON DELETE CASCADE
);
CREATE TABLE prepare_play (
	id VARCHAR(36) NOT NULL, 
	media_id VARCHAR(36) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_prepare_play PRIMARY KEY (id), 
	CONSTRAINT fk_prepare_play_media_id_media FOREIGN KEY(media_id) REFERENCES media (id) ON DELETE CASCADE
);
CREATE TABLE loudness (
	asset_id VARCHAR(36) NOT NULL, 
	track INTEGER NOT NULL, 
	channels INTEGER NOT NULL, 
	integrated_lufs FLOAT, 
	range_lu FLOAT, 
	peak_dbfs FLOAT, 
	CONSTRAINT pk_loudness PRIMARY KEY (asset_id, track, channels), 
	CONSTRAINT fk_loudness_asset_id_asset FOREIGN KEY(asset_id) REFERENCES asset (id) ON DELETE CASCADE
);
CREATE TABLE sound_print (
	asset_id VARCHAR(36) NOT NULL, 
	duration_s FLOAT NOT NULL, 
	tail_start_s FLOAT NOT NULL, 
	head BLOB NOT NULL, 
	tail BLOB NOT NULL, 
	asked INTEGER NOT NULL, 
	answered INTEGER NOT NULL, 
	CONSTRAINT pk_sound_print PRIMARY KEY (asset_id), 
	CONSTRAINT fk_sound_print_asset_id_asset FOREIGN KEY(asset_id) REFERENCES asset (id) ON DELETE CASCADE
);
CREATE TABLE marker (
	asset_id VARCHAR(36) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	start_s FLOAT NOT NULL, 
	end_s FLOAT NOT NULL, 
	CONSTRAINT pk_marker PRIMARY KEY (asset_id, kind), 
	CONSTRAINT fk_marker_asset_id_asset FOREIGN KEY(asset_id) REFERENCES asset (id) ON DELETE CASCADE
);
CREATE TABLE preferences (
	profile_id VARCHAR(36) NOT NULL, 
	liked JSON NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_preferences PRIMARY KEY (profile_id)
);
CREATE TABLE choices (
	profile_id VARCHAR(36) NOT NULL, 
	media_id VARCHAR(36) NOT NULL, 
	audio JSON, 
	text JSON, 
	text_delay_s FLOAT NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_choices PRIMARY KEY (profile_id, media_id), 
	CONSTRAINT fk_choices_media_id_media FOREIGN KEY(media_id) REFERENCES media (id) ON DELETE CASCADE
);
CREATE TABLE playback_report (
	user_id VARCHAR(36) NOT NULL, 
	viewing VARCHAR(36) NOT NULL, 
	media_id VARCHAR(36) NOT NULL, 
	seq INTEGER NOT NULL, 
	began_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	client VARCHAR(40) NOT NULL, 
	way VARCHAR(10), 
	decision VARCHAR(12), 
	start_ms INTEGER, 
	seeks_near_ms JSON NOT NULL, 
	seeks_far_ms JSON NOT NULL, 
	watched_s FLOAT NOT NULL, 
	stalls INTEGER NOT NULL, 
	stalled_s FLOAT NOT NULL, 
	ups INTEGER NOT NULL, 
	downs INTEGER NOT NULL, 
	bitrate_bps BIGINT, 
	dropped INTEGER NOT NULL, 
	decoded INTEGER NOT NULL, 
	fallbacks INTEGER NOT NULL, 
	failures JSON NOT NULL, 
	CONSTRAINT pk_playback_report PRIMARY KEY (user_id, viewing), 
	CONSTRAINT fk_playback_report_user_id_user_account FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE CASCADE, 
	CONSTRAINT fk_playback_report_media_id_media FOREIGN KEY(media_id) REFERENCES media (id) ON DELETE CASCADE
);
CREATE TABLE person (
	number INTEGER NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	name_key VARCHAR(240) NOT NULL, 
	CONSTRAINT pk_person PRIMARY KEY (number), 
	CONSTRAINT uq_person_name_key UNIQUE (name_key)
);
CREATE TABLE folder (
	root_id VARCHAR(36) NOT NULL, 
	relative_path BLOB NOT NULL, 
	modified_ns BIGINT NOT NULL, 
	looked_ns BIGINT NOT NULL, 
	CONSTRAINT pk_folder PRIMARY KEY (root_id, relative_path), 
	CONSTRAINT fk_folder_root_id_root FOREIGN KEY(root_id) REFERENCES root (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE series_credit (
	series_id VARCHAR(36) NOT NULL, 
	job VARCHAR(16) NOT NULL, 
	person_number INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	character VARCHAR(200), 
	CONSTRAINT pk_series_credit PRIMARY KEY (series_id, job, person_number), 
	CONSTRAINT fk_series_credit_person_number_person FOREIGN KEY(person_number) REFERENCES person (number) ON DELETE CASCADE, 
	CONSTRAINT fk_series_credit_series_id_series FOREIGN KEY(series_id) REFERENCES series (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE credit (
	media_number INTEGER NOT NULL, 
	job VARCHAR(16) NOT NULL, 
	person_number INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	character VARCHAR(200), 
	CONSTRAINT pk_credit PRIMARY KEY (media_number, job, person_number), 
	CONSTRAINT fk_credit_media_number_media FOREIGN KEY(media_number) REFERENCES media (number) ON DELETE CASCADE, 
	CONSTRAINT fk_credit_person_number_person FOREIGN KEY(person_number) REFERENCES person (number) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE other_id (
	number INTEGER NOT NULL, 
	media_id VARCHAR(36), 
	series_id VARCHAR(36), 
	catalogue VARCHAR(16) NOT NULL, 
	value VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_other_id PRIMARY KEY (number), 
	CONSTRAINT fk_other_id_media_id_media FOREIGN KEY(media_id) REFERENCES media (id) ON DELETE CASCADE, 
	CONSTRAINT fk_other_id_series_id_series FOREIGN KEY(series_id) REFERENCES series (id) ON DELETE CASCADE
);
CREATE TABLE opinion (
	profile_id VARCHAR(36) NOT NULL, 
	media_id VARCHAR(36) NOT NULL, 
	rating INTEGER, 
	favourite BOOLEAN NOT NULL, 
	updated_at DATETIME NOT NULL, liked BOOLEAN, listed_at DATETIME, 
	CONSTRAINT pk_opinion PRIMARY KEY (profile_id, media_id), 
	CONSTRAINT fk_opinion_media_id_media FOREIGN KEY(media_id) REFERENCES media (id) ON DELETE CASCADE
);
CREATE TABLE moving_import (
	id VARCHAR(36) NOT NULL, 
	program VARCHAR(16) NOT NULL, 
	path BLOB NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	requested_by VARCHAR(36), 
	job_id VARCHAR(36), 
	found JSON NOT NULL, 
	options JSON NOT NULL, 
	changed JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_moving_import PRIMARY KEY (id)
);
CREATE TABLE moving_item (
	import_id VARCHAR(36) NOT NULL, 
	number INTEGER NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	"key" VARCHAR(300) NOT NULL, 
	record JSON NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	code VARCHAR(32) NOT NULL, 
	reason VARCHAR(1000) NOT NULL, 
	media_id VARCHAR(36), 
	changes JSON NOT NULL, 
	CONSTRAINT pk_moving_item PRIMARY KEY (import_id, number), 
	CONSTRAINT fk_moving_item_import_id_moving_import FOREIGN KEY(import_id) REFERENCES moving_import (id) ON DELETE CASCADE
);
CREATE TABLE season (
	series_id VARCHAR(36) NOT NULL, 
	number INTEGER NOT NULL, 
	title VARCHAR(500), 
	description TEXT, 
	CONSTRAINT pk_season PRIMARY KEY (series_id, number), 
	CONSTRAINT fk_season_series_id_series FOREIGN KEY(series_id) REFERENCES series (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE series_name (
	title_key VARCHAR(500) NOT NULL, 
	series_id VARCHAR(36) NOT NULL, 
	CONSTRAINT pk_series_name PRIMARY KEY (title_key, series_id), 
	CONSTRAINT fk_series_name_series_id_series FOREIGN KEY(series_id) REFERENCES series (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE series_genre (
	genre_number INTEGER NOT NULL, 
	series_id VARCHAR(36) NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_series_genre PRIMARY KEY (genre_number, series_id), 
	CONSTRAINT fk_series_genre_genre_number_genre FOREIGN KEY(genre_number) REFERENCES genre (number) ON DELETE CASCADE, 
	CONSTRAINT fk_series_genre_series_id_series FOREIGN KEY(series_id) REFERENCES series (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE series_file (
	id VARCHAR(36) NOT NULL, 
	series_id VARCHAR(36) NOT NULL, 
	season_number INTEGER, 
	kind VARCHAR(16) NOT NULL, 
	root_id VARCHAR(36), 
	relative_path BLOB NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	modified_ns BIGINT NOT NULL, 
	problem VARCHAR(200), 
	address VARCHAR(255), 
	width INTEGER, 
	height INTEGER, 
	blurhash VARCHAR(128), 
	smaller JSON NOT NULL, origin VARCHAR(16) DEFAULT 'given' NOT NULL, 
	CONSTRAINT pk_series_file PRIMARY KEY (id), 
	CONSTRAINT fk_series_file_series_id_series FOREIGN KEY(series_id) REFERENCES series (id) ON DELETE CASCADE, 
	CONSTRAINT fk_series_file_root_id_root FOREIGN KEY(root_id) REFERENCES root (id) ON DELETE SET NULL
);
CREATE TABLE retention (
	id VARCHAR(36) NOT NULL, 
	"key" VARCHAR(400) NOT NULL, 
	scope VARCHAR(16) NOT NULL, 
	platform VARCHAR(64), 
	uploader VARCHAR(300), 
	collection_id VARCHAR(36), 
	keep VARCHAR(16) NOT NULL, 
	number INTEGER, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_retention PRIMARY KEY (id), 
	CONSTRAINT fk_retention_collection_id_collection FOREIGN KEY(collection_id) REFERENCES collection (id) ON DELETE CASCADE, 
	CONSTRAINT uq_retention_key UNIQUE ("key")
);
CREATE TABLE retention_let_go (
	media_id VARCHAR(36) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_retention_let_go PRIMARY KEY (media_id), 
	CONSTRAINT fk_retention_let_go_media_id_media FOREIGN KEY(media_id) REFERENCES media (id) ON DELETE CASCADE
);
CREATE TABLE lookup (
	about VARCHAR(8) NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	catalogue VARCHAR(16) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	value VARCHAR(64), 
	asked VARCHAR(600) NOT NULL, 
	asked_at DATETIME NOT NULL, 
	CONSTRAINT pk_lookup PRIMARY KEY (about, id)
);
CREATE TABLE picture_print (
	asset_id VARCHAR(36) NOT NULL, 
	duration_s FLOAT NOT NULL, 
	hashes BLOB NOT NULL, 
	CONSTRAINT pk_picture_print PRIMARY KEY (asset_id), 
	CONSTRAINT fk_picture_print_asset_id_asset FOREIGN KEY(asset_id) REFERENCES asset (id) ON DELETE CASCADE
);
CREATE TABLE duplicate (
	first_id VARCHAR(36) NOT NULL, 
	second_id VARCHAR(36) NOT NULL, 
	likeness FLOAT NOT NULL, 
	found_at DATETIME NOT NULL, 
	different_by VARCHAR(36), 
	CONSTRAINT pk_duplicate PRIMARY KEY (first_id, second_id), 
	CONSTRAINT fk_duplicate_first_id_asset FOREIGN KEY(first_id) REFERENCES asset (id) ON DELETE CASCADE, 
	CONSTRAINT fk_duplicate_second_id_asset FOREIGN KEY(second_id) REFERENCES asset (id) ON DELETE CASCADE
);
CREATE VIRTUAL TABLE cue_search USING fts5(text, content = 'cue', content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE words_search USING fts5vocab(title_search, 'row');
CREATE TABLE facet_word (
	kind VARCHAR(16) NOT NULL, 
	name VARCHAR(64) NOT NULL, 
	bit BIGINT NOT NULL, 
	CONSTRAINT pk_facet_word PRIMARY KEY (kind, name)
)
 WITHOUT ROWID

;
CREATE TABLE media_facet (
	number INTEGER NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	platform VARCHAR(64), 
	status VARCHAR(16) NOT NULL, 
	year INTEGER, 
	duration_s FLOAT, 
	added_at DATETIME NOT NULL, 
	heights BIGINT DEFAULT 0 NOT NULL, 
	ranges BIGINT DEFAULT 0 NOT NULL, 
	codecs BIGINT DEFAULT 0 NOT NULL, 
	audio BIGINT DEFAULT 0 NOT NULL, 
	texts BIGINT DEFAULT 0 NOT NULL, 
	folders BIGINT DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_media_facet PRIMARY KEY (number), 
	CONSTRAINT fk_media_facet_number_media FOREIGN KEY(number) REFERENCES media (number) ON DELETE CASCADE
);
CREATE TABLE bulk_change (
	number INTEGER NOT NULL, 
	undo_id VARCHAR(36) NOT NULL, 
	user_id VARCHAR(36) NOT NULL, 
	at DATETIME NOT NULL, 
	"before" JSON NOT NULL, 
	CONSTRAINT pk_bulk_change PRIMARY KEY (number)
);
CREATE TABLE duty (
	name VARCHAR(40) NOT NULL, 
	owner VARCHAR(120) NOT NULL, 
	until DATETIME NOT NULL, 
	CONSTRAINT pk_duty PRIMARY KEY (name)
);
CREATE TABLE worker (
	owner VARCHAR(120) NOT NULL, 
	version VARCHAR(40) NOT NULL, 
	lanes JSON NOT NULL, 
	started_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	CONSTRAINT pk_worker PRIMARY KEY (owner)
);
CREATE TABLE server (
	id VARCHAR(36) NOT NULL, 
	host VARCHAR(120) NOT NULL, 
	address VARCHAR(200) NOT NULL, 
	version VARCHAR(40) NOT NULL, 
	started_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	CONSTRAINT pk_server PRIMARY KEY (id)
);
CREATE TABLE written (library INTEGER NOT NULL, people BIGINT DEFAULT '0' NOT NULL);
CREATE TABLE prepared_stored (
	asset_id VARCHAR(36) NOT NULL, 
	"plan" VARCHAR(64) NOT NULL, 
	tracks JSON NOT NULL, 
	kept_at DATETIME NOT NULL, 
	CONSTRAINT pk_prepared_stored PRIMARY KEY (asset_id, "plan"), 
	CONSTRAINT fk_prepared_stored_asset_id_asset FOREIGN KEY(asset_id) REFERENCES asset (id) ON DELETE CASCADE
);
CREATE INDEX ix_job_claim ON job (lane, status, priority, id);
CREATE INDEX ix_job_parent ON job (parent_id);
CREATE INDEX ix_job_status ON job (status, id);
CREATE UNIQUE INDEX uq_job_dedupe_key ON job (dedupe_key) WHERE finished_at IS NULL AND dedupe_key IS NOT NULL;
CREATE INDEX ix_upload_expires_at ON upload (expires_at);
CREATE INDEX ix_upload_user_id ON upload (user_id);
CREATE INDEX ix_media_by_added_at ON media (added_at, number, kind, source_platform, status) WHERE trashed_at IS NULL;
CREATE INDEX ix_media_by_duration_s ON media (duration_s, number, kind, source_platform, status) WHERE trashed_at IS NULL;
CREATE INDEX ix_media_by_shuffle ON media (shuffle, number, kind, source_platform, status) WHERE trashed_at IS NULL;
CREATE INDEX ix_media_by_size_bytes ON media (size_bytes, number, kind, source_platform, status) WHERE trashed_at IS NULL;
CREATE INDEX ix_media_by_sort_title ON media (sort_title, number, kind, source_platform, status) WHERE trashed_at IS NULL;
CREATE INDEX ix_media_by_upload_date ON media (upload_date, number, kind, source_platform, status) WHERE trashed_at IS NULL;
CREATE INDEX ix_media_by_year ON media (year, number, kind, source_platform, status) WHERE trashed_at IS NULL;
CREATE INDEX ix_media_purge ON media (purge_at);
CREATE INDEX ix_media_series ON media (series_id, season_number, episode_number);
CREATE INDEX ix_media_shape ON media (status, kind, source_platform, duration_s, size_bytes) WHERE trashed_at IS NULL;
CREATE INDEX ix_media_trashed ON media (trashed_at) WHERE trashed_at IS NOT NULL;
CREATE UNIQUE INDEX uq_media_source ON media (source_platform, source_id) WHERE source_id IS NOT NULL;
CREATE INDEX ix_sign_in_expires_at ON sign_in (expires_at);
CREATE INDEX ix_sign_in_user_id ON sign_in (user_id);
CREATE INDEX ix_artwork_media_id ON artwork (media_id);
CREATE INDEX ix_asset_media_id ON asset (media_id);
CREATE INDEX ix_collection_item_media_id ON collection_item (media_id);
CREATE INDEX ix_collection_item_order ON collection_item (collection_id, position);
CREATE INDEX ix_media_genre_media ON media_genre (media_number, position);
CREATE INDEX ix_media_tag_media ON media_tag (media_number, position);
CREATE INDEX ix_progress_media_id ON progress (media_id);
CREATE INDEX ix_progress_open ON progress (profile_id, completed, updated_at, media_id);
CREATE INDEX ix_progress_recent ON progress (profile_id, updated_at, media_id);
CREATE INDEX ix_place_asset_id ON place (asset_id);
CREATE INDEX ix_sidecar_asset_id ON sidecar (asset_id);
CREATE INDEX ix_cue_track_number ON cue (track_number);
CREATE INDEX ix_prepare_note_asked_at ON prepare_note (asked_at);
CREATE INDEX ix_prepare_play_at ON prepare_play (at);
CREATE INDEX ix_prepare_play_media ON prepare_play (media_id, at);
CREATE INDEX ix_choices_media_id ON choices (media_id);
CREATE INDEX ix_playback_report_media_id ON playback_report (media_id);
CREATE INDEX ix_playback_report_updated_at ON playback_report (updated_at);
CREATE INDEX ix_playback_report_user ON playback_report (user_id, updated_at);
CREATE INDEX ix_series_credit_person ON series_credit (person_number, series_id);
CREATE INDEX ix_credit_person ON credit (person_number, media_number);
CREATE INDEX ix_other_id_media ON other_id (media_id);
CREATE INDEX ix_other_id_series ON other_id (series_id);
CREATE INDEX ix_other_id_value ON other_id (catalogue, value);
CREATE INDEX ix_media_doubts ON media (confidence) WHERE doubts IS NOT NULL;
CREATE INDEX ix_media_window ON media (available_from, available_until) WHERE available_from IS NOT NULL OR available_until IS NOT NULL;
CREATE INDEX ix_media_extra ON media (extra_of) WHERE extra_of IS NOT NULL;
CREATE INDEX ix_media_work ON media (work_key) WHERE work_key IS NOT NULL;
CREATE INDEX ix_opinion_media_id ON opinion (media_id);
CREATE INDEX ix_moving_item_state ON moving_item (import_id, state, number);
CREATE INDEX ix_series_name_series_id ON series_name (series_id);
CREATE INDEX ix_series_genre_series ON series_genre (series_id, position);
CREATE INDEX ix_series_file_series_id ON series_file (series_id);
CREATE INDEX ix_series_file_root_id ON series_file (root_id);
CREATE INDEX ix_picture_print_duration ON picture_print (duration_s);
CREATE INDEX ix_duplicate_second_id ON duplicate (second_id);
CREATE INDEX ix_media_channel ON media (uploader, number) WHERE uploader IS NOT NULL;
CREATE INDEX ix_bulk_change_undo ON bulk_change (undo_id);
CREATE INDEX ix_bulk_change_at ON bulk_change (at);
CREATE TRIGGER media_search_insert AFTER INSERT ON media BEGIN
    INSERT INTO media_search (rowid, title, other_titles, description, uploader, words)
    SELECT new.number, new.title, (
    coalesce(new.original_title, '') || ' ' ||
    coalesce((SELECT series.title FROM series WHERE series.id = new.series_id), '')
    ), new.description, new.uploader, (
    SELECT group_concat(name, ' ') FROM (
    SELECT tag.name FROM media_tag JOIN tag ON tag.number = media_tag.tag_number
    WHERE media_tag.media_number = new.number
    UNION ALL
    SELECT genre.name FROM media_genre JOIN genre ON genre.number = media_genre.genre_number
    WHERE media_genre.media_number = new.number
    )
    )
    WHERE new.trashed_at IS NULL;
    INSERT INTO title_search (rowid, title) SELECT new.number, new.title WHERE new.trashed_at IS NULL; END;
CREATE TRIGGER media_search_delete AFTER DELETE ON media BEGIN
    DELETE FROM media_search WHERE rowid = old.number;
    DELETE FROM title_search WHERE rowid = old.number;
    END;
CREATE TRIGGER media_search_update AFTER UPDATE OF title, original_title, series_id, description, uploader, trashed_at ON media BEGIN
    DELETE FROM media_search WHERE rowid = old.number;
    DELETE FROM title_search WHERE rowid = old.number;

    INSERT INTO media_search (rowid, title, other_titles, description, uploader, words)
    SELECT new.number, new.title, (
    coalesce(new.original_title, '') || ' ' ||
    coalesce((SELECT series.title FROM series WHERE series.id = new.series_id), '')
    ), new.description, new.uploader, (
    SELECT group_concat(name, ' ') FROM (
    SELECT tag.name FROM media_tag JOIN tag ON tag.number = media_tag.tag_number
    WHERE media_tag.media_number = new.number
    UNION ALL
    SELECT genre.name FROM media_genre JOIN genre ON genre.number = media_genre.genre_number
    WHERE media_genre.media_number = new.number
    )
    )
    WHERE new.trashed_at IS NULL;
    INSERT INTO title_search (rowid, title) SELECT new.number, new.title WHERE new.trashed_at IS NULL; END;
CREATE TRIGGER media_tag_search_insert AFTER INSERT ON media_tag BEGIN UPDATE media_search SET words = (
    SELECT group_concat(name, ' ') FROM (
    SELECT tag.name FROM media_tag JOIN tag ON tag.number = media_tag.tag_number
    WHERE media_tag.media_number = new.media_number
    UNION ALL
    SELECT genre.name FROM media_genre JOIN genre ON genre.number = media_genre.genre_number
    WHERE media_genre.media_number = new.media_number
    )
    ) WHERE rowid = new.media_number; END;
CREATE TRIGGER media_tag_search_delete AFTER DELETE ON media_tag BEGIN UPDATE media_search SET words = (
    SELECT group_concat(name, ' ') FROM (
    SELECT tag.name FROM media_tag JOIN tag ON tag.number = media_tag.tag_number
    WHERE media_tag.media_number = old.media_number
    UNION ALL
    SELECT genre.name FROM media_genre JOIN genre ON genre.number = media_genre.genre_number
    WHERE media_genre.media_number = old.media_number
    )
    ) WHERE rowid = old.media_number; END;
CREATE TRIGGER tag_search_rename AFTER UPDATE OF name ON tag BEGIN UPDATE media_search SET words = (
    SELECT group_concat(name, ' ') FROM (
    SELECT tag.name FROM media_tag JOIN tag ON tag.number = media_tag.tag_number
    WHERE media_tag.media_number = media_search.rowid
    UNION ALL
    SELECT genre.name FROM media_genre JOIN genre ON genre.number = media_genre.genre_number
    WHERE media_genre.media_number = media_search.rowid
    )
    ) WHERE rowid IN (SELECT media_number FROM media_tag WHERE tag_number = new.number); END;
CREATE TRIGGER media_genre_search_insert AFTER INSERT ON media_genre BEGIN UPDATE media_search SET words = (
    SELECT group_concat(name, ' ') FROM (
    SELECT tag.name FROM media_tag JOIN tag ON tag.number = media_tag.tag_number
    WHERE media_tag.media_number = new.media_number
    UNION ALL
    SELECT genre.name FROM media_genre JOIN genre ON genre.number = media_genre.genre_number
    WHERE media_genre.media_number = new.media_number
    )
    ) WHERE rowid = new.media_number; END;
CREATE TRIGGER media_genre_search_delete AFTER DELETE ON media_genre BEGIN UPDATE media_search SET words = (
    SELECT group_concat(name, ' ') FROM (
    SELECT tag.name FROM media_tag JOIN tag ON tag.number = media_tag.tag_number
    WHERE media_tag.media_number = old.media_number
    UNION ALL
    SELECT genre.name FROM media_genre JOIN genre ON genre.number = media_genre.genre_number
    WHERE media_genre.media_number = old.media_number
    )
    ) WHERE rowid = old.media_number; END;
CREATE TRIGGER genre_search_rename AFTER UPDATE OF name ON genre BEGIN UPDATE media_search SET words = (
    SELECT group_concat(name, ' ') FROM (
    SELECT tag.name FROM media_tag JOIN tag ON tag.number = media_tag.tag_number
    WHERE media_tag.media_number = media_search.rowid
    UNION ALL
    SELECT genre.name FROM media_genre JOIN genre ON genre.number = media_genre.genre_number
    WHERE media_genre.media_number = media_search.rowid
    )
    ) WHERE rowid IN (SELECT media_number FROM media_genre WHERE genre_number = new.number); END;
CREATE TRIGGER cue_search_insert AFTER INSERT ON cue
    BEGIN INSERT INTO cue_search (rowid, text) VALUES (new.number, new.text); END;
CREATE TRIGGER cue_search_delete AFTER DELETE ON cue BEGIN
    INSERT INTO cue_search (cue_search, rowid, text) VALUES ('delete', old.number, old.text); END;
CREATE TRIGGER facet_media_insert AFTER INSERT ON media BEGIN INSERT INTO media_facet (number, kind, platform, status, year, duration_s, added_at)
        VALUES (new.number, new.kind, new.source_platform, new.status, new.year, new.duration_s, new.added_at); END;
CREATE TRIGGER facet_media_update AFTER UPDATE OF kind, source_platform, status, year, duration_s, added_at ON media BEGIN UPDATE media_facet SET kind = new.kind, platform = new.source_platform, status = new.status,
    year = new.year, duration_s = new.duration_s, added_at = new.added_at WHERE number = new.number; END;
CREATE TRIGGER facet_asset_insert AFTER INSERT ON asset BEGIN INSERT INTO facet_word (kind, name, bit)
    SELECT 'codec', name, 1 << min(62, row_number() OVER () - 1
        + (SELECT count(*) FROM facet_word WHERE kind = 'codec'))
    FROM (SELECT DISTINCT name FROM (SELECT new.video_codec AS name) WHERE name IS NOT NULL AND name NOT IN ('', 'und')
        AND name NOT IN (SELECT name FROM facet_word WHERE kind = 'codec')); UPDATE media_facet SET heights = coalesce((SELECT sum(DISTINCT CASE WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 1800 THEN 16 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 1260 THEN 8 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 900 THEN 4 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 600 THEN 2 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 0 THEN 1 END) FROM asset
        WHERE asset.media_id = new.media_id AND asset.height IS NOT NULL), 0),
    ranges = coalesce((SELECT sum(DISTINCT CASE WHEN asset.hdr IS NULL THEN 1 ELSE 2 END)
        FROM asset WHERE asset.media_id = new.media_id AND asset.height IS NOT NULL), 0),
    codecs = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN facet_word ON facet_word.kind = 'codec' AND facet_word.name = asset.video_codec
        WHERE asset.media_id = new.media_id), 0) WHERE number = (SELECT number FROM media WHERE id = new.media_id); END;
CREATE TRIGGER facet_asset_update AFTER UPDATE OF media_id, width, height, hdr, video_codec ON asset BEGIN INSERT INTO facet_word (kind, name, bit)
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
        WHERE asset.media_id = new.media_id), 0) WHERE number = (SELECT number FROM media WHERE id = new.media_id); END;
CREATE TRIGGER facet_asset_delete AFTER DELETE ON asset BEGIN UPDATE media_facet SET heights = coalesce((SELECT sum(DISTINCT CASE WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 1800 THEN 16 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 1260 THEN 8 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 900 THEN 4 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 600 THEN 2 WHEN max(asset.height, coalesce(asset.width, 0) * 9 / 16) >= 0 THEN 1 END) FROM asset
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
        WHERE asset.media_id = old.media_id), 0) WHERE number = (SELECT number FROM media WHERE id = old.media_id); END;
CREATE TRIGGER facet_probe_insert AFTER INSERT ON probe BEGIN INSERT INTO facet_word (kind, name, bit)
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
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id) AND sidecar.kind = 'subtitle')), 0) WHERE number = (SELECT number FROM media WHERE id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id)); END;
CREATE TRIGGER facet_probe_update AFTER UPDATE OF probe ON probe BEGIN INSERT INTO facet_word (kind, name, bit)
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
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id) AND sidecar.kind = 'subtitle')), 0) WHERE number = (SELECT number FROM media WHERE id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id)); END;
CREATE TRIGGER facet_sidecar_insert AFTER INSERT ON sidecar BEGIN INSERT INTO facet_word (kind, name, bit)
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
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id) AND sidecar.kind = 'subtitle')), 0) WHERE number = (SELECT number FROM media WHERE id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id)); END;
CREATE TRIGGER facet_sidecar_update AFTER UPDATE OF language, kind, asset_id ON sidecar BEGIN INSERT INTO facet_word (kind, name, bit)
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
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id) AND sidecar.kind = 'subtitle')), 0) WHERE number = (SELECT number FROM media WHERE id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id)); END;
CREATE TRIGGER facet_sidecar_delete AFTER DELETE ON sidecar BEGIN UPDATE media_facet SET texts = coalesce((SELECT sum(DISTINCT bit) FROM (
        SELECT bit FROM asset JOIN probe ON probe.asset_id = asset.id
        JOIN json_each(probe.probe, '$.tracks') AS track
        JOIN facet_word ON facet_word.kind = 'text'
            AND facet_word.name = lower(json_extract(track.value, '$.language'))
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = old.asset_id) AND json_extract(track.value, '$.kind') = 'text'
        UNION ALL SELECT bit FROM asset JOIN sidecar ON sidecar.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'text' AND facet_word.name = lower(sidecar.language)
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = old.asset_id) AND sidecar.kind = 'subtitle')), 0) WHERE number = (SELECT number FROM media WHERE id = (SELECT media_id FROM asset WHERE asset.id = old.asset_id)); END;
CREATE TRIGGER facet_place_insert AFTER INSERT ON place BEGIN INSERT INTO facet_word (kind, name, bit)
    SELECT 'folder', name, 1 << min(62, row_number() OVER () - 1
        + (SELECT count(*) FROM facet_word WHERE kind = 'folder'))
    FROM (SELECT DISTINCT name FROM (SELECT new.root_id AS name) WHERE name IS NOT NULL AND name NOT IN ('', 'und')
        AND name NOT IN (SELECT name FROM facet_word WHERE kind = 'folder')); UPDATE media_facet SET folders = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN place ON place.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'folder' AND facet_word.name = place.root_id
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id)), 0) WHERE number = (SELECT number FROM media WHERE id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id)); END;
CREATE TRIGGER facet_place_update AFTER UPDATE OF asset_id, root_id ON place BEGIN INSERT INTO facet_word (kind, name, bit)
    SELECT 'folder', name, 1 << min(62, row_number() OVER () - 1
        + (SELECT count(*) FROM facet_word WHERE kind = 'folder'))
    FROM (SELECT DISTINCT name FROM (SELECT new.root_id AS name) WHERE name IS NOT NULL AND name NOT IN ('', 'und')
        AND name NOT IN (SELECT name FROM facet_word WHERE kind = 'folder')); UPDATE media_facet SET folders = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN place ON place.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'folder' AND facet_word.name = place.root_id
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = old.asset_id)), 0) WHERE number = (SELECT number FROM media WHERE id = (SELECT media_id FROM asset WHERE asset.id = old.asset_id)); UPDATE media_facet SET folders = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN place ON place.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'folder' AND facet_word.name = place.root_id
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id)), 0) WHERE number = (SELECT number FROM media WHERE id = (SELECT media_id FROM asset WHERE asset.id = new.asset_id)); END;
CREATE TRIGGER facet_place_delete AFTER DELETE ON place BEGIN UPDATE media_facet SET folders = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN place ON place.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'folder' AND facet_word.name = place.root_id
        WHERE asset.media_id = (SELECT media_id FROM asset WHERE asset.id = old.asset_id)), 0) WHERE number = (SELECT number FROM media WHERE id = (SELECT media_id FROM asset WHERE asset.id = old.asset_id)); END;
INSERT INTO alembic_version VALUES ('0024');
INSERT INTO written VALUES (0, 0);
