import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { keydown } from '../../../tests/support/shop';
import { Keymap } from '$lib/keys/keymap.svelte';
import { KeyLayers } from '$lib/keys/layers.svelte';

import { Wedge } from './wedge';

let layers: KeyLayers;
let scans: string[];
let stop: () => void;
let field: HTMLInputElement;

beforeEach(() => {
  vi.useFakeTimers();
  layers = new KeyLayers(new Keymap(localStorage));
  scans = [];
  stop = new Wedge(layers, (code) => scans.push(code)).listen(window);
  field = document.body.appendChild(document.createElement('input'));
});

afterEach(() => {
  stop();
  field.remove();
  vi.useRealTimers();
});

/** Types as a keyboard does: the character lands in the focused field unless somebody took it. */
function press(key: string, at: number, target: Element = document.body): KeyboardEvent {
  let event = keydown(key, { at });
  target.dispatchEvent(event);
  if (!event.defaultPrevented && key.length === 1 && target instanceof HTMLInputElement) {
    target.value += key;
  }
  return event;
}

function burst(text: string, end: string, target?: Element, start = 1000): void {
  [...Array.from(text), end].forEach((key, index) => press(key, start + index * 5, target));
}

test('a scan is heard wherever the focus is', () => {
  burst('7501055300075', 'Enter');
  burst('CAF-500', 'Tab', field, 3000);
  expect(scans).toEqual(['7501055300075', 'CAF-500']);
});

test('a scan leaves nothing behind in the field that had the focus', () => {
  field.value = 'caf';
  let inputs = vi.fn();
  field.addEventListener('input', inputs);
  burst('7501055300075', 'Enter', field);
  expect(field.value).toBe('caf');
  expect(inputs).toHaveBeenCalled();
});

test('typing stays in the field and is no scan', () => {
  Array.from('café').forEach((key, index) => press(key, 1000 + index * 120, field));
  press('Enter', 2000, field);
  expect(field.value).toBe('café');
  expect(scans).toEqual([]);
});

test('what is typed before and after the field has the focus keeps its order', () => {
  layers.open({
    scope: 'sell',
    modal: false,
    on: {},
    type: {
      wants: () => true,
      take: ({ char }) => {
        field.value += char ?? '';
        field.focus();
      },
    },
  });
  field.dataset.shortcuts = 'never';
  press('c', 1000);
  // Late timers: the first letter is still held when the second one comes.
  press('a', 1061, field);
  vi.runAllTimers();
  expect(field.value).toBe('ca');
});

test('the letters and figures of a scan press no shortcut', () => {
  let choose = vi.fn();
  let digit = vi.fn();
  layers.open({
    scope: 'charge',
    modal: true,
    on: { 'method-cash': choose, finish: choose },
    type: { wants: (key) => /\d/.test(key.char ?? ''), take: digit },
  });
  burst('C0123C', 'Enter');
  press('Enter', 1100); // CR and LF
  vi.runAllTimers();
  expect(choose).not.toHaveBeenCalled();
  expect(digit).not.toHaveBeenCalled();
  expect(scans).toEqual(['C0123C']);
});

test('a single letter is a shortcut once no scan can follow', () => {
  let choose = vi.fn();
  layers.open({ scope: 'charge', modal: true, on: { 'method-cash': choose } });
  press('c', 1000);
  expect(choose).not.toHaveBeenCalled();
  vi.advanceTimersByTime(61);
  expect(choose).toHaveBeenCalledOnce();
});

test('held characters act in the order in which they were typed', () => {
  let taken: (string | null)[] = [];
  layers.open({
    scope: 'sell',
    modal: false,
    on: {},
    type: { wants: () => true, take: (key) => taken.push(key.char) },
  });
  press('a', 1000);
  press('b', 1030);
  press('F9', 1040);
  expect(taken).toEqual(['a', 'b']);
});

test('Enter on a button is the button’s own', () => {
  let enter = vi.fn();
  layers.open({ scope: 'sell', modal: false, on: { 'sell-enter': enter } });
  let button = document.body.appendChild(document.createElement('button'));
  expect(press('Enter', 5000, button).defaultPrevented).toBe(false);
  expect(enter).not.toHaveBeenCalled();
  press('Enter', 6000, field);
  expect(enter).toHaveBeenCalledOnce();
  button.remove();
});

test('Del edits the text of a field, and the ticket when the field is empty', () => {
  let remove = vi.fn();
  layers.open({ scope: 'sell', modal: false, on: { 'remove-line': remove } });
  field.value = 'caf';
  press('Delete', 1000, field);
  expect(remove).not.toHaveBeenCalled();
  field.value = '';
  press('Delete', 2000, field);
  expect(remove).toHaveBeenCalledOnce();
});

test('a shortcut sign works in the search only while it is empty', () => {
  let quantity = vi.fn();
  layers.open({ scope: 'sell', modal: false, on: { quantity } });
  field.dataset.shortcuts = 'empty';
  field.value = 'a';
  press('*', 1000, field);
  vi.runAllTimers();
  expect(quantity).not.toHaveBeenCalled();
  field.value = '';
  press('*', 2000, field);
  vi.runAllTimers();
  expect(quantity).toHaveBeenCalledOnce();
});

/** How scanners end a scan. CR and LF may come as Enter, or as Ctrl and a letter. */
const ends: Record<string, Parameters<typeof keydown>[]> = {
  CR: [['Enter']],
  LF: [['j', { ctrlKey: true }]],
  CRLF: [['Enter'], ['j', { ctrlKey: true }]],
  'CR as Ctrl+M, LF as Enter': [['m', { ctrlKey: true }], ['Enter']],
  'Enter twice': [['Enter'], ['Enter']],
  Tab: [['Tab']],
};

/** A scanner in the field that has the focus: when it is done. */
function scanned(code: string, gap: number, end: Parameters<typeof keydown>[], at: number): number {
  for (let char of code) press(char, (at += gap), field);
  for (let [key, options] of end) {
    field.dispatchEvent(keydown(key, { ...options, at: (at += gap) }));
  }
  return at;
}

test.each(Object.entries(ends))(
  'whatever its speed, a scan that ends with %s is one scan, and finishes nothing',
  (_, end) => {
    let enter = vi.fn();
    layers.open({ scope: 'sell', modal: false, on: { 'sell-enter': enter } });
    let at = 1000;
    let codes: string[] = [];
    for (let gap = 1; gap <= 60; gap += 1) {
      let code = `75010553${String(gap).padStart(5, '0')}`;
      codes.push(code);
      at = scanned(code, gap, end, at) + 500;
      vi.advanceTimersByTime(500);
    }
    expect(scans).toEqual(codes);
    expect(field.value).toBe('');
    expect(enter).not.toHaveBeenCalled();
  },
);

test('ten scans a second for a minute: none is lost, merged or reordered', () => {
  let enter = vi.fn();
  layers.open({ scope: 'sell', modal: false, on: { 'sell-enter': enter } });
  let kinds = Object.values(ends);
  let codes = Array.from({ length: 600 }, (_, place) => String(4_000_000 + place * 7919));
  codes.forEach((code, place) => {
    let end = kinds[place % kinds.length] ?? [];
    // Every gap that lets a scan of nine keys fit into a tenth of a second.
    scanned(code, 1 + (place % 10), end, 1000 + place * 100);
    vi.advanceTimersByTime(100);
  });
  expect(scans).toEqual(codes);
  expect(field.value).toBe('');
  expect(enter).not.toHaveBeenCalled();
});
