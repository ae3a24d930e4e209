//! The words of the shop in its languages: one Fluent catalogue for screen, paper and mail.

use std::fmt;
use std::sync::LazyLock;

use cobro_domain::locale::Locale;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

/// A language that the catalogue is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Spanish of Mexico; also what a message falls back to.
    #[default]
    EsMx,
    /// English of the United States.
    EnUs,
    /// Ukrainian.
    UkUa,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 3] = [Self::EsMx, Self::EnUs, Self::UkUa];

    /// The BCP 47 tag, which is also the name of the catalogue's file.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::EsMx => "es-MX",
            Self::EnUs => "en-US",
            Self::UkUa => "uk-UA",
        }
    }

    /// The language with this tag, or one that differs only in the country.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let spoken = |tag: &str| tag.split(['-', '_']).next().map(str::to_ascii_lowercase);
        Self::ALL.into_iter().find(|language| spoken(language.tag()) == spoken(tag))
    }

    /// How this language writes numbers.
    #[must_use]
    pub const fn locale(self) -> Locale {
        match self {
            Self::EsMx => Locale::EsMx,
            Self::EnUs => Locale::EnUs,
            Self::UkUa => Locale::UkUa,
        }
    }

    /// The catalogue as it is written, for the screen's own reader.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::EsMx => include_str!("../../../../assets/messages/es-MX.ftl"),
            Self::EnUs => include_str!("../../../../assets/messages/en-US.ftl"),
            Self::UkUa => include_str!("../../../../assets/messages/uk-UA.ftl"),
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.tag())
    }
}

/// Why a message cannot be shown. Both are mistakes of ours, found by tests.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MessageError {
    /// No catalogue has this message.
    #[error("the catalogue has no message {id}")]
    Missing {
        /// The identifier asked for.
        id: String,
    },
    /// The message needs a variable that was not given.
    #[error("message {id} in {language} cannot be formatted: {reason}")]
    Format {
        /// The message.
        id: String,
        /// The language it was found in.
        language: Language,
        /// What Fluent said.
        reason: String,
    },
}

static BUNDLES: LazyLock<Vec<FluentBundle<FluentResource>>> =
    LazyLock::new(|| Language::ALL.into_iter().map(bundle).collect());

/// Reads one catalogue. What does not parse is left out, and so reported as missing when
/// it is asked for; a test refuses catalogues that do not parse whole.
fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let identifier: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
    // Marks around variables are for mixed scripts on screen; a paper would show them as boxes.
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(language.source().to_owned());
    bundle.add_resource_overriding(resource.unwrap_or_else(|(partial, _)| partial));
    bundle
}

/// The catalogue in one language.
#[derive(Clone, Copy, Debug)]
pub struct Catalogue {
    language: Language,
}

impl Catalogue {
    /// The catalogue in `language`.
    #[must_use]
    pub const fn of(language: Language) -> Self {
        Self { language }
    }

    /// The language it speaks.
    #[must_use]
    pub const fn language(self) -> Language {
        self.language
    }

    /// Whether this language or the fallback has a message `id`.
    #[must_use]
    pub fn has(self, id: &str) -> bool {
        self.speakers().any(|(_, bundle)| bundle.has_message(id))
    }

    /// A message without variables.
    ///
    /// # Errors
    /// [`MessageError::Missing`] if neither this language nor Spanish has it.
    pub fn text(self, id: &str) -> Result<String, MessageError> {
        self.format(id, &[])
    }

    /// A message with its variables.
    ///
    /// # Errors
    /// [`MessageError::Missing`] if neither this language nor Spanish has it;
    /// [`MessageError::Format`] if it needs a variable that is not among `variables`.
    pub fn format(self, id: &str, variables: &[(&str, &str)]) -> Result<String, MessageError> {
        let found = self.speakers().find_map(|(language, bundle)| {
            let pattern = bundle.get_message(id)?.value()?;
            Some((language, bundle, pattern))
        });
        let Some((language, bundle, pattern)) = found else {
            return Err(MessageError::Missing { id: id.to_owned() });
        };
        let arguments: FluentArgs<'_> = variables.iter().copied().collect();
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned();
        match errors.first() {
            None => Ok(text),
            Some(error) => {
                Err(MessageError::Format { id: id.to_owned(), language, reason: error.to_string() })
            }
        }
    }

    /// This language, then the fallback.
    fn speakers(self) -> impl Iterator<Item = (Language, &'static FluentBundle<FluentResource>)> {
        let wanted = [self.language, Language::default()];
        wanted.into_iter().filter_map(|wanted| {
            let place = Language::ALL.into_iter().position(|language| language == wanted)?;
            Some((wanted, BUNDLES.get(place)?))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_language_of_a_tag() {
        let cases = [
            ("es-MX", Some(Language::EsMx)),
            ("es-AR", Some(Language::EsMx)),
            ("uk", Some(Language::UkUa)),
            ("en_GB", Some(Language::EnUs)),
            ("fr-FR", None),
            ("", None),
        ];
        for (tag, language) in cases {
            assert_eq!(Language::from_tag(tag), language, "{tag:?}");
        }
    }

    #[test]
    fn a_missing_message_is_an_error() {
        let missing = MessageError::Missing { id: "paper-nothing".to_owned() };
        for language in Language::ALL {
            assert_eq!(Catalogue::of(language).text("paper-nothing"), Err(missing.clone()));
        }
    }

    #[test]
    fn a_missing_variable_is_an_error() {
        let result = Catalogue::of(Language::EnUs).text("paper-contact");
        assert!(matches!(result, Err(MessageError::Format { .. })), "{result:?}");
    }

    #[test]
    fn every_line_of_steps_stays_a_line() {
        let steps = Catalogue::of(Language::EsMx).format("paper-steps-oxxo", &[("shop", "Café")]);
        assert_eq!(steps.unwrap().lines().count(), 3);
    }
}
