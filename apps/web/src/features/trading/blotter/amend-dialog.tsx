'use client';

import { decimal, multiply, toText } from '@ultrathink/domain/kernel';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { FactList } from '@/ui/facts.tsx';
import { Money, Quantity } from '@/ui/value.tsx';
import type { Decision, OrderRow } from '../model.ts';
import { checkName, checkReason, rejectionText } from '../words.ts';

export interface Amendment {
  readonly row: OrderRow;
  readonly orderQty: string;
  readonly price: string | null;
}

/** What would change of an order, old beside new, before anybody is asked. */
export function AmendDialog({
  amendment,
  onClose,
}: {
  readonly amendment: Amendment;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const amend = useAct(trpc.trading.amendOrder, {
    onDone: ({ decision }) => {
      if (decision === null) onClose();
    },
  });
  const { row, orderQty, price } = amendment;
  const refused = amend.data?.decision ?? null;
  const isSame = orderQty === row.orderQty && price === row.price;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      bar="Orders"
      title={`Change order ${row.clOrdId.slice(-8)}`}
      description="Every check is made again with it. What has filled stays filled."
      foot={
        <>
          <Button
            variant="primary"
            busy={amend.isPending}
            busyLabel="Asking"
            disabled={isSame}
            onClick={() =>
              amend.mutate({ clOrdId: row.clOrdId, orderQty, price, stopPx: row.stopPx })
            }
          >
            {isSame ? 'Nothing changes' : 'Change the order'}
          </Button>
          <Button variant="quiet" onClick={onClose}>
            Leave it as it is
          </Button>
        </>
      }
    >
      <FactList
        facts={[
          { name: 'OrderQty', value: <Change before={row.orderQty} after={orderQty} /> },
          { name: 'Price', value: <Change before={row.price} after={price} /> },
          { name: 'Value', value: <ValueChange amendment={amendment} /> },
          { name: 'Filled', value: <Quantity value={row.cumQty} /> },
        ]}
      />
      <FailureLine error={amend.error} />
      {refused !== null && <Refused decision={refused} />}
    </Dialog>
  );
}

function Change({
  before,
  after,
}: {
  readonly before: string | null;
  readonly after: string | null;
}) {
  if (before === after) return <Quantity value={before} className="text-ink-2" />;
  return (
    <span>
      <Quantity value={before} className="text-ink-3 line-through" />{' '}
      <span aria-hidden="true">→</span> <span className="sr-only">becomes</span>{' '}
      <Quantity value={after} className="font-medium" />
    </span>
  );
}

const times = (quantity: string, price: string) =>
  toText(multiply(decimal(quantity), decimal(price)));

function ValueChange({ amendment: { row, orderQty, price } }: { readonly amendment: Amendment }) {
  const quote = row.instrument.split('/')[1] ?? '';
  if (row.price === null || price === null) return <>at market</>;
  return (
    <span>
      <Money value={times(row.orderQty, row.price)} asset={quote} decimals={2} />{' '}
      <span aria-hidden="true">→</span>{' '}
      <Money value={times(orderQty, price)} asset={quote} decimals={2} className="font-medium" />
    </span>
  );
}

function Refused({ decision }: { readonly decision: Decision }) {
  const against = decision.decisions.flatMap(({ checks }) =>
    checks.filter(({ verdict }) => verdict === 'Refuse' || verdict === 'CannotTell'),
  );
  return (
    <div role="alert" className="text-danger">
      {decision.rejection !== null && <p>{rejectionText(decision.rejection)}</p>}
      <ul>
        {against.map((check) => (
          <li key={`${check.code} ${check.words['level'] ?? ''}`}>
            {checkName(check.code)}: {checkReason(check)}
          </li>
        ))}
      </ul>
      <p className="text-ink-2">The order works as it did.</p>
    </div>
  );
}
