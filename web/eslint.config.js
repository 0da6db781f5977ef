/** Style and the zones of the web app: imports point down only, features do not know each other. */
import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import ts from 'typescript-eslint';

/** From the top down. A file may import from its own zone and from those after it. */
const zones = ['app', 'routes', 'features', 'player', 'ui', 'api', 'lib', 'locales'];

/** `locales` are words without code: `lib` loads them, everything else goes through `lib`. */
function zone(name) {
  const above = zones.slice(0, zones.indexOf(name));
  const patterns = above.map((upper) => ({
    group: [`@/${upper}`, `@/${upper}/**`, `**/../${upper}/**`],
    message: `${name} lies beneath ${upper}: pass it in, or move what is shared down.`,
  }));
  const climb = { group: ['../../**'], message: 'Use the @/ address for what is not next door.' };
  return {
    files: [`src/${name}/**/*.{ts,tsx}`],
    rules: { 'no-restricted-imports': ['error', { patterns: [...patterns, climb] }] },
  };
}

/** A feature is composed by a route; it may not reach into another feature. */
function feature(name) {
  const base = zone('features').rules['no-restricted-imports'][1].patterns;
  const other = {
    regex: `^@/features/(?!${name}(/|$))`,
    message: 'Features do not know each other: routes compose them, ui holds what they share.',
  };
  return {
    files: [`src/features/${name}/**/*.{ts,tsx}`],
    rules: { 'no-restricted-imports': ['error', { patterns: [...base, other] }] },
  };
}

const features = [
  'account', 'activity', 'add', 'collections', 'doubts', 'home', 'library', 'people', 'search', 'series', 'settings', 'setup', 'shelves', 'shell', 'title', 'watch',
];

const coreStandsAlone = {
  files: ['src/player/core/**/*.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: '^(react|react-dom|@/(app|routes|features|ui|player/react))(/|$)',
            message: 'The core of the player knows no framework and no screen.',
          },
        ],
      },
    ],
  },
};

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/api/schema.gen.d.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      eqeqeq: ['error', 'smart'],
      'no-console': 'error',
      'max-lines': ['error', { max: 250 }],
      'max-params': ['error', 6],
      'object-shorthand': 'error',
      'prefer-const': 'error',
      quotes: ['error', 'single', { avoidEscape: true }],
      semi: ['error', 'always'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  { files: ['**/*.tsx', 'src/**/use*.ts'], plugins: { 'react-hooks': hooks }, rules: { ...hooks.configs.recommended.rules } },
  ...zones.map(zone),
  ...features.map(feature),
  coreStandsAlone,
  { files: ['scripts/**', '*.config.*'], languageOptions: { globals: { ...globals.node } }, rules: { 'no-console': 'off' } },
);
