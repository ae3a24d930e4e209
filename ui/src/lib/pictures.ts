// Pictures of products, asked for by their hash: one at a time, so that a search never waits
// behind them, and kept, since a hash always means the same picture.

import { ipc } from '$lib/ipc/ipc';

const KEPT_MAX = 400;

const kept = new Map<string, Promise<string | null>>();
let turn: Promise<unknown> = Promise.resolve();

async function fetched(hash: string): Promise<string | null> {
  let result = await ipc.productPicture(hash);
  return result.status === 'ok' ? result.data : null;
}

/** The picture as something that a page can show; null when there is none. */
export function picture(hash: string): Promise<string | null> {
  let known = kept.get(hash);
  if (known !== undefined) return known;
  let asked = turn.then(() => fetched(hash));
  turn = asked.catch(() => null);
  kept.set(hash, asked);
  let oldest = kept.keys().next();
  if (kept.size > KEPT_MAX && !oldest.done) kept.delete(oldest.value);
  return asked;
}
