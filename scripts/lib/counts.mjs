/** Reads how many tests passed and failed from the JSON that vitest and Playwright leave. */

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** What a run that left no readable report counts as: one failure, never none. */
export const NOTHING_RAN = { passed: 0, failed: 1, skipped: 0 };

/** @returns {Counts} */
export function countVitest(report) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests = 0 } = report;
  // A file that could not even be loaded has no tests in it, and is a failure all the same.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = numFailedTests + broken;
  return {
    passed: numPassedTests,
    failed: failed === 0 && report.success !== true ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  };
}

/** @returns {Counts} A flaky test is a failed test. */
export function countPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failed = unexpected + flaky;
  const outside = report.errors?.length ?? 0;
  return { passed: expected, failed: failed === 0 && outside > 0 ? 1 : failed, skipped };
}

/**
 * How long each project of a Playwright run took, from its first test's start to its last one's end, in whole
 * seconds, in the order in which they ran: `sign-in 12 s, pages 310 s`.
 * @returns {string}
 */
export function timesPlaywright(report) {
  const spans = new Map();
  for (const { projectName, results } of report.suites.flatMap(testsOf)) {
    for (const { startTime, duration } of results) {
      const from = Date.parse(startTime);
      const span = spans.get(projectName) ?? { from, to: from };
      const to = Math.max(span.to, from + duration);
      spans.set(projectName, { from: Math.min(span.from, from), to });
    }
  }
  return [...spans]
    .sort(([, a], [, b]) => a.from - b.from)
    .map(([name, { from, to }]) => `${name} ${Math.round((to - from) / 1_000)} s`)
    .join(', ');
}

function testsOf({ specs = [], suites = [] }) {
  return [...specs.flatMap(({ tests }) => tests), ...suites.flatMap(testsOf)];
}

/** @param {Counts[]} all @returns {Counts} */
export function addCounts(all) {
  const sum = (key) => all.reduce((total, counts) => total + counts[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}
