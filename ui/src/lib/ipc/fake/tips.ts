// The fake till's tips: what is offered, and what was typed.

import { amount, parseAmount } from './money';
import { type FakeTill, Refusal } from './till';

/** A tip as it was typed: an amount, or a share of what is owed. */
export function tipOf(till: FakeTill, due: number, text: string): number {
  if (text === '') return 0;
  if (!till.tips) throw new Refusal({ code: 'no-tip' });
  let share = text.endsWith('%') ? Number(text.slice(0, -1)) : null;
  let tip = share === null ? parseAmount(text) : Math.round((due * share) / 100);
  if (tip === null) throw new Refusal({ code: 'amount-malformed', text });
  return tip;
}

/** The shares that are offered; none where the shop takes none. */
export function tipsOffered(till: FakeTill, due: number) {
  let share = (percent: number) => ({ percent, amount: amount(Math.round((due * percent) / 100)) });
  return till.tips ? [10, 15, 20].map(share) : [];
}
