/**
 * A list that shares what did not change with the list it was made from, for lists that are long and
 * change in one place: putting an item into ten thousand copies a piece of them and not all. The items
 * stand in pieces of 1 to 128; where the pieces begin says nothing about the content.
 */
const MOST_A_PIECE = 128;

type Piece<T> = readonly T[];

class Pieces<T> {
  readonly size: number;
  readonly pieces: readonly Piece<T>[];

  constructor(size: number, pieces: readonly Piece<T>[]) {
    this.size = size;
    this.pieces = pieces;
  }
}

export type PersistentList<T> = Pieces<T>;

const EMPTY = new Pieces<never>(0, []);

export function emptyList<T>(): PersistentList<T> {
  return EMPTY;
}

/** For who reads values of any kind. */
export function isPersistentList(value: unknown): value is PersistentList<unknown> {
  return value instanceof Pieces;
}

export function listOf<T>(items: readonly T[]): PersistentList<T> {
  const pieces: Piece<T>[] = [];
  for (let from = 0; from < items.length; from += MOST_A_PIECE) {
    pieces.push(items.slice(from, from + MOST_A_PIECE));
  }
  return new Pieces(items.length, pieces);
}

/** The first so many; all of them without a number. */
export function listItems<T>(list: PersistentList<T>, most: number = list.size): readonly T[] {
  const items: T[] = [];
  for (const piece of list.pieces) {
    for (const item of piece) {
      if (items.length >= most) return items;
      items.push(item);
    }
  }
  return items;
}

export function listFirst<T>({ pieces }: PersistentList<T>): T | undefined {
  return pieces[0]?.[0];
}

/** In a list where `is` holds for no item before the first that it holds for, and for all after it. */
export function firstWhere<T>(list: PersistentList<T>, is: (item: T) => boolean): number {
  const { pieces } = list;
  const at = halved(pieces.length, (n) => {
    const last = pieces[n]?.at(-1);
    return last !== undefined && is(last);
  });
  const piece = pieces[at];
  let before = 0;
  for (let n = 0; n < at; n += 1) before += pieces[n]?.length ?? 0;
  if (piece === undefined) return before;
  return before + halved(piece.length, (n) => is(piece[n] as T));
}

function halved(length: number, isAt: (n: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isAt(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** From a place on, the first item that this holds for; -1 without one. */
export function indexFrom<T>(
  list: PersistentList<T>,
  from: number,
  is: (item: T) => boolean,
): number {
  let before = 0;
  for (const piece of list.pieces) {
    for (let n = Math.max(0, from - before); n < piece.length; n += 1) {
      if (is(piece[n] as T)) return before + n;
    }
    before += piece.length;
  }
  return -1;
}

/** The list with the item before what stands at that place; the end is a place, too. */
export function listInsert<T>(list: PersistentList<T>, at: number, item: T): PersistentList<T> {
  const { pieces, size } = list;
  if (pieces.length === 0) return new Pieces(1, [[item]]);
  const [n, within] = pieceAt(pieces, at);
  const piece = (pieces[n] ?? []).toSpliced(within, 0, item);
  const half = piece.length >> 1;
  const made = piece.length > MOST_A_PIECE ? [piece.slice(0, half), piece.slice(half)] : [piece];
  return new Pieces(size + 1, pieces.toSpliced(n, 1, ...made));
}

/** The list without what stands at that place. */
export function listRemove<T>(list: PersistentList<T>, at: number): PersistentList<T> {
  const { pieces, size } = list;
  if (at < 0 || at >= size) return list;
  const [n, within] = pieceAt(pieces, at);
  const piece = (pieces[n] ?? []).toSpliced(within, 1);
  return new Pieces(size - 1, pieces.toSpliced(n, 1, ...(piece.length === 0 ? [] : [piece])));
}

function pieceAt<T>(pieces: readonly Piece<T>[], at: number): readonly [number, number] {
  let left = at;
  for (let n = 0; n < pieces.length - 1; n += 1) {
    const { length } = pieces[n] as Piece<T>;
    if (left < length) return [n, left];
    left -= length;
  }
  return [pieces.length - 1, left];
}
