// The invoices and charges of the fake till, and what it says about them.

import type {
  CaseView,
  ChargeStage,
  ChargeView,
  CreditNoteView,
  Flag,
  InvoiceView,
  Standing,
  TimelineEntry,
} from '../contract';

import { amount } from './money';
import { barcodeSvg, qrSvg } from './symbols';
import { lineViews, type Ticket, ticketView, total } from './ticket';

export interface Charge {
  view: ChargeView;
  minor: number;
}

export interface Invoice {
  id: string;
  folio: string;
  ticket: Ticket;
  at: number;
  paid: number;
  /** What came of it at the counter: method and how much. */
  parts: [string, number][];
  method: string | null;
  voided: boolean;
  /** How many of each line came back. */
  back: number[];
  returns: CreditNoteView[];
  flags: Flag[];
  cases: CaseView[];
  charges: Charge[];
  timeline: TimelineEntry[];
}

export const HOUR = 3_600_000;

export const methods = [
  { id: 'oxxo', days: 7, kind: 'barcode' },
  { id: 'seven-eleven', days: 3, kind: 'barcode' },
  { id: 'others-cash-mx', days: 7, kind: 'barcode' },
  { id: 'bank-referenced', days: 7, kind: 'reference' },
  { id: 'spei', days: 1, kind: 'clabe' },
] as const;

const groups = (digits: string) => digits.replace(/(.{4})(?=.)/g, '$1 ');

/** What a provider gives the payer once it has accepted a charge. */
export function issue(charge: ChargeView, now: number): ChargeView {
  if (charge.method === 'link') {
    let expires_at = now + 7 * 24 * HOUR;
    let check_allowed_at = now + HOUR / 4;
    return { ...charge, stage: 'page', issued_at: now, expires_at, check_allowed_at };
  }
  let method = methods.find((each) => each.id === charge.method) ?? methods[0];
  let seed = `${charge.id}${charge.amount.minor}`;
  let digits = `27000039869020${charge.amount.minor.padStart(10, '0')}26112600`;
  return {
    ...charge,
    stage: 'issued',
    issued_at: now,
    expires_at: now + method.days * 24 * HOUR,
    next_check_at: now + HOUR,
    check_allowed_at: now + HOUR / 4,
    reference: charge.method === 'bank-referenced' ? '3986 9020 1184' : '39869020',
    barcode_svg: method.kind === 'clabe' ? null : barcodeSvg(seed),
    barcode_digits: method.kind === 'clabe' ? null : groups(digits),
    clabe: method.kind === 'clabe' ? '646180111812345678' : null,
    bank: method.kind === 'clabe' ? 'STP' : method.kind === 'reference' ? 'BBVA México' : null,
    qr_svg: method.kind === 'clabe' ? qrSvg(seed) : null,
  };
}

const ofStage: Partial<Record<ChargeStage, Standing>> = {
  queued: 'unsent',
  sending: 'checking',
  unknown: 'checking',
  issued: 'waiting',
  page: 'waiting',
  declined: 'failed',
  refused: 'failed',
  expired: 'failed',
};

/** What of an invoice is owed no more, for goods came back. */
export function returnedOf(invoice: Invoice): number {
  return invoice.returns.reduce((sum, each) => sum + Number(each.total.minor), 0);
}

export function standing(invoice: Invoice): Standing {
  let flag = invoice.flags.find((each) => each !== 'marked');
  if (flag !== undefined) return flag;
  if (invoice.voided) return 'voided';
  let returned = returnedOf(invoice);
  if (returned > 0 && returned === total(invoice.ticket)) return 'returned';
  if (invoice.paid >= total(invoice.ticket) - returned) return 'paid';
  let stage = invoice.charges.at(-1)?.view.stage;
  return (stage && ofStage[stage]) ?? 'open';
}

export function invoiceView(invoice: Invoice): InvoiceView {
  let ticket = ticketView(invoice.ticket, false, 0, null);
  let returned = returnedOf(invoice);
  let owed = total(invoice.ticket) - returned - invoice.paid;
  let due = invoice.voided ? 0 : Math.max(0, owed);
  return {
    id: invoice.id,
    note: invoice.ticket.note ?? '',
    folio: invoice.folio,
    standing: standing(invoice),
    flags: invoice.flags,
    customer: invoice.ticket.customer,
    at: invoice.at,
    total: ticket.total,
    returned: amount(returned),
    paid: amount(invoice.paid),
    due: amount(due),
    net: ticket.net,
    taxes: ticket.taxes,
    lines: lineViews(invoice.ticket),
    cases: invoice.cases,
    charges: invoice.charges.map((charge) => charge.view).reverse(),
    timeline: [...invoice.timeline].reverse(),
    credit_note: invoice.voided ? 'NC-000004' : null,
    returns: invoice.returns,
    can_return: !invoice.voided && standing(invoice) !== 'returned',
    can_void: !invoice.voided && invoice.paid === 0 && returned === 0,
    can_collect: due > 0,
  };
}
