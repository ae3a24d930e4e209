import {
  type CommandError,
  ipc,
  type Paper,
  type QuoteFilter,
  type QuotePrices,
  type QuoteRow,
  type QuoteView,
  type Result,
  type TicketView,
} from '$lib/ipc/ipc';
import { t } from '$lib/messages/messages.svelte';
import { showPrinted } from '$lib/printed';
import { PagedList } from '$lib/pages.svelte';
import { toasts } from '$lib/toasts.svelte';

export const filters: readonly QuoteFilter[] = ['open', 'accepted', 'expired', 'withdrawn', 'all'];

/** The quotes on screen, and the one of them that is shown whole. */
export class Quotes {
  filter: QuoteFilter = $state('open');
  search = $state('');
  selected: string | null = $state(null);
  shown: QuoteView | null = $state.raw(null);
  /** Whether somebody types why it is withdrawn. */
  withdrawing = $state(false);
  error: CommandError | null = $state.raw(null);
  list = new PagedList<QuoteRow>((after) => ipc.quotes(this.filter, this.search.trim(), after));

  rows = $derived(this.list.rows);
  index = $derived(this.rows.findIndex((row) => row.id === this.selected));
  standing = $derived(this.shown?.row.standing ?? null);
  canSell = $derived(this.standing === 'open');
  canSellToday = $derived(this.standing === 'expired');
  canWithdraw = $derived(this.canSell || this.canSellToday);

  /** With one quote open, whatever became of it, when its number was scanned or typed. */
  constructor(readonly found: QuoteView | null = null) {
    if (found === null) return;
    this.filter = 'all';
    this.search = found.row.folio;
    this.selected = found.row.id;
    this.shown = found;
  }

  async load(): Promise<void> {
    if (!(await this.list.load())) return;
    if (!this.rows.some((row) => row.id === this.selected)) {
      this.selected = this.rows[0]?.id ?? null;
    }
    await this.#open();
  }

  async reload(): Promise<void> {
    if (await this.list.reload()) await this.#open();
  }

  async show(filter: QuoteFilter): Promise<void> {
    this.filter = filter;
    this.search = '';
    await this.load();
  }

  async find(text: string): Promise<void> {
    this.search = text;
    await this.load();
  }

  async select(id: string): Promise<void> {
    this.selected = id;
    this.error = null;
    await this.#open();
  }

  async move(step: number): Promise<void> {
    let last = this.rows.length - 1;
    let target = Math.min(Math.max(this.index + step, 0), last);
    let row = this.rows[target];
    if (row === undefined) return;
    await this.select(row.id);
    await this.list.reached(target);
  }

  /** Puts it on the ticket; nothing when it is refused. */
  async sell(prices: QuotePrices): Promise<TicketView | null> {
    if (this.shown === null) return null;
    let result = await ipc.sellQuote(this.shown.row.id, prices);
    this.error = result.status === 'error' ? result.error : null;
    return result.status === 'ok' ? result.data : null;
  }

  async withdraw(reason: string): Promise<void> {
    if (this.shown === null) return;
    if (!this.#take(await ipc.withdrawQuote(this.shown.row.id, reason))) return;
    this.withdrawing = false;
    toasts.notice(t('quote-withdrawn-note'), this.shown.row.folio);
    await this.reload();
  }

  closeWithdraw(): void {
    this.withdrawing = false;
    this.error = null;
  }

  async print(paper: Paper): Promise<void> {
    if (this.shown === null) return;
    let result = await ipc.printQuote(this.shown.row.id, paper);
    this.error = result.status === 'error' ? result.error : null;
    if (result.status === 'ok') showPrinted(result.data);
  }

  async #open(): Promise<void> {
    let id = this.selected;
    if (id === null) {
      this.shown = null;
      return;
    }
    let result = await ipc.quote(id);
    // Another one was chosen while this one was read.
    if (this.selected === id) this.#take(result);
  }

  #take(result: Result<QuoteView>): boolean {
    if (result.status === 'error') {
      this.error = result.error;
      return false;
    }
    this.shown = result.data;
    return true;
  }
}
