use std::ffi::OsStr;
use std::process::{Child, ChildStdin, Command, Stdio};

/// Ends the program and all it started as soon as the other end of standard input is closed,
/// which the system does even when this process is killed.
const HOLD: &str = r#""$@" & exec >&- 2>&-; read -r _; kill -KILL 0"#;

/// A program that cannot outlive the test that started it, nor can anything it starts.
#[derive(Debug)]
pub struct Leash {
    holder: Child,
    end: Option<ChildStdin>,
}

impl Leash {
    /// Starts `program`; `prepare` adds its arguments, environment and output.
    #[track_caller]
    pub fn start(program: impl AsRef<OsStr>, prepare: impl FnOnce(&mut Command)) -> Self {
        use std::os::unix::process::CommandExt;

        let mut command = Command::new("sh");
        command.args(["-c", HOLD, "leash"]).arg(program).stdin(Stdio::piped()).process_group(0);
        prepare(&mut command);
        let mut holder = command.spawn().expect("a shell");
        let end = holder.stdin.take();
        Self { holder, end }
    }

    /// The program's standard output, if it was asked for and not yet taken.
    pub fn output(&mut self) -> Option<std::process::ChildStdout> {
        self.holder.stdout.take()
    }
}

impl Drop for Leash {
    fn drop(&mut self) {
        drop(self.end.take());
        // The holder kills its own group, itself included; this only collects it.
        let _ = self.holder.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::io::Read;

    #[test]
    fn takes_the_grandchildren_down_too() {
        let mut leash = Leash::start("sh", |command| {
            command.args(["-c", "sleep 600 & echo $!; wait"]).stdout(Stdio::piped());
        });
        let mut output = leash.output().expect("a pipe");
        let mut first = [0; 1];
        output.read_exact(&mut first).expect("the grandchild's id");
        drop(leash);
        // End of file: nobody is left to hold the pipe open.
        output.read_to_end(&mut Vec::new()).expect("the end");
    }
}
