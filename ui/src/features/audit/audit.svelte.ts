import {
  type AuditChoices,
  type AuditForm,
  type AuditRow,
  type ChainProgress,
  type ChainView,
  type CommandError,
  ipc,
} from '$lib/ipc/ipc';
import { errorLine } from '$lib/messages/errors';
import { t } from '$lib/messages/messages.svelte';
import { PagedList } from '$lib/pages.svelte';
import { toasts } from '$lib/toasts.svelte';

const everything: AuditForm = { first: '', last: '', topic: '', actor: '', document: '' };

/** How often it is asked how far the walk along the chain is, in milliseconds. */
const GLANCE = 200;

/** Who did what, filtered as somebody asks, and whether the chain of it is whole. */
export class Audit {
  form: AuditForm = $state({ ...everything });
  choices: AuditChoices = $state.raw({ topics: [], people: [] });
  selected: string | null = $state(null);
  list = new PagedList<AuditRow>((after) => ipc.audit($state.snapshot(this.form), after));
  /** What the last walk found. */
  chain: ChainView | null = $state.raw(null);
  /** How far the walk is that is under way. */
  walking: ChainProgress | null = $state.raw(null);
  error: CommandError | null = $state.raw(null);

  rows = $derived(this.list.rows);
  index = $derived(this.rows.findIndex((row) => row.id === this.selected));
  filtered = $derived(Object.values(this.form).some((value) => value !== ''));

  async load(): Promise<void> {
    await this.find({});
    let choices = await ipc.auditChoices();
    if (choices.status === 'ok') this.choices = choices.data;
  }

  /** Filters by something else as well. */
  async find(change: Partial<AuditForm>): Promise<void> {
    this.form = { ...this.form, ...change };
    if (await this.list.load()) this.selected = this.rows[0]?.id ?? null;
  }

  async clear(): Promise<void> {
    if (this.filtered) await this.find(everything);
  }

  select(id: string): void {
    this.selected = id;
  }

  async move(step: number): Promise<void> {
    let target = Math.min(Math.max(this.index + step, 0), this.rows.length - 1);
    this.selected = this.rows[target]?.id ?? null;
    await this.list.reached(target);
  }

  async export(): Promise<void> {
    let result = await ipc.exportAudit($state.snapshot(this.form));
    if (result.status === 'error') {
      toasts.failed(errorLine(result.error));
      return;
    }
    let { path, facts, all } = result.data;
    toasts.notice(t(all ? 'audit-exported' : 'audit-exported-part', { facts }), path);
  }

  /** Walks the chain; the counter goes on meanwhile. */
  async verify(): Promise<void> {
    if (this.walking !== null) return;
    this.walking = { done: 0, of: 0 };
    this.chain = null;
    let timer = setInterval(() => void this.#look(), GLANCE);
    let result = await ipc.verifyChain();
    clearInterval(timer);
    this.walking = null;
    this.error = result.status === 'error' ? result.error : null;
    if (result.status === 'ok') this.chain = result.data;
  }

  async stop(): Promise<void> {
    await ipc.cancelChain();
  }

  async #look(): Promise<void> {
    let result = await ipc.chainProgress();
    if (result.status === 'ok' && this.walking !== null) this.walking = result.data;
  }
}
