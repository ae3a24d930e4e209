// Locking the till, by hand or because nobody touches it.

import { approval } from '$lib/approval.svelte';
import { ipc } from '$lib/ipc/ipc';
import { errorLine } from '$lib/messages/errors';
import { t } from '$lib/messages/messages.svelte';
import { session } from '$lib/session.svelte';
import { toasts } from '$lib/toasts.svelte';

const MINUTE = 60_000;

/** How often it is looked whether anybody is there. */
const LOOK = 10_000;

/** Locks the till; whoever comes next signs in. The ticket stays. */
export async function lockTill(why: 'locked' | 'idle' = 'locked'): Promise<void> {
  if (session.status?.at_work.seat === 'alone') {
    toasts.notice(t('lock-nobody'), t('lock-nobody-hint'));
    return;
  }
  approval.close(false);
  let result = await ipc.lockTill(why);
  if (result.status === 'error') toasts.failed(errorLine(result.error));
  await session.refresh();
}

/** Locks the till after the shop's own time without a key or a touch. */
export function idleLock(): () => void {
  let touched = Date.now();
  let touch = () => (touched = Date.now());
  let heard = ['keydown', 'pointerdown', 'pointermove'] as const;
  for (let event of heard) window.addEventListener(event, touch, true);
  let timer = setInterval(() => {
    let work = session.status?.at_work;
    if (work?.seat !== 'taken' || work.idle_minutes === 0) return;
    if (Date.now() - touched >= work.idle_minutes * MINUTE) void lockTill('idle');
  }, LOOK);
  return () => {
    clearInterval(timer);
    for (let event of heard) window.removeEventListener(event, touch, true);
  };
}
