import { clock } from '$lib/clock.svelte';
import { fakeTill } from '$lib/ipc/fake/fake';
import type { FakeTill } from '$lib/ipc/fake/till';
import { useBackend } from '$lib/ipc/ipc';
import { messages } from '$lib/messages/messages.svelte';
import { session } from '$lib/session.svelte';

/** An open shop behind the window, speaking English, with nothing on the ticket. */
export async function openShop(): Promise<FakeTill> {
  let { till, backend } = fakeTill();
  useBackend(backend);
  till.start = { ...till.start, first_run: false, language: 'en-US' };
  await backend.commands.setLanguage('en-US');
  messages.language = 'en-US';
  clock.zone = till.start.zone;
  await session.load();
  return till;
}

/** A key press as the window would report it. */
export function keydown(
  key: string,
  more: KeyboardEventInit & { at?: number } = {},
): KeyboardEvent {
  let { at, ...init } = more;
  let event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  if (at !== undefined) Object.defineProperty(event, 'timeStamp', { value: at });
  return event;
}
