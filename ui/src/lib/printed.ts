// What became of a paper: it waits for its printer, or it is a file.

import type { PrintView } from '$lib/ipc/ipc';
import { t } from '$lib/messages/messages.svelte';
import { toasts } from '$lib/toasts.svelte';

/** Says where a paper went; `text` is for one that nobody prints. */
export function showPrinted({ path, queued }: PrintView, text = t('printed')): void {
  if (queued) text = t('printing-queued');
  toasts.show({ tone: queued ? 'waiting' : 'paid', icon: 'print', text, detail: path });
}
