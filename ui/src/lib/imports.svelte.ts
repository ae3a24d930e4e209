// A list of products that is taken over from a file. The counter sells on meanwhile, and the
// sheet may be closed: what is under way goes on.

import { dataUrl } from '$lib/file';
import {
  type CommandError,
  type ImportChanged,
  type ImportPlan,
  type ImportPreview,
  ipc,
  listenToImport,
} from '$lib/ipc/ipc';
import { errorLine } from '$lib/messages/errors';
import { t } from '$lib/messages/messages.svelte';
import { toasts } from '$lib/toasts.svelte';

/** How much of a file crosses at once, in bytes: little enough not to be felt. */
const PART = 512 * 1024;

/** What the sheet shows. */
export type ImportStep =
  'file' | 'opening' | 'columns' | 'checking' | 'checked' | 'importing' | 'ended';

/** Where each stage begins and ends on one bar, in hundredths of the whole. */
const bar: Record<ImportChanged['stage'], readonly [number, number]> = {
  reading: [0, 10],
  staging: [10, 20],
  booking: [20, 90],
  tidying: [90, 100],
};

/** A part of a file as text that a command can carry. */
async function base64(part: Blob): Promise<string> {
  let url = await dataUrl(part);
  return url.slice(url.indexOf(',') + 1);
}

export class ImportRun {
  step: ImportStep = $state('file');
  preview: ImportPreview | null = $state.raw(null);
  columns: readonly (string | null)[] = $state.raw([]);
  /** What the file would do, or has done. */
  plan: ImportPlan | null = $state.raw(null);
  progress: ImportChanged | null = $state.raw(null);
  error: CommandError | null = $state.raw(null);
  /** How many imports have changed the catalogue since the start. */
  imported = $state(0);

  busy = $derived(['opening', 'checking', 'importing'].includes(this.step));

  /** How much of the import is done, in hundredths. */
  percent = $derived.by(() => {
    if (this.progress === null) return 0;
    let { stage, done, of } = this.progress;
    let [from, to] = bar[stage];
    let all = of > 0 ? of : (this.plan?.rows ?? 0);
    return Math.floor(from + (to - from) * Math.min(1, all > 0 ? done / all : 0));
  });

  listen(): Promise<() => void> {
    return listenToImport((change) => (this.progress = change));
  }

  /** Hands a file over, and shows how it begins. */
  async open(file: File): Promise<void> {
    if (this.busy) return;
    this.#begin('opening');
    this.preview = null;
    this.plan = null;
    let error = await this.#send(file);
    let result = error === null ? await ipc.previewImport() : { status: 'error' as const, error };
    if (result.status === 'error') {
      this.#fail('file', result.error);
      return;
    }
    this.preview = result.data;
    this.columns = result.data.columns;
    this.step = 'columns';
  }

  async #send(file: File): Promise<CommandError | null> {
    for (let from = 0; from === 0 || from < file.size; from += PART) {
      let part: string;
      try {
        part = await base64(file.slice(from, from + PART));
      } catch {
        // It was changed or taken away after it was chosen.
        return { code: 'import-unreadable', detail: '' };
      }
      let result = await ipc.keepImportPart(file.name, from === 0, part);
      if (result.status === 'error') return result.error;
    }
    return null;
  }

  /** Says what a column means; no other means the same from then on. */
  mean(index: number, meaning: string | null): void {
    this.columns = this.columns.map((before, at) => {
      if (at === index) return meaning;
      return meaning !== null && before === meaning ? null : before;
    });
    this.error = null;
  }

  /** Finds out what importing would do; nothing is changed. */
  async check(): Promise<void> {
    if (this.busy) return;
    this.#begin('checking');
    let result = await ipc.checkImport([...this.columns]);
    if (result.status === 'error') {
      this.#fail('columns', result.error);
      return;
    }
    this.plan = result.data;
    this.step = 'checked';
  }

  /** Imports all of it, or nothing. */
  async start(): Promise<void> {
    if (this.busy || this.plan === null) return;
    this.#begin('importing');
    let result = await ipc.importProducts([...this.columns]);
    if (result.status === 'error') {
      this.#fail('checked', result.error);
      if (result.error.code === 'import-cancelled') toasts.notice(t('import-stopped'));
      else toasts.failed(t('import-failed'), errorLine(result.error));
      return;
    }
    this.plan = result.data;
    // The catalogue was changed since it was checked, and a row does not fit any more.
    let { made, changed, wrong } = result.data;
    this.step = wrong > 0 ? 'checked' : 'ended';
    if (wrong > 0) return;
    this.imported += 1;
    toasts.show({ tone: 'paid', icon: 'check', text: t('import-done', { made, changed }) });
  }

  async cancel(): Promise<void> {
    await ipc.cancelImport();
  }

  /** One step back: what was chosen stays. */
  back(): void {
    this.error = null;
    if (this.step === 'checked') this.step = 'columns';
  }

  /** Forgets the file, unless it is being imported. */
  forget(): void {
    if (this.busy) return;
    this.#begin('file');
    this.preview = null;
    this.plan = null;
    void ipc.forgetImport();
  }

  #begin(step: ImportStep): void {
    this.step = step;
    this.error = null;
    this.progress = null;
  }

  /** Stopping is no failure. */
  #fail(step: ImportStep, error: CommandError): void {
    this.step = step;
    this.error = error.code === 'import-cancelled' ? null : error;
  }
}

export const importRun = new ImportRun();
