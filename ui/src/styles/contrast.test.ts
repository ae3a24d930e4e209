import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

const tokens = readFileSync('src/styles/tokens.css', 'utf8');

type Tokens = Record<string, string>;

function read(selector: string): Tokens {
  let block = tokens.split(`${selector} {`)[1]?.split('}')[0] ?? '';
  let found: Tokens = {};
  for (let [, name = '', colour = ''] of block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)) {
    found[name] = colour;
  }
  return found;
}

function luminance(colour: string): number {
  let [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    let part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The contrast of two colours, as WCAG 2.2 computes it. */
function contrast(one: string, other: string): number {
  let [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const light = read(':root');
const dark = { ...light, ...read("[data-theme='dark']") };

const TEXT = 4.5;
const CONTROL = 3;
const tones = ['paid', 'waiting', 'held', 'failed', 'flag', 'unsent'];

const pairs: [text: string, ground: string, least: number][] = [
  ...['bg', 'surface', 'sunken', 'accent-soft'].flatMap((ground): [string, string, number][] => [
    ['ink', ground, TEXT],
    ['ink-soft', ground, TEXT],
  ]),
  ['accent-ink', 'accent', TEXT],
  ['accent-ink', 'accent-strong', TEXT],
  ['accent', 'surface', TEXT],
  ['accent', 'accent-soft', TEXT],
  ['training-ink', 'training', TEXT],
  ['training-ink', 'training-alt', TEXT],
  ['bg', 'ink', TEXT],
  ...tones.flatMap((tone): [string, string, number][] => [
    [tone, `${tone}-soft`, TEXT],
    [tone, 'surface', TEXT],
    ['ink', `${tone}-soft`, TEXT],
  ]),
  ['control', 'surface', CONTROL],
  ['control', 'bg', CONTROL],
  ['accent', 'bg', CONTROL],
];

describe.each([
  ['light', light],
  ['dark', dark],
])('in the %s theme', (_, theme) => {
  test.each(pairs)('%s on %s can be read in either theme', (text, ground, least) => {
    let [one, other] = [theme[text], theme[ground]];
    expect(contrast(one ?? '', other ?? '')).toBeGreaterThanOrEqual(least);
  });
});
