//! What was changed on a ticket is taken back one change after the other.

use cobro_ledger::Reader;

use super::Shop;

impl Shop {
    /// How many states stand in the books, of whatever ticket.
    fn states(&self) -> i64 {
        let reader = Reader::open(self.till.path()).unwrap();
        let count = "SELECT count(*) FROM ticket_states";
        reader.conn().query_row(count, [], |row| row.get(0)).unwrap()
    }

    /// How many of what is on the ticket, a number for each line.
    fn typed(&self) -> Vec<i64> {
        let typed = self.till.typed().unwrap();
        typed.ticket.lines.iter().map(|line| line.quantity.thousandths() / 1_000).collect()
    }

    fn back(&self) -> Vec<i64> {
        self.till.undo().unwrap();
        self.typed()
    }
}

#[test]
fn every_change_is_taken_back_down_to_the_empty_ticket() {
    let shop = Shop::new();
    let bread = shop.save("Pan", "P-1", "5");
    let milk = shop.save("Leche", "L-1", "20");
    shop.till.add_product(bread, "1").unwrap();
    shop.till.add_product(milk, "2").unwrap();
    shop.till.set_quantity(0, "7").unwrap();
    shop.till.set_discount(Some(0), "10%").unwrap();
    shop.till.set_customer("Lucía").unwrap();
    assert!(shop.till.clear_ticket().unwrap().can_undo());

    assert_eq!(shop.back(), [7, 2], "cleared");
    assert_eq!(shop.till.typed().unwrap().customer.unwrap().as_str(), "Lucía");
    shop.back();
    assert_eq!(shop.till.typed().unwrap().customer, None);
    assert!(shop.till.typed().unwrap().ticket.lines[0].discount.is_some());
    shop.back();
    assert_eq!(shop.till.typed().unwrap().ticket.lines[0].discount, None);
    assert_eq!(shop.back(), [1, 2]);
    assert_eq!(shop.back(), [1]);
    assert!(shop.till.typed().unwrap().can_undo());
    assert_eq!(shop.back(), [] as [i64; 0]);
    assert!(!shop.till.typed().unwrap().can_undo());
    assert_eq!(shop.back(), [] as [i64; 0], "nothing is left, and nothing happens");
}

#[test]
fn a_refused_change_is_none_to_take_back() {
    let shop = Shop::new();
    let bread = shop.save("Pan", "P-1", "5");
    shop.till.add_product(bread, "1").unwrap();
    shop.till.set_quantity(0, "0.5").unwrap_err();
    shop.till.remove_line(4).unwrap_err();
    shop.till.scan("no such code").unwrap();
    assert_eq!(shop.states(), 1);
}

#[test]
fn thirty_changes_are_taken_back_and_no_more() {
    let shop = Shop::new();
    let bread = shop.save("Pan", "P-1", "5");
    for _ in 0..35 {
        shop.till.add_product(bread, "1").unwrap();
    }
    assert_eq!(shop.states(), 30);
    for left in (5..35).rev() {
        assert_eq!(shop.back(), [left]);
    }
    assert!(!shop.till.typed().unwrap().can_undo());
    // The next change counts on from there.
    shop.till.add_product(bread, "1").unwrap();
    assert_eq!((shop.typed(), shop.back()), (vec![6], vec![5]));
}

#[test]
fn what_can_be_taken_back_survives_a_restart_and_a_hold() {
    let mut shop = Shop::new();
    let bread = shop.save("Pan", "P-1", "5");
    shop.till.add_product(bread, "1").unwrap();
    shop.till.set_quantity(0, "3").unwrap();
    shop.till.hold_ticket("").unwrap();
    shop.till.add_product(bread, "9").unwrap();
    shop.reopen();
    let held = shop.till.held_tickets().unwrap()[0].id;
    assert!(shop.till.recall_ticket(held).unwrap().can_undo());
    assert_eq!(shop.back(), [1], "its own change, and not the other ticket's");
}

#[test]
fn the_next_ticket_has_nothing_of_the_last_to_take_back() {
    let shop = Shop::new();
    let bread = shop.save("Pan", "P-1", "5");
    shop.till.add_product(bread, "1").unwrap();
    shop.till.set_quantity(0, "3").unwrap();
    shop.till.take_cash("15").unwrap();
    assert!(!shop.till.typed().unwrap().can_undo());
    assert_eq!(shop.back(), [] as [i64; 0]);
    assert_eq!(shop.states(), 0, "what was sold leaves none behind");
}
