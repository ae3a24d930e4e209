// The ticket of the fake till, with its undo.

import type { InvoiceLineView, TaxLineView, TicketCustomerView, TicketView } from '../contract';

import { amount, parseAmount } from './money';

export interface Line {
  product: string | null;
  name: string;
  quantity: number;
  price: number;
  tax: number;
  discount: string;
  /** What the catalogue asks, where another price was typed. */
  insteadOf?: number | undefined;
  note?: string;
}

export interface Ticket {
  lines: Line[];
  discount: string;
  note?: string;
  customer: string | null;
  /** The id of whoever was picked among the known. */
  picked: string | null;
  /** The number of the quote that it sells, and until when its prices count. */
  quote?: string;
  quotedUntil?: number | null;
}

export function emptyTicket(): Ticket {
  return { lines: [], discount: '', customer: null, picked: null };
}

function off(discount: string, base: number): number {
  if (discount.endsWith('%')) return Math.round((base * Number(discount.slice(0, -1))) / 100);
  return discount === '' ? 0 : (parseAmount(discount) ?? 0);
}

function shownDiscount(discount: string): string | null {
  if (discount === '') return null;
  if (discount.endsWith('%')) return `${discount.slice(0, -1).trim()} %`;
  return amount(parseAmount(discount) ?? 0).text;
}

export function lineTotal(line: Line): number {
  let gross = Math.round(line.price * line.quantity);
  return gross - off(line.discount, gross);
}

export function total(ticket: Ticket): number {
  let sum = ticket.lines.reduce((before, line) => before + lineTotal(line), 0);
  return Math.max(0, sum - off(ticket.discount, sum));
}

function taxes(ticket: Ticket): TaxLineView[] {
  let taxed = ticket.lines.filter((line) => line.tax === 16);
  let included = taxed.reduce((sum, line) => sum + (lineTotal(line) * 16) / 116, 0);
  return included === 0 ? [] : [{ label: 'IVA 16 %', amount: amount(Math.round(included)) }];
}

export function lineViews(ticket: Ticket): InvoiceLineView[] {
  return ticket.lines.map((line) => ({
    name: line.name,
    quantity: String(line.quantity),
    unit: null,
    list: null,
    price: amount(line.price),
    total: amount(lineTotal(line)),
    discount: shownDiscount(line.discount),
    instead_of: line.insteadOf === undefined ? null : amount(line.insteadOf),
    note: line.note ?? '',
  }));
}

export function ticketView(
  ticket: Ticket,
  canUndo: boolean,
  held: number,
  account: TicketCustomerView | null,
): TicketView {
  let listed = taxes(ticket);
  let tax = listed.reduce((sum, each) => sum + Number(each.amount.minor), 0);
  let sum = ticket.lines.reduce((before, line) => before + lineTotal(line), 0);
  return {
    lines: lineViews(ticket).map((line) => ({
      ...line,
      measure: line.quantity,
      listed: false,
      quoted: ticket.quote !== undefined,
    })),
    net: amount(total(ticket) - tax),
    discount: amount(sum - total(ticket)),
    taxes: listed,
    total: amount(total(ticket)),
    ticket_discount: shownDiscount(ticket.discount),
    note: ticket.note ?? '',
    quote:
      ticket.quote === undefined
        ? null
        : { id: ticket.quote, folio: ticket.quote, until: ticket.quotedUntil ?? null },
    asks: [],
    customer: ticket.customer,
    account,
    list: null,
    can_undo: canUndo,
    held,
  };
}
