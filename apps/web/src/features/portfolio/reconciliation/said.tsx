import { parseDecimal } from '@ultrathink/domain/kernel';
import { Quantity } from '@/ui/value.tsx';

/** What one side says: a figure as this locale writes it, anything else as it was said. */
export function Said({ text }: { readonly text: string | null }) {
  if (text === null) return 'nothing';
  return parseDecimal(text).ok ? <Quantity value={text} /> : text;
}
