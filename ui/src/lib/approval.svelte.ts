// What somebody may not do alone: a dialog asks who approves it, and the command is repeated.

import { type CommandError, whenNotPermitted } from '$lib/ipc/ipc';

type NotPermitted = Extract<CommandError, { code: 'not-permitted' }>;

class Approval {
  /** What needs somebody's approval, while the dialog is open. */
  asked: NotPermitted | null = $state.raw(null);
  #answer: (approved: boolean) => void = () => undefined;

  /** Begins to answer commands that were refused. */
  listen(): void {
    whenNotPermitted((error) => {
      this.close(false);
      this.asked = error;
      return new Promise((resolve) => (this.#answer = resolve));
    });
  }

  close(approved: boolean): void {
    this.asked = null;
    this.#answer(approved);
    this.#answer = () => undefined;
  }
}

export const approval = new Approval();
