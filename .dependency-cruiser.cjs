/**
 * Which way the folders lean: the arrows of the architecture, and who may know which package.
 * `npm run lint` holds the tree to them; `test/unit/arrows.test.ts` sees each of them refuse something.
 */

const PRODUCT = '^(src|commands|blocks)/';

/** What a folder may import of ours, besides itself. Nothing that is not listed. */
const LEANS = {
  'src/errors.ts': [],
  'src/config.ts': ['src/environment.ts', 'src/domain/'],
  'src/environment.ts': ['src/profiles.ts', 'src/policy-file.ts', 'src/domain/'],
  'src/policy-file.ts': ['src/domain/'],
  'src/profiles.ts': ['src/domain/'],
  'src/log.ts': [],
  'src/patience.ts': [],
  'src/domain/': ['src/errors.ts'],
  'src/db/': ['src/domain/', 'src/errors.ts', 'src/log.ts', 'src/patience.ts', 'src/config.ts'],
  'src/services/': ['src/db/', 'src/domain/', 'src/errors.ts', 'src/log.ts'],
  'src/alooma/': [
    'src/services/pipeline.ts',
    'src/services/in-slices.ts',
    'src/domain/',
    'src/errors.ts',
    'src/log.ts',
    'src/config.ts',
  ],
  'src/files/': [
    'src/services/sample-sources.ts',
    'src/services/in-slices.ts',
    'src/domain/',
    'src/errors.ts',
    'src/log.ts',
  ],
  'src/sources/': [
    'src/services/sample-sources.ts',
    'src/services/in-slices.ts',
    'src/domain/',
    'src/errors.ts',
    'src/log.ts',
  ],
  'src/slack/': [
    'src/services/',
    'src/db/',
    'src/domain/',
    'src/errors.ts',
    'src/log.ts',
    'src/patience.ts',
    'src/config.ts',
  ],
  'src/jobs/': [
    'src/services/',
    'blocks/',
    'src/slack/',
    'src/db/',
    'src/domain/',
    'src/errors.ts',
    'src/log.ts',
  ],
  'blocks/': ['src/domain/', 'src/errors.ts'],
  // The router takes deliveries in and answers out; the verbs and buttons beside it never speak to Slack themselves.
  'commands/router/': [
    'blocks/',
    'src/services/',
    'src/slack/',
    'src/domain/',
    'src/errors.ts',
    'src/log.ts',
    'src/patience.ts',
  ],
  'commands/': ['blocks/', 'src/services/', 'src/domain/', 'src/errors.ts'],
  'src/main.ts': ['src/app.ts', 'src/config.ts', 'src/log.ts'],
};

/** Packages that only some may know, so that each can be exchanged in one place. */
const KEEPERS = [
  {
    name: 'slack',
    packages: ['@slack/(bolt|web-api|socket-mode|oauth|logger)'],
    keepers: ['src/app.ts', 'src/wiring/', 'commands/router/', 'src/slack/'],
  },
  // Only shapes of blocks: nothing of it is left at run time.
  { name: 'slack-types', packages: ['@slack/types'], keepers: ['blocks/', 'src/domain/message.ts'] },
  { name: 'pg', packages: ['pg'], keepers: ['src/db/', 'src/sources/postgres/'] },
  {
    name: 'graphile-worker',
    packages: ['graphile-worker'],
    keepers: ['src/db/', 'src/jobs/'],
  },
  { name: 'yaml', packages: ['yaml'], keepers: ['src/profiles.ts', 'src/policy-file.ts'] },
  { name: 'zip', packages: ['yazl'], keepers: ['src/files/'] },
  { name: 'times', packages: ['luxon', 'parse-duration'], keepers: ['src/services/pausing/'] },
  { name: 'addresses', packages: ['ipaddr.js'], keepers: ['src/sources/api/'] },
  { name: 'axios', packages: ['axios'], keepers: ['src/alooma/', 'src/slack/', 'src/sources/api/'] },
];

const DOMAIN_PACKAGES = ['zod', 'diff', 'jsonc-parser', 'fastest-levenshtein', 'picomatch', 'ms'];

const anchored = (paths) =>
  paths.map((path) => `^${path.replaceAll('.', '\\.')}${path.endsWith('/') ? '' : '$'}`);
const named = (path) => path.replace(/\.ts$/, '').replace(/\/$/, '').replaceAll('/', '-');
const packages = (names) => names.map((name) => `node_modules/${name}/`);

/** What runs from the command line, beside the bot itself, is a starting point of its own. */
const COMMAND_LINES = ['src/migrate.ts', 'src/audit-verify.ts'];

const leaning = Object.entries(LEANS).map(([folder, others]) => ({
  name: `${named(folder)}-leans`,
  comment: `${folder} may import ${['itself', ...others].join(', ')}, and nothing else of ours.`,
  severity: 'error',
  from: {
    path: anchored([folder]),
    // A folder with arrows of its own is not held to those of the folder around it.
    pathNot: anchored([
      ...COMMAND_LINES,
      ...Object.keys(LEANS).filter((inner) => inner !== folder && inner.startsWith(folder)),
    ]),
  },
  to: { path: PRODUCT, pathNot: anchored([folder, ...others]) },
}));

const keeping = KEEPERS.map(({ name, packages: names, keepers }) => ({
  name: `${name}-is-kept`,
  comment: `Only ${keepers.join(', ')} may know ${names.join(', ')}.`,
  severity: 'error',
  from: { path: PRODUCT, pathNot: anchored(keepers) },
  to: { path: packages(names) },
}));

module.exports = {
  forbidden: [
    ...leaning,
    ...keeping,
    {
      name: 'domain-is-pure',
      comment: `src/domain imports ${DOMAIN_PACKAGES.join(', ')} and node:crypto: no input, no output.`,
      severity: 'error',
      from: { path: '^src/domain/' },
      to: {
        dependencyTypesNot: ['local', 'type-only'],
        pathNot: [...packages(DOMAIN_PACKAGES), '^(node:)?crypto$'],
      },
    },
    {
      name: 'errors-is-a-leaf',
      severity: 'error',
      from: { path: '^src/errors\\.ts$' },
      to: { path: '.' },
    },
    {
      name: 'registry-is-wired-in-one-place',
      comment: 'Only src/app.ts knows all commands; the others are handed what they need.',
      severity: 'error',
      from: { path: '^(src|commands|blocks|sandbox)/', pathNot: '^src/app\\.ts$' },
      to: { path: '^commands/registry\\.ts$' },
    },
    {
      name: 'configuration-is-handed-down',
      comment: 'Only what starts the program reads it; the others may know its shape.',
      severity: 'error',
      from: { path: PRODUCT, pathNot: anchored(['src/app.ts', 'src/main.ts', ...COMMAND_LINES]) },
      to: { path: '^src/config\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-does-not-need-the-sandbox',
      severity: 'error',
      from: { path: PRODUCT },
      to: { path: '^(sandbox|test|bench)/' },
    },
    {
      name: 'sandbox-does-not-need-tests',
      severity: 'error',
      from: { path: '^sandbox/' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'product-runs-without-dev-dependencies',
      severity: 'error',
      from: { path: PRODUCT },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'packages-are-in-package-json',
      comment: 'What only another package brings may be gone tomorrow.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-dead-imports', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
