import { Status } from '@/ui/status.tsx';
import { orderWords } from './order-words.ts';
import type { OwnOrder } from './use-own-orders.ts';

/** Plain words, with the OrdStatus of the protocol on hover. */
export function OrderState({ order, doubtfulVenue }: OwnOrder) {
  const { look, words } = orderWords(order, doubtfulVenue);
  return (
    <span title={look.word}>
      <Status look={look} word={words} />
    </span>
  );
}
