// What the training coffee shop sells.

import type { PriceListView, ProductForm, ProductRow, ProductView, Shelf } from '../contract';

import type { Commands } from '../ipc';
import { answer } from './answer';
import { amount, parseAmount } from './money';
import { Refusal } from './refusal';

export interface Product {
  id: string;
  code: string;
  name: string;
  price: number | null;
  tax: number;
  category: string;
  favourite: boolean;
  barcodes: string[];
  unit: string;
  cost: number | null;
  added: boolean;
  retired: boolean;
}

const product = (
  code: string,
  name: string,
  price: number | null,
  tax: number,
  category: string,
  favourite = false,
): Product => ({
  ...{ id: code, code, name, price, tax, category, favourite },
  ...{ barcodes: [], unit: 'piece', cost: null, added: false, retired: false },
});

const shelf: readonly Product[] = [
  product('CAF-500', 'Café molido Veracruz 500 g', 8950, 0, 'Café', true),
  product('BAR-014', 'Capuchino grande', 5800, 16, 'Bebidas', true),
  product('PAN-003', 'Concha de vainilla', 2200, 0, 'Panadería', true),
  product('BEB-021', 'Agua mineral 600 ml', 1850, 16, 'Bebidas', true),
  product('PAN-019', 'Pastel de tres leches, rebanada', 6500, 0, 'Panadería', true),
  product('SRV-001', 'Molienda a la medida', 1500, 16, 'Servicios', true),
  product('ACC-007', 'Prensa francesa 350 ml', 42900, 16, 'Accesorios', true),
  product('CAF-250', 'Café en grano Chiapas 250 g', 11200, 0, 'Café', true),
  product('BAR-002', 'Espresso doble', 3800, 16, 'Bebidas', true),
  product('BAR-009', 'Café de olla', 3500, 16, 'Bebidas', true),
  product('PAN-011', 'Croissant de mantequilla', 3400, 0, 'Panadería', true),
  product('REG-000', 'Tarjeta de regalo', null, 0, 'Servicios', true),
  product('7501055300075', 'Leche entera 1 L', 2750, 0, 'Bebidas'),
  product('ACC-011', 'Molino manual de cerámica', 58900, 16, 'Accesorios'),
  product('ACC-015', 'Filtros V60, 100 piezas', 16500, 16, 'Accesorios'),
  product('CAF-901', 'Café descafeinado 500 g', 13900, 0, 'Café'),
];

/** Without accents and capitals: `cafe` finds `Café`. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}

const label = (tax: number): string => `IVA ${tax} %`;

function view(each: Product): ProductView {
  let { id, code, name, category, favourite } = each;
  let price = each.price === null ? null : amount(each.price);
  let unit = each.unit === 'piece' || each.unit === 'service' ? null : each.unit;
  let picture = null;
  return { id, code, name, price, unit, tax: label(each.tax), category, favourite, picture };
}

function row(each: Product): ProductRow {
  let { barcodes, unit, added } = each;
  let cost = each.cost === null ? null : amount(each.cost);
  return { ...view(each), barcodes, unit, added, cost, active: !each.retired };
}

/** What this shop sells. */
export class Goods {
  #all: Product[] = shelf.map((each) => ({ ...each, barcodes: [...each.barcodes] }));

  /** The one that is sold under a code. */
  carrier(code: string): Product | undefined {
    return this.#all.find(
      (each) => !each.retired && (each.code === code || each.barcodes.includes(code)),
    );
  }

  /** The one of an id, while it is sold. */
  sold(id: string): Product | undefined {
    return this.#all.find((each) => each.id === id && !each.retired);
  }

  find(id: string): Product {
    let found = this.#all.find((each) => each.id === id);
    if (found === undefined) throw new Refusal({ code: 'not-found' });
    return found;
  }

  categories(): string[] {
    let sold = this.#all.filter((each) => !each.retired && each.category !== '');
    return [...new Set(sold.map((each) => each.category))].sort();
  }

  search(text: string, category: string | null): ProductView[] {
    let wanted = plain(text.trim());
    return this.#all
      .filter((each) => !each.retired && (category === null || each.category === category))
      .filter((each) => wanted !== '' || category !== null || each.favourite)
      .filter((each) => plain(`${each.name} ${each.code}`).includes(wanted))
      .map(view);
  }

  list(wanted: Shelf, text: string): ProductRow[] {
    let retired = wanted.shelf === 'retired';
    return this.#all
      .filter((each) => each.retired === retired)
      .filter((each) => wanted.shelf !== 'category' || each.category === wanted.name)
      .filter((each) => plain(`${each.name} ${each.code} ${each.category}`).includes(plain(text)))
      .sort((a, b) => a.name.localeCompare(b.name))
      .map(row);
  }

  save(form: ProductForm): ProductRow {
    if (form.name.trim() === '') throw new Refusal({ code: 'name-empty' });
    for (let text of [form.price, form.cost]) {
      if (text !== '' && parseAmount(text) === null) {
        throw new Refusal({ code: 'amount-malformed', text });
      }
    }
    let barcodes = form.barcodes.map((each) => each.trim()).filter((each) => each !== '');
    for (let carried of [...barcodes, form.code.trim()]) {
      let other = this.carrier(carried);
      if (other && other.id !== form.id) {
        throw new Refusal({ code: 'code-taken', carried, name: other.name });
      }
    }
    let id = form.id ?? `product-${this.#all.length}`;
    let { added, favourite, retired, unit, category } = form;
    let kept: Product = {
      ...{ id, added, favourite, retired, unit, category, barcodes },
      code: form.code.trim() === '' ? String(this.#all.length).padStart(5, '0') : form.code.trim(),
      name: form.name.trim(),
      price: parseAmount(form.price),
      cost: parseAmount(form.cost),
      tax: form.tax === 'iva-16' ? 16 : 0,
    };
    this.#all = [...this.#all.filter((each) => each.id !== id), kept];
    return row(kept);
  }
}

function form(each: Product): ProductForm {
  let { id, code, barcodes, name, added, unit, category, favourite, retired } = each;
  let text = (minor: number | null) => (minor === null ? '' : amount(minor).text);
  return {
    ...{ id, code, barcodes, name, added, unit, category, favourite, retired },
    price: text(each.price),
    cost: text(each.cost),
    prices: [],
    picture: null,
    new_picture: null,
    tax: `iva-${each.tax}`,
  };
}

export function catalogueCommands(goods: Goods) {
  let lists: PriceListView[] = [];
  return {
    productList: (shelf, search) => answer(() => ({ rows: goods.list(shelf, search), next: null })),
    productForm: (id) => answer(() => form(goods.find(id))),
    productChoices: () =>
      answer(() => ({
        taxes: [
          { word: 'iva-16', label: label(16) },
          { word: 'iva-0', label: label(0) },
          { word: 'none', label: '' },
        ],
        units: ['piece', 'kg', 'l', 'm', 'hour'],
        categories: goods.categories(),
        lists: [],
      })),
    productPicture: () => answer(() => null),
    priceLists: () => answer(() => [...lists]),
    savePriceList: (id, name) =>
      answer(() => {
        if (name.trim() === '') throw new Refusal({ code: 'name-empty' });
        let known = lists.find((list) => list.id === id);
        if (known === undefined) lists.push({ id: name, name, active: true });
        else known.name = name;
        return [...lists];
      }),
    switchPriceList: (id, active) =>
      answer(() => {
        lists = lists.map((list) => (list.id === id ? { ...list, active } : list));
        return [...lists];
      }),
    saveProduct: (form) => answer(() => goods.save(form)),
    switchProduct: (id, active) =>
      answer(() => {
        let found = goods.find(id);
        found.retired = !active;
        return row(found);
      }),
  } satisfies Partial<Commands>;
}
