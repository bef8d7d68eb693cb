//! Levels, rules and the language of the person's own, and that they are there again after a restart.
#![allow(clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::time::Instant;

use zeroize::Zeroizing;

use crate::engine::{Command, CommandError, Engine, EngineConfig, LevelUse, Moment, Output, Row};
use crate::secure::gesture::GestureKind;
use crate::secure::{
    Circle, Definition, Hours, Level, LevelsError, Operation, Operations, Place, Position, Rule,
    When,
};
use crate::store::{Change, Table};
use crate::view::Language;

/// A phone and its disk.
struct Phone {
    engine: Engine,
    rows: BTreeMap<(Table, Vec<u8>), Vec<u8>>,
}

impl Phone {
    fn new() -> Self {
        Self {
            engine: Engine::new(EngineConfig::default(), &[]).unwrap(),
            rows: BTreeMap::new(),
        }
    }

    fn does(&mut self, command: Command) -> Result<(), CommandError> {
        let now = Moment {
            at: Instant::now(),
            wall: 1_800_000_000_000,
        };
        let mut rng = <rand_chacha::ChaCha20Rng as rand::SeedableRng>::from_seed([1; 32]);
        let result = self.engine.command(now, command, &mut rng);
        while let Some(output) = self.engine.poll_output() {
            let Output::Store(changes) = output else {
                continue;
            };
            for change in changes {
                match change {
                    Change::Put {
                        table, key, value, ..
                    } => {
                        self.rows.insert((table, key), value.to_vec());
                    }
                    Change::Delete { table, key } => {
                        self.rows.remove(&(table, key));
                    }
                    _ => {}
                }
            }
        }
        result
    }

    fn restarts(&mut self) {
        let rows: Vec<Row> = self
            .rows
            .iter()
            .map(|((table, key), value)| (*table, key.clone(), Zeroizing::new(value.clone())))
            .collect();
        self.engine = Engine::new(EngineConfig::default(), &rows).unwrap();
    }
}

fn forbids_also(operation: Operation) -> Definition {
    let strictest = crate::secure::Levels::default().forbidden(Level::THREE);
    Definition::Forbid(strictest.with(operation))
}

fn at(place: Place, level: u8) -> Rule {
    Rule {
        when: When {
            place: Some(place),
            hours: None,
        },
        level: Level::new(level),
    }
}

#[test]
fn a_level_is_added_changed_and_deleted_but_never_from_under_what_uses_it() {
    let mut phone = Phone::new();
    let four = Level::new(4);
    phone
        .does(Command::AddLevel(forbids_also(Operation::Clipboard)))
        .unwrap();
    phone
        .does(Command::AddLevel(Definition::AllowOnly(Operations::NONE)))
        .unwrap();
    assert_eq!(phone.engine.levels().secure().count(), 5);
    assert_eq!(
        phone.does(Command::DeleteLevel(four)),
        Err(CommandError::LevelsAbove(Level::new(5)))
    );
    phone.does(Command::DeleteLevel(Level::new(5))).unwrap();

    phone
        .does(Command::ChangeLevel(
            four,
            forbids_also(Operation::Forwarding),
        ))
        .unwrap();
    let forbidden = phone.engine.levels().forbidden(four);
    assert!(forbidden.contains(Operation::Forwarding) && !forbidden.contains(Operation::Clipboard));
    let weaker = Definition::Forbid(Operations::NONE);
    assert_eq!(
        phone.does(Command::ChangeLevel(four, weaker)),
        Err(CommandError::Levels(LevelsError::Weaker(4)))
    );
    assert_eq!(
        phone.does(Command::ChangeLevel(Level::THREE, weaker)),
        Err(CommandError::NoLevel)
    );

    let uses = [
        (
            Command::SetDefaultLevel(four),
            Command::SetDefaultLevel(Level::ONE),
            LevelUse::Default,
        ),
        (
            Command::AddRule(at(Place::Named("office".to_owned()), 4)),
            Command::RemoveRule(at(Place::Named("office".to_owned()), 4)),
            LevelUse::Rule,
        ),
    ];
    for (begin, end, by) in uses {
        phone.does(begin).unwrap();
        let used = CommandError::LevelInUse { level: four, by };
        assert_eq!(phone.does(Command::DeleteLevel(four)), Err(used.clone()));
        assert_eq!(phone.does(Command::DefineLevels(Vec::new())), Err(used));
        phone.does(end).unwrap();
    }
    phone
        .does(Command::TeachGesture(GestureKind::Shape, four))
        .unwrap();
    phone.does(Command::DeleteLevel(four)).unwrap();
    assert_eq!(
        phone.does(Command::DeleteLevel(four)),
        Err(CommandError::NoLevel)
    );
    phone.restarts();
    assert_eq!(phone.engine.levels().secure().count(), 3);
    assert_eq!(phone.engine.default_level(), Level::ONE);
}

#[test]
fn rules_come_change_and_go_and_only_what_they_ask_for_is_to_be_found_out() {
    let mut phone = Phone::new();
    let office = at(Place::Named("office".to_owned()), 2);
    let middle = Position {
        latitude: 52_520_000,
        longitude: 13_405_000,
    };
    let town = at(
        Place::Circle(Circle {
            middle,
            radius: 500,
        }),
        3,
    );
    assert_eq!(phone.engine.wanted_places(), Default::default());
    phone.does(Command::AddRule(office.clone())).unwrap();
    phone.does(Command::AddRule(office.clone())).unwrap();
    assert_eq!(phone.engine.rules().len(), 1);
    assert!(phone.engine.wanted_places().named && !phone.engine.wanted_places().position);
    phone
        .does(Command::ChangeRule(office.clone(), town.clone()))
        .unwrap();
    assert_eq!(
        phone.does(Command::RemoveRule(office.clone())),
        Err(CommandError::NoRule)
    );
    assert_eq!(
        phone.does(Command::ChangeRule(office, town.clone())),
        Err(CommandError::NoRule)
    );
    phone.restarts();
    assert_eq!(phone.engine.rules(), std::slice::from_ref(&town));
    assert!(phone.engine.wanted_places().position && !phone.engine.wanted_places().named);
    let never = Rule {
        when: When {
            place: None,
            hours: Some(Hours {
                weekdays: 255,
                from: 0,
                until: 0,
                offset: 0,
            }),
        },
        level: Level::ONE,
    };
    assert_eq!(phone.does(Command::AddRule(never)), Err(CommandError::Rule));
    phone.does(Command::RemoveRule(town)).unwrap();
    assert!(phone.engine.rules().is_empty());
}

#[test]
fn the_chosen_language_survives_a_restart_and_outranks_the_system_s() {
    let mut phone = Phone::new();
    phone
        .does(Command::SetLanguage(Some(Language::Arabic)))
        .unwrap();
    phone.restarts();
    phone.engine.set_language(Language::Chinese);
    assert_eq!(phone.engine.language(), Language::Arabic);
    phone.does(Command::SetLanguage(None)).unwrap();
    assert_eq!(phone.engine.language(), Language::Chinese);
    phone.restarts();
    assert_eq!(phone.engine.chosen_language(), None);
}

#[test]
fn rules_at_a_level_that_an_organisation_took_away_can_be_removed_and_others_added() {
    let mut phone = Phone::new();
    let office = |n: u8| at(Place::Named(format!("office {n}")), 4);
    phone
        .does(Command::AddLevel(forbids_also(Operation::Clipboard)))
        .unwrap();
    for rule in [office(1), office(2)] {
        phone.does(Command::AddRule(rule)).unwrap();
    }
    // as when an organisation that defined it is left: nobody asks who uses it
    phone.rows.retain(|(_, key), _| key != b"levels");
    phone.restarts();
    assert!(phone.engine.own_levels().is_empty());
    let home = at(Place::Named("home".to_owned()), 1);
    phone.does(Command::AddRule(home.clone())).unwrap();
    phone.does(Command::RemoveRule(office(1))).unwrap();
    assert_eq!(phone.engine.rules(), [office(2), home.clone()]);
    assert_eq!(
        phone.does(Command::AddRule(office(3))),
        Err(CommandError::NoLevel)
    );
    phone.does(Command::RemoveRule(office(2))).unwrap();
    assert_eq!(phone.engine.rules(), [home]);
}
