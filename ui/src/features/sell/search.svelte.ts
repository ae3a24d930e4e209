import { type CommandError, ipc, type ProductView } from '$lib/ipc/ipc';

const AMOUNT = /^\d[\d\s.,]*$/;
const WITH_DECIMALS = /[.,]\d{1,2}$/;
/** As many rows as a tall window shows. The others are drawn once nobody types any more. */
const ROWS_AT_ONCE = 16;
const PAUSE_MS = 100;

/** The search field and what it finds: favourites, a category, or the matches of a text. */
export class ProductSearch {
  text = $state('');
  category: string | null = $state(null);
  categories: readonly string[] = $state.raw([]);
  /** What is offered while nothing is searched. */
  offered: readonly ProductView[] = $state.raw([]);
  /** What was found last, and what for: nothing while what is offered is shown. */
  found: readonly ProductView[] = $state.raw([]);
  foundFor = $state('');
  /** How many of what was found are drawn. */
  drawn = $state(ROWS_AT_ONCE);
  /** The row of the results that Enter takes. */
  picked = $state(0);
  error: CommandError | null = $state.raw(null);

  wanted = $derived(this.text.trim());
  active = $derived(this.wanted !== '');
  /** What was found is shown in place of what is offered, from when it is there. */
  listing = $derived(this.foundFor !== '');
  products = $derived(this.listing ? this.found : this.offered);
  /** The text is an amount: the results offer to add it as a line of its own. */
  amount = $derived(AMOUNT.test(this.wanted));
  /** With decimals it cannot be a code, and Enter takes it as an amount at once. */
  surelyAmount = $derived(this.amount && WITH_DECIMALS.test(this.wanted));

  /** Takes the text off the field: what it finds is the row that is picked, when it is there. */
  take(): { text: string; amount: boolean; product: Promise<ProductView | undefined> } {
    let { wanted: text, amount } = this;
    let product = this.surelyAmount ? Promise.resolve(undefined) : this.#found(text);
    this.setText('');
    return { text, amount, product };
  }

  /** The list whose prices are shown. */
  #list: string | null = null;

  #drawing: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;
  #stale = false;

  async load(): Promise<void> {
    let found = await ipc.categories();
    if (found.status === 'ok') this.categories = found.data;
    await this.refresh();
  }

  /** Shows the prices of a list, or the ordinary ones. */
  sellAt(list: string | null): void {
    if (list === this.#list) return;
    this.#list = list;
    void this.refresh();
  }

  setText(text: string): void {
    this.text = text;
    this.picked = 0;
    void this.refresh();
  }

  showCategory(category: string | null): void {
    this.category = category;
    this.setText('');
  }

  movePick(step: number): void {
    let last = this.products.length - (this.amount ? 0 : 1);
    this.#drawAll();
    this.picked = Math.min(Math.max(this.picked + step, 0), Math.max(last, 0));
  }

  /** Looks up the text of the moment. Typing faster than the till answers asks once more, not ten times. */
  async refresh(): Promise<void> {
    this.#stale = true;
    this.#running ??= this.#untilFresh();
    await this.#running;
  }

  async #found(text: string): Promise<ProductView | undefined> {
    if (this.#running === null) return this.products[this.picked];
    let result = await ipc.searchProducts(text, null, this.#list);
    return result.status === 'ok' ? result.data[0] : undefined;
  }

  async #untilFresh(): Promise<void> {
    while (this.#stale) {
      this.#stale = false;
      let wanted = this.wanted;
      let result = await ipc.searchProducts(
        wanted,
        wanted === '' ? this.category : null,
        this.#list,
      );
      this.error = result.status === 'error' ? result.error : null;
      if (result.status === 'ok') this.#show(result.data, wanted);
    }
    this.#running = null;
  }

  #show(products: readonly ProductView[], wanted: string): void {
    this.foundFor = wanted;
    if (wanted === '') {
      this.offered = products;
      return;
    }
    clearTimeout(this.#drawing);
    this.drawn = ROWS_AT_ONCE;
    this.found = products;
    this.#drawing = setTimeout(() => this.#drawAll(), PAUSE_MS);
  }

  #drawAll(): void {
    clearTimeout(this.#drawing);
    this.drawn = this.found.length;
  }
}
