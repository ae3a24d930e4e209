//! What happens to a drawer beside sales: who answers for it, what is put in and taken out,
//! what was counted in it, and what a closed shift came to.

use cobro_domain::{
    cash::Count,
    ids::{Actor, ShiftId},
    invoice::Folio,
    method::Method,
    money::Currency,
    shift::{CashMove, Drawer},
    tax::Rate,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::{Posted, brief, is_false};

/// Somebody answers for a drawer from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftOpened {
    /// The shift.
    pub shift: ShiftId,
    /// The drawer.
    pub drawer: u32,
    /// The currency of every amount here.
    pub currency: Currency,
    /// What the books said was in the drawer before.
    pub found: i64,
    /// What is in it.
    pub float: i64,
    /// How it was counted; not at all when the shift opened by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<Count>,
    /// The entry: what came from the safe, or went there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub postings: Vec<Posted>,
}

/// Cash put into a drawer or taken out of it beside sales.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashMoved {
    /// The shift.
    pub shift: ShiftId,
    /// The drawer.
    pub drawer: u32,
    /// From where to where.
    pub way: CashMove,
    /// Why, as a person typed it.
    pub reason: String,
    /// The currency of every amount here.
    pub currency: Currency,
    /// How much.
    pub amount: i64,
    /// The entry.
    pub postings: Vec<Posted>,
}

/// A drawer was opened without a sale. Nothing is booked: what is in it did not change by that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawerOpened {
    /// The shift, when one was open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<ShiftId>,
    /// The drawer.
    pub drawer: u32,
}

/// A drawer was counted, before anybody was told what should be in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawerCounted {
    /// The shift.
    pub shift: ShiftId,
    /// The drawer.
    pub drawer: u32,
    /// The currency of every amount here.
    pub currency: Currency,
    /// How.
    pub count: Count,
    /// What was in it.
    pub counted: i64,
    /// What the books said was in it.
    pub expected: i64,
}

/// A shift ended. Its numbers are computed once, here, and never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftClosed {
    /// The shift.
    pub shift: ShiftId,
    /// The number of its Z report.
    pub folio: Folio,
    /// The drawer.
    pub drawer: u32,
    /// The currency of every amount here.
    pub currency: Currency,
    /// What was counted.
    pub counted: i64,
    /// What the books said was in the drawer at the end. Cash that came after the count is in
    /// this and not in `counted`.
    pub expected: i64,
    /// What was counted less what the books said then; below zero when some was missing.
    #[serde(default, skip_serializing_if = "brief::is_zero")]
    pub difference: i64,
    /// Why there is a difference, as a person typed it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What stays in the drawer.
    pub kept: i64,
    /// What went to the safe; below zero when the safe added to what stays.
    pub to_safe: i64,
    /// What the shift came to.
    pub numbers: Box<ShiftNumbers>,
    /// The entry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub postings: Vec<Posted>,
}

/// What a shift came to, in minor units of the shift's currency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftNumbers {
    /// How many invoices were issued.
    pub invoices: u32,
    /// The first of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Folio>,
    /// The last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Folio>,
    /// What they sum to.
    pub sold: i64,
    /// Without taxes.
    pub net: i64,
    /// What discounts took.
    pub discount: i64,
    /// Each tax: code, rate, base, amount.
    #[serde(with = "brief::invoice_taxes")]
    pub taxes: Vec<(String, Rate, i64, i64)>,
    /// What came for them, by method.
    pub paid: Vec<MethodSum>,
    /// What came for invoices from before.
    pub earlier: Vec<MethodSum>,
    /// What went back to customers, by method.
    pub refunds: Vec<MethodSum>,
    /// Invoices taken back.
    pub voids: Sum,
    /// Goods taken back.
    #[serde(default, skip_serializing_if = "Sum::is_none")]
    pub returns: Sum,
    /// What credit notes took off what was still owed for these sales.
    #[serde(default, skip_serializing_if = "brief::is_zero")]
    pub forgiven: i64,
    /// What rounding of cash to coins added to what was received.
    #[serde(default, skip_serializing_if = "brief::is_zero")]
    pub rounding: i64,
    /// What was given as tips, by method.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tips: Vec<MethodSum>,
    /// What of all the money came by providers.
    pub by_providers: Sum,
    /// Cash in and out beside sales.
    pub moves: Vec<MoveLine>,
    /// How often the drawer was counted.
    pub counts: u32,
    /// Tickets on hold.
    pub held: u32,
    /// The drawer, line by line.
    pub drawer: Drawer,
    /// Whether cash came after the last count.
    #[serde(default, skip_serializing_if = "is_false")]
    pub moved_since: bool,
}

/// How many, and how much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// How many.
    pub count: u32,
    /// How much.
    pub amount: i64,
}

impl Sum {
    const fn is_none(&self) -> bool {
        self.count == 0
    }
}

/// What one method brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodSum {
    /// The method.
    pub method: Method,
    /// How many payments, and how much.
    #[serde(flatten)]
    pub sum: Sum,
}

/// Cash put in or taken out, as a report shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveLine {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// From where to where.
    pub way: CashMove,
    /// Why.
    pub reason: String,
    /// How much.
    pub amount: i64,
}
