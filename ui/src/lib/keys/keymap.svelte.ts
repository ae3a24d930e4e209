// Which key does what, with the changes the shop made to it.

import { type Action, actionNames, actions, reservedKeys, type Scope } from './actions';

const STORE = 'cobro.keys';

type Changes = Partial<Record<Action, string>>;

const symbols: Record<string, string> = {
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Delete: 'Del',
  Insert: 'Ins',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
};

/** A key as it is printed on a button. */
export function keyCap(key: string): string {
  return key
    .split('+')
    .map((part) => symbols[part] ?? part)
    .join(' ');
}

function isAction(name: string): name is Action {
  return name in actions;
}

export class Keymap {
  #changes: Changes = $state.raw({});

  constructor(private readonly store: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#changes = Keymap.#read(store.getItem(STORE));
  }

  static #read(text: string | null): Changes {
    let found: Changes = {};
    try {
      let parsed: unknown = JSON.parse(text ?? '{}');
      for (let [name, key] of Object.entries(parsed ?? {})) {
        if (isAction(name) && typeof key === 'string') found[name] = key;
      }
    } catch {
      return {};
    }
    return found;
  }

  key(action: Action): string {
    return this.#changes[action] ?? actions[action].key;
  }

  cap(action: Action): string {
    return keyCap(this.key(action));
  }

  /** What `key` does in a scope, or null. */
  find(scope: Scope, key: string): Action | null {
    let matches = (name: Action) => this.key(name) === key || actions[name].also === key;
    return actionNames.find((name) => actions[name].scope === scope && matches(name)) ?? null;
  }

  /** Gives an action another key; false when that key is taken in its scope or not free to use. */
  assign(action: Action, key: string): boolean {
    let scope = actions[action].scope;
    let owner = this.find(scope, key) ?? this.find('global', key);
    if (reservedKeys.includes(key) || (owner !== null && owner !== action)) {
      return false;
    }
    this.#keep({ ...this.#changes, [action]: key });
    return true;
  }

  reset(): void {
    this.#keep({});
  }

  #keep(changes: Changes): void {
    this.#changes = changes;
    this.store.setItem(STORE, JSON.stringify(changes));
  }
}

export const keymap = new Keymap(localStorage);
