// What the training coffee shop sells.

import type { ProductView } from '../contract';

import { amount } from './money';

export interface Product {
  id: string;
  code: string;
  name: string;
  price: number | null;
  tax: number;
  category: string;
  favourite: boolean;
}

const product = (
  code: string,
  name: string,
  price: number | null,
  tax: number,
  category: string,
  favourite = false,
): Product => ({ id: code, code, name, price, tax, category, favourite });

export const products: readonly Product[] = [
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

export function categories(): string[] {
  return [...new Set(products.map((each) => each.category))];
}

export function view(each: Product): ProductView {
  return {
    id: each.id,
    code: each.code,
    name: each.name,
    price: each.price === null ? null : amount(each.price),
    tax: `IVA ${each.tax} %`,
    category: each.category,
    favourite: each.favourite,
  };
}

/** Without accents and capitals: `cafe` finds `Café`. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}

export function search(text: string, category: string | null): ProductView[] {
  let wanted = plain(text.trim());
  return products
    .filter((each) => category === null || each.category === category)
    .filter((each) => wanted !== '' || category !== null || each.favourite)
    .filter((each) => plain(`${each.name} ${each.code}`).includes(wanted))
    .map(view);
}
