/** How the states of a venue are drawn, and figures of its line that several parts show. */
import type { VenueStateName } from '@/ui/status-words.ts';
import type { VenueReport } from '../model.ts';

const STATE: Readonly<Record<VenueReport['current']['state'], VenueStateName>> = {
  UP: 'Up',
  DEGRADED: 'Degraded',
  DOWN: 'Down',
  MAINTENANCE: 'Maintenance',
  RECONCILING: 'Reconciling',
};

export function stateName(state: VenueReport['current']['state']): VenueStateName {
  return STATE[state];
}

/** The budget that is nearest to its end; undefined where none is known. */
export function tightest({ budgets }: Pick<VenueReport, 'budgets'>) {
  const used = ({ capacity, left }: { capacity: number; left: number }) =>
    capacity === 0 ? 1 : 1 - left / capacity;
  return [...budgets].sort((a, b) => used(b) - used(a))[0];
}

export function gapsOf({ feed }: Pick<VenueReport, 'feed'>): number {
  return Object.values(feed.gaps).reduce((sum, count) => sum + count, 0);
}

/** What most requests wait: of the operation that was asked most. */
export function usualLatency({ latencies }: Pick<VenueReport, 'latencies'>) {
  return [...latencies].sort((a, b) => b.count - a.count)[0];
}

/** One sentence over all of them. */
export function venuesHeadline(reports: readonly (VenueReport | null)[]): string {
  const known = reports.filter((one) => one !== null);
  if (known.length === 0) return 'Nothing is known of the venues now.';
  const off = known.filter(({ current }) => current.state !== 'UP');
  if (off.length === 0) {
    return known.length === 1 ? 'The one venue is up.' : `All ${known.length} venues are up.`;
  }
  return off.length === 1 ? 'One venue is not up.' : `${off.length} venues are not up.`;
}
