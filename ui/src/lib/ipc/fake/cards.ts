// The fake till's commands for cards: what is typed, what is held, and what follows.

import type { BrandView, CardForm, CardFormView, CardWanted, ChargeView } from '../contract';
import type { Commands } from '../ipc';
import { answer } from './answer';
import { type Charge, HOUR, type Invoice } from './books';
import { amount, parseAmount } from './money';
import { type FakeTill, Refusal } from './till';
import { total } from './ticket';

const HOLD_DAYS = 30;
const MONTHS = [3, 6, 9, 12, 18];
const MONTH_LEAST = 100_00;

const brands: BrandView[] = [
  { brand: 'visa', code_digits: 3, can_hold: true, has_debit: true },
  { brand: 'mastercard', code_digits: 3, can_hold: true, has_debit: true },
  { brand: 'amex', code_digits: 4, can_hold: false, has_debit: false },
];

/** What the window for a card is about. */
export interface FakeCard {
  wanted: CardWanted | null;
}

function formView(till: FakeTill, wanted: CardWanted): CardFormView {
  let invoice = wanted.invoice === null ? null : till.findInvoice(wanted.invoice);
  let due = invoice ? total(invoice.ticket) - invoice.paid : total(till.ticket);
  let now = new Date(till.now());
  let plan = (months: number) => ({
    months,
    promotion: null,
    title: null,
    brand: null,
    each: amount(Math.ceil(due / months)),
    original: amount(due),
    total: amount(due),
    costs_more: false,
  });
  return {
    language: till.start.language,
    theme: till.start.theme,
    mode: till.start.mode,
    total: amount(due),
    customer: (invoice?.ticket ?? till.ticket).customer,
    year: now.getFullYear(),
    month: now.getMonth() + 1,
    brands,
    plans: MONTHS.filter((months) => due > months * MONTH_LEAST).map(plan),
    payer: ['birth-date', 'state', 'postal-code'].map((field) => ({ field, value: '' })),
    keep: 'no-customer',
    kept: null,
  };
}

function byCard(till: FakeTill, invoice: Invoice, form: CardForm): Charge {
  let charge = till.charge(invoice, 'card');
  let plan = formView(till, {
    account: 'payu',
    invoice: invoice.id,
    even_if_it_overpays: true,
    kept: null,
  }).plans.find((each) => each.months === form.months);
  let { number, kind } = form.card;
  let word = /^4/.test(number) ? 'visa' : /^3/.test(number) ? 'amex' : 'mastercard';
  charge.view = {
    ...charge.view,
    stage: 'sending',
    issued_at: null,
    expires_at: null,
    barcode_svg: null,
    barcode_digits: null,
    reference: null,
    card: { brand: word, last_four: number.slice(-4), kind, stored: false, plan: plan ?? null },
  };
  return charge;
}

/** The bank's answer: by the holder's name, as the providers' own test cards have it. */
function settle(till: FakeTill, invoice: Invoice, charge: Charge, form: CardForm): void {
  if (form.card.holder.toUpperCase() === 'REJECTED') {
    let advice = { code: 'ENTITY_DECLINED', word: 'bank-declined', again: 'another-card' };
    charge.view = { ...charge.view, advice: { ...advice, may_retry: true } };
    till.move(charge, 'declined');
    return;
  }
  if (!form.hold) {
    till.pay(invoice, charge, charge.minor);
    till.move(charge, 'paid');
    return;
  }
  let lapses = till.now() + HOLD_DAYS * 24 * HOUR;
  let hold = {
    held: amount(charge.minor),
    taken: null,
    lapses_at: lapses,
    ends_soon: false,
    can_capture: true,
    partial: true,
    can_void: true,
    void_from: till.now(),
    void_until: lapses,
  };
  charge.view = { ...charge.view, hold };
  till.move(charge, 'authorized');
}

function ended(view: ChargeView): ChargeView {
  return view.hold === null
    ? view
    : { ...view, hold: { ...view.hold, can_capture: false, can_void: false } };
}

export function cardCommands(till: FakeTill) {
  let wanted = (): CardWanted => {
    if (till.card.wanted === null) throw new Refusal({ code: 'not-found' });
    return till.card.wanted;
  };
  let close = (charge: string | null) => {
    till.card.wanted = null;
    till.tell({ what: 'card-closed', charge, not_kept: false });
  };
  return {
    cardsTyped: () => answer(() => till.cardsTyped),
    letCardsBeTyped: (allowed) => answer(() => (till.cardsTyped = allowed)),
    openCardForm: (asked) =>
      answer(() => {
        till.card.wanted = asked;
        return null;
      }),
    closeCardForm: () =>
      answer(() => {
        close(null);
        return null;
      }),
    cardForm: () => answer(() => formView(till, wanted())),
    cardPromotions: () => answer(() => []),
    cardFormReady: () =>
      answer(() => {
        till.tell({ what: 'card-ready' });
        return null;
      }),
    chargeCardForm: (form) =>
      answer(() => {
        let { invoice: id } = wanted();
        let invoice = id === null ? till.issueTicket() : till.findInvoice(id);
        let charge = byCard(till, invoice, form);
        settle(till, invoice, charge, form);
        close(charge.view.id);
        return null;
      }),
    cancelCardForm: () =>
      answer(() => {
        close(null);
        return null;
      }),
    captureHold: (id, text) =>
      answer(() => {
        let { invoice, charge } = till.findCharge(id);
        let minor = text === null ? charge.minor : parseAmount(text);
        if (minor === null) throw new Refusal({ code: 'amount-malformed', text: text ?? '' });
        if (minor > charge.minor) {
          throw new Refusal({ code: 'more-than-there', available: amount(charge.minor).text });
        }
        charge.view = ended(charge.view);
        till.pay(invoice, charge, minor);
        till.move(charge, 'paid');
        return charge.view;
      }),
    releaseHold: (id) =>
      answer(() => {
        let { charge } = till.findCharge(id);
        charge.view = ended(charge.view);
        till.move(charge, 'voided');
        return charge.view;
      }),
    giveCardUp: (id) =>
      answer(() => {
        let { charge } = till.findCharge(id);
        charge.view = { ...charge.view, give_up: null };
        till.move(charge, 'cancelled');
        return charge.view;
      }),
    decideFollowUp: (id) =>
      answer(() => {
        let { charge } = till.findCharge(id);
        charge.view = { ...charge.view, follow_ups: [] };
        return charge.view;
      }),
  } satisfies Partial<Commands>;
}
