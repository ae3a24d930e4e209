use std::ffi::OsString;
use std::path::PathBuf;

/// How the program was started.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Launch {
    /// The folder that holds the ledgers, from `COBRO_DATA_DIR`; without it, the system's place for this app.
    pub data_dir: Option<PathBuf>,
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
    /// Reads the arguments and the environment of this process.
    pub fn from_process() -> Result<Self, LaunchError> {
        Self::read(std::env::args_os().skip(1), std::env::var_os("COBRO_DATA_DIR"))
    }

    fn read(
        arguments: impl Iterator<Item = OsString>,
        data_dir: Option<OsString>,
    ) -> Result<Self, LaunchError> {
        let data_dir = data_dir.filter(|dir| !dir.is_empty()).map(PathBuf::from);
        let mut launch = Self { data_dir, training: false };
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

    fn read(arguments: &[&str], data_dir: Option<&str>) -> Result<Launch, LaunchError> {
        Launch::read(arguments.iter().map(OsString::from), data_dir.map(OsString::from))
    }

    #[test]
    fn reads_the_mode_and_the_data_folder() {
        let launch = |data_dir: Option<&str>, training| {
            Ok(Launch { data_dir: data_dir.map(PathBuf::from), training })
        };
        let cases = [
            (&[][..], None, launch(None, false)),
            (&[][..], Some(""), launch(None, false)),
            (&[][..], Some("here"), launch(Some("here"), false)),
            (&["--training"][..], Some("here"), launch(Some("here"), true)),
            (&["--trainign"][..], None, Err(LaunchError::Argument("--trainign".into()))),
        ];
        for (arguments, data_dir, expected) in cases {
            assert_eq!(read(arguments, data_dir), expected, "{arguments:?} {data_dir:?}");
        }
    }
}
