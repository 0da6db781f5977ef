/**
 * The adaptation rule beside those of the papers: node scripts/abr.mjs [folder of traces] [ladder file].
 * Recorded lines come from the folder; lines made by a seed are always tried.
 */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createServer } from 'vite';

const [folder = '', ladder = ''] = process.argv.slice(2);
const vite = await createServer({
  appType: 'custom', logLevel: 'error', server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
try {
  const { compare } = await vite.ssrLoadModule('/src/player/core/abr/compare.ts');
  for (const line of compare(recorded(folder), titleOf(ladder))) console.log(line);
} finally {
  await vite.close();
}

/** Every folder of traces under this one, by its name. */
function recorded(path) {
  if (!path || !existsSync(path)) {
    console.log(`No recorded traces at ${path || '(none given)'}: only the made lines are tried.\n`);
    return [];
  }
  const files = readdirSync(path).map((name) => join(path, name)).sort();
  const here = files.filter((file) => /\.json$/.test(file)).map(traceOf).filter(Boolean);
  const deeper = files.filter((file) => statSync(file).isDirectory()).flatMap(recorded);
  return here.length > 0 ? [{ name: basename(path), traces: here }, ...deeper] : deeper;
}

function traceOf(file) {
  const stretches = JSON.parse(readFileSync(file, 'utf8'));
  return Array.isArray(stretches) ? { name: basename(file), stretches } : null;
}

function titleOf(file) {
  if (!file || !existsSync(file)) return null;
  const told = JSON.parse(readFileSync(file, 'utf8'));
  return {
    segment_s: told.segment_duration_ms / 1000, rungs_bps: told.bitrates_kbps.map((kbps) => kbps * 1000),
    sizes_bits: told.segment_sizes_bits, segments: told.segment_sizes_bits.length,
  };
}
