// The fake till's commands for the screen that is turned to the customer.

import type { Commands } from '../ipc';
import type { DisplayScene, SceneForm } from '../contract';
import { answer } from './answer';
import { amount } from './money';
import { lineViews, total } from './ticket';
import type { FakeTill } from './till';

export function displayCommands(till: FakeTill) {
  let shown: SceneForm = { show: 'welcome' };
  let scene = (): DisplayScene => {
    if (shown.show === 'ticket') {
      let lines = lineViews(till.ticket);
      return { show: 'ticket', lines, discount: null, total: amount(total(till.ticket)) };
    }
    if (shown.show !== 'charge') return shown;
    let { view } = till.findCharge(shown.charge).charge;
    return { ...view, show: 'charge' };
  };
  return {
    showCustomer: (wanted) =>
      answer(() => {
        shown = wanted;
        for (let heard of till.displayHearers) heard();
        return null;
      }),
    setCustomerDisplay: (on) =>
      answer(() => (till.start = { ...till.start, customer_display: on })),
    display: () =>
      answer(() => ({
        shop: till.start.shop ?? '',
        mode: till.start.mode,
        language: till.start.language,
        theme: till.start.theme,
        zone: till.start.zone,
        scene: scene(),
      })),
  } satisfies Partial<Commands>;
}
