// The fake till's people: they sign in, are locked out, approve, and are managed.

import type { AtWorkView, PersonView, Policy, Role } from '../contract';
import type { Commands } from '../ipc';
import { answer } from './answer';
import { Refusal } from './refusal';
import type { FakeTill } from './till';

interface Worker extends PersonView {
  pin: string;
}

const permissions: readonly [string, Role][] = [
  ['change-price', 'supervisor'],
  ['discount', 'supervisor'],
  ['remove-line', 'clerk'],
  ['quote', 'clerk'],
  ['void-invoice', 'supervisor'],
  ['refund', 'supervisor'],
  ['audit', 'supervisor'],
  ['settings', 'owner'],
  ['people', 'owner'],
];

const rank: Record<Role, number> = { clerk: 0, supervisor: 1, owner: 2 };

/** Who works at the fake till. */
export class Staff {
  workers: Worker[] = [];
  /** Who is signed in; null while the till is locked or nobody was set up. */
  seated: string | null = null;
  idle = 10;
  policies: Policy[] = (['clerk', 'supervisor', 'owner'] as const).map((role) => ({
    role,
    discount: role === 'clerk' ? 10 : 100,
    decisions: permissions.map(([permission, least]) => ({
      permission,
      allowed: rank[role] >= rank[least],
    })),
  }));
  /** Approvals that wait for their act: `permission document`. */
  approved = new Set<string>();

  atWork(): AtWorkView {
    let worker = this.workers.find((each) => each.id === this.seated);
    let seat = { seat: 'taken', idle_minutes: this.idle } as const;
    if (worker !== undefined) {
      let { id, name, role } = worker;
      return { ...seat, id, name, role, may: this.allowed(role) };
    }
    let nobody = { id: null, name: null, idle_minutes: this.idle };
    if (this.workers.length > 0) return { ...nobody, seat: 'locked', role: null, may: [] };
    return { ...nobody, seat: 'alone', role: 'owner', may: this.allowed('owner') };
  }

  allowed(role: Role): string[] {
    let policy = this.policies.find((each) => each.role === role);
    return (policy?.decisions ?? []).filter((each) => each.allowed).map((each) => each.permission);
  }

  /** Refuses what needs an approval that nobody gave. */
  permit(permission: string, document: string): void {
    if (this.atWork().may.includes(permission)) return;
    if (this.approved.delete(`${permission} ${document}`)) return;
    throw new Refusal({ code: 'not-permitted', permission, document });
  }

  check(id: string, pin: string): Worker {
    let worker = this.workers.find((each) => each.id === id);
    if (worker === undefined) throw new Refusal({ code: 'not-found' });
    if (worker.pin !== pin) throw new Refusal({ code: 'pin-wrong', wait: 0 });
    return worker;
  }
}

function shown({ pin, ...view }: Worker): PersonView {
  return { ...view, has_pin: pin !== '' };
}

export function staffCommands(till: FakeTill) {
  let staff = till.staff;
  let all = () => staff.workers.map(shown);
  let changed = () => till.tell({ what: 'status' });
  return {
    lockScreen: () => answer(() => all().filter((each) => each.active)),
    signIn: (person, pin) =>
      answer(() => {
        staff.seated = staff.check(person, pin).id;
        changed();
        return staff.atWork();
      }),
    lockTill: () =>
      answer(() => {
        staff.seated = null;
        changed();
        return staff.atWork();
      }),
    approvers: (permission) =>
      answer(() => all().filter((each) => staff.allowed(each.role).includes(permission))),
    documentName: (document) =>
      answer(() => {
        let found = till.invoices.find((each) => document === `invoice:${each.id}`);
        return found?.folio ?? null;
      }),
    approve: (approver, pin, permission, document) =>
      answer(() => {
        staff.check(approver, pin);
        staff.approved.add(`${permission} ${document}`);
        return null;
      }),
    people: () => answer(all),
    savePerson: ({ pin, ...form }) =>
      answer(() => {
        if (form.name.trim() === '') throw new Refusal({ code: 'name-empty' });
        if (pin !== '' && !/^\d{4,8}$/.test(pin)) {
          throw new Refusal({ code: 'pin-shape', least: 4, most: 8 });
        }
        let first = staff.workers.length === 0;
        if (first && form.role !== 'owner') throw new Refusal({ code: 'last-owner' });
        let id = form.id ?? `user-${staff.workers.length + 1}`;
        let before = staff.workers.find((each) => each.id === id);
        let kept = pin === '' ? (before?.pin ?? '') : pin;
        let worker = { ...form, id, pin: kept, has_pin: true, waits_until: null };
        staff.workers = before
          ? staff.workers.map((each) => (each.id === id ? worker : each))
          : [...staff.workers, worker];
        if (first) staff.seated = id;
        changed();
        return all();
      }),
    erasePerson: (id) =>
      answer(() => {
        staff.workers = staff.workers.filter((each) => each.id !== id);
        return all();
      }),
    changeOwnPin: (old, pin) =>
      answer(() => {
        staff.check(staff.seated ?? '', old).pin = pin;
        return null;
      }),
    policies: () => answer(() => staff.policies),
    savePolicy: (form) =>
      answer(() => {
        staff.policies = staff.policies.map((each) => (each.role === form.role ? form : each));
        return staff.policies;
      }),
    setIdleMinutes: (minutes) =>
      answer(() => {
        staff.idle = minutes;
        changed();
        return staff.atWork();
      }),
  } satisfies Partial<Commands>;
}
