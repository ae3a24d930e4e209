//! Whatever a shift does: what should be in the drawer is what its postings say, and what a
//! person with a sheet of paper would say.

use cobro_domain::shift::CashMove;

use super::{Shop, peso};

/// Numbers that look random and are the same in every run (`splitmix64`).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        i64::try_from((mixed ^ (mixed >> 31)) % limit.unsigned_abs()).unwrap()
    }
}

fn text(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

#[test]
fn a_drawer_never_expects_more_or_less_than_its_own_postings_say() {
    let shop = Shop::new();
    shop.till.take_tips(true).unwrap();
    let mut owed = 0;
    let mut numbers = Numbers(7);
    for shift in 0..12 {
        let float = numbers.below(100_000);
        let mut sheet = float;
        shop.begin(float);
        for _ in 0..numbers.below(9) {
            let amount = numbers.below(50_000) + 1;
            match numbers.below(6) {
                0 => {
                    let way = CashMove::ALL[usize::try_from(numbers.below(4)).unwrap()];
                    shop.till.move_cash(way, peso(amount), "Hielo").unwrap();
                    sheet += if way.is_in() { amount } else { -amount };
                }
                4 => {
                    shop.till.add_amount("Pan", &text(amount)).unwrap();
                    let tip = numbers.below(5_000);
                    let given = amount + tip + numbers.below(20_000);
                    let sale = shop.cash_and_tip(given, tip).unwrap();
                    assert_eq!(sale.change.minor(), given - amount - tip);
                    (sheet, owed) = (sheet + amount + tip, owed + tip);
                }
                5 if owed > 0 => {
                    let out = numbers.below(owed) + 1;
                    shop.till.move_cash(CashMove::Tips, peso(out), "Propinas").unwrap();
                    (sheet, owed) = (sheet - out, owed - out);
                }
                1 => {
                    let sale = shop.sell(&text(amount), &text(amount));
                    let back = numbers.below(amount) + 1;
                    shop.give_back(&sale, back);
                    sheet += amount - back;
                }
                _ => {
                    shop.sell(&text(amount), &text(amount + numbers.below(20_000)));
                    sheet += amount;
                }
            }
        }
        assert_eq!(shop.expected(), sheet, "shift {shift}");
        assert_eq!(shop.expected_by_postings(), sheet, "shift {shift}");
        assert_eq!(shop.account("cash:1"), sheet, "shift {shift}");
        assert_eq!(shop.account("tips"), -owed, "shift {shift}");
        let counted = (sheet + numbers.below(200) - 100).max(0);
        shop.count(counted);
        let kept = numbers.below(50_000);
        shop.till.end_shift(peso(kept), "Se contó dos veces").unwrap();
        assert_eq!(shop.account("cash:1"), kept, "shift {shift}");
    }
    shop.sound();
}
