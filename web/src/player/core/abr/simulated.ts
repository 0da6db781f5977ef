/** Our rule as the simulator's viewers use it. */
import { freshLine, observe } from './line';
import { decide, leave, type Standing } from './rule';
import type { Look, Rule, Title } from './simulate';

const standingOf = (title: Title, look: Look): Standing => ({
  rungs: title.rungs_bps.map((bitrate_bps) => ({ bitrate_bps, height: null })),
  sizes_bits: look.sizes_bits,
  segment_s: title.segment_s,
  buffer_s: look.buffer_s,
  goal_s: look.goal_s,
  current: look.current,
  most_height: null,
  rate: 1,
  left_s: (title.segments - look.segment) * title.segment_s,
});

/** `leaves`: may leave a running download, as it does in the player. The rivals' papers choose between them only. */
export function ours({ leaves = true } = {}): Rule {
  return {
    name: leaves ? 'ours' : 'ours, never leaving',
    begin(title) {
      let line = freshLine(null);
      return {
        choose: (look) => decide(line, standingOf(title, look), look.now_s).index,
        learn({ ended_s, rung, bits, first_byte_s, total_s }) {
          const bitrate_bps = title.rungs_bps[rung] ?? null;
          line = observe(line, { bits, seconds: total_s - first_byte_s, bitrate_bps, first_byte_s, at_s: ended_s });
        },
        leave: leaves
          ? (look, { rung, bits, bits_left, seconds }) => {
              const sample = { bits: bits - bits_left, seconds, bitrate_bps: null, first_byte_s: null, at_s: look.now_s };
              return leave(observe(line, sample), standingOf(title, look), { index: rung, bits, bits_left }, look.now_s);
            }
          : undefined,
      };
    },
  };
}
