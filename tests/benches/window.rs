//! How 100,000 products feel in the real window: from the last key of a scan until its line is on
//! the ticket and until it is painted, and from the last key of a word that is searched until what
//! it finds is painted; and the same for scans while all of them are
//! imported again and backups are made. `COBRO_BENCH_PRODUCTS` sets how many there are.
#![expect(clippy::expect_used, reason = "a measurement that cannot go on stops here")]
#![expect(clippy::print_stdout, reason = "its figures are what it is for")]

use std::{
    fmt::Write,
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use cobro_ledger::{Mode, Reader, views::imports};
use cobro_tests::{Home, Key, Window, clerk};
use cobro_till::{
    back_up,
    clock::SystemClock,
    open::{self, Place, ledger_path},
};
use serde_json::json;

/// How often each thing is measured, and how often without asking the window anew.
const TIMES: u32 = 300;
const AT_ONCE: u32 = 20;

/// Runs in the page. `scan` and `find` answer with milliseconds. What was painted is known from
/// the first task after the frame in which the page changed. The window counts whole
/// milliseconds.
const METER: &str = r#"
window.meter = {
    painted: () => new Promise((done) => requestAnimationFrame(() => {
        let { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(performance.now());
        port2.postMessage(0);
    })),
    changed: (place, holds) => new Promise((done) => {
        let look = () => holds() && (watch.disconnect(), done());
        let watch = new MutationObserver(look);
        watch.observe(document.querySelector(place), {
            subtree: true, childList: true, characterData: true, attributes: true,
        });
        look();
    }),
    // A scanner in a hurry: ten scans a second. The frame before has then been drawn.
    pause: () => new Promise((done) => setTimeout(done, 100)),
    async frames(times) {
        let taken = [];
        for (let _ of times) {
            let begun = performance.now();
            await meter.painted();
            taken.push(performance.now() - begun);
        }
        return taken;
    },
    async calls(times) {
        let taken = [];
        for (let _ of times) {
            let begun = performance.now();
            await window.__TAURI_INTERNALS__.invoke('ticket');
            taken.push(performance.now() - begun);
        }
        return taken;
    },
    lines: () => document.querySelectorAll('aside.ticket li').length,
    async scan(code) {
        let lines = meter.lines();
        let added = meter.changed('aside.ticket', () => meter.lines() > lines);
        let at = performance.now() - 1000;
        let begun;
        for (let key of [...code, 'Enter']) {
            let press = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
            Object.defineProperty(press, 'timeStamp', { value: at++ });
            begun = performance.now();
            (document.activeElement ?? document.body).dispatchEvent(press);
        }
        await added;
        let shown = performance.now() - begun;
        return [shown, (await meter.painted()) - begun];
    },
    async scans(codes) {
        let times = [];
        await meter.blank();
        for (let code of codes) {
            await meter.pause();
            times.push(...(await meter.scan(code)));
        }
        return times;
    },
    blank: async () => {
        if (meter.lines() === 0) return;
        let empty = meter.changed('aside.ticket', () => meter.lines() === 0);
        document.querySelector('aside.ticket header button').click();
        await empty;
    },
    field: () => document.querySelector('input[role=combobox]'),
    type(text) {
        meter.field().value = text;
        meter.field().dispatchEvent(new Event('input', { bubbles: true }));
    },
    async find(text) {
        let gone = meter.changed('main', () => document.querySelector('.results').hidden);
        meter.type('');
        await gone;
        await meter.pause();
        let found = meter.changed('main', () => !document.querySelector('.results').hidden);
        let begun = performance.now();
        meter.type(text);
        await found;
        return (await meter.painted()) - begun;
    },
    async finds(texts) {
        let times = [];
        for (let text of texts) times.push(await meter.find(text));
        meter.type('');
        return times;
    },
};"#;

fn spread(what: &str, mut times: Vec<u64>) {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!(
        "{what}: {} times; half within {} ms, 99 % within {} ms, longest {} ms",
        times.len(),
        at(50),
        at(99),
        at(100),
    );
}

fn list(path: &Path, products: u32, price: u32) {
    let kinds = ["Café", "Té", "Pan", "Queso", "Jabón", "Aceite", "Vino", "Tornillo"];
    let mut text = "code,name,price,category,barcodes\n".to_owned();
    for (n, kind) in (0..products).zip(kinds.iter().cycle()) {
        writeln!(text, "P{n:06},{kind} número {n} de la casa,{price}.50,{kind},75{n:011}")
            .expect("a line");
    }
    fs::write(path, text).expect("a list");
}

/// Runs one of the meter's measurements.
fn measured(window: &Window, what: &str, inputs: &[String]) -> Vec<u64> {
    let call = format!("window.meter.{what}({})", json!(inputs));
    let times = window.promise(&call).expect("times");
    let times = times.as_array().expect("a list").iter();
    times.map(|time| time.as_f64().expect("a time").round() as u64).collect()
}

struct Shop {
    home: Home,
    products: u32,
}

impl Shop {
    fn place(&self) -> Place {
        Place { folder: self.home.data(), mode: Mode::Training, holder: "a measurement".to_owned() }
    }

    fn list(&self, price: u32) -> PathBuf {
        let path = self.home.everything().join("downloads/list.csv");
        list(&path, self.products, price);
        path
    }

    fn fill(&self) {
        let path = self.list(5);
        let till = open::open(&self.place()).expect("a till");
        let columns = till.preview_import(&path).expect("a list").columns;
        let imported = till.import_products(&path, &columns, &mut |_| ControlFlow::Continue(()));
        imported.expect("products");
        till.close();
    }

    /// Codes of products all over the catalogue, never the same twice in a row.
    fn codes(&self, round: u32) -> Vec<String> {
        let one = |n: u32| {
            let n = round.wrapping_mul(AT_ONCE).wrapping_add(n).wrapping_mul(7_919);
            format!("75{:011}", n % self.products)
        };
        (0..AT_ONCE).map(one).collect()
    }

    /// How long scans take until the line is there, and until it is painted.
    fn scans(&self, window: &Window, rounds: impl Iterator<Item = u32>) -> [Vec<u64>; 2] {
        let times = rounds.flat_map(|round| measured(window, "scans", &self.codes(round)));
        let times: Vec<_> = times.collect();
        [0, 1].map(|which| times.iter().skip(which).step_by(2).copied().collect())
    }

    fn is_importing(&self) -> bool {
        let path = ledger_path(&self.home.data(), Mode::Training);
        let reader = Reader::open(&path).expect("the books");
        let newest = imports::newest(reader.conn()).expect("imports").expect("an import");
        !newest.ended || newest.untidy
    }

    fn import_and_scan(&self, window: &Window) {
        let path = self.list(7);
        clerk::go(window, '4', ("button", "Importar"));
        window.write("i");
        window.see("[role=dialog] input[type=file]");
        window.choose_file("[role=dialog] input[type=file]", &path);
        window.see(("[role=dialog] h3", "Qué significa cada columna"));
        window.press(Key::Enter);
        window.see(("[role=dialog]", "Todas las filas están bien."));
        window.press(Key::Enter);
        window.see(("[role=dialog] .num", "Escribiendo"));
        window.press(Key::Escape);
        clerk::go(window, '1', "input[role=combobox]");
        let running = Arc::new(AtomicBool::new(true));
        let copies = {
            let (running, place) = (Arc::clone(&running), self.place());
            let copy = self.home.everything().join("copy.db");
            thread::spawn(move || copy_on(&place, &copy, &running))
        };
        let [line, paint] = self.scans(window, (0..).take_while(|_| self.is_importing()));
        running.store(false, Ordering::Relaxed);
        println!("meanwhile {} backups were made", copies.join().expect("copies"));
        spread("scan to line while importing and backing up", line);
        spread("scan to paint while importing and backing up", paint);
    }
}

/// One backup after the other; how many.
fn copy_on(place: &Place, copy: &Path, running: &AtomicBool) -> u32 {
    let mut made = 0;
    while running.load(Ordering::Relaxed) {
        back_up(place, copy, &SystemClock).expect("a backup");
        fs::remove_file(copy).expect("the backup");
        made += 1;
    }
    made
}

fn main() {
    let products = std::env::var("COBRO_BENCH_PRODUCTS");
    let products = products.map_or(100_000, |number| number.parse().expect("a number"));
    let shop = Shop { home: Home::new(), products };
    shop.fill();
    let window = Window::open(&shop.home, &["--training"]);
    clerk::ready(&window);
    window.script(METER);
    let rounds = TIMES / AT_ONCE;
    let nothing = vec![String::new(); 200];
    spread("a frame in which nothing changes", measured(&window, "frames", &nothing));
    spread("a question to the till", measured(&window, "calls", &nothing));
    shop.scans(&window, 0..1);
    let [line, paint] = shop.scans(&window, 1..=rounds);
    spread("scan to line", line);
    spread("scan to paint", paint);
    for typed in ["c", "ca", "caf", "café núm", "queso 123", "P0123", "750000001"] {
        let texts = vec![typed.to_owned(); usize::try_from(AT_ONCE).expect("a few")];
        let times = (0..rounds / 5).flat_map(|_| measured(&window, "finds", &texts)).collect();
        spread(&format!("search {typed:?} to paint"), times);
    }
    shop.import_and_scan(&window);
    window.close();
}
