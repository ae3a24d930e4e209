import { type CommandError, ipc, type ProductView } from '$lib/ipc/ipc';

const AMOUNT = /^\d[\d\s.,]*$/;
const WITH_DECIMALS = /[.,]\d{1,2}$/;

/** The search field and what it finds: favourites, a category, or the matches of a text. */
export class ProductSearch {
  text = $state('');
  category: string | null = $state(null);
  categories: readonly string[] = $state.raw([]);
  products: readonly ProductView[] = $state.raw([]);
  /** The row of the results that Enter takes. */
  picked = $state(0);
  error: CommandError | null = $state.raw(null);

  wanted = $derived(this.text.trim());
  active = $derived(this.wanted !== '');
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
      let result = await ipc.searchProducts(
        this.wanted,
        this.active ? null : this.category,
        this.#list,
      );
      this.error = result.status === 'error' ? result.error : null;
      if (result.status === 'ok') this.products = result.data;
    }
    this.#running = null;
  }
}
