/** Basis points as the platform tells them, `12.5`, as the ratio that columns read: `0.00125`. */
export function bpsRatio(bps: string | null): string | null {
  if (bps === null) return null;
  const sign = bps.startsWith('-') ? '-' : '';
  const [whole = '0', fraction = ''] = bps.replace('-', '').split('.');
  const digits = whole.padStart(5, '0');
  return `${sign}${digits.slice(0, -4)}.${digits.slice(-4)}${fraction}`;
}
