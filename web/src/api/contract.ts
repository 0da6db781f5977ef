/** The words of the wire. Names are those of the server's schemas. */
/* eslint max-lines: off -- gives way to the generated schema as a whole. */

export type MediaKind =
  | 'video'
  | 'movie'
  | 'series'
  | 'season'
  | 'episode'
  | 'clip'
  | 'recording'
  | 'music'
  | 'audio';
export type MediaStatus = 'ready' | 'unavailable' | 'trashed';

export interface Progress {
  position_s: number;
  duration_s: number;
  percent: number;
  completed: boolean;
  updated_at?: string;
}

export interface Chapter {
  start_s: number;
  end_s: number;
  title: string | null;
}

export interface AssetTrack {
  index: number;
  kind: 'video' | 'audio' | 'text';
  codec: string;
  rfc6381?: string | null;
  language: string | null;
  title: string | null;
  default: boolean;
  forced: boolean;
  bit_rate?: number | null;
  width?: number | null;
  height?: number | null;
  frame_rate?: number | null;
  bit_depth?: number | null;
  hdr?: string | null;
  channels?: number | null;
  sample_rate?: number | null;
}

export interface Asset {
  id: string;
  path: string | null;
  key: string | null;
  size_bytes: number;
  container: string;
  width: number | null;
  height: number | null;
  video_codec: string | null;
  audio_codecs: string[];
  hdr: string | null;
  fingerprint: string;
  duration_s: number;
  bit_rate: number;
  frame_rate: number | null;
  tracks: AssetTrack[];
  chapters: Chapter[];
}

export interface SeriesRef {
  id: string;
  title: string;
}

export interface Media {
  id: string;
  kind: MediaKind;
  title: string;
  original_title: string | null;
  year: number | null;
  series: SeriesRef | null;
  season_number: number | null;
  episode_number: number | null;
  episode_number_end: number | null;
  description: string | null;
  duration_s: number | null;
  status: MediaStatus;
  source_platform: string | null;
  source_id: string | null;
  source_url: string | null;
  uploader: string | null;
  upload_date: string | null;
  added_at: string;
  tags: string[];
  genres: string[];
  poster_url: string | null;
  backdrop_url: string | null;
  blurhash: string | null;
  progress: Progress | null;
  width: number | null;
  height: number | null;
  hdr: string | null;
  size_bytes: number;
  trashed_at: string | null;
  purge_at: string | null;
  owned: boolean;
  /** Whether this viewer may change and delete it. */
  editable?: boolean;
  assets?: Asset[] | null;
}

export interface MediaPage {
  items: Media[];
  total: number;
  page: number;
  limit: number;
  pages: number;
}

export interface MediaList {
  items: Media[];
}

export interface MediaPatch {
  title?: string;
  description?: string | null;
  year?: number | null;
  kind?: MediaKind;
  tags?: string[];
  genres?: string[];
  uploader?: string | null;
  original_title?: string | null;
  upload_date?: string | null;
}

export interface MediaDeleted {
  id: string;
  undo_until: string | null;
}

export interface StatsOverview {
  media: number;
  duration_s: number;
  size_bytes: number;
  by_kind: Record<string, number>;
  by_platform: Record<string, number>;
  watched: number;
  unavailable: number;
  trashed: number;
}

export interface TagCount {
  name: string;
  count: number;
}

export interface SearchResult {
  query: string;
  titles: Media[];
  total: number;
  tags: TagCount[];
}

export interface Suggestion {
  id: string;
  title: string;
  year: number | null;
  kind: MediaKind;
  poster_url: string | null;
  blurhash: string | null;
}

export interface LastScan {
  found: number;
  added: number;
  skipped: number;
  failed: number;
}

export interface Folder {
  id: string;
  path: string;
  status: string;
  media_count: number;
  last_scan_at: string | null;
  last_scan: LastScan | null;
}

export interface FolderEntry {
  name: string;
  path: string;
  media_hint: number;
}

export interface FolderPlace {
  name: string;
  path: string;
}

export interface FolderListing {
  path: string;
  parent: string | null;
  entries: FolderEntry[];
  places: FolderPlace[];
}

export interface LinkQuality {
  id: string;
  label: string;
  height: number | null;
  size_bytes: number | null;
  note: string | null;
}

export interface LinkFormat {
  id: string;
  label: string;
  container: string | null;
  height: number | null;
  width: number | null;
  frame_rate: number | null;
  video_codec: string | null;
  audio_codec: string | null;
  size_bytes: number | null;
  bit_rate: number | null;
}

export interface LinkSubtitle {
  language: string;
  name: string | null;
}

export interface LinkEntry {
  index: number;
  id: string;
  title: string;
  url: string;
  duration_s: number | null;
  thumbnail_url: string | null;
  media_id: string | null;
}

export interface LinkInfo {
  url: string;
  kind: 'video' | 'playlist' | 'folder';
  title: string;
  uploader: string | null;
  upload_date: string | null;
  duration_s: number | null;
  thumbnail_url: string | null;
  platform: string;
  source_id: string;
  description: string | null;
  is_live: boolean;
  qualities: LinkQuality[];
  formats: LinkFormat[];
  subtitles: LinkSubtitle[];
  entries?: LinkEntry[] | null;
  existing_media_id: string | null;
}

export interface AddRequest {
  url: string;
  format?: string;
  title?: string;
  collection_id?: string;
  items?: number[];
  subtitles?: boolean;
}

export interface AddAnswer {
  job: Job;
  media_id: string | null;
  duplicate: boolean;
}

export interface Upload {
  id: string;
  filename: string;
  size_bytes: number;
  offset_bytes: number;
  expires_at: string;
}

export interface SiteCookies {
  site: string;
  added_at: string;
  updated_at: string;
}

export type JobStatus = 'queued' | 'running' | 'paused' | 'completed' | 'failed' | 'cancelled';

export interface JobError {
  code: string;
  detail: string;
  fix: string;
}

export interface JobChildren {
  total: number;
  completed: number;
  failed: number;
}

export interface Job {
  id: string;
  kind: string;
  status: JobStatus;
  progress: number;
  downloaded_bytes: number | null;
  total_bytes: number | null;
  speed_bps: number | null;
  eta_s: number | null;
  step: string | null;
  media_id: string | null;
  error: JobError | null;
  title: string;
  picture_url: string | null;
  parent_id: string | null;
  children: JobChildren | null;
  priority: number;
  attempts: number;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  summary: string | Record<string, unknown> | null;
}

export interface JobPage {
  items: Job[];
  total: number;
  page: number;
  limit: number;
  pages: number;
}

export interface Reason {
  code: string;
  text: string;
  cure: string | null;
}

export interface PlaybackVideo {
  id: string;
  codec: string;
  width: number | null;
  height: number | null;
  bandwidth?: number | null;
}

export interface PlaybackAudio {
  id: string;
  language: string | null;
  label: string | null;
  codec: string;
  channels: number | null;
  default: boolean;
}

export interface PlaybackText {
  id: string;
  language: string | null;
  label: string | null;
  url: string;
  default: boolean;
  forced: boolean;
}

export interface Trickplay {
  url: string;
  width: number;
  height: number;
}

export interface PlaybackMarker {
  kind: string;
  start_s: number;
  end_s: number;
}

export interface Playback {
  decision: 'direct' | 'repackage' | 'unplayable';
  reasons: Reason[];
  manifest_url: string | null;
  dash_url: string | null;
  direct_url: string | null;
  direct_type: string | null;
  resume_at_s: number;
  duration_s: number;
  tracks: { video: PlaybackVideo[]; audio: PlaybackAudio[]; text: PlaybackText[] };
  chapters: Chapter[];
  markers: PlaybackMarker[];
  trickplay: Trickplay | null;
  next: Media | null;
  media: Media;
}

export interface Capabilities {
  mp4?: Record<string, boolean>;
  supported: string[];
  screen?: { width: number; height: number };
  bandwidth_bps?: number;
}

export interface AuthStatus {
  setup_needed: boolean;
  signed_in: boolean;
  version: string;
}

export interface User {
  id: string;
  name: string;
  is_admin: boolean;
  created_at: string;
}

export interface SignedIn {
  token: string;
  user: User;
}

export interface Session {
  id: string;
  created_at: string;
  seen_at: string;
  user_agent: string;
  address: string;
  current: boolean;
}

export interface ServerSettings {
  version: string;
  data: string;
  max_upload_bytes: number;
  free_bytes: number;
  floor_bytes: number;
  allow_private_urls: boolean;
}

export interface HealthCheck {
  status: string;
  detail: string;
  fix: string;
}

export interface Health {
  status: string;
  checks?: Record<string, HealthCheck>;
}

export interface MediaEvent {
  id: string;
  change: 'added' | 'changed' | 'removed';
}

export interface LibraryEvent {
  change: 'folders' | 'collections' | 'reset';
}

export type JobEvent = Job | { id: string; deleted: true };
