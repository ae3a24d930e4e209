// What the window and the till say to each other: generated from Rust, and never edited here.

import type { CommandError } from '../../bindings';

export * from '../../bindings';

/** What every command answers. */
export type Result<T> = { status: 'ok'; data: T } | { status: 'error'; error: CommandError };
