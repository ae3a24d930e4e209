import { beforeEach, expect, test, vi } from 'vitest';

import { openShop } from '../../../tests/support/shop';
import type { FakeTill } from '$lib/ipc/fake/till';
import {
  type CashPreview,
  type ChargeView,
  ipc,
  type OnAccountView,
  type Result,
  type SaleView,
} from '$lib/ipc/ipc';

import { Charge } from './charge.svelte';
import { invoiceSource, ticketSource } from './source';

let till: FakeTill;
let sold = vi.fn<(sale: SaleView | OnAccountView) => void>();
let begun = vi.fn<() => void>();
let issued = vi.fn<(charge: ChargeView) => void>();

beforeEach(async () => {
  till = await openShop();
  sold = vi.fn();
  begun = vi.fn();
  issued = vi.fn();
  till.addProduct('CAF-500', 1);
});

async function open(start: 'cash' | 'voucher' = 'cash'): Promise<Charge> {
  let charge = new Charge(ticketSource, { sold, begun, issued });
  await charge.load(start);
  return charge;
}

test('opens with the exact amount: Enter finishes', async () => {
  let charge = await open();
  expect(charge.tendered).toBe('89.50');
  await charge.finish(true);
  expect(sold.mock.calls[0]?.[0]).toMatchObject({ change: { text: '0.00' } });
});

test('a figure of the top row is a quick amount, until a second one follows', async () => {
  let charge = await open();
  await charge.digit('2', false);
  expect(charge.tendered).toBe('100.00');
  expect(charge.preview?.change.text).toBe('10.50');
  await charge.digit('0', false);
  expect(charge.tendered).toBe('20');
  await charge.digit('0', false);
  expect(charge.tendered).toBe('200');
});

test('the number pad always types', async () => {
  let charge = await open();
  await charge.digit('2', true);
  expect(charge.tendered).toBe('2');
  expect(charge.preview?.enough).toBe(false);
});

test('the keypad on screen replaces the amount, adds to it and erases', async () => {
  let charge = await open();
  for (let char of ['5', '0', '0']) await charge.pad(char);
  await charge.erase();
  expect(charge.tendered).toBe('50');
  await charge.erase();
  await charge.erase();
  expect(charge.preview).toBeNull();
});

test('an invoice collected in cash shows the change too', async () => {
  let invoice = till.issueTicket();
  let charge = new Charge(invoiceSource(invoice.id), { sold, begun, issued });
  await charge.load('cash');
  await charge.type('100');
  expect(charge.preview).toMatchObject({ enough: true, change: { text: '10.50' } });
  expect(charge.issued).toBe(true);
});

test('too little cash is refused with what is missing, and the ticket stays', async () => {
  let charge = await open();
  await charge.type('50');
  await charge.finish(true);
  expect(charge.error).toEqual({ code: 'cash-too-little', missing: '39.50' });
  expect(sold).not.toHaveBeenCalled();
  expect(till.ticket.lines).toHaveLength(1);
  await charge.type('100');
  expect(charge.error).toBeNull();
});

test('a slow answer about an older amount does not overwrite a newer one', async () => {
  let answers: ((result: Result<CashPreview>) => void)[] = [];
  let slow = {
    ...ticketSource,
    preview: () => new Promise<Result<CashPreview>>((done) => answers.push(done)),
  };
  let charge = new Charge(slow, { sold, begun, issued });
  let older = charge.type('100');
  let newer = charge.type('200');
  let [first, second] = await Promise.all([ipc.cashPreview('100'), ipc.cashPreview('200')]);
  answers[1]?.(second);
  await newer;
  answers[0]?.(first);
  await older;
  expect(charge.preview?.change.text).toBe('110.50');
});

test('F8 opens on the first voucher, and V goes to the next', async () => {
  let charge = await open('voucher');
  expect(charge.method).toBe('oxxo');
  charge.chooseVoucher();
  expect(charge.method).toBe('seven-eleven');
});

test('a method that cannot be used is not chosen', async () => {
  till.ticket.lines = [];
  till.addProduct('SRV-001', 1);
  till.ticket.discount = '9.00';
  let charge = await open();
  charge.choose('oxxo');
  expect(charge.method).toBe('cash');
  let oxxo = charge.sheet?.methods.find((each) => each.id === 'oxxo');
  expect(oxxo?.reason?.code).toBe('amount-below-minimum');
});

test('issues the voucher of the chosen method, once', async () => {
  let charge = await open('voucher');
  await Promise.all([charge.finish(true), charge.finish(true)]);
  expect(issued).toHaveBeenCalledOnce();
  expect(till.invoices).toHaveLength(1);
});

test('without a connection a voucher is only queued, and needs somewhere to go', async () => {
  till.offline = true;
  let charge = await open('voucher');
  expect(charge.queued).toBe(true);
  await charge.finish(true);
  expect(charge.error?.code).toBe('contact-needed');
  charge.contact.email = 'ana@example.com';
  await charge.finish(true);
  expect(issued.mock.calls[0]?.[0].stage).toBe('queued');
});

test('a second voucher beside a live one asks first', async () => {
  let first = await open('voucher');
  await first.finish(true);
  let again = new Charge(invoiceSource(issued.mock.calls[0]?.[0].invoice ?? ''), {
    sold,
    begun,
    issued,
  });
  await again.load('voucher');
  await again.finish(true);
  expect(again.mayOverpay).toBe(true);
  expect(issued).toHaveBeenCalledOnce();
  await again.finish(true);
  expect(issued).toHaveBeenCalledTimes(2);
});

test('an owed invoice can be paid in cash, once the clerk accepts that its voucher is live', async () => {
  let first = await open('voucher');
  await first.finish(true);
  let again = new Charge(invoiceSource(issued.mock.calls[0]?.[0].invoice ?? ''), {
    sold,
    begun,
    issued,
  });
  await again.load('cash');
  await again.type('100');
  await again.finish(false);
  expect(again.mayOverpay).toBe(true);
  await again.finish(false);
  expect(sold.mock.calls[0]?.[0]).toMatchObject({ change: { text: '10.50' } });
});

test('cash for a part makes the invoice, and the sheet goes on with the rest', async () => {
  let charge = await open();
  await charge.type('50');
  expect(charge.canTakePart).toBe(true);
  await charge.takeCashPart();
  expect(begun).toHaveBeenCalledOnce();
  expect(charge.issued).toBe(true);
  expect(charge.sheet?.total.text).toBe('39.50');
  expect(charge.sheet?.parts.map((part) => part.method)).toEqual(['cash']);
  await charge.finish(true);
  expect(sold.mock.calls[0]?.[0].total.text).toBe('39.50');
});

test("the shop's own terminal takes all of it, or says what is missing", async () => {
  let charge = await open();
  charge.choose('terminal');
  expect(charge.part.amount).toBe('89.50');
  await charge.finish(true);
  expect(charge.error?.code).toBe('authorization-missing');
  charge.part.reference = '081245';
  await charge.finish(true);
  expect(sold).toHaveBeenCalledOnce();
});

test('enough cash is never taken for a part', async () => {
  let charge = await open();
  expect(charge.canTakePart).toBe(false);
  await charge.takeCashPart();
  expect(begun).not.toHaveBeenCalled();
});

test('a tip is asked for with the sum, and goes with cash and the terminal only', async () => {
  expect((await open()).canTip, 'a shop takes none until it says so').toBe(false);
  till.tips = true;
  let charge = await open();
  expect(await charge.giveTip('10%')).toBeNull();
  expect(charge.tendered).toBe('98.45');
  await charge.quick(2);
  expect(charge.preview?.change.text).toBe('1.55');
  charge.choose('oxxo');
  expect(charge.tipped).toBeNull();
  charge.choose('terminal');
  charge.part.reference = '081245';
  await charge.finish(true);
  expect(sold.mock.calls[0]?.[0]).toMatchObject({
    total: { text: '89.50' },
    tip: { text: '8.95' },
    tendered: { text: '98.45' },
  });
});

test('there is no tip in a part that is paid in cash', async () => {
  till.tips = true;
  let charge = await open();
  await charge.giveTip('20');
  await charge.type('50');
  await charge.takeCashPart();
  expect(charge.error).toBeNull();
  expect(till.tipsOwed).toBe(0);
  expect(charge.sheet?.total.text).toBe('39.50');
});
