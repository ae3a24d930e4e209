import {
  type CommandError,
  ipc,
  type PersonForm,
  type PersonView,
  type Policy,
  type Result,
  type Role,
} from '$lib/ipc/ipc';
import { t } from '$lib/messages/messages.svelte';
import { session } from '$lib/session.svelte';
import { toasts } from '$lib/toasts.svelte';

export const roles: readonly Role[] = ['clerk', 'supervisor', 'owner'];

/** The people of the shop, and what their roles may do, as the owner keeps them. */
export class PeopleList {
  people: readonly PersonView[] = $state.raw([]);
  policies: readonly Policy[] = $state.raw([]);
  /** Who is being edited; a PIN typed into it leaves with it. */
  editing: PersonForm | null = $state(null);
  error: CommandError | null = $state.raw(null);

  async load(): Promise<void> {
    let [people, policies] = await Promise.all([ipc.people(), ipc.policies()]);
    if (this.#ok(policies)) this.policies = policies.data;
    if (this.#ok(people)) this.people = people.data;
  }

  edit(person: PersonView | null): void {
    this.error = null;
    let role = this.people.length === 0 ? ('owner' as const) : ('clerk' as const);
    this.editing =
      person === null
        ? { id: null, name: '', role, active: true, pin: '' }
        : {
            id: person.id,
            name: person.name ?? '',
            role: person.role,
            active: person.active,
            pin: '',
          };
  }

  close(): void {
    this.editing = null;
    this.error = null;
  }

  async save(): Promise<void> {
    if (this.editing === null) return;
    let result = await ipc.savePerson($state.snapshot(this.editing));
    if (!this.#ok(result)) return;
    this.people = result.data;
    this.editing = null;
    await session.refresh();
    toasts.show({ tone: 'paid', icon: 'check', text: t('saved') });
  }

  async erase(id: string): Promise<void> {
    let result = await ipc.erasePerson(id);
    if (this.#ok(result)) this.people = result.data;
  }

  async setIdle(minutes: number): Promise<void> {
    if (this.#ok(await ipc.setIdleMinutes(minutes))) await session.refresh();
  }

  async decide(policy: Policy, word: string, box: HTMLInputElement): Promise<void> {
    let decisions = policy.decisions.map((each) =>
      each.permission === word ? { ...each, allowed: box.checked } : each,
    );
    if (await this.#keep({ ...policy, decisions })) return;
    // Nobody approved it: the box says again what counts.
    box.checked = !box.checked;
  }

  /** The largest discount that a role gives without asking. */
  async limit(policy: Policy, field: HTMLInputElement): Promise<void> {
    let typed = Number(field.value.trim().replace(/%$/, ''));
    let fits = Number.isInteger(typed) && typed >= 0 && typed <= 100;
    if (fits && (await this.#keep({ ...policy, discount: typed }))) return;
    if (!fits) this.error = { code: 'discount-out-of-range' };
    field.value = String(policy.discount);
  }

  async #keep(policy: Policy): Promise<boolean> {
    let result = await ipc.savePolicy(policy);
    if (this.#ok(result)) this.policies = result.data;
    return result.status === 'ok';
  }

  #ok<T>(result: Result<T>): result is { status: 'ok'; data: T } {
    this.error = result.status === 'error' ? result.error : null;
    return result.status === 'ok';
  }
}
