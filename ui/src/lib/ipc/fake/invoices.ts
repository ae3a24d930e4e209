// The fake till's commands for the invoices screen.

import type { InvoiceFilter } from '../contract';
import type { Commands } from '../ipc';
import { answer } from './answer';
import { type Invoice, invoiceView, standing } from './books';
import { amount } from './money';
import { type FakeTill, Refusal } from './till';
import { total } from './ticket';

const PAGE = 50;

const review = new Set(['over', 'late', 'partial', 'mismatch', 'disputed']);

function belongs(invoice: Invoice, filter: InvoiceFilter): boolean {
  let now = standing(invoice);
  if (filter === 'all') return true;
  if (filter === 'review') return review.has(now);
  return now === filter;
}

function matches(invoice: Invoice, search: string): boolean {
  let text = `${invoice.folio} ${invoice.ticket.customer ?? ''}`.toLocaleLowerCase();
  return text.includes(search.trim().toLocaleLowerCase());
}

export function invoiceCommands(till: FakeTill) {
  return {
    invoices: (filter, search, after) =>
      answer(() => {
        let found = till.invoices
          .filter((invoice) => belongs(invoice, filter) && matches(invoice, search))
          .filter((invoice) => after === null || Number(invoice.id) < Number(after))
          .reverse();
        let page = found.slice(0, PAGE);
        let rows = page.map((invoice) => ({
          id: invoice.id,
          folio: invoice.folio,
          customer: invoice.ticket.customer,
          method: invoice.method,
          total: amount(total(invoice.ticket)),
          due: amount(Math.max(0, total(invoice.ticket) - invoice.paid)),
          standing: standing(invoice),
          at: invoice.at,
        }));
        return { rows, next: found.length > PAGE ? (page.at(-1)?.id ?? null) : null };
      }),
    invoiceCounts: () =>
      answer(() => {
        let count = (filter: InvoiceFilter) =>
          till.invoices.filter((invoice) => belongs(invoice, filter)).length;
        let sum = till.invoices.reduce((before, invoice) => before + total(invoice.ticket), 0);
        return {
          all: count('all'),
          waiting: count('waiting'),
          paid: count('paid'),
          review: count('review'),
          unsent: count('unsent'),
          today: till.invoices.length,
          today_total: amount(sum),
        };
      }),
    invoice: (id) => answer(() => invoiceView(till.findInvoice(id))),
    printInvoice: (id, paper) =>
      answer(() => {
        let invoice = till.findInvoice(id);
        till.log(invoice, 'document-printed', till.now(), undefined, 'receipt');
        return { path: `${invoice.folio}-${paper}.pdf`, queued: false };
      }),
    closeCase: (id, about, settled, note) =>
      answer(() => {
        let invoice = till.findInvoice(id);
        let found = invoice.cases.find((each) => each.id === about);
        if (found === undefined) throw new Refusal({ code: 'case-closed' });
        if (!found.settlements.includes(settled)) {
          throw new Refusal({ code: 'settlement-not-offered' });
        }
        invoice.cases = invoice.cases.filter((each) => each !== found);
        invoice.flags = [];
        till.log(invoice, `case-closed-${settled}`, till.now(), undefined, note);
        till.tell({ what: 'status' });
        return invoiceView(invoice);
      }),
    voidInvoice: (id, reason) =>
      answer(() => {
        let invoice = till.findInvoice(id);
        if (invoice.voided || invoice.paid > 0) {
          throw new Refusal({ code: 'invoice-not-voidable', state: standing(invoice) });
        }
        if (reason.trim() === '') throw new Refusal({ code: 'name-empty' });
        till.staff.permit('void-invoice', `invoice:${id}`);
        invoice.voided = true;
        till.log(invoice, 'invoice-voided', till.now(), undefined, reason);
        till.tell({ what: 'status' });
        return invoiceView(invoice);
      }),
  } satisfies Partial<Commands>;
}
