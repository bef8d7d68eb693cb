//! How soon sound follows an accept, and how soon a violation is known to the other phone, in the simulated network:
//! `target/bench/simulated.json`. Both are counted under a virtual clock, so the machine's speed does not matter; only how
//! soon the core arms is taken by the real one.

use std::time::Duration;

use sotto_tests::bench::{Goal, Report, quick};
use sotto_tests::simulation::measure::{
    accept_to_sound, dial_to_ringing, tap_to_armed, violation_to_other,
};

fn p95(mut times: Vec<Duration>) -> f64 {
    times.sort();
    let index = (times.len() * 95).div_ceil(100) - 1;
    times[index].as_secs_f64() * 1_000.0
}

fn main() {
    let seeds = if quick() { 20 } else { 200 };
    let each = |measure: &dyn Fn(u64) -> Duration| p95((0..seeds).map(measure).collect());
    let mut report = Report::new("simulated");
    for one_way in [50u64, 150] {
        let delay = Duration::from_millis(one_way);
        for (level, path) in [(0, "direct"), (3, "relayed, secure mode 3")] {
            let value = each(&|seed| accept_to_sound(seed, delay, level));
            let name = format!("accept to first sound, {one_way} ms one way, {path}, p95");
            report.row(&name, value, "ms", Goal::AtMost((one_way + 60) as f64));
        }
        let value = each(&|seed| dial_to_ringing(seed, delay, 0));
        let name = format!("dial to ringing, {one_way} ms one way, p95");
        report.row(&name, value, "ms", Goal::None);
    }
    let delay = Duration::from_millis(100);
    for (control, how) in [(true, "with"), (false, "without")] {
        let value = each(&|seed| violation_to_other(seed, delay, 2, control));
        let name =
            format!("violation to the other phone, 100 ms one way, {how} control channel, p95");
        report.row(&name, value, "ms", Goal::AtMost(150.0));
    }
    let value = each(&|seed| tap_to_armed(seed, 3));
    let name = "tap on the eyeglasses to armed at level 3, the core's own time, p95";
    report.row(name, value, "ms", Goal::AtMost(5.0));
    let holds = report.finish();
    std::process::exit(i32::from(!holds));
}
