import { beforeEach, expect, test } from 'vitest';

import { openShop } from '../../../tests/support/shop';
import type { FakeTill } from '$lib/ipc/fake/till';
import { ipc } from '$lib/ipc/ipc';

import { Mail, troubleAdvice, troubleWords } from './mail.svelte';

let till: FakeTill;
let mail: Mail;

beforeEach(async () => {
  till = await openShop();
  mail = new Mail();
  await mail.load();
});

async function setUp(): Promise<void> {
  if (mail.form) mail.form.host = 'smtp.cafeluna.mx';
  await mail.save();
}

test('a server that is saved is ready, and its password is not read back', async () => {
  expect(mail.standing?.set_up).toBe(false);
  if (mail.form) Object.assign(mail.form, { user: 'caja', password: 'secret' });
  await setUp();
  expect(mail.standing?.set_up).toBe(true);
  expect(mail.hasPassword).toBe(true);
  expect(mail.form?.password).toBe('');
});

test('what is refused stays as it was typed, and is not tested', async () => {
  if (mail.form) Object.assign(mail.form, { security: 'none', host: 'smtp.cafeluna.mx' });
  await mail.test();
  expect(mail.error?.code).toBe('mail-plain');
  expect(mail.form?.host).toBe('smtp.cafeluna.mx');
  expect(mail.tested).toBeNull();
});

test('a test says what stands in the way', async () => {
  await setUp();
  await mail.test();
  expect(mail.tested).toEqual({ status: 'ok', data: null });
  till.offline = true;
  await mail.test();
  expect(mail.tested).toMatchObject({ status: 'error', error: { code: 'mail-unreachable' } });
});

test('a mail that failed is sent again or removed', async () => {
  await setUp();
  till.addProduct('CAF-500', 1);
  let charge = await ipc.requestVoucher('oxxo', 'account', null);
  if (charge.status === 'error') throw new Error(charge.error.code);
  await ipc.sendVoucher(charge.data.id, 'nobody@example.com');
  await mail.refresh();
  let [row] = mail.mails;
  expect(row?.state).toBe('failed');
  expect(row?.trouble && troubleWords(row.trouble)).toContain('550 5.1.1 No such user');
  expect(row?.trouble && troubleAdvice(row.trouble)).not.toBeNull();
  await mail.retry(row?.id ?? '');
  expect(mail.mails[0]?.state).toBe('queued');
  await mail.drop(row?.id ?? '');
  expect(mail.mails).toEqual([]);
});
