// The fake till's printers: one prints at once, and one that is called `off` never answers.

import type { PaperRow, PrintersForm, PrinterStanding, Tray } from '../contract';
import type { Commands } from '../ipc';
import { answer } from './answer';
import { type FakeTill, Refusal } from './till';

export function printingCommands(till: FakeTill) {
  let form: PrintersForm = {
    roll: '',
    page: '',
    receipts: true,
    copies: 1,
    drawer: '',
    second_drawer: false,
  };
  let isOff = (tray: Tray) => form[tray].includes('off');
  let standing = (tray: Tray): PrinterStanding => {
    let of = till.papers.filter((paper) => paper.tray === tray);
    let waiting = of.filter((paper) => paper.state === 'queued').length;
    let trouble = waiting > 0 && isOff(tray) ? { code: 'print-unreachable', said: '' } : null;
    return {
      set_up: form[tray] !== '',
      waiting,
      failed: of.filter((paper) => paper.state === 'failed').length,
      trouble,
      again_at: trouble === null ? null : till.now(),
    };
  };
  let find = (id: string): PaperRow => {
    let found = till.papers.find((paper) => paper.id === id);
    if (found === undefined) throw new Refusal({ code: 'print-missing' });
    return found;
  };
  return {
    printers: () => answer(() => form),
    savePrinters: (typed) =>
      answer(() => {
        for (let text of [typed.roll, typed.page]) {
          if (text.includes(' ')) throw new Refusal({ code: 'print-address', text });
        }
        if (typed.drawer.includes(' ')) {
          throw new Refusal({ code: 'drawer-address', text: typed.drawer });
        }
        form = typed;
        till.start = { ...till.start, print_receipts: form.receipts };
        till.tell({ what: 'papers' });
        return form;
      }),
    foundPrinters: () =>
      answer(() => [
        { address: 'ipp://localhost/printers/Caja', name: 'Caja', model: 'Epson TM-T20III' },
      ]),
    testPrinter: (tray) =>
      answer(() => {
        if (form[tray] === '') throw new Refusal({ code: 'print-not-set-up' });
        let at = till.now();
        till.papers.unshift({
          id: `paper-${till.papers.length + 1}`,
          tray,
          kind: 'test',
          name: '',
          state: isOff(tray) ? 'queued' : 'printed',
          queued_at: at,
          due_at: at,
          trouble: null,
        });
        till.tell({ what: 'papers' });
        return null;
      }),
    papers: () =>
      answer(() => ({
        papers: [...till.papers],
        roll: standing('roll'),
        page: standing('page'),
        drawer: null,
      })),
    retryPaper: (id) =>
      answer(() => {
        find(id).state = 'queued';
        till.tell({ what: 'papers' });
        return null;
      }),
    dropPaper: (id) =>
      answer(() => {
        let gone = find(id);
        till.papers = till.papers.filter((paper) => paper !== gone);
        till.tell({ what: 'papers' });
        return null;
      }),
  } satisfies Partial<Commands>;
}
