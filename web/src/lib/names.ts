/** How pictures, sounds and files are called by people. */

/** 4K, 1440p, 1080p… by the shorter side, so that upright and cinema-wide pictures are named as expected. */
export function qualityName(width: number | null, height: number | null): string | null {
  if (!width || !height) return null;
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  if (long >= 7000 || short >= 4000) return '8K';
  if (long >= 3600 || short >= 2000) return '4K';
  if (long >= 2400 || short >= 1400) return '1440p';
  if (long >= 1800 || short >= 1000) return '1080p';
  if (long >= 1200 || short >= 700) return '720p';
  if (short >= 460) return '480p';
  return `${short}p`;
}

const HDR: Record<string, string> = { hdr10: 'HDR', hlg: 'HLG', dolby_vision: 'Dolby Vision' };

export function hdrName(hdr: string | null): string | null {
  return hdr && hdr !== 'sdr' ? (HDR[hdr] ?? hdr.toUpperCase()) : null;
}

const CODECS: Record<string, string> = {
  h264: 'H.264', hevc: 'HEVC', av1: 'AV1', vp9: 'VP9', vp8: 'VP8', mpeg4: 'MPEG-4', mpeg2video: 'MPEG-2',
  aac: 'AAC', opus: 'Opus', vorbis: 'Vorbis', flac: 'FLAC', ac3: 'AC-3', eac3: 'E-AC-3', dts: 'DTS',
  truehd: 'TrueHD', mp3: 'MP3', subrip: 'SRT', ass: 'ASS', webvtt: 'WebVTT', wvtt: 'WebVTT', mov_text: 'Text',
  pgs: 'PGS', vobsub: 'VobSub', dvb: 'DVB',
};

export function codecName(codec: string): string {
  return CODECS[codec] ?? codec.toUpperCase();
}

const CONTAINERS: Record<string, string> = {
  mp4: 'MP4', matroska: 'MKV', webm: 'WebM', mpegts: 'MPEG-TS', avi: 'AVI', flv: 'FLV', mov: 'MOV', ogg: 'Ogg',
};

export function containerName(container: string): string {
  return CONTAINERS[container] ?? container.toUpperCase();
}

/** Stereo, 5.1, 7.1 as written on boxes. */
export function channelsName(channels: number | null | undefined): string | null {
  if (!channels) return null;
  const names: Record<number, string> = { 1: 'Mono', 2: 'Stereo', 6: '5.1', 8: '7.1' };
  return names[channels] ?? `${channels} ch`;
}

const PLATFORMS: Record<string, string> = {
  youtube: 'YouTube', vimeo: 'Vimeo', twitch: 'Twitch', soundcloud: 'SoundCloud', dailymotion: 'Dailymotion',
  tiktok: 'TikTok', instagram: 'Instagram', twitter: 'X', reddit: 'Reddit', archiveorg: 'Internet Archive',
  upload: 'Upload', local: 'Folder', folder: 'Folder', sample: 'Sample',
};

export function platformName(platform: string): string {
  const known = PLATFORMS[platform.toLowerCase()];
  return known ?? platform.charAt(0).toUpperCase() + platform.slice(1);
}
