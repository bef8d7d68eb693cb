//! Text for HTML: escaped words, readable numbers, embedded files.

/// Makes text safe inside elements and inside quoted attributes.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// A number with as many digits as help.
pub(super) fn number(value: f64) -> String {
    let digits = match value.abs() {
        size if size >= 100.0 || size.fract() == 0.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 3,
    };
    format!("{value:.digits$}")
}

/// A length of time: `0.4 ms`, `38 ms`, `2.4 s`.
pub(super) fn time(ms: f64) -> String {
    if ms < 10.0 {
        format!("{} ms", format!("{ms:.1}").trim_end_matches(".0"))
    } else if ms < 1_000.0 {
        format!("{ms:.0} ms")
    } else {
        format!("{:.1} s", ms / 1_000.0)
    }
}

/// A moment on the time line, to the millisecond: `2.641 s`.
pub(super) fn moment(ms: f64) -> String {
    format!("{:.3} s", ms / 1_000.0)
}

/// A figure's name and value for people: the end of the name is its unit.
pub(super) fn figure(name: &str, value: f64) -> (String, String) {
    const UNITS: &[(&str, &str)] = &[
        ("_ms", "ms"),
        ("_s", "s"),
        ("_us", "µs"),
        ("_bytes", "bytes"),
        ("_kib", "KiB"),
        ("_mib", "MiB"),
        ("_percent", "%"),
        ("_db", "dB"),
        ("_hz", "Hz"),
        ("_kbit_s", "kbit/s"),
    ];
    let unit = UNITS
        .iter()
        .filter(|(end, _)| name.ends_with(end))
        .max_by_key(|(end, _)| end.len());
    let (stem, unit) = unit.map_or((name, ""), |(end, unit)| {
        (name.strip_suffix(end).unwrap_or(name), *unit)
    });
    let words = stem.replace('_', " ");
    (
        words,
        format!("{} {unit}", number(value)).trim_end().to_owned(),
    )
}

/// A file as the address of an embedded one.
pub(super) fn data_uri(kind: &str, bytes: &[u8]) -> String {
    let text = data_encoding::BASE64.encode(bytes);
    format!("data:{kind};base64,{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_html_reads_survives_escaping() {
        assert_eq!(
            escape("<a href='x'>\"&"),
            "&lt;a href=&#39;x&#39;&gt;&quot;&amp;"
        );
    }

    #[test]
    fn numbers_are_short_and_carry_their_unit() {
        assert_eq!(time(0.42), "0.4 ms");
        assert_eq!(time(38.4), "38 ms");
        assert_eq!(time(2_440.0), "2.4 s");
        assert_eq!(
            figure("accept_to_sound_ms", 41.25),
            ("accept to sound".into(), "41.2 ms".into())
        );
        assert_eq!(
            figure("speech_kbit_s", 24.0),
            ("speech".into(), "24 kbit/s".into())
        );
        assert_eq!(figure("containers", 7.0), ("containers".into(), "7".into()));
    }
}
