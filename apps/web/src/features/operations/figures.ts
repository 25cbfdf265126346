/** Measured figures as the parts a `Figure` takes: plain text and a unit. */

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

export type Measured = { readonly value: string; readonly unit: string; readonly decimals: number };

/** Powers of 1,000, as disks are sold; three digits at most before the point. */
export function measuredBytes(bytes: number): Measured {
  let value = bytes;
  let index = 0;
  while (value >= 999.5 && index < BYTE_UNITS.length - 1) {
    value /= 1_000;
    index += 1;
  }
  const decimals = index === 0 || value >= 99.95 ? 0 : 1;
  return { value: value.toFixed(decimals), unit: BYTE_UNITS[index] ?? 'B', decimals };
}

export function measuredMs(ms: number): Measured {
  const decimals = ms < 9.95 ? 1 : 0;
  return { value: ms.toFixed(decimals), unit: 'ms', decimals };
}

export function measuredPercent(ratio: number): Measured {
  return { value: (ratio * 100).toFixed(1), unit: '%', decimals: 1 };
}
