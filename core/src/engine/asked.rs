//! Which prohibition an answer of the shell is to. A shell may answer late: after the operation was allowed and forbidden
//! again, an answer to the earlier prohibition says nothing about the present one.

use std::collections::BTreeMap;

use crate::secure::{Answer, Operation, Operations};

/// Names one [`super::Output::Forbid`], for the answer to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Prohibition(pub u64);

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Asked {
    count: u64,
    present: BTreeMap<Operation, Prohibition>,
    /// Operations that were allowed since this phone was opened.
    allowed: Operations,
}

impl Asked {
    pub(super) fn from(count: u64) -> Self {
        Self {
            count,
            ..Self::default()
        }
    }

    pub(super) fn forbid(&mut self, operation: Operation) -> Prohibition {
        self.count = self.count.wrapping_add(1);
        let number = Prohibition(self.count);
        self.present.insert(operation, number);
        number
    }

    pub(super) fn allow(&mut self, operation: Operation) {
        self.present.remove(&operation);
        self.allowed = self.allowed.with(operation);
    }

    /// What an answer counts as; `None`: nothing. One that does not say what it is to may be to a prohibition that was
    /// lifted since, so once there was one it only makes things stricter.
    pub(super) fn weigh(
        &self,
        operation: Operation,
        to: Option<Prohibition>,
        answer: Answer,
    ) -> Option<Answer> {
        match to {
            Some(to) => (self.present.get(&operation) == Some(&to)).then_some(answer),
            None if !self.allowed.contains(operation) => Some(answer),
            None => match answer {
                Answer::Enforced => None,
                _ => Some(Answer::Unsupported),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEAKER: Operation = Operation::Speaker;

    #[test]
    fn an_answer_to_a_prohibition_that_was_lifted_says_nothing() {
        let mut asked = Asked::default();
        let first = asked.forbid(SPEAKER);
        let weigh = |asked: &Asked, to| asked.weigh(SPEAKER, to, Answer::Enforced);
        assert_eq!(weigh(&asked, Some(first)), Some(Answer::Enforced));
        assert_eq!(weigh(&asked, None), Some(Answer::Enforced));
        asked.allow(SPEAKER);
        assert_eq!(weigh(&asked, Some(first)), None);
        let second = asked.forbid(SPEAKER);
        assert_eq!(weigh(&asked, Some(first)), None);
        assert_eq!(weigh(&asked, Some(second)), Some(Answer::Enforced));
    }

    #[test]
    fn an_answer_that_does_not_say_to_what_only_makes_things_stricter_after_that() {
        let mut asked = Asked::default();
        asked.forbid(SPEAKER);
        asked.allow(SPEAKER);
        asked.forbid(SPEAKER);
        let weigh = |answer| asked.weigh(SPEAKER, None, answer);
        assert_eq!(weigh(Answer::Enforced), None);
        assert_eq!(weigh(Answer::Detected), Some(Answer::Unsupported));
        assert_eq!(weigh(Answer::Unsupported), Some(Answer::Unsupported));
    }
}
