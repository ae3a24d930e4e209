// Amounts for the fake till. The real ones are computed in Rust; screens never compute any.

import type { Amount, Language } from '../contract';

let language: Language = 'es-MX';

export function speak(next: Language): void {
  language = next;
}

export function spoken(): Language {
  return language;
}

export function amount(minor: number): Amount {
  let text = new Intl.NumberFormat(language, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  }).format(minor / 100);
  return { minor: String(minor), currency: 'MXN', text };
}

/** Minor units of what a person typed, or null. */
export function parseAmount(text: string): number | null {
  let plain = text.replace(/[\s\u00a0\u202f]/g, '');
  let last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
  let decimals = plain.length - last - 1;
  if (last >= 0 && decimals !== 3) {
    plain = `${plain.slice(0, last).replace(/[.,]/g, '')}.${plain.slice(last + 1)}`;
  } else {
    plain = plain.replace(/[.,]/g, '');
  }
  return /^\d+(\.\d{0,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : null;
}
