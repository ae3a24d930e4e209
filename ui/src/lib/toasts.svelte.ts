// Short notices that never take the focus: a payment that arrived, an unknown code.

import type { IconName } from '$lib/components/icons';
import type { Tone } from '$lib/status/tones';

export interface Toast {
  id: number;
  tone: Tone;
  icon: IconName;
  text: string;
  detail: string | null;
  /** What a click on it does, with the words for that. */
  action: { label: string; run: () => void } | null;
}

export type ToastInput = Pick<Toast, 'tone' | 'icon' | 'text'> &
  Partial<Pick<Toast, 'detail' | 'action'>>;

const SHOWN_MS = 6000;
const SHOWN_WITH_ACTION_MS = 12_000;
const SHOWN_MAX = 3;

class Toasts {
  list: readonly Toast[] = $state.raw([]);
  #next = 1;

  show(input: ToastInput): void {
    let toast: Toast = { detail: null, action: null, ...input, id: this.#next };
    this.#next += 1;
    // The same words again are no second notice.
    let others = this.list.filter(
      (each) => each.text !== toast.text || each.detail !== toast.detail,
    );
    this.list = [...others, toast].slice(-SHOWN_MAX);
    setTimeout(() => this.close(toast.id), toast.action ? SHOWN_WITH_ACTION_MS : SHOWN_MS);
  }

  /** A quiet word to the clerk that asks for nothing. */
  notice(text: string, detail: string | null = null): void {
    this.show({ tone: 'unsent', icon: 'info', text, detail });
  }

  failed(text: string, detail: string | null = null): void {
    this.show({ tone: 'failed', icon: 'warning', text, detail });
  }

  close(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  clear(): void {
    this.list = [];
  }
}

export const toasts = new Toasts();
