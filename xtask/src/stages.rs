//! Named stages, run one after the other, and the table that sums them up.

use std::time::{Duration, Instant};

/// One thing to run, with the reason for it.
pub(crate) struct Stage {
    /// Short name, as typed after `cargo xtask test`.
    pub(crate) name: &'static str,
    /// What it proves, for whoever watches.
    pub(crate) why: &'static str,
    /// Runs it; the text is a remark for the summary.
    pub(crate) run: fn() -> Result<String, String>,
}

struct Done {
    name: &'static str,
    result: Result<String, String>,
    took: Duration,
}

/// Runs every stage, also after one failed, prints the summary and fails when any failed.
pub(crate) fn run(stages: &[&Stage]) -> Result<(), String> {
    let mut done = Vec::new();
    for (index, stage) in stages.iter().enumerate() {
        println!(
            "\n[{}/{}] {}: {}",
            index + 1,
            stages.len(),
            stage.name,
            stage.why
        );
        let start = Instant::now();
        let result = (stage.run)();
        let took = start.elapsed();
        match &result {
            Ok(_) => println!("  {} ok, {}", stage.name, time(took)),
            Err(why) => println!("  {} FAILED, {}: {why}", stage.name, time(took)),
        }
        done.push(Done {
            name: stage.name,
            result,
            took,
        });
    }
    print!("\n{}", summary(&done));
    let failed: Vec<_> = done
        .iter()
        .filter(|stage| stage.result.is_err())
        .map(|stage| stage.name)
        .collect();
    if failed.is_empty() {
        Ok(())
    } else {
        Err(format!("failed: {}", failed.join(", ")))
    }
}

fn summary(done: &[Done]) -> String {
    let widest = done.iter().map(|stage| stage.name.len()).max();
    let width = widest.unwrap_or(0).max("stage".len());
    let mut text = format!("{:<width$}  result  {:>8}  remark\n", "stage", "time");
    let mut total = Duration::ZERO;
    for stage in done {
        total += stage.took;
        let (mark, remark) = match &stage.result {
            Ok(remark) => ("ok", remark),
            Err(why) => ("FAILED", why),
        };
        // Further lines of a remark stand below it, in the same column.
        let remark = remark.replace('\n', &format!("\n{:1$}", "", width + 20));
        let line = format!(
            "{:<width$}  {mark:<6}  {:>8}  {remark}",
            stage.name,
            time(stage.took)
        );
        text += line.trim_end();
        text += "\n";
    }
    let failed = done.iter().filter(|stage| stage.result.is_err()).count();
    text + &format!(
        "summary: {} stages, {failed} failed, {}\n",
        done.len(),
        time(total)
    )
}

fn time(took: Duration) -> String {
    let seconds = took.as_secs_f64();
    if seconds < 100.0 {
        format!("{seconds:.1} s")
    } else {
        let whole = took.as_secs();
        format!("{}:{:02} min", whole / 60, whole % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Stage = Stage {
        name: "good",
        why: "holds",
        run: || Ok("2 passed".to_owned()),
    };
    const BAD: Stage = Stage {
        name: "bad",
        why: "breaks",
        run: || Err("one\ntwo".to_owned()),
    };

    #[test]
    fn one_failed_stage_fails_the_whole_run() {
        assert!(run(&[&GOOD]).is_ok());
        assert_eq!(run(&[&BAD, &GOOD]), Err("failed: bad".to_owned()));
    }

    #[test]
    fn the_summary_shows_every_stage_and_counts_failures() {
        let done = [
            Done {
                name: "unit",
                result: (GOOD.run)(),
                took: Duration::from_millis(1_240),
            },
            Done {
                name: "across",
                result: (BAD.run)(),
                took: Duration::from_secs(125),
            },
        ];
        let expected = "\
stage   result      time  remark
unit    ok         1.2 s  2 passed
across  FAILED  2:05 min  one
                          two
summary: 2 stages, 1 failed, 2:06 min
";
        assert_eq!(summary(&done), expected);
    }
}
