// The fake till's e-mail: a server that takes everything but what goes to nobody@.

import type { MailForm, MailKind, MailRow, MailStandingView, MailView } from '../contract';
import type { Commands } from '../ipc';
import { answer } from './answer';
import { type FakeTill, Refusal } from './till';

const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function standing(till: FakeTill, form: MailForm): MailStandingView {
  let count = (state: MailRow['state']) => till.mails.filter((mail) => mail.state === state).length;
  return {
    set_up: form.host !== '',
    waiting: count('queued'),
    failed: count('failed'),
    stopped: null,
    trouble: null,
    again_at: null,
  };
}

export function mailCommands(till: FakeTill) {
  let form: MailForm = {
    host: '',
    port: '',
    security: 'starttls',
    plain_accepted: false,
    authority: '',
    user: '',
    password: '',
    name: '',
    address: 'hola@cafeluna.mx',
    reply_to: '',
    hello: '',
    receipts: true,
  };
  let hasPassword = false;
  let view = (): MailView => ({
    form,
    has_password: hasPassword,
    standing: standing(till, form),
  });
  let send = (kind: MailKind, subject: string, to: string) => {
    if (form.host === '') throw new Refusal({ code: 'mail-not-set-up' });
    if (!ADDRESS.test(to.trim())) throw new Refusal({ code: 'email-malformed', text: to });
    let lost = to.startsWith('nobody@');
    let at = till.now();
    till.mails.unshift({
      id: `mail-${till.mails.length + 1}`,
      kind,
      to: to.trim(),
      subject,
      state: lost ? 'failed' : 'sent',
      queued_at: at,
      due_at: at,
      attempts: 1,
      trouble: lost ? { code: 'mail-recipient-refused', said: '550 5.1.1 No such user' } : null,
    });
    till.tell({ what: 'mail' });
    return null;
  };
  let find = (id: string): MailRow => {
    let found = till.mails.find((mail) => mail.id === id);
    if (found === undefined) throw new Refusal({ code: 'mail-nothing' });
    return found;
  };
  return {
    mail: () => answer(view),
    saveMail: (typed) =>
      answer(() => {
        if (typed.host !== '' && !ADDRESS.test(typed.address)) {
          throw new Refusal({ code: 'email-malformed', text: typed.address });
        }
        if (typed.host !== '' && typed.security === 'none' && !typed.plain_accepted) {
          throw new Refusal({ code: 'mail-plain' });
        }
        hasPassword = typed.user !== '' && (hasPassword || typed.password !== '');
        form = { ...typed, port: typed.port === '' ? '587' : typed.port, password: '' };
        till.tell({ what: 'mail' });
        return view();
      }),
    testMail: () =>
      answer(() => {
        if (till.offline) throw new Refusal({ code: 'mail-unreachable', said: '' });
        return null;
      }),
    mails: () => answer(() => ({ mails: [...till.mails], standing: standing(till, form) })),
    retryMail: (id) =>
      answer(() => {
        find(id).state = 'queued';
        till.tell({ what: 'mail' });
        return null;
      }),
    dropMail: (id) =>
      answer(() => {
        let gone = find(id);
        till.mails = till.mails.filter((mail) => mail !== gone);
        till.tell({ what: 'mail' });
        return null;
      }),
    sendStatement: (customer, first, last, to) =>
      answer(() =>
        send('statement', `${till.people.find(customer).form.name} · ${first} – ${last}`, to),
      ),
    sendVoucher: (charge, to) =>
      answer(() => send('voucher', till.findCharge(charge).charge.view.folio, to)),
  } satisfies Partial<Commands>;
}
