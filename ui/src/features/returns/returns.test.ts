import { beforeEach, expect, test } from 'vitest';

import { openShop } from '../../../tests/support/shop';
import { seedMorning } from '$lib/ipc/fake/seed';
import type { FakeTill } from '$lib/ipc/fake/till';

import { Returning } from './returning.svelte';

let till: FakeTill;
let returning: Returning;

beforeEach(async () => {
  till = await openShop();
  seedMorning(till, 20);
  let paid = till.invoices.find((each) => each.method === 'cash' && !each.voided);
  returning = new Returning();
  await returning.open(paid?.folio ?? '');
});

test('what was sold comes back once, and then nothing is left', async () => {
  await returning.all();
  expect(returning.ready).toBe(false);
  returning.reason = 'it was broken';
  expect(returning.preview?.parts).toHaveLength(1);
  expect(await returning.save()).toBe(true);
  let again = new Returning();
  await again.open(returning.sold?.folio ?? '');
  expect(again.error?.code).toBe('nothing-to-return');
});

test('an error about a line stands beside it, and nothing can be entered meanwhile', async () => {
  returning.reason = 'it was broken';
  await returning.type(0, '999');
  expect(returning.lineError(0)?.code).toBe('return-too-many');
  expect(returning.ready).toBe(false);
  await returning.type(0, '');
  expect(returning.error).toBeNull();
});

test('credit of a walk-in asks whose it is', async () => {
  let walkIn = till.invoices.find((each) => each.ticket.customer === null && each.paid > 0);
  let other = new Returning();
  await other.open(walkIn?.folio ?? '');
  await other.all();
  await other.choose('credit');
  expect(other.error?.code).toBe('customer-needed');
  await other.name('Ana Torres');
  expect(other.preview?.parts[0]?.by).toBe('credit');
});
