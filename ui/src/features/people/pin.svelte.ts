// Who says that it is them, and the PIN that they are typing.

import { clock } from '$lib/clock.svelte';
import type { CommandError, PersonView, Result } from '$lib/ipc/ipc';

/** No PIN is longer. */
export const PIN_MAX = 8;

interface Doors {
  /** Those who can be chosen, and until when the next PIN of each has to wait. */
  people: () => Promise<Result<readonly PersonView[]>>;
  /** What their PIN is typed for. */
  enter: (person: string, pin: string) => Promise<Result<unknown>>;
}

export class PinEntry {
  people: readonly PersonView[] = $state.raw([]);
  pin = $state('');
  error: CommandError | null = $state.raw(null);
  busy = $state(false);
  #chosen = $state('');

  person: PersonView | null = $derived(
    this.people.find((each) => each.id === this.#chosen) ?? this.people[0] ?? null,
  );

  /** When the next PIN of the chosen one is looked at; null when it is at once. */
  waits: number | null = $derived.by(() => {
    let until = this.person?.waits_until ?? null;
    return until !== null && until > clock.now ? until : null;
  });

  ready = $derived(!this.busy && this.waits === null && this.person !== null && this.pin !== '');

  constructor(private readonly doors: Doors) {}

  async load(): Promise<void> {
    let result = await this.doors.people();
    if (result.status === 'ok') this.people = result.data;
    else this.error = result.error;
  }

  choose(id: string): void {
    if (id !== this.person?.id) this.pin = '';
    this.#chosen = id;
    this.error = null;
  }

  /** Chooses the one who stands so many lower in the list. */
  move(by: number): void {
    let at = this.people.findIndex((each) => each.id === this.person?.id);
    let to = this.people[Math.min(Math.max(at + by, 0), this.people.length - 1)];
    if (to !== undefined) this.choose(to.id);
  }

  /** Alt and a digit choose by the number beside the name. */
  pick(key: string): boolean {
    let digit = /^Alt\+([1-9])$/.exec(key)?.[1];
    let person = digit === undefined ? undefined : this.people[Number(digit) - 1];
    if (person !== undefined) this.choose(person.id);
    return digit !== undefined;
  }

  /** A digit from the keypad on the screen. */
  press(char: string): void {
    if (/^\d$/.test(char) && this.pin.length < PIN_MAX) this.pin += char;
  }

  erase(): void {
    this.pin = this.pin.slice(0, -1);
  }

  /** True when it was the right PIN. */
  async enter(): Promise<boolean> {
    if (!this.ready || this.person === null) return false;
    this.busy = true;
    let typed = this.pin;
    this.pin = '';
    let result = await this.doors.enter(this.person.id, typed);
    this.error = result.status === 'error' ? result.error : null;
    // How long the next one waits is known to the till.
    if (result.status === 'error') await this.load();
    this.busy = false;
    return result.status === 'ok';
  }
}
