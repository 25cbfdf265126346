/** What is measured of trading, for Prometheus. */
import type { Decided } from '@ultrathink/domain/engine/core';
import { LATENCY_BUCKETS_SECONDS, METRIC_PREFIX } from '@ultrathink/runtime';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { EffectsParts } from './effects.ts';
import type { Alert } from './ports.ts';
import type { RunMeter } from './run-parts.ts';

const BATCH_BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 512];

/** Read whenever somebody asks for the metrics. */
export interface TradingGauges {
  readonly waiting: () => number;
  readonly unconfirmed: () => number;
  readonly working: () => number;
  readonly breaks: () => number;
  readonly leaseLeftSeconds: () => number;
  readonly evidenceWaiting: () => number;
  readonly evidenceDropped: () => number;
  readonly accountsOpen: () => number;
}

export interface TradingMeter extends RunMeter {
  readonly onSent: NonNullable<EffectsParts['onSent']>;
  readonly onAlert: (alert: Alert) => void;
  readonly onCommitted: (batch: readonly Decided[]) => void;
}

export function tradingMeter(registry: Registry, gauges: TradingGauges): TradingMeter {
  const registers = [registry];
  const named = (name: string, help: string) => ({
    name: `${METRIC_PREFIX}${name}`,
    help,
    registers,
  });
  const commitSeconds = new Histogram({
    ...named('commit_seconds', 'Time of one batch from its handing over to its commit.'),
    buckets: LATENCY_BUCKETS_SECONDS,
  });
  const batchSize = new Histogram({
    ...named('batch_records', 'Records of one batch.'),
    buckets: BATCH_BUCKETS,
  });
  const toWire = new Histogram<'venue' | 'request'>({
    ...named('to_wire_seconds', 'From a commit to the first byte of the request that it let out.'),
    labelNames: ['venue', 'request'],
    buckets: LATENCY_BUCKETS_SECONDS,
  });
  const sent = new Counter<'venue' | 'request' | 'outcome'>({
    ...named('requests_total', 'Requests about orders, by venue and by what was proven of them.'),
    labelNames: ['venue', 'request', 'outcome'],
  });
  const orders = new Counter<'verdict'>({
    ...named('orders_total', 'Orders of people and programs, by what was decided.'),
    labelNames: ['verdict'],
  });
  const fills = new Counter(named('fills_total', 'Fills that were booked.'));
  const failures = new Counter<'code'>({
    ...named('commit_failures_total', 'Batches that are not known to be in the journal.'),
    labelNames: ['code'],
  });
  const alerts = new Counter<'code' | 'severity'>({
    ...named('alerts_total', 'What somebody has to look at, by its runbook.'),
    labelNames: ['code', 'severity'],
  });
  // A series that appears only with its first failure can not be alerted on.
  for (const code of ['Fenced', 'Refused', 'NotCommitted', 'Unknown'] as const)
    failures.inc({ code }, 0);
  for (const verdict of ['Placed', 'Refused'] as const) orders.inc({ verdict }, 0);
  gauge(registry, 'inputs_waiting', 'Inputs that wait to be judged.', gauges.waiting);
  gauge(registry, 'orders_working', 'Orders in memory.', gauges.working);
  gauge(registry, 'unconfirmed', 'Requests whose outcome is not proven.', gauges.unconfirmed);
  gauge(registry, 'breaks_open', 'Differences from venues that stand open.', gauges.breaks);
  gauge(registry, 'lease_left_seconds', 'What is left of the lease.', gauges.leaseLeftSeconds);
  gauge(registry, 'evidence_waiting', 'Evidence not written yet.', gauges.evidenceWaiting);
  gauge(registry, 'evidence_dropped', 'Evidence let go.', gauges.evidenceDropped);
  gauge(registry, 'venue_accounts_open', 'Accounts connected.', gauges.accountsOpen);
  return {
    committed(records, seconds) {
      commitSeconds.observe(seconds);
      batchSize.observe(records);
    },
    failed: (code) => failures.inc({ code }),
    onSent({ venue, request, outcome, toWireMs }) {
      sent.inc({ venue, request, outcome });
      if (toWireMs !== null) toWire.observe({ venue, request }, toWireMs / 1_000);
    },
    onAlert: ({ code, severity }) => alerts.inc({ code, severity }),
    onCommitted(batch) {
      for (const { record } of batch) {
        for (const event of record.events) {
          if (event.type === 'OrderDecided') orders.inc({ verdict: event.decision.verdict });
          else if (event.type === 'FillBooked') fills.inc();
        }
      }
    },
  };
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name: `${METRIC_PREFIX}${name}`,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}
