//! How a catalogue of 100,000 products feels at the counter: a scan, a search as one types, and
//! what the counter writes while all of them are imported again.
//! `COBRO_BENCH_PRODUCTS` sets how many there are.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on stops here")]
#![expect(clippy::print_stdout, reason = "its figures are what it is for")]

use std::{
    fmt::Write,
    ops::ControlFlow,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use cobro_ledger::Mode;
use cobro_till::{
    Engine, Till, back_up,
    clock::SystemClock,
    open::{Place, open_real},
    secrets::Memory,
};

/// How often each thing is measured.
const TIMES: u32 = 1_000;

/// Between two steps of a clerk in a hurry.
const BETWEEN: Duration = Duration::from_millis(20);

fn spread(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!(
        "{what}: {} times; half within {:.2?}, 99 % within {:.2?}, longest {:.2?}",
        times.len(),
        at(50),
        at(99),
        at(100),
    );
}

fn list(path: &Path, products: u32, price: u32) {
    let kinds = ["Café", "Té", "Pan", "Queso", "Jabón", "Aceite", "Vino", "Tornillo"];
    let mut text = "code,name,price,category,barcodes\n".to_owned();
    for n in 0..products {
        let kind = kinds[usize::try_from(n).unwrap() % kinds.len()];
        writeln!(text, "P{n:06},{kind} número {n} de la casa,{price}.50,{kind},75{n:011}").unwrap();
    }
    std::fs::write(path, text).unwrap();
}

fn import(till: &Till, path: &Path, what: &str) {
    let columns = till.preview_import(path).unwrap().columns;
    let begun = Instant::now();
    let plan = till.import_products(path, &columns, &mut |_| ControlFlow::Continue(())).unwrap();
    println!("{what} {} products: {:.1?}", plan.made + plan.changed, begun.elapsed());
}

fn measured(mut work: impl FnMut(u32)) -> Vec<Duration> {
    let one = |n| {
        let begun = Instant::now();
        work(n);
        begun.elapsed()
    };
    (0..TIMES).map(one).collect()
}

fn main() {
    let products = std::env::var("COBRO_BENCH_PRODUCTS").map_or(100_000, |n| n.parse().unwrap());
    let folder = tempfile::TempDir::new().unwrap();
    let place = Place {
        folder: folder.path().to_owned(),
        mode: Mode::Real,
        holder: "a measurement".to_owned(),
    };
    let till = open_real(&place, Arc::new(Memory::default()), Arc::new(SystemClock)).unwrap();
    let engine = Engine::start(&till).unwrap();
    let path = folder.path().join("list.csv");
    list(&path, products, 5);
    import(&till, &path, "import of new");
    let code = move |n: u32| format!("75{:011}", n.wrapping_mul(7_919) % products);
    let scans = measured(|n| {
        till.scan(&code(n)).unwrap();
        if n % 100 == 99 {
            till.clear_ticket().unwrap();
        }
    });
    spread("scan to line", scans);
    for typed in ["c", "ca", "caf", "caf num", "queso 123", "P0123", "750000001"] {
        let searches = measured(|_| drop(till.search_products(typed, None).unwrap()));
        spread(&format!("search {typed:?}"), searches);
    }
    list(&path, products, 7);
    let running = Arc::new(AtomicBool::new(true));
    let counter = {
        let (till, running) = (Arc::clone(&till), Arc::clone(&running));
        thread::spawn(move || sell_on(&till, &running, &code))
    };
    let copies = {
        let (running, folder) = (Arc::clone(&running), folder.path().to_owned());
        thread::spawn(move || copy_on(&place, &folder, &running))
    };
    import(&till, &path, "import that changes");
    running.store(false, Ordering::Relaxed);
    let [scans, sales] = counter.join().unwrap();
    println!("meanwhile {} backups were made", copies.join().unwrap());
    spread("scan to line meanwhile", scans);
    spread("cash sale meanwhile", sales);
    drop(engine);
}

/// A clerk with a queue: three scans and a cash sale, again and again.
fn sell_on(till: &Till, running: &AtomicBool, code: &dyn Fn(u32) -> String) -> [Vec<Duration>; 2] {
    let (mut scans, mut sales) = (Vec::new(), Vec::new());
    for n in 0_u32.. {
        if !running.load(Ordering::Relaxed) {
            break;
        }
        thread::sleep(BETWEEN);
        let begun = Instant::now();
        if n % 4 < 3 {
            till.scan(&code(n)).unwrap();
            scans.push(begun.elapsed());
        } else {
            till.take_cash("1000").unwrap();
            sales.push(begun.elapsed());
        }
    }
    [scans, sales]
}

/// One backup after the other; how many.
fn copy_on(place: &Place, folder: &Path, running: &AtomicBool) -> u32 {
    for n in 0.. {
        if !running.load(Ordering::Relaxed) {
            return n;
        }
        let copy = folder.join(format!("copy-{n}.db"));
        back_up(place, &copy, &SystemClock).unwrap();
        std::fs::remove_file(copy).unwrap();
    }
    unreachable!("the loop ends by itself")
}
