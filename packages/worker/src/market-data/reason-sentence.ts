/** Why a venue is not simply up, as people read it. */
import type { VenueReason } from '@ultrathink/domain/market-data';

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

export function sentenceOfReason(reason: VenueReason): string {
  switch (reason.code) {
    case 'NotHeard':
      return reason.silentMs === null
        ? 'Nothing has been heard of it yet.'
        : `Nothing was heard for ${seconds(reason.silentMs)}; ${seconds(reason.limitMs)} are allowed.`;
    case 'LineFailing':
      return 'Requests fail one after the other; none is sent for now.';
    case 'Banned':
      return 'The venue refuses this address for a while.';
    case 'SaysMaintenance':
      return 'The venue says it is closed for maintenance.';
    case 'CancelOnly':
      return 'The venue takes cancels alone.';
    case 'ReportsDown':
      return `The stream of reports ${reason.stream} is not open.`;
    case 'ReconcileSince':
      return `What was missed since ${reason.since} is being read again.`;
    case 'RateLimited':
      return 'The venue says there were too many requests; they wait.';
    case 'PostOnly':
      return 'The venue takes orders that rest alone.';
    case 'MarketDataDown':
      return `The stream of market data ${reason.stream} is not open.`;
    case 'Slow':
      return `One answer of a hundred takes more than ${reason.p99Ms} ms; ${reason.limitMs} ms are allowed.`;
    case 'ClockDiffers':
      return `Its clock differs from ours by ${reason.offsetMs} ms; ${reason.limitMs} ms are allowed.`;
    case 'ClockSet':
      return `The clock of this machine was set by ${seconds(reason.byMs)} a moment ago.`;
    case 'HeadroomLow':
      return `Of its limit ${reason.budget} ${reason.left} of ${reason.capacity} are left.`;
  }
}
