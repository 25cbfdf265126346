import type {
  IPrimitivePaneRenderer,
  ISeriesPrimitive,
  SeriesAttachedParameter,
  Time,
  UTCTimestamp,
} from 'lightweight-charts';
import { type Candle, candleIndex, type PriceData } from '../candles.ts';
import { pixelNumber } from '../scale.ts';

export interface AnnotationColors {
  readonly up: string;
  readonly down: string;
  readonly accent: string;
  readonly line: string;
  readonly ink2: string;
  readonly paper: string;
}

export interface Annotations {
  readonly data: PriceData;
  readonly colors: AnnotationColors;
  readonly font: string;
}

type Attached = SeriesAttachedParameter<Time>;
type Canvas = CanvasRenderingContext2D;

export const timeOf = ({ at }: Candle) => (Date.parse(at) / 1000) as UTCTimestamp;

const TRIANGLE = 4;
const GAP = 7;
/** Height of a line of words. */
const LINE = 13;

/** A triangle with its point at (x, y), up or down. */
function triangle(canvas: Canvas, x: number, y: number, up: boolean): void {
  const base = up ? TRIANGLE * 1.7 : -TRIANGLE * 1.7;
  canvas.beginPath();
  canvas.moveTo(x, y);
  canvas.lineTo(x - TRIANGLE, y + base);
  canvas.lineTo(x + TRIANGLE, y + base);
  canvas.closePath();
  canvas.fill();
}

/** Room of one fill's words: where more of them stand, the candles under them are lost. */
const WORDS_ROOM = 90;

/** Own fills: buys under their candle pointing up, sells over it pointing down, with the quantity. */
function drawFills(
  canvas: Canvas,
  { data, colors }: Annotations,
  { chart, series }: Attached,
  size: { readonly width: number },
): void {
  canvas.textAlign = 'center';
  const most = Math.max(2, Math.floor(size.width / WORDS_ROOM));
  const taken: { readonly at: number; readonly half: number; readonly top: number }[] = [];
  // The newest first: where there is room for one alone, it is theirs.
  for (const fill of (data.fills ?? []).toSorted((a, b) => b.at.localeCompare(a.at))) {
    const candle = data.candles[candleIndex(data.candles, fill.at)];
    if (candle === undefined) continue;
    const buy = fill.side === 'Buy';
    const x = chart.timeScale().timeToCoordinate(timeOf(candle));
    const y = series.priceToCoordinate(pixelNumber(buy ? candle.low : candle.high) ?? 0);
    if (x === null || y === null) continue;
    canvas.fillStyle = buy ? colors.up : colors.down;
    const tip = y + (buy ? GAP : -GAP);
    triangle(canvas, x, tip, buy);
    const words = `${fill.side} ${fill.quantity}`;
    const half = canvas.measureText(words).width / 2;
    const at = Math.min(Math.max(x, half), size.width - half);
    const base = tip + (buy ? TRIANGLE * 1.7 + 4 : -TRIANGLE * 1.7 - 3);
    const top = buy ? base : base - LINE;
    // Words over words are none: the triangle stays, and the blotter has the figure.
    if (
      taken.length >= most ||
      taken.some((one) => Math.abs(one.at - at) < one.half + half && Math.abs(one.top - top) < LINE)
    ) {
      continue;
    }
    taken.push({ at, half, top });
    canvas.textBaseline = buy ? 'top' : 'bottom';
    // A rim of paper, so that words over a neighbour's candle are read and not guessed.
    canvas.strokeStyle = colors.paper;
    canvas.lineWidth = 4;
    canvas.lineJoin = 'round';
    canvas.strokeText(words, at, base);
    canvas.fillText(words, at, base);
  }
}

/** The words of own limits, at the left end of their lines, where no candle is read. */
function drawLimits(canvas: Canvas, { data, colors }: Annotations, { series }: Attached): void {
  canvas.textAlign = 'left';
  canvas.textBaseline = 'bottom';
  canvas.fillStyle = colors.accent;
  for (const { price, words } of data.limits ?? []) {
    const y = series.priceToCoordinate(pixelNumber(price) ?? 0);
    if (y !== null) canvas.fillText(words, 0, y - 4);
  }
}

/** Hatches what lies past the last candle while nothing is known, and says so. */
function drawUnknown(
  canvas: Canvas,
  { data, colors }: Annotations,
  { chart }: Attached,
  size: { readonly width: number; readonly height: number },
): void {
  const last = data.candles.at(-1);
  if (data.state !== 'offline' || last === undefined) return;
  const x = chart.timeScale().timeToCoordinate(timeOf(last));
  if (x === null) return;
  const from = x + 5;
  canvas.save();
  canvas.beginPath();
  canvas.rect(from, 0, size.width - from, size.height);
  canvas.clip();
  canvas.strokeStyle = colors.line;
  canvas.lineWidth = 1;
  canvas.beginPath();
  for (let start = from - size.height; start < size.width + size.height; start += 14) {
    canvas.moveTo(start, size.height);
    canvas.lineTo(start + size.height * 1.8, 0);
  }
  canvas.stroke();
  canvas.restore();
  canvas.strokeStyle = colors.ink2;
  canvas.beginPath();
  canvas.moveTo(from, 0);
  canvas.lineTo(from, size.height);
  canvas.stroke();
  canvas.textAlign = 'left';
  canvas.textBaseline = 'bottom';
  canvas.fillStyle = colors.ink2;
  canvas.fillText('no data', from + 6, size.height - 8);
}

/** What is ours in a chart of prices: fills, the limit's words, and the edge of what is known. */
export function priceAnnotations(now: () => Annotations): ISeriesPrimitive<Time> {
  let attached: Attached | null = null;
  const renderer: IPrimitivePaneRenderer = {
    draw: (target) => {
      const to = attached;
      if (to === null) return;
      // A canvas, and no hook of React, whatever its name begins with.
      const paint = target.useMediaCoordinateSpace.bind(target);
      paint(({ context, mediaSize }) => {
        const annotations = now();
        context.font = annotations.font;
        drawUnknown(context, annotations, to, mediaSize);
        drawFills(context, annotations, to, mediaSize);
        drawLimits(context, annotations, to);
      });
    },
  };
  return {
    attached: (to) => {
      attached = to;
    },
    detached: () => {
      attached = null;
    },
    paneViews: () => [{ zOrder: () => 'top', renderer: () => renderer }],
  };
}
