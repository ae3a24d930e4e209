// The fake till's commands for customers.

import type { CustomerForm } from '../contract';
import type { Commands } from '../ipc';
import { answer } from './answer';
import { amount, parseAmount } from './money';
import { balance, movements, owed, row, view } from './people';
import { type FakeTill, Refusal } from './till';
import { ticketView, total } from './ticket';

const PAGE = 50;
const DAY = 86_400_000;
const RFC = /^[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Refuses what the till would refuse, in its order. */
function check(form: CustomerForm): void {
  if (form.name.trim() === '') throw new Refusal({ code: 'name-empty' });
  if (form.rfc !== '' && !RFC.test(form.rfc)) throw new Refusal({ code: 'rfc-malformed' });
  for (let text of form.emails.filter((each) => each.trim() !== '')) {
    if (!EMAIL.test(text)) throw new Refusal({ code: 'email-malformed', text });
  }
  if (form.postal_code !== '' && !/^\d{5}$/.test(form.postal_code)) {
    throw new Refusal({ code: 'postal-code-malformed', text: form.postal_code });
  }
  if (form.credit_limit !== '' && parseAmount(form.credit_limit) === null) {
    throw new Refusal({ code: 'amount-malformed', text: form.credit_limit });
  }
  if (form.terms_days !== '' && !/^\d{1,3}$/.test(form.terms_days)) {
    throw new Refusal({ code: 'terms-malformed', text: form.terms_days, max: 366 });
  }
}

export function customerCommands(till: FakeTill) {
  let { people } = till;
  let ticket = () =>
    ticketView(till.ticket, till.past.length > 0, till.held.length, till.ticketAccount());
  return {
    customers: (search, after) =>
      answer(() => {
        let found = people.search(search);
        let from = after === null ? 0 : Number(after);
        let rows = found.slice(from, from + PAGE).map(row);
        let more = search.trim() === '' && from + PAGE < found.length;
        return { rows, next: more ? String(from + PAGE) : null };
      }),
    customer: (id) => answer(() => view(people.find(id))),
    customerHistory: (id, after) =>
      answer(() => {
        let all = movements(people.find(id)).reverse();
        let from = after === null ? 0 : Number(after);
        let next = from + PAGE < all.length ? String(from + PAGE) : null;
        return { movements: all.slice(from, from + PAGE), next };
      }),
    saveCustomer: (form) =>
      answer(() => {
        check(form);
        let kept = { ...form, name: form.name.trim() };
        let customer = form.id === null ? people.add(kept) : people.find(form.id);
        customer.form = { ...kept, id: customer.id };
        return view(customer);
      }),
    forgetKeptCard: (id) => answer(() => view(people.find(id))),
    checkRfc: (typed) =>
      answer(() => {
        if (typed.trim() === '') return false;
        if (!RFC.test(typed.trim())) throw new Refusal({ code: 'rfc-malformed' });
        return typed.trim().endsWith('9');
      }),
    mergeCustomers: (goneId, keptId) =>
      answer(() => {
        let [gone, kept] = [people.find(goneId), people.find(keptId)];
        if (gone === kept) throw new Refusal({ code: 'same-customer' });
        kept.invoices.push(...gone.invoices);
        kept.moved = [...kept.moved, ...gone.moved].sort((a, b) => a.at - b.at);
        kept.credit += gone.credit;
        people.remove(gone);
        return view(kept);
      }),
    eraseCustomer: (id) =>
      answer(() => {
        let customer = people.find(id);
        if (owed(customer) !== 0 || customer.credit !== 0) {
          throw new Refusal({
            code: 'customer-open-account',
            owed: amount(owed(customer)).text,
            credit: amount(customer.credit).text,
          });
        }
        people.remove(customer);
        return null;
      }),
    pickCustomer: (id) =>
      answer(() => {
        let { form } = people.find(id);
        till.change((typed) => Object.assign(typed, { customer: form.name, picked: id }));
        return ticket();
      }),
    sellOnAccount: () =>
      answer(() => {
        let { picked } = till.ticket;
        if (picked === null) throw new Refusal({ code: 'customer-needed' });
        let customer = people.find(picked);
        let sum = total(till.ticket);
        let limit = parseAmount(customer.form.credit_limit);
        if (limit !== null && balance(customer) + sum > limit) {
          throw new Refusal({
            code: 'credit-limit',
            limit: amount(limit).text,
            owed: amount(balance(customer)).text,
            total: amount(sum).text,
          });
        }
        let { id, folio, at } = till.issueTicket();
        let due_at = at + Number(customer.form.terms_days || '0') * DAY;
        people.sell(customer, { id, folio, at, due_at, total: sum });
        till.tell({ what: 'status' });
        return { invoice: id, folio, total: amount(sum), due_at };
      }),
  } satisfies Partial<Commands>;
}
