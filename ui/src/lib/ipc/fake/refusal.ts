import type { CommandError } from '../contract';

/** Refuses a command the way the till does. */
export class Refusal extends Error {
  constructor(readonly error: CommandError) {
    super(error.code);
  }
}
