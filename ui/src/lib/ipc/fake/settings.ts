// The fake till's commands for the start, the frame and the settings.

import type { CompanyForm, FieldValue, FieldView, MerchantAccountView } from '../contract';
import type { Commands, StoreState } from '../ipc';
import { answer } from './answer';
import { status } from './charge';
import { speak } from './money';
import { type FakeTill, Refusal } from './till';

const RFC = /^[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}$/;

const field = (id: string, more: Partial<FieldView> = {}): FieldView => ({
  id,
  secret: false,
  required: true,
  default: '',
  choices: [],
  ...more,
});

const fields: FieldView[] = [
  field('merchant-id'),
  field('account-id'),
  field('api-login', { secret: true }),
  field('api-key', { secret: true }),
  field('payments-url', {
    default: 'https://api.payulatam.com/payments-api/4.0/service.cgi',
  }),
  field('reports-url', {
    default: 'https://api.payulatam.com/reports-api/4.0/service.cgi',
  }),
  field('encoding', { default: 'json', choices: ['json', 'xml'] }),
];

function withoutSecret(field: FieldValue): FieldValue {
  let secret = fields.find((each) => each.id === field.id)?.secret ?? true;
  return secret ? { id: field.id, value: '' } : field;
}

export function settingsCommands(till: FakeTill) {
  let company: CompanyForm = {
    name: 'Café Luna',
    rfc: 'CLU010203AB1',
    address: 'Av. Domingo Diez 1589, Cuernavaca',
    email: 'hola@cafeluna.mx',
    phone: '777 312 0000',
    zone: 'America/Mexico_City',
  };
  let store: StoreState = 'keyring';
  let accounts: MerchantAccountView[] = [
    {
      fixed: true,
      has_secrets: true,
      form: {
        id: 'payu',
        provider: 'payu',
        name: 'PayU (práctica)',
        active: true,
        test: true,
        fields: [
          { id: 'merchant-id', value: '508029' },
          { id: 'account-id', value: '512324' },
          { id: 'api-login', value: '' },
          { id: 'api-key', value: '' },
          { id: 'payments-url', value: 'http://127.0.0.1/payments-api/4.0/service.cgi' },
          { id: 'reports-url', value: 'http://127.0.0.1/reports-api/4.0/service.cgi' },
        ],
        payer_name: 'Público en general',
        payer_email: 'hola@cafeluna.mx',
      },
    },
  ];
  let doubtful = () => ({ form: company, rfc_doubtful: company.rfc.endsWith('9') });
  return {
    start: () => answer(() => till.start),
    openTraining: (language) =>
      answer(() => {
        speak(language);
        till.start = { ...till.start, first_run: false, language };
        return till.start;
      }),
    openReal: (language) =>
      answer(() => {
        speak(language);
        till.start = { ...till.start, first_run: false, mode: 'real', language };
        return till.start;
      }),
    status: () => answer(() => status(till)),
    setLanguage: (language) =>
      answer(() => {
        speak(language);
        till.start = { ...till.start, language };
        return till.start;
      }),
    setRollWidth: (mm) => answer(() => (till.start = { ...till.start, roll_mm: mm })),
    setTheme: (theme) => answer(() => (till.start = { ...till.start, theme })),
    company: () => answer(doubtful),
    saveCompany: (form) =>
      answer(() => {
        if (form.name.trim() === '') throw new Refusal({ code: 'name-empty' });
        if (!RFC.test(form.rfc)) throw new Refusal({ code: 'rfc-malformed' });
        company = form;
        return doubtful();
      }),
    providers: () => answer(() => [{ id: 'payu', name: 'PayU', fields }]),
    merchantAccounts: () => answer(() => accounts),
    saveMerchantAccount: (form) =>
      answer(() => {
        let id = form.id ?? `account-${accounts.length + 1}`;
        let saved = {
          fixed: false,
          has_secrets: form.id !== null || form.fields.every((field) => field.value !== ''),
          form: { ...form, id, fields: form.fields.map(withoutSecret) },
        };
        accounts = [...accounts.filter((each) => each.form.id !== id), saved];
        return saved;
      }),
    testMerchantAccount: (id) =>
      answer(() => {
        if (till.offline) throw new Refusal({ code: 'provider-unreachable' });
        if (id !== 'payu')
          throw new Refusal({ code: 'credentials-refused', text: 'Invalid credentials' });
        return {
          took_ms: 184,
          methods: [
            { id: 'oxxo', name: 'OXXO', enabled: true, known: true },
            { id: 'seven-eleven', name: 'SEVEN_ELEVEN', enabled: true, known: true },
            { id: 'bank-referenced', name: 'BANK_REFERENCED', enabled: true, known: true },
            { id: 'spei', name: 'SPEI', enabled: true, known: true },
            { id: 'others-cash-mx', name: 'OTHERS_CASH_MX', enabled: false, known: true },
            { id: 'CODENSA', name: 'CODENSA', enabled: true, known: false },
          ],
        };
      }),
    secretStore: () => answer(() => store),
    unlockVault: (passphrase) =>
      answer(() => {
        if (passphrase.length < 4) throw new Refusal({ code: 'vault-passphrase-wrong' });
        store = 'vault-open';
        return store;
      }),
  } satisfies Partial<Commands>;
}
