import { FluentBundle, FluentResource } from '@fluent/bundle';
import { expect, test } from 'vitest';

import type { ChargeStage, CommandError, Flag, InvoiceFilter, Standing } from '$lib/ipc/ipc';
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

// The compiler sees to it that these tables are complete.
const errors: Record<CommandError['code'], true> = {
  'amount-malformed': true,
  'amount-too-many-decimals': true,
  'amount-too-large': true,
  'amount-below-minimum': true,
  'amount-above-maximum': true,
  'quantity-malformed': true,
  'discount-out-of-range': true,
  'name-empty': true,
  'name-too-long': true,
  'rfc-malformed': true,
  'rfc-date': true,
  'email-malformed': true,
  'ticket-empty': true,
  'ticket-too-long': true,
  'cash-too-little': true,
  'not-found': true,
  'invoice-not-voidable': true,
  'overpays-invoice': true,
  'contact-needed': true,
  'payer-needed': true,
  'check-too-soon': true,
  'account-missing': true,
  'credentials-refused': true,
  'provider-unreachable': true,
  'provider-answer-unreadable': true,
  'provider-refused': true,
  'provider-clock': true,
  'address-not-allowed': true,
  'vault-locked': true,
  'vault-passphrase-wrong': true,
  'ledger-in-use': true,
  'ledger-newer': true,
  'ledger-damaged': true,
  'disk-full': true,
  'quantity-out-of-range': true,
  'zone-unknown': true,
  'not-offered': true,
  'invoice-not-owed': true,
  'account-fixed': true,
  'field-missing': true,
  'field-no-address': true,
  'vault-passphrase-too-short': true,
  'secrets-damaged': true,
  'secrets-unavailable': true,
  'training-only': true,
  'ledger-read-only': true,
  'paper-failed': true,
  internal: true,
};
const stages: Record<ChargeStage, true> = {
  queued: true,
  sending: true,
  unknown: true,
  issued: true,
  authorized: true,
  paid: true,
  declined: true,
  expired: true,
  cancelled: true,
  refused: true,
  voided: true,
  lapsed: true,
  disputed: true,
  reversed: true,
};
const standings: Record<Standing, true> = {
  open: true,
  waiting: true,
  unsent: true,
  checking: true,
  paid: true,
  voided: true,
  failed: true,
  over: true,
  late: true,
  partial: true,
  mismatch: true,
  disputed: true,
};
const flags: Record<Flag, true> = {
  partial: true,
  over: true,
  late: true,
  mismatch: true,
  marked: true,
  disputed: true,
};
const filters: Record<InvoiceFilter, true> = {
  all: true,
  waiting: true,
  paid: true,
  review: true,
  unsent: true,
  voided: true,
};
const timeline = [
  'invoice-issued',
  'charge-requested',
  'voucher-issued',
  'charge-pending',
  'charge-paid',
  'charge-declined',
  'charge-expired',
  'charge-cancelled',
  'cash-received',
  'payment-received',
  'invoice-voided',
  'document-printed',
  'case-opened',
];

test('every code, state, flag, filter, fact and key has its words', () => {
  let keyed = actionNames.filter((name) => !['dialog', 'done'].includes(actions[name].scope));
  let wanted = [
    ...Object.keys(errors).map((code) => `error-${code}`),
    ...Object.keys(stages).map((stage) => `stage-${stage}`),
    ...Object.keys(standings).map((standing) => `standing-${standing}`),
    ...Object.keys(flags).flatMap((flag) => [`flag-${flag}`, `flag-${flag}-explain`]),
    ...Object.keys(filters).flatMap((filter) => [`filter-${filter}`, `invoices-empty-${filter}`]),
    ...timeline.map((kind) => `timeline-${kind}`),
    ...keyed.map((name) => `key-${name}`),
    ...['quantity', 'discount', 'ticket-discount', 'customer', 'hold', 'amount'].flatMap((ask) => [
      `ask-${ask}`,
      `ask-${ask}-hint`,
    ]),
    ...['online', 'offline', 'idle', 'locked'].map((line) => `line-${line}`),
    ...['keyring', 'vault-open', 'vault-locked', 'vault-new'].flatMap((store) => [
      `secrets-${store}`,
      `secrets-${store}-explain`,
    ]),
    ...['company', 'accounts', 'look', 'secrets', 'about'].map((name) => `settings-${name}`),
    ...['merchant-id', 'account-id', 'api-login', 'api-key', 'payments-url', 'reports-url'].map(
      (field) => `field-${field}`,
    ),
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
