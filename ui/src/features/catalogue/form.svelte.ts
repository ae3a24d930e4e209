import { type CommandError, ipc, type ProductForm, type ProductRow } from '$lib/ipc/ipc';
import { dataUrl } from '$lib/file';
import { errorLine } from '$lib/messages/errors';

/** The field that an error is about, where it is about one. */
export type FieldName = keyof ProductForm;

/** As many bar codes as the till keeps. */
export const BARCODES_MAX = 20;

const fieldOf: Partial<Record<CommandError['code'], FieldName>> = {
  'name-empty': 'name',
  'name-too-long': 'name',
  'code-too-long': 'code',
  'too-many-barcodes': 'barcodes',
  'amount-malformed': 'price',
  'amount-too-many-decimals': 'price',
  'amount-too-large': 'price',
  'tax-unknown': 'tax',
  'unit-unknown': 'unit',
  'picture-too-large': 'new_picture',
  'picture-unreadable': 'new_picture',
};

/** A product of which nothing is known. */
export const newProduct: ProductForm = {
  id: null,
  code: '',
  barcodes: [],
  name: '',
  price: '',
  added: false,
  tax: 'iva-16',
  cost: '',
  prices: [],
  unit: 'piece',
  category: '',
  favourite: false,
  retired: false,
  picture: null,
  new_picture: null,
};

/** A product as it is typed. What was typed stays until it was saved. */
export class ProductTyping {
  form: ProductForm = $state({} as ProductForm);
  error: CommandError | null = $state.raw(null);
  busy = $state(false);
  /** A picture that was chosen, before it is saved. */
  preview: string | null = $state.raw(null);

  field = $derived(this.error === null ? undefined : this.#field(this.error));

  constructor(form: ProductForm) {
    let barcodes = form.barcodes.length === 0 ? [''] : form.barcodes;
    let prices = form.prices.map((each) => ({ ...each }));
    this.form = { ...form, prices, barcodes: [...barcodes] };
  }

  #field(error: CommandError): FieldName | undefined {
    if (error.code === 'code-taken') {
      return this.form.code.trim() === error.carried ? 'code' : 'barcodes';
    }
    let field = fieldOf[error.code];
    let wrong = 'text' in error ? error.text : null;
    if (field === 'price' && wrong !== this.form.price && this.#listed(wrong)) return 'prices';
    return field === 'price' && wrong === this.form.cost && wrong !== this.form.price
      ? 'cost'
      : field;
  }

  #listed(wrong: string | null): boolean {
    return this.form.prices.some((each) => each.price === wrong);
  }

  /** The words beside the price on a list. */
  errorAtList(price: string): string | undefined {
    let { error } = this;
    if (error === null || this.field !== 'prices' || !('text' in error)) return undefined;
    return error.text === price ? errorLine(error) : undefined;
  }

  /** The words beside a field, when the error is about it. */
  errorAt(name: FieldName): string | undefined {
    return this.error !== null && this.field === name ? errorLine(this.error) : undefined;
  }

  /** The words beside one of the bar codes. */
  errorAtBarcode(index: number): string | undefined {
    let { error } = this;
    if (error === null || this.field !== 'barcodes') return undefined;
    let about = error.code === 'code-taken' ? error.carried : null;
    let here = about === null ? index === 0 : this.form.barcodes[index]?.trim() === about;
    return here ? errorLine(error) : undefined;
  }

  /** Takes a file for the product's picture; whether it is one is said when it is saved. */
  async choosePicture(file: File): Promise<void> {
    let url = await dataUrl(file);
    this.preview = url;
    this.form.new_picture = url.slice(url.indexOf(',') + 1);
  }

  removePicture(): void {
    this.preview = null;
    this.form.picture = null;
    this.form.new_picture = null;
  }

  /** Takes a scan as another bar code of the product. */
  scanned(code: string): boolean {
    let free = this.form.barcodes.findIndex((each) => each.trim() === '');
    if (this.form.barcodes.includes(code)) return true;
    if (free >= 0) this.form.barcodes[free] = code;
    else if (this.form.barcodes.length < BARCODES_MAX) this.form.barcodes.push(code);
    return true;
  }

  /** Saves what was typed: the product, or null while something does not fit. */
  async save(): Promise<ProductRow | null> {
    if (this.busy) return null;
    this.busy = true;
    let result = await ipc.saveProduct($state.snapshot(this.form));
    this.busy = false;
    this.error = result.status === 'error' ? result.error : null;
    return result.status === 'ok' ? result.data : null;
  }
}
