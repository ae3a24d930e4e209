// The fake till: everything in memory, strict where the real one is.

import type {
  ChargeStage,
  ChargeView,
  ImportChanged,
  MailRow,
  PaperRow,
  StartView,
  StatementsChanged,
  TicketCustomerView,
  TillChanged,
} from '../contract';

import { type Charge, HOUR, type Invoice, issue } from './books';
import type { FakeCard } from './cards';
import { Goods } from './catalogue';
import { FakeDrawer } from './day';
import { amount } from './money';
import { balance, People, standing } from './people';
import type { Quote } from './quotes';
import { Refusal } from './refusal';
import { Staff } from './staff';
import { emptyTicket, type Line, type Ticket, total } from './ticket';

export interface Held {
  id: string;
  label: string;
  at: number;
  ticket: Ticket;
}

export { Refusal };

export class FakeTill {
  ticket = emptyTicket();
  past: Ticket[] = [];
  held: Held[] = [];
  invoices: Invoice[] = [];
  quotes: Quote[] = [];
  people = new People();
  goods = new Goods();
  staff = new Staff();
  mails: MailRow[] = [];
  papers: PaperRow[] = [];
  drawer = new FakeDrawer();
  offline = false;
  /** Whether the statements of everybody were broken off. */
  stopped = false;
  cardsTyped = false;
  smallestCoin = '1';
  /** Whether tips are taken, and what of them is owed to the staff. */
  tips = false;
  tipsOwed = 0;
  card: FakeCard = { wanted: null };
  ahead = 0;
  start: StartView = {
    first_run: true,
    mode: 'training',
    till: 'Caja 1',
    user: 'owner',
    shop: 'Café Luna',
    language: 'es-MX',
    theme: 'light',
    customer_display: false,
    roll_mm: 80,
    print_receipts: true,
    zone: 'America/Mexico_City',
    currency: 'MXN',
    version: '0.1.0',
  };
  hearers = new Set<(change: TillChanged) => void>();
  importHearers = new Set<(change: ImportChanged) => void>();
  displayHearers = new Set<() => void>();
  statementHearers = new Set<(change: StatementsChanged) => void>();
  #serial = 123;

  now(): number {
    return Date.now() + this.ahead;
  }

  tell(change: TillChanged): void {
    for (let hearer of [...this.hearers]) hearer(change);
  }

  tellImport(change: ImportChanged): void {
    for (let hearer of [...this.importHearers]) hearer(change);
  }

  tellStatements(change: StatementsChanged): void {
    for (let hearer of [...this.statementHearers]) hearer(change);
  }

  /** The account of the customer who was picked for the ticket. */
  ticketAccount(): TicketCustomerView | null {
    let { picked } = this.ticket;
    if (picked === null) return null;
    let customer = this.people.find(picked);
    return { id: picked, balance: amount(balance(customer)), standing: standing(customer) };
  }

  /** Changes the ticket so that it can be undone. */
  change(edit: (ticket: Ticket) => void): void {
    this.past.push(structuredClone(this.ticket));
    edit(this.ticket);
  }

  add(line: Line): void {
    this.change((ticket) => {
      let same = ticket.lines.find(
        (each) => each.product !== null && each.product === line.product,
      );
      if (same === undefined) ticket.lines.push(line);
      else same.quantity += line.quantity;
    });
  }

  addProduct(id: string, quantity: number): boolean {
    let found = this.goods.carrier(id) ?? this.goods.sold(id);
    if (!found?.price) return false;
    let { name, price, tax } = found;
    this.add({ product: found.id, name, quantity, price, tax, discount: '' });
    return true;
  }

  issueTicket(at = this.now()): Invoice {
    if (this.ticket.lines.length === 0) throw new Refusal({ code: 'ticket-empty' });
    let id = String(this.#serial);
    let invoice: Invoice = {
      id,
      folio: `A-${id.padStart(6, '0')}`,
      ticket: this.ticket,
      at,
      paid: 0,
      parts: [],
      method: null,
      voided: false,
      back: [],
      returns: [],
      flags: [],
      cases: [],
      charges: [],
      timeline: [],
    };
    this.#serial += 1;
    this.invoices.push(invoice);
    this.log(invoice, 'invoice-issued', at);
    this.ticket = emptyTicket();
    this.past = [];
    return invoice;
  }

  log(
    invoice: Invoice,
    kind: string,
    at: number,
    minor?: number,
    detail: string | null = null,
  ): void {
    invoice.timeline.push({
      at,
      actor: kind.startsWith('charge-') ? 'till' : 'owner',
      kind,
      detail,
      amount: minor === undefined ? null : amount(minor),
    });
  }

  charge(invoice: Invoice, method: string, at = this.now()): Charge {
    let minor = total(invoice.ticket) - invoice.paid;
    let view: ChargeView = {
      id: `${invoice.id}-${invoice.charges.length + 1}`,
      invoice: invoice.id,
      folio: invoice.folio,
      method,
      amount: amount(minor),
      stage: 'queued',
      barcode_svg: null,
      barcode_digits: null,
      reference: null,
      clabe: null,
      bank: null,
      qr_svg: null,
      requested_at: at,
      issued_at: null,
      expires_at: null,
      paid_at: null,
      paid: null,
      next_check_at: null,
      check_allowed_at: at,
      contact: null,
      mail: null,
      asks_before_sending: false,
      provider_text: null,
      flags: [],
      card: null,
      hold: null,
      follow_ups: [],
      advice: null,
      give_up: null,
    };
    let charge: Charge = { view, minor };
    invoice.method = method;
    invoice.charges.push(charge);
    this.log(invoice, 'charge-requested', at, minor, method);
    if (!this.offline) {
      charge.view = issue(view, at);
      this.log(invoice, 'voucher-issued', at, undefined, charge.view.reference);
    }
    return charge;
  }

  pay(invoice: Invoice, charge: Charge, minor: number, at = this.now()): void {
    invoice.paid += minor;
    let over = invoice.paid - total(invoice.ticket);
    let flags: ChargeView['flags'] = over > 0 ? ['over'] : over < 0 ? ['partial'] : [];
    invoice.flags = flags;
    charge.view = {
      ...charge.view,
      stage: 'paid',
      paid_at: at,
      paid: amount(minor),
      next_check_at: null,
      flags,
    };
    if (over > 0) this.openCase(invoice, charge, over, at);
    this.log(invoice, 'charge-paid', at);
    this.log(invoice, 'payment-received', at, minor);
  }

  /** More came than was asked: somebody has to say where it goes. */
  openCase(invoice: Invoice, { view, minor }: Charge, over: number, at: number): void {
    invoice.cases.push({
      id: `case-${invoice.id}-${invoice.cases.length + 1}`,
      what: 'too-much',
      at,
      method: view.method,
      asked: amount(minor),
      came: amount(minor + over),
      surplus: amount(over),
      said: null,
      settlements: ['kept-as-credit', 'paid-back-in-cash', 'paid-back-by-transfer'],
    });
    this.log(invoice, 'case-opened', at, undefined, 'mismatch');
  }

  move(charge: Charge, stage: ChargeStage): void {
    charge.view = { ...charge.view, stage };
    let { id, invoice, folio, method, amount: sum } = charge.view;
    let paid_at = stage === 'paid' ? this.now() : null;
    this.tell({ what: 'charge', charge: id, invoice, stage, folio, method, amount: sum, paid_at });
    this.tell({ what: 'status' });
  }

  findInvoice(id: string): Invoice {
    let found = this.invoices.find((each) => each.id === id);
    if (found === undefined) throw new Refusal({ code: 'not-found' });
    return found;
  }

  findCharge(id: string): { invoice: Invoice; charge: Charge } {
    let invoice = this.findInvoice(id.split('-')[0] ?? '');
    let charge = invoice.charges.find((each) => each.view.id === id);
    if (charge === undefined) throw new Refusal({ code: 'not-found' });
    return { invoice, charge };
  }

  advance(hours: number): void {
    this.ahead += hours * HOUR;
    for (let { charges } of this.invoices) {
      for (let charge of charges) {
        let { stage, expires_at: ends } = charge.view;
        if (stage === 'issued' && ends !== null && ends < this.now()) this.move(charge, 'expired');
      }
    }
    this.tell({ what: 'clock' });
  }
}
