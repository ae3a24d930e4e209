import { render, screen } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';

import { openShop } from '../../../tests/support/shop';
import { fakeTill } from '$lib/ipc/fake/fake';
import { seedMorning } from '$lib/ipc/fake/seed';
import type { FakeTill } from '$lib/ipc/fake/till';
import { type ChainView, useBackend } from '$lib/ipc/ipc';

import { Audit } from './audit.svelte';
import ChainPanel from './ChainPanel.svelte';

const COUNT = 120;

let till: FakeTill;
let audit: Audit;

beforeEach(async () => {
  till = await openShop();
  seedMorning(till, COUNT);
  audit = new Audit();
  await audit.load();
});

test('walking down reads every page once, newest first', async () => {
  expect(audit.selected).toBe(String(COUNT));
  for (let step = 0; step < 20; step += 1) await audit.move(10);
  expect(audit.rows).toHaveLength(COUNT);
  expect(new Set(audit.rows.map((row) => row.id)).size).toBe(COUNT);
  expect(audit.index).toBe(COUNT - 1);
});

test('a filter narrows the list, and clearing shows everything again', async () => {
  let folio = till.invoices[7]?.folio ?? '';
  await audit.find({ document: folio });
  expect(audit.rows.map((row) => row.document)).toEqual([folio]);
  expect(audit.filtered).toBe(true);
  await audit.clear();
  expect(audit.rows.length).toBeGreaterThan(1);
  await audit.find({ document: 'Z-9' });
  expect(audit.list.error?.code).toBe('no-document');
});

function chain(found: Partial<ChainView>): void {
  let { backend } = fakeTill();
  let whole = { facts: 3, head: 'ab'.repeat(32), whole: true, broken_at: null, faults: [] };
  let data = { ...whole, ...found };
  let verifyChain = () => Promise.resolve({ status: 'ok' as const, data });
  useBackend({ ...backend, commands: { ...backend.commands, verifyChain } });
}

test('a whole chain says how many facts it has and its last hash', async () => {
  chain({});
  await audit.verify();
  render(ChainPanel, { audit });
  expect(screen.getByRole('status')).toHaveTextContent(/3 facts, the chain is whole/);
  expect(screen.getByRole('status')).toHaveTextContent(/abababab abababab/);
});

test('a broken chain names the place and does not pass for a whole one', async () => {
  chain({ whole: false, broken_at: '2', faults: ['fact 2 was altered'] });
  await audit.verify();
  render(ChainPanel, { audit });
  expect(screen.getByRole('alert')).toHaveTextContent(/breaks at fact 2/);
  expect(screen.queryByText(/is whole/)).toBeNull();
});
