// The fake till's commands for goods that come back.

import type { BackPartView, ReturnForm, ReturnPreview } from '../contract';
import type { Commands } from '../ipc';
import { answer } from './answer';
import { type Invoice, returnedOf } from './books';
import { amount } from './money';
import { lineTotal, total } from './ticket';
import { type FakeTill, Refusal } from './till';

function left(invoice: Invoice, line: number): number {
  return (invoice.ticket.lines[line]?.quantity ?? 0) - (invoice.back[line] ?? 0);
}

/** How many of each line come back, as far as that many are left. */
function wanted(invoice: Invoice, form: ReturnForm): number[] {
  let quantities = form.quantities.map((text, line) => {
    let quantity = Number(text.trim().replace(',', '.'));
    if (Number.isNaN(quantity)) throw new Refusal({ code: 'return-quantity', line, text });
    let rest = left(invoice, line);
    if (quantity > rest) throw new Refusal({ code: 'return-too-many', line, left: String(rest) });
    return quantity;
  });
  if (quantities.every((quantity) => quantity === 0)) {
    throw new Refusal({ code: 'return-nothing' });
  }
  return quantities;
}

function parts(invoice: Invoice, form: ReturnForm, back: number): BackPartView[] {
  if (back === 0) return [];
  let by = form.back === 'as-paid' ? 'cash' : form.back;
  return [{ method: invoice.method ?? 'cash', amount: amount(back), by, by_hand: null }];
}

function preview(till: FakeTill, form: ReturnForm): ReturnPreview {
  let invoice = till.findInvoice(form.invoice);
  let sums = wanted(invoice, form).map((quantity, line) => {
    let sold = invoice.ticket.lines[line];
    return sold === undefined ? 0 : Math.round((lineTotal(sold) * quantity) / sold.quantity);
  });
  let sum = sums.reduce((before, each) => before + each, 0);
  let due = Math.max(0, total(invoice.ticket) - returnedOf(invoice) - invoice.paid);
  let settles = Math.min(due, sum);
  let unnamed = form.customer === null && form.customer_name.trim() === '';
  if (form.back === 'credit' && invoice.ticket.customer === null && unnamed) {
    throw new Refusal({ code: 'customer-needed' });
  }
  return {
    lines: sums.map((minor) => (minor === 0 ? null : amount(minor))),
    total: amount(sum),
    settles: settles === 0 ? null : amount(settles),
    back: amount(sum - settles),
    parts: parts(invoice, form, sum - settles),
    stays: null,
    live: null,
  };
}

export function returnCommands(till: FakeTill) {
  return {
    returnView: (text) =>
      answer(() => {
        let invoice = till.invoices.find((each) => [each.id, each.folio].includes(text.trim()));
        if (invoice === undefined) throw new Refusal({ code: 'not-found' });
        let lines = invoice.ticket.lines.map((line, place) => ({
          name: line.name,
          price: amount(line.price),
          total: amount(lineTotal(line)),
          sold: String(line.quantity),
          left: String(left(invoice, place)),
          left_measure: String(left(invoice, place)),
          unit: null,
        }));
        let { id, folio, at } = invoice;
        if (lines.every((line) => line.left === '0')) {
          throw new Refusal({ code: 'nothing-to-return', folio });
        }
        return { invoice: id, folio, customer: invoice.ticket.customer, at, lines, tip: null };
      }),
    returnPreview: (form) => answer(() => preview(till, form)),
    returnGoods: (form) =>
      answer(() => {
        let came_to = preview(till, form);
        if (form.reason.trim() === '') throw new Refusal({ code: 'name-empty' });
        let invoice = till.findInvoice(form.invoice);
        wanted(invoice, form).forEach((quantity, line) => {
          invoice.back[line] = (invoice.back[line] ?? 0) + quantity;
        });
        invoice.paid -= Number(came_to.back.minor);
        let folio = `NC-${String(invoice.returns.length + 5).padStart(6, '0')}`;
        invoice.returns.push({ id: folio, folio, at: till.now(), total: came_to.total });
        let minor = Number(came_to.total.minor);
        till.log(invoice, 'goods-returned', till.now(), minor, `${folio} · ${form.reason}`);
        till.tell({ what: 'status' });
        return { credit_note: folio, folio, came_to };
      }),
    printReturn: (id, paper) =>
      answer(() => ({ path: `${id}-credit-note-${paper}.pdf`, queued: false })),
  } satisfies Partial<Commands>;
}
