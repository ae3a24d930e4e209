// A morning at the coffee shop, so that no screen is empty.

import { HOUR } from './books';
import { blank } from './people';
import type { FakeTill } from './till';
import { total } from './ticket';

const customers = [
  'Clínica del Valle',
  null,
  'Iván Soto',
  'Marco Peña',
  'Taller Ríos SA de CV',
  'Lucía Fernández',
  null,
];
const baskets = ['ACC-007', 'BAR-014', 'CAF-250', 'CAF-500', 'ACC-011', 'ACC-015', 'PAN-019'];
const methods = ['bank-referenced', 'oxxo', 'seven-eleven', 'oxxo', 'spei', 'oxxo', 'cash'];

/** Issues `count` invoices, a few minutes apart, in every standing that the list can show. */
export function seedMorning(till: FakeTill, count: number): void {
  for (let index = 0; index < count; index += 1) {
    let at = till.now() - (count - index) * (HOUR / 7);
    till.addProduct(baskets[index % 7] ?? 'CAF-500', 1 + (index % 3));
    till.addProduct('PAN-003', 1 + (index % 4));
    till.ticket.customer = customers[index % 7] ?? null;
    let invoice = till.issueTicket(at);
    let method = methods[index % 7] ?? 'cash';
    invoice.method = method;
    let due = total(invoice.ticket);
    if (method === 'cash') {
      invoice.paid = due;
      till.log(invoice, 'cash-received', at, due);
      continue;
    }
    let charge = till.charge(invoice, method, at);
    let step = index % 7;
    if (step === 1) charge.view = { ...charge.view, stage: 'declined' };
    if (step === 3 || step === 5) till.pay(invoice, charge, due, at + HOUR / 8);
    if (step === 2) {
      till.pay(invoice, charge, due, at + HOUR / 9);
      invoice.flags = ['late'];
    }
    if (step === 0)
      charge.view = { ...charge.view, stage: 'queued', barcode_svg: null, issued_at: null };
  }
}

/** The ticket that the clerk is typing when the curtain rises. */
export function seedTicket(till: FakeTill): void {
  till.addProduct('CAF-500', 2);
  till.addProduct('ACC-007', 1);
  till.addProduct('PAN-003', 3);
  till.change((ticket) => {
    let press = ticket.lines[1];
    if (press !== undefined) press.discount = '10%';
  });
}

/** Whom the shop knows, some with an account. */
export function seedCustomers(till: FakeTill): void {
  let { people } = till;
  let make = (name: string, more: Partial<ReturnType<typeof blank>>) =>
    people.add({ ...blank(name), ...more });
  make('Iván Soto', { phone: '777 100 2030' });
  make('Marco Peña', { emails: ['marco@pena.example'] });
  make('Clínica del Valle', { rfc: 'CVA990101AB9', credit_limit: '20,000.00', terms_days: '30' });
  let lucia = make('Lucía Fernández', {
    rfc: 'FELL800101AB1',
    address: 'Calle Morelos 12, Cuernavaca',
    emails: ['lucia@fernandez.example', 'pagos@fernandez.example'],
    phone: '777 555 0101',
    credit_limit: '5,000.00',
    terms_days: '15',
  });
  let ago = (days: number) => till.now() - days * 24 * HOUR;
  [1500_00, 50_00, 640_50].forEach((sum, index) => {
    let id = String(90 + index);
    let at = ago(70 - index * 30);
    let due_at = at + 15 * 24 * HOUR;
    people.sell(lucia, { id, folio: `A-0000${id}`, at, due_at, total: sum });
  });
}
