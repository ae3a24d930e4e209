import {
  type CommandError,
  type DayView,
  ipc,
  type ReportFileWord,
  type ReportView,
  type ShiftPage,
  type ShiftRow,
} from '$lib/ipc/ipc';
import { t } from '$lib/messages/messages.svelte';
import { showPrinted } from '$lib/printed';

export type DayDialog = 'open' | 'in' | 'out' | 'close' | 'rules';

/** The open shift, the shifts that ended and the trend, as the page shows them. */
export class Day {
  view: DayView | null = $state.raw(null);
  rows: readonly ShiftRow[] = $state.raw([]);
  /** The shift that ended whose report is shown; none for the one that is open. */
  selected: string | null = $state(null);
  /** The report of the selected shift. */
  ended: ReportView | null = $state.raw(null);
  error: CommandError | null = $state.raw(null);
  dialog: DayDialog | null = $state(null);
  loaded = $state(false);

  /** What the right side shows: the selected report, or the numbers so far. */
  report = $derived(this.selected === null ? (this.view?.shift?.report ?? null) : this.ended);
  open = $derived(this.view?.shift ?? null);
  index = $derived(this.rows.findIndex((row) => row.id === this.selected));

  #next: string | null = null;

  constructor(dialog: DayDialog | null = null) {
    this.dialog = dialog;
  }

  #busy = false;

  async load(): Promise<void> {
    let [view, page] = [await ipc.day(), await ipc.shifts(null)];
    this.loaded = true;
    if (view.status === 'error') {
      this.error = view.error;
      return;
    }
    this.error = null;
    this.view = view.data;
    if (page.status === 'ok') this.#first(page.data);
    // Without an open shift the newest report is what somebody comes to see.
    if (this.open === null && this.selected === null) await this.select(this.rows[0]?.id ?? null);
  }

  /** The first page again; what was read below it stays. */
  #first(page: ShiftPage): void {
    if (this.rows.length > page.rows.length && this.rows[0]?.id === page.rows[0]?.id) return;
    this.rows = page.rows;
    this.#next = page.next;
  }

  async more(): Promise<void> {
    if (this.#next === null || this.#busy) return;
    this.#busy = true;
    let page = await ipc.shifts(this.#next);
    this.#busy = false;
    if (page.status === 'error') {
      this.error = page.error;
      return;
    }
    this.rows = [...this.rows, ...page.data.rows];
    this.#next = page.data.next;
  }

  async select(id: string | null): Promise<void> {
    this.selected = id;
    if (id === null) return;
    let report = await ipc.shiftReport(id);
    if (this.selected !== id) return;
    if (report.status === 'ok') this.ended = report.data;
    else this.error = report.error;
  }

  async move(step: number): Promise<void> {
    let target = this.index + step;
    if (target >= this.rows.length - 1) await this.more();
    if (target < 0) {
      if (this.open !== null) await this.select(null);
      return;
    }
    let row = this.rows[Math.min(target, this.rows.length - 1)];
    if (row) await this.select(row.id);
  }

  /** Opens a dialog where it makes sense: nothing is closed that is not open. */
  ask(dialog: DayDialog): void {
    if (dialog === 'open' && this.open !== null) return;
    if (dialog === 'close' && this.open === null) return;
    this.dialog = dialog;
  }

  async done(ended: ReportView | null): Promise<void> {
    this.dialog = null;
    if (ended !== null) {
      this.selected = ended.shift;
      this.ended = ended;
    }
    await this.load();
  }

  async write(file: ReportFileWord): Promise<void> {
    if (this.report === null) return;
    let result = await ipc.writeShiftReport(this.selected, file);
    if (result.status === 'error') {
      this.error = result.error;
      return;
    }
    showPrinted(result.data, t('day-report-written'));
  }
}
