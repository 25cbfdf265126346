// The borders between layers and contexts, held by machine. ARCHITECTURE.md has the reasons;
// scripts/borders.test.mjs plants a breach of each rule and sees it refused.

/** Contexts of the domain by rung: each may import only rungs beneath it, and nobody beside it. */
const LADDER = [
  ['kernel'],
  ['audit'],
  ['access'],
  ['market-data', 'clients', 'operations'],
  ['trading', 'ledger'],
  ['portfolio', 'tca'],
  ['risk', 'compliance'],
  ['reporting'],
  ['engine'],
];

/** What each layer may import of ours. A layer that is not named here imports nothing of ours. */
const LAYERS = {
  'packages/domain': [],
  'packages/runtime': ['packages/domain'],
  // It shares no code with what is tested against it.
  'packages/venue-simulator/src': [],
  'packages/venue-simulator/testing': ['packages/venue-simulator', 'scripts'],
  'packages/db/src': ['packages/db/package.json', 'packages/domain'],
  // Test databases are made by the same code that makes real ones.
  'packages/db/testing': ['packages/db', 'packages/domain', 'prisma', 'scripts'],
  'packages/api': ['packages/domain', 'packages/db', 'packages/runtime'],
  'packages/venues/src': ['packages/domain'],
  'packages/venues/conformance': ['packages/venues', 'packages/domain', 'packages/venue-simulator'],
  'packages/worker/src': ['packages/domain', 'packages/db', 'packages/runtime', 'packages/venues'],
  'packages/worker/testing': [
    'packages/worker',
    'packages/domain',
    'packages/db',
    'packages/runtime',
    'packages/venues',
    'packages/venue-simulator',
  ],
  // It does in people's place what people do, so that every page of a demo has something true to show.
  'packages/demo': [
    'packages/api',
    'packages/db',
    'packages/domain',
    'packages/runtime',
    'packages/venue-simulator',
  ],
  'apps/web': ['packages/api', 'packages/domain', 'packages/runtime'],
  prisma: ['packages/db', 'packages/domain', 'packages/runtime', 'scripts'],
  e2e: ['packages/db/testing', 'packages/domain', 'scripts'],
  scripts: ['prisma'],
};

/** Folders of apps/web/src/features that are no context: what every page stands in. */
const FRAME = ['shell', 'live', 'identity', 'public'];

const TESTS = '\\.(test|spec|conformance)\\.(ts|tsx|mjs)$';
/** Libraries that draw or behave for us. Only the design system meets them. */
const DRAWING =
  'node_modules/(@base-ui/|recharts/|lightweight-charts/|react-day-picker/|sonner/|cmdk/|lucide-react/)';

const oneOf = (names) => `(${names.join('|')})`;

function ladderRules() {
  const all = LADDER.flat();
  return LADDER.flatMap((rung, height) =>
    rung.map((context) => {
      const beneath = [...LADDER.slice(0, height).flat(), context];
      return {
        name: `ladder-${context}`,
        comment: `${context} may import only contexts beneath it: ${beneath.join(', ')}.`,
        severity: 'error',
        from: { path: `^packages/domain/src/${context}/` },
        to: {
          path: `^packages/domain/src/${oneOf(all)}/`,
          pathNot: `^packages/domain/src/${oneOf(beneath)}/`,
        },
      };
    }),
  );
}

function layerRules() {
  const ours = '^(packages/[^/]+|apps/[^/]+|prisma|e2e|bench|scripts)/';
  return Object.entries(LAYERS).map(([layer, allowed]) => ({
    name: `layer-${layer.replaceAll('/', '-')}`,
    comment: `${layer} may import of ours: ${allowed.join(', ') || 'nothing'}.`,
    severity: 'error',
    from: { path: `^${layer}/`, pathNot: TESTS },
    to: { path: ours, pathNot: `^${oneOf([layer, ...allowed])}/` },
  }));
}

module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Modules that need each other are one module, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      comment: 'An import that resolves to nothing is a border this check cannot see.',
      severity: 'error',
      from: { pathNot: '^apps/web/next-env\\.d\\.ts$' },
      to: { couldNotResolve: true, pathNot: '^(server-only|client-only)$|/generated/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'The functional core imports decimal.js and zod, and nothing else.',
      severity: 'error',
      from: { path: '^packages/domain/src/', pathNot: TESTS },
      to: {
        pathNot: [
          '^packages/domain/src/',
          'node_modules/(decimal\\.js|zod)/',
          '^(decimal\\.js|zod)',
        ],
      },
    },
    {
      name: 'domain-context-has-a-rung',
      comment: 'A new context of the domain gets its place in LADDER first.',
      severity: 'error',
      from: {},
      to: {
        path: '^packages/domain/src/[^/]+/',
        pathNot: `^packages/domain/src/${oneOf(LADDER.flat())}/`,
      },
    },
    {
      name: 'one-door-per-context',
      comment: 'Contexts of the domain meet each other through index.ts.',
      severity: 'error',
      from: { path: '^packages/domain/src/([^/]+)/' },
      to: {
        path: '^packages/domain/src/[^/]+/',
        pathNot: ['^packages/domain/src/$1/', '^packages/domain/src/[^/]+/index\\.ts$'],
      },
    },
    ...ladderRules(),
    ...layerRules(),
    {
      name: 'only-db-meets-postgres',
      comment:
        'packages/db is the only code that talks to PostgreSQL; pg-boss is the worker’s own.',
      severity: 'error',
      from: { path: '^(packages/(domain|runtime|api)|apps/web)/', pathNot: TESTS },
      to: { path: '(^|node_modules/)(pg|@prisma/[^/]+|prisma|postgres)(/|$)' },
    },
    {
      name: 'no-next-outside-web',
      comment: 'Procedures and processes must run without Next.js.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '(^|node_modules/)(next|react|react-dom)(/|$)' },
    },
    {
      name: 'features-stay-apart',
      comment:
        'A feature of one context does not import another’s; what both need stands in ui. The style guide shows parts of all.',
      severity: 'error',
      from: {
        path: '^apps/web/src/features/([^/]+)/',
        pathNot: '^apps/web/src/features/styleguide/',
      },
      to: {
        path: '^apps/web/src/features/[^/]+/',
        pathNot: ['^apps/web/src/features/$1/', `^apps/web/src/features/${oneOf(FRAME)}/`],
      },
    },
    {
      name: 'frame-knows-no-context',
      comment: 'Shell and live line carry every context and know none.',
      severity: 'error',
      from: { path: `^apps/web/src/features/${oneOf(FRAME)}/` },
      to: {
        path: '^apps/web/src/features/[^/]+/',
        pathNot: `^apps/web/src/features/${oneOf(FRAME)}/`,
      },
    },
    {
      name: 'ui-knows-no-feature',
      comment: 'The design system stands beneath features and routes.',
      severity: 'error',
      from: { path: '^apps/web/src/ui/' },
      to: { path: '^apps/web/src/(features|app)/' },
    },
    {
      name: 'only-ui-draws',
      comment: 'Chart, primitive and icon libraries are met in apps/web/src/ui only.',
      severity: 'error',
      from: { path: '^apps/web/src/', pathNot: ['^apps/web/src/ui/', TESTS] },
      to: { path: DRAWING },
    },
    {
      name: 'no-test-in-the-product',
      comment: 'What runs does not import what tests.',
      severity: 'error',
      from: {
        path: '^(packages|apps|prisma)/',
        pathNot: [TESTS, '^packages/(db|api|demo|worker)/testing/'],
      },
      to: { path: [TESTS, '^packages/db/testing/', '(^|node_modules/)(vitest|fast-check)(/|$)'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.next[^/]*|\\.turbo|\\.data|report|coverage)/|/src/generated/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'apps/web/tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
};
