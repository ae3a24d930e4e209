// A card in words: its brand and the four digits by which people tell their cards apart.

import type { CardView, KeptCardView } from '$lib/ipc/ipc';
import { t } from '$lib/messages/messages.svelte';

export function cardName(card: Pick<CardView | KeptCardView, 'brand' | 'last_four'>): string {
  let brand = card.brand === null ? t('card-unknown-brand') : t(`card-brand-${card.brand}`);
  return t('card-is', { brand, digits: card.last_four });
}
