// What every screen knows: the shop, the language, the look, and how the till is doing.

import { clock } from '$lib/clock.svelte';
import { type CommandError, ipc, type Language, type Result, type StartView } from '$lib/ipc/ipc';
import type { StatusView, Theme } from '$lib/ipc/ipc';
import { machineLanguage, messages } from '$lib/messages/messages.svelte';

const TEXT_SIZE_KEY = 'cobro.text-size';

/** How large the text is, in per cent of the usual size. */
export const textSizes = [100, 125, 150, 200] as const;
export type TextSize = (typeof textSizes)[number];

class Session {
  start: StartView | null = $state(null);
  status: StatusView | null = $state(null);
  error: CommandError | null = $state(null);
  textSize: TextSize = $state(100);

  training = $derived(this.start?.mode === 'training');
  currency = $derived(this.start?.currency ?? '');

  async load(): Promise<void> {
    let kept = Number(localStorage.getItem(TEXT_SIZE_KEY));
    this.setTextSize(textSizes.find((size) => size === kept) ?? 100);
    this.start = null;
    let result = await ipc.start();
    this.#take(result);
    // Nobody has chosen a language yet, or the ledger that knows it cannot be opened.
    if (result.status === 'error' || result.data.first_run) {
      messages.language = machineLanguage(navigator.languages);
    }
    await this.refresh();
  }

  async openTraining(language: Language): Promise<void> {
    this.#take(await ipc.openTraining(language));
    await this.refresh();
  }

  async openReal(language: Language): Promise<void> {
    this.#take(await ipc.openReal(language));
    await this.refresh();
  }

  async setLanguage(language: Language): Promise<void> {
    this.#take(await ipc.setLanguage(language));
  }

  async setTheme(theme: Theme): Promise<void> {
    this.#take(await ipc.setTheme(theme));
  }

  /** Reads what the settings changed. */
  async reload(): Promise<void> {
    this.#take(await ipc.start());
  }

  /** How wide the paper of the receipt printer is, in millimetres. */
  async setRollWidth(mm: number): Promise<void> {
    this.#take(await ipc.setRollWidth(mm));
  }

  /** Gives the customer a screen of their own, or takes it away. */
  async setCustomerDisplay(on: boolean): Promise<void> {
    this.#take(await ipc.setCustomerDisplay(on));
  }

  setTextSize(size: TextSize): void {
    this.textSize = size;
    localStorage.setItem(TEXT_SIZE_KEY, String(size));
  }

  /** In training: the providers out of reach, or back. */
  async cutNetwork(): Promise<void> {
    if (!this.training) return;
    let result = await ipc.cutNetwork(!(this.status?.network_cut ?? false));
    if (result.status === 'ok') this.status = result.data;
  }

  async refresh(): Promise<void> {
    let result = await ipc.status();
    if (result.status === 'ok') {
      this.setStatus(result.data);
    }
  }

  setStatus(status: StatusView): void {
    this.status = status;
    clock.set(status.now);
  }

  #take(result: Result<StartView>): void {
    if (result.status === 'error') {
      this.error = result.error;
      return;
    }
    this.error = null;
    this.start = result.data;
    messages.language = result.data.language;
    clock.zone = result.data.zone;
  }
}

export const session = new Session();
