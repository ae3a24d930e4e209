import {
  type CommandError,
  ipc,
  type PeriodView,
  type Result,
  type StatementFile,
  type StatementView,
} from '$lib/ipc/ipc';
import { t } from '$lib/messages/messages.svelte';
import { showPrinted } from '$lib/printed';

/** The period that is typed day by day. */
export const OTHER_DAYS = 'other';

/** The days of a statement: one of the usual periods, or as they are typed. */
export class PeriodChoice {
  periods: readonly PeriodView[] = $state.raw([]);
  chosen = $state('');
  first = $state('');
  last = $state('');

  #loaded: Promise<void> | undefined;

  load(): Promise<void> {
    this.#loaded ??= this.#load();
    return this.#loaded;
  }

  /** The days as they are chosen now, for somebody who was quicker than the usual periods too. */
  async days(): Promise<{ first: string; last: string }> {
    await this.load();
    return { first: this.first, last: this.last };
  }

  async #load(): Promise<void> {
    let found = await ipc.periods();
    if (found.status === 'error') return;
    this.periods = found.data.filter((period) => period.id !== 'today');
    let usual = this.periods[0];
    if (usual) this.choose(usual.id);
  }

  choose(id: string): void {
    this.chosen = id;
    let period = this.periods.find((each) => each.id === id);
    if (period === undefined) return;
    this.first = period.first;
    this.last = period.last;
  }

  /** The period after the chosen one, and then from the start. */
  next(): void {
    let place = this.periods.findIndex((each) => each.id === this.chosen);
    let following = this.periods[(place + 1) % this.periods.length];
    if (following) this.choose(following.id);
  }
}

/** A customer's statement on screen. */
export class StatementSheet {
  period = new PeriodChoice();
  view: StatementView | null = $state.raw(null);
  error: CommandError | null = $state.raw(null);

  #asked = 0;

  constructor(private readonly customer: string) {}

  /** Reads the statement of the period as it is typed now. */
  async refresh(): Promise<void> {
    this.#asked += 1;
    let asked = this.#asked;
    let { first, last } = await this.period.days();
    let result = await ipc.statement(this.customer, first, last);
    // Another period was chosen meanwhile.
    if (asked !== this.#asked) return;
    this.error = result.status === 'error' ? result.error : null;
    if (result.status === 'ok') this.view = result.data;
  }

  /** Queues the statement of the period to one address. */
  async send(to: string): Promise<Result<null>> {
    let { first, last } = await this.period.days();
    return ipc.sendStatement(this.customer, first, last, to);
  }

  async write(file: StatementFile): Promise<void> {
    let { first, last } = await this.period.days();
    let result = await ipc.writeStatement(this.customer, first, last, file);
    if (result.status === 'error') {
      this.error = result.error;
      return;
    }
    this.error = null;
    showPrinted(result.data, t('statement-written'));
  }
}
