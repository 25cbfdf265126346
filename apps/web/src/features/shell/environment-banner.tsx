import { cn } from '@/ui/cn.ts';
import {
  DEMO_IN_SHORT,
  ENVIRONMENTS,
  type Environment,
  MODE_IN_DEMO,
  type Mode,
} from './environment.ts';

const LOOK: Record<Environment, { readonly bar: string; readonly word: string }> = {
  DEMO: { bar: 'hatch bg-paper', word: 'text-ink' },
  PAPER: { bar: 'border-warn/30 bg-warn-wash', word: 'text-warn' },
  LIVE: {
    bar: 'border-ink bg-ink text-paper dark:border-line-strong dark:bg-line dark:text-ink',
    word: 'dark:-ml-(--gutter) dark:flex dark:items-center dark:self-stretch dark:bg-ink dark:px-gutter dark:text-paper',
  },
};

/**
 * Word and sentence, and a ground of its own for each, so that greyscale is enough. It never closes,
 * and nothing covers it.
 */
export function EnvironmentBanner({
  environment,
  mode = null,
  aside,
}: {
  readonly environment: Environment;
  /** Of a demo: the trading mode beside it. */
  readonly mode?: Mode | null;
  /** At the right end, where there is room. */
  readonly aside?: string;
}) {
  const { bar, word } = LOOK[environment];
  const isLive = environment === 'LIVE';
  return (
    <aside
      data-env-banner=""
      aria-label="Environment"
      className={cn(
        'flex h-6 shrink-0 items-center gap-2.5 overflow-hidden whitespace-nowrap border-b px-gutter text-[0.71875rem]/4 max-md:text-micro',
        bar,
        !isLive && 'text-ink-2',
      )}
    >
      <b className={cn('font-semibold tracking-[0.06em]', word)}>{environment}</b>
      {environment === 'DEMO' && mode !== null && (
        <b className="font-semibold text-ink tracking-[0.06em]">{mode}</b>
      )}
      <span className={cn('truncate', environment === 'DEMO' && 'max-md:hidden')}>
        {environment === 'DEMO' && mode !== null && `${MODE_IN_DEMO[mode]} `}
        {ENVIRONMENTS[environment]}
      </span>
      {environment === 'DEMO' && <span className="truncate md:hidden">{DEMO_IN_SHORT}</span>}
      {aside !== undefined && <span className="ml-auto max-md:hidden">{aside}</span>}
    </aside>
  );
}
