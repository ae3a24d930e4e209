// The customers of the fake till and what moved on their accounts.

import { nobody } from '$lib/customer';

import type {
  CustomerForm,
  CustomerRow,
  CustomerStanding,
  CustomerView,
  MovementView,
} from '../contract';

import { amount, parseAmount } from './money';
import { Refusal } from './till';

/** An invoice that a customer owes, or owed. */
export interface OnAccount {
  id: string;
  folio: string;
  at: number;
  due_at: number;
  total: number;
  owed: number;
}

export interface Moved {
  at: number;
  kind: MovementView['kind'];
  document: string | null;
  method: string | null;
  reference: string | null;
  invoices: string[];
  charged: number;
  credited: number;
}

export interface Customer {
  id: string;
  form: CustomerForm;
  invoices: OnAccount[];
  moved: Moved[];
  credit: number;
  withheld: Set<string>;
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

export function blank(name: string): CustomerForm {
  return { ...nobody, name };
}

export function owed(customer: Customer): number {
  return customer.invoices.reduce((sum, invoice) => sum + invoice.owed, 0);
}

export function balance(customer: Customer): number {
  return owed(customer) - customer.credit;
}

export function standing(customer: Customer): CustomerStanding {
  let limit = parseAmount(customer.form.credit_limit);
  let sum = balance(customer);
  if (limit !== null && sum > limit) return 'over-limit';
  if (sum > 0) return 'owes';
  return sum === 0 ? 'settled' : 'credit';
}

export function row(customer: Customer): CustomerRow {
  let { id, form } = customer;
  return {
    id,
    name: form.name,
    rfc: form.rfc || null,
    phone: form.phone || null,
    email: form.emails[0] ?? null,
    balance: amount(balance(customer)),
    standing: standing(customer),
  };
}

/** Every movement with the balance after it, oldest first. */
export function movements(customer: Customer): MovementView[] {
  let sum = 0;
  return customer.moved.map((moved) => {
    sum += moved.charged - moved.credited;
    let { at, kind, document, method, reference, invoices } = moved;
    return {
      ...{ at, kind, document, method, reference, invoices, received_at: null },
      charged: moved.charged === 0 ? null : amount(moved.charged),
      credited: moved.credited === 0 ? null : amount(moved.credited),
      balance: amount(sum),
    };
  });
}

export function view(customer: Customer): CustomerView {
  return {
    form: customer.form,
    rfc_doubtful: customer.form.rfc.endsWith('9'),
    owed: amount(owed(customer)),
    credit: amount(customer.credit),
    balance: amount(balance(customer)),
    standing: standing(customer),
    history: { movements: movements(customer).reverse().slice(0, 50), next: null },
    cards: [],
  };
}

/** Everybody whom the fake shop knows. */
export class People {
  all: Customer[] = [];
  #serial = 1;

  add(form: CustomerForm): Customer {
    let id = `customer-${this.#serial}`;
    this.#serial += 1;
    let nothing = { invoices: [], moved: [], credit: 0, withheld: new Set<string>() };
    let made: Customer = { id, form: { ...form, id }, ...nothing };
    this.all.push(made);
    return made;
  }

  find(id: string): Customer {
    let found = this.all.find((each) => each.id === id);
    if (found === undefined) throw new Refusal({ code: 'not-found' });
    return found;
  }

  ofInvoice(id: string): { customer: Customer; invoice: OnAccount } {
    for (let customer of this.all) {
      let invoice = customer.invoices.find((each) => each.id === id);
      if (invoice !== undefined) return { customer, invoice };
    }
    throw new Refusal({ code: 'not-found' });
  }

  /** Those of whom every word begins a word of theirs, by name. */
  search(text: string): Customer[] {
    let words = fold(text).split(/\s+/).filter(Boolean);
    let found = this.all.filter(({ form }) => {
      let known = fold([form.name, form.rfc, form.phone, ...form.emails].join(' ')).split(/\s+/);
      return words.every((word) => known.some((each) => each.startsWith(word)));
    });
    return found.sort((a, b) => fold(a.form.name).localeCompare(fold(b.form.name)));
  }

  remove(customer: Customer): void {
    this.all = this.all.filter((each) => each !== customer);
  }

  /** A sale that the customer pays later. */
  sell(customer: Customer, sold: Omit<OnAccount, 'owed'>): void {
    customer.invoices.push({ ...sold, owed: sold.total });
    customer.moved.push({
      at: sold.at,
      kind: 'invoice',
      document: sold.folio,
      method: null,
      reference: null,
      invoices: [sold.folio],
      charged: sold.total,
      credited: 0,
    });
  }
}
