// A movement of an account in words.

import { formatShort } from '$lib/clock.svelte';
import type { MovementView } from '$lib/ipc/ipc';
import { methodName } from '$lib/messages/errors';
import { t } from '$lib/messages/messages.svelte';

/** As many invoices are named; the rest is counted. */
const NAMED = 3;

/** What it was, with its number: `Nota A-000128`. */
export function movementTitle({ kind, document }: MovementView): string {
  let name = t(`movement-${kind}`);
  return document === null ? name : `${name} ${document}`;
}

/** How the money went, what it is called, and what it settles; each after a dot. */
export function movementNote(movement: MovementView): string {
  let { kind, method, reference, received_at: received, invoices } = movement;
  // The day it came is said where it is not the day it was booked.
  let came = received === null ? null : formatShort(received);
  if (came === formatShort(movement.at)) came = null;
  let parts = [
    method === null ? null : methodName(method),
    reference,
    came === null ? null : t('movement-received', { date: came }),
    kind === 'invoice' || invoices.length === 0 ? null : settles(invoices),
  ];
  return parts.map((part) => (part === null ? '' : ` · ${part}`)).join('');
}

function settles(invoices: readonly string[]): string {
  let named = invoices.slice(0, NAMED).join(', ');
  let more = invoices.length - NAMED;
  return more > 0 ? t('movement-more', { named, count: more }) : named;
}
