// The fake till's commands for shifts and the drawer.

import type { CountForm, CountWord, DayBar, ReportView, ShiftRow } from '../contract';
import type { Commands } from '../ipc';
import { answer } from './answer';
import { amount, parseAmount } from './money';
import { total } from './ticket';
import { type FakeTill, Refusal } from './till';

const PESOS = [1000, 500, 200, 100, 50, 20, 10, 5, 2, 1];
const DAY = 86_400_000;
const PAGE = 30;

/** The drawer of the fake till: one shift at a time, and those that ended. */
export class FakeDrawer {
  opened: number | null = null;
  float = 0;
  moves = 0;
  counted: number | null = null;
  required = false;
  allowed = 0;
  ended: { row: ShiftRow; report: ReportView }[] = [];
}

function counted(form: CountForm): number {
  let loose = form.loose.trim() === '' ? 0 : parseAmount(form.loose);
  if (loose === null) throw new Refusal({ code: 'amount-malformed', text: form.loose });
  let sum = loose;
  for (let { minor, pieces } of form.pieces) {
    if (pieces.trim() === '') continue;
    if (!/^\d+$/.test(pieces)) throw new Refusal({ code: 'quantity-malformed', text: pieces });
    sum += Number(minor) * Number(pieces);
  }
  return sum;
}

function word(difference: number): CountWord {
  if (difference === 0) return 'exact';
  return difference > 0 ? 'over' : 'short';
}

function report(folio: string | null, lines: [string, number][]): ReportView {
  let rows = lines.map(([label, minor]) => ({
    label,
    note: '',
    value: amount(minor).text,
    strong: label === 'Diferencia',
  }));
  return {
    shift: folio ?? 'open',
    folio,
    sections: [{ title: 'Cajón', rows }],
  };
}

export function dayCommands(till: FakeTill) {
  let { drawer } = till;
  let sold = () =>
    till.invoices
      .filter((invoice) => drawer.opened !== null && invoice.at >= drawer.opened)
      .reduce((sum, invoice) => sum + total(invoice.ticket), 0);
  let expected = () => drawer.float + drawer.moves + sold();
  let bars = (): DayBar[] =>
    Array.from({ length: 14 }, (_, place) => {
      let height = place === 9 ? 1000 : (place * 73) % 900;
      let day = new Date(till.now() - (13 - place) * DAY).toISOString().slice(0, 10);
      return { day, invoices: Math.ceil(height / 40), total: amount(height * 450), height };
    });
  return {
    day: () =>
      answer(() => ({
        shift:
          drawer.opened === null
            ? null
            : {
                opened_at: drawer.opened,
                opened_by: 'Propietario',
                by_itself: false,
                sees_expected: false,
                report: report(null, [['Vendido', sold()]]),
              },
        required: drawer.required,
        allowed: amount(drawer.allowed),
        tips: till.tips ? amount(till.tipsOwed) : null,
        denominations: PESOS.map((value) => amount(value * 100)),
        days: bars(),
      })),
    shifts: (before) =>
      answer(() => {
        let from = before === null ? 0 : Number(before);
        let rows = drawer.ended.map(({ row }) => row).slice(from, from + PAGE);
        return { rows, next: from + PAGE < drawer.ended.length ? String(from + PAGE) : null };
      }),
    shiftReport: (shift) =>
      answer(() => {
        let found = drawer.ended.find(({ row }) => row.id === shift);
        if (found === undefined) throw new Refusal({ code: 'not-found' });
        return found.report;
      }),
    countPreview: (form) => answer(() => amount(counted(form))),
    openShift: (form) =>
      answer(() => {
        if (drawer.opened !== null) throw new Refusal({ code: 'shift-open' });
        drawer.float = counted(form);
        drawer.opened = till.now();
        drawer.moves = 0;
        drawer.counted = null;
        return null;
      }),
    moveCash: ({ way, amount: text, reason }) =>
      answer(() => {
        let minor = parseAmount(text);
        if (minor === null) throw new Refusal({ code: 'amount-malformed', text });
        if (minor === 0) throw new Refusal({ code: 'amount-zero' });
        if (reason.trim() === '') throw new Refusal({ code: 'name-empty' });
        drawer.moves += way === 'from-safe' || way === 'paid-in' ? minor : -minor;
        return null;
      }),
    countDrawer: (form) =>
      answer(() => {
        if (drawer.opened === null) throw new Refusal({ code: 'shift-not-open' });
        let sum = counted(form);
        drawer.counted = sum;
        let difference = sum - expected();
        return {
          counted: amount(sum),
          expected: amount(expected()),
          difference: amount(difference),
          outcome: word(difference),
          reason_needed: Math.abs(difference) > drawer.allowed,
          kept: amount(Math.min(drawer.float, sum)),
        };
      }),
    openDrawer: () => answer(() => null),
    closeShift: (kept, reason) =>
      answer(() => {
        if (drawer.opened === null) throw new Refusal({ code: 'shift-not-open' });
        if (drawer.counted === null) throw new Refusal({ code: 'shift-not-counted' });
        let difference = drawer.counted - expected();
        if (Math.abs(difference) > drawer.allowed && reason.trim() === '') {
          let text = amount(difference).text;
          throw new Refusal({ code: 'shift-unexplained', difference: text });
        }
        let folio = `A-Z-${String(drawer.ended.length + 1).padStart(6, '0')}`;
        let told = report(folio, [
          ['Vendido', sold()],
          ['Contado', drawer.counted],
          ['Diferencia', difference],
          ['Queda en el cajón', parseAmount(kept) ?? 0],
        ]);
        let row: ShiftRow = {
          id: folio,
          folio,
          opened_at: drawer.opened,
          closed_at: till.now(),
          opened_by: 'Propietario',
          sold: amount(sold()),
          difference: amount(difference),
          outcome: word(difference),
        };
        drawer.ended.unshift({ row, report: told });
        drawer.opened = null;
        return told;
      }),
    writeShiftReport: (shift) =>
      answer(() => ({ path: `papers/${shift ?? 'X'}.pdf`, queued: false })),
    saveShiftRules: (required, allowed) =>
      answer(() => {
        let minor = parseAmount(allowed);
        if (minor === null) throw new Refusal({ code: 'amount-malformed', text: allowed });
        drawer.required = required;
        drawer.allowed = minor;
        return null;
      }),
  } satisfies Partial<Commands>;
}
