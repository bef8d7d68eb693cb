//! `cargo xtask android apk`: a signed, aligned package of the app; with our library where an NDK is there.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{folder, jar, maven};
use crate::bindings;
use crate::bindings::ship::{self, Ndk};
use crate::install::{For, debian};
use crate::{shell, workspace};

/// Each ABI of the app: its name in the package, and Rust's name of it.
const ABIS: [(&str, &str); 3] = [
    ("arm64-v8a", "aarch64-linux-android"),
    ("armeabi-v7a", "armv7-linux-androideabi"),
    ("x86_64", "x86_64-linux-android"),
];

/// The most that the package may weigh without our library, in bytes.
const MOST: u64 = 3 * 1024 * 1024;

/// Makes `target/android/sotto.apk`.
pub(crate) fn run() -> Result<(), String> {
    debian::ensure(&[For::Building, For::Kotlin, For::Android, For::Apk])?;
    bindings::make()?;
    jar::bindings()?;
    shell::run(&mut maven(&["-Papk", "package"]))?;
    let out = workspace::root().join("target/android");
    let parts = out.join("apk");
    let dex = fresh(&parts.join("dex"))?;
    r8(&out, &parts, &dex)?;
    let natives = fresh(&parts.join("natives"))?;
    let ours = natives_into(&parts, &natives)?;

    let raw = parts.join("raw.apk");
    copy(&out.join("resources.ap_"), &raw)?;
    jar::archive(&["--update"], &raw, &dex)?;
    // libraries are loaded from where they lie: stored, and aligned to pages
    jar::archive(&["--update", "--no-compress"], &raw, &natives)?;
    let aligned = parts.join("aligned.apk");
    let mut align = Command::new("zipalign");
    shell::run(align.args(["-f", "-p", "4"]).arg(&raw).arg(&aligned))?;
    let apk = out.join("sotto.apk");
    sign(&parts, &aligned, &apk)?;
    said(&apk, &ours)
}

/// Kotlin's classes, the bindings and libraries become one dex file, without what is not used.
fn r8(out: &Path, parts: &Path, dex: &Path) -> Result<(), String> {
    let jna = fresh(&parts.join("jna"))?;
    jar::extract(&parts.join("jna.aar"), &jna)?;
    let mut command = Command::new("java");
    command
        .arg("-cp")
        .arg(parts.join("r8.jar"))
        .args(["com.android.tools.r8.R8", "--release", "--min-api", "26"])
        // Robolectric's framework comes without java.*: the JDK's stands in
        .arg("--lib")
        .arg(jdk()?)
        .arg("--lib")
        .arg(parts.join("android-all.jar"))
        .arg("--pg-conf")
        .arg(folder().join("proguard.pro"))
        .arg("--pg-conf")
        .arg(out.join("manifest.pro"))
        .arg("--output")
        .arg(dex)
        .arg(out.join("sotto-android-0.1.0.jar"))
        .arg(out.join("bindings.jar"))
        .arg(jna.join("classes.jar"))
        .arg(parts.join("kotlin-stdlib.jar"))
        .arg(parts.join("kotlinx-coroutines-core-jvm.jar"));
    shell::run(&mut command)?;
    // what the libraries' archives hold beside classes is of no use on a phone
    let archives = dex.join("META-INF");
    if archives.exists() {
        std::fs::remove_dir_all(&archives)
            .map_err(|why| format!("{}: {why}", archives.display()))?;
    }
    Ok(())
}

/// Where the JDK lies whose compiler is used.
fn jdk() -> Result<PathBuf, String> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&paths)
        .map(|folder| folder.join("javac"))
        .find_map(|javac| javac.canonicalize().ok());
    let home = found
        .as_deref()
        .and_then(Path::parent)
        .and_then(Path::parent);
    home.map(Path::to_owned).ok_or_else(|| {
        "there is no javac on the path; install a JDK of version 17 or newer".to_owned()
    })
}

/// JNA's native part for each ABI, and our library for those that can be built here; which those are.
fn natives_into(parts: &Path, natives: &Path) -> Result<Vec<&'static str>, String> {
    let ndk = std::env::var_os("ANDROID_NDK_HOME").map(PathBuf::from);
    let mut ours = Vec::new();
    for (abi, target) in ABIS {
        let place = fresh(&natives.join("lib").join(abi))?;
        let jna = parts.join("jna/jni").join(abi).join("libjnidispatch.so");
        copy(&jna, &place.join("libjnidispatch.so"))?;
        let Some(ndk) = &ndk else { continue };
        library(ndk, target, &place.join("libsotto_uniffi.so"))?;
        ours.push(abi);
    }
    Ok(ours)
}

/// Builds our library for a target with an NDK's compiler, and leaves it stripped.
fn library(ndk: &Path, target: &str, to: &Path) -> Result<(), String> {
    let clang = ndk.join("toolchains/llvm/prebuilt/linux-x86_64/bin");
    let name = target.replace("armv7-", "armv7a-");
    let compiler = clang.join(format!("{name}26-clang"));
    let variable = target.replace('-', "_");
    let linker = format!("CARGO_TARGET_{}_LINKER", variable.to_uppercase());
    let built = ship::build(Some(&Ndk {
        target,
        tools: vec![
            (format!("CC_{variable}"), compiler.clone()),
            (format!("AR_{variable}"), clang.join("llvm-ar")),
            (linker, compiler),
        ],
    }))?;
    ship::strip(&clang.join("llvm-strip"), &built, to)
}

/// Signs with a key for debugging, made on the spot: whoever publishes signs with a key of their own.
fn sign(parts: &Path, aligned: &Path, apk: &Path) -> Result<(), String> {
    let store = parts.join("debug.keystore");
    if !store.exists() {
        let mut make = Command::new("keytool");
        make.args(["-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1"])
            .args(["-alias", "debug", "-validity", "10000"])
            .args(["-storepass", "android", "-keypass", "android"])
            .args(["-dname", "CN=Sotto debug", "-keystore"]);
        shell::run(make.arg(&store))?;
    }
    let mut sign = Command::new("apksigner");
    sign.args([
        "sign",
        "--ks-pass",
        "pass:android",
        "--min-sdk-version",
        "26",
    ])
    .arg("--ks")
    .arg(&store)
    .arg("--out");
    shell::run(sign.arg(apk).arg(aligned))
}

/// What the system's own tools say of it, how large it is, and what lacks.
fn said(apk: &Path, ours: &[&str]) -> Result<(), String> {
    shell::run(Command::new("aapt").args(["dump", "badging"]).arg(apk))?;
    let mut verify = Command::new("apksigner");
    verify.args(["verify", "--verbose", "--min-sdk-version", "26"]);
    shell::run(verify.arg(apk))?;
    let size = std::fs::metadata(apk)
        .map_err(|why| format!("{}: {why}", apk.display()))?
        .len();
    println!("made {} of {} kB", apk.display(), size / 1024);
    if !ours.is_empty() {
        println!("our library is in it for {}", ours.join(", "));
        return Ok(());
    }
    println!(
        "our library is NOT in it, so it cannot run: there is no NDK. Install one, then:\n  \
         rustup target add {}\n  ANDROID_NDK_HOME=… cargo xtask android apk",
        ABIS.map(|(_, target)| target).join(" ")
    );
    if size > MOST {
        return Err(format!(
            "without our library it may weigh {} kB",
            MOST / 1024
        ));
    }
    Ok(())
}

fn fresh(folder: &Path) -> Result<PathBuf, String> {
    let text = |why| format!("{}: {why}", folder.display());
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(text)?;
    }
    std::fs::create_dir_all(folder).map_err(text)?;
    Ok(folder.to_owned())
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    std::fs::copy(from, to)
        .map(|_| ())
        .map_err(|why| format!("{}: {why}", from.display()))
}
