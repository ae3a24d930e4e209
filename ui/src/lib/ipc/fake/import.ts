// The fake till's import: lines with commas, a name and a price in each.

import type { ImportPlan, RowTrouble } from '../contract';

import type { Commands } from '../ipc';
import { answer } from './answer';
import type { Goods } from './catalogue';
import { Refusal } from './refusal';
import type { FakeTill } from './till';

const meanings: readonly string[] = [
  ...(['code', 'name', 'price', 'added', 'tax', 'cost', 'unit'] as const),
  ...(['category', 'barcodes', 'favourite', 'active', 'id'] as const),
];

type Chosen = readonly (string | null)[];

/** The rows below the headings, each by what its columns mean. */
function products(text: string, columns: Chosen): Partial<Record<string, string>>[] {
  let lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(1).map((line) => {
    let row: Partial<Record<string, string>> = {};
    line.split(',').forEach((cell, index) => {
      let column = columns[index];
      if (column) row[column] = cell.trim();
    });
    return row;
  });
}

function plan(goods: Goods, text: string, columns: Chosen): ImportPlan {
  if (!columns.includes('name')) throw new Refusal({ code: 'import-no-name' });
  let troubles: RowTrouble[] = [];
  let [made, changed] = [0, 0];
  products(text, columns).forEach((row, index) => {
    let price = row.price ?? '';
    if (price !== '' && Number.isNaN(Number(price))) {
      let error = { code: 'amount-malformed', text: price } as const;
      troubles.push({ row: index + 2, column: 'price', problem: { why: 'unfit', error } });
    } else if (goods.carrier(row.code ?? '')) changed += 1;
    else made += 1;
  });
  let rows = made + changed + troubles.length;
  let wrong = troubles.length;
  return { rows, made, changed, same: 0, written: made + changed, wrong, troubles };
}

function write(goods: Goods, text: string, columns: Chosen): void {
  for (let row of products(text, columns)) {
    let known = goods.carrier(row.code ?? '');
    goods.save({
      ...{ id: known?.id ?? null, added: false, favourite: false, retired: false },
      ...{ prices: [], picture: null, new_picture: null },
      ...{ tax: 'iva-16', unit: row.unit ?? 'piece', cost: row.cost ?? '' },
      ...{ code: row.code ?? '', name: row.name ?? '', price: row.price ?? '' },
      ...{ category: row.category ?? '', barcodes: (row.barcodes ?? '').split(';') },
    });
  }
}

export function importCommands(till: FakeTill) {
  let file = { name: '', text: '' };
  let stopped = false;
  let chosen = new Map<string, string | null>();
  let headings = () => (file.text.split('\n')[0] ?? '').split(',').map((cell) => cell.trim());
  let done = () => answer(() => null);
  return {
    keepImportPart: (name, first, part) => {
      file = { name, text: (first ? '' : file.text) + atob(part) };
      return done();
    },
    previewImport: () =>
      answer(() => {
        let rows = file.text.split('\n').slice(1, 9);
        if (rows.every((row) => row === '')) throw new Refusal({ code: 'import-empty' });
        let columns = headings().map((heading) => {
          let known = meanings.find((meaning) => meaning === heading.toLowerCase());
          return chosen.get(heading) ?? known ?? null;
        });
        let cells = rows.filter((row) => row !== '').map((row) => row.split(','));
        return {
          ...{ file: file.name, headings: headings(), columns },
          ...{ rows: cells, meanings: meanings.map((word) => ({ word, text: word })) },
        };
      }),
    checkImport: (columns) =>
      answer(() => {
        headings().forEach((heading, index) => chosen.set(heading, columns[index] ?? null));
        return plan(till.goods, file.text, columns);
      }),
    importProducts: (columns) => {
      stopped = false;
      let planned = plan(till.goods, file.text, columns);
      till.tellImport({ stage: 'booking', done: 1, of: planned.written });
      return answer(() => {
        if (stopped) throw new Refusal({ code: 'import-cancelled' });
        if (planned.wrong === 0) write(till.goods, file.text, columns);
        return planned;
      });
    },
    cancelImport: () => {
      stopped = true;
      return done();
    },
    forgetImport: () => {
      file = { name: '', text: '' };
      return done();
    },
    exportProducts: (kind) => answer(() => ({ path: `papers/catalogue.${kind}`, queued: false })),
  } satisfies Partial<Commands>;
}
