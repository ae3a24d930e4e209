// The commands and types between the window and the till, as they will be generated from Rust.
// Amounts cross as text (64-bit minor units) with the text to show, already in the user's language.

/** An amount: `minor` counts centavos as decimal text; `text` is for people, e.g. "1,234.50" (no sign). */
export type Amount = { minor: string; currency: string; text: string };

/** Every command can fail with one of these; the words are in the catalogue under `error-<code>`. */
export type CommandError =
  | { code: 'amount-malformed'; text: string }
  | { code: 'amount-too-many-decimals'; text: string }
  | { code: 'amount-too-large' }
  | { code: 'amount-below-minimum'; minimum: string; method: string }
  | { code: 'amount-above-maximum'; maximum: string; method: string }
  | { code: 'quantity-malformed'; text: string }
  | { code: 'discount-out-of-range' }
  | { code: 'name-empty' }
  | { code: 'name-too-long'; length: number; max: number }
  | { code: 'rfc-malformed' }
  | { code: 'rfc-date'; digits: string }
  | { code: 'email-malformed'; text: string }
  | { code: 'ticket-empty' }
  | { code: 'ticket-too-long'; max: number }
  | { code: 'cash-too-little'; missing: string }
  | { code: 'not-found' }
  | { code: 'invoice-not-voidable'; state: string }
  | { code: 'overpays-invoice'; live: string } // live charges could overpay: ask to confirm
  | { code: 'contact-needed' } // offline voucher: an e-mail or phone to send it to
  | { code: 'payer-needed' } // the merchant account has no payer e-mail and name for walk-ins
  | { code: 'check-too-soon'; allowed_at: number }
  | { code: 'account-missing' }
  | { code: 'credentials-refused'; text: string }
  | { code: 'provider-unreachable' }
  | { code: 'provider-answer-unreadable'; excerpt: string }
  | { code: 'provider-refused'; text: string }
  | { code: 'provider-clock'; minutes: number }
  | { code: 'address-not-allowed'; address: string } // real ledger refuses loopback/test hosts unless marked as test account; TLS only
  | { code: 'vault-locked' }
  | { code: 'vault-passphrase-wrong' }
  | { code: 'ledger-in-use'; by: string }
  | { code: 'ledger-newer'; found: number; known: number }
  | { code: 'ledger-damaged'; detail: string }
  | { code: 'disk-full' }
  | { code: 'paper-failed'; detail: string }
  | { code: 'internal'; detail: string };

export type Result<T> = { status: 'ok'; data: T } | { status: 'error'; error: CommandError };

export type Language = 'es-MX' | 'en-US' | 'uk-UA';
export type Theme = 'light' | 'dark' | 'system';

// ---- start and frame ----------------------------------------------------------------------------

export type StartView = {
  /** No shop yet: show the first-run screen. */
  first_run: boolean;
  mode: 'training' | 'real';
  till: string; // "Caja 1"
  user: string; // "owner" (the catalogue has its name under user-owner)
  shop: string | null;
  language: Language;
  theme: Theme;
  zone: string; // IANA, for dates on screen
  currency: string;
  version: string;
};

export type StatusView = {
  /** Whether the last calls to providers got through; 'idle' = nothing tried yet, 'locked' = the vault is locked. */
  line: 'online' | 'offline' | 'idle' | 'locked';
  unsent: number; // vouchers not issued yet
  waiting: number; // payments awaited
  review: number; // invoices that need a person
  /** The till's own clock (in training it runs ahead), UTC ms. */
  now: number;
};

// ---- sell ---------------------------------------------------------------------------------------

export type ProductView = {
  id: string;
  code: string;
  name: string;
  price: Amount | null /* null: amount typed at the sale */;
  tax: string /* "IVA 16 %" */;
  category: string;
  favourite: boolean;
};
export type TicketLineView = {
  name: string;
  quantity: string;
  price: Amount;
  total: Amount;
  /** e.g. "10 %" or "5.00"; null without a discount */
  discount: string | null;
};
export type TaxLineView = { label: string /* "IVA 16 %" */; amount: Amount };
export type TicketView = {
  lines: TicketLineView[];
  net: Amount;
  discount: Amount;
  taxes: TaxLineView[];
  total: Amount;
  ticket_discount: string | null;
  customer: string | null;
  can_undo: boolean;
  /** Tickets on hold. */
  held: number;
};
export type HeldTicketView = {
  id: string;
  label: string;
  at: number;
  total: Amount;
  lines: number;
};
export type ScanView = { ticket: TicketView; found: boolean };

// ---- charge -------------------------------------------------------------------------------------

/** Known ids: cash oxxo seven-eleven others-cash-mx bank-referenced spei; names under `method-<id>`. */
export type MethodView = {
  id: string;
  /** Merchant account it goes through; null for cash. */
  account: string | null;
  available: boolean;
  /** Why it cannot be used now. */
  reason: CommandError | null;
  /** True when the voucher could only be queued now ("not issued yet"). */
  queued: boolean;
  /** How many days the voucher lives; null for cash. */
  days: number | null;
};
export type ChargeSheetView = {
  total: Amount;
  customer: string | null;
  methods: MethodView[];
  quick: Amount[];
};
export type CashPreview = { tendered: Amount; change: Amount; enough: boolean };
export type SaleView = {
  invoice: string;
  folio: string;
  total: Amount;
  tendered: Amount;
  change: Amount;
};
export type Contact = { email: string | null; phone: string | null };

/** queued: not sent yet; sending; unknown: the answer was lost, being checked; the rest as the provider says. */
export type ChargeStage =
  | 'queued'
  | 'sending'
  | 'unknown'
  | 'issued'
  | 'authorized'
  | 'paid'
  | 'declined'
  | 'expired'
  | 'cancelled'
  | 'refused'
  | 'voided'
  | 'lapsed'
  | 'disputed'
  | 'reversed';
export type ChargeView = {
  id: string;
  invoice: string;
  folio: string;
  method: string;
  amount: Amount;
  stage: ChargeStage;
  barcode_svg: string | null;
  barcode_digits: string | null /* grouped in fours */;
  reference: string | null;
  clabe: string | null;
  bank: string | null;
  qr_svg: string | null;
  requested_at: number;
  issued_at: number | null;
  expires_at: number | null;
  paid_at: number | null;
  paid: Amount | null;
  /** When the poller asks next; null when it does not. */
  next_check_at: number | null;
  /** When "check now" is allowed. */
  check_allowed_at: number;
  /** The provider's own words, for a refusal or a status this version does not know. */
  provider_text: string | null;
  flags: Flag[];
};
export type Flag = 'partial' | 'over' | 'late' | 'mismatch' | 'marked' | 'disputed';

// ---- invoices -----------------------------------------------------------------------------------

/** What the list shows: a flag wins over a state. */
export type Standing =
  | 'open'
  | 'waiting'
  | 'unsent'
  | 'checking'
  | 'paid'
  | 'voided'
  | 'failed'
  | 'over'
  | 'late'
  | 'partial'
  | 'mismatch'
  | 'disputed';
export type InvoiceFilter = 'all' | 'waiting' | 'paid' | 'review' | 'unsent' | 'voided';
export type InvoiceRow = {
  id: string;
  folio: string;
  customer: string | null;
  method: string | null;
  total: Amount;
  due: Amount;
  standing: Standing;
  at: number;
};
export type InvoicePage = { rows: InvoiceRow[]; next: string | null };
export type InvoiceCounts = {
  all: number;
  waiting: number;
  paid: number;
  review: number;
  unsent: number;
  today: number;
  today_total: Amount;
};
export type TimelineEntry = {
  at: number;
  actor: string;
  /** invoice-issued, charge-requested, voucher-issued, charge-pending, charge-paid, charge-declined, charge-expired,
      charge-cancelled, cash-received, payment-received, invoice-voided, document-printed, case-opened;
      words under timeline-<kind> with `detail` and `amount` as variables */
  kind: string;
  detail: string | null;
  amount: Amount | null;
};
export type InvoiceLineView = {
  name: string;
  quantity: string;
  price: Amount;
  total: Amount;
  discount: string | null;
};
export type InvoiceView = {
  id: string;
  folio: string;
  standing: Standing;
  flags: Flag[];
  customer: string | null;
  at: number;
  total: Amount;
  paid: Amount;
  due: Amount;
  net: Amount;
  taxes: TaxLineView[];
  lines: InvoiceLineView[];
  charges: ChargeView[];
  timeline: TimelineEntry[];
  credit_note: string | null;
  can_void: boolean;
  can_collect: boolean;
};

// ---- settings -----------------------------------------------------------------------------------

export type CompanyForm = {
  name: string;
  rfc: string;
  address: string;
  email: string;
  phone: string;
  zone: string;
};
export type CompanyView = { form: CompanyForm; rfc_doubtful: boolean };
/** Secrets go in and never come out. */
export type MerchantAccountForm = {
  id: string | null;
  provider: string;
  name: string;
  active: boolean;
  /** A test account may point at the provider's test hosts; it is marked on screen. */
  test: boolean;
  /** One per FieldView of the provider; secrets are empty when read back and kept when saved empty. */
  fields: FieldValue[];
  payer_name: string;
  payer_email: string;
};
export type FieldValue = { id: string; value: string };
/** What an account of this provider needs; the label is the message `field-<id>` (ids: merchant-id account-id api-login api-key payments-url reports-url). No provider's name may stand in ui/src. */
export type FieldView = { id: string; secret: boolean; required: boolean; default: string };
export type MerchantAccountView = {
  form: MerchantAccountForm;
  has_secrets: boolean;
  fixed: boolean; /* the training account: shown, not edited */
};
export type ProviderView = { id: string; name: string; fields: FieldView[] };
export type MethodOffer = { id: string; name: string; enabled: boolean; known: boolean };
export type ConnectionTest = { methods: MethodOffer[]; took_ms: number };
export type PrintView = { path: string };
export type Paper = 'letter' | 'roll';

export type CustomerAction = 'pay' | 'underpay' | 'overpay' | 'decline';

export const commands = {} as {
  start(): Promise<Result<StartView>>;
  openTraining(language: Language): Promise<Result<StartView>>;
  status(): Promise<Result<StatusView>>;
  setLanguage(language: Language): Promise<Result<StartView>>;
  setTheme(theme: Theme): Promise<Result<StartView>>;

  categories(): Promise<Result<string[]>>;
  /** Favourites when text and category are empty; at most 60. */
  searchProducts(text: string, category: string | null): Promise<Result<ProductView[]>>;
  ticket(): Promise<Result<TicketView>>;
  addProduct(product: string, quantity: string): Promise<Result<TicketView>>;
  scan(code: string): Promise<Result<ScanView>>;
  addAmount(name: string, amount: string): Promise<Result<TicketView>>;
  setQuantity(line: number, quantity: string): Promise<Result<TicketView>>;
  /** "10%" or an amount; empty takes it away; line null = the whole ticket. */
  setDiscount(line: number | null, discount: string): Promise<Result<TicketView>>;
  removeLine(line: number): Promise<Result<TicketView>>;
  undo(): Promise<Result<TicketView>>;
  clearTicket(): Promise<Result<TicketView>>;
  setCustomer(name: string): Promise<Result<TicketView>>; // empty = walk-in
  holdTicket(label: string): Promise<Result<TicketView>>;
  heldTickets(): Promise<Result<HeldTicketView[]>>;
  recallTicket(id: string): Promise<Result<TicketView>>;

  chargeSheet(): Promise<Result<ChargeSheetView>>;
  cashPreview(tendered: string): Promise<Result<CashPreview>>;
  takeCash(tendered: string, print: boolean): Promise<Result<SaleView>>;
  /** Issues the ticket as an invoice and asks for the voucher. `contact` only when queued. */
  requestVoucher(
    method: string,
    account: string,
    contact: Contact | null,
  ): Promise<Result<ChargeView>>;
  /** Another attempt for an open invoice (after expiry, refusal or an uncertain answer). */
  chargeAgain(
    invoice: string,
    method: string,
    account: string,
    evenIfItOverpays: boolean,
  ): Promise<Result<ChargeView>>;
  takeCashFor(invoice: string, tendered: string, print: boolean): Promise<Result<SaleView>>;

  charge(id: string): Promise<Result<ChargeView>>;
  checkNow(charge: string): Promise<Result<ChargeView>>;
  cancelCharge(charge: string): Promise<Result<ChargeView>>;
  printVoucher(charge: string, paper: Paper): Promise<Result<PrintView>>;

  invoices(
    filter: InvoiceFilter,
    search: string,
    after: string | null,
  ): Promise<Result<InvoicePage>>;
  invoiceCounts(): Promise<Result<InvoiceCounts>>;
  invoice(id: string): Promise<Result<InvoiceView>>;
  printInvoice(invoice: string, paper: Paper): Promise<Result<PrintView>>;
  voidInvoice(invoice: string, reason: string): Promise<Result<InvoiceView>>;

  company(): Promise<Result<CompanyView>>;
  saveCompany(form: CompanyForm): Promise<Result<CompanyView>>;
  providers(): Promise<Result<ProviderView[]>>;
  merchantAccounts(): Promise<Result<MerchantAccountView[]>>;
  saveMerchantAccount(form: MerchantAccountForm): Promise<Result<MerchantAccountView>>;
  testMerchantAccount(id: string): Promise<Result<ConnectionTest>>;
  /** 'keyring' | 'vault-open' | 'vault-locked' | 'vault-new' */
  secretStore(): Promise<Result<string>>;
  unlockVault(passphrase: string): Promise<Result<string>>;

  /** Training only. */
  actAsCustomer(charge: string, action: CustomerAction): Promise<Result<ChargeView>>;
  advanceClock(hours: number): Promise<Result<StatusView>>;
};

/** Emitted by the till whenever something on screen may be out of date. */
export type TillChanged =
  | {
      what: 'charge';
      charge: string;
      invoice: string;
      stage: ChargeStage;
      folio: string;
      method: string;
      amount: Amount;
    }
  | { what: 'status' }
  | { what: 'clock' };
export const events = {} as {
  tillChanged: { listen(cb: (event: { payload: TillChanged }) => void): Promise<() => void> };
};
