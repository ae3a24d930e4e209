// A till in memory: for tests, and for looking at the screens in an ordinary browser.
// It never reaches the product: only `npm run dev` and the tests import it.

import type { Backend } from '../ipc';
import { accountCommands } from './accounts';
import { auditCommands } from './audit';
import { cardCommands } from './cards';
import { catalogueCommands } from './catalogue';
import { chargeCommands } from './charge';
import { customerCommands } from './customers';
import { dayCommands } from './day';
import { displayCommands } from './display';
import { importCommands } from './import';
import { invoiceCommands } from './invoices';
import { mailCommands } from './mail';
import { printingCommands } from './printing';
import { seedCustomers, seedMorning, seedTicket } from './seed';
import { quoteCommands } from './quotes';
import { returnCommands } from './returns';
import { sellCommands } from './sell';
import { settingsCommands } from './settings';
import { staffCommands } from './staff';
import { FakeTill } from './till';

export interface Fake {
  till: FakeTill;
  backend: Backend;
}

export function fakeTill(): Fake {
  let till = new FakeTill();
  let backend: Backend = {
    commands: {
      ...settingsCommands(till),
      ...sellCommands(till),
      ...chargeCommands(till),
      ...invoiceCommands(till),
      ...returnCommands(till),
      ...quoteCommands(till),
      ...cardCommands(till),
      ...catalogueCommands(till.goods),
      ...importCommands(till),
      ...customerCommands(till),
      ...accountCommands(till),
      ...mailCommands(till),
      ...printingCommands(till),
      ...staffCommands(till),
      ...auditCommands(till),
      ...dayCommands(till),
      ...displayCommands(till),
    },
    listenToDisplay: (heard) => {
      till.displayHearers.add(heard);
      return Promise.resolve(() => {
        till.displayHearers.delete(heard);
      });
    },
    listenToImport: (heard) => {
      till.importHearers.add(heard);
      return Promise.resolve(() => {
        till.importHearers.delete(heard);
      });
    },
    listenToStatements: (heard) => {
      till.statementHearers.add(heard);
      return Promise.resolve(() => {
        till.statementHearers.delete(heard);
      });
    },
    listen: (heard) => {
      till.hearers.add(heard);
      return Promise.resolve(() => {
        till.hearers.delete(heard);
      });
    },
  };
  return { till, backend };
}

/** The fake that a browser asks for: `?fake&shop&lang=uk-UA&theme=dark&offline&locked`. */
export function fakeFromAddress(query: URLSearchParams): Backend {
  let { till, backend } = fakeTill();
  let language = query.get('lang');
  if (query.has('shop')) till.start = { ...till.start, first_run: false };
  if (language === 'en-US' || language === 'uk-UA' || language === 'es-MX') {
    void backend.commands.setLanguage(language);
  }
  if (query.get('theme') === 'dark') till.start = { ...till.start, theme: 'dark' };
  if (query.has('shop')) {
    seedMorning(till, Number(query.get('invoices') ?? 28));
    seedTicket(till);
    seedCustomers(till);
  }
  if (query.has('locked')) {
    let person = { active: true, has_pin: true, waits_until: null, pin: '2580' };
    till.staff.workers = [
      { ...person, id: 'olga', name: 'Olga', role: 'owner' },
      { ...person, id: 'saul', name: 'Saúl', role: 'supervisor' },
      { ...person, id: 'carla', name: 'Carla', role: 'clerk' },
    ];
  }
  till.offline = query.has('offline');
  till.cardsTyped = query.has('cards');
  // The cards' own page in a browser has something to charge.
  till.card.wanted = { account: 'payu', invoice: null, even_if_it_overpays: false, kept: null };
  return backend;
}
