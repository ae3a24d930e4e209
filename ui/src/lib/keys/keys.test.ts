import { expect, test, vi } from 'vitest';

import { keydown } from '../../../tests/support/shop';

import { actionNames, actions, reservedKeys } from './actions';
import { keyCap, Keymap } from './keymap.svelte';
import { KeyLayers } from './layers.svelte';
import { type Press, readPress } from './press';

function read(key: string, init: KeyboardEventInit = {}): Press {
  return readPress(keydown(key, init));
}

test.each([
  ['F9', {}, 'F9'],
  ['F10', { shiftKey: true }, 'Shift+F10'],
  ['z', { ctrlKey: true }, 'Ctrl+Z'],
  ['z', { metaKey: true }, 'Ctrl+Z'],
  ['c', {}, 'C'],
  ['C', {}, 'C'],
  ['P', { shiftKey: true }, 'Shift+P'],
  ['?', { shiftKey: true }, '?'],
  ['*', { shiftKey: true }, '*'],
  ['1', { altKey: true }, 'Alt+1'],
  ['с', { code: 'KeyC' }, 'C'], // Cyrillic: the key, not the letter
  ['Щ', { code: 'KeyO', shiftKey: true }, 'Shift+O'],
])('reads %s with %o as %s', (key, init, expected) => {
  expect(read(key, init).key).toBe(expected);
});

test('only plain characters are typed', () => {
  expect(read('5').char).toBe('5');
  expect(read('z', { ctrlKey: true }).char).toBeNull();
  expect(read('Enter').char).toBeNull();
});

test('no two actions of a screen share a key, and none uses a reserved one', () => {
  let taken = new Map<string, string>();
  for (let name of actionNames) {
    let { scope, key, also } = actions[name];
    for (let each of also === undefined ? [key] : [key, also]) {
      expect(reservedKeys).not.toContain(each);
      expect(taken.get(`${scope} ${each}`), `${name} and its neighbour on ${each}`).toBeUndefined();
      taken.set(`${scope} ${each}`, name);
    }
  }
});

test('a changed key survives, and the old one is free', () => {
  let map = new Keymap(localStorage);
  expect(map.assign('charge', 'F12')).toBe(false); // the web view's
  expect(map.assign('charge', 'F2')).toBe(false); // the search's
  expect(map.assign('charge', 'Alt+2')).toBe(false); // works everywhere
  expect(map.assign('charge', 'End')).toBe(true);
  let again = new Keymap(localStorage);
  expect(again.find('sell', 'End')).toBe('charge');
  expect(again.find('sell', 'F9')).toBeNull();
  again.reset();
  expect(new Keymap(localStorage).find('sell', 'F9')).toBe('charge');
});

test('a damaged store is the same as none', () => {
  for (let text of ['{', '[]', '{"charge":5,"nothing":"F9"}']) {
    localStorage.setItem('cobro.keys', text);
    expect(new Keymap(localStorage).find('sell', 'F9'), text).toBe('charge');
  }
});

test.each([
  ['ArrowUp', '↑'],
  ['Shift+F10', 'Shift F10'],
  ['Escape', 'Esc'],
])('prints %s as %s', (key, cap) => {
  expect(keyCap(key)).toBe(cap);
});

test('the screen on top hears first, and under a sheet nobody does', () => {
  let layers = new KeyLayers(new Keymap(localStorage));
  let below = vi.fn();
  let help = vi.fn();
  layers.open({ scope: 'global', modal: false, on: { help } });
  layers.open({ scope: 'sell', modal: false, on: { charge: below } });
  expect(layers.handle(read('F9'))).toBe(true);
  expect(layers.handle(read('?'))).toBe(true);
  let close = layers.open({ scope: 'dialog', modal: true, on: {} });
  expect(layers.modal).toBe(true);
  expect(layers.handle(read('F9'))).toBe(false);
  expect(layers.handle(read('?'))).toBe(false);
  close();
  expect(layers.handle(read('F9'))).toBe(true);
  expect(below).toHaveBeenCalledTimes(2);
  expect(help).toHaveBeenCalledOnce();
});

test('a key held down acts once, but walks through a list', () => {
  let layers = new KeyLayers(new Keymap(localStorage));
  let act = vi.fn();
  layers.open({ scope: 'sell', modal: false, on: { charge: act, 'line-down': act } });
  expect(layers.handle(read('F9', { repeat: true }))).toBe(true);
  expect(act).not.toHaveBeenCalled();
  layers.handle(read('ArrowDown', { repeat: true }));
  expect(act).toHaveBeenCalledOnce();
});
