import { beforeEach, expect, test, vi } from 'vitest';

import { openShop } from '../../../tests/support/shop';
import { useBackend } from '$lib/ipc/ipc';
import { fakeTill } from '$lib/ipc/fake/fake';
import type { FakeTill } from '$lib/ipc/fake/till';
import { toasts } from '$lib/toasts.svelte';

import { Sell } from './sell.svelte';

let till: FakeTill;
let sell: Sell;
let charge = vi.fn();

beforeEach(async () => {
  till = await openShop();
  charge = vi.fn();
  sell = new Sell(charge);
  await sell.load();
});

async function typed(text: string): Promise<void> {
  sell.search.setText(text);
  await sell.enter();
}

test('starts with the favourites and an empty ticket', () => {
  expect(sell.search.products.length).toBeGreaterThan(5);
  expect(sell.ticket?.lines).toEqual([]);
});

test('Enter adds the picked result and clears the search', async () => {
  await typed('capuchino');
  expect(sell.ticket?.lines.map((line) => line.name)).toEqual(['Capuchino grande']);
  expect(sell.search.text).toBe('');
});

test.each(['123.50', '123,50', '1,234.5'])('%s and Enter is a free amount', async (text) => {
  await typed(text);
  expect(sell.ticket?.lines[0]?.name).toBe('Free amount');
});

test('figures alone find a product by its code, and are an amount when none has it', async () => {
  await typed('7501055300075');
  await typed('77');
  expect(sell.ticket?.lines.map((line) => [line.name, line.total.text])).toEqual([
    ['Leche entera 1 L', '27.50'],
    ['Free amount', '77.00'],
  ]);
});

test('Enter on an empty search charges, and with nothing to charge says so', async () => {
  await typed('');
  expect(charge).not.toHaveBeenCalled();
  expect(toasts.list[0]?.text).toMatch(/nothing to charge/);
  await typed('espresso');
  await typed('');
  expect(charge).toHaveBeenCalledWith('cash');
});

test('a text that finds nothing adds nothing', async () => {
  await typed('zzzz');
  expect(sell.ticket?.lines).toEqual([]);
  expect(toasts.list[0]?.text).toContain('zzzz');
});

test('scans are added in the order of the beeps, however slow the till', async () => {
  let { till: slow, backend } = fakeTill();
  let first = true;
  useBackend({
    ...backend,
    commands: {
      ...backend.commands,
      scan: async (code) => {
        // The first answer takes many turns; the second must wait for it.
        let turns = first ? 20 : 0;
        first = false;
        for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
        return backend.commands.scan(code);
      },
    },
  });
  await Promise.all([sell.scan('PAN-003'), sell.scan('BAR-014')]);
  expect(slow.ticket.lines.map((line) => line.product)).toEqual(['PAN-003', 'BAR-014']);
});

test('an unknown code is a quiet notice, and the next scan works', async () => {
  await sell.scan('0000');
  await sell.scan('PAN-003');
  expect(toasts.list.map((toast) => toast.text)).toEqual(['Unknown code 0000']);
  expect(sell.ticket?.lines).toHaveLength(1);
});

test('what was added last is the line that keys work on', async () => {
  await sell.scan('PAN-003');
  await sell.scan('BAR-014');
  expect(sell.line).toBe(1);
  await sell.scan('PAN-003');
  expect(sell.line).toBe(0);
  expect(sell.ticket?.lines[0]?.quantity).toBe('2');
});

test('a refused quantity keeps the question open and says why', async () => {
  await sell.scan('PAN-003');
  sell.askFor('quantity');
  await sell.answer('many');
  expect(sell.error?.code).toBe('quantity-malformed');
  expect(sell.ask).not.toBeNull();
  await sell.answer('4');
  expect(sell.ask).toBeNull();
  expect(sell.ticket?.lines[0]?.quantity).toBe('4');
});

test('a discount, a removal and a cleared ticket can each be undone', async () => {
  await sell.scan('PAN-003');
  sell.askFor('discount');
  await sell.answer('10%');
  expect(sell.ticket?.lines[0]?.discount).toBe('10 %');
  await sell.removeLine();
  expect(sell.ticket?.lines).toEqual([]);
  await sell.undo();
  await sell.clear();
  await sell.undo();
  expect(sell.ticket?.lines[0]?.discount).toBe('10 %');
  await sell.undo();
  expect(sell.ticket?.lines[0]?.discount).toBeNull();
});

test('F4 holds a ticket and brings it back', async () => {
  sell.hold();
  expect(toasts.list[0]?.text).toMatch(/No ticket is on hold/);
  await sell.scan('PAN-003');
  sell.hold();
  await sell.answer('table 4');
  expect(sell.ticket?.lines).toEqual([]);
  expect(sell.ticket?.held).toBe(1);
  sell.hold();
  expect(sell.recalling).toBe(true);
  await sell.recall(till.held[0]?.id ?? '');
  expect(sell.ticket?.lines).toHaveLength(1);
});

test('a product without a price asks for the amount', async () => {
  await typed('tarjeta');
  expect(sell.ask).toMatchObject({ kind: 'amount', name: 'Tarjeta de regalo' });
  await sell.answer('250');
  expect(sell.ticket?.lines[0]).toMatchObject({ name: 'Tarjeta de regalo' });
});

test('a sheet opened right after Enter is about the ticket with what Enter added', async () => {
  sell.search.setText('espresso');
  let added = sell.enter();
  sell.openCharge('cash');
  expect(charge).not.toHaveBeenCalled();
  await added;
  await vi.waitFor(() => expect(charge).toHaveBeenCalledOnce());
  expect(sell.ticket?.lines).toHaveLength(1);
});

test('what is typed while Enter is under way is the next search', async () => {
  sell.search.setText('espresso');
  let added = sell.enter();
  sell.search.setText('c');
  await added;
  expect(sell.search.text).toBe('c');
});

test('a held ticket is there to be recalled before the screen has asked for anything', async () => {
  await typed('espresso');
  sell.hold();
  await sell.answer('table 4');
  let again = new Sell(charge);
  let loaded = again.load();
  again.hold();
  await loaded;
  await vi.waitFor(() => expect(again.recalling).toBe(true));
});
