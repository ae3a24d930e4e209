//! What the facts of a drawer say.

use cobro_till::books::Fact;

use super::money;

pub(super) fn tell(fact: &Fact) -> String {
    if let Fact::ShiftOpened(body) = fact {
        return format!("a shift was opened with {}", money(body.float, body.currency));
    }
    if let Fact::CashMoved(body) = fact {
        let amount = money(body.amount, body.currency);
        return format!("{amount} {}: {}", body.way.word(), body.reason);
    }
    if let Fact::DrawerCounted(body) = fact {
        return format!("{} were counted in the drawer", money(body.counted, body.currency));
    }
    if let Fact::DrawerOpened(_) = fact {
        return "the drawer was opened without a sale".to_owned();
    }
    if let Fact::ShiftClosed(body) = fact {
        let difference = money(body.difference, body.currency);
        return format!("a shift ended with {}, difference {difference}", body.folio);
    }
    String::new()
}
