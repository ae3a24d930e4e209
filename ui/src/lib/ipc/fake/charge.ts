// The fake till's commands for collecting: cash, vouchers, and the customer who pays them.

import type { CommandError, MethodView } from '../contract';
import type { Commands } from '../ipc';
import { answer } from './answer';
import { type Invoice, invoiceView, issue, methods } from './books';
import { amount, parseAmount } from './money';
import { qrSvg } from './symbols';
import { type FakeTill, Refusal } from './till';
import { total } from './ticket';
import { tipOf, tipsOffered } from './tips';

const MINIMUM = 10_00;
const notes = [2000, 5000, 10_000, 20_000, 50_000, 100_000];

function quick(due: number): number[] {
  let sums = notes.map((note) => Math.ceil(due / note) * note).filter((sum) => sum > due);
  return [due, ...new Set(sums)].sort((a, b) => a - b).slice(0, 6);
}

/** Whole pesos go back to the card, the rest into the hand. */
function split(minor: number) {
  let byHand = minor % 100;
  return { by_provider: amount(minor - byHand), by_hand: amount(byHand) };
}

/** Two live charges could overpay an invoice: somebody has to say that they may. */
function refuseBesideLive(invoice: Invoice, anyway: boolean): void {
  let live = invoice.charges.find((each) =>
    ['issued', 'page', 'unknown'].includes(each.view.stage),
  );
  if (live && !anyway) {
    throw new Refusal({ code: 'overpays-invoice', live: live.view.amount.text });
  }
}

/** Why no card can be charged now. */
function cardReason(till: FakeTill): CommandError | null {
  if (!till.cardsTyped) return { code: 'card-not-typed' };
  return till.offline ? { code: 'card-offline' } : null;
}

/** How cash is rounded, and how it could be. */
function coins(till: FakeTill) {
  let choices = [1, 5, 10, 50, 100].map((minor) => amount(minor));
  return { smallest: till.smallestCoin, choices, tips: till.tips };
}

export function chargeCommands(till: FakeTill) {
  let available = (due: number): MethodView[] => [
    { id: 'cash', account: null, available: true, reason: null, queued: false, days: null },
    {
      id: 'card',
      account: 'payu',
      available: till.cardsTyped && !till.offline,
      reason: cardReason(till),
      queued: false,
      days: null,
    },
    ...['terminal', 'transfer'].map((id): MethodView => ({
      id,
      account: null,
      available: true,
      reason: null,
      queued: false,
      days: null,
    })),
    ...methods.map(({ id, days }): MethodView => {
      let enough = due >= MINIMUM;
      let reason = { code: 'amount-below-minimum', minimum: '10.00', method: id } as const;
      return {
        id,
        account: 'payu',
        available: enough,
        reason: enough ? null : reason,
        queued: till.offline,
        days,
      };
    }),
  ];
  let cash = (invoice: Invoice, tendered: number) => {
    let due = total(invoice.ticket) - invoice.paid;
    invoice.paid += due;
    invoice.method = 'cash';
    till.log(invoice, 'cash-received', till.now(), due);
    till.tell({ what: 'status' });
    let { id, folio } = invoice;
    return {
      invoice: id,
      folio,
      total: amount(due),
      tendered: amount(tendered),
      change: amount(tendered - due),
      rounding: null,
      tip: null,
      rest: amount(0),
    };
  };
  let enough = (text: string, due: number): number => {
    let minor = parseAmount(text);
    if (minor === null) throw new Refusal({ code: 'amount-malformed', text });
    if (minor < due)
      throw new Refusal({ code: 'cash-too-little', missing: amount(due - minor).text });
    return minor;
  };
  let preview = (text: string, due: number) => {
    let minor = parseAmount(text);
    if (minor === null) throw new Refusal({ code: 'amount-malformed', text });
    let change = minor - due;
    return { tendered: amount(minor), change: amount(Math.max(0, change)), enough: change >= 0 };
  };
  let act = (minor: (due: number) => number) => (id: string) => {
    let { invoice, charge } = till.findCharge(id);
    till.pay(invoice, charge, minor(charge.minor));
    till.move(charge, 'paid');
    return charge.view;
  };
  let owed = (id: string | null): number => {
    if (id === null) return total(till.ticket);
    let invoice = till.findInvoice(id);
    return total(invoice.ticket) - invoice.paid;
  };
  return {
    chargeSheet: () =>
      answer(() => {
        let due = total(till.ticket);
        if (till.ticket.lines.length === 0) throw new Refusal({ code: 'ticket-empty' });
        return {
          total: amount(due),
          in_cash: amount(due),
          customer: till.ticket.customer,
          methods: available(due),
          quick: quick(due).map(amount),
          kept: [],
          tips: tipsOffered(till, due),
          parts: [],
          folio: null,
          credit: null,
        };
      }),
    collectSheet: (id) =>
      answer(() => {
        let invoice = till.findInvoice(id);
        let due = total(invoice.ticket) - invoice.paid;
        return {
          total: amount(due),
          in_cash: amount(due),
          customer: invoice.ticket.customer,
          methods: available(due),
          quick: quick(due).map(amount),
          kept: [],
          tips: tipsOffered(till, due),
          folio: invoice.folio,
          parts: invoice.parts.map(([method, minor]) => ({ method, amount: amount(minor) })),
          credit: null,
        };
      }),
    cashPreview: (text) => answer(() => preview(text, total(till.ticket))),
    cashPreviewFor: (id, text) =>
      answer(() => {
        let invoice = till.findInvoice(id);
        return preview(text, total(invoice.ticket) - invoice.paid);
      }),
    takeCash: (text) =>
      answer(() => {
        let tendered = enough(text, total(till.ticket));
        return cash(till.issueTicket(), tendered);
      }),
    takeCashFor: (id, text, _print, anyway) =>
      answer(() => {
        let invoice = till.findInvoice(id);
        refuseBesideLive(invoice, anyway);
        return cash(invoice, enough(text, total(invoice.ticket) - invoice.paid));
      }),
    cashCoins: () => answer(() => coins(till)),
    chooseCoins: (smallest) =>
      answer(() => {
        till.smallestCoin = smallest;
        return coins(till);
      }),
    letTips: (taken) =>
      answer(() => {
        till.tips = taken;
        return coins(till);
      }),
    tip: (id, text) =>
      answer(() => {
        let due = owed(id);
        let tip = tipOf(till, due, text);
        let [in_cash, all] = [amount(tip), amount(due + tip)];
        return {
          in_cash,
          by_card: in_cash,
          all_in_cash: all,
          all_by_card: all,
          quick: quick(due + tip).map(amount),
        };
      }),
    tippedCashPreview: ({ invoice, tendered, tip }) =>
      answer(() => preview(tendered, owed(invoice) + tipOf(till, owed(invoice), tip))),
    takeTippedCash: ({ invoice, tendered, tip: text }) =>
      answer(() => {
        let due = owed(invoice);
        let tip = tipOf(till, due, text);
        let given = enough(tendered, due + tip);
        till.tipsOwed += tip;
        let open = invoice === null ? till.issueTicket() : till.findInvoice(invoice);
        let sale = cash(open, given - tip);
        return { ...sale, tendered: amount(given), tip: amount(tip) };
      }),
    takeTender: (form) =>
      answer(() => {
        let open = form.invoice === null ? null : till.findInvoice(form.invoice);
        let due = open ? total(open.ticket) - open.paid : total(till.ticket);
        let minor = parseAmount(form.amount);
        if (minor === null) throw new Refusal({ code: 'amount-malformed', text: form.amount });
        if (minor > due) throw new Refusal({ code: 'only-owed', owed: amount(due).text });
        if (form.means === 'terminal' && form.reference.trim() === '') {
          throw new Refusal({ code: 'authorization-missing' });
        }
        let tip = tipOf(till, due, form.tip);
        if (tip !== 0 && form.means !== 'terminal') throw new Refusal({ code: 'no-tip' });
        till.tipsOwed += tip;
        let invoice = open ?? till.issueTicket();
        invoice.paid += minor;
        invoice.method = form.means;
        invoice.parts.push([form.means, minor]);
        till.log(invoice, 'cash-received', till.now(), minor);
        till.tell({ what: 'status' });
        let { id, folio } = invoice;
        let [came, rest] = [amount(minor + tip), amount(due - minor)];
        return {
          invoice: id,
          folio,
          total: amount(due),
          tendered: came,
          change: amount(0),
          rounding: null,
          tip: tip === 0 ? null : amount(tip),
          rest,
        };
      }),
    requestVoucher: (method, _account, contact) =>
      answer(() => {
        if (till.offline && !contact?.email && !contact?.phone) {
          throw new Refusal({ code: 'contact-needed' });
        }
        let charge = till.charge(till.issueTicket(), method);
        till.tell({ what: 'status' });
        return charge.view;
      }),
    chargeAgain: (id, method, _account, contact, anyway) =>
      answer(() => {
        let invoice = till.findInvoice(id);
        if (till.offline && !contact?.email && !contact?.phone) {
          throw new Refusal({ code: 'contact-needed' });
        }
        refuseBesideLive(invoice, anyway);
        return till.charge(invoice, method).view;
      }),
    offerPage: (_account, id, anyway) =>
      answer(() => {
        let invoice = id === null ? till.issueTicket() : till.findInvoice(id);
        if (id !== null) refuseBesideLive(invoice, anyway);
        let charge = till.charge(invoice, 'link');
        till.tell({ what: 'status' });
        return charge.view;
      }),
    payPage: (id) =>
      answer(() => {
        let invoice = till.findInvoice(id);
        refuseBesideLive(invoice, false);
        return till.charge(invoice, 'link').view;
      }),
    page: (id) =>
      answer(() => {
        let { charge } = till.findCharge(id);
        let link = `https://pay.example/#referenceCode=${charge.view.id}`;
        return { link, qr_svg: qrSvg(link), expires_at: charge.view.expires_at ?? till.now() };
      }),
    writePage: (id) =>
      answer(() => ({ path: `${till.findCharge(id).invoice.folio}-pay.html`, queued: false })),
    cardRefunds: (id) =>
      answer(() => {
        let { charges } = till.findInvoice(id);
        let paid = charges.filter((each) => each.view.stage === 'page' || each.view.paid !== null);
        return paid.map(({ view, minor }) => ({
          charge: view.id,
          payment: `payment-${view.id}`,
          method: view.method,
          last_four: null,
          at: till.now(),
          left: amount(minor),
          split: split(minor),
          unit: amount(100),
          from: null,
          until: null,
          undecided: null,
        }));
      }),
    refundSplit: (_id, text) =>
      answer(() => {
        let minor = parseAmount(text);
        if (minor === null) throw new Refusal({ code: 'amount-malformed', text });
        return split(minor);
      }),
    refundToCard: (id) =>
      answer(() => {
        let invoice = till.findInvoice(id);
        till.log(invoice, 'refund-requested', till.now());
        return invoiceView(invoice);
      }),
    writePayPage: () => answer(() => ({ path: 'pagar.html', queued: false })),
    charge: (id) => answer(() => till.findCharge(id).charge.view),
    sendAfterAll: (id) =>
      answer(() => {
        let { charge } = till.findCharge(id);
        charge.view = { ...issue(charge.view, till.now()), asks_before_sending: false };
        return charge.view;
      }),
    checkNow: (id) =>
      answer(() => {
        let { charge } = till.findCharge(id);
        if (charge.view.check_allowed_at > till.now()) {
          throw new Refusal({ code: 'check-too-soon', allowed_at: charge.view.check_allowed_at });
        }
        if (charge.view.stage === 'queued' && till.offline) {
          throw new Refusal({ code: 'provider-unreachable' });
        }
        charge.view = issue(charge.view, till.now());
        return charge.view;
      }),
    cancelCharge: (id) =>
      answer(() => {
        let { charge, invoice } = till.findCharge(id);
        till.log(invoice, 'charge-cancelled', till.now());
        till.move(charge, 'cancelled');
        return charge.view;
      }),
    printVoucher: (id, paper) =>
      answer(() => {
        let { invoice } = till.findCharge(id);
        till.log(invoice, 'document-printed', till.now(), undefined, 'voucher');
        return { path: `${invoice.folio}-${paper}.pdf`, queued: false };
      }),
    actAsCustomer: (id, action) =>
      answer(() => {
        if (action === 'pay') return act((due) => due)(id);
        if (action === 'underpay') return act((due) => Math.round(due / 2))(id);
        if (action === 'overpay') return act((due) => due + 50_00)(id);
        let { charge } = till.findCharge(id);
        till.move(charge, 'declined');
        return charge.view;
      }),
    advanceClock: (hours) =>
      answer(() => {
        till.advance(hours);
        return status(till);
      }),
    cutNetwork: (cut) =>
      answer(() => {
        till.offline = cut;
        return status(till);
      }),
  } satisfies Partial<Commands>;
}

export function status(till: FakeTill) {
  let stages = till.invoices.map((invoice) => invoice.charges.at(-1)?.view.stage);
  let count = (stage: string) => stages.filter((each) => each === stage).length;
  return {
    line: till.offline ? ('offline' as const) : ('online' as const),
    network_cut: till.offline,
    unsent: count('queued'),
    waiting: count('issued'),
    mails_failed: till.mails.filter((mail) => mail.state === 'failed').length,
    mail_stopped: false,
    papers_failed: till.papers.filter((paper) => paper.state === 'failed').length,
    papers_stuck: 0,
    drawer_failed: false,
    holds: 0,
    next_hold: null,
    at_work: till.staff.atWork(),
    review: till.invoices.filter((invoice) => invoice.flags.length > 0).length,
    now: till.now(),
  };
}
