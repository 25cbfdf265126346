'use client';

import { useSyncExternalStore } from 'react';
import { Select, type SelectOption } from '../select.tsx';
import { isZone, offsetName, UTC, zoneName } from './day.ts';

const never = () => () => undefined;

/** The zone of this reader's machine; UTC until the page runs there. */
export function useOwnZone(): string {
  return useSyncExternalStore(
    never,
    () => {
      const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
      return isZone(own) ? own : UTC;
    },
    () => UTC,
  );
}

/**
 * Whose clock the page shows. UTC first, the reader's own next, then the places given; each with
 * the offset it has at `at`, because an offset is true of a day and not of a place.
 */
export function ZoneSwitch({
  value,
  onValueChange,
  places = [],
  at,
  label = 'Time zone',
  size = 'cell',
  className,
}: {
  readonly value: string;
  readonly onValueChange: (zone: string) => void;
  /** IANA names: where the firm and its venues are. */
  readonly places?: readonly string[];
  /** The instant whose offsets are shown. */
  readonly at: string;
  readonly label?: string;
  readonly size?: 'field' | 'cell';
  readonly className?: string;
}) {
  const own = useOwnZone();
  const zones = [...new Set([UTC, own, value, ...places])].filter(isZone);
  const options: SelectOption<string>[] = zones.map((zone) => ({
    value: zone,
    label: zoneName(zone),
    note: zone === UTC ? undefined : `${offsetName(at, zone)}${zone === own ? ', yours' : ''}`,
  }));
  return (
    <Select
      aria-label={label}
      options={options}
      value={value}
      onValueChange={onValueChange}
      size={size}
      {...(className !== undefined && { className })}
    />
  );
}
