/** What Coinbase answers to an act: taken, or why not, and of which order. */
import { equals, err, ok, type Result } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import {
  amount,
  type Malformed,
  malformed,
  readAs,
  readJson,
  readTextAs,
} from '../common/reading.ts';
import type { Placed } from '../contract/execution-client.ts';
import type { NewOrderBody } from './build.ts';
import { type ActRead, cancelFailure, editFailure, orderFailure } from './outcomes.ts';

const placedBody = z.object({
  success: z.literal(true),
  success_response: z.object({
    order_id: z.string().min(1),
    product_id: z.string(),
    side: z.string(),
    client_order_id: z.string(),
  }),
  order_configuration: z.record(z.string(), z.record(z.string(), z.unknown())).nullish(),
});

/**
 * The answer to a new order. It names the order and tells nothing of what it has done. A name that was
 * used before is answered with the order of that name: where that is not the one which was meant, it
 * exists, and is nothing that was placed now.
 */
export function readPlaced(text: string, meant: NewOrderBody): Result<ActRead<Placed>, Malformed> {
  const raw = readJson(text);
  if (!raw.ok) return raw;
  const failure = orderFailure(raw.value);
  if (failure !== null) return ok(failure);
  const read = readAs(placedBody, raw.value);
  if (!read.ok) return read;
  const { success_response: named, order_configuration: configuration } = read.value;
  if (named.client_order_id !== meant.client_order_id) {
    return err(malformed('the answer is of another order'));
  }
  const isMeant =
    named.product_id === meant.product_id &&
    named.side === meant.side &&
    isSameConfiguration(configuration ?? {}, meant.order_configuration);
  if (!isMeant) return ok({ kind: 'Exists' });
  return ok({ kind: 'Done', value: { orderId: named.order_id, report: null, fills: [] } });
}

type Configuration = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const FIGURES = ['base_size', 'limit_price', 'stop_price'];

/** As far as the answer tells: a figure that it leaves out is no other one. */
function isSameConfiguration(told: Configuration, meant: Configuration): boolean {
  const [one = {}] = Object.values(told);
  const [other = {}] = Object.values(meant);
  return FIGURES.every((name) => {
    if (one[name] === undefined) return true;
    const [a, b] = [amount.safeParse(one[name]), amount.safeParse(other[name])];
    return a.success && b.success && equals(a.data, b.data);
  });
}

const cancelBody = z.object({
  results: z.array(
    z.object({ success: z.boolean(), failure_reason: z.string().nullish(), order_id: z.string() }),
  ),
});

/** The answer to a cancel: what came of each order, by its id. All that were named have to be there. */
export function readCanceled(
  text: string,
  orderIds: readonly string[],
): Result<ReadonlyMap<string, ActRead<null>>, Malformed> {
  const read = readTextAs(cancelBody, text);
  if (!read.ok) return read;
  const told = new Map<string, ActRead<null>>();
  for (const result of read.value.results) {
    told.set(result.order_id, cancelFailure(result) ?? { kind: 'Done', value: null });
  }
  const missing = orderIds.some((id) => !told.has(id));
  return missing ? err(malformed('the answer is of other orders')) : ok(told);
}

const editedBody = z.object({ success: z.literal(true) });

/** The answer to an edit, which keeps the order's id. */
export function readEdited(text: string, orderId: string): Result<ActRead<Placed>, Malformed> {
  const raw = readJson(text);
  if (!raw.ok) return raw;
  const failure = editFailure(raw.value);
  if (failure !== null) return ok(failure);
  const read = readAs(editedBody, raw.value);
  return read.ok ? ok({ kind: 'Done', value: { orderId, report: null, fills: [] } }) : read;
}
