/**
 * What the built page has in itself, so that its first paint waits for nothing else: the styles, which as a file come no
 * sooner than the script they share the line with; and for public/head.js the name of the program, which is fetched at once,
 * after what the page is painted with, and started by it, and of the first words of each language.
 */
import type { Plugin, Rolldown } from 'vite';

const PROGRAM = /<script type="module" crossorigin src="([^"]+)"><\/script>/;
const WORDS = /\/locales\/(\w+)\/index\.ts$/;

/** The styles of the entry, which is then without any: no page that comes later fetches them as a file. */
function takeStyles(bundle: Rolldown.OutputBundle): string {
  const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry);
  const kept = entry?.type === 'chunk' ? entry.viteMetadata?.importedCss : undefined;
  const styles = [...(kept ?? [])].map((name) => {
    const file = bundle[name];
    Reflect.deleteProperty(bundle, name);
    return file?.type === 'asset' ? String(file.source) : '';
  });
  kept?.clear();
  if (!styles.join('')) throw new Error('whole-page: the entry has no styles');
  return styles.join('');
}

/** The file of each language's first words. */
function namesOfWords(bundle: Rolldown.OutputBundle): Record<string, string> {
  const names: Record<string, string> = {};
  for (const file of Object.values(bundle)) {
    const language = file.type === 'chunk' ? WORDS.exec(file.facadeModuleId ?? '')?.[1] : undefined;
    if (language !== undefined) names[language] = `/${file.fileName}`;
  }
  if (Object.keys(names).length === 0) throw new Error('whole-page: there are no words of any language');
  return names;
}

export function wholePage(): Plugin {
  let styles = '';
  return {
    name: 'whole-page',
    apply: 'build',
    enforce: 'pre',
    generateBundle(_, bundle) {
      styles = takeStyles(bundle);
    },
    transformIndexHtml: {
      order: 'post',
      handler(page, { bundle }) {
        const words = JSON.stringify(namesOfWords(bundle ?? {}));
        if (!PROGRAM.test(page)) throw new Error('whole-page: the page starts no program');
        return {
          html: page
            .replace(PROGRAM, '<link rel="modulepreload" crossorigin href="$1" data-program>')
            .replaceAll('<link rel="modulepreload"', '<link rel="modulepreload" fetchpriority="low"'),
          tags: [
            { tag: 'meta', attrs: { name: 'matinee-words', content: words }, injectTo: 'head-prepend' },
            { tag: 'style', children: styles, injectTo: 'head' },
          ],
        };
      },
    },
  };
}
