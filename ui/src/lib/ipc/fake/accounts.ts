// The fake till's commands for statements, payments typed by hand, withholdings and refunds.

import type { PaymentForm, PaymentPreview, StatementFile, StatementView } from '../contract';
import type { Commands } from '../ipc';
import { answer } from './answer';
import { amount, parseAmount } from './money';
import { type Customer, movements, owed } from './people';
import { type FakeTill, Refusal } from './till';

const DAY = 86_400_000;
const MINIMUM = 100_00;
const rates: Partial<Record<string, number>> = {
  'isr-fees': 0.1,
  'isr-resico': 0.0125,
  'iva-fees': 0.16 / 1.5,
  'iva-freight': 0.04,
};

const day = (at: number) => new Date(at).toISOString().slice(0, 10);
const midnight = (text: string) => {
  let at = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(at)) throw new Refusal({ code: 'date-malformed', text });
  return at;
};

/** What each open invoice gets of an amount. */
function parts(customer: Customer, form: PaymentForm, sum: number): Map<string, number> {
  let given = new Map<string, number>();
  let left = sum;
  for (let invoice of customer.invoices.filter((each) => each.owed > 0)) {
    let typed = form.parts?.find((each) => each.invoice === invoice.id)?.amount.trim() ?? '';
    let wanted = form.parts === null ? Math.min(left, invoice.owed) : (parseAmount(typed) ?? 0);
    if (wanted > invoice.owed) {
      let { folio } = invoice;
      throw new Refusal({ code: 'more-than-owed', folio, owed: amount(invoice.owed).text });
    }
    if (wanted > left) throw new Refusal({ code: 'more-than-there', available: amount(sum).text });
    if (wanted > 0) given.set(invoice.id, wanted);
    left -= wanted;
  }
  return given;
}

function sumOf(customer: Customer, form: PaymentForm): number {
  if (form.means === 'credit') return customer.credit;
  let minor = form.amount.trim() === '' ? 0 : parseAmount(form.amount);
  if (minor === null) throw new Refusal({ code: 'amount-malformed', text: form.amount });
  return minor;
}

function preview(customer: Customer, form: PaymentForm): PaymentPreview {
  let given = new Map<string, number>();
  let sum = 0;
  let error: PaymentPreview['error'] = null;
  try {
    sum = sumOf(customer, form);
    given = parts(customer, form, sum);
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    error = cause.error;
  }
  let allocated = [...given.values()].reduce((before, part) => before + part, 0);
  return {
    lines: customer.invoices
      .filter((invoice) => invoice.owed > 0)
      .map(({ id, folio, at, owed: rest }) => {
        let part = given.get(id);
        let shown = part === undefined ? null : amount(part);
        return { invoice: id, folio, at, owed: amount(rest), part: shown, closes: part === rest };
      }),
    more: 0,
    owed: amount(owed(customer)),
    has_credit: amount(customer.credit),
    allocated: amount(allocated),
    credit: amount(error === null ? sum - allocated : 0),
    error,
  };
}

function ageing(customer: Customer, until: number): StatementView['ageing'] {
  let words = ['30', '60', '90', '120', 'older'];
  let sums = words.map(() => 0);
  for (let invoice of customer.invoices) {
    let place = Math.min(4, Math.floor(Math.max(0, (until - invoice.at) / DAY - 1) / 30));
    sums[place] = (sums[place] ?? 0) + invoice.owed;
  }
  return words.map((word, index) => ({ word, owed: amount(sums[index] ?? 0) }));
}

function statement(customer: Customer, first: string, last: string): StatementView {
  let [from, until] = [midnight(first), midnight(last) + DAY];
  if (until <= from) throw new Refusal({ code: 'period-backwards' });
  let all = movements(customer);
  let before = all.filter((each) => each.at < from).at(-1)?.balance ?? amount(0);
  let inside = all.filter((each) => each.at >= from && each.at < until);
  let total = (side: 'charged' | 'credited') =>
    amount(inside.reduce((sum, each) => sum + Number(each[side]?.minor ?? 0), 0));
  return {
    customer: customer.id,
    name: customer.form.name,
    from,
    until,
    opening: before,
    movements: inside,
    charged: total('charged'),
    credited: total('credited'),
    closing: inside.at(-1)?.balance ?? before,
    credit: amount(customer.credit),
    ageing: ageing(customer, until),
    outstanding: customer.invoices
      .filter((invoice) => invoice.owed > 0)
      .map((invoice) => ({
        invoice: invoice.id,
        folio: invoice.folio,
        at: invoice.at,
        due_at: invoice.due_at,
        total: amount(invoice.total),
        owed: amount(invoice.owed),
        owed_now: amount(invoice.owed),
        days: Math.floor((until - invoice.at) / DAY),
        pay: invoice.owed < MINIMUM ? 'below-minimum' : 'payable',
        has_button: true,
        limit: invoice.owed < MINIMUM ? amount(MINIMUM) : null,
      })),
    provider: 'PayU',
    withholdings: true,
  };
}

export function accountCommands(till: FakeTill) {
  let { people } = till;
  let written = (id: string, file: StatementFile) => ({
    path: `statement-${id}.${file}`,
    queued: false,
  });
  return {
    periods: () =>
      answer(() => {
        let today = day(till.now());
        let month = `${today.slice(0, 8)}01`;
        return [
          { id: 'this-month', first: month, last: today },
          { id: 'last-3-months', first: day(till.now() - 91 * DAY), last: today },
          { id: 'this-year', first: `${today.slice(0, 5)}01-01`, last: today },
          { id: 'today', first: today, last: today },
        ];
      }),
    statement: (id, first, last) => answer(() => statement(people.find(id), first, last)),
    writeStatement: (id, first, last, file) =>
      answer(() => {
        [first, last].forEach(midnight);
        return written(people.find(id).id, file);
      }),
    writeStatements: (first, last) =>
      answer(() => {
        [first, last].forEach(midnight);
        let of = people.all.filter((each) => owed(each) !== 0 || each.credit !== 0).length;
        for (let done = 1; done <= of && !till.stopped; done += 1) {
          till.tellStatements({ state: 'running', done, of });
        }
        till.tellStatements({ state: 'done', done: till.stopped ? 0 : of, of, folder: 'papers' });
        till.stopped = false;
        return null;
      }),
    cancelStatements: () =>
      answer(() => {
        till.stopped = true;
        return null;
      }),
    previewPayment: (form) => answer(() => preview(people.find(form.customer), form)),
    enterPayment: (form) =>
      answer(() => {
        let customer = people.find(form.customer);
        let sum = sumOf(customer, form);
        if (sum === 0) throw new Refusal({ code: 'amount-malformed', text: form.amount });
        let given = parts(customer, form, sum);
        let folios: string[] = [];
        for (let invoice of customer.invoices) {
          let part = given.get(invoice.id) ?? 0;
          invoice.owed -= part;
          if (part > 0) folios.push(invoice.folio);
        }
        let allocated = [...given.values()].reduce((before, part) => before + part, 0);
        let used = form.means === 'credit';
        customer.credit = used ? sum - allocated : customer.credit + sum - allocated;
        customer.moved.push({
          at: till.now(),
          kind: used ? 'credit-used' : 'payment',
          document: null,
          method: used ? null : form.means,
          reference: form.reference || null,
          invoices: folios,
          charged: used ? allocated : 0,
          credited: used ? allocated : sum,
        });
        till.tell({ what: 'status' });
        return { allocated: amount(allocated), credit: amount(sum - allocated) };
      }),
    withholding: (id) =>
      answer(() => {
        let { customer, invoice } = people.ofInvoice(id);
        let net = invoice.total / 1.16;
        let refused = { code: 'withheld-before', folio: invoice.folio } as const;
        return {
          folio: invoice.folio,
          owed: amount(invoice.owed),
          rates: Object.entries(rates).map(([word, part]) => ({
            id: word,
            tax: word.startsWith('isr') ? ('isr' as const) : ('iva' as const),
            amount: amount(Math.round(net * (part ?? 0))),
          })),
          refused: customer.withheld.has(id) ? refused : null,
        };
      }),
    declareWithholding: (id, taxes) =>
      answer(() => {
        let { customer, invoice } = people.ofInvoice(id);
        if (customer.withheld.has(id)) {
          throw new Refusal({ code: 'withheld-before', folio: invoice.folio });
        }
        let net = invoice.total / 1.16;
        let part = (rate: string | null) => rates[rate ?? ''] ?? 0;
        let sum = taxes.reduce(
          (before, { rate, amount: typed }) =>
            before + (rate === null ? (parseAmount(typed) ?? 0) : Math.round(net * part(rate))),
          0,
        );
        customer.withheld.add(id);
        invoice.owed -= sum;
        customer.moved.push({
          at: till.now(),
          kind: 'withholding',
          document: null,
          method: null,
          reference: taxes.map(({ tax }) => tax.toUpperCase()).join(' + '),
          invoices: [invoice.folio],
          charged: 0,
          credited: sum,
        });
        till.tell({ what: 'status' });
        return amount(sum);
      }),
    handRefunds: (id) =>
      answer(() => {
        let invoice = till.findInvoice(id);
        if (invoice.paid === 0) return [];
        let { at, method } = invoice;
        let available = amount(invoice.paid);
        return [{ payment: `p-${id}`, method: method ?? 'cash', at, reference: null, available }];
      }),
    refundByHand: (form) =>
      answer(() => {
        let invoice = till.findInvoice(form.invoice);
        let minor = parseAmount(form.amount);
        if (minor === null) throw new Refusal({ code: 'amount-malformed', text: form.amount });
        if (minor > invoice.paid) {
          throw new Refusal({ code: 'more-than-there', available: amount(invoice.paid).text });
        }
        invoice.paid -= minor;
        till.log(invoice, 'refund-entered', till.now(), minor, form.method);
        till.tell({ what: 'status' });
        return null;
      }),
  } satisfies Partial<Commands>;
}
