// Who hears a key: the screen on top first, and nobody under a sheet.

import { untrack } from 'svelte';

import type { Action, Scope } from './actions';
import { type Keymap, keymap } from './keymap.svelte';
import type { Press } from './press';

/** What one screen, sheet or dialog does with keys while it is open. */
export interface KeyLayer {
  scope: Scope;
  /** A sheet or dialog: what lies under it hears nothing and cannot be focused. */
  modal: boolean;
  on: Partial<Record<Action, () => void>>;
  /** Takes a typed character that is no action here. */
  type?: { wants: (press: Press) => boolean; take: (press: Press) => void };
  /** Hears every key first; true when it took it. */
  every?: (press: Press) => boolean;
}

/** Keys that may repeat while held down; the others act once a press. */
const repeating = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Backspace', 'Delete']);

export class KeyLayers {
  #layers: readonly KeyLayer[] = $state.raw([]);

  constructor(private readonly map: Keymap) {}

  /** True while a sheet or dialog is open. */
  modal = $derived(this.#layers.some((layer) => layer.modal));

  open(layer: KeyLayer): () => void {
    // An effect that opens a layer must not run again because of it.
    let others = () => untrack(() => this.#layers).filter((other) => other !== layer);
    this.#layers = [...others(), layer];
    return () => {
      this.#layers = others();
    };
  }

  /** Whether somebody would do something with this press. */
  wants(press: Press): boolean {
    return this.#live().some(
      (layer) =>
        layer.every !== undefined ||
        this.#action(layer, press) !== undefined ||
        layer.type?.wants(press) === true,
    );
  }

  /** Lets the topmost layer that knows the press act on it; false when nobody does. */
  handle(press: Press): boolean {
    if (press.repeat && !repeating.has(press.key)) {
      return this.wants(press);
    }
    for (let layer of this.#live()) {
      if (layer.every?.(press) === true) return true;
      let act = this.#action(layer, press);
      if (act !== undefined) {
        act();
        return true;
      }
      if (press.char !== null && layer.type?.wants(press) === true) {
        layer.type.take(press);
        return true;
      }
    }
    return false;
  }

  #live(): KeyLayer[] {
    let live: KeyLayer[] = [];
    for (let layer of [...this.#layers].reverse()) {
      live.push(layer);
      if (layer.modal) break;
    }
    return live;
  }

  #action(layer: KeyLayer, press: Press): (() => void) | undefined {
    let action = this.map.find(layer.scope, press.key);
    return action === null ? undefined : layer.on[action];
  }
}

export const layers = new KeyLayers(keymap);
