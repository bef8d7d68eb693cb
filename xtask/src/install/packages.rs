//! The one table of Debian packages, with the reason for each.

/// What a package is needed for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    /// Compiling the workspace.
    Building,
    /// `cargo xtask demo`.
    Demo,
    /// `cargo xtask test` and `bench`.
    Testing,
    /// The Kotlin suite.
    Kotlin,
    /// The Android app's tests.
    Android,
    /// The Android app's package.
    Apk,
    /// The Debian root in which the Swift suite runs.
    Swift,
}

/// How to see that what a package brings is there already, however it came.
pub(crate) enum Sign {
    /// Only the package itself counts.
    Package,
    /// A program on the path.
    Program(&'static str),
    /// A file.
    File(&'static str),
}

/// One row of the table.
pub(crate) struct Package {
    /// Debian's name of it.
    pub(crate) name: &'static str,
    /// Who needs it.
    pub(crate) needed: &'static [For],
    /// What else shows that it is not needed.
    pub(crate) sign: Sign,
    /// A service that Debian would start with it and that nobody asked for.
    pub(crate) service: Option<&'static str>,
    /// Why it is needed.
    pub(crate) why: &'static str,
}

/// Every package that `cargo xtask` may install.
pub(crate) const PACKAGES: &[Package] = &[
    Package {
        name: "cmake",
        needed: &[For::Building],
        sign: Sign::Program("cmake"),
        service: None,
        why: "builds libopus, the speech codec",
    },
    Package {
        name: "g++",
        needed: &[For::Building],
        sign: Sign::Program("g++"),
        service: None,
        why: "compiles libopus, SQLite and the peers that benchmarks measure against",
    },
    Package {
        name: "alsa-utils",
        needed: &[For::Demo, For::Testing],
        sign: Sign::File("/usr/share/sounds/alsa/Front_Center.wav"),
        service: None,
        why: "brings recordings of a person speaking (48 kHz)",
    },
    Package {
        name: "chromium",
        needed: &[For::Testing],
        sign: Sign::Program("chromium"),
        service: None,
        why: "is the browser that completes a call's media with ours",
    },
    Package {
        name: "coturn",
        needed: &[For::Testing],
        sign: Sign::Program("turnserver"),
        service: Some("coturn"),
        why: "is the TURN relay that ours is tested beside",
    },
    Package {
        name: "default-jdk-headless",
        needed: &[For::Kotlin],
        sign: Sign::Program("javac"),
        service: None,
        why: "runs the Kotlin suite",
    },
    Package {
        name: "maven",
        needed: &[For::Kotlin],
        sign: Sign::Program("mvn"),
        service: None,
        why: "builds the Kotlin suite",
    },
    Package {
        name: "aapt",
        needed: &[For::Android],
        sign: Sign::Program("aapt2"),
        service: None,
        why: "packs the Android app's resources",
    },
    Package {
        name: "npm",
        needed: &[For::Android],
        sign: Sign::Program("npm"),
        service: None,
        why: "brings the list of Android's public interface",
    },
    Package {
        name: "zipalign",
        needed: &[For::Apk],
        sign: Sign::Program("zipalign"),
        service: None,
        why: "aligns the Android app's package",
    },
    Package {
        name: "apksigner",
        needed: &[For::Apk],
        sign: Sign::Program("apksigner"),
        service: None,
        why: "signs the Android app's package",
    },
    Package {
        name: "debootstrap",
        needed: &[For::Swift],
        sign: Sign::Program("debootstrap"),
        service: None,
        why: "makes the Debian in which Swift runs",
    },
    Package {
        name: "python3-venv",
        needed: &[For::Testing],
        sign: Sign::Package,
        service: None,
        why: "holds the reference implementations that come as Python packages",
    },
    Package {
        name: "python3-dev",
        needed: &[For::Testing],
        sign: Sign::Package,
        service: None,
        why: "lets the speech quality meter (pesq) compile",
    },
];
