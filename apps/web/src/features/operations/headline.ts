/** The sentence of state that leads the page: the worst that is known, and what is safe in spite of it. */
import type { HealthState } from '@ultrathink/domain/operations';
import type { FreshnessName } from '@/ui/status-words.ts';

export type Known = {
  readonly line: FreshnessName;
  /** As the last beat told it; null before the first. */
  readonly engine: 'Connected' | 'Reconnecting' | 'Closed' | null;
  /** By name of the check; null before health was first read. */
  readonly checks: ReadonlyMap<string, HealthState> | null;
};

export type Headline = { readonly sentence: string; readonly detail: string };

const LINE_LOST: ReadonlySet<FreshnessName> = new Set(['offline', 'reconnecting', 'stale']);

export function headline({ line, engine, checks }: Known): Headline {
  if (LINE_LOST.has(line)) {
    return {
      sentence: 'This page has lost its line to the platform.',
      detail: 'The figures are the last ones heard. The platform itself may be well.',
    };
  }
  if (checks?.get('database') === 'Down') {
    return {
      sentence: 'The database does not answer.',
      detail: 'Nothing is written meanwhile. The engine runs on; figures of the database are old.',
    };
  }
  if (engine !== null && engine !== 'Connected') {
    return {
      sentence: 'The engine is not connected.',
      detail: 'Nothing is sent to it meanwhile. Its figures are the last ones heard.',
    };
  }
  const jobs = checks?.get('jobs');
  if (jobs === 'Degraded') {
    return {
      sentence: 'Jobs are late. The engine runs.',
      detail: 'The database has not been measured for over three minutes.',
    };
  }
  if (engine === null || checks === null) {
    return { sentence: 'The state is being read.', detail: 'Nothing is known yet.' };
  }
  if (jobs === 'Unknown') {
    return {
      sentence: 'The engine runs. Jobs have not reported yet.',
      detail: 'The first measure of the database comes within a minute of their start.',
    };
  }
  return { sentence: 'Everything runs.', detail: 'Engine, jobs and database answer.' };
}
