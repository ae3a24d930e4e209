//! Half of all answers lost, and the till killed again and again, while 200 vouchers are sold.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};

use cobro_domain::charge::ChargeState;
use cobro_ledger::{
    Reader,
    views::{accounts, charges, invoices, payments},
};
use cobro_sandbox::{
    Centavos, Counters, Effect, Fault, OrderReport, Paid, ReferenceRule, Sandbox, SandboxConfig,
    TimeSource, Verdict,
};
use tempfile::TempDir;

use crate::{account::sound, shop::START};

const PROGRAM: &str = env!("CARGO_BIN_EXE_cobro-test-till");

/// How many vouchers are sold.
const CHARGES: usize = 200;

/// More runs than this, and the program gets nowhere.
const RUNS_MAX: usize = 500;

/// Ten minutes: what PayU's proof of absence takes.
const APART: i64 = 600_000;

pub(crate) struct Siege {
    folder: TempDir,
    sandbox: Sandbox,
    rng: fastrand::Rng,
    /// What the clerk was told.
    confirmed: Vec<String>,
    kills: usize,
}

impl Siege {
    pub(crate) fn lay(rule: ReferenceRule, seed: u64) -> Self {
        let config = SandboxConfig { time: TimeSource::Fixed(START), ..SandboxConfig::default() };
        let sandbox = Sandbox::start(config).unwrap();
        let control = sandbox.control();
        let mut settings = control.payu().settings().unwrap();
        settings.reference_rule = rule;
        control.payu().set_settings(&settings).unwrap();
        control.add_fault(Fault::chance(50, seed, Effect::LoseAnswer));
        control.add_fault(Fault::chance(10, seed, Effect::LoseRequest));
        let folder = tempfile::tempdir().unwrap();
        let rng = fastrand::Rng::with_seed(seed);
        Self { folder, sandbox, rng, confirmed: Vec::new(), kills: 0 }
    }

    fn start(&self, mode: &[&str]) -> Child {
        let mut command = Command::new(PROGRAM);
        command.args(mode).arg(self.folder.path()).arg(self.sandbox.base_url());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap()
    }

    /// Runs a mode of the program until it is done, killed at any moment.
    pub(crate) fn run(&mut self, mode: &str, count: usize) {
        let count = count.to_string();
        for _ in 0..RUNS_MAX {
            let seed = self.rng.u64(..).to_string();
            let mut till = self.start(&[mode, &count, &seed]);
            let mut lines = BufReader::new(till.stdout.take().unwrap()).lines();
            let mut left = self.rng.usize(2..60);
            let mut done = false;
            while left > 0
                && let Some(line) = lines.next()
            {
                done |= self.hear(&line.unwrap());
                left -= 1;
            }
            if left == 0 && !done {
                // Between two lines as well as at one.
                std::thread::sleep(Duration::from_micros(self.rng.u64(0..4_000)));
                till.kill().unwrap();
                self.kills += 1;
            }
            // What was said before the kill was said.
            for line in lines.map_while(Result::ok) {
                done |= self.hear(&line);
            }
            let status = till.wait().unwrap();
            assert!(done || status.code().is_none(), "the till ended by itself: {status}");
            if done {
                return;
            }
        }
        panic!("not done after {RUNS_MAX} runs");
    }

    fn hear(&mut self, line: &str) -> bool {
        if let Some(charge) = line.strip_prefix("charged ") {
            self.confirmed.push(charge.to_owned());
        }
        line == "done"
    }

    pub(crate) fn watch(&self, hours: &str) {
        let mut till = self.start(&["watch", hours]);
        let leash = till.stdin.take();
        let output = till.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        drop(leash);
    }

    pub(crate) fn reader(&self) -> Reader {
        Reader::open(&self.folder.path().join("ledger.db")).unwrap()
    }

    pub(crate) fn charges(&self) -> Vec<charges::Charge> {
        let reader = self.reader();
        let pages = invoices::page(reader.conn(), None, None, u32::MAX).unwrap();
        let of = |invoice: &invoices::Invoice| {
            charges::of_invoice(reader.conn(), invoice.arrival).unwrap()
        };
        pages.iter().flat_map(of).collect()
    }

    /// The sum that came by each charge, as the books have it, and how many payments it was.
    fn booked(&self, charge: &charges::Charge) -> Vec<i64> {
        let reader = self.reader();
        let payments = payments::of_invoice(reader.conn(), charge.invoice).unwrap();
        payments.iter().map(|payment| payment.amount.minor()).collect()
    }

    /// The same, as the provider has it.
    fn received(&self) -> BTreeMap<String, Vec<i64>> {
        let orders = self.sandbox.control().payu().orders().unwrap();
        let of = |order: cobro_sandbox::OrderReport| {
            let paid = order.payments.iter().map(|payment| payment.amount.0).collect();
            (order.reference, paid)
        };
        orders.into_iter().map(of).collect()
    }

    pub(crate) fn orders(&self) -> Vec<OrderReport> {
        self.sandbox.control().payu().orders().unwrap()
    }

    pub(crate) fn counters(&self) -> Counters {
        self.sandbox.control().counters().unwrap()
    }

    pub(crate) fn confirmed(&self) -> &[String] {
        &self.confirmed
    }

    pub(crate) const fn kills(&self) -> usize {
        self.kills
    }

    /// What the provider owes the shop, as the books have it.
    pub(crate) fn clearing(&self) -> i64 {
        let balances = accounts::balances(self.reader().conn()).unwrap();
        let clearing = balances.iter().filter(|(name, _)| name.starts_with("clearing:"));
        clearing.map(|(_, amount)| amount.minor()).sum()
    }

    /// Customers come, or do not.
    fn pay(&mut self) {
        let payu = self.sandbox.control().payu();
        for order in payu.orders().unwrap() {
            let target = order.reference.as_str();
            match self.rng.u8(0..20) {
                0 => {}
                1 => {
                    drop(payu.pay(target, Paid::Amount(Centavos(order.amount.0 - 1_000))).unwrap())
                }
                2 => drop(payu.pay(target, Paid::Amount(Centavos(order.amount.0 + 1))).unwrap()),
                3 => {
                    payu.pay(target, Paid::InFull).unwrap();
                    payu.pay(target, Paid::InFull).unwrap();
                }
                _ => drop(payu.pay(target, Paid::InFull).unwrap()),
            }
        }
    }
}

/// Between two submits of one reference, whether they arrived or not, the provider has said twice
/// that it does not know of it, ten minutes apart, and both answers arrived.
fn assert_proved(sandbox: &Sandbox) {
    let log = sandbox.control().log();
    let mut since: BTreeMap<&str, Option<Vec<i64>>> = BTreeMap::new();
    let mut repeats = 0;
    for seen in &log {
        let Some(reference) = seen.subject.as_deref() else { continue };
        let entry = since.entry(reference).or_default();
        match (seen.command.as_str(), seen.verdict, entry.as_mut()) {
            ("SUBMIT_TRANSACTION", _, sent) => {
                if let Some(proofs) = sent {
                    let apart = proofs.last().zip(proofs.first()).map(|(last, first)| last - first);
                    assert!(apart.is_some_and(|apart| apart >= APART), "{reference}: {proofs:?}");
                    repeats += 1;
                }
                *entry = Some(Vec::new());
            }
            (_, Some(Verdict::NotFound), Some(proofs)) if seen.effect.is_none() => {
                proofs.push(seen.at);
            }
            _ => {}
        }
    }
    assert!(repeats > 0, "nothing was ever sent again: the test shows nothing");
}

fn besiege(rule: ReferenceRule, seed: u64) {
    let mut siege = Siege::lay(rule, seed);
    siege.run("sell", CHARGES);
    let charges = siege.charges();
    let known: Vec<_> = charges.iter().map(|charge| charge.id.to_string()).collect();
    for confirmed in &siege.confirmed {
        assert!(known.contains(confirmed), "{confirmed} was confirmed and is lost");
    }
    assert_eq!(charges.len(), CHARGES);
    assert!(known.len() <= siege.confirmed.len() + siege.kills);
    assert!(siege.kills > 10, "killed {} times only", siege.kills);
    for charge in &charges {
        let issued = charge.state == ChargeState::Pending && charge.provider_id.is_some();
        assert!(issued, "{:?} {:?}", charge.state, charge.text);
    }
    let with_voucher = charges.iter().filter(|charge| charge.voucher.is_some()).count();
    let counters = siege.sandbox.control().counters().unwrap();
    assert_eq!(counters.orders.len(), CHARGES);
    assert_eq!(counters.most_orders_per_reference(), 1);
    assert_eq!(counters.early_queries, [].into());
    assert_proved(&siege.sandbox);
    sound(&siege.reader());
    eprintln!(
        "{rule:?}: {} kills, {} confirmed, {with_voucher} with their voucher, {:?}, lost {:?}",
        siege.kills,
        siege.confirmed.len(),
        counters.requests,
        counters.lost_requests
    );
    settle(&mut siege);
}

/// What the provider was paid is paid here, once.
fn settle(siege: &mut Siege) {
    siege.pay();
    let received = siege.received();
    let missing = |siege: &Siege| {
        let charges = siege.charges();
        let booked = charges.iter().map(|charge| {
            let reference = charge.reference.as_str().to_owned();
            (reference, siege.booked(charge))
        });
        let mut booked: BTreeMap<_, _> = booked.collect();
        booked.retain(|reference, booked| {
            booked.sort_unstable();
            let mut received = received.get(reference).cloned().unwrap_or_default();
            received.sort_unstable();
            *booked != received
        });
        booked
    };
    for _ in 0..20 {
        if missing(siege).is_empty() {
            break;
        }
        siege.watch("4");
    }
    assert_eq!(missing(siege), [].into(), "what the books have, where the provider has other");
    let total: i64 = received.values().flatten().sum();
    assert_eq!(siege.clearing(), total);
    // And it stays so, whatever is asked again.
    siege.watch("12");
    assert_eq!(missing(siege), [].into());
    let control = siege.sandbox.control();
    assert_eq!(control.counters().unwrap().most_orders_per_reference(), 1);
    assert_proved(&siege.sandbox);
    sound(&siege.reader());
    for charge in siege.charges() {
        let paid = received.get(charge.reference.as_str()).is_some_and(|paid| !paid.is_empty());
        assert_eq!(charge.state == ChargeState::Paid, paid, "{:?}", charge.state);
    }
}

/// The seed of a run, unless `COBRO_FAULTS_SEED` names another: the same one kills at other
/// moments on another machine, but loses the same answers.
pub(crate) fn seed(own: u64) -> u64 {
    std::env::var("COBRO_FAULTS_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(own)
}

#[test]
fn nothing_is_doubled_and_nothing_lost_where_references_are_used_once() {
    besiege(ReferenceRule::OnceForAllStates, seed(7));
}

#[test]
fn nothing_is_doubled_and_nothing_lost_where_references_may_be_used_again() {
    besiege(ReferenceRule::OnceForApprovals, seed(8));
}
