import { beforeEach, expect, test } from 'vitest';

import { openShop } from '../../../tests/support/shop';
import type { FakeTill } from '$lib/ipc/fake/till';
import { session } from '$lib/session.svelte';

import { Printing } from './printing.svelte';

let till: FakeTill;
let printing: Printing;

beforeEach(async () => {
  till = await openShop();
  printing = new Printing();
  await printing.load();
});

function type(roll: string): void {
  if (printing.form) printing.form.roll = roll;
}

test('a printer that is saved is ready, and one that is none stays as it was typed', async () => {
  expect(printing.standing?.roll.set_up).toBe(false);
  type('la impresora');
  await printing.save();
  expect(printing.error?.code).toBe('print-address');
  expect(printing.form?.roll).toBe('la impresora');
  type('caja');
  await printing.save();
  expect(printing.error).toBeNull();
  expect(printing.standing?.roll.set_up).toBe(true);
});

test('Enter prints a receipt or not, as was chosen', async () => {
  expect(session.start?.print_receipts).toBe(true);
  if (printing.form) printing.form.receipts = false;
  await printing.save();
  expect(session.start?.print_receipts).toBe(false);
});

test('the printers of this computer are looked for when somebody asks', async () => {
  expect(printing.found).toBeNull();
  await printing.find();
  expect(printing.found).toMatchObject([{ name: 'Caja' }]);
});

test('a paper that waits is tried again or removed', async () => {
  type('off');
  await printing.test('roll');
  expect(printing.papers).toMatchObject([{ kind: 'test', state: 'queued' }]);
  expect(printing.standing?.roll.trouble?.code).toBe('print-unreachable');
  let [paper] = till.papers;
  if (paper) paper.state = 'failed';
  await printing.retry(paper?.id ?? '');
  expect(printing.papers).toMatchObject([{ state: 'queued' }]);
  await printing.drop(paper?.id ?? '');
  expect(printing.papers).toEqual([]);
});
