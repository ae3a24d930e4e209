import {
  type BackWord,
  type CommandError,
  type CustomerRow,
  ipc,
  type Paper,
  type ReturnedView,
  type ReturnForm,
  type ReturnPreview,
  type ReturnView,
} from '$lib/ipc/ipc';
import { showPrinted } from '$lib/printed';
import { CustomerPicker } from '$lib/picker.svelte';

export const ways: readonly BackWord[] = ['as-paid', 'cash', 'transfer', 'credit'];

/** Whether a quantity was typed: nothing and zeros are none. */
function some(text: string): boolean {
  return /[^0.,\s]/.test(text);
}

/** Goods that come back, as a clerk types them. */
export class Returning {
  /** The number of the invoice being typed, while none is open. */
  wanted = $state('');
  sold: ReturnView | null = $state.raw(null);
  quantities: string[] = $state([]);
  reason = $state('');
  way: BackWord = $state('as-paid');
  reference = $state('');
  /** Whose credit it is, where the invoice names nobody. */
  whose = new CustomerPicker();
  picked: CustomerRow | null = $state.raw(null);
  preview: ReturnPreview | null = $state.raw(null);
  done: ReturnedView | null = $state.raw(null);
  error: CommandError | null = $state.raw(null);
  busy = $state(false);

  any = $derived(this.quantities.some(some));
  ready = $derived(this.any && this.reason.trim() !== '' && this.preview !== null);
  /** Credit needs somebody whose it is. */
  asksWhose = $derived(this.way === 'credit' && this.sold?.customer === null);

  #stale = false;
  #running: Promise<void> | null = null;

  /** Opens an invoice by its id or its number. */
  async open(wanted: string): Promise<void> {
    if (this.busy || wanted.trim() === '') return;
    this.busy = true;
    let result = await ipc.returnView(wanted);
    this.busy = false;
    if (result.status === 'error') {
      this.error = result.error;
      return;
    }
    this.error = null;
    this.sold = result.data;
    this.quantities = result.data.lines.map(() => '');
  }

  /** The error beside a line, where it is about that line. */
  lineError(line: number): CommandError | null {
    let error = this.error;
    return error !== null && 'line' in error && error.line === line ? error : null;
  }

  async type(line: number, text: string): Promise<void> {
    this.quantities[line] = text;
    await this.refresh();
  }

  /** All that is left: of one line, or of every line. */
  async all(line?: number): Promise<void> {
    this.sold?.lines.forEach((each, place) => {
      if (line !== undefined && line !== place) return;
      this.quantities[place] = each.left === '0' ? '' : each.left;
    });
    await this.refresh();
  }

  async choose(way: BackWord): Promise<void> {
    this.way = way;
    if (this.asksWhose) void this.whose.refresh();
    await this.refresh();
  }

  async name(text: string): Promise<void> {
    this.picked = null;
    await this.whose.type(text);
    await this.refresh();
  }

  async pick(row: CustomerRow): Promise<void> {
    this.picked = row;
    this.whose.text = row.name;
    await this.refresh();
  }

  /** Computed by the till; typing faster than it answers asks once more, not ten times. */
  async refresh(): Promise<void> {
    this.#stale = true;
    this.#running ??= this.#untilFresh();
    await this.#running;
  }

  async save(): Promise<boolean> {
    // What is confirmed is what was typed last, and shown.
    await this.#running;
    if (this.busy || !this.ready) return false;
    this.busy = true;
    let result = await ipc.returnGoods(this.#form());
    this.busy = false;
    if (result.status === 'error') {
      this.error = result.error;
      return false;
    }
    this.error = null;
    this.done = result.data;
    return true;
  }

  async print(paper: Paper): Promise<void> {
    if (this.done === null) return;
    let result = await ipc.printReturn(this.done.credit_note, paper);
    if (result.status === 'error') {
      this.error = result.error;
      return;
    }
    showPrinted(result.data);
  }

  #form(): ReturnForm {
    return {
      invoice: this.sold?.invoice ?? '',
      quantities: [...this.quantities],
      reason: this.reason,
      back: this.way,
      reference: this.reference,
      customer: this.picked?.id ?? null,
      customer_name: this.whose.wanted,
      // Whoever confirms has read what is given up.
      give_up: (this.preview?.live ?? null) !== null,
    };
  }

  async #untilFresh(): Promise<void> {
    while (this.#stale) {
      this.#stale = false;
      if (!this.any) {
        this.preview = null;
        this.error = null;
        continue;
      }
      let result = await ipc.returnPreview(this.#form());
      this.preview = result.status === 'ok' ? result.data : null;
      this.error = result.status === 'error' ? result.error : null;
    }
    this.#running = null;
  }
}
