import { cn } from '../cn.ts';
import { pixelNumber } from './scale.ts';
import { partFill } from './series-look.ts';

export interface Part {
  readonly id: string;
  readonly name: string;
  /** Its size as decimal text; shares are taken of the sum. Parts below zero are not drawn. */
  readonly value: string;
}

/** The square that ties a row of a table to its part of the strip. */
export function PartSwatch({ index, count }: { readonly index: number; readonly count: number }) {
  return (
    <span
      aria-hidden="true"
      className="mr-2 inline-block size-2 shrink-0"
      style={{ background: partFill(index, count) }}
    />
  );
}

/** A whole as a strip of its parts, in the order of the table below it. */
export function StackBar({
  parts,
  label,
  className,
}: {
  readonly parts: readonly Part[];
  /** The strip in words: "Bitcoin 44.3%, Ether 22.3%, and three more". */
  readonly label: string;
  readonly className?: string;
}) {
  const sizes = parts.map(({ value }) => Math.max(0, pixelNumber(value) ?? 0));
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  return (
    <div role="img" aria-label={label} className={cn('flex h-2.5 gap-0.5', className)}>
      {parts.map(({ id, name }, index) => {
        const size = sizes[index] ?? 0;
        if (size === 0) return null;
        return (
          <span
            key={id}
            title={name}
            className="min-w-px"
            // Shares that sum to less than one would leave a rest of the strip empty.
            style={{
              flex: `${(100 * size) / whole} 1 0`,
              background: partFill(index, parts.length),
            }}
          />
        );
      })}
    </div>
  );
}
