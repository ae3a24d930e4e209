import { FluentBundle, FluentResource } from '@fluent/bundle';
import { expect, test } from 'vitest';

import {
  cases,
  errors,
  filters,
  flags,
  importColumns,
  importStages,
  rowProblems,
  settlements,
  stages,
  standings,
  stores,
  timeline,
} from '../../../tests/support/vocabulary';
import type { CommandError } from '$lib/ipc/ipc';
import { actionNames, actions } from '$lib/keys/actions';

import { errorLine, errorWords, methodName } from './errors';
import { languages, machineLanguage, messages, t } from './messages.svelte';

const catalogues = import.meta.glob<string>('$messages/*.ftl', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const components = import.meta.glob<string>(
  ['/src/**/*.svelte', '/src/**/*.ts', '!/src/**/*.test.ts'],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
);

/** Each message of a catalogue with the variables it names. */
function variables(text: string): Map<string, string> {
  let found = new Map<string, string>();
  for (let block of text.split(/\n(?=[a-z])/i)) {
    let id = /^([a-z][\w-]*) =/i.exec(block)?.[1];
    let names = new Set(block.match(/\$[\w-]+/g));
    if (id !== undefined) found.set(id, [...names].sort().join(' '));
  }
  return found;
}

function source(language: string): string {
  return Object.entries(catalogues).find(([path]) => path.includes(language))?.[1] ?? '';
}

test('the three languages have the same messages with the same variables', () => {
  let [first, ...others] = languages.map((language) => variables(source(language)));
  expect(first?.size).toBeGreaterThan(300);
  for (let other of others) {
    expect(Object.fromEntries(other)).toEqual(Object.fromEntries(first ?? []));
  }
});

test('every catalogue parses whole', () => {
  for (let language of languages) {
    let text = source(language);
    let errors = new FluentBundle(language).addResource(new FluentResource(text));
    let written = text.match(/^[a-z][\w-]* =/gim)?.length;
    expect(errors).toEqual([]);
    expect([...new FluentResource(text).body].length, language).toBe(written);
  }
});

test('every text that a component asks for exists', () => {
  let missing: string[] = [];
  for (let [path, text] of Object.entries(components)) {
    for (let [, id] of text.matchAll(/\bt\(\s*'([^']+)'/g)) {
      if (id !== undefined && !messages.has(id)) missing.push(`${path}: ${id}`);
    }
  }
  expect(missing).toEqual([]);
});

test('every code, state, flag, filter, fact and key has its words', () => {
  let keyed = actionNames.filter((name) => !['dialog', 'done'].includes(actions[name].scope));
  let wanted = [
    ...Object.keys(errors).map((code) => `error-${code}`),
    ...Object.keys(stages).map((stage) => `stage-${stage}`),
    ...Object.keys(standings).map((standing) => `standing-${standing}`),
    ...Object.keys(flags).flatMap((flag) => [`flag-${flag}`, `flag-${flag}-explain`]),
    ...Object.keys(filters).flatMap((filter) => [`filter-${filter}`, `invoices-empty-${filter}`]),
    ...Object.keys(cases).flatMap((word) => [`case-${word}`, `case-${word}-explain`]),
    ...Object.keys(settlements).flatMap((word) => [
      `settlement-${word}`,
      `settlement-${word}-explain`,
    ]),
    ...Object.keys(importStages).map((stage) => `import-stage-${stage}`),
    ...Object.keys(importColumns).map((column) => `import-column-${column}`),
    ...Object.keys(rowProblems).map((why) => `import-problem-${why}`),
    ...timeline.map((kind) => `timeline-${kind}`),
    ...keyed.map((name) => `key-${name}`),
    ...['quantity', 'discount', 'ticket-discount', 'hold', 'amount'].flatMap((ask) => [
      `ask-${ask}`,
      `ask-${ask}-hint`,
    ]),
    ...['online', 'offline', 'idle', 'locked'].map((line) => `line-${line}`),
    ...Object.keys(stores).flatMap((store) => [`secrets-${store}`, `secrets-${store}-explain`]),
    ...['company', 'accounts', 'mail', 'printing', 'look', 'secrets', 'about'].map(
      (name) => `settings-${name}`,
    ),
    // What stands on mails beside the codes of commands.
    ...['too-old', 'restored'].map((code) => `error-mail-${code}`),
    ...['statement', 'receipt', 'voucher', 'merchant'].map((kind) => `email-kind-${kind}`),
    ...['queued', 'sending', 'sent', 'failed'].map((state) => `email-state-${state}`),
    ...['busy', 'attention', 'unsuitable', 'aborted', 'cancelled', 'unsure', 'too-old'].map(
      (code) => `error-print-${code}`,
    ),
    ...['nothing', 'restored'].map((code) => `error-print-${code}`),
    ...['receipt', 'voucher', 'credit-note', 'report', 'statement', 'quote', 'test'].map(
      (kind) => `printing-kind-${kind}`,
    ),
    ...['queued', 'printing', 'printed', 'failed'].map((state) => `printing-state-${state}`),
    ...['roll', 'page'].map((tray) => `printing-${tray}`),
    ...['late', 'unreachable'].map((code) => `error-drawer-${code}`),
    ...['starttls', 'tls', 'none'].map((word) => `email-security-${word}`),
    ...[
      ...['merchant-id', 'account-id', 'api-login', 'api-key', 'payments-url', 'reports-url'],
      ...['public-key', 'promotions-url', 'checkout-url', 'page-secret'],
      ...['page-signature', 'encoding', 'encoding-json', 'encoding-xml'],
      ...['md5', 'sha', 'sha256', 'hmac-sha256'].map((word) => `page-signature-${word}`),
    ].map((field) => `field-${field}`),
  ];
  expect(wanted.filter((id) => !messages.has(id))).toEqual([]);
});

test('an error says what happened and what to do', () => {
  for (let language of languages) {
    messages.language = language;
    for (let code of Object.keys(errors)) {
      expect(messages.hasAttribute(`error-${code}`, 'todo'), `${language} ${code}`).toBe(true);
    }
  }
});

test('an error is told with its values, in the language of the moment', () => {
  let error: CommandError = { code: 'amount-below-minimum', minimum: '10.00', method: 'oxxo' };
  messages.language = 'en-US';
  expect(errorLine(error)).toBe('OXXO starts at 10.00. Use another method.');
  messages.language = 'es-MX';
  expect(errorWords(error).happened).toBe('OXXO acepta desde 10.00.');
  expect(t('held-lines', { count: 1 })).toBe('1 línea');
  messages.language = 'uk-UA';
  expect(t('held-lines', { count: 3 })).toBe('3 рядки');
});

test('what was kept is the invoice, where one stands already', () => {
  messages.language = 'en-US';
  expect(errorWords({ code: 'contact-needed' }).kept).toBe('The ticket is still open.');
  expect(errorWords({ code: 'contact-needed' }, true).kept).toMatch(/^The invoice stays issued/);
  expect(errorWords({ code: 'vault-locked' }, true).kept).toBe('Cash works.');
  for (let language of languages) {
    messages.language = language;
    let ticket = errorWords({ code: 'contact-needed' }).kept;
    for (let code of Object.keys(errors)) {
      let speaks = messages.hasAttribute(`error-${code}`, 'kept');
      if (!speaks || messages.text(`error-${code}`, {}, 'kept') !== ticket) continue;
      expect(messages.hasAttribute(`error-${code}`, 'kept-issued'), `${language} ${code}`).toBe(
        true,
      );
    }
  }
});

test('a method that nobody knows is shown in the provider’s word', () => {
  expect(methodName('CODENSA')).toBe('CODENSA');
});

test.each([
  [['uk'], 'uk-UA'],
  [['de-DE', 'en-GB'], 'en-US'],
  [['de-DE'], 'es-MX'],
])('a machine that speaks %o is greeted in %s', (wished, expected) => {
  expect(machineLanguage(wished)).toBe(expected);
});

test('words that are missing leave a mark, and so do values', () => {
  let mark = () => document.documentElement.dataset['unsaid'];
  t('action-quantity');
  expect(mark()).toBeUndefined();
  expect(messages.text('no-such-words')).toBe('no-such-words');
  expect(mark()).toBe('no-such-words');
  t('sell-line-discount');
  expect(mark()).toBe('sell-line-discount');
  delete document.documentElement.dataset['unsaid'];
});
