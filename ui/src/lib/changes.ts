// One ear for the till's announcements; screens come and go and subscribe here.

import { listen, type TillChanged } from '$lib/ipc/ipc';

type Hearer = (change: TillChanged) => void;

const hearers = new Set<Hearer>();

/** Calls `hearer` for every change until the returned function is called. */
export function onChange(hearer: Hearer): () => void {
  hearers.add(hearer);
  return () => hearers.delete(hearer);
}

/** Starts passing on what the till announces; called once. */
export function listenToTill(): Promise<() => void> {
  return listen((change) => {
    for (let hearer of [...hearers]) {
      hearer(change);
    }
  });
}
