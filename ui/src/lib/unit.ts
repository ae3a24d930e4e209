import type { Amount } from '$lib/ipc/ipc';
import { t } from '$lib/messages/messages.svelte';

/** What one costs: `18.50 each`, or `80.00/kg` where the unit does not go without saying. */
export function perUnit(price: Amount, unit: string | null): string {
  if (unit === null) return t('sell-each', { price: price.text });
  return t('measure-price', { price: price.text, unit });
}
