import {
  type CommandError,
  type CompanyForm,
  type CompanyView,
  type ConnectionTest,
  type FieldView,
  ipc,
  type MerchantAccountForm,
  type MerchantAccountView,
  type ProviderView,
  type Result,
  type StoreState,
} from '$lib/ipc/ipc';
import { t } from '$lib/messages/messages.svelte';
import { toasts } from '$lib/toasts.svelte';

export const sections = [
  'company',
  'accounts',
  'cards',
  'mail',
  'printing',
  'look',
  'secrets',
  'people',
  'about',
] as const;
export type Section = (typeof sections)[number];

/** What the last test of a merchant account said. */
export interface Tested {
  id: string;
  result: Result<ConnectionTest> | null;
}

function newAccount(provider: ProviderView): MerchantAccountForm {
  return {
    id: null,
    provider: provider.id,
    name: '',
    active: true,
    test: false,
    fields: provider.fields.map((field) => ({ id: field.id, value: field.default })),
    payer_name: '',
    payer_email: '',
  };
}

/** The shop's settings, as read and as being typed. */
export class Settings {
  section: Section = $state('company');
  company: CompanyForm | null = $state(null);
  rfcDoubtful = $state(false);
  accounts: readonly MerchantAccountView[] = $state.raw([]);
  providers: readonly ProviderView[] = $state.raw([]);
  /** The account being edited. Secrets typed into it leave with it. */
  editing: MerchantAccountForm | null = $state(null);
  tested: Tested | null = $state.raw(null);
  store: StoreState = $state('keyring');
  /** Whether cards may be typed here. */
  cardsTyped = $state(false);
  error: CommandError | null = $state.raw(null);

  constructor(section: Section = 'company') {
    this.section = section;
  }

  async load(): Promise<void> {
    let [company, accounts, providers, store, cards] = await Promise.all([
      ipc.company(),
      ipc.merchantAccounts(),
      ipc.providers(),
      ipc.secretStore(),
      ipc.cardsTyped(),
    ]);
    if (company.status === 'ok') this.#showCompany(company.data);
    if (accounts.status === 'ok') this.accounts = accounts.data;
    if (providers.status === 'ok') this.providers = providers.data;
    if (store.status === 'ok') this.store = store.data;
    if (cards.status === 'ok') this.cardsTyped = cards.data;
    for (let result of [company, accounts, providers, store, cards]) {
      if (result.status === 'error') this.error = result.error;
    }
  }

  show(section: Section): void {
    this.section = section;
    this.error = null;
    this.editing = null;
  }

  async saveCompany(): Promise<void> {
    if (this.company === null) return;
    let result = await ipc.saveCompany($state.snapshot(this.company));
    if (!this.#ok(result)) return;
    this.#showCompany(result.data);
    toasts.show({ tone: 'paid', icon: 'check', text: t('saved') });
  }

  edit(account: MerchantAccountView | null): void {
    this.error = null;
    this.tested = null;
    if (account) this.editing = structuredClone(account.form);
    else if (this.providers[0]) this.editing = newAccount(this.providers[0]);
  }

  /** Another provider asks for other fields; the rest of what was typed stays. */
  chooseProvider(id: string): void {
    let provider = this.providers.find((each) => each.id === id);
    if (this.editing === null || provider === undefined) return;
    this.editing = { ...this.editing, provider: id, fields: newAccount(provider).fields };
  }

  /** What the provider of an account asks for. */
  fieldsOf(provider: string): readonly FieldView[] {
    return this.providers.find((each) => each.id === provider)?.fields ?? [];
  }

  closeAccount(): void {
    this.editing = null;
    this.error = null;
  }

  async saveAccount(): Promise<void> {
    if (this.editing === null) return;
    let result = await ipc.saveMerchantAccount($state.snapshot(this.editing));
    if (!this.#ok(result)) return;
    this.editing = null;
    let accounts = await ipc.merchantAccounts();
    if (accounts.status === 'ok') this.accounts = accounts.data;
    toasts.show({ tone: 'paid', icon: 'check', text: t('saved') });
  }

  /** The page for the shop's own site that links to pay lead to. */
  async savePayPage(id: string): Promise<void> {
    let result = await ipc.writePayPage(id);
    if (!this.#ok(result)) return;
    toasts.show({
      tone: 'paid',
      icon: 'document',
      text: t('page-saved'),
      detail: result.data.path,
    });
  }

  async test(id: string): Promise<void> {
    this.tested = { id, result: null };
    this.tested = { id, result: await ipc.testMerchantAccount(id) };
  }

  /** The owner lets cards be typed here, or does so no more. */
  async letCardsBeTyped(allowed: boolean): Promise<void> {
    let result = await ipc.letCardsBeTyped(allowed);
    if (!this.#ok(result)) return;
    this.cardsTyped = result.data;
    let text = result.data ? t('cards-saved-on') : t('cards-saved-off');
    toasts.show({ tone: 'paid', icon: 'check', text });
  }

  async unlock(passphrase: string): Promise<boolean> {
    let result = await ipc.unlockVault(passphrase);
    if (!this.#ok(result)) return false;
    this.store = result.data;
    return true;
  }

  #showCompany(view: CompanyView): void {
    this.company = view.form;
    this.rfcDoubtful = view.rfc_doubtful;
  }

  #ok<T>(result: Result<T>): result is { status: 'ok'; data: T } {
    this.error = result.status === 'error' ? result.error : null;
    return result.status === 'ok';
  }
}
