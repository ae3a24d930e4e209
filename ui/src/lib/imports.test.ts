import { beforeEach, expect, test } from 'vitest';

import { openShop } from '../../tests/support/shop';
import type { FakeTill } from '$lib/ipc/fake/till';
import { toasts } from '$lib/toasts.svelte';

import { troubleList } from '../features/catalogue/troubles';
import { ImportRun } from './imports.svelte';

let till: FakeTill;
let run: ImportRun;

const list = (...lines: string[]) => new File([['code,name,Cuánto', ...lines].join('\n')], 'l.csv');

beforeEach(async () => {
  till = await openShop();
  run = new ImportRun();
  await run.listen();
});

async function opened(...lines: string[]): Promise<void> {
  await run.open(list(...lines));
  run.mean(2, 'price');
}

test('a file is looked at, its columns are told apart, and it is imported whole', async () => {
  await opened('Q-1,Queso,80', 'CAF-500,Café nuevo,95');
  expect(run.step).toBe('columns');
  expect(run.columns).toEqual(['code', 'name', 'price']);
  await run.check();
  expect(run.step).toBe('checked');
  expect(run.plan).toMatchObject({ rows: 2, made: 1, changed: 1, wrong: 0 });
  await run.start();
  expect(run.step).toBe('ended');
  expect(run.imported).toBe(1);
  expect(till.goods.carrier('Q-1')?.name).toBe('Queso');
  // What was chosen for a column once is known the next time.
  run.forget();
  await run.open(list('Q-2,Pan,5'));
  expect(run.columns).toEqual(['code', 'name', 'price']);
});

test('a row that does not fit refuses the file, and says which and why', async () => {
  await opened('Q-1,Queso,80', 'Q-2,Crema,5x');
  await run.check();
  expect(run.plan?.wrong).toBe(1);
  expect(troubleList(run.plan?.troubles ?? [])).toMatch(/^Row\t.*\n3\tprice\t.*5x/);
  expect(till.goods.carrier('Q-1')).toBeUndefined();
  await opened('Q-1,Queso,80', 'Q-2,Crema,5');
  expect(run.step).toBe('columns');
  await run.check();
  expect(run.plan?.wrong).toBe(0);
});

test('no two columns mean the same, and one of them must be the name', async () => {
  await opened('Q-1,Queso,80');
  run.mean(0, 'name');
  expect(run.columns).toEqual(['name', null, 'price']);
  run.mean(0, null);
  await run.check();
  expect(run.error?.code).toBe('import-no-name');
  expect(run.step).toBe('columns');
});

test('an import that was stopped is no failure and leaves everything as it was', async () => {
  await opened('Q-1,Queso,80');
  await run.check();
  toasts.clear();
  till.importHearers.add(() => void run.cancel());
  await run.start();
  expect(run.step).toBe('checked');
  expect(run.error).toBeNull();
  expect(toasts.list.map((toast) => toast.tone)).toEqual(['unsent']);
  expect(till.goods.carrier('Q-1')).toBeUndefined();
});

test('a file without rows is refused', async () => {
  await run.open(list());
  expect(run.step).toBe('file');
  expect(run.error?.code).toBe('import-empty');
});

test('one bar shows how far an import is', () => {
  let at = (stage: 'reading' | 'staging' | 'booking', done: number, of: number) => {
    run.progress = { stage, done, of };
    return run.percent;
  };
  expect([at('reading', 500, 0), at('staging', 50, 100)]).toEqual([0, 15]);
  expect([at('booking', 0, 100), at('booking', 100, 100)]).toEqual([20, 90]);
});
