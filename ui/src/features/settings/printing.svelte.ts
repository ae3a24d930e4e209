import {
  type CommandError,
  type FoundPrinter,
  ipc,
  type PaperRow,
  type PrintersForm,
  type PrinterStanding,
  type PrintTrouble,
  type Result,
  type Tray,
} from '$lib/ipc/ipc';
import { t } from '$lib/messages/messages.svelte';
import { session } from '$lib/session.svelte';
import { toasts } from '$lib/toasts.svelte';

/** How many papers the till gives at a time. */
const PAGE = 50;

/** Which printers there are, and what became of the papers. */
export class Printing {
  form: PrintersForm | null = $state(null);
  /** The printers of this computer; none until somebody looks for them. */
  found: readonly FoundPrinter[] | 'busy' | null = $state.raw(null);
  standing: Record<Tray, PrinterStanding> | null = $state.raw(null);
  /** Why the drawer did not open last. */
  drawer: PrintTrouble | null = $state.raw(null);
  papers: readonly PaperRow[] = $state.raw([]);
  /** Whether there are older papers than those on screen. */
  more = $state(false);
  error: CommandError | null = $state.raw(null);

  async load(): Promise<void> {
    let result = await ipc.printers();
    if (!this.#ok(result)) return;
    this.form = result.data;
    await this.refresh();
  }

  /** Reads the newest papers; called when the till says that one moved. */
  async refresh(): Promise<void> {
    let result = await ipc.papers(null);
    if (result.status === 'error') {
      this.error = result.error;
      return;
    }
    let { papers, roll, page, drawer } = result.data;
    this.drawer = drawer;
    this.papers = papers;
    this.more = papers.length >= PAGE;
    this.standing = { roll, page };
  }

  async older(): Promise<void> {
    let result = await ipc.papers(this.papers.at(-1)?.id ?? null);
    if (!this.#ok(result)) return;
    this.papers = [...this.papers, ...result.data.papers];
    this.more = result.data.papers.length >= PAGE;
  }

  async find(): Promise<void> {
    this.found = 'busy';
    let result = await ipc.foundPrinters();
    this.found = this.#ok(result) ? result.data : null;
  }

  async save(): Promise<void> {
    if (await this.#keep()) toasts.show({ tone: 'paid', icon: 'check', text: t('saved') });
  }

  /** Tests what is on screen: it is saved first. */
  async test(tray: Tray): Promise<void> {
    if (!(await this.#keep())) return;
    if (this.#ok(await ipc.testPrinter(tray))) {
      toasts.show({ tone: 'waiting', icon: 'print', text: t('printing-test-queued') });
    }
    await this.refresh();
  }

  /** Opens the drawer with what is on screen, which is saved first. It is written down. */
  async openDrawer(): Promise<void> {
    if (!(await this.#keep())) return;
    if (this.#ok(await ipc.openDrawer())) toasts.notice(t('drawer-noted'), t('drawer-noted-hint'));
  }

  async retry(id: string): Promise<void> {
    if (this.#ok(await ipc.retryPaper(id))) await this.refresh();
  }

  async drop(id: string): Promise<void> {
    if (this.#ok(await ipc.dropPaper(id))) await this.refresh();
  }

  async #keep(): Promise<boolean> {
    if (this.form === null) return false;
    let result = await ipc.savePrinters($state.snapshot(this.form));
    if (!this.#ok(result)) return false;
    this.form = result.data;
    await session.reload();
    await this.refresh();
    return true;
  }

  #ok<T>(result: Result<T>): result is { status: 'ok'; data: T } {
    this.error = result.status === 'error' ? result.error : null;
    return result.status === 'ok';
  }
}
