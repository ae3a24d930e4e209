import { beforeEach, expect, test } from 'vitest';

import { openShop } from '../../../tests/support/shop';
import { nobody } from '$lib/customer';
import { seedCustomers } from '$lib/ipc/fake/seed';
import type { FakeTill } from '$lib/ipc/fake/till';
import { statementRun } from '$lib/statements.svelte';
import { toasts } from '$lib/toasts.svelte';

import { CustomerDetail } from './customer.svelte';
import { Customers } from './customers.svelte';
import { CustomerTyping } from './form.svelte';
import { PaymentTyping } from './payment.svelte';
import { OTHER_DAYS, StatementSheet } from './statement.svelte';
import { WithholdingTyping } from './withholding.svelte';

let till: FakeTill;
let lucia: string;

beforeEach(async () => {
  till = await openShop();
  seedCustomers(till);
  lucia = till.people.search('lucia')[0]?.id ?? '';
});

function parts(typing: PaymentTyping): (string | undefined)[] {
  return typing.preview?.lines.map((line) => line.part?.text) ?? [];
}

test('the list is read page by page, once each, and searched as one types', async () => {
  for (let number = 0; number < 120; number += 1) {
    till.people.add({ ...nobody, name: `Zoé ${String(number).padStart(3, '0')}` });
  }
  let customers = new Customers();
  await customers.load();
  expect(customers.rows).toHaveLength(50);
  expect(customers.selected).toBe(customers.rows[0]?.id);
  for (let step = 0; step < 20; step += 1) await customers.move(10);
  expect(new Set(customers.rows.map((row) => row.id)).size).toBe(124);
  await customers.find('fern');
  expect(customers.rows.map((row) => row.name)).toEqual(['Lucía Fernández']);
  expect(customers.selected).toBe(lucia);
  await customers.find('nobody at all');
  expect(customers.selected).toBeNull();
});

test('what does not fit is said beside its field, and nothing is lost', async () => {
  let typing = new CustomerTyping(nobody);
  expect(await typing.save()).toBeNull();
  expect(typing.errorAt('name')).toMatch(/empty/);
  typing.form.name = 'Ana';
  typing.form.emails = ['ana@example.com', 'nowhere'];
  await typing.typeRfc('abcd');
  expect(typing.rfcWarning).toBeUndefined();
  await typing.save();
  expect(typing.errorAt('rfc')).toBeDefined();
  expect(typing.errorAt('name')).toBeUndefined();
  await typing.typeRfc('fell800101ab9');
  expect(typing.form.rfc).toBe('FELL800101AB9');
  expect(typing.rfcWarning).toMatch(/last/i);
  await typing.save();
  expect([typing.errorAtEmail(0), typing.errorAtEmail(1)]).toEqual([
    undefined,
    expect.stringContaining('nowhere'),
  ]);
  typing.form.emails = typing.form.emails.filter((_, index) => index !== 1);
  expect((await typing.save())?.form).toMatchObject({ name: 'Ana', emails: ['ana@example.com'] });
});

test('a payment shows what each invoice gets before it is booked', async () => {
  let typing = new PaymentTyping(lucia, false);
  await typing.load();
  expect(typing.receivedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
  await typing.typeAmount('1520');
  expect(parts(typing)).toEqual(['1,500.00', '20.00', undefined]);
  // By choice, it begins with that and is changed.
  await typing.choose(true);
  let [, second, third] = typing.preview?.lines.map((line) => line.invoice) ?? [];
  await typing.typePart(second ?? '', '50.01');
  expect(typing.errorOf('A-000091')).toMatch(/50\.00/);
  expect(typing.errorAt('amount')).toBeUndefined();
  await typing.typePart(second ?? '', '');
  await typing.typePart(third ?? '', '10');
  expect(parts(typing)).toEqual(['1,500.00', undefined, '10.00']);
  expect((await typing.save())?.credit.text).toBe('10.00');
  let credit = new PaymentTyping(lucia, true);
  await credit.load();
  expect(parts(credit)).toEqual(['10.00', undefined]);
  expect((await credit.save())?.allocated.text).toBe('10.00');
});

test('an amount that is none is said beside the amount', async () => {
  let typing = new PaymentTyping(lucia, false);
  await typing.load();
  await typing.typeAmount('a lot');
  expect(typing.errorAt('amount')).toMatch(/a lot/);
  expect(typing.elsewhere).toBe(false);
  expect(await typing.save()).toBeNull();
});

test('a statement is told for a period, and says when the days are none', async () => {
  let sheet = new StatementSheet(lucia);
  await sheet.refresh();
  expect(sheet.period.chosen).toBe('this-month');
  sheet.period.choose('this-year');
  await sheet.refresh();
  expect(sheet.view?.closing.text).toBe('2,190.50');
  expect(sheet.view?.outstanding.map((one) => one.pay)).toEqual([
    'payable',
    'below-minimum',
    'payable',
  ]);
  sheet.period.choose(OTHER_DAYS);
  sheet.period.last = 'yesterday';
  await sheet.refresh();
  expect(sheet.error?.code).toBe('date-malformed');
  expect(sheet.view).not.toBeNull();
  sheet.period.choose('this-year');
  await sheet.write('xlsx');
  expect(toasts.list[0]?.detail).toContain('xlsx');
});

test('a file asked for at once is of the usual period', async () => {
  let sheet = new StatementSheet(lucia);
  await sheet.write('letter');
  expect(sheet.error).toBeNull();
  expect(sheet.period.chosen).toBe('this-month');
});

test('taxes are withheld once', async () => {
  let declare = async () => {
    let typing = new WithholdingTyping('90');
    await typing.load();
    expect(typing.ready).toBe(false);
    typing.choose('isr', 'isr-fees');
    return typing;
  };
  let first = await declare();
  expect(await first.save()).toBe(true);
  let again = await declare();
  expect(again.refused?.code).toBe('withheld-before');
  expect(await again.save()).toBe(false);
});

test('doubles become one, and nobody is forgotten while something is owed', async () => {
  let detail = new CustomerDetail();
  await detail.open(lucia);
  expect(detail.history.rows).toHaveLength(3);
  detail.ask('erase');
  expect(await detail.erase()).toBe(false);
  expect(detail.error?.code).toBe('customer-open-account');
  let kept = till.people.search('iván')[0]?.id ?? '';
  expect(await detail.merge(lucia)).toBe(false);
  expect(detail.error?.code).toBe('same-customer');
  expect(await detail.merge(kept)).toBe(true);
  expect(detail.view).toMatchObject({ form: { id: kept }, owed: { text: '2,190.50' } });
  expect(till.people.search('lucia')).toEqual([]);
});

test('the statements of everybody say what they did', async () => {
  let stop = await statementRun.listen();
  await statementRun.start('2026-01-01', '2026-12-31', 'letter');
  expect(statementRun.ended).toBe('Done: 1 statement');
  statementRun.hear({ state: 'running', done: 3, of: 9 });
  expect(statementRun.progress).toEqual({ done: 3, of: 9 });
  statementRun.hear({ state: 'done', done: 3, of: 9, folder: 'papers' });
  expect(statementRun.ended).toBe('Stopped: 3 of 9 were made');
  statementRun.hear({ state: 'failed', error: { code: 'disk-full' } });
  expect(statementRun.error?.code).toBe('disk-full');
  expect(toasts.list.at(-1)?.text).toBe('The statements stopped');
  stop();
});
