//! Walks the main job in the real window and leaves numbered pictures of it in `out/`.
#![expect(clippy::print_stdout, reason = "it tells what it leaves where")]

use std::fs;
use std::path::PathBuf;

use cobro_tests::{Home, Window, top};

fn main() -> std::io::Result<()> {
    let album = Album::empty(top().join("out"))?;
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    window.see("main");
    album.add(&window, 1, "start");
    window.close();
    Ok(())
}

/// The folder of pictures.
struct Album {
    folder: PathBuf,
}

impl Album {
    /// Takes away what an earlier walk left.
    fn empty(folder: PathBuf) -> std::io::Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    fn add(&self, window: &Window, number: u32, name: &str) {
        let file = self.folder.join(format!("{number:02}-{name}.png"));
        window.picture(&file);
        println!("{}", file.display());
    }
}
