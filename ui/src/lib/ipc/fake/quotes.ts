// The fake till's commands for quotes.

import type { QuoteRow, QuoteStanding, QuoteView } from '../contract';
import type { Commands } from '../ipc';
import { answer } from './answer';
import { amount } from './money';
import { emptyTicket, lineViews, type Ticket, ticketView, total } from './ticket';
import { type FakeTill, Refusal } from './till';

const DAY = 86_400_000;
const USUAL = 15;
const MOST = 365;

export interface Quote {
  folio: string;
  at: number;
  until: number;
  ticket: Ticket;
  withdrawn: boolean;
}

function standing(till: FakeTill, quote: Quote): QuoteStanding {
  if (till.invoices.some((invoice) => invoice.ticket.quote === quote.folio)) return 'accepted';
  if (quote.withdrawn) return 'withdrawn';
  return quote.until < till.now() ? 'expired' : 'open';
}

function row(till: FakeTill, quote: Quote): QuoteRow {
  let { folio, at, until, ticket } = quote;
  return {
    id: folio,
    folio,
    at,
    customer: ticket.customer,
    total: amount(total(ticket)),
    standing: standing(till, quote),
    valid_until: until,
  };
}

function view(till: FakeTill, quote: Quote): QuoteView {
  let priced = ticketView(quote.ticket, false, 0, null);
  let invoice = till.invoices.find((each) => each.ticket.quote === quote.folio);
  return {
    row: row(till, quote),
    lines: lineViews(quote.ticket),
    net: priced.net,
    taxes: priced.taxes,
    note: priced.note,
    invoice: invoice === undefined ? null : { id: invoice.id, folio: invoice.folio },
  };
}

function days(text: string): number {
  let typed = text.trim() === '' ? USUAL : Number(text);
  if (!Number.isInteger(typed) || typed < 1 || typed > MOST) {
    throw new Refusal({ code: 'quote-days', max: MOST });
  }
  return typed;
}

function sellable(till: FakeTill, quote: Quote, today: boolean): void {
  let { folio } = quote;
  let stands = standing(till, quote);
  let invoice = view(till, quote).invoice?.folio ?? '';
  if (stands === 'accepted') throw new Refusal({ code: 'quote-accepted', folio, invoice });
  if (stands === 'withdrawn') throw new Refusal({ code: 'quote-withdrawn', folio });
  if (stands === 'expired' && !today) {
    throw new Refusal({ code: 'quote-expired', folio, until: quote.until });
  }
}

export function quoteCommands(till: FakeTill) {
  let find = (wanted: string): Quote => {
    let found = till.quotes.find((each) => each.folio === wanted.trim().toUpperCase());
    if (found === undefined) throw new Refusal({ code: 'not-found' });
    return found;
  };
  return {
    quoteDays: (text) =>
      answer(() => ({ days: days(text), valid_until: till.now() + days(text) * DAY })),
    issueQuote: (text) =>
      answer(() => {
        if (till.ticket.lines.length === 0) throw new Refusal({ code: 'ticket-empty' });
        let at = till.now();
        let folio = `COT-A-${String(till.quotes.length + 1).padStart(6, '0')}`;
        let until = at + days(text) * DAY;
        let quote = { folio, at, until, ticket: till.ticket, withdrawn: false };
        till.quotes.push(quote);
        till.ticket = emptyTicket();
        till.past = [];
        till.tell({ what: 'status' });
        return view(till, quote);
      }),
    quotes: (filter, search) =>
      answer(() => {
        let text = search.toLowerCase();
        let rows = till.quotes.map((each) => row(till, each)).reverse();
        let found = rows.filter((each) =>
          text === ''
            ? filter === 'all' || each.standing === filter
            : `${each.folio} ${each.customer ?? ''}`.toLowerCase().includes(text),
        );
        return { rows: found, next: null };
      }),
    quote: (wanted) => answer(() => view(till, find(wanted))),
    sellQuote: (id, prices) =>
      answer(() => {
        let quote = find(id);
        if (till.ticket.lines.length > 0) throw new Refusal({ code: 'ticket-not-empty' });
        sellable(till, quote, prices === 'today');
        let until = prices === 'today' ? null : quote.until;
        till.change((ticket) => Object.assign(ticket, structuredClone(quote.ticket)));
        Object.assign(till.ticket, { quote: quote.folio, quotedUntil: until });
        return ticketView(till.ticket, true, till.held.length, till.ticketAccount());
      }),
    withdrawQuote: (id, reason) =>
      answer(() => {
        let quote = find(id);
        if (reason.trim() === '') throw new Refusal({ code: 'name-empty' });
        sellable(till, quote, true);
        quote.withdrawn = true;
        till.tell({ what: 'status' });
        return view(till, quote);
      }),
    printQuote: (id, paper) =>
      answer(() => ({ path: `${find(id).folio}-quote-${paper}.pdf`, queued: false })),
  } satisfies Partial<Commands>;
}
