/** After a build: what a first visit loads as script, gzipped, against the budget of 200 kB. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 200;
const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'));
/** The pages most first visits open, with all that they import at once. */
const entries = ['index.html', 'src/routes/HomeRoute.tsx', 'src/locales/en/index.ts'];

const files = new Set();
function follow(key) {
  const chunk = manifest[key];
  if (!chunk || files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const next of chunk.imports ?? []) follow(next);
}
for (const key of entries) {
  if (!manifest[key]) throw new Error(`first load: ${key} is not in the build`);
  follow(key);
}

let total = 0;
for (const file of files) {
  if (!file.endsWith('.js')) continue;
  const size = gzipSync(readFileSync(`dist/${file}`)).length;
  total += size;
  console.log(`  ${(size / 1000).toFixed(1).padStart(7)} kB  ${file}`);
}
console.log(`first load: ${(total / 1000).toFixed(1)} kB of script, gzipped (budget ${BUDGET_KB})`);
if (total > BUDGET_KB * 1000) {
  console.error('first load: over the budget');
  process.exit(1);
}
