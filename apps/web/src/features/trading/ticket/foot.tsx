import type { Ref } from 'react';
import { Button } from '@/ui/button.tsx';
import { Glyph } from '@/ui/glyph.tsx';
import { Kbd } from '@/ui/kbd.tsx';
import type { Arming } from './arming.ts';
import { useIsClient, useTicketWords } from './use-ticket-words.ts';

/** First armed, then sent; until then what is still in the way. */
export function Foot({
  arming,
  side,
  text,
  isReady,
  isBusy,
  waitsFor,
  ref,
}: {
  readonly arming: Arming;
  readonly side: 'Buy' | 'Sell';
  readonly text: string;
  readonly isReady: boolean;
  readonly isBusy: boolean;
  /** Why it can not be sent yet. */
  readonly waitsFor: string | null;
  readonly ref: Ref<HTMLButtonElement>;
}) {
  const { isArmed, leftS } = arming;
  const words = useTicketWords();
  const isClient = useIsClient();
  return (
    <>
      <div className="flex min-h-6 items-center gap-2 text-label">
        {isArmed && (
          <>
            <Glyph shape="dot" tone="accent" />
            <span className="font-medium">{words.armed}</span>
            <span className="text-ink-3 tabular-nums">
              {words.disarms} {leftS} s
            </span>
            <span className="ml-auto flex items-center gap-1.5 text-ink-3">
              <Kbd keys="Esc" />
              <button
                type="button"
                onClick={arming.disarm}
                className="relative hover:text-ink before:absolute before:-inset-1.5"
              >
                {words.disarm}
              </button>
            </span>
          </>
        )}
        {!isArmed && isReady && (
          <>
            <Glyph shape="ring" tone="ink-3" />
            <span className="text-ink-2">{words.notArmed}</span>
            {!isClient && (
              <span className="ml-auto flex items-center gap-1.5 text-ink-3">
                <Kbd keys="a" /> arms
              </span>
            )}
          </>
        )}
        {!isReady && waitsFor !== null && <span className="text-ink-3">{waitsFor}</span>}
      </div>
      <Button
        ref={ref}
        variant={side === 'Buy' ? 'buy' : 'sell'}
        size="send"
        wide
        disabled={!isReady}
        busy={isBusy}
        busyLabel={words.askingShort}
        onClick={arming.press}
        // On a phone its words take two lines where they have to.
        className="mt-1.5 max-md:h-auto max-md:min-h-12 max-md:whitespace-normal max-md:py-1.5"
        {...(isArmed && { kbd: 'Enter' })}
      >
        {isArmed || !isReady ? text : `${words.arm}${text}`}
      </Button>
    </>
  );
}
