//! Everything at once over a bad network: whatever happens, nobody hears a phone that is not armed.

use std::time::Duration;

use proptest::prelude::*;

use super::world::World;
use crate::secure::{Answer, Level, Operation, Operations};

/// One thing that somebody does, drawn from the world's seed.
fn meddle(world: &mut World) {
    let phone = world.random.random_range(0..world.phones.len());
    let what = world.random.random_range(0..12);
    let operation = Operation::ALL[world.random.random_range(0..6)];
    let level = Level::new(world.random.random_range(0..4));
    if world.phones[phone].conference.is_none() {
        return;
    }
    match what {
        0 => world.violation(phone, operation, true),
        1 | 2 => {
            for operation in Operation::ALL {
                world.violation(phone, operation, false);
            }
        }
        3 => {
            let _ = world.act(phone, |c, now| c.raise(now, level));
        }
        4 => {
            let noticed = Operations::NONE.with(operation);
            let _ = world.act(phone, |c, now| c.ask(now, level, noticed));
        }
        5 => {
            let _ = world.act(phone, |c, now| c.ask(now, level, Operations::NONE));
        }
        6 | 7 => {
            for phone in 0..world.phones.len() {
                let asked = world.phones[phone]
                    .conference
                    .as_ref()
                    .and_then(|c| c.asked().next());
                if let Some(asked) = asked {
                    let _ = world.act(phone, |c, now| c.agree(now, asked));
                }
            }
        }
        8 => {
            let answer = [Answer::Enforced, Answer::Detected, Answer::Unsupported];
            let answer = answer[world.random.random_range(0..3)];
            world.phones[phone].answers.insert(operation, answer);
            world.act(phone, |c, now| c.handle_answer(now, operation, answer));
        }
        9 => {
            world.phones[phone].answers.clear();
            for operation in Operation::ALL {
                world.act(phone, |c, now| {
                    c.handle_answer(now, operation, Answer::Enforced)
                });
            }
        }
        10 => {
            let rude = world.random.random();
            world.phones[phone].rude = rude;
        }
        _ if phone > 0 => {
            if world.phones[phone].ended.is_some() && world.phones[0].ended.is_none() {
                let _ = world.at(0).invite(super::world::id(phone));
                let level = world.look(0).terms().level;
                world.knock(phone, level.number());
            } else if world.random.random_bool(0.2) {
                world.act(phone, |c, now| c.leave(now));
            }
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// The world checks each piece of sound that is heard; see `world::check`.
    #[test]
    fn nobody_is_ever_heard_who_is_not_armed(
        seed: u64,
        phones in 2usize..8,
        level in 0u8..4,
        loss in 0.0..0.5_f64,
        slow in 0u64..1_500,
        late in 0u64..3_000,
    ) {
        let mut world = World::new(seed, phones);
        (world.loss, world.slow, world.late) = (loss, slow, late);
        world.found(level);
        for phone in 1..phones {
            world.invite(phone, level);
        }
        for _ in 0..60 {
            let pause = world.random.random_range(0..600);
            world.run(Duration::from_millis(pause));
            meddle(&mut world);
        }
        world.check_forbidden();
    }

    /// However bad it was: once the network is good and everybody agrees, everyone who is in hears everyone.
    #[test]
    fn a_bad_network_is_forgotten(seed: u64, phones in 3usize..7, loss in 0.0..0.6_f64) {
        let mut world = World::new(seed, phones);
        (world.loss, world.slow) = (loss, 800);
        world.found(1);
        for phone in 1..phones {
            world.invite(phone, 1);
        }
        for _ in 0..20 {
            world.run(Duration::from_millis(300));
            let phone = world.random.random_range(0..phones);
            let level = Level::new(world.random.random_range(1..3));
            let _ = world.act(phone, |c, now| c.raise(now, level));
            let _ = world.act(phone, |c, now| c.ask(now, Level::ONE, Operations::NONE));
            for phone in 0..phones {
                if let Some(asked) = world.look(phone).asked().next() {
                    let _ = world.act(phone, |c, now| c.agree(now, asked));
                }
            }
        }
        (world.loss, world.slow) = (0.0, 40);
        for _ in 0..3 {
            world.run(Duration::from_secs(2));
            // who came in late is asked as well
            for phone in 0..phones {
                if let Some(asked) = world.look(phone).asked().next() {
                    let _ = world.act(phone, |c, now| c.agree(now, asked));
                }
            }
        }
        world.run(Duration::from_secs(3));
        let inside: Vec<usize> = (0..phones).filter(|phone| world.is_in(*phone)).collect();
        let heard = world.heard_in(Duration::from_secs(2));
        for me in &inside {
            let others: Vec<usize> = inside.iter().copied().filter(|other| other != me).collect();
            let stand: Vec<_> = inside
                .iter()
                .map(|phone| (world.look(*phone).terms(), world.look(*phone).agreed()))
                .collect();
            prop_assert_eq!(&heard[*me], &others, "phone {}: {:?}", me, stand);
        }
    }
}
