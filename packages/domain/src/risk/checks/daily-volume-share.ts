/** What is traded today, works and is ordered now, as a share of what an average day trades. */
import { add, signOf } from '../../kernel/index.ts';
import type { Check } from '../../trading/index.ts';
import type { Subject } from '../facts.ts';
import { againstLimits } from './measure.ts';

export const dailyVolumeShare = (subject: Subject): readonly Check[] =>
  againstLimits(subject, 'DailyVolumeShare', (_level, figures) => {
    const { order, facts } = subject;
    if (facts.dailyVolume === null || signOf(facts.dailyVolume) < 0) return 'dailyVolume';
    if (figures === null || figures.tradedToday === null) return 'tradedToday';
    if (figures.workingBuy === null || figures.workingSell === null) return 'working';
    const working = add(figures.workingBuy, figures.workingSell);
    return {
      actual: add(add(figures.tradedToday, working), order.orderQty),
      of: facts.dailyVolume,
    };
  });
