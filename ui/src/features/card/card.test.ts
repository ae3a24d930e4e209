import { beforeEach, expect, test } from 'vitest';

import { openShop } from '../../../tests/support/shop';
import type { FakeTill } from '$lib/ipc/fake/till';
import { ipc, type TillChanged } from '$lib/ipc/ipc';

import { CardEntry } from './card.svelte';
import { brandOf, expiryOf, expiryText, grouped, isHopeless, isNumber } from './digits';

let till: FakeTill;
let heard: TillChanged[];

beforeEach(async () => {
  till = await openShop();
  till.addProduct('ACC-007', 1);
  heard = [];
  till.hearers.add((change) => heard.push(change));
});

async function open(): Promise<CardEntry> {
  await ipc.openCardForm({
    account: 'account',
    invoice: null,
    even_if_it_overpays: false,
    kept: null,
  });
  let view = await ipc.cardForm();
  if (view.status === 'error') throw new Error(view.error.code);
  return new CardEntry(view.data);
}

function fill(entry: CardEntry, number = '4268070000000002', code = '777'): void {
  entry.typeNumber(number);
  for (let text of ['0', '05', '05/3', '05/30']) entry.typeExpiry(text);
  entry.typeCode(code);
  entry.holder = 'APPROVED';
  entry.payer['birth-date'] = '12/03/1985';
  entry.payer.state = 'Puebla';
  entry.payer['postal-code'] = '72000';
}

test.each([
  ['4268070000000002', 'visa', true, '4268 0700 0000 0002'],
  ['5579070000000003', 'mastercard', true, '5579 0700 0000 0003'],
  ['2720990000000007', 'mastercard', true, '2720 9900 0000 0007'],
  ['376675000000005', 'amex', true, '3766 750000 00005'],
  ['4268070000000003', 'visa', false, '4268 0700 0000 0003'],
  ['6011000000000004', null, true, '6011 0000 0000 0004'],
  ['37667500000000', 'amex', false, '3766 750000 0000'],
  ['', null, false, ''],
])('%s is of %s, a number: %s', (digits, brand, good, shown) => {
  expect([brandOf(digits), isNumber(digits), grouped(digits)]).toEqual([brand, good, shown]);
});

test('a number that cannot become right is told at once, a short one is not', () => {
  expect(isHopeless('376675000000006')).toBe(true);
  expect(isHopeless('37667500000000')).toBe(false);
});

test.each([
  ['05/30', 'good'],
  ['11/26', 'good'],
  ['10/26', 'over'],
  ['13/30', 'none'],
  ['5', 'none'],
] as const)('a card until %s is %s in November 2026', (text, expected) => {
  expect(expiryOf(text, 2026, 11)).toBe(expected);
});

test('an expiry gets its stroke, and loses it with the digit before it', () => {
  expect(expiryText('05', '0')).toBe('05/');
  expect(expiryText('529', '52')).toBe('05/29');
  expect(expiryText('05', '05/')).toBe('0');
});

test('a field says what is wrong once it was left, and sending names the first', async () => {
  let entry = await open();
  expect(entry.problem('expiry')).toBeNull();
  expect(await entry.send()).toBe('number');
  expect(entry.problem('expiry')).not.toBeNull();
  expect(till.invoices).toHaveLength(0);
});

test('the code has as many digits as the brand says, and Amex holds nothing', async () => {
  let entry = await open();
  entry.hold = true;
  fill(entry, '376675000000005', '777');
  expect(entry.hold).toBe(false);
  expect(entry.problems.map(([field]) => field)).toEqual(['code']);
  entry.typeCode('7777');
  expect(entry.problems).toEqual([]);
});

test('a card is sent once, and nothing of it stays', async () => {
  let entry = await open();
  fill(entry);
  await Promise.all([entry.send(), entry.send()]);
  expect(till.invoices).toHaveLength(1);
  expect([entry.number, entry.code, entry.sent]).toEqual(['', '', true]);
  let closed = heard.find((change) => change.what === 'card-closed');
  expect(closed).toMatchObject({ charge: till.invoices[0]?.charges[0]?.view.id });
});

test('months are for credit that is taken at once', async () => {
  till.addProduct('ACC-007', 1);
  let entry = await open();
  fill(entry);
  expect(entry.plans.map((plan) => plan.months)).toContain(3);
  entry.chosen = '3 ';
  expect(entry.plan?.months).toBe(3);
  entry.hold = true;
  expect(entry.plan).toBeNull();
  entry.hold = false;
  entry.kind = 'debit';
  expect(entry.plan).toBeNull();
});
