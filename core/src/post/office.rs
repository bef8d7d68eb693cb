//! Which job is due, which is with the server, and what is left of it afterwards.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use sotto_protocol::id::AccountId;
use zeroize::Zeroizing;

use super::rows::{job_change, job_gone, post_gone};
use super::{BYTES, JOBS, Job, LARGEST, PostFailure, PostId, PostRow, RECIPIENTS, WINDOW};
use crate::store::Change;

/// The first pause after the server or the receiver was not ready, doubled until [`LONGEST_PAUSE`].
const PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(600);
/// How often a job starts again at once because the receiver's devices changed, before it pauses too.
const AT_ONCE: u32 = 3;

/// What a post is for: who hears how it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PostFor {
    /// A message of a chat.
    Message,
    /// Receipts of messages.
    Receipt,
    /// A Ding (S1.8).
    Ding,
    /// How far a Ding is, or that it is taken back.
    DingNews,
    /// That a call was given up.
    Cancel,
}

impl PostFor {
    /// As stored rows have it; never changes once released.
    pub(super) const fn number(self) -> u32 {
        match self {
            Self::Message => 1,
            Self::Receipt => 2,
            Self::Ding => 10,
            Self::DingNews => 11,
            Self::Cancel => 20,
        }
    }

    pub(super) const fn of_number(number: u32) -> Option<Self> {
        match number {
            1 => Some(Self::Message),
            2 => Some(Self::Receipt),
            10 => Some(Self::Ding),
            11 => Some(Self::DingNews),
            20 => Some(Self::Cancel),
            _ => None,
        }
    }
}

/// One content for one or several accounts.
pub struct Post {
    /// What it is for.
    pub purpose: PostFor,
    /// The encoded content, body only: time and reply path are filled in when it is sealed.
    pub content: Zeroizing<Vec<u8>>,
    /// When it was made: master clock, ms.
    pub made_at: u64,
    /// After this nobody wants it: master clock, ms.
    pub expires: u64,
}

/// Why a post was not taken. Nothing was stored then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PostError {
    /// Larger than a container holds.
    #[error("this is too large to be sent at once ({size} bytes, at most {LARGEST}): send less")]
    TooLarge {
        /// Its bytes.
        size: usize,
    },
    /// To nobody, to more than [`RECIPIENTS`], or under an id that is in use.
    #[error("a message goes to between 1 and {RECIPIENTS} people")]
    Recipients,
    /// So much waits already that nothing more is taken.
    #[error("too much waits to be sent: connect this phone to its server first")]
    Full,
}

/// What is to be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Fetch the account's prekeys; then [`PostOffice::content`].
    Fetch(Job),
    /// Its time is over: [`PostOffice::finish`] it with [`PostFailure::Expired`].
    Expire(Job),
}

/// A job that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finished {
    /// Which.
    pub job: Job,
    /// What it was for.
    pub purpose: PostFor,
    /// The server has it, or why it never will.
    pub result: Result<(), PostFailure>,
}

#[derive(Clone, Copy)]
struct State {
    /// With the server now.
    away: bool,
    /// Not before this.
    due: Option<Instant>,
    tries: u32,
}

/// See the module.
#[derive(Default)]
pub struct PostOffice {
    posts: BTreeMap<PostId, Post>,
    jobs: BTreeMap<Job, State>,
    bytes: usize,
    /// When the first post expires, as far as is known.
    expiry: Option<Instant>,
}

const READY: State = State {
    away: false,
    due: None,
    tries: 0,
};

impl PostOffice {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a stored post; `None` when the row cannot be read.
    pub(crate) fn load_post(&mut self, key: &[u8], row: PostRow) -> Option<()> {
        let id = PostId::new(key.try_into().ok()?);
        // a purpose of a later version is nothing this build could report on
        if let Some(post) = Post::of_row(row) {
            self.bytes += post.content.len();
            self.posts.insert(id, post);
        }
        Some(())
    }

    /// Takes a stored job; `None` when the row cannot be read.
    pub(crate) fn load_job(&mut self, key: &[u8]) -> Option<()> {
        self.jobs.insert(Job::of_key(key)?, READY);
        Some(())
    }

    /// After loading: jobs without a post, and posts without a job, go.
    pub(crate) fn loaded(&mut self) -> Vec<Change> {
        let posts = &self.posts;
        let orphans = self
            .jobs
            .extract_if(.., |j, _| !posts.contains_key(&j.post));
        let mut changes: Vec<Change> = orphans.map(|(job, _)| job_gone(&job)).collect();
        let idle: Vec<PostId> = self.posts.keys().copied().collect();
        for id in idle {
            changes.extend(self.close(id));
        }
        changes
    }

    /// Takes a post; what is to be stored before anything is sent.
    ///
    /// # Errors
    /// [`PostError`]; nothing was taken then.
    pub fn put(
        &mut self,
        id: PostId,
        post: Post,
        to: &[AccountId],
    ) -> Result<Vec<Change>, PostError> {
        let size = post.content.len();
        if size > LARGEST {
            return Err(PostError::TooLarge { size });
        }
        let jobs: std::collections::BTreeSet<Job> =
            to.iter().map(|to| Job { post: id, to: *to }).collect();
        if !(1..=RECIPIENTS).contains(&jobs.len()) || self.posts.contains_key(&id) {
            return Err(PostError::Recipients);
        }
        if self.jobs.len() + jobs.len() > JOBS || self.bytes + size > BYTES {
            return Err(PostError::Full);
        }
        let mut changes = vec![post.change(id)];
        for job in jobs {
            changes.push(job_change(&job));
            self.jobs.insert(job, READY);
        }
        self.bytes += size;
        self.posts.insert(id, post);
        Ok(changes)
    }

    /// What is to be done next; called again until it gives nothing. `master` is the master clock, ms.
    pub fn next(&mut self, now: Instant, master: u64) -> Option<Step> {
        let expires = |job: &Job| self.posts.get(&job.post).map_or(0, |post| post.expires);
        if let Some(job) = self.jobs.keys().find(|job| expires(job) <= master) {
            return Some(Step::Expire(*job));
        }
        let first = self.posts.values().map(|post| post.expires).min();
        self.expiry = first.map(|at| now + Duration::from_millis((at - master).min(3_600_000)));
        let mut away = 0;
        let mut next: Option<(u64, Job)> = None;
        for (job, state) in &self.jobs {
            away += usize::from(state.away);
            if state.away || state.due.is_some_and(|due| due > now) {
                continue;
            }
            // the oldest first, so that messages arrive in the order in which they were written; somebody's phone may
            // still ring for a call that is over, so its cancel is before all of them
            let made = self
                .posts
                .get(&job.post)
                .map_or(0, |post| match post.purpose {
                    PostFor::Cancel => 0,
                    _ => post.made_at,
                });
            if next.is_none_or(|(oldest, _)| made < oldest) {
                next = Some((made, *job));
            }
        }
        let (_, job) = next.filter(|_| away < WINDOW)?;
        let state = self.jobs.get_mut(&job)?;
        state.away = true;
        state.due = None;
        Some(Step::Fetch(job))
    }

    /// When [`Self::next`] is to be called again by itself.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        // while the server has as much as it is asked for at one time, its answers lead on
        let away = self.jobs.values().filter(|state| state.away).count();
        let due = self.jobs.values().filter_map(|state| state.due).min();
        let due = due.filter(|_| away < WINDOW);
        due.into_iter().chain(self.expiry).min()
    }

    /// The post of a job that is with the server; `None` when it was cancelled meanwhile.
    #[must_use]
    pub fn content(&self, job: &Job) -> Option<&Post> {
        self.jobs.get(job).filter(|state| state.away)?;
        self.posts.get(&job.post)
    }

    /// A post that waits for anyone.
    #[must_use]
    pub fn get(&self, id: PostId) -> Option<&Post> {
        self.posts.get(&id)
    }

    /// Neither taken nor refused for good: tried again after a pause.
    pub fn later(&mut self, now: Instant, job: &Job) {
        if let Some(state) = self.jobs.get_mut(job) {
            let pause = PAUSE.saturating_mul(1 << state.tries.min(16));
            state.tries += 1;
            state.away = false;
            state.due = Some(now + pause.min(LONGEST_PAUSE));
        }
    }

    /// The receiver's devices or card changed between two requests: tried again at once, a few times.
    pub fn again(&mut self, now: Instant, job: &Job) {
        let Some(state) = self.jobs.get_mut(job) else {
            return;
        };
        if state.tries >= AT_ONCE {
            self.later(now, job);
            return;
        }
        state.tries += 1;
        state.away = false;
        state.due = Some(now);
    }

    /// A job is over. Gives what to tell, and what to store together with what that leads to.
    #[must_use]
    pub fn finish(
        &mut self,
        job: &Job,
        result: Result<(), PostFailure>,
    ) -> Option<(Finished, Vec<Change>)> {
        self.jobs.remove(job)?;
        let purpose = self.posts.get(&job.post)?.purpose;
        let mut changes = vec![job_gone(job)];
        changes.extend(self.close(job.post));
        let finished = Finished {
            job: *job,
            purpose,
            result,
        };
        Some((finished, changes))
    }

    /// Gives up what of a post the server has not taken yet; who would have got it, and what to store. What is under way
    /// may still arrive.
    pub fn cancel(&mut self, id: PostId) -> (Vec<AccountId>, Vec<Change>) {
        let jobs: Vec<Job> = self.jobs_of(id).collect();
        let mut changes: Vec<Change> = jobs.iter().map(job_gone).collect();
        for job in &jobs {
            self.jobs.remove(job);
        }
        changes.extend(self.close(id));
        (jobs.into_iter().map(|job| job.to).collect(), changes)
    }

    /// Everything that waits for an account.
    #[must_use]
    pub fn for_account(&self, account: AccountId) -> Vec<Job> {
        let jobs = self.jobs.keys().filter(|job| job.to == account);
        jobs.copied().collect()
    }

    /// Whether an account still waits for a post.
    #[must_use]
    pub fn waits(&self, job: &Job) -> bool {
        self.jobs.contains_key(job)
    }

    /// How many jobs wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.jobs.len()
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.jobs.is_empty()
    }

    fn jobs_of(&self, id: PostId) -> impl Iterator<Item = Job> {
        let first = Job {
            post: id,
            to: AccountId::new([0; 16]),
        };
        let rest = self.jobs.range(first..).map(|(job, _)| *job);
        rest.take_while(move |job| job.post == id)
    }

    /// The content goes with the last job.
    fn close(&mut self, id: PostId) -> Option<Change> {
        if self.jobs_of(id).next().is_some() {
            return None;
        }
        let post = self.posts.remove(&id)?;
        self.bytes -= post.content.len();
        if self.posts.is_empty() {
            self.expiry = None;
        }
        Some(post_gone(id))
    }
}

impl std::fmt::Debug for PostOffice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PostOffice({} jobs)", self.jobs.len())
    }
}
