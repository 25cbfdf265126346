/** When a desk is at work: busy while Europe and America are, quiet at night and at the week's end. */
import { activityAt, type Random } from '@ultrathink/venue-simulator/past';

const MINUTE_MS = 60_000;
/** So many orders come together, within seconds: an idea, a basket, a reaction to news. */
const TOGETHER = 9;
const APART_MS = 7 * MINUTE_MS;

export interface Session {
  readonly atMs: number;
  readonly orders: number;
}

/** When London, New York and the week's first hours of Asia open: more comes then than all day. */
const OPENS: Readonly<Record<number, number>> = { 0: 2, 7: 1.9, 8: 1.4, 13: 1.5, 14: 1.7 };

function weightOf(atMs: number): number {
  const day = new Date(atMs).getUTCDay();
  const hour = new Date(atMs).getUTCHours();
  const isAtDesk = hour >= 6 && hour < 21;
  const ofDay = day === 0 || day === 6 ? 0.25 : 1;
  return activityAt(atMs) ** 2 * ofDay * (isAtDesk ? 1 : 0.12) * (OPENS[hour] ?? 1);
}

/** In their order, none within seven minutes of another. */
export function sessionsOf(
  { orders, fromMs, untilMs }: { orders: number; fromMs: number; untilMs: number },
  random: Random,
): readonly Session[] {
  const slots = Math.floor((untilMs - fromMs) / APART_MS);
  const weights = Array.from({ length: slots }, (_, n) => weightOf(fromMs + n * APART_MS));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const wanted = Math.max(1, Math.min(slots, Math.round(orders / TOGETHER)));
  const chosen = weights.flatMap((weight, n) =>
    random.unit() < (weight / total) * wanted ? [n] : [],
  );
  const each = orders / Math.max(1, chosen.length);
  let due = 0;
  return chosen.flatMap((n) => {
    due += each * (0.5 + random.unit());
    const now = Math.floor(due);
    due -= now;
    const atMs = fromMs + n * APART_MS + Math.floor(random.unit() * MINUTE_MS);
    return now === 0 ? [] : [{ atMs, orders: now }];
  });
}
