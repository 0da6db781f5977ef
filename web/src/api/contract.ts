/** The words of the wire. The server describes them (openapi.json), `npm run api` writes them down, here they get their names. */
import type { components } from './schema.gen';

type Schemas = components['schemas'];

/** The server sends every field, null where it knows nothing; its description calls those with a default optional. */
type Sent<Name extends keyof Schemas> = Required<Schemas[Name]>;

export type MediaKind = NonNullable<Schemas['MediaEdit']['kind']>;
export type MediaStatus = Schemas['Media']['status'];

export type Chapter = Sent<'Chapter'>;
export type AssetTrack = Sent<'AssetTrack'>;
export type Asset = Omit<Sent<'Asset'>, 'tracks' | 'chapters'> & { tracks: AssetTrack[]; chapters: Chapter[] };
export type SeriesRef = Sent<'SeriesRef'>;
export type Progress = Sent<'Progress'>;
export type Part = Sent<'Part'>;
/** People and extras come only with the page of one title. */
export type Media = Omit<Sent<'Media'>, 'kind' | 'assets' | 'people' | 'extras'> & {
  kind: MediaKind;
  assets: Asset[] | null;
  people: Part[] | null;
  extras: Media[] | null;
};
export type MediaPage = Omit<Sent<'MediaPage'>, 'items'> & { items: Media[] };
export type MediaList = { items: Media[] };
type Edit = Schemas['MediaEdit'];
/** What may be emptied is sent as null; a title, a kind and lists are not emptied that way. */
export type MediaPatch = Omit<Edit, Lasting> & { [Name in Lasting]?: NonNullable<Edit[Name]> };
type Lasting = 'title' | 'kind' | 'tags' | 'genres';
type Whole = 'next' | 'extras' | 'seasons' | 'people';
export type SeasonCount = Sent<'SeasonCount'>;
/** In lists without its seasons and people. */
export type Series = Omit<Sent<'Series'>, Whole> & {
  next: Media | null;
  extras: Media[] | null;
  seasons: SeasonCount[] | null;
  people: Part[] | null;
};
export type SeriesPage = Omit<Sent<'SeriesPage'>, 'items'> & { items: Series[] };
export type SeriesPatch = Schemas['SeriesEdit'];
export type PersonCount = Sent<'PersonCount'>;
export type PersonPage = Sent<'PersonPage'>;
export type PersonDetail = Omit<Sent<'PersonDetail'>, 'items' | 'series'> & { items: Media[]; series: Series[] };
export type DoubtFix = Omit<Schemas['Fix'], 'right'> & { right?: boolean };
export type DuplicateGroup = Omit<Sent<'DuplicateGroup'>, 'items'> & { items: Media[] };
export type Duplicates = Omit<Sent<'Duplicates'>, 'items'> & { items: DuplicateGroup[] };
export type Cover = Sent<'Cover'>;
/** A filter that was kept: the names and values that the list of media can be asked. */
export type CollectionRule = Sent<'Rule'>;
export type Collection = Omit<Sent<'Collection'>, 'rule'> & { rule: CollectionRule | null };
export type CollectionPage = Omit<Sent<'CollectionDetail'>, 'items' | 'rule'> & { items: Media[]; rule: CollectionRule | null };
export type CollectionNew = Schemas['CollectionNew'];
export type CollectionEdit = Schemas['CollectionEdit'];
/** A genre or a channel. */
export type Shelf = Sent<'Shelf'>;
export type HomeRow = Omit<Sent<'HomeRow'>, 'items'> & MediaList;
export interface Home {
  continue_watching: Media[];
  next_up: Media[];
  my_list: Media[];
  recently_added: Media[];
  rows: HomeRow[];
}
export type Shelves = Sent<'Shelves'>;
export type MediaDeleted = Sent<'Deleted'>;
export type StatsOverview = Sent<'LibraryStats'>;
export type TagCount = Sent<'TagCount'>;
export type Opinion = Sent<'Opinion'>;
/** Titles by their ids or by a filter, and what is to become of them: what is absent stays. */
export type BulkChange = Partial<Schemas['BulkChange']>;
export type BulkDone = Sent<'BulkDone'>;
export type TagChanged = Sent<'TagChanged'>;
export type Facets = Sent<'Facets'>;
export type FacetValue = Sent<'FacetValue'>;
export type Letter = Sent<'Letter'>;
export type SearchResult = Omit<Sent<'SearchResults'>, 'titles' | 'series'> & { titles: Media[]; series: Series[] };
export type SaidIn = Omit<Sent<'SaidIn'>, 'media'> & { media: Media };
export type Suggestion = Omit<Sent<'Suggestion'>, 'kind'> & { kind: MediaKind };

export type LastScan = Sent<'ScanCounts'>;
export type FolderKind = Schemas['Folder']['kind'];
export type Folder = Omit<Sent<'Folder'>, 'last_scan'> & { last_scan: LastScan | null };
export type FolderChanges = Schemas['FolderChanges'];
export type FolderEntry = Sent<'FolderEntry'>;
export type FolderListing = Sent<'FolderListing'>;

export type LinkQuality = Sent<'LinkQuality'>;
export type LinkFormat = Sent<'LinkFormat'>;
export type LinkSubtitle = Sent<'LinkSubtitle'>;
export type LinkEntry = Sent<'LinkEntry'>;
export type LinkInfo = Sent<'LinkInfo'>;
export type AddRequest = { url: string } & Partial<Schemas['AddRequest']>;
export type AddAnswer = Omit<Sent<'AddAnswer'>, 'job'> & { job: Job };
export type Upload = Sent<'UnfinishedUpload'>;
export type SiteCookies = Sent<'CookieSite'>;

export type JobStatus = 'queued' | 'running' | 'paused' | 'completed' | 'failed' | 'cancelled';
export type Job = Omit<Sent<'Job'>, 'status'> & { status: JobStatus };
export type JobError = Sent<'JobError'>;
export type JobChildren = Sent<'JobChildren'>;
export type JobPage = Omit<Sent<'JobPage'>, 'items'> & { items: Job[] };

export type Reason = Sent<'Reason'>;
export type PlaybackVideo = Sent<'PlaybackVideo'>;
export type PlaybackAudio = Sent<'PlaybackAudio'>;
export type PlaybackText = Sent<'PlaybackText'>;
export type TextKept = Sent<'TextKept'>;
export type PlaybackMarker = Sent<'PlaybackMarker'>;
export type Trickplay = Sent<'Trickplay'>;
/** What the viewer chose for a title, or for its series; null: nothing, and the preferences say. */
export type ChosenAudio = Sent<'ChosenAudio'>;
export type ChosenText = Sent<'ChosenText'>;
export interface Choices {
  audio: ChosenAudio | null;
  text: ChosenText | 'off' | null;
  text_delay_s: number;
}
export type Playback = Omit<Sent<'Playback'>, 'media' | 'next' | 'choices'> & {
  media: Media;
  next: Media | null;
  choices: Choices;
};
export type Capabilities = Partial<Schemas['Capabilities']> & { supported: string[] };

export type PreparedRung = Sent<'PreparedRung'>;
export type Preparation = Omit<Sent<'Preparation'>, 'job'> & { job: Job | null };
export type PrepareRules = Sent<'PrepareRules'>;
export type CachedTitle = Sent<'CachedTitle'>;
export type CacheState = Sent<'CacheState'>;

export type EncodingRun = Omit<Sent<'EncodingRun'>, 'state'> & { state: 'running' | 'waiting' | 'paused' };
export type EncodingNow = Omit<Sent<'EncodingNow'>, 'runs'> & { runs: EncodingRun[] };
export type Encoder = Omit<Sent<'Encoder'>, 'state'> & { state: 'ready' | 'failed' | 'dropped' };

export type StorageSum = Sent<'StorageSum'>;
export type StorageFolder = Sent<'StorageFolder'>;
export type StorageTitle = Sent<'StorageTitle'>;
export type StorageTitlePage = Sent<'StorageTitles'>;
export type StorageDisk = Sent<'StorageDisk'>;
export type StorageWhat = Schemas['What'];
export type CanGo = Sent<'CanGo'>;
export type Storage = Sent<'Storage'>;
export type StorageOnDisk = Sent<'StorageOnDisk'>;
export type StorageFreed = Sent<'StorageFreed'>;

export type RetentionScope = Schemas['Scope'];
export type RetentionKeep = Schemas['Keep'];
export type RetentionWhy = Schemas['Why'];
export type RetentionWish = Schemas['RuleWish'];
export type RetentionRule = Sent<'RetentionRule'>;
export type RetentionRules = Sent<'RetentionRules'>;
export type RetentionTitle = Sent<'RetentionTitle'>;
export type RetentionPreview = Omit<Sent<'RetentionPreview'>, 'titles' | 'spared_titles'> & {
  titles: RetentionTitle[];
  spared_titles: RetentionTitle[];
};
export type RetentionScopes = Sent<'RetentionScopes'>;

export type Backup = Sent<'Backup'>;
export type Backups = Sent<'Backups'>;
export type Rehearsal = Sent<'Rehearsal'>;

export type Speed = Sent<'Speed'>;
export type SpeedKind = Sent<'SpeedKind'>;
export type SpeedSpread = Sent<'SpeedSpread'>;
export type SpeedClient = Sent<'SpeedClient'>;
export type SpeedFailure = Sent<'SpeedFailure'>;
/** What the viewer likes everywhere. */
export type TextLook = Sent<'TextLook'>;
export type SkipWays = Sent<'Skip'>;
export type Preferences = Omit<Sent<'Preferences'>, 'text_look' | 'skip'> & { text_look: TextLook; skip: SkipWays };
export type PreferencesChange = Partial<Omit<Preferences, 'text_look' | 'skip'>> & {
  text_look?: Partial<TextLook>;
  skip?: Partial<SkipWays>;
};

export type ForeignProgram = Schemas['NewImport']['program'];
export type ForeignUser = Sent<'ForeignUser'>;
export type Import = Omit<Sent<'Import'>, 'counts'> & { counts: Sent<'ImportCounts'> };
export type ImportItem = Sent<'ImportItem'>;
export type ImportItems = Sent<'ImportItems'>;
export type ImportOrder = Schemas['ImportOrder'];

export type AuthStatus = Sent<'AuthStatus'>;
export type User = Sent<'User'>;
export type SignedIn = Sent<'SignedIn'>;
export type Session = Sent<'SignIn'>;
export type Match = Sent<'Match'>;
export type Matches = Sent<'Matches'>;
export type ServerSettings = Sent<'ServerSettings'>;
export type HealthCheck = Sent<'HealthCheck'>;
export type Health = Schemas['Health'];

/** What the event stream tells; an event stream has no schema in OpenAPI. */
export interface MediaEvent {
  id: string;
  change: 'added' | 'changed' | 'removed';
}

export interface LibraryEvent {
  change: 'folders' | 'collections' | 'reset';
}

export type JobEvent = Job | { id: string; deleted: true };
