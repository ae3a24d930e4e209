//! How the program was started.

use std::ffi::OsString;

/// How the program was started.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Launch {
    /// `--training`: open the training shop at once, ready to sell.
    pub training: bool,
}

/// Why the program did not start.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum LaunchError {
    /// An argument that is not one of ours.
    #[error("unknown argument {0:?}; the only one is --training")]
    Argument(OsString),
}

impl Launch {
    /// Reads the arguments of this process.
    pub fn from_process() -> Result<Self, LaunchError> {
        Self::read(std::env::args_os().skip(1))
    }

    fn read(arguments: impl Iterator<Item = OsString>) -> Result<Self, LaunchError> {
        let mut launch = Self::default();
        for argument in arguments {
            match argument.to_str() {
                Some("--training") => launch.training = true,
                _ => return Err(LaunchError::Argument(argument)),
            }
        }
        Ok(launch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_mode_and_refuses_what_it_does_not_know() {
        let cases = [
            (&[][..], Ok(Launch { training: false })),
            (&["--training"][..], Ok(Launch { training: true })),
            (&["--trainign"][..], Err(LaunchError::Argument("--trainign".into()))),
        ];
        for (arguments, expected) in cases {
            let read = Launch::read(arguments.iter().map(OsString::from));
            assert_eq!(read, expected, "{arguments:?}");
        }
    }

    #[test]
    fn the_window_and_the_command_line_look_for_the_books_in_one_place() {
        let text = include_str!("../../tauri.conf.json");
        let config: serde_json::Value = serde_json::from_str(text).expect("JSON");
        assert_eq!(config["identifier"].as_str(), Some(cobro_till::DATA_FOLDER_NAME));
    }
}
