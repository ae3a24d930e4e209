import { describe, expect, test } from 'vitest';

import { type Heard, Scanner, usualLimits } from './scanner';

/** Feeds `keys` with the same gap between each two; answers what the last one was. */
function type(scanner: Scanner, keys: readonly string[], gapMs: number, start = 1000): Heard {
  let heard: Heard = { kind: 'typing', first: true };
  keys.forEach((key, index) => {
    heard = scanner.feed(key, start + index * gapMs);
  });
  return heard;
}

const code = Array.from('7501055300075');

describe('a scan', () => {
  test.each([1, 5, 12, 20, 35, 60])('with %i ms between its characters is recognised', (gap) => {
    expect(type(new Scanner(), [...code, 'Enter'], gap)).toEqual({
      kind: 'scan',
      code: '7501055300075',
    });
  });

  test.each([61, 90, 250])('with %i ms between its characters is typing', (gap) => {
    expect(type(new Scanner(), [...code, 'Enter'], gap).kind).toBe('typing');
  });

  test('may end with Tab', () => {
    expect(type(new Scanner(), [...code, 'Tab'], 5).kind).toBe('scan');
  });

  test('without Enter or Tab is not one', () => {
    expect(type(new Scanner(), code, 5).kind).toBe('typing');
  });

  test.each([
    ['123', 'typing'],
    ['1234', 'scan'],
  ])('of %s is %s: shorter than the minimum is typing', (text, kind) => {
    expect(type(new Scanner(), [...Array.from(text), 'Enter'], 5).kind).toBe(kind);
  });

  test('keeps capitals and signs as they came', () => {
    let keys = Array.from('PAN-003/x');
    expect(type(new Scanner(), [...keys, 'Enter'], 5)).toEqual({ kind: 'scan', code: 'PAN-003/x' });
  });

  test('does not take in what was typed before a pause', () => {
    let scanner = new Scanner();
    type(scanner, ['a', 'b'], 120);
    expect(type(scanner, [...code, 'Enter'], 5, 2000)).toEqual({
      kind: 'scan',
      code: '7501055300075',
    });
  });

  test('is broken by a shortcut in its middle', () => {
    expect(type(new Scanner(), [...code, 'F9', 'Enter'], 5).kind).toBe('typing');
  });

  test('whose Enter comes late was typed', () => {
    let scanner = new Scanner();
    type(scanner, code, 5, 0);
    expect(scanner.feed('Enter', 1000).kind).toBe('typing');
  });

  test('follows another at once, and both are whole', () => {
    let scanner = new Scanner();
    let codes = ['11112222', '33334444'];
    let found = codes.map((each, index) =>
      type(scanner, [...Array.from(each), 'Enter'], 4, 1000 + index * 60),
    );
    expect(found).toEqual(codes.map((each) => ({ kind: 'scan', code: each })));
  });
});

describe('an Enter after a scan', () => {
  test.each([
    [1, 'tail'],
    [usualLimits.tailMs, 'tail'],
    [usualLimits.tailMs + 1, 'typing'],
    [2000, 'typing'],
  ])('%i ms later is %s', (after, kind) => {
    let scanner = new Scanner();
    type(scanner, [...code, 'Enter'], 5, 0);
    expect(scanner.feed('Enter', code.length * 5 + after).kind).toBe(kind);
  });

  test('does not swallow the Enter of a person who typed in between', () => {
    let scanner = new Scanner();
    type(scanner, [...code, 'Enter'], 5, 0);
    let end = code.length * 5;
    scanner.feed('5', end + 100);
    expect(scanner.feed('Enter', end + 220).kind).toBe('typing');
  });
});
