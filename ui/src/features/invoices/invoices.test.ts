import { beforeEach, expect, test } from 'vitest';

import { openShop } from '../../../tests/support/shop';
import { fakeTill } from '$lib/ipc/fake/fake';
import { seedMorning } from '$lib/ipc/fake/seed';
import type { FakeTill } from '$lib/ipc/fake/till';
import { useBackend } from '$lib/ipc/ipc';

import { InvoiceDetail } from './detail.svelte';
import { HandRefund } from './hand-refund.svelte';
import { Invoices } from './invoices.svelte';
import { rowWindow } from '$lib/window';

const COUNT = 170;

let till: FakeTill;
let invoices: Invoices;

beforeEach(async () => {
  till = await openShop();
  seedMorning(till, COUNT);
  invoices = new Invoices();
  await invoices.load();
});

test('reads the newest page first and selects its first row', () => {
  expect(invoices.rows).toHaveLength(50);
  expect(invoices.selected).toBe(invoices.rows[0]?.id);
});

test('walking down reads every page once, without a gap', async () => {
  for (let step = 0; step < 20; step += 1) await invoices.move(10);
  expect(invoices.rows).toHaveLength(COUNT);
  expect(new Set(invoices.rows.map((row) => row.id)).size).toBe(COUNT);
  expect(invoices.index).toBe(COUNT - 1);
  await invoices.move(10);
  expect(invoices.index).toBe(COUNT - 1);
  await invoices.move(-1000);
  expect(invoices.index).toBe(0);
});

test('two readers of the next page ask for it once', async () => {
  await Promise.all([invoices.more(), invoices.more()]);
  expect(invoices.rows).toHaveLength(100);
});

test('a filter shows its invoices and their count', async () => {
  await invoices.show('waiting');
  expect(invoices.rows.every((row) => row.standing === 'waiting')).toBe(true);
  expect(invoices.rows).toHaveLength(invoices.count('waiting') ?? -1);
});

test('the answer to an older search does not replace a newer one', async () => {
  let { backend } = fakeTill();
  let release: (() => void)[] = [];
  useBackend({
    ...backend,
    commands: {
      ...backend.commands,
      invoices: async (_filter, search) => {
        if (search === 'old') await new Promise<void>((done) => release.push(done));
        return { status: 'ok', data: { rows: [], next: search } };
      },
    },
  });
  let old = invoices.find('old');
  await invoices.find('new');
  invoices.selected = 'kept';
  release.forEach((done) => done());
  await old;
  expect(invoices.search).toBe('new');
  expect(invoices.selected).toBe('kept');
});

test('a reload keeps the place in the list', async () => {
  await invoices.more();
  await invoices.move(60);
  let before = invoices.selected;
  await invoices.reload();
  expect(invoices.rows).toHaveLength(100);
  expect(invoices.selected).toBe(before);
});

test('finds by folio and by customer', async () => {
  await invoices.find('000130');
  expect(invoices.rows.map((row) => row.folio)).toEqual(['A-000130']);
  await invoices.find('lucía');
  expect(invoices.rows.every((row) => row.customer === 'Lucía Fernández')).toBe(true);
});

test('voiding needs an unpaid invoice and leaves a credit note', async () => {
  let detail = new InvoiceDetail();
  let owed = till.invoices.find((each) => each.paid === 0)?.id ?? '';
  await detail.open(owed);
  detail.voiding = true;
  await detail.void('typed twice');
  expect(detail.voiding).toBe(false);
  expect(detail.invoice).toMatchObject({ standing: 'voided', can_void: false });
  expect(detail.invoice?.timeline[0]).toMatchObject({
    kind: 'invoice-voided',
    detail: 'typed twice',
  });
  await detail.void('again');
  expect(detail.error?.code).toBe('invoice-not-voidable');
});

test('a case is closed once, with what was decided and why', async () => {
  let detail = new InvoiceDetail();
  till.addProduct('ACC-007', 1);
  let invoice = till.issueTicket();
  let charge = till.charge(invoice, 'oxxo');
  till.pay(invoice, charge, charge.minor + 50_00);
  await detail.open(invoice.id);
  expect(detail.invoice).toMatchObject({ standing: 'over', cases: [{ what: 'too-much' }] });
  detail.askCase();
  await detail.settle('accepted', 'it is fine');
  expect(detail.error?.code).toBe('settlement-not-offered');
  expect(detail.closing).not.toBeNull();
  await detail.settle('paid-back-in-cash', 'signed by Ana');
  expect(detail.closing).toBeNull();
  expect(detail.invoice).toMatchObject({ standing: 'paid', cases: [] });
  expect(detail.invoice?.timeline[0]).toMatchObject({
    kind: 'case-closed-paid-back-in-cash',
    detail: 'signed by Ana',
  });
  detail.askCase();
  expect(detail.closing).toBeNull();
});

test.each([
  [0, { first: 0, end: 19 }],
  [48 * 500, { first: 492, end: 519 }],
  [48 * 995, { first: 987, end: 1000 }],
  [48 * 5000, { first: 999, end: 1000 }],
])('of 1000 rows scrolled by %i px only those around the screen are drawn', (top, shown) => {
  expect(rowWindow(top, 48 * 11, 48, 1000)).toEqual(shown);
});

test('an empty list draws no row', () => {
  expect(rowWindow(0, 500, 48, 0)).toEqual({ first: 0, end: 0 });
});

test('money goes back by hand up to what came', async () => {
  let paid = till.invoices.find((each) => each.method === 'cash');
  let refund = new HandRefund(paid?.id ?? '');
  await refund.load();
  expect(refund).toMatchObject({ way: 'cash', amount: refund.chosen?.available.text });
  expect(await refund.save()).toBe(false);
  refund.reference = 'cold coffee, taken by Ana';
  let all = refund.amount;
  refund.amount = '99,999.00';
  expect(await refund.save()).toBe(false);
  expect(refund.error?.code).toBe('more-than-there');
  refund.amount = all;
  expect(await refund.save()).toBe(true);
  let again = new HandRefund(paid?.id ?? '');
  await again.load();
  expect(again.payments).toEqual([]);
  expect(await again.save()).toBe(false);
});
