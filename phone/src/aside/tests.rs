use std::sync::mpsc;

use super::*;

const FIRST: Prohibition = Prohibition(1);

/// A shell that does nothing until it is let go.
struct Stuck {
    called: mpsc::Sender<(Operation, bool)>,
    said: mpsc::Sender<String>,
    go: Mutex<mpsc::Receiver<()>>,
}

impl Platform for Stuck {
    fn forbid(&self, operation: Operation, _number: Prohibition) -> Option<Answer> {
        self.called.send((operation, true)).unwrap();
        // the test may be over
        let _ = self.go.lock().unwrap().recv();
        Some(Answer::Enforced)
    }

    fn allow(&self, operation: Operation) {
        self.called.send((operation, false)).unwrap();
    }

    fn speak(&self, _: Utterance, text: &str) -> bool {
        self.said.send(text.to_owned()).unwrap();
        // the test may be over
        let _ = self.go.lock().unwrap().recv();
        true
    }

    fn hush(&self) {
        self.said.send("(silent)".to_owned()).unwrap();
    }
}

struct Bench {
    aside: Aside,
    calls: mpsc::Receiver<(Operation, bool)>,
    go: mpsc::Sender<()>,
    answers: mpsc::Receiver<Reply>,
    voice: mpsc::Receiver<String>,
}

fn bench() -> Bench {
    let (called, calls) = mpsc::channel();
    let (go, wait) = mpsc::channel();
    let (answered, answers) = mpsc::channel();
    let (said, voice) = mpsc::channel();
    let aside = Aside::new(Arc::new(Stuck {
        called,
        said,
        go: Mutex::new(wait),
    }));
    let (desk, platform) = (aside.desk.clone(), aside.platform.clone());
    thread::spawn(move || {
        desk.run(platform.as_ref(), |reply| {
            // the test may be over
            let _ = answered.send(reply);
        });
    });
    Bench {
        aside,
        calls,
        go,
        answers,
        voice,
    }
}

#[test]
fn a_shell_that_is_stuck_holds_nobody_up_and_fills_no_memory() {
    let bench = bench();
    assert_eq!(bench.aside.forbid(Operation::Speaker, FIRST), None);
    assert_eq!(bench.calls.recv().unwrap(), (Operation::Speaker, true));
    for _ in 0..10_000 {
        for operation in Operation::ALL {
            assert_eq!(bench.aside.forbid(operation, FIRST), None);
            bench.aside.allow(operation);
        }
    }
    let open = bench.aside.desk.lock().open.len();
    assert_eq!(open, Operation::ALL.len());
    assert!(!bench.aside.settled(Duration::from_millis(1)));
}

#[test]
fn a_late_answer_that_was_overtaken_is_dropped_and_the_newest_wish_is_done() {
    let bench = bench();
    bench.aside.forbid(Operation::Speaker, FIRST);
    assert_eq!(bench.calls.recv().unwrap(), (Operation::Speaker, true));
    bench.aside.allow(Operation::Speaker);
    bench.go.send(()).unwrap();
    assert_eq!(bench.calls.recv().unwrap(), (Operation::Speaker, false));
    assert!(bench.aside.settled(Duration::from_secs(10)));
    assert!(bench.answers.try_recv().is_err());
    bench.aside.forbid(Operation::Speaker, Prohibition(2));
    bench.go.send(()).unwrap();
    let answer = bench.answers.recv().unwrap();
    assert_eq!(
        answer,
        Reply::Answer(Operation::Speaker, Prohibition(2), Answer::Enforced)
    );
}

#[test]
fn what_was_wished_is_done_before_the_thread_ends() {
    let Bench { aside, calls, .. } = bench();
    aside.allow(Operation::Screenshot);
    drop(aside);
    assert_eq!(calls.recv().unwrap(), (Operation::Screenshot, false));
    assert!(calls.recv().is_err(), "the thread has ended");
}

#[test]
fn a_voice_that_is_stuck_holds_nobody_up_and_is_silent_before_anything_is_allowed() {
    let Bench {
        aside,
        calls,
        go,
        answers,
        voice,
    } = bench();
    assert!(!aside.speak(Utterance(1), "first"), "it is not over yet");
    assert_eq!(voice.recv().unwrap(), "first");
    for _ in 0..10_000 {
        assert!(!aside.speak(Utterance(2), "never said"));
    }
    aside.hush();
    aside.allow(Operation::Speaker);
    assert!(calls.try_recv().is_err(), "silence comes first");
    go.send(()).unwrap();
    assert_eq!(voice.recv().unwrap(), "(silent)");
    assert_eq!(calls.recv().unwrap(), (Operation::Speaker, false));
    assert!(aside.settled(Duration::from_secs(10)));
    assert!(
        answers.try_recv().is_err(),
        "what was hushed was not spoken to its end"
    );
    aside.speak(Utterance(3), "second");
    go.send(()).unwrap();
    assert_eq!(answers.recv().unwrap(), Reply::Spoken(Utterance(3)));
}
