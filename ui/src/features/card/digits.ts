// What can be seen in a card's digits while they are typed. The till checks them again, and its
// word counts; here it only saves the clerk a round.

/** How the numbers of a brand begin, how long they are, and how they are grouped on the card. */
interface Shape {
  brand: string;
  begins: RegExp;
  lengths: readonly number[];
  groups: readonly number[];
}

const FOURS = [4, 4, 4, 4, 3];
const shapes: readonly Shape[] = [
  { brand: 'visa', begins: /^4/, lengths: [13, 16, 19], groups: FOURS },
  { brand: 'amex', begins: /^3[47]/, lengths: [15], groups: [4, 6, 5] },
  {
    brand: 'mastercard',
    begins: /^(5[1-5]|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)/,
    lengths: [16],
    groups: FOURS,
  },
];

const MOST_DIGITS = 19;

export function digitsOf(text: string): string {
  return text.replace(/\D/g, '').slice(0, MOST_DIGITS);
}

/** The brand whose numbers begin like this; half a number is enough to tell. */
export function brandOf(digits: string): string | null {
  return shapes.find((shape) => shape.begins.test(digits))?.brand ?? null;
}

/** The digits as they stand on the card. */
export function grouped(digits: string): string {
  let shape = shapes.find((each) => each.begins.test(digits));
  let parts: string[] = [];
  let at = 0;
  for (let length of shape?.groups ?? FOURS) {
    if (at >= digits.length) break;
    parts.push(digits.slice(at, at + length));
    at += length;
  }
  return parts.join(' ');
}

/** Whether a number is one: its length, and the digit that checks the others (Luhn). */
export function isNumber(digits: string): boolean {
  let shape = shapes.find((each) => each.begins.test(digits));
  let long = shape ? shape.lengths.includes(digits.length) : digits.length >= 13;
  return long && luhn(digits);
}

/** Whether it cannot become one any more, however much is typed. */
export function isHopeless(digits: string): boolean {
  let shape = shapes.find((each) => each.begins.test(digits));
  let most = Math.max(...(shape?.lengths ?? [MOST_DIGITS]));
  return digits.length > most || (digits.length === most && !luhn(digits));
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let [place, char] of Array.from(digits).reverse().entries()) {
    let weighed = Number(char) * (place % 2 === 0 ? 1 : 2);
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return digits !== '' && sum % 10 === 0;
}

/** What is typed of an expiry, with its stroke: `0529` and `529` become `05/29`. */
export function expiryText(text: string, before: string): string {
  let digits = text.replace(/\D/g, '').slice(0, 4);
  if (/^[2-9]/.test(digits)) digits = `0${digits}`.slice(0, 4);
  // The stroke goes with the digit before it.
  if (digits.length === 2 && before.length === 3 && text.length === 2) return digits.slice(0, 1);
  return digits.length >= 2 ? `${digits.slice(0, 2)}/${digits.slice(2)}` : digits;
}

export type Expiry = 'good' | 'over' | 'none';

/** Whether a card with this expiry is still good in this month. */
export function expiryOf(text: string, year: number, month: number): Expiry {
  let found = /^(\d\d)\/(\d\d)$/.exec(text);
  let ends = { month: Number(found?.[1]), year: 2000 + Number(found?.[2]) };
  if (!found || ends.month < 1 || ends.month > 12) return 'none';
  return ends.year * 12 + ends.month < year * 12 + month ? 'over' : 'good';
}
