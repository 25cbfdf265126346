/** The order after one column was put before or after another. Unknown columns move nothing. */
export function moveColumn(
  order: readonly string[],
  moved: string,
  target: string,
  side: 'before' | 'after',
): readonly string[] {
  if (moved === target || !order.includes(moved) || !order.includes(target)) return order;
  const others = order.filter((id) => id !== moved);
  const place = others.indexOf(target) + (side === 'after' ? 1 : 0);
  return [...others.slice(0, place), moved, ...others.slice(place)];
}
