// The fake till's commands for the sell screen.

import type { Commands } from '../ipc';
import { answer } from './answer';
import { amount, parseAmount } from './money';
import { type FakeTill, Refusal } from './till';
import { emptyTicket, ticketView, total } from './ticket';

const NAME_MAX = 120;

export function sellCommands(till: FakeTill) {
  let view = () =>
    ticketView(till.ticket, till.past.length > 0, till.held.length, till.ticketAccount());
  let line = (index: number) => {
    let found = till.ticket.lines[index];
    if (found === undefined) throw new Refusal({ code: 'not-found' });
    return found;
  };
  let named = (name: string) => {
    if (name.length > NAME_MAX) {
      throw new Refusal({ code: 'name-too-long', length: name.length, max: NAME_MAX });
    }
    return name.trim();
  };
  return {
    categories: () => answer(() => till.goods.categories()),
    searchProducts: (text, category) => answer(() => till.goods.search(text, category)),
    ticket: () => answer(view),
    choosePriceList: () => answer(view),
    addProduct: (product, quantity) =>
      answer(() => {
        if (!till.addProduct(product, Number(quantity))) throw new Refusal({ code: 'not-found' });
        return view();
      }),
    scan: (code) => answer(() => ({ found: till.addProduct(code, 1), ticket: view() })),
    addAmount: (name, text) =>
      answer(() => {
        let minor = parseAmount(text);
        if (minor === null || minor === 0) throw new Refusal({ code: 'amount-malformed', text });
        till.add({ product: null, name, quantity: 1, price: minor, tax: 0, discount: '' });
        return view();
      }),
    setQuantity: (index, quantity) =>
      answer(() => {
        let count = Number(quantity.replace(',', '.'));
        if (!(count > 0)) throw new Refusal({ code: 'quantity-malformed', text: quantity });
        till.change(() => (line(index).quantity = count));
        return view();
      }),
    setDiscount: (index, text) =>
      answer(() => {
        let discount = text.replace(/\s/g, '');
        let share = discount.endsWith('%') ? Number(discount.slice(0, -1)) : 0;
        if (discount !== '' && !discount.endsWith('%') && parseAmount(discount) === null) {
          throw new Refusal({ code: 'amount-malformed', text });
        }
        if (!(share >= 0 && share <= 100)) throw new Refusal({ code: 'discount-out-of-range' });
        till.change((ticket) => {
          if (index === null) ticket.discount = discount;
          else line(index).discount = discount;
        });
        return view();
      }),
    setPrice: (index, text) =>
      answer(() => {
        let minor = text.trim() === '' ? undefined : parseAmount(text);
        if (minor === null) throw new Refusal({ code: 'amount-malformed', text });
        till.change(() => {
          let changed = line(index);
          let own = changed.insteadOf ?? changed.price;
          changed.price = minor ?? own;
          changed.insteadOf = changed.price === own ? undefined : own;
        });
        return view();
      }),
    setNote: (index, note) =>
      answer(() => {
        let text = named(note);
        till.change((ticket) => {
          if (index === null) ticket.note = text;
          else line(index).note = text;
        });
        return view();
      }),
    removeLine: (index) =>
      answer(() => {
        line(index);
        till.change((ticket) => ticket.lines.splice(index, 1));
        return view();
      }),
    undo: () =>
      answer(() => {
        till.ticket = till.past.pop() ?? till.ticket;
        return view();
      }),
    clearTicket: () =>
      answer(() => {
        till.change((ticket) => Object.assign(ticket, emptyTicket()));
        return view();
      }),
    setCustomer: (name) =>
      answer(() => {
        let customer = named(name);
        let typed = { customer: customer === '' ? null : customer, picked: null };
        till.change((ticket) => Object.assign(ticket, typed));
        return view();
      }),
    holdTicket: (label) =>
      answer(() => {
        if (till.ticket.lines.length === 0) throw new Refusal({ code: 'ticket-empty' });
        let ticket = till.ticket;
        till.held.push({ id: String(till.now()), label: named(label), at: till.now(), ticket });
        till.ticket = emptyTicket();
        till.past = [];
        return view();
      }),
    heldTickets: () =>
      answer(() =>
        till.held.map(({ id, label, at, ticket }) => ({
          id,
          label,
          at,
          total: amount(total(ticket)),
          lines: ticket.lines.length,
        })),
      ),
    recallTicket: (id) =>
      answer(() => {
        let found = till.held.find((each) => each.id === id);
        if (found === undefined) throw new Refusal({ code: 'not-found' });
        till.held = till.held.filter((each) => each !== found);
        till.ticket = found.ticket;
        return view();
      }),
  } satisfies Partial<Commands>;
}
