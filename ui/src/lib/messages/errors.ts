// What a failed command says to a person: what happened, what was kept, what to do.

import { formatDate, formatMoment, formatTime } from '$lib/clock.svelte';
import type { ChargeView, CommandError } from '$lib/ipc/ipc';

import { messages, t, type Variables } from './messages.svelte';

export interface ErrorWords {
  happened: string;
  kept: string | null;
  todo: string | null;
}

/** The method's name, or the provider's own word for one that this version does not know. */
export function methodName(id: string): string {
  let key = `method-${id}`;
  return messages.has(key) ? t(key) : id;
}

/** Where a charge stands, in the words of how it is paid. */
export function stageWord(charge: Pick<ChargeView, 'stage' | 'card'>): string {
  let id = `stage-${charge.stage}-card`;
  return charge.card !== null && messages.has(id) ? t(id) : t(`stage-${charge.stage}`);
}

/** The label of a provider's field, or its id for one that this version does not know. */
export function fieldName(id: string): string {
  let key = `field-${id}`;
  return messages.has(key) ? t(key) : id;
}

/** What somebody wanted to do, or its word for one that this version does not know. */
export function permissionName(word: string): string {
  let key = `permission-${word}`;
  return messages.has(key) ? t(key) : word;
}

function variables(error: CommandError): Variables {
  let named: Variables = {};
  for (let [name, value] of Object.entries(error)) {
    if (typeof value === 'string' || typeof value === 'number') named[name] = value;
  }
  if ('method' in error) {
    named.method = methodName(error.method);
  }
  if (error.code === 'check-too-soon') {
    named.time = formatTime(error.allowed_at);
  }
  if (error.code === 'too-early') named.time = formatMoment(error.from);
  if (error.code === 'quote-expired') named.time = formatDate(error.until);
  if (error.code === 'too-late') named.time = formatMoment(error.until);
  if (error.code === 'card-payer-needed') {
    named.missing = error.missing.map((word) => t(`payer-${word}`)).join(', ');
  }
  if (error.code === 'not-permitted') named.permission = permissionName(error.permission);
  if ('column' in error) named.column = t(`import-column-${error.column}`);
  if ('field' in error) {
    named.field = fieldName(error.field);
  }
  if ('state' in error) {
    named.state = messages.has(`standing-${error.state}`)
      ? t(`standing-${error.state}`)
      : error.state;
  }
  return named;
}

/** What happened; `issued` when it was about an invoice that stands, and not about the ticket. */
export function errorWords(error: CommandError, issued = false): ErrorWords {
  let id = `error-${error.code}`;
  let named = variables(error);
  let part = (name: string): string | null =>
    messages.hasAttribute(id, name) ? messages.text(id, named, name) : null;
  let kept = (issued ? part('kept-issued') : null) ?? part('kept');
  return { happened: t(id, named), kept, todo: part('todo') };
}

/** All of it in one line, for a tile or a notice. */
export function errorLine(error: CommandError): string {
  let words = errorWords(error);
  return [words.happened, words.todo].filter((text) => text !== null).join(' ');
}
