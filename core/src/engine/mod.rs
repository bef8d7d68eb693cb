//! The whole phone as one pure machine: account, contacts, prekeys, mailbox, the call.
//!
//! [`Engine::handle`] takes what happens, [`Engine::command`] what the person does; [`Engine::poll_output`] gives what
//! is to be done, in order, stores before what depends on them; [`Engine::deadline`] says when to come back. The
//! machines below it decide; this only connects them.

mod account;
mod asked;
mod audio;
mod calls;
mod chat;
mod contacts;
mod deliver;
mod dial;
mod ding;
mod error;
mod gate;
mod gesture;
mod glare;
mod io;
mod language;
mod levels;
mod line;
mod load;
mod log;
mod look;
mod notices;
mod own;
mod post;
mod problem;
mod push;
mod relays;
pub(crate) mod rows;
mod seen;
mod session;
mod sight;
mod sound;
mod stop;
mod strangers;

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rand::CryptoRng;
use sotto_protocol::id::{AccountId, MeetingId};
use sotto_protocol::wire::link::to_server::Body;

pub use asked::Prohibition;
pub use audio::{AudioRoute, AudioRoutes};
pub use calls::{EndedCall, LoggedCall};
pub use ding::DingCommand;
pub use error::CommandError;
pub use gesture::Gesture;
pub use io::{Command, Event, Input, Line, Moment, Output, PlatformNews, Problem};
pub use load::{LoadError, Row};
pub use own::WantedPlaces;
pub use problem::LevelUse;
pub use push::{PushError, PushRefusal, PushState, PushTarget};
pub use session::EndedSession;
pub use sight::Sight;

use crate::call::Call;
use crate::contact::Contact;
use crate::contact::card::Card;
use crate::ding::Dings;
use crate::identity::{Identity, PrekeyPool};
use crate::post::PostOffice;
use crate::secure::{Level, Levels, Operation};
use line::{Connection, Purpose};
use rows::{AccountRow, CallRow};

/// What the shell tells once, at the start.
#[derive(Debug, Clone, Default)]
pub struct EngineConfig {
    /// No real system stands behind the platform's answers; shown wherever they are.
    pub simulated: bool,
    /// The system can speak texts.
    pub speaks: bool,
    /// Levels beyond the built-in ones.
    pub levels: Levels,
    /// Verifies what other phones' makers attest; without one it counts as not verified.
    pub verifier: Option<std::sync::Arc<dyn crate::secure::AttestationVerifier>>,
    /// Completes national telephone numbers.
    pub country: Option<crate::contact::identifier::CountryCode>,
    /// The system's language.
    pub language: crate::view::Language,
    /// Prohibitions are numbered from here: another number for each time that a phone is opened, so that an answer which
    /// comes after it was opened anew is to none of them.
    pub prohibitions_from: u64,
}

/// How often prekeys are looked after.
const UPKEEP: Duration = Duration::from_secs(6 * 3600);
/// How often the server is heard that calls for more.
const TOP_UP: Duration = Duration::from_secs(10);

/// See the module.
pub struct Engine {
    config: EngineConfig,
    secure: levels::SecureSettings,
    account: Option<Account>,
    pool: PrekeyPool,
    publishing: bool,
    /// When the server last had a call for prekeys heard.
    topped_up: Option<Instant>,
    /// How many the server had when it called too soon.
    prekeys_left: Option<u32>,
    next_upkeep: Option<Instant>,
    contacts: BTreeMap<Vec<u8>, Contact>,
    seen: seen::SeenContainers,
    strangers: strangers::StrangerRings,
    log: BTreeMap<MeetingId, CallRow>,
    posts: PostOffice,
    chat: chat::ChatState,
    dings: Dings,
    mine: Connection,
    anonymous: Connection,
    welcome: BTreeMap<Line, [u8; 32]>,
    signed_in: bool,
    /// Master clock: ms since 1970 at an instant.
    clock: Option<(Instant, u64)>,
    retries: Vec<(Instant, Line, u64)>,
    relays: relays::Relays,
    sockets: Option<Vec<SocketAddr>>,
    /// Sockets asked for and not given: only the last of them are for the present call.
    binding: usize,
    noise: Vec<u8>,
    call: Option<Call>,
    session: session::SessionState,
    /// The caller's card, for answers to someone who is no contact.
    caller: Option<Card>,
    /// The container of a call that rings here: kept unacknowledged until the call was answered or over.
    ringing: Option<deliver::Held>,
    /// Both dialled each other, and their call won: answered here by itself, then raised to this level.
    answer_at: Option<Level>,
    /// The call that ends was one of two that both dialled at once: it leaves no trace.
    yielding: bool,
    log_forbidden: bool,
    ended: Option<EndedCall>,
    /// What keeps the present call from being made.
    problem: Option<Problem>,
    gesture: Gesture,
    push: push::Push,
    sound: sound::Sound,
    /// Which ways sound can take, and which it takes.
    routes: AudioRoutes,
    /// How many calls there were since the phone was opened.
    call_number: u64,
    /// The person's; none: the system's.
    language: Option<crate::view::Language>,
    /// The phone has stopped: nothing is taken any more.
    stopped: bool,
    outputs: VecDeque<Output>,
}

/// This phone's account, loaded.
struct Account {
    identity: Identity,
    row: AccountRow,
    card: Card,
}

impl Engine {
    /// Takes what happens around the phone.
    pub fn handle(&mut self, now: Moment, input: Input, rng: &mut impl CryptoRng) {
        if self.stopped {
            return;
        }
        self.tick_dings(now);
        self.tick_session(now);
        match input {
            Input::LineUp { line, exporter } => {
                self.welcome.insert(line, exporter);
            }
            Input::LineDown(line) => self.line_down(line),
            Input::Received { line, bytes } => self.received(now, line, &bytes, rng),
            Input::MediaBound(locals) => self.media_bound(now, locals, rng),
            Input::Datagram(datagram) => {
                if let Some(call) = &mut self.call {
                    call.handle_datagram(now.at, &datagram);
                }
            }
            Input::Stream {
                relay,
                protocol,
                open,
            } => {
                if let Some(call) = &mut self.call {
                    call.handle_stream(now.at, relay, protocol, open);
                }
            }
            Input::Resolved { host, addresses } => self.resolved(now, host, addresses, rng),
            Input::Platform { operation, news } => self.platform(now, operation, news),
            Input::Attested {
                challenge,
                statement,
            } => {
                if let Some(call) = self.call.as_mut().or(self.session.talk.as_mut()) {
                    call.handle_attestation(&challenge, statement);
                }
            }
            Input::Zone(offset) => self.set_zone(offset),
            Input::Whereabouts { places, position } => self.moved(now, places, position),
            Input::Entropy(noise) => self.stir(&noise),
            Input::Barrier(number) => self.ding_barrier(now, number),
            Input::Spoken(utterance) => self.ding_spoken(now, utterance),
            Input::Routes(routes) => self.routed(routes),
            Input::Samples(samples) => self.samples(&samples),
            Input::Woken => self.woken(),
            Input::Timeout => self.timeout(now, rng),
        }
        self.drain_call(now);
        self.drain_session(now);
        self.tick_dings(now);
        self.drain_dings(now);
    }

    /// Does what the person asks.
    ///
    /// # Errors
    /// [`CommandError`] says why nothing was done.
    pub fn command(
        &mut self,
        now: Moment,
        command: Command,
        rng: &mut impl CryptoRng,
    ) -> Result<(), CommandError> {
        if self.stopped {
            return Err(CommandError::Stopped);
        }
        self.tick_session(now);
        if let Err(refused) = self.gate(now, command.performs()) {
            self.drain_call(now);
            self.drain_session(now);
            return Err(refused);
        }
        let result = match command {
            Command::Join { link, name } => self.join(&link, &name, rng),
            Command::Scan(text) => self.scan(now, &text, true),
            Command::Paste(text) => self.scan(now, &text, false),
            Command::NewCard => self.new_card(rng),
            Command::Forget(id) => self.forget(now, &id),
            Command::SendText { to, text, kept } => {
                self.send_text(now, to, text.as_str(), kept, rng)
            }
            Command::ChatSeen(other, newest, sight) => {
                self.chat_seen(now, other, newest, sight, rng);
                Ok(())
            }
            Command::DeleteMessage(other, key) => {
                self.delete_message(now, other, key);
                Ok(())
            }
            Command::ClearChat(other) => {
                self.clear_chat(now, other, false);
                Ok(())
            }
            Command::AcceptChat(other) => self.accept_chat(now, other),
            Command::TellRead(tell) => {
                self.tell_read(tell);
                Ok(())
            }
            Command::Dial(account, level) => self.dial(now, account, level, rng),
            Command::AskSecureChat(account, level) => self.ask_session(now, account, level, rng),
            Command::JoinSecureChat => self.join_session(now),
            Command::LeaveSecureChat => self.leave_session(now),
            Command::DismissEnded => {
                self.dismiss_ended();
                Ok(())
            }
            Command::StartSecure(other, level) => self.start_secure(now, other, level, rng),
            // the gate let it pass, and the rest is the shell's
            Command::Use(_) => Ok(()),
            Command::AcceptPolicy(signed) => self.accept_policy(now, &signed),
            Command::RemovePolicy(issuer) => self.remove_policy(&issuer),
            Command::DefineLevels(levels) => self.define_levels(levels),
            Command::AddLevel(definition) => self.add_level(definition),
            Command::ChangeLevel(level, definition) => self.change_level(level, definition),
            Command::DeleteLevel(level) => self.delete_level(level),
            Command::SetDefaultLevel(level) => self.set_default_level(level),
            Command::SetUsualLevel(id, level) => self.set_usual_level(&id, level),
            Command::Block(id, on) => self.block(now, &id, on),
            Command::SetRules(rules) => self.set_rules(rules),
            Command::AddRule(rule) => self.add_rule(rule),
            Command::ChangeRule(old, new) => self.change_rule(&old, new),
            Command::RemoveRule(rule) => self.remove_rule(&rule),
            Command::SetLanguage(language) => {
                self.choose_language(language);
                Ok(())
            }
            Command::Ding(command) => self.ding_command(now, command, rng),
            Command::TeachGesture(kind, level) => self.teach_gesture(kind, level),
            Command::StopTeaching => {
                self.stop_teaching();
                Ok(())
            }
            Command::ForgetGesture => self.forget_gesture(),
            Command::SetPush(target) => self.set_push(target).map_err(Into::into),
            Command::SystemRefused(number) => {
                self.system_refused(now, number);
                Ok(())
            }
            Command::Interrupted => {
                self.interrupted(now);
                Ok(())
            }
            in_call => self.in_call(now, in_call),
        };
        self.drain_call(now);
        self.drain_session(now);
        self.tick_dings(now);
        self.drain_dings(now);
        result
    }

    fn in_call(&mut self, now: Moment, command: Command) -> Result<(), CommandError> {
        let at = now.at;
        let levels = matches!(
            command,
            Command::Raise(_) | Command::Ask(..) | Command::Agree(..) | Command::Refuse(..)
        );
        // a secure chat has a level as a call has, and nothing else of it
        let session = self.session.talk.as_mut().filter(|_| levels);
        let call = self.call.as_mut().or(session);
        let call = call.ok_or(CommandError::NoCall)?;
        match command {
            Command::AnswerNumbered(number) | Command::HangUpNumbered(number)
                if number != self.call_number =>
            {
                return Err(CommandError::NoCall);
            }
            Command::Answer | Command::AnswerNumbered(_) => {
                call.answer(at)?;
                self.settle_answered();
            }
            Command::HangUp | Command::HangUpNumbered(_) => call.hang_up(at)?,
            Command::Mute(on) => call.mute(on),
            Command::Hold(on) => call.hold(on),
            Command::Raise(level) => call.raise(at, level)?,
            Command::Ask(level, noticed) => call.ask(at, level, noticed)?,
            Command::Agree(level, noticed) => call.agree(at, level, noticed)?,
            Command::Refuse(level, noticed) => call.refuse(level, noticed)?,
            _ => return Err(CommandError::NoCall),
        }
        Ok(())
    }

    fn platform(&mut self, now: Moment, operation: Operation, news: PlatformNews) {
        let weigh = |to, answer| self.secure.asked.weigh(operation, to, answer);
        let counts = match news {
            PlatformNews::Answer(answer) => weigh(None, answer).map(PlatformNews::Answer),
            PlatformNews::AnswerTo(to, answer) => weigh(Some(to), answer).map(PlatformNews::Answer),
            news => Some(news),
        };
        let Some(news) = counts else { return };
        let session = self.session.talk.as_mut().filter(|talk| !talk.is_request());
        let mut calls = self.call.iter_mut().chain(session).peekable();
        if calls.peek().is_none() {
            return self.ding_platform(now, operation, news);
        }
        // for a moment there are two: a secure chat, and the call that takes it over
        for call in calls {
            match news {
                PlatformNews::Answer(answer) | PlatformNews::AnswerTo(_, answer) => {
                    call.handle_answer(now.at, operation, answer);
                }
                PlatformNews::Attempt => call.handle_attempt(now.at, operation),
                PlatformNews::ViolationBegan => call.handle_violation(now.at, operation, true),
                PlatformNews::ViolationEnded => call.handle_violation(now.at, operation, false),
            }
        }
    }

    fn timeout(&mut self, now: Moment, rng: &mut impl CryptoRng) {
        if let Some(call) = &mut self.call
            && call.deadline().is_some_and(|at| at <= now.at)
        {
            call.handle_timeout(now.at);
        }
        if let Some(talk) = &mut self.session.talk
            && talk.deadline().is_some_and(|at| at <= now.at)
        {
            talk.handle_timeout(now.at);
        }
        if self.next_upkeep.is_some_and(|at| at <= now.at) {
            self.upkeep(now, None, rng);
        }
        self.refresh_relays(now);
        if self.posts.deadline().is_some_and(|at| at <= now.at) {
            self.pump_posts(now);
        }
        if self.chat.report_at.is_some_and(|at| at <= now.at) {
            self.report_deliveries(now, rng);
        }
        let due: Vec<_> = self
            .retries
            .extract_if(.., |(at, ..)| *at <= now.at)
            .collect();
        for (_, line, request) in due {
            if let Some(bytes) = self.connection(line).again(request) {
                self.outputs.push_back(Output::Send { line, bytes });
            }
        }
    }

    /// When [`Input::Timeout`] is wanted.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        if self.stopped {
            return None;
        }
        let retry = self.retries.iter().map(|(at, ..)| *at).min();
        [
            self.call.as_ref().and_then(Call::deadline),
            self.session.talk.as_ref().and_then(Call::deadline),
            self.next_upkeep,
            self.relays.refresh_at(),
            self.posts.deadline(),
            self.chat.report_at,
            self.dings.deadline(),
            retry,
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// The next thing to do, in order.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// The master clock at a moment, ms since 1970.
    #[must_use]
    pub fn master(&self, now: Moment) -> u64 {
        match self.clock {
            Some((at, ms)) => ms.saturating_add(
                u64::try_from(now.at.saturating_duration_since(at).as_millis()).unwrap_or(0),
            ),
            None => now.wall,
        }
    }

    fn connection(&mut self, line: Line) -> &mut Connection {
        match line {
            Line::Mine => &mut self.mine,
            Line::Anonymous => &mut self.anonymous,
        }
    }

    fn request(&mut self, line: Line, purpose: Purpose, body: Body) {
        if let Some(bytes) = self.connection(line).request(purpose, body) {
            self.outputs.push_back(Output::Send { line, bytes });
        }
    }

    fn event(&mut self, event: Event) {
        self.outputs.push_back(Output::Event(event));
    }

    fn stir(&mut self, noise: &[u8]) {
        // enough to be hashed into the next keys; more would only fill memory
        const ENOUGH: usize = 4_096;
        let room = ENOUGH.saturating_sub(self.noise.len());
        self.noise.extend(&noise[..noise.len().min(room)]);
    }

    /// The card by which an account is reached.
    fn card_of(&self, account: AccountId) -> Option<&Card> {
        let known = self
            .contacts
            .get(account.as_bytes().as_slice())
            .and_then(|contact| contact.card.as_ref());
        let caller = || self.caller.as_ref().filter(|c| c.account() == account);
        known
            .or_else(caller)
            .or_else(|| self.dings.card_of(account))
    }

    fn is_contact(&self, account: AccountId) -> bool {
        self.contacts.contains_key(account.as_bytes().as_slice())
    }
}
