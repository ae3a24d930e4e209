import { readdirSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(svelte|css)$/.test(path))
  .map((path) => ({ path, text: readFileSync(`src/${path}`, 'utf8') }));

/** The rules of a style sheet that count while the pointer is over something. */
function hovered(text: string): string[] {
  return [...text.matchAll(/[^{}]*:hover[^{}]*\{[^}]*\}/g)].map(([rule]) => rule);
}

test('nothing is shown on hover alone', () => {
  let rules = files.flatMap(({ path, text }) => hovered(text).map((rule) => ({ path, rule })));
  expect(rules.length).toBeGreaterThan(5);
  let shown = rules.filter(({ rule }) => /(display|visibility|opacity)\s*:/.test(rule));
  expect(shown).toEqual([]);
});

test('what is touched is at least 44 pixels high', () => {
  let tokens = files.find(({ path }) => path.endsWith('tokens.css'))?.text ?? '';
  let target = Number(/--target: (\d+)px;/.exec(tokens)?.[1]);
  // WCAG 2.2, success criterion 2.5.5.
  expect(target).toBeGreaterThanOrEqual(44);
  let button = files.find(({ path }) => path.endsWith('components/Button.svelte'))?.text ?? '';
  expect(button).toContain('min-height: var(--target)');
});
