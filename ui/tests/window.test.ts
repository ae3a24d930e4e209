import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, test, vi } from 'vitest';

import App from '../src/App.svelte';
import { fakeTill } from '$lib/ipc/fake/fake';
import type { FakeTill } from '$lib/ipc/fake/till';
import { useBackend } from '$lib/ipc/ipc';

import { keydown, openShop } from './support/shop';

let till: FakeTill;

beforeEach(async () => {
  till = await openShop();
});

/** Presses a key where the keyboard is. */
function press(key: string, init: KeyboardEventInit = {}): void {
  (document.activeElement ?? document.body).dispatchEvent(keydown(key, init));
}

/** Scans as fast as a scanner does. */
function scan(code: string): void {
  let at = performance.now();
  [...Array.from(code), 'Enter', 'Enter'].forEach((key, index) => {
    let target = document.activeElement ?? document.body;
    target.dispatchEvent(keydown(key, { at: at + index }));
  });
}

async function openSell(): Promise<HTMLElement> {
  render(App);
  return screen.findByRole('combobox', { name: /Scan or search/ });
}

async function search(text: string): Promise<void> {
  await fireEvent.input(screen.getByRole('combobox'), { target: { value: text } });
  press('Enter');
}

function ticket() {
  return within(screen.getByRole('complementary', { name: 'Ticket' }));
}

describe('the first run', () => {
  test('opens the training shop with one click, in the chosen language', async () => {
    useBackend(fakeTill().backend);
    render(App);
    await fireEvent.click(await screen.findByRole('radio', { name: 'Español (México)' }));
    await fireEvent.click(screen.getByRole('button', { name: /Abrir la tienda de práctica/ }));
    let field = await screen.findByRole('combobox', { name: 'Escanea o busca un producto' });
    expect(field).toHaveFocus();
    expect(screen.getByText('PRÁCTICA')).toBeInTheDocument();
  });

  test('a ledger that cannot be opened says what to do', async () => {
    let { backend } = fakeTill();
    useBackend({
      ...backend,
      commands: {
        ...backend.commands,
        start: () =>
          Promise.resolve({ status: 'error', error: { code: 'ledger-newer', found: 9, known: 1 } }),
      },
    });
    render(App);
    expect(await screen.findByRole('alert')).toHaveTextContent(/Install the newer Cobro/);
  });
});

describe('a sale', () => {
  test('by keyboard alone: search, charge, exact cash, next sale', async () => {
    let field = await openSell();
    expect(field).toHaveFocus();
    await search('capuchino');
    expect(await ticket().findByText('Capuchino grande')).toBeInTheDocument();
    press('F9');
    let sheet = await screen.findByRole('dialog', { name: 'Charge' });
    expect(await within(sheet).findByLabelText('Received')).toHaveValue('58.00');
    press('F10');
    expect(await screen.findByText('Sale complete')).toBeInTheDocument();
    press('Enter');
    expect(await screen.findByText('The ticket is empty')).toBeInTheDocument();
  });

  test('an OXXO voucher is issued by keyboard and turns paid', async () => {
    await openSell();
    await search('prensa');
    await ticket().findByText(/Prensa/);
    press('F9');
    await screen.findByRole('radio', { name: /OXXO/ });
    press('o');
    expect(await screen.findByRole('radio', { name: /OXXO/, checked: true })).toBeVisible();
    press('Enter');
    expect(await screen.findByText('Waiting for payment')).toBeInTheDocument();
    expect(screen.getByRole('img', { name: /Barcode 2700/ })).toBeInTheDocument();
    await fireEvent.click(screen.getByRole('button', { name: 'Pay' }));
    expect(await screen.findAllByText('Paid')).not.toHaveLength(0);
    expect(screen.queryByText('Waiting for payment')).not.toBeInTheDocument();
    let footer = within(screen.getByRole('contentinfo'));
    expect(footer.queryByText('Cancel')).not.toBeInTheDocument();
    expect(footer.getByText('Keep selling')).toBeInTheDocument();
  });

  test('a payment that arrives while selling is announced, and opens from there', async () => {
    till.addProduct('ACC-007', 1);
    let invoice = till.issueTicket();
    let charge = till.charge(invoice, 'oxxo');
    await openSell();
    till.pay(invoice, charge, charge.minor);
    till.move(charge, 'paid');
    expect(await screen.findByText('A-000123 is paid · 429.00')).toBeInTheDocument();
    await fireEvent.click(screen.getByRole('button', { name: 'Open' }));
    expect(await screen.findByRole('complementary', { name: 'Invoice' })).toBeInTheDocument();
    expect(screen.getByText('Invoices', { selector: 'h1' })).toBeInTheDocument();
  });

  test('Esc goes back one level and loses nothing', async () => {
    await openSell();
    await search('prensa');
    await ticket().findByText(/Prensa/);
    press('F9');
    await screen.findByRole('dialog', { name: 'Charge' });
    press('Escape');
    expect(await screen.findByRole('combobox')).toBeInTheDocument();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(ticket().getByText(/Prensa/)).toBeInTheDocument();
  });
});

describe('a scan', () => {
  test('adds wherever the focus is, and its second Enter charges nothing', async () => {
    await openSell();
    screen.getByRole('button', { name: /Invoices/ }).focus();
    scan('BAR-014');
    expect(await ticket().findByText('Capuchino grande')).toBeInTheDocument();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  test('in an open sheet only raises a notice', async () => {
    await openSell();
    scan('BAR-014');
    await ticket().findByText('Capuchino grande');
    press('F9');
    let field = await screen.findByLabelText('Received');
    scan('PAN-003');
    expect(await screen.findByText('Scan not added')).toBeInTheDocument();
    expect(field).toHaveValue('58.00');
    expect(till.ticket.lines).toHaveLength(1);
  });
});

describe('what needs a look', () => {
  test('is found, read and closed by keyboard alone', async () => {
    till.addProduct('ACC-007', 1);
    let invoice = till.issueTicket();
    let charge = till.charge(invoice, 'oxxo');
    till.pay(invoice, charge, charge.minor + 50_00);
    await openSell();
    press('2', { altKey: true });
    let panel = await screen.findByRole('region', { name: 'More arrived than was asked' });
    expect(within(panel).getByText('Too much').nextElementSibling).toHaveTextContent('50.00');
    press('c');
    let dialog = await screen.findByRole('dialog', { name: 'What came of it?' });
    let first = within(dialog).getByRole('radio', { name: /Keep it for the customer/ });
    await vi.waitFor(() => expect(first).toHaveFocus());
    let close = within(dialog).getByRole('button', { name: 'Close the case' });
    expect(close).toBeDisabled();
    await fireEvent.click(within(dialog).getByRole('radio', { name: /Paid back in cash/ }));
    await fireEvent.input(within(dialog).getByLabelText('Note'), { target: { value: 'Ana' } });
    await fireEvent.click(close);
    expect(await screen.findByText('Case closed')).toBeInTheDocument();
    expect(screen.queryByRole('region', { name: /More arrived/ })).not.toBeInTheDocument();
    expect(screen.getByText(/paid back in cash · Ana/)).toBeInTheDocument();
  });
});

describe('the frame', () => {
  test('another language is there at once, amounts and all', async () => {
    await openSell();
    press('0', { altKey: true });
    await fireEvent.click(await screen.findByRole('button', { name: 'Language and look' }));
    await fireEvent.click(screen.getByRole('radio', { name: 'Українська' }));
    expect(await screen.findByRole('button', { name: 'Продаж' })).toBeInTheDocument();
    expect(document.documentElement.lang).toBe('uk-UA');
    press('1', { altKey: true });
    expect(await screen.findByText('58,00')).toBeInTheDocument();
  });

  test('the number of unsent vouchers leads to them', async () => {
    till.offline = true;
    till.addProduct('ACC-007', 1);
    till.charge(till.issueTicket(), 'oxxo');
    await openSell();
    await fireEvent.click(await screen.findByRole('button', { name: '1 unsent' }));
    let row = await screen.findByRole('row', { name: /A-000123/ });
    expect(within(row).getByText('Unsent')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: /Unsent/, pressed: true })).toBeInTheDocument();
  });

  test('? lists the keys, and what lies below cannot be reached', async () => {
    await openSell();
    press('?');
    let list = await screen.findByRole('dialog', { name: 'Keys' });
    expect(within(list).getByRole('button', { name: /Charge, key F9/ })).toBeInTheDocument();
    expect(document.querySelector('[inert]')).toContainElement(screen.getByText('Cobro'));
  });
});

describe('a merchant account', () => {
  test('asks for the provider’s fields and never shows a secret', async () => {
    await openSell();
    press('0', { altKey: true });
    await fireEvent.click(await screen.findByRole('button', { name: 'Merchant accounts' }));
    await fireEvent.click(screen.getByRole('button', { name: 'New account' }));
    expect(screen.getByLabelText('API key')).toHaveAttribute('type', 'password');
    expect(screen.getByLabelText('Merchant ID')).toHaveAttribute('type', 'text');
  });

  test('a test of the connection lists the methods it offers', async () => {
    await openSell();
    press('0', { altKey: true });
    await fireEvent.click(await screen.findByRole('button', { name: 'Merchant accounts' }));
    await fireEvent.click(await screen.findByRole('button', { name: 'Test the connection' }));
    expect(await screen.findByText('Connected in 184 ms. It offers:')).toBeInTheDocument();
    expect(screen.getByText('CODENSA: not used by Cobro')).toBeInTheDocument();
  });
});
