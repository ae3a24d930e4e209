import { beforeEach, expect, test } from 'vitest';

import type { FakeTill } from '$lib/ipc/fake/till';

import { openShop } from '../../../tests/support/shop';

import { Catalogue } from './catalogue.svelte';

let till: FakeTill;
let catalogue: Catalogue;

beforeEach(async () => {
  till = await openShop();
  catalogue = new Catalogue();
  await catalogue.load();
});

test('a new product is typed, saved, selected and found', async () => {
  catalogue.add();
  let typing = catalogue.typing;
  if (typing === null) throw new Error('nothing is typed');
  typing.form.name = 'Queso Oaxaca';
  typing.form.price = '189,90';
  typing.form.unit = 'kg';
  typing.scanned('7501055363057');
  expect(await catalogue.save()).toBe(true);
  expect(catalogue.typing).toBeNull();
  expect(catalogue.rows[catalogue.index]).toMatchObject({
    name: 'Queso Oaxaca',
    unit: 'kg',
    barcodes: ['7501055363057'],
  });
  await catalogue.find('queso');
  expect(catalogue.rows).toHaveLength(1);
  expect(till.goods.carrier('7501055363057')?.name).toBe('Queso Oaxaca');
});

test('what does not fit is said beside its field, and what was typed stays', async () => {
  catalogue.add();
  let typing = catalogue.typing;
  if (typing === null) throw new Error('nothing is typed');
  typing.form.name = 'Pan';
  typing.form.cost = '5x';
  expect(await catalogue.save()).toBe(false);
  expect(typing.errorAt('cost')).toContain('5x');
  expect(typing.errorAt('price')).toBeUndefined();
  typing.form.cost = '';
  typing.form.barcodes = ['1', 'CAF-500'];
  expect(await catalogue.save()).toBe(false);
  expect([0, 1].map((index) => typing.errorAtBarcode(index) === undefined)).toEqual([true, false]);
  typing.form.barcodes = ['1'];
  typing.form.code = 'CAF-500';
  expect(await catalogue.save()).toBe(false);
  expect(typing.errorAt('code')).toContain('Café molido');
  expect(typing.form.name).toBe('Pan');
});

test('what is not sold any more is on its own shelf, and can be brought back', async () => {
  await catalogue.find('concha');
  await catalogue.switch();
  expect(catalogue.rows).toHaveLength(0);
  await catalogue.show({ shelf: 'retired' });
  expect(catalogue.rows.map((row) => row.name)).toEqual(['Concha de vainilla']);
  await catalogue.switch();
  await catalogue.show({ shelf: 'category', name: 'Panadería' });
  expect(catalogue.rows.some((row) => row.name === 'Concha de vainilla')).toBe(true);
});
