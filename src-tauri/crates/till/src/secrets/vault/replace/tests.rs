use tempfile::TempDir;

use super::*;

const STEPS: [Step; 5] = [Step::Create, Step::Write, Step::Sync, Step::Rename, Step::SyncFolder];

fn no_stop(_: Step) -> io::Result<()> {
    Ok(())
}

/// A failure removes nothing, so that stopping by one leaves what a power cut leaves.
fn stop_at(stop: Step) -> impl Fn(Step) -> io::Result<()> {
    move |step| if step == stop { Err(io::Error::other("stopped")) } else { Ok(()) }
}

#[test]
fn a_stop_before_any_step_leaves_the_old_file_or_the_new_one() {
    for stop in STEPS {
        let folder = TempDir::new().expect("a folder");
        let file = folder.path().join("secrets.vault");
        replace(&file, b"old", no_stop).expect("written");

        replace(&file, b"new", stop_at(stop)).expect_err("stopped");
        let whole: &[u8] = if stop == Step::SyncFolder { b"new" } else { b"old" };
        assert_eq!(fs::read(&file).expect("there"), whole, "{stop:?}");

        replace(&file, b"newest", no_stop).expect("written after a stop");
        assert_eq!(fs::read(&file).expect("there"), b"newest", "{stop:?}");
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1, "{stop:?}");
    }
}

#[test]
fn the_first_file_is_whole_or_not_there() {
    for stop in STEPS {
        let folder = TempDir::new().expect("a folder");
        let file = folder.path().join("secrets.vault");
        replace(&file, b"first", stop_at(stop)).expect_err("stopped");
        assert_eq!(file.exists(), stop == Step::SyncFolder, "{stop:?}");
    }
}

#[test]
fn everything_is_on_the_disk_before_it_takes_the_name() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("secrets.vault");
    let seen = std::cell::RefCell::new(Vec::new());
    replace(&file, b"new", |step| {
        seen.borrow_mut().push(step);
        if step == Step::Rename {
            assert_eq!(fs::read(file.with_extension("new")).expect("beside it"), b"new");
        }
        Ok(())
    })
    .expect("written");
    assert_eq!(seen.into_inner(), STEPS);
}

#[test]
fn half_a_file_left_by_a_power_cut_is_replaced() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("secrets.vault");
    fs::write(file.with_extension("new"), b"half of something longer").expect("written");
    replace(&file, b"new", no_stop).expect("written");
    assert_eq!(fs::read(&file).expect("there"), b"new");
}

#[cfg(unix)]
#[test]
fn writes_through_no_link_that_lies_in_its_place() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("secrets.vault");
    let elsewhere = folder.path().join("elsewhere");
    fs::write(&elsewhere, b"mine").expect("written");
    std::os::unix::fs::symlink(&elsewhere, file.with_extension("new")).expect("linked");
    replace(&file, b"new", no_stop).expect("written");
    assert_eq!(fs::read(&elsewhere).expect("there"), b"mine");
}
