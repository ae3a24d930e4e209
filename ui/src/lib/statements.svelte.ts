// The statements of everybody, while they are written. The counter sells on meanwhile.

import {
  type CommandError,
  ipc,
  listenToStatements,
  type StatementFile,
  type StatementsChanged,
} from '$lib/ipc/ipc';
import { errorLine } from '$lib/messages/errors';
import { t } from '$lib/messages/messages.svelte';
import { toasts } from '$lib/toasts.svelte';

class StatementRun {
  progress: { done: number; of: number } | null = $state.raw(null);
  /** What the last run did. */
  ended: string | null = $state(null);
  error: CommandError | null = $state.raw(null);

  running = $derived(this.progress !== null);

  listen(): Promise<() => void> {
    return listenToStatements((change) => this.hear(change));
  }

  async start(first: string, last: string, file: StatementFile): Promise<void> {
    if (this.running) return;
    this.error = null;
    this.ended = null;
    this.progress = { done: 0, of: 0 };
    let result = await ipc.writeStatements(first, last, file);
    if (result.status === 'ok') return;
    this.progress = null;
    this.error = result.error;
  }

  /** What an earlier run did is old news once somebody asks for another. */
  forget(): void {
    this.ended = null;
    this.error = null;
  }

  async cancel(): Promise<void> {
    await ipc.cancelStatements();
  }

  hear(change: StatementsChanged): void {
    if (change.state === 'running') {
      this.progress = { done: change.done, of: change.of };
      return;
    }
    this.progress = null;
    if (change.state === 'failed') {
      this.error = change.error;
      toasts.failed(t('statements-failed'), errorLine(change.error));
      return;
    }
    let { done, of, folder } = change;
    let id = of === 0 ? 'statements-none' : done < of ? 'statements-cancelled' : 'statements-done';
    this.ended = t(id, { done, of });
    toasts.show({
      tone: done < of ? 'unsent' : 'paid',
      icon: 'document',
      text: this.ended,
      detail: of === 0 ? null : folder,
    });
  }
}

export const statementRun = new StatementRun();
