import { beforeEach, expect, test } from 'vitest';

import { openShop } from '../../../tests/support/shop';
import { HOUR } from '$lib/ipc/fake/books';
import type { FakeTill } from '$lib/ipc/fake/till';
import { ipc } from '$lib/ipc/ipc';
import { toasts } from '$lib/toasts.svelte';

import { Waiting } from './waiting.svelte';

let till: FakeTill;
let waiting: Waiting;

beforeEach(async () => {
  till = await openShop();
  till.addProduct('CAF-500', 1);
  let charge = await ipc.requestVoucher('oxxo', 'account', null);
  if (charge.status === 'error') throw new Error(charge.error.code);
  waiting = new Waiting(charge.data);
});

test('a voucher that is paid anywhere turns paid here', async () => {
  let { invoice, charge } = till.findCharge(waiting.charge.id);
  till.pay(invoice, charge, charge.minor);
  await waiting.refresh();
  expect(waiting.phase).toBe('paid');
});

test('the provider can be asked only from the time it allows', async () => {
  expect(waiting.mayCheck).toBe(false);
  await waiting.check();
  expect(waiting.error?.code).toBe('check-too-soon');
  await waiting.advance(1);
  expect(waiting.mayCheck).toBe(true);
  await waiting.check();
  expect(waiting.error).toBeNull();
});

test.each([
  ['pay', 'paid', []],
  ['underpay', 'paid', ['partial']],
  ['overpay', 'paid', ['over']],
  ['decline', 'ended', []],
] as const)('the customer can %s', async (action, phase, flags) => {
  await waiting.act(action);
  expect(waiting.phase).toBe(phase);
  expect(waiting.charge.flags).toEqual(flags);
});

test('time runs out', async () => {
  await waiting.advance(8 * 24);
  expect(waiting.charge.stage).toBe('expired');
  expect(waiting.phase).toBe('ended');
  expect(till.ahead).toBe(8 * 24 * HOUR);
});

test('only the keys that do something are listed', async () => {
  expect(waiting.keys).toEqual([
    'print-letter',
    'print-roll',
    'send-voucher',
    'cancel-voucher',
    'leave',
  ]);
  await waiting.advance(1);
  expect(waiting.keys).toContain('check-now');
  await waiting.act('pay');
  expect(waiting.keys).toEqual(['print-letter', 'print-roll', 'leave']);
  await waiting.act('decline');
  expect(waiting.keys).toEqual(['collect-again', 'leave']);
});

test('cancelling asks first', async () => {
  waiting.askCancel();
  expect(waiting.cancelling).toBe(true);
  expect(waiting.charge.stage).toBe('issued');
  await waiting.cancel();
  expect(waiting.charge.stage).toBe('cancelled');
  waiting.askCancel();
  expect(waiting.cancelling).toBe(false);
});

test('an unknown answer is neither paid nor over', () => {
  expect(new Waiting({ ...waiting.charge, stage: 'unknown' }).phase).toBe('live');
});

test('prints the voucher while it waits and the receipt once it is paid', async () => {
  await waiting.print('letter');
  await waiting.act('pay');
  await waiting.print('roll');
  expect(toasts.list.map((toast) => toast.detail)).toEqual([
    'A-000123-letter.pdf',
    'A-000123-roll.pdf',
  ]);
});
