/** A media element for tests: the browser's part, played by hand. It moves only when told to. */
export class FakeVideo extends EventTarget {
  paused = true;
  ended = false;
  error: MediaError | null = null;
  seeking = false;
  readyState = 4;
  duration = Number.NaN;
  volume = 1;
  muted = false;
  playbackRate = 1;
  defaultPlaybackRate = 1;
  videoWidth = 1920;
  videoHeight = 1080;
  disablePictureInPicture = false;
  buffered_s = 0;
  frames = 0;
  readonly ownerDocument = { hidden: false };
  /** Answers the next play(): null lets it play. */
  refuses: Error | null = null;
  #time = 0;
  #calls: VideoFrameRequestCallback[] = [];

  get currentTime(): number {
    return this.#time;
  }

  set currentTime(to: number) {
    this.#time = to;
    this.seeking = true;
    this.emit('seeking');
  }

  getVideoPlaybackQuality(): VideoPlaybackQuality {
    return { totalVideoFrames: this.frames, droppedVideoFrames: 0, corruptedVideoFrames: 0, creationTime: 0 };
  }

  get buffered(): TimeRanges {
    const length = this.buffered_s > 0 ? 1 : 0;
    return { length, start: () => 0, end: () => this.buffered_s };
  }

  play(): Promise<void> {
    if (this.refuses) return Promise.reject(this.refuses);
    this.paused = false;
    this.emit('play');
    this.emit('playing');
    return Promise.resolve();
  }

  pause(): void {
    this.paused = true;
    this.emit('pause');
  }

  arrive(): void {
    this.seeking = false;
    this.emit('seeked');
  }

  /** Plays on to a second, as time would. */
  reach(time_s: number): void {
    this.#time = time_s;
    this.emit('timeupdate');
  }

  requestVideoFrameCallback(call: VideoFrameRequestCallback): number {
    return this.#calls.push(call);
  }

  /** Brings the picture of a place to the screen. */
  present(mediaTime = this.#time): void {
    const calls = this.#calls;
    this.#calls = [];
    this.frames++;
    for (const call of calls) call(0, { mediaTime } as VideoFrameCallbackMetadata);
  }

  emit(name: string): void {
    this.dispatchEvent(new Event(name));
  }

  asElement(): HTMLVideoElement {
    return this as unknown as HTMLVideoElement;
  }
}
