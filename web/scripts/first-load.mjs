/** After a build: what a first visit to Home loads as script, gzipped, against the budget of 200 kB. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 200;
const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'));
const entries = ['index.html', 'src/locales/en/index.ts'];

const files = new Set();
function follow(key) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`first load: ${key} is not in the build`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const next of chunk.imports ?? []) follow(next);
}
entries.forEach(follow);

const sizes = [...files]
  .filter((file) => file.endsWith('.js'))
  .map((file) => ({ file, size: gzipSync(readFileSync(`dist/${file}`)).length }))
  .sort((a, b) => b.size - a.size);
for (const { file, size } of sizes.slice(0, 6)) console.log(`  ${(size / 1000).toFixed(1).padStart(7)} kB  ${file}`);

const total = sizes.reduce((sum, { size }) => sum + size, 0);
console.log(`first load: ${(total / 1000).toFixed(1)} kB of script in ${sizes.length} files, gzipped (budget ${BUDGET_KB} kB)`);
if (total > BUDGET_KB * 1000) {
  console.error('first load: over the budget');
  process.exit(1);
}
