//! Faults on the wire: what can happen between a till and a provider, on demand.

use serde::{Deserialize, Serialize};

/// One of the services a provider offers; the scope of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Service {
    /// PayU's `payments-api`.
    Payments,
    /// PayU's `reports-api`.
    Reports,
    /// PayU's `pricing`: months without interest and promotions.
    Promotions,
    /// PayU's WebCheckout, where a browser goes.
    Checkout,
}

impl Service {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Payments => "payments",
            Self::Reports => "reports",
            Self::Promotions => "promotions",
            Self::Checkout => "checkout",
        }
    }
}

/// What goes wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// The request is processed; the connection closes without a byte of the answer.
    LoseAnswer,
    /// The connection closes and nothing was processed.
    LoseRequest,
    /// The request is processed; the answer announces its length and stops half-way.
    CutAnswer,
    /// The request is processed; the answer is complete HTTP around half of the body.
    TruncateBody,
    /// The request is processed; the body is bytes that are neither JSON nor UTF-8.
    Garbage,
    /// An HTML page with status 200, as a captive portal or a proxy sends.
    Html {
        /// Whether the provider processed the request first.
        #[serde(default)]
        processed: bool,
    },
    /// An HTTP status such as 500 or 503 with an HTML page.
    Status {
        /// The status.
        code: u16,
        /// Whether the provider processed the request first.
        #[serde(default)]
        processed: bool,
    },
    /// The request is processed; the answer is this many blanks.
    Oversize {
        /// How many.
        bytes: u64,
    },
    /// The request is processed; the answer comes one byte every `ms` milliseconds of real time.
    Trickle {
        /// The time between two bytes.
        ms: u64,
    },
    /// The request is processed at once and answered after `ms` milliseconds of real time.
    Slow {
        /// The delay.
        ms: u64,
    },
}

impl Effect {
    /// Whether the provider sees the request at all.
    pub(crate) fn lets_through(self) -> bool {
        match self {
            Self::LoseRequest => false,
            Self::Html { processed } | Self::Status { processed, .. } => processed,
            Self::LoseAnswer
            | Self::CutAnswer
            | Self::TruncateBody
            | Self::Garbage
            | Self::Oversize { .. }
            | Self::Trickle { .. }
            | Self::Slow { .. } => true,
        }
    }
}

/// Which of the matching requests are hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// The next requests, this many; then the fault is gone.
    Next(u32),
    /// Each request with this probability, until the faults are cleared.
    Chance {
        /// 0 to 100.
        percent: u8,
        /// The same seed strikes the same requests.
        seed: u64,
    },
}

/// A fault and the requests it may hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Only this service; `None` is any.
    #[serde(default)]
    pub service: Option<Service>,
    /// Only this command, such as `SUBMIT_TRANSACTION`; `None` is any.
    #[serde(default)]
    pub command: Option<String>,
    /// Only this type of transaction, such as `CAPTURE`; `None` is any.
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    /// What happens.
    pub effect: Effect,
    /// To how many.
    pub when: When,
}

impl Fault {
    /// A fault for the next `count` requests of any service.
    #[must_use]
    pub fn next(count: u32, effect: Effect) -> Self {
        Self { service: None, command: None, kind: None, effect, when: When::Next(count) }
    }

    /// A fault that hits `percent` of all requests, reproducibly.
    #[must_use]
    pub fn chance(percent: u8, seed: u64, effect: Effect) -> Self {
        Self {
            service: None,
            command: None,
            kind: None,
            effect,
            when: When::Chance { percent, seed },
        }
    }

    /// The same fault for one service only.
    #[must_use]
    pub fn on(self, service: Service) -> Self {
        Self { service: Some(service), ..self }
    }

    /// The same fault for one command only.
    #[must_use]
    pub fn of(self, command: &str) -> Self {
        Self { command: Some(command.to_owned()), ..self }
    }

    /// The same fault for one type of transaction only, such as `CAPTURE`.
    #[must_use]
    pub fn typed(self, kind: &str) -> Self {
        Self { kind: Some(kind.to_owned()), ..self }
    }

    fn concerns(&self, service: Service, command: Option<&str>, kind: Option<&str>) -> bool {
        self.service.is_none_or(|wanted| wanted == service)
            && self.command.as_deref().is_none_or(|wanted| Some(wanted) == command)
            && self.kind.as_deref().is_none_or(|wanted| Some(wanted) == kind)
    }
}

/// The faults that are switched on, oldest first. Not kept over a restart.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    armed: Vec<(Fault, fastrand::Rng)>,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        let seed = match fault.when {
            When::Chance { seed, .. } => seed,
            When::Next(_) => 0,
        };
        self.armed.push((fault, fastrand::Rng::with_seed(seed)));
    }

    pub(crate) fn clear(&mut self) {
        self.armed.clear();
    }

    pub(crate) fn list(&self) -> Vec<Fault> {
        self.armed.iter().map(|(fault, _)| fault.clone()).collect()
    }

    /// The effect on this request: of the first fault that concerns it and strikes.
    pub(crate) fn strike(
        &mut self,
        service: Service,
        command: Option<&str>,
        kind: Option<&str>,
    ) -> Option<Effect> {
        let struck = self.armed.iter_mut().find_map(|(fault, rng)| {
            if !fault.concerns(service, command, kind) {
                return None;
            }
            let hit = match &mut fault.when {
                When::Next(left) if *left > 0 => {
                    *left -= 1;
                    true
                }
                When::Next(_) => false,
                When::Chance { percent, .. } => rng.u8(0..100) < *percent,
            };
            hit.then_some(fault.effect)
        });
        self.armed.retain(|(fault, _)| fault.when != When::Next(0));
        struck
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strikes_as_often_as_asked_and_only_in_scope() {
        let mut faults = Faults::default();
        faults.add(Fault::next(2, Effect::LoseAnswer).on(Service::Payments).of("PING"));
        assert_eq!(faults.strike(Service::Reports, Some("PING"), None), None);
        assert_eq!(faults.strike(Service::Payments, Some("SUBMIT_TRANSACTION"), None), None);
        assert_eq!(faults.strike(Service::Payments, None, None), None);
        for _ in 0..2 {
            let effect = faults.strike(Service::Payments, Some("PING"), None);
            assert_eq!(effect, Some(Effect::LoseAnswer));
        }
        assert_eq!(faults.strike(Service::Payments, Some("PING"), None), None);
        assert!(faults.list().is_empty());
    }

    #[test]
    fn the_same_seed_strikes_the_same_requests() {
        let run = |seed| {
            let mut faults = Faults::default();
            faults.add(Fault::chance(50, seed, Effect::LoseAnswer));
            (0..200)
                .map(|_| faults.strike(Service::Payments, None, None).is_some())
                .collect::<Vec<_>>()
        };
        assert_eq!(run(7), run(7));
        assert_ne!(run(7), run(8));
        let hits = run(7).into_iter().filter(|hit| *hit).count();
        assert!((60..140).contains(&hits), "{hits} of 200");
    }

    #[test]
    fn reads_the_documented_spelling() {
        let text = r#"{"service":"payments","effect":{"status":{"code":503}},"when":{"next":1}}"#;
        let fault: Fault = serde_json::from_str(text).unwrap();
        let effect = Effect::Status { code: 503, processed: false };
        assert_eq!(fault, Fault::next(1, effect).on(Service::Payments));
        assert!(serde_json::from_str::<Fault>(r#"{"effect":"lose-answer"}"#).is_err());
    }
}
