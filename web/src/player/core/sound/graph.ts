/**
 * The hands of sound: element, gain, night, limiter, loudspeaker, in Web Audio.
 *
 * An element whose sound was once taken into a context never gives it back, and gives it to one
 * context only. So a graph belongs to its element for good and is made only when one is wanted and
 * its context runs: an element tied to a context that stands still would be mute.
 */
import { UNCHANGED, fromDb, type Compression, type SoundPlan } from './levels';

export interface Graph {
  /** `channels`: of the sound that plays. */
  apply(plan: SoundPlan, channels: number): void;
  /** Nothing plays for now. */
  rest(): void;
  wake(): void;
}

/** A change of gain takes so long: quicker ones click. */
const RAMP_S = 0.05;
/** The compressor of a browser takes one channel or two. */
const LINKED = 2;
const LEAST_VOLUME = 0.01;

const graphs = new WeakMap<HTMLVideoElement, Graph>();
const starting = new WeakMap<HTMLVideoElement, Promise<Graph | null>>();

/** Times three, so that almost all of the way is gone after `RAMP_S`. */
function ramp(param: AudioParam, to: number, context: BaseAudioContext): void {
  param.setTargetAtTime(to, context.currentTime, RAMP_S / 3);
}

class Press {
  readonly node: DynamicsCompressorNode;
  readonly out: GainNode;

  constructor(private readonly context: BaseAudioContext) {
    this.node = new DynamicsCompressorNode(context, { knee: 0, threshold: 0, ratio: 1 });
    this.out = new GainNode(context);
    this.node.connect(this.out);
  }

  set({ threshold_db, ratio, attack_s, release_s, output_db }: Compression): void {
    this.node.threshold.value = threshold_db;
    this.node.ratio.value = ratio;
    this.node.attack.value = attack_s;
    this.node.release.value = release_s;
    ramp(this.out.gain, fromDb(output_db), this.context);
  }
}

interface Chain {
  readonly presses: readonly { night: Press; limiter: Press }[];
  cut(): void;
}

/** Stereo is pressed as one; of more channels each by itself, as browsers have no more in one. */
function chainOf(context: AudioContext, from: AudioNode, to: AudioNode, channels: number): Chain {
  const pair = () => {
    const [night, limiter] = [new Press(context), new Press(context)];
    night.out.connect(limiter.node);
    return { night, limiter };
  };
  if (channels <= LINKED) {
    const one = pair();
    from.connect(one.night.node);
    one.limiter.out.connect(to);
    return {
      presses: [one],
      cut() {
        from.disconnect();
        one.limiter.out.disconnect();
      },
    };
  }
  const split = new ChannelSplitterNode(context, { numberOfOutputs: channels });
  const merge = new ChannelMergerNode(context, { numberOfInputs: channels });
  const presses = Array.from({ length: channels }, (_, n) => {
    const one = pair();
    split.connect(one.night.node, n);
    one.limiter.out.connect(merge, 0, n);
    return one;
  });
  from.connect(split);
  merge.connect(to);
  return {
    presses,
    cut() {
      from.disconnect();
      merge.disconnect();
    },
  };
}

function build(context: AudioContext, video: HTMLVideoElement): Graph {
  const source = context.createMediaElementSource(video);
  const [gain, out] = [new GainNode(context), new GainNode(context)];
  // What comes out of an element has its volume in it already. Pressing goes by how loud the film
  // is, not the viewer's slider: the volume is taken out before and put back after.
  const whole = new GainNode(context);
  const volume = () => {
    const now = Math.max(LEAST_VOLUME, video.volume);
    whole.gain.value = 1 / now;
    out.gain.value = now;
  };
  volume();
  video.addEventListener('volumechange', volume);
  source.connect(whole).connect(gain);
  out.connect(context.destination);
  let width = 0;
  let chain: Chain | null = null;
  const widen = (channels: number) => {
    const most = Math.max(LINKED, Math.min(channels, context.destination.maxChannelCount));
    if (most === width) return;
    width = most;
    chain?.cut();
    context.destination.channelCount = most;
    context.destination.channelInterpretation = 'speakers';
    chain = chainOf(context, gain, out, most);
  };
  const graph: Graph = {
    apply(plan, channels) {
      widen(channels);
      ramp(gain.gain, fromDb(plan.gain_db), context);
      for (const { night, limiter } of chain?.presses ?? []) {
        night.set(plan.night);
        limiter.set(plan.limiter);
      }
    },
    rest: () => void context.suspend().catch(() => undefined),
    wake: () => void context.resume().catch(() => undefined),
  };
  graph.apply(UNCHANGED, LINKED);
  // Telephones stop a context for a call, and tell when it may go on.
  context.addEventListener('statechange', () => {
    if (context.state !== 'running' && !video.paused) graph.wake();
  });
  video.addEventListener('play', graph.wake);
  return graph;
}

export function graphOf(video: HTMLVideoElement): Graph | null {
  return graphs.get(video) ?? null;
}

/** Resolves once the context runs, which may take a touch or a key; null: there is no Web Audio. */
export function startGraph(video: HTMLVideoElement): Promise<Graph | null> {
  const known = starting.get(video);
  if (known) return known;
  const made = running().then((context) => {
    if (!context) return null;
    const graph = build(context, video);
    graphs.set(video, graph);
    return graph;
  });
  starting.set(video, made);
  return made;
}

async function running(): Promise<AudioContext | null> {
  if (typeof AudioContext === 'undefined') return null;
  const context = new AudioContext({ latencyHint: 'balanced' });
  if (context.state === 'running') return context;
  return new Promise((resolve) => {
    const touched = () => void context.resume().catch(() => undefined);
    const changed = () => {
      if (context.state !== 'running') return;
      removeEventListener('pointerup', touched, true);
      removeEventListener('keydown', touched, true);
      context.removeEventListener('statechange', changed);
      resolve(context);
    };
    context.addEventListener('statechange', changed);
    addEventListener('pointerup', touched, true);
    addEventListener('keydown', touched, true);
    touched();
  });
}
