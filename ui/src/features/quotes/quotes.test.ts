import { beforeEach, expect, test } from 'vitest';

import { openShop } from '../../../tests/support/shop';
import { ipc } from '$lib/ipc/ipc';
import type { FakeTill } from '$lib/ipc/fake/till';

import { Quotes } from './quotes.svelte';
import { Quoting } from './quoting.svelte';

let till: FakeTill;

beforeEach(async () => {
  till = await openShop();
  await ipc.addAmount('Table', '100');
});

async function quote(): Promise<string> {
  let quoting = new Quoting();
  await quoting.load();
  await quoting.issue();
  return quoting.done?.row.id ?? '';
}

test('what is no number of days issues nothing', async () => {
  let quoting = new Quoting();
  await quoting.load();
  expect(quoting.days).toBe('15');
  await quoting.type('0');
  expect(quoting.until).toBeNull();
  expect(await quoting.issue()).toBe(false);
  expect(till.ticket.lines).toHaveLength(1);
  await quoting.type('3');
  expect(await quoting.issue()).toBe(true);
  expect(till.ticket.lines).toHaveLength(0);
});

test('an open quote goes on an empty ticket, and on no other', async () => {
  let id = await quote();
  let quotes = new Quotes();
  await quotes.load();
  expect(quotes.selected).toBe(id);
  await ipc.addAmount('Chair', '20');
  expect(await quotes.sell('quoted')).toBeNull();
  expect(quotes.error?.code).toBe('ticket-not-empty');
  await ipc.clearTicket();
  let ticket = await quotes.sell('quoted');
  expect(ticket?.quote?.folio).toBe(id);
});

test('an expired quote is sold at the prices of the day alone', async () => {
  await quote();
  till.ahead = 20 * 86_400_000;
  let quotes = new Quotes();
  await quotes.show('expired');
  expect([quotes.canSell, quotes.canSellToday]).toEqual([false, true]);
  expect(await quotes.sell('quoted')).toBeNull();
  expect(quotes.error?.code).toBe('quote-expired');
  expect((await quotes.sell('today'))?.quote?.until).toBeNull();
});

test('a withdrawn quote leaves the open ones and is listed with its like', async () => {
  await quote();
  let quotes = new Quotes();
  await quotes.load();
  quotes.withdrawing = true;
  await quotes.withdraw('mistyped');
  expect(quotes.withdrawing).toBe(false);
  expect(quotes.rows).toHaveLength(0);
  await quotes.show('withdrawn');
  expect(quotes.canWithdraw).toBe(false);
  expect(quotes.rows).toHaveLength(1);
});
