//! A server in memory that keeps the promises of `link.proto`: signatures verified, prekeys handed out once, containers
//! queued until acknowledged, signals for a minute.

mod push;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use prost::Message;
use sha2::{Digest, Sha256};
use sotto_core::engine::Line;
use sotto_protocol::chain::Chain;
use sotto_protocol::id::{AccountId, DeviceId};
use sotto_protocol::label::{Label, sign_in_text};
use sotto_protocol::wire::container::Container;
use sotto_protocol::wire::keys::Prekey;
use sotto_protocol::wire::link::{
    Bundle, Delivery, Done, Failure, FetchPrekeys, PrekeyBundles, PrekeysLow, PublishPrekeys,
    PushGone, Register, Relay, Relays, SendSignal, SetPush, SignIn, Submit, ToPhone, ToServer,
    Welcome, delivery::What, failure::Code, push_set::Outcome, relay::Transport, to_phone,
    to_server,
};
use sotto_protocol::{VERSION, limits};

/// A connection of a phone.
#[derive(Clone)]
struct Connection {
    challenge: [u8; 32],
    exporter: [u8; 32],
    device: Option<(AccountId, DeviceId)>,
}

#[derive(Clone)]
struct Device {
    chain: Chain,
    one_time: VecDeque<Prekey>,
    last_resort: Option<Prekey>,
    containers: BTreeMap<u64, Vec<u8>>,
    known: BTreeSet<Vec<u8>>,
    signals: BTreeMap<u64, (u64, Vec<u8>)>,
    online: Option<u64>,
    push: Option<SetPush>,
    push_gone: bool,
}

#[derive(Clone)]
struct Account {
    access: Vec<u8>,
    devices: BTreeMap<DeviceId, Device>,
}

/// See the module.
#[derive(Clone, Default)]
pub struct ServerModel {
    accounts: BTreeMap<AccountId, Account>,
    invites: BTreeSet<Vec<u8>>,
    connections: BTreeMap<u64, Connection>,
    handed_out: BTreeSet<(DeviceId, u32)>,
    next_connection: u64,
    next_sequence: u64,
    /// How relays are reached; none: there are no relays.
    pub transports: Vec<Transport>,
    /// Every signal that passed, with its receiver, if `record` is set.
    pub signals: Vec<(DeviceId, Vec<u8>)>,
    /// Whether `signals` are kept.
    pub record: bool,
    /// Ids of containers that each device acknowledged.
    pub taken: BTreeMap<DeviceId, Vec<Vec<u8>>>,
    /// Requests served.
    pub requests: u64,
    /// Devices that were woken by push, in order.
    pub woken: Vec<DeviceId>,
    /// What every phone is told that wants to be woken; none: it will be.
    pub push_offer: Option<Outcome>,
    /// Answers all requests of this kind with a failure: the name of the request and the code.
    pub fail: Option<(&'static str, Code)>,
}

/// A message for a connection.
pub(super) type Out = (u64, ToPhone);

impl ServerModel {
    /// A server that hands out `invites` and relays over UDP.
    #[must_use]
    pub fn new(invites: &[&[u8]]) -> Self {
        Self {
            invites: invites.iter().map(|invite| invite.to_vec()).collect(),
            transports: vec![Transport::Udp],
            ..Self::default()
        }
    }

    /// Containers that wait for anyone.
    #[must_use]
    pub fn waiting(&self) -> usize {
        let devices = self.accounts.values().flat_map(|a| a.devices.values());
        devices.map(|device| device.containers.len()).sum()
    }

    /// Forgets all connections, as after a restart.
    pub fn disconnect_all(&mut self) {
        self.connections.clear();
        for account in self.accounts.values_mut() {
            for device in account.devices.values_mut() {
                device.online = None;
            }
        }
    }

    /// A phone connects; gives the connection and the first message.
    pub(super) fn connect(
        &mut self,
        exporter: [u8; 32],
        challenge: [u8; 32],
        now: u64,
    ) -> (u64, ToPhone) {
        self.next_connection += 1;
        let connection = Connection {
            challenge,
            exporter,
            device: None,
        };
        self.connections.insert(self.next_connection, connection);
        let welcome = to_phone::Body::Welcome(Welcome {
            version_min: VERSION,
            version_max: VERSION,
            challenge: challenge.to_vec(),
            server_time: now,
        });
        (self.next_connection, reply(0, welcome))
    }

    pub(super) fn disconnect(&mut self, connection: u64) {
        let device = self.connections.remove(&connection).and_then(|c| c.device);
        if let Some(device) = device.and_then(|(a, d)| self.device(a, d)) {
            device.online.take_if(|online| *online == connection);
        }
    }

    /// Serves one message.
    pub(super) fn handle(&mut self, from: u64, bytes: &[u8], now: u64) -> Vec<Out> {
        let Some(connection) = self.connections.get(&from).cloned() else {
            return vec![];
        };
        self.requests += 1;
        let message = ToServer::decode(bytes).expect("phones send what can be read");
        assert!(message.request > 0, "a request without a number");
        let mut pushes = Vec::new();
        let body = message.body.expect("phones send no empty requests");
        let failure = self.fail.filter(|(kind, _)| *kind == name(&body));
        let answer = match failure {
            Some((_, code)) => Err(code),
            None => self.serve(from, &connection, body, now, &mut pushes),
        };
        let answer = answer.unwrap_or_else(|code| {
            to_phone::Body::Failure(Failure {
                code: code.into(),
                retry_after: if code == Code::RateLimited { 250 } else { 0 },
                ..Failure::default()
            })
        });
        let mut out = vec![(from, reply(message.request, answer))];
        out.extend(pushes);
        out
    }

    fn serve(
        &mut self,
        from: u64,
        connection: &Connection,
        body: to_server::Body,
        now: u64,
        pushes: &mut Vec<Out>,
    ) -> Result<to_phone::Body, Code> {
        use to_server::Body;
        let mine = connection.device.ok_or(Code::NotSignedIn);
        match body {
            Body::Register(register) => self.register(from, connection, register, now, pushes)?,
            Body::SignIn(sign_in) => self.sign_in(from, connection, &sign_in, now, pushes)?,
            Body::PublishPrekeys(publish) => self.publish(mine?, publish)?,
            Body::FetchPrekeys(fetch) => return self.fetch(&fetch, pushes),
            Body::Submit(submit) => self.submit(submit, pushes)?,
            Body::SendSignal(signal) => self.signal(signal, now, pushes)?,
            Body::Acknowledge(acknowledge) => {
                let (account, id) = mine?;
                let mut taken = Vec::new();
                let device = self.device(account, id).ok_or(Code::NoSuchAccount)?;
                for sequence in acknowledge.sequences {
                    if let Some(bytes) = device.containers.remove(&sequence) {
                        let container = Container::decode(bytes.as_slice());
                        taken.extend(container.ok().map(|c| c.id));
                    }
                    device.signals.remove(&sequence);
                }
                self.taken.entry(id).or_default().extend(taken);
            }
            Body::FetchRelays(_) => {
                mine?;
                let relay = |transport: &Transport| Relay {
                    host: String::new(),
                    port: 3_478,
                    transport: (*transport).into(),
                    username: crate::turn_model::USERNAME.to_owned(),
                    password: crate::turn_model::PASSWORD.to_owned(),
                    expires: now + 3_600_000,
                };
                let relays = self.transports.iter().map(relay).collect();
                return Ok(to_phone::Body::Relays(Relays { relays }));
            }
            Body::SetAccess(set) => {
                let account = self.accounts.get_mut(&mine?.0).ok_or(Code::NoSuchAccount)?;
                account.access = set.access_hash;
            }
            Body::Ping(_) => {}
            Body::SetPush(set) => return self.set_push(mine?, set),
        }
        Ok(to_phone::Body::Done(Done { server_time: now }))
    }

    fn register(
        &mut self,
        from: u64,
        connection: &Connection,
        register: Register,
        now: u64,
        pushes: &mut Vec<Out>,
    ) -> Result<(), Code> {
        let chain =
            Chain::verify(register.chain.ok_or(Code::Malformed)?).map_err(|_| Code::Signature)?;
        check(Label::Register, connection, &chain, &register.signature)?;
        let (account, device) = (chain.account(), chain.device());
        if self.device(account, device).is_none() {
            if !self.invites.remove(&register.invite) {
                return Err(Code::Invite);
            }
            let access = register.access_hash;
            let account = self.accounts.entry(account).or_insert(Account {
                access,
                devices: BTreeMap::new(),
            });
            account.devices.insert(device, Device::new(chain));
        }
        self.enter(from, (account, device), now, pushes);
        Ok(())
    }

    fn sign_in(
        &mut self,
        from: u64,
        connection: &Connection,
        sign_in: &SignIn,
        now: u64,
        pushes: &mut Vec<Out>,
    ) -> Result<(), Code> {
        let account =
            AccountId::try_from(sign_in.account.as_slice()).map_err(|_| Code::Malformed)?;
        let device = DeviceId::try_from(sign_in.device.as_slice()).map_err(|_| Code::Malformed)?;
        let known = self.device(account, device).ok_or(Code::NoSuchAccount)?;
        let chain = known.chain.clone();
        check(Label::SignIn, connection, &chain, &sign_in.signature)?;
        self.enter(from, (account, device), now, pushes);
        Ok(())
    }

    fn enter(&mut self, from: u64, me: (AccountId, DeviceId), now: u64, pushes: &mut Vec<Out>) {
        if let Some(connection) = self.connections.get_mut(&from) {
            connection.device = Some(me);
        }
        let Some(device) = self.device(me.0, me.1) else {
            return;
        };
        device.online = Some(from);
        device.signals.retain(|_, (until, _)| *until > now);
        let containers = device.containers.iter();
        pushes.extend(containers.map(|(n, c)| (from, delivery(*n, What::Container(c.clone())))));
        let signals = device.signals.iter();
        pushes.extend(signals.map(|(n, (_, s))| (from, delivery(*n, What::Signal(s.clone())))));
        if device.push_gone {
            pushes.push((from, reply(0, to_phone::Body::PushGone(PushGone {}))));
        }
        device.tell_low(pushes);
    }

    fn publish(
        &mut self,
        (account, device): (AccountId, DeviceId),
        publish: PublishPrekeys,
    ) -> Result<(), Code> {
        let device = self.device(account, device).ok_or(Code::NoSuchAccount)?;
        let all = publish.one_time.iter().chain(&publish.last_resort);
        for prekey in all {
            device
                .chain
                .verify_prekey(prekey)
                .map_err(|_| Code::Signature)?;
        }
        if publish.replace {
            device.one_time.clear();
        }
        device.one_time.extend(publish.one_time);
        if device.one_time.len() > limits::PREKEYS * 2 {
            return Err(Code::TooLarge);
        }
        device.last_resort = publish.last_resort.or(device.last_resort.take());
        Ok(())
    }

    fn fetch(
        &mut self,
        fetch: &FetchPrekeys,
        pushes: &mut Vec<Out>,
    ) -> Result<to_phone::Body, Code> {
        let account = self.reach(&fetch.account, &fetch.access)?;
        let mut bundles = Vec::new();
        let mut given = Vec::new();
        for (id, device) in &mut account.devices {
            let one_time = device.one_time.pop_front();
            if let Some(prekey) = &one_time {
                given.push((*id, prekey.id));
            }
            device.tell_low(pushes);
            let prekey = one_time.or_else(|| device.last_resort.clone());
            // a device that has published nothing yet cannot be reached
            let Some(prekey) = prekey else { continue };
            bundles.push(Bundle {
                chain: Some(device.chain.wire().clone()),
                prekey: Some(prekey),
            });
        }
        for prekey in given {
            assert!(
                self.handed_out.insert(prekey),
                "a prekey was published twice"
            );
        }
        Ok(to_phone::Body::Prekeys(PrekeyBundles { bundles }))
    }

    fn submit(&mut self, submit: Submit, pushes: &mut Vec<Out>) -> Result<(), Code> {
        let container =
            Container::decode(submit.container.as_slice()).map_err(|_| Code::Malformed)?;
        let mut sequence = self.next_sequence;
        let mut woken = Vec::new();
        let account = self.reach(&submit.account, &submit.access)?;
        let meant: BTreeSet<_> = container.entries.iter().map(|e| e.device.clone()).collect();
        if meant != account.devices.keys().map(|id| id.to_vec()).collect() {
            return Err(Code::DevicesChanged);
        }
        for (id, device) in &mut account.devices {
            if !device.known.insert(container.id.clone()) {
                continue;
            }
            sequence += 1;
            let mut copy = container.clone();
            copy.entries.retain(|entry| entry.device == id.as_bytes());
            let bytes = copy.encode_to_vec();
            device.containers.insert(sequence, bytes.clone());
            if device.online.is_none() && device.push.is_some() {
                woken.push(*id);
            }
            let online = device.online.into_iter();
            pushes
                .extend(online.map(|to| (to, delivery(sequence, What::Container(bytes.clone())))));
        }
        self.next_sequence = sequence;
        self.woken.extend(woken);
        Ok(())
    }

    fn signal(&mut self, signal: SendSignal, now: u64, pushes: &mut Vec<Out>) -> Result<(), Code> {
        self.next_sequence += 1;
        let (sequence, record) = (self.next_sequence, self.record);
        let id = DeviceId::try_from(signal.device.as_slice()).map_err(|_| Code::Malformed)?;
        let account = self.reach(&signal.account, &signal.access)?;
        let device = account.devices.get_mut(&id).ok_or(Code::DevicesChanged)?;
        let until = now + limits::SIGNAL_KEPT.as_millis() as u64;
        device
            .signals
            .insert(sequence, (until, signal.signal.clone()));
        let wakes = device.online.is_none() && device.push.is_some();
        if let Some(to) = device.online {
            pushes.push((to, delivery(sequence, What::Signal(signal.signal.clone()))));
        }
        if wakes {
            self.woken.push(id);
        }
        if record {
            self.signals.push((id, signal.signal));
        }
        Ok(())
    }

    fn reach(&mut self, account: &[u8], access: &[u8]) -> Result<&mut Account, Code> {
        let id = AccountId::try_from(account).map_err(|_| Code::Malformed)?;
        let hash = Sha256::digest(access).to_vec();
        let account = self.accounts.get_mut(&id);
        account
            .filter(|a| a.access == hash)
            .ok_or(Code::NoSuchAccount)
    }

    fn device(&mut self, account: AccountId, device: DeviceId) -> Option<&mut Device> {
        self.accounts.get_mut(&account)?.devices.get_mut(&device)
    }
}

impl Device {
    fn new(chain: Chain) -> Self {
        Self {
            chain,
            one_time: VecDeque::new(),
            last_resort: None,
            containers: BTreeMap::new(),
            known: BTreeSet::new(),
            signals: BTreeMap::new(),
            online: None,
            push: None,
            push_gone: false,
        }
    }

    fn tell_low(&self, pushes: &mut Vec<Out>) {
        let low = self.last_resort.is_some() && self.one_time.len() < limits::PREKEYS_LOW;
        if let (true, Some(to)) = (low, self.online) {
            let left = self.one_time.len() as u32;
            pushes.push((
                to,
                reply(0, to_phone::Body::PrekeysLow(PrekeysLow { left })),
            ));
        }
    }
}

fn check(
    label: Label,
    connection: &Connection,
    chain: &Chain,
    signature: &[u8],
) -> Result<(), Code> {
    let (account, device) = (chain.account(), chain.device());
    let text = sign_in_text(
        label,
        &connection.challenge,
        &connection.exporter,
        account,
        device,
    );
    chain
        .verify_instance(&text, signature)
        .map_err(|_| Code::Signature)
}

fn reply(reply_to: u64, body: to_phone::Body) -> ToPhone {
    ToPhone {
        reply_to,
        body: Some(body),
    }
}

fn delivery(sequence: u64, what: What) -> ToPhone {
    let what = Some(what);
    reply(0, to_phone::Body::Delivery(Delivery { sequence, what }))
}

/// The request's name, as [`ServerModel::fail`] takes it.
fn name(body: &to_server::Body) -> &'static str {
    use to_server::Body;
    match body {
        Body::Register(_) => "register",
        Body::SignIn(_) => "sign-in",
        Body::PublishPrekeys(_) => "publish",
        Body::FetchPrekeys(_) => "fetch",
        Body::Submit(_) => "submit",
        Body::SendSignal(_) => "signal",
        Body::Acknowledge(_) => "acknowledge",
        Body::FetchRelays(_) => "relays",
        Body::SetAccess(_) => "access",
        Body::Ping(_) => "ping",
        Body::SetPush(_) => "set_push",
    }
}

/// Which line a phone uses for what it may only do signed in.
pub(super) const LINES: [Line; 2] = [Line::Mine, Line::Anonymous];
