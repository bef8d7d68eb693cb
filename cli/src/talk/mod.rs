//! One call from its beginning to its end: what changes is told, keys and signals act on it.

mod changes;
mod ended;
mod messages;
mod press;
mod spoken;

use std::time::Duration;

use serde::Serialize;
use sotto_core::engine::{Command, Event};
use sotto_core::view::Language;
use sotto_phone::Events;
use sotto_phone::sound::{Carried, Sound, carry};
use tokio::task::JoinHandle;
use tokio::time::{Instant, interval};

use crate::failure::{Exit, Failure, sentence};
use crate::keys::Keys;
use crate::read::{self, CallNow, Numbers};
use crate::screen::{Line, Screen};
use crate::session::Session;
use crate::signals::Signals;

/// How often quality is looked at.
const QUALITY: Duration = Duration::from_secs(1);

/// A call under way.
pub(crate) struct Talk {
    session: Session,
    events: Events,
    keys: Keys,
    signals: Signals,
    last: Option<CallNow>,
    /// What was said of it last, in another language than English.
    said: Vec<String>,
    numbers: Option<Numbers>,
    /// Hang up so long after it connected.
    seconds: Option<Duration>,
    hang_up_at: Option<Instant>,
    told_safety_number: bool,
    /// Messages that were told.
    told: std::collections::BTreeSet<sotto_core::chat::MessageKey>,
    carrying: Option<JoinHandle<Carried>>,
    /// Why this person's phone ended the call.
    own_end: Option<Failure>,
}

#[derive(Serialize)]
struct Changed<'a> {
    #[serde(flatten)]
    now: &'a CallNow,
    #[serde(skip)]
    words: Vec<String>,
}

impl Line for Changed<'_> {
    const EVENT: &'static str = "call";

    fn words(&self) -> Option<String> {
        (!self.words.is_empty()).then(|| self.words.join("\n"))
    }
}

#[derive(Serialize)]
struct Quality {
    #[serde(flatten)]
    numbers: Numbers,
}

impl Line for Quality {
    const EVENT: &'static str = "quality";

    fn words(&self) -> Option<String> {
        None
    }
}

#[derive(Serialize)]
struct Safety {
    digits: String,
}

impl Line for Safety {
    const EVENT: &'static str = "safety_number";

    fn words(&self) -> Option<String> {
        Some(format!(
            "Safety number, the same on both phones if nobody sits between them: {}",
            self.digits
        ))
    }
}

#[derive(Serialize)]
struct Problem {
    words: String,
}

impl Line for Problem {
    const EVENT: &'static str = "problem";

    fn words(&self) -> Option<String> {
        Some(self.words.clone())
    }
}

impl Talk {
    pub(crate) fn new(session: Session, args: &crate::args::Talk) -> Self {
        let events = session.phone.events();
        Self {
            session,
            events,
            keys: Keys::open(args.keys),
            signals: Signals::new(),
            last: None,
            said: Vec::new(),
            numbers: None,
            seconds: args.seconds.map(Duration::from_secs),
            hang_up_at: None,
            told_safety_number: false,
            told: std::collections::BTreeSet::new(),
            carrying: None,
            own_end: None,
        }
    }

    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    /// No call came of it.
    pub(crate) async fn close(self) {
        self.session.close().await;
    }

    pub(crate) fn has_keys(&self) -> bool {
        self.keys.are_there()
    }

    pub(crate) fn command(&self, command: Command) -> Result<(), Failure> {
        self.session.command(command)
    }

    fn screen(&self) -> Screen {
        self.session.screen
    }

    /// Sound goes both ways from now on, as far as the call lets it.
    pub(crate) fn carry(&mut self, sound: Sound) {
        self.carrying = Some(tokio::spawn(carry(self.session.phone.clone(), sound)));
    }

    /// The call as it is; what changed is told. `None` once it is over.
    pub(crate) fn look(&mut self) -> Option<CallNow> {
        let now = self.session.phone.look(|engine, _| CallNow::of(engine))?;
        if self.last.as_ref() != Some(&now) {
            let words = self.words(&now);
            self.screen().tell(&Changed { now: &now, words });
            self.last = Some(now.clone());
        }
        if now.state == "connected" && !self.told_safety_number {
            self.told_safety_number = true;
            self.hang_up_at = self.seconds.map(|seconds| Instant::now() + seconds);
            if let Some(digits) = self
                .session
                .phone
                .look(|engine, _| read::safety_number(engine))
            {
                self.screen().tell(&Safety { digits });
            }
        }
        Some(now)
    }

    fn words(&mut self, now: &CallNow) -> Vec<String> {
        let phone = &self.session.phone;
        let language = phone.look(|engine, _| engine.language());
        if language == Language::English {
            return changes::between(self.last.as_ref(), now, self.has_keys());
        }
        let lines = phone.look(|engine, at| spoken::lines(engine, at, language));
        let new = spoken::new(&self.said, &lines);
        self.said = lines;
        new
    }

    /// Ends the call from this side; `why` is what the command then fails with.
    pub(crate) fn leave(&mut self, why: Option<Failure>) {
        self.own_end = self.own_end.take().or(why);
        // a call that ended by itself meanwhile needs nothing
        let _ = self.session.phone.command(Command::HangUp);
    }

    /// The next thing that happens: an event, a signal, the end of the time. `Some` for a key.
    pub(crate) async fn next(&mut self) -> Result<Option<char>, Failure> {
        let out_of_time = async {
            match self.hang_up_at {
                Some(at) => tokio::time::sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            event = self.events.next() => {
                match event? {
                    Event::Problem(problem) => {
                        let words = sentence(&problem);
                        self.session.screen.tell(&Problem { words });
                    }
                    Event::MessageCame(who) => self.tell_messages(&who).await?,
                    _ => {}
                }
                Ok(None)
            }
            key = self.keys.next() => Ok(Some(key)),
            () = self.signals.next() => {
                self.leave(None);
                Ok(None)
            }
            () = out_of_time => {
                self.hang_up_at = None;
                self.leave(None);
                Ok(None)
            }
        }
    }

    /// Goes on until the call is over, then says how it was.
    pub(crate) async fn run(mut self) -> Result<(), Failure> {
        let mut ticks = interval(QUALITY);
        while let Some(now) = self.look() {
            if now.state == "preparing" && now.refused() {
                self.leave(Some(refused(&now)));
                continue;
            }
            tokio::select! {
                key = self.next() => {
                    if let Some(key) = key? {
                        self.press(key);
                    }
                }
                _ = ticks.tick() => {}
            }
            self.measure(now.state == "connected");
        }
        self.finish().await
    }

    fn measure(&mut self, connected: bool) {
        let numbers = self.session.phone.look(Numbers::of);
        if let Some(numbers) = numbers.filter(|_| connected) {
            if self.numbers != Some(numbers) {
                self.screen().tell(&Quality { numbers });
            }
            self.numbers = Some(numbers);
        }
    }
}

/// A call that this terminal cannot make or take.
pub(crate) fn refused(now: &CallNow) -> Failure {
    Failure::with(
        Exit::SecureRefused,
        format!(
            "{} So there is no call. Use a phone for secure calls, agree on level 0, or add --simulated-platform to \
             see how it would go (nothing is really forbidden then).",
            read::cannot(now)
        ),
    )
}
