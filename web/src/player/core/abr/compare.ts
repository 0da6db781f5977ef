/** The table of `make abr`: each rule on each kind of line and title, the mean over its lines. */
import { FAMILIES, family, ourTitle } from './families';
import { bola, bufferOnly, dynamic, throughput } from './rivals';
import { ours } from './simulated';
import { watch, type Outcome, type Rule, type Title, type Trace } from './simulate';

export interface Recorded {
  readonly name: string;
  readonly traces: readonly Trace[];
}

/** As the player has it (bufferingGoal). */
const GOAL_S = 40;
const LINES_A_FAMILY = 12;
/** No rule was tuned on lines of this seed. */
const SEED = 11;

/** The rivals with what was best for each on the lines ours was tuned on. */
export const RULES: readonly Rule[] = [
  ours(),
  ours({ leaves: false }),
  bola({ gp: 1.5 }),
  dynamic({ gp: 2.5, last: 3, caution: 1 }),
  throughput({ last: 3, caution: 1.1 }),
  bufferOnly({ reservoir: 0.2, cushion: 0.9 }),
];

interface Kind {
  readonly name: string;
  readonly traces: readonly Trace[];
  readonly title: Title;
}

function kindsOf(recorded: readonly Recorded[], title: Title | null): Kind[] {
  const of = ({ name, traces }: Recorded): Kind[] => [
    ...(title ? [
      { name: `${name}, the ladder given, every other trip`, traces: traces.filter((_, n) => n % 2 === 0), title },
      { name: `${name}, the ladder given, the others`, traces: traces.filter((_, n) => n % 2 === 1), title },
      { name: `${name}, the ladder given`, traces, title },
    ] : []),
    { name: `${name}, our ladder, 4 s`, traces, title: ourTitle(600, 4) },
  ];
  const made = FAMILIES.map((name) => ({ name: `${name}, our ladder, 2 s`, traces: family(name, LINES_A_FAMILY, SEED), title: ourTitle(600, 2) }));
  const short = { name: 'steps, our ladder, 4 s, 3 min', traces: family('steps', LINES_A_FAMILY, SEED), title: ourTitle(180, 4) };
  const long = { name: 'mobile, our ladder, 4 s, 2 h', traces: family('mobile', LINES_A_FAMILY, SEED), title: ourTitle(7200, 4) };
  return [...recorded.flatMap(of), ...made, short, long];
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

/** Lines of text, a table a kind, in the form of Markdown. */
export function* compare(recorded: readonly Recorded[], title: Title | null): Generator<string> {
  for (const kind of kindsOf(recorded, title)) {
    yield `### ${kind.name} (${kind.traces.length} lines)`;
    yield '';
    yield '| Rule | Score | with startup | Utility | Rebuffering | Switches a minute | Startup | Best on |';
    yield '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |';
    yield* rows(kind);
    yield '';
  }
}

function rows({ traces, title }: Kind): string[] {
  const outcomes = RULES.map((rule) => traces.map((trace) => watch(rule, trace, title, GOAL_S)));
  const best = traces.map((_, n) => Math.max(...outcomes.map((of) => of[n]?.score ?? -Infinity)));
  const minutes = (title.segments * title.segment_s) / 60;
  return RULES.map((rule, at) => {
    const of: readonly Outcome[] = outcomes[at] ?? [];
    const over = (pick: (one: Outcome) => number, digits: number) => mean(of.map(pick)).toFixed(digits);
    const wins = of.filter((one, n) => one.score >= (best[n] ?? Infinity) - 1e-9).length;
    return (
      `| ${rule.name} | ${over((one) => one.score, 3)} | ${over((one) => one.score_with_startup, 3)} ` +
      `| ${over((one) => one.utility, 3)} | ${over((one) => one.rebuffer_share * 100, 2)} % ` +
      `| ${over((one) => one.switches / minutes, 1)} | ${over((one) => one.startup_s, 1)} s | ${wins} |`
    );
  });
}
