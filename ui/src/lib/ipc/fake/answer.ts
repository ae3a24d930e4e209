import type { Result } from '../contract';

import { Refusal } from './refusal';

/** Runs one command; a refusal becomes the error that the screen is told. */
export function answer<T>(work: () => T): Promise<Result<T>> {
  try {
    // A clone, as what crosses from the shell is never shared with it.
    return Promise.resolve({ status: 'ok', data: structuredClone(work()) });
  } catch (cause) {
    if (cause instanceof Refusal) return Promise.resolve({ status: 'error', error: cause.error });
    throw cause;
  }
}
