import type { ChartUnit } from './chart-unit.ts';

export interface BarDatum {
  readonly id: string;
  readonly name: string;
  readonly value: string | null;
  /** A bar that says something of its own: past a limit, the one in question. */
  readonly tone?: 'danger' | 'accent';
}

export interface BarChartData {
  readonly bars: readonly BarDatum[];
  readonly unit: ChartUnit;
  /** Columns stand on a baseline; rows lie beside their names. */
  readonly layout?: 'columns' | 'rows';
  /** Above zero in `up`, below in `down`: for results, where the side is the message. */
  readonly signed?: boolean;
  /** Bars that touch, as the bins of one range do. */
  readonly tight?: boolean;
  readonly label?: string;
}
