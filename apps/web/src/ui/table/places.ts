/** Far above every place of the contiguous rows. */
const APART = 1_000_000;

export interface Places {
  /** A place for each index, in the order of the indexes; no two are the same. */
  readonly places: readonly number[];
  /** How many places there are for contiguous rows: hand it in again, so that they stay the same. */
  readonly most: number;
}

/**
 * The places on the page that rows are drawn in. They are used again for the rows that come into
 * sight, because new text in old cells costs the browser far less than new cells. All indexes are
 * contiguous but for one: the row the keyboard stands on may be far away, and has a place apart.
 */
export function placesOf(indexes: readonly number[], active: number, most: number): Places {
  const others = indexes.filter((index) => index !== active);
  const first = others[0] ?? active;
  const last = others.at(-1) ?? active;
  const apart = active < first - 1 || active > last + 1;
  const span = apart
    ? last - first + 1
    : Math.max(last, active, first) - Math.min(first, active < 0 ? first : active) + 1;
  const count = Math.max(most, span, 1);
  return {
    most: count,
    places: indexes.map((index) => (apart && index === active ? APART : index % count)),
  };
}
